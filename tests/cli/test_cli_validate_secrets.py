"""Payloads hold secrets: no string of theirs is shown, and what is shown cannot forge a line of the report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runs import problems, process, report, validate, write

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "sk-secret-0123"  # noqa: S105 - stands for one
# the secret wherever a payload has a string, in the right places and in wrong ones
DOCUMENTS: list[Any] = [
    SECRET,
    [SECRET],
    {"orq": SECRET},
    dict.fromkeys(("retry", "fallbacks", "prompt", "contact", "thread", "inputs", "cache"), SECRET),
    {"knowledge_bases": SECRET},
    {"knowledge_bases": [SECRET]},
    {"retry": {"count": SECRET, "on_codes": [SECRET], "other": SECRET}},
    {"prompt": {"id": SECRET, "version": SECRET}},
    {"cache": {"type": SECRET, "ttl": SECRET}, "unknown": {"a": SECRET}, "tags": [SECRET]},
    {"thread": {"id": [SECRET], "tags": SECRET}},
    {"knowledge_bases": [{"knowledge_id": 1, "search_type": SECRET, "filter_by": SECRET}]},
    {"knowledge_bases": [{"knowledge_id": SECRET, "filter_by": {"a": SECRET}}]},
    {"knowledge_bases": [{"knowledge_id": SECRET, "filter_by": {"a": {"gt": SECRET, "in": SECRET}}}]},
    {"knowledge_bases": [{"knowledge_id": SECRET, "filter_by": {"and": [{"a": {"$eq": SECRET}}, SECRET]}}]},
    {
        "knowledge_bases": [
            {"knowledge_id": "k", "rerank_config": SECRET, "agentic_rag_config": {"a": SECRET}}
        ]
    },
]
# a string of digits is no less secret for being quoted
NUMERIC = "4111111111111111"


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("args", [[], ["--format", "json"], ["--strict"], ["--as", "request"]])
def test_no_string_is_shown(document: Any, args: list[str], tmp_path: Path) -> None:
    for secret in (SECRET, NUMERIC):
        text = json.dumps(document).replace(SECRET, secret)
        for name in ("a.json", "a.yaml", "a.jsonl"):
            run = validate(*args, write(tmp_path, name, text + "\n"))
            assert secret not in run.out + run.err
            assert run.out


@pytest.mark.parametrize(
    "text",
    [
        f'{{"name": "{SECRET}" "retry": 1}}',
        f'{{"name": "{SECRET}',
        f'{{"name": {SECRET}}}',
        f'{{"name": "\\x{SECRET}"}}',
        f"{{'name': '{SECRET}'}}",
        f'{{}} "{SECRET}"',
        f'{{"name": "{SECRET}\n"}}',
    ],
)
def test_no_string_is_shown_of_what_cannot_be_read(text: str, tmp_path: Path) -> None:
    for name in ("a.json", "a.jsonl", "a.yaml"):
        for args in ([], ["--format", "json"]):
            run = validate(*args, write(tmp_path, name, text))
            assert SECRET not in run.out + run.err


def test_show_values(tmp_path: Path) -> None:
    document = {"retry": {"count": SECRET}, "cache": {"type": "x" * 500}, "prompt": {"id": 1}, "zzz": SECRET}
    found = {
        each["pointer"]: each["message"]
        for each in problems("--show-values", write(tmp_path, "a.json", document))
    }
    assert (
        found["/retry/count"] == f'expected a number from 1 to 5, found a string of 14 characters: "{SECRET}"'
    )
    assert found["/cache/type"].endswith("x...")
    assert len(found["/cache/type"]) < 200
    # a missing or an unknown key is no value
    assert SECRET not in found["/zzz"]
    assert found["/prompt"] == 'missing key "version"'


def test_show_values_of_a_deep_value(tmp_path: Path) -> None:
    text = '{"retry": ' + "[" * 990 + "1" + "]" * 990 + "}"
    run = process("--show-values", write(tmp_path, "a.json", text))
    assert run.code == 1
    assert len(run.lines[0]) < 300


FORGED = "x\n::error file=evil.py,line=1::pwned\x1b[31m\r\u2028\u202e\x00\x07"


def test_a_key_cannot_forge_a_line(tmp_path: Path) -> None:
    document = {"orq": {FORGED: 1, "retry": {FORGED: 1}, "fallbacks": [{"model\n": "x"}]}}
    file = write(tmp_path, "a.json", document)
    run = process(file)
    assert not [line for line in run.lines if line.startswith("::")]
    assert all(line.startswith((f"{file}:", "  hint: ")) for line in run.lines)
    assert all(char.isprintable() for char in run.out.replace("\n", ""))
    # for a program the names are exact
    assert FORGED in {each["pointer"].rpartition("/")[2] for each in problems(file)}
    assert report(process("--format", "json", file))


def test_a_file_name_cannot_forge_a_line(tmp_path: Path) -> None:
    file = write(tmp_path, "a\n::error::pwned\x1b[31m.json", {"retry": 1})
    for args in ([file], [file + ".json"]):
        run = process(*args)
        assert not [line for line in run.lines if line.startswith("::")]
        assert "\x1b" not in run.out + run.err
    assert problems(file)[0]["file"] == file


def test_a_pointer_cannot_forge_a_line(tmp_path: Path) -> None:
    run = process("--at", f"/{FORGED.replace(chr(0), '')}", write(tmp_path, "a.json", {}))
    assert run.code == 3
    assert len(run.lines) == 1
    assert "\x1b" not in run.out + run.err


def test_a_yaml_key_cannot_forge_a_line(tmp_path: Path) -> None:
    run = process(
        write(tmp_path, "a.yaml", '"x\\n::error::pwned\\e[31m": 1\n"x\\n::error::pwned\\e[31m": 1\n')
    )
    assert len(run.lines) == 2
    assert "\x1b" not in run.out


def test_a_file_name_that_is_not_text(tmp_path: Path) -> None:
    import os

    file = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.json")
    write(tmp_path, os.path.basename(file), {"retry": 1})  # noqa: PTH119 - a name that is not text
    run = process(file)
    assert run.code == 1
    assert r"caf\udce9.json:2:12: error: expected an object" in run.out
    assert report(process("--format", "json", file))["problems"][0]["file"] == file
