"""`--baseline`: what a saved report has already is not told again, and everything else is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.runs import report, validate, write

from orq_schema.report.sink import FORMATS

OLD = {"retry": {"count": 9}, "retries": 1, "fallbacks": [{"modle": "x"}]}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


def save(*args: str) -> None:
    validate("--output", "json:baseline.json", *args)


def new(*args: str) -> list[tuple[str, str]]:
    found = report(validate("--baseline", "baseline.json", "--format", "json", *args))["problems"]
    return [(each["pointer"], each["rule"]) for each in found]


def test_what_is_known_is_not_told(tmp_path: Path) -> None:
    write(tmp_path, "a.json", OLD)
    save("a.json")
    assert len(json.loads(Path("baseline.json").read_text("utf-8"))["problems"]) == 3
    done = validate("--baseline", "baseline.json", "a.json")
    assert (done.code, done.out) == (0, "")
    assert done.err == "1 file, 1 document: 0 errors, 0 warnings, 3 known (baseline)\n"


def test_what_is_new_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.json", OLD)
    save("a.json")
    write(tmp_path, "a.json", {"cache": {"type": "x"}, **OLD, "fallbacks": [{"modle": "x"}, {"modle": "y"}]})
    assert new("a.json") == [("/cache/type", "enum"), ("/fallbacks/1/modle", "unknown-key")]
    assert validate("--baseline", "baseline.json", "a.json").code == 1
    write(tmp_path, "b.json", OLD)
    assert [pointer for pointer, _ in new("b.json")] == ["/retry/count", "/retries", "/fallbacks/0/modle"]


def test_it_is_known_wherever_it_moves(tmp_path: Path) -> None:
    write(tmp_path, "a.json", OLD)
    save("a.json")
    write(tmp_path, "a.json", "\n\n" + json.dumps({"name": "new", **dict(reversed(OLD.items()))}, indent=7))
    assert new("a.json") == []
    write(tmp_path, "a.json", json.dumps(OLD, separators=(",", ":")))
    assert new("a.json", "--strict") == []
    assert new(str(tmp_path / "a.json")) == []
    # another wrong value is the same mistake; what is mended need not occur
    write(tmp_path, "a.json", {"retry": {"count": 70}})
    assert new("a.json") == []


@pytest.mark.parametrize(("before", "after", "told"), [(2, 2, 0), (2, 5, 3), (3, 1, 0), (0, 2, 2)])
def test_as_many_of_a_kind_as_there_were(before: int, after: int, told: int, tmp_path: Path) -> None:
    line = json.dumps({"retry": {"count": 9}}) + "\n"
    write(tmp_path, "a.jsonl", "{}\n" + line * before)
    save("a.jsonl")
    write(tmp_path, "a.jsonl", ("{}\n" + line) * after or "{}\n")
    assert new("a.jsonl") == [("/retry/count", "maximum")] * told


@pytest.mark.parametrize("text", ["{", '{"a": 1, "a": 2}', ""])
def test_no_verdict_is_always_told(text: str, tmp_path: Path) -> None:
    write(tmp_path, "a.json", text)
    save("a.json")
    assert len(new("a.json")) == 1
    assert validate("--baseline", "baseline.json", "a.json").code == 3
    write(tmp_path, "b.json", {"a": 1})
    save("--at", "/b", "b.json")
    assert new("--at", "/b", "b.json") == [("", "pointer-not-found")]


@pytest.mark.parametrize("layout", FORMATS)
def test_every_format_leaves_it_out(layout: str, tmp_path: Path) -> None:
    write(tmp_path, "a.json", OLD)
    save("a.json")
    write(tmp_path, "a.json", {**OLD, "cache": {"type": "x"}})
    done = validate("--baseline", "baseline.json", "--format", layout, "a.json")
    assert done.code == 1
    assert "maximum" not in done.out
    assert "count" not in done.out
    assert "exact_match" in done.out


def test_known_errors_do_not_stop_a_run(tmp_path: Path) -> None:
    write(tmp_path, "a.json", OLD)
    save("a.json")
    write(tmp_path, "a.json", {**OLD, "cache": {"type": "x"}})
    assert new("--max-errors", "1", "a.json") == [("/cache/type", "enum")]


def test_a_baseline_in_a_folder_that_is_walked_is_no_payload(tmp_path: Path) -> None:
    write(tmp_path, "a.json", OLD)
    save(".")
    done = report(validate("--baseline", "baseline.json", "--format", "json", "."))
    assert (done["problems"], done["summary"]["files"]) == ([], 1)


def test_it_is_not_overwritten(tmp_path: Path) -> None:
    write(tmp_path, "a.json", OLD)
    save("a.json")
    # what it hides would be lost
    done = validate("--baseline", "baseline.json", "--output", "json:./baseline.json", "a.json")
    assert (done.code, done.out) == (2, "")
    assert len(json.loads(Path("baseline.json").read_text("utf-8"))["problems"]) == 3


def foreign() -> list[Any]:
    problem = {"file": "a.json", "pointer": "", "rule": "type", "message": "m"}
    wrong = [problem | {name: value} for name in problem for value in (None, 3, ["x"])]
    return [
        [],
        {},
        3,
        None,
        {"problems": {}},
        {"problems": [3]},
        {"problems": [{}]},
        *({"problems": [x]} for x in wrong),
    ]


@pytest.mark.parametrize("contents", [*foreign(), "", "{", "[" * 100_000, b"\xff\xfe", "[NaN"], ids=str)
def test_a_file_that_is_no_report(contents: Any, tmp_path: Path) -> None:
    write(tmp_path, "a.json", OLD)
    write(tmp_path, "baseline.json", contents)
    done = validate("--baseline", "baseline.json", "a.json")
    assert (done.code, done.out) == (2, "")
    assert "baseline.json: not a report of ours: save one with --output json:FILE" in done.err


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, "a.json", OLD)
    done = validate("--baseline", "none.json", "a.json")
    assert (done.code, done.out) == (2, "")
    assert "none.json: no such file" in done.err


def test_one_without_problems_hides_nothing(tmp_path: Path) -> None:
    write(tmp_path, "good.json", {})
    save("good.json")
    write(tmp_path, "a.json", OLD)
    assert len(new("a.json")) == 3
