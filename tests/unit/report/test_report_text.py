from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.errors import Problem, Severity
from orq_schema.report.json_report import Report
from orq_schema.report.printable import printable
from orq_schema.report.summary import FOUND, GOOD, UNREADABLE, USAGE, Summary
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
def test_printable_text_is_kept_and_all_else_escaped(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert (shown == text) == text.isprintable()
    assert not shown.encode("utf-8").count(b"\x1b")


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


@given(
    st.builds(
        Problem, *[st.text()] + [st.integers()] * 2 + [st.text()] * 2, st.just("error"), st.text(), st.text()
    )
)
def test_a_problem_is_two_lines_whatever_is_in_it(found: Problem) -> None:
    assert line(found).count("\n") == 2
    assert line(found).replace("\n", "").isprintable()


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
