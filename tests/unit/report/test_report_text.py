from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.errors import Detail, Excerpt, Problem, Severity
from orq_schema.report.json_report import Report
from orq_schema.report.printable import printable
from orq_schema.report.summary import FOUND, GOOD, UNREADABLE, USAGE, Summary
from orq_schema.report.text import Report as Text
from orq_schema.report.text import closing, line

PROBLEM = Problem("a.json", 3, 14, "/retry/count", "maximum", "error", "expected 1, found 2", "write 1")


def problem(severity: Severity) -> Problem:
    return PROBLEM._replace(severity=severity)


def test_a_line_and_its_hint() -> None:
    assert line(PROBLEM) == "a.json:3:14: error: expected 1, found 2 (/retry/count)\n  hint: write 1\n"


def test_what_is_not_there_is_left_out() -> None:
    bare = PROBLEM._replace(line=None, column=None, pointer="", hint=None)
    assert line(bare) == "a.json: error: expected 1, found 2\n"


@given(st.text())
def test_all_that_is_not_printable_is_escaped(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert shown == text or not text.isprintable() or not text.isascii() or "##" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", r"a\nb"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\ud800", r"\ud800"),
        ("\u202e", r"\u202e"),
        ("\u00e9", "\u00e9"),
    ],
)
def test_escapes(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(), st.integers(), st.text(), st.text(), st.text())
def test_a_problem_is_two_lines_whatever_is_in_it(
    file: str, number: int, at: str, message: str, hint: str
) -> None:
    found = line(Problem(file, number, number, at, "rule", "error", message, hint))
    assert found.count("\n") == 2
    assert found.replace("\n", "").isprintable()
    assert not any(each.lstrip().startswith("::") for each in found.splitlines())


def alike(count: int, start: int = 0) -> list[Problem]:
    return [PROBLEM._replace(pointer=f"/a/{index}", rule="required") for index in range(start, start + count)]


def written(*files: tuple[str, list[Problem]]) -> list[str]:
    lines: list[str] = []
    report = Text(lines.append)
    for file, found in files:
        report.source(file)
        for each in found:
            report.add(each._replace(file=file))
    report.close(Summary())
    return "".join(lines).splitlines()


def test_of_many_that_are_alike_a_few_are_shown_and_counted_by_file() -> None:
    lines = written(("a.json", alike(10_000)), ("b.json", alike(6)), ("c.json", alike(5)))
    assert lines[-1].startswith("  hint")
    rest = [each for each in lines if "more" in each]
    assert rest == [
        "a.json: 9,995 more errors of rule required at /a/*",
        "b.json: 1 more error of rule required at /a/*",
    ]
    assert sum(each.startswith("a.json:3:14: error: ") for each in lines) == 5
    assert lines.index(rest[0]) < lines.index("b.json:3:14: error: expected 1, found 2 (/a/0)")


def test_excerpts_of_what_is_not_shown_are_not_made() -> None:
    made: list[int] = []

    def excerpts() -> tuple[Excerpt, ...]:
        made.append(1)
        return (Excerpt(3, "x", 0, 1),)

    found = [each._replace(detail=Detail(excerpts=excerpts)) for each in alike(100)]
    assert len(written(("a", found))) == 5 * 5 + 1
    assert len(made) == 5


def test_a_field_is_explained_once_a_file() -> None:
    found = [each._replace(detail=Detail(about="a[]: One thing.")) for each in alike(2)]
    lines = written(("a", found), ("b", found))
    assert [lines.index("  = a[]: One thing."), lines.count("  = a[]: One thing.")] == [1, 2]


@given(st.text())
def test_json_is_ascii_and_exact(text: str) -> None:
    written: list[str] = []
    report = Report(written.append)
    report.add(PROBLEM._replace(file=text, pointer=text))
    report.close(Summary())
    rendered = "".join(written)
    assert rendered.isascii()
    assert json.loads(rendered)["problems"][0]["file"] == text


def test_the_worst_that_was_seen() -> None:
    summary = Summary()
    summary.add(problem("warning"), code=UNREADABLE)
    summary.add(problem("note"))
    assert (summary.exit_code, summary.errors, summary.warnings) == (GOOD, 0, 1)
    summary.add(problem("error"))
    assert summary.exit_code == FOUND
    summary.add(problem("error"), code=UNREADABLE)
    summary.add(problem("error"), code=USAGE)
    assert (summary.exit_code, summary.errors) == (UNREADABLE, 3)


def test_the_closing_line() -> None:
    summary = Summary()
    assert closing(summary) == "0 files, 0 documents: 0 errors, 0 warnings\n"
    summary.files, summary.documents = 1, 2
    summary.add(problem("error"))
    assert closing(summary) == "1 file, 2 documents: 1 error, 0 warnings\n"
