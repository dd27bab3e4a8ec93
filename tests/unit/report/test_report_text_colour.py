from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.errors import Detail, Excerpt, Problem, Severity
from orq_schema.report.colour import wanted
from orq_schema.report.summary import Summary
from orq_schema.report.text import Report

SGR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "file"),
    [
        ("auto", {}, True, False),
        ("auto", {"TERM": "xterm"}, True, False),
        ("auto", {"TERM": "dumb"}, False, False),
        ("auto", {"NO_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, True, True),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"FORCE_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ("always", {"NO_COLOR": "1"}, True, True),
        ("never", {"FORCE_COLOR": "1"}, False, False),
    ],
)
def test_when_there_are_colours(choice: str, environment: dict[str, str], terminal: bool, file: bool) -> None:  # noqa: FBT001
    assert wanted(choice, Terminal(), environment) == terminal
    assert wanted(choice, io.StringIO(), environment) == file


def rendered(problems: list[Problem], *, colour: bool) -> str:
    written: list[str] = []
    report = Report(written.append)
    report.colour = colour
    report.source("a")
    for each in problems:
        report.add(each)
    report.close(Summary())
    return "".join(written)


TEXT = st.text("ab:#[\x1b\n\t \u202e\u6f22m;31", max_size=12)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    text = draw(TEXT)
    start = draw(st.integers(0, len(text)))
    excerpt = Excerpt(draw(st.integers(1, 99)), text, start, draw(st.integers(0, len(text) - start)))
    detail = Detail(excerpts=lambda: (excerpt,), about=draw(st.none() | TEXT))
    severities: tuple[Severity, ...] = ("error", "warning", "note")
    severity = draw(st.sampled_from(severities))
    found = Problem(draw(TEXT), 1, 1, draw(TEXT), draw(st.sampled_from("xy")), severity, draw(TEXT))
    return found._replace(hint=draw(st.none() | TEXT), detail=detail)


@given(st.lists(problems(), max_size=12))
def test_colours_add_nothing_else(found: list[Problem]) -> None:
    plain = rendered(found, colour=False)
    assert SGR.sub("", rendered(found, colour=True)) == plain
    for line in plain.splitlines():
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    assert not found or "\x1b[" in rendered(found, colour=True)


def test_the_colours() -> None:
    problem = Problem(
        "a", 1, 2, "/x", "r", "error", "bad", "mend", Detail(excerpts=lambda: (Excerpt(1, "xy", 1, 1),))
    )
    assert rendered([problem], colour=True) == (
        "\x1b[1ma:1:2:\x1b[0m \x1b[1;31merror:\x1b[0m bad\x1b[36m (/x)\x1b[0m\n"
        "\x1b[36m  |\x1b[0m\n"
        "\x1b[36m1 |\x1b[0m xy\n"
        "\x1b[36m  |\x1b[0m\x1b[1;31m  ^\x1b[0m\n"
        "\x1b[1;36m  hint:\x1b[0m mend\n"
    )
