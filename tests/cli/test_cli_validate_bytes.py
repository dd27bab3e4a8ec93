"""Bytes that are no payload: one problem each, with a place, exit code 3, no crash, and the next file is read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.cli.runs import brief, process, report, validate, write

if TYPE_CHECKING:
    from pathlib import Path

DEEP = 100_000
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 10)
)

CASES: dict[str, tuple[str, bytes, str, tuple[int | None, int | None]]] = {
    "trailing comma": ("a.json", b'{\n "retry": {},\n}', "json-syntax", (2, 13)),
    "unclosed": ("a.json", b'{"retry": {', "json-syntax", (1, 11)),
    "yaml syntax": ("a.yaml", b"orq:\n  retry: a: b\n", "yaml-syntax", (2, 11)),
    "tab in yaml": ("a.yaml", b"orq:\n\tretry: {}\n", "yaml-syntax", (2, 1)),
    "invalid utf-8": ("a.json", b'{"name": "caf\xe9"}', "invalid-utf8", (1, 14)),
    "invalid utf-8 in yaml": ("a.yaml", b"name: caf\xe9\n", "invalid-utf8", (1, 10)),
    "utf-16 with a mark": ("a.json", '{"retry": {}}'.encode("utf-16"), "wrong-encoding", (1, 1)),
    "utf-16 without": ("a.json", '{"retry": {}}'.encode("utf-16-le"), "wrong-encoding", (1, 1)),
    "utf-16 yaml": ("a.yaml", "retry: {}".encode("utf-16-be"), "wrong-encoding", (1, 1)),
    "utf-16 lines": ("a.jsonl", '{"retry": {}}\n'.encode("utf-16"), "wrong-encoding", (1, 1)),
    "duplicate key": ("a.json", b'{"retry": {},\n "retry": {}}', "duplicate-key", (2, 2)),
    "duplicate yaml key": ("a.yaml", b"retry: {}\nretry: {}\n", "duplicate-key", (2, 1)),
    "nan": ("a.json", b'{"retry": {"count": NaN}}', "non-finite-number", (1, 21)),
    "yaml nan": ("a.yaml", b"retry: {count: .nan}\n", "non-finite-number", (1, 16)),
    "empty": ("a.json", b"", "empty-document", (1, 1)),
    "blank": ("a.json", b" \n\t\n", "empty-document", (1, 1)),
    "empty yaml": ("a.yaml", b"# nothing\n", "empty-document", (1, 1)),
    "empty lines": ("a.jsonl", b"\n\n", "empty-document", (1, 1)),
    "deep arrays": ("a.json", b"[" * DEEP + b"]" * DEEP, "too-deep", (1, 1001)),
    "deep objects": ("a.json", b'{"a":' * DEEP + b"1" + b"}" * DEEP, "too-deep", (1, 5001)),
    "deep unclosed": ("a.json", b"[" * DEEP, "too-deep", (1, 1001)),
    "deep yaml": ("a.yaml", b"[" * DEEP + b"]" * DEEP, "too-deep", (1, 1001)),
    "deep yaml unclosed": ("a.yaml", b"{a: " * DEEP, "too-deep", (1, 4001)),
    "deep yaml block": ("a.yaml", b"- " * 20_000 + b"a\n", "too-deep", (1, 2001)),
    "deep lines": ("a.jsonl", b"[" * DEEP + b"]" * DEEP + b"\n", "too-deep", (1, 1001)),
    "5,000 digits": ("a.json", b'{"retry": {"count": ' + b"7" * 5000 + b"}}", "too-many-digits", (1, 21)),
    "5,000 yaml digits": ("a.yaml", b"retry: {count: " + b"7" * 5000 + b"}", "too-many-digits", (1, 16)),
    "alias bomb": ("a.yaml", BOMB.encode(), "too-many-nodes", (7, 10)),
    "self alias": ("a.yaml", b"a: &a [*a]\n", "yaml-syntax", (1, 8)),
    "python tag": ("a.yaml", b"a: !!python/object/apply:os.system [ls]\n", "yaml-tag", (1, 4)),
    "binary": ("a.json", bytes(range(256)), "invalid-utf8", (3, 115)),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_bytes(case: str, tmp_path: Path) -> None:
    name, data, rule, place = CASES[case]
    file = write(tmp_path, name, data)
    after = write(tmp_path, "z.json", {"retry": {"count": 9}})
    run = process("--format", "json", file, after)
    assert (run.code, run.err) == (3, "")
    first, second = report(run)["problems"]
    assert (first["rule"], first["line"], first["column"]) == (rule, *place)
    assert (first["severity"], first["pointer"], first["file"]) == ("error", "", file)
    assert second["rule"] == "maximum"
    assert len(run.out) < 2000


def test_no_file_to_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    names = ("none.json", "pipe.json")
    files = [str(tmp_path / name) for name in names]
    after = write(tmp_path, "z.json", {"retry": {"count": 9}})
    run = process("--format", "json", *files, after)
    assert run.code == 3
    rules = [each["rule"] for each in report(run)["problems"]]
    assert rules == ["file-not-found", "not-a-file", "maximum"]


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    for name in ("a.json", "a.yaml", "a.jsonl"):
        file = write(tmp_path, name, b'\xef\xbb\xbf{"retry": {"count": 1}}\n')
        assert brief(file) == [(1, 1, "", "bom")]
        assert validate(file).code == 0


def test_columns_after_a_byte_order_mark(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", b'\xef\xbb\xbf{"retry": {"count": 9}}\n')
    assert brief(file) == [(1, 1, "", "bom"), (1, 21, "/retry/count", "maximum")]


def test_the_limits_can_be_set(tmp_path: Path) -> None:
    deep = write(tmp_path, "deep.json", {"inputs": {"a": [[[]]]}})
    assert validate("--max-depth", "5", deep).code == 0
    assert [rule for *_, rule in brief("--max-depth", "4", deep)] == ["too-deep"]
    long = write(tmp_path, "long.json", {"inputs": {"a": 12345}})
    assert [rule for *_, rule in brief("--max-digits", "4", long)] == ["too-many-digits"]
    assert [rule for *_, rule in brief("--max-nodes", "2", long)] == ["too-many-nodes"]


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_a_deep_document_where_that_is_allowed(opening: str, tmp_path: Path) -> None:
    text = opening * 50_000 + "1" + ("]" if opening == "[" else "}") * 50_000
    file = write(tmp_path, "a.json", f'{{"inputs": {{"a": {text}}}}}')
    run = process("--max-depth", "100000", file)
    assert (run.code, run.out) == (0, "")


def test_ten_thousand_mistakes(tmp_path: Path) -> None:
    document = {
        "fallbacks": [{"modle": "x"}] * 3000 + [{}] * 3000,
        "knowledge_bases": [{"knowledge_id": "k", "filter_by": {f"f{n}": {"$gte": 1} for n in range(3000)}}],
        **{f"key{number}": 1 for number in range(1000)},
    }
    run = process("--format", "json", write(tmp_path, "a.json", document))
    assert run.code == 1
    assert report(run)["summary"] == {"files": 1, "documents": 1, "errors": 9000, "warnings": 1000}
