"""How lines of a payload are laid out: nothing in them does harm, and the marks stand where they belong."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.errors import Excerpt
from orq_schema.report.frame import frame, view
from orq_schema.report.printable import cells, escapes, printable

WIDE = "a \t\u6f22\u00e9e\u0301\U0001f600\x1b\r\u202e\u200b\ufe0f#["


def columns(text: str) -> list[str]:
    """Give what stands in each column of a terminal, a wide character in its first one."""
    found: list[str] = []
    for char in text:
        if unicodedata.combining(char):
            continue
        found.append(char)
        if unicodedata.east_asian_width(char) in {"W", "F"}:
            found.append("")
    return found


@given(st.text(WIDE, max_size=60), st.data())
def test_the_mark_covers_the_columns_of_what_is_meant(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    width = data.draw(st.integers(0, len(text) - start))
    shown = view(Excerpt(1, text + "$", start, width))
    assert shown.text.isprintable()
    meant = "".join(columns(printable(text[start : start + width].replace("\t", " " * 4))))
    if not meant:
        assert shown.width == 1
    elif not shown.text.endswith("..."):
        under = "".join(columns(shown.text)[shown.start : shown.start + shown.width])
        # an escape of ours may straddle what is meant: `##[`
        assert under.replace("\\x23", "#") == meant.replace("\\x23", "#")


@given(st.text("ab\u6f22\t", min_size=200, max_size=2000), st.data())
def test_a_long_line_is_cut_around_the_mark(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    shown = view(Excerpt(1, f"{text[:start]}$$${text[start:]}", start, 3))
    assert cells(shown.text) <= 100
    assert "".join(columns(shown.text)[shown.start : shown.start + shown.width]) == "$$$"


def test_a_mark_that_is_longer_than_a_line_is_cut() -> None:
    shown = view(Excerpt(1, "x" * 500, 0, 500))
    assert shown.text == "x" * (shown.width) + "..."
    assert 60 < shown.width < 100


def test_the_layout() -> None:
    assert frame([Excerpt(9, "ab: 1  ", 4, 1)]) == [
        ("  |", "", ""),
        ("9 |", "ab: 1", ""),
        ("  |", "", "    ^"),
    ]


def test_two_places_are_shown_from_the_top_down() -> None:
    lines = frame([Excerpt(12, "a: 2", 0, 1), Excerpt(3, "a: 1", 0, 1)])
    assert lines == [
        ("   |", "", ""),
        (" 3 |", "a: 1", ""),
        ("   |", "", "-"),
        ("12 |", "a: 2", ""),
        ("   |", "", "^"),
    ]


def test_two_places_on_one_line_are_shown_once() -> None:
    text = '{"a": 1, "a": 2}'
    lines = frame([Excerpt(1, text, 9, 3), Excerpt(1, text, 1, 3)])
    assert lines == [("  |", "", ""), ("1 |", text, ""), ("  |", "", " ---     ^^^")]


def test_a_place_behind_the_end() -> None:
    assert frame([Excerpt(1, "", 0, 0)]) == [("  |", "", ""), ("1 |", "", ""), ("  |", "", "^")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("##[error]x", r"\x23#[error]x"),
        ("a ##vso[task.setvariable]", r"a \x23#vso[task.setvariable]"),
        ("##teamcity[x]", r"\x23#teamcity[x]"),
        ("### title, ## [x]", "### title, ## [x]"),
        ("\u2066x\u2069\u200e\ufeff", r"\u2066x\u2069\u200e\ufeff"),
        ("a\u034f\u3164\ufe0f\U000e0101b", r"a\u034f\u3164\ufe0f\U000e0101b"),
    ],
)
def test_what_logs_and_terminals_could_take_amiss_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text("#[vso teamcity\x00\u200b"))
def test_an_escape_for_each_code_point(text: str) -> None:
    assert len(escapes(text)) == len(text)
    assert not any(mark in printable(text) for mark in ("##[", "##vso[", "##teamcity["))


@pytest.mark.parametrize(
    ("text", "count"), [("abc", 3), ("\u6f22", 2), ("e\u0301", 1), ("\uff21", 2), ("\u00e9", 1)]
)
def test_cells(text: str, count: int) -> None:
    assert cells(text) == count
