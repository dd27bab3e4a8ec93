"""Problems for the tests of reports: any strings, and those that would do harm if a format let them through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from orq_schema import rules
from orq_schema.errors import Detail, Problem
from orq_schema.report.sink import sink
from orq_schema.report.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.errors import Severity

HOSTILE = (
    "::error file=x::pwned", "\n::add-mask::x", "%0A::error::x", "##[error]x", "]]>", "<b>&amp;", "a|b", "`x`",
    "[a](http://evil)", "{0}", "\x1b[31m", "\x00", "\r\n", "\u202e", "\ufffe", "\ud800", '"', "\\", "a,b:c=d",
    "../x y", "@everyone", "\u2028", "{{x}}", "\ufeff",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), max_size=4).map("".join)
PLACES = st.tuples(st.integers(1, 9999), st.integers(1, 9999))


def made(
    file: str,
    place: tuple[int, int] | None,
    pointer: str,
    rule: str,
    severity: Severity,
    message: str,
    hint: str | None,
    end: tuple[int, int] | None,
) -> Problem:
    line, column = place or (None, None)
    return Problem(file, line, column, pointer, rule, severity, message, hint, Detail(end=end))


SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
PROBLEMS = st.builds(
    made,
    TEXTS.filter(bool),
    PLACES | st.none(),
    TEXTS.map(lambda text: f"/{text}") | st.just(""),
    st.sampled_from(sorted(rules.load())),
    st.sampled_from(SEVERITIES),
    TEXTS,
    st.none() | TEXTS,
    st.none() | PLACES,
)
PROBLEM = Problem("a.json", 3, 14, "/retry/count", "maximum", "error", "expected 1, found 2", "write 1")


def written(
    layout: str,
    problems: Iterable[Problem],
    *,
    unread: Iterable[Problem] = (),
    summary: Summary | None = None,
) -> str:
    """Give the report of `problems` and of those without a verdict, each announced by its file."""
    parts: list[str] = []
    report = sink(layout, parts.append)
    for problem in problems:
        report.source(problem.file)
        report.add(problem)
    for problem in unread:
        report.source(problem.file)
        report.unread(problem)
    report.close(summary or Summary())
    return "".join(parts)
