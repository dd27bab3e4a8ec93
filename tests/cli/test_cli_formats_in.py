"""The languages that payloads are written in: by extension, by content, on standard input, packed."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from tests.cli.runs import brief, problems, process, report, spot, validate, write

if TYPE_CHECKING:
    from pathlib import Path

TOML = """# a request
model = "openai/gpt-4o"
messages = [{role = "user", content = "é😀"}]

[orq]
retry.count = 9 # too many
retry.on_codes = [429, "500"]
\tcache = {ttl = 1, "type" = "exact_match", odd = 1}

[[orq.fallbacks]]
model = "a/b"
[[orq.fallbacks]]
modle = "c/d"
"""


def test_toml_has_its_places(tmp_path: Path) -> None:
    found = {
        (pointer, rule): (line, column)
        for line, column, pointer, rule in brief(write(tmp_path, "a.toml", TOML))
    }
    assert found["/orq/retry/count", "maximum"] == spot(TOML, "9 #")
    assert found["/orq/retry/on_codes/1", "type"] == spot(TOML, '"500"')
    assert found["/orq/cache/odd", "unknown-key"] == spot(TOML, "odd")
    (at,) = [place for (pointer, _), place in found.items() if pointer.startswith("/orq/fallbacks/1")]
    assert at == spot(TOML, "modle")


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("retry = {}\nretry = {}\n", "duplicate-key", (2, 1)),
        ("[retry]\ncount = \n", "toml-syntax", (2, 9)),
        ("[retry]\ncount = nan\n", "non-finite-number", (2, 9)),
        ("inputs.a = " + "[" * 100_000, "too-deep", (1, 1010)),
        ("retry.count = " + "7" * 5000, "too-many-digits", (1, 15)),
        ("a." * 100_000 + "a = 1", "too-deep", (1, 2001)),
        ("[retry]\r\ncount = 'x\r\n", "toml-syntax", (2, 9)),
    ],
)
def test_toml_that_cannot_be_read(text: str, rule: str, place: tuple[int, int], tmp_path: Path) -> None:
    run = process("--format", "json", write(tmp_path, "a.toml", text))
    assert run.code == 3
    (found,) = report(run)["problems"]
    assert (found["rule"], (found["line"], found["column"]), found["pointer"]) == (rule, place, "")


def test_packed_lines_have_the_places_of_the_lines_in_them(tmp_path: Path) -> None:
    lines = b'{"retry": {"count": 1}}\n\n{"retry": {"count": 9}}\n'
    file = write(tmp_path, "log.jsonl.gz", gzip.compress(lines))
    assert brief(file) == [(3, 21, "/retry/count", "maximum")]
    run = process("--format", "json", write(tmp_path, "cut.ndjson.gz", gzip.compress(lines)[:-9]))
    assert run.code == 3
    assert report(run)["problems"][-1]["rule"] == "corrupt-gzip"


def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    packed = gzip.compress(b'{"a": "' + b"x" * (400 << 20))
    assert len(packed) < 1 << 20
    file = write(tmp_path, "bomb.jsonl.gz", packed)
    # the run has 600 MB at most
    run = process("--format", "json", file)
    assert run.code == 3
    assert [(each["rule"], each["line"]) for each in report(run)["problems"]] == [("too-many-bytes", 1)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("payload.toml", "retry.count = 9"),
        ("payload.yaml", "{retry: {count: 9}}"),
        ("payload.json", '{"retry": {"count": 9}}'),
        ("logs/payload.jsonl", '{"retry": {"count": 9}}'),
        ("payload.txt", "retry: {count: 9}"),
        ("payload", '{"retry": {"count": 9}}'),
    ],
)
def test_standard_input_under_a_name(name: str, text: str) -> None:
    found = problems("--stdin-filename", name, "-", stdin=text.encode())
    assert [(each["file"], each["pointer"], each["rule"]) for each in found] == [
        (name, "/retry/count", "maximum")
    ]


def test_the_name_of_standard_input_decides_its_language() -> None:
    text = b'{"retry": {"count": 1},}'
    assert validate("-", "--stdin-filename", "a.yaml", stdin=text).code == 0
    assert validate("-", "--stdin-filename", "a.json", stdin=text).code == 3


def test_standard_input_by_its_content() -> None:
    lines = b"".join(json.dumps({"retry": {"count": count}}).encode() + b"\n" for count in (1, 9, 9))
    assert [(line, rule) for line, _, _, rule in brief("-", stdin=lines)] == [(2, "maximum"), (3, "maximum")]
    assert brief("-", stdin=b"retry:\n  count: 9\n") == [(2, 10, "/retry/count", "maximum")]


def test_an_unknown_extension_goes_by_the_content(tmp_path: Path) -> None:
    for name, text in (("a.payload", '{"retry": {"count": 9}}'), ("b.conf", "retry: {count: 9}")):
        assert [rule for *_, rule in brief(write(tmp_path, name, text))] == ["maximum"]
