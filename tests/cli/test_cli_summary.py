"""`--summary`: how many of which kind, and the first of them."""

from __future__ import annotations

import html
import json
from collections import Counter
from pathlib import Path

import pytest
from tests.cli.runs import COUNTS, validate, write

from orq_schema.report.sink import FORMATS, GROUPED

LINES = [
    {"orq": {"retry": {"count": 9}, "retries": 1}},
    {"orq": {"retry": {"count": 3}}},
    {"orq": {"retry": {"count": 7, "on_codes": ["a", "b", 429, "c"]}}},
]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "log.jsonl", "".join(json.dumps(each) + "\n" for each in LINES) + "{\n")


def test_text() -> None:
    done = validate("--summary", "log.jsonl")
    assert done.code == 3
    assert done.out == (
        " problems  documents  rule and place\n"
        "        3          1  error type /orq/retry/on_codes/*\n"
        '                    - log.jsonl:3:45: expected a number, found "a"\n'
        '                    - log.jsonl:3:50: expected a number, found "b"\n'
        '                    - log.jsonl:3:60: expected a number, found "c"\n'
        "        2          2  error maximum /orq/retry/count\n"
        "                    - log.jsonl:1:29: expected a number from 1 to 5, found 9\n"
        "                    - log.jsonl:3:29: expected a number from 1 to 5, found 7\n"
        "        1          1  warning unknown-key /orq/retries\n"
        '                    - log.jsonl:1:33: unknown key "retries"\n'
        "        1          1  error json-syntax the whole document\n"
        "                    - log.jsonl:4:1: an object that is never closed\n"
    )
    assert done.err == "1 file, 3 documents: 6 errors, 1 warning\n"


def test_json_has_the_counts_of_the_full_report() -> None:
    found = json.loads(validate("--summary", "--format", "json", "log.jsonl").out)
    full = json.loads(validate("--format", "json", "log.jsonl").out)
    assert list(found) == ["groups", "summary"]
    assert list(found["summary"]) == COUNTS
    assert found["summary"] == full["summary"]
    counted = Counter((each["rule"], each["severity"]) for each in full["problems"])
    assert {(each["rule"], each["severity"]): each["problems"] for each in found["groups"]} == counted


def test_a_file_has_the_whole_report_all_the_same() -> None:
    done = validate("--summary", "--output", "json:all.json", "log.jsonl")
    assert done.out == validate("--summary", "log.jsonl").out
    assert len(json.loads(Path("all.json").read_text("utf-8"))["problems"]) == 7


@pytest.mark.parametrize("layout", [each for each in FORMATS if each not in GROUPED])
def test_formats_without_groups(layout: str) -> None:
    done = validate("--summary", "--format", layout, "log.jsonl")
    assert (done.code, done.out) == (2, "")
    assert f"--summary is for the formats text, json, jsonl, github, and not for {layout}" in done.err


def test_github_annotates_the_first_of_each_group() -> None:
    done = validate("--summary", "--format", "github", "log.jsonl")
    assert done.code == 3
    assert done.out == (
        '::error file=log.jsonl,line=3,col=45,title=type::expected a number, found "a"%0A'
        "3 problems in 1 document: /orq/retry/on_codes/*\n"
        "::error file=log.jsonl,line=1,col=29,title=maximum::expected a number from 1 to 5, found 9%0A"
        "2 problems in 2 documents: /orq/retry/count\n"
        '::warning file=log.jsonl,line=1,col=33,title=unknown-key::unknown key "retries"%0A'
        '1 problem in 1 document: /orq/retries%0Ahint: "retry" is there already\n'
        "::error file=log.jsonl,line=4,col=1,title=json-syntax::an object that is never closed%0A"
        '1 problem in 1 document: the whole document%0Ahint: close it with "}"\n'
    )


def test_the_summary_of_a_step_has_groups_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "step.md")
    validate("--summary", "--format", "github", "log.jsonl")
    head, _, *rows = [each for each in Path("step.md").read_text("utf-8").splitlines() if each[:1] == "|"]
    assert head == "| problems | documents |  | rule | place | the first of them |"
    cells = [html.unescape(each).split(" | ") for each in rows]
    assert [each[:5] for each in cells] == [
        ["| 3", "1", "error", "type", "/orq/retry/on_codes/*"],
        ["| 2", "2", "error", "maximum", "/orq/retry/count"],
        ["| 1", "1", "warning", "unknown-key", "/orq/retries"],
        ["| 1", "1", "error", "json-syntax", "the whole document"],
    ]
    assert cells[1][5] == "log.jsonl:1:29<br>expected a number from 1 to 5, found 9 |"
    # what is in a file has no groups, and the step has what the annotations have
    validate("--summary", "--output", "github:all", "log.jsonl")
    assert "| | place | problem |" in Path("step.md").read_text("utf-8").replace("|  |", "| |")
    assert len(Path("all").read_text("utf-8").splitlines()) == 7


def test_quiet_and_max_errors() -> None:
    quiet = validate("--summary", "--quiet", "log.jsonl")
    assert "unknown-key" not in quiet.out
    assert quiet.err == ""
    done = validate("--summary", "--max-errors", "2", "--format", "jsonl", "log.jsonl")
    assert sum(json.loads(line)["problems"] for line in done.out.splitlines()) == 3


def test_documents_of_a_stream_are_told_apart(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yaml", "retry: {count: 7, on_codes: [a, b]}\n---\nretry: {on_codes: [c]}\n")
    (codes, _) = [
        json.loads(line) for line in validate("--summary", "--format", "jsonl", file).out.splitlines()
    ]
    assert (codes["rule"], codes["problems"], codes["documents"]) == ("type", 3, 2)


def test_good_files_have_no_table(tmp_path: Path) -> None:
    for layout in ("text", "github"):
        done = validate("--summary", "--format", layout, write(tmp_path, "good.json", {"retry": {}}))
        assert (done.code, done.out) == (0, "")


def test_values_are_as_secret_as_ever(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", {"inputs": ["sesame"], "prompt": {"id": "sesame"}, "contact": "sesame"})
    for layout in GROUPED:
        done = validate("--summary", "--format", layout, file)
        assert done.code == 1
        assert "sesame" not in done.out
