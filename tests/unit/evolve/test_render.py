"""Layouts of changes, and the entry of a changelog."""

from __future__ import annotations

import json
from typing import Any

import pytest

from orq_schema.evolve.changelog import updated
from orq_schema.evolve.compare import compare
from orq_schema.evolve.render import FORMATS, Comparison
from orq_schema.load.schema import from_contents


def made(old: Any, new: Any, *names: str) -> Comparison:
    before, after = names or ("one", "two")
    return Comparison(before, after, compare(from_contents(old), from_contents(new)))


def mixed() -> Comparison:
    """One change of each class: breaking, unknown, new-name, compatible; and one that breaks readers alone."""
    old = {
        "properties": {
            "n": {"minimum": 0},
            "p": {"pattern": "^(a|b)$", "type": "string"},
            "r": {"type": "integer"},
        }
    }
    new = {
        "properties": {
            "n": {"minimum": 1},
            "p": {"pattern": "^[ab]$", "type": "string"},
            "r": {"type": "number"},
            "s": {"type": "string"},
        }
    }
    return made(old, new)


def test_text() -> None:
    assert FORMATS["text"](mixed()) == (
        """\
one -> two

breaks payloads:
  /n: minimum 0 -> 1
    in nameless.json#/properties/n/minimum
    was valid: {"n": 0}

not decided for payloads:
  /p: pattern "^(a|b)$" -> "^[ab]$"
    in nameless.json#/properties/p/pattern
    no proof: `pattern` is another

a name that was free has a meaning:
  /s: new optional property
    in nameless.json#/properties/s
    was valid: {"s": 0}

breaks models only:
  /r: integer -> number
    in nameless.json#/properties/r/type

for writers: 1 breaking, 1 unknown, 1 new-name, 1 compatible; for readers: 1 breaking, 3 compatible
"""
    )


def test_json() -> None:
    parsed = json.loads(FORMATS["json"](mixed()))
    assert list(parsed) == ["old", "new", "changes", "summary"]
    first = parsed["changes"][0]
    assert first == {
        "pointer": "/n",
        "schema": "nameless.json#/properties/n/minimum",
        "sentence": "minimum 0 -> 1",
        "writers": "breaking",
        "readers": "compatible",
        "why": None,
        "witness": {"n": 0},
    }
    assert all(
        ("witness" in each) is (each["writers"] in {"breaking", "new-name"}) for each in parsed["changes"]
    )
    assert parsed["summary"]["writers"] == {"breaking": 1, "unknown": 1, "new-name": 1, "compatible": 1}


def test_github() -> None:
    lines = FORMATS["github"](mixed()).splitlines()
    # the counts come first, since no more than ten notices are shown
    levels = [line.split(" ")[0].split("::")[1] for line in lines]
    assert levels == ["notice", "error", "warning", "warning", "notice"]
    assert lines[0].startswith("::notice::for writers: 1 breaking, ")
    assert lines[1] == '::error title=breaking::/n: minimum 0 -> 1%0Awas valid: {"n": 0}'


def test_markdown_is_a_table_whatever_the_names_are() -> None:
    comparison = made({}, {"properties": {"a|`b`\n<b>": {"type": "string"}}}, "a`|b", "c\n# d")
    text = FORMATS["markdown"](comparison)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 3
    assert "<b>" not in text.replace("`", "") or "| `" in rows[2]
    assert text.count("\n#") == 0


@pytest.mark.parametrize("layout", ["text", "github"])
def test_nothing_in_a_name_starts_a_line(layout: str) -> None:
    comparison = made(
        {}, {"properties": {"a\n::error::x\x1b[2J": {"type": "string"}}}, "one\n::error::", "two"
    )
    text = FORMATS[layout](comparison)
    assert "\x1b" not in text
    assert not any(line.startswith("::error") for line in text.splitlines())


def test_words_alone() -> None:
    same = made({"title": "A"}, {"title": "B"})
    assert "nothing but words changed" in FORMATS["text"](same)
    assert "Nothing but words changed." in FORMATS["markdown"](same)
    assert not same.breaks("both")


def test_for_whom_it_breaks() -> None:
    for_readers = made({"type": "integer"}, {"type": "number"})
    assert [for_readers.breaks(each) for each in ("writers", "readers", "both")] == [False, True, True]
    for_writers = made({"type": "number"}, {"type": "integer"})
    assert [for_writers.breaks(each) for each in ("writers", "readers", "both")] == [True, False, True]


def test_an_entry_goes_on_top_once() -> None:
    comparison = mixed()
    once = updated("# Changes\n\n## 0.1\n\n- first\n", comparison, "2026-01-02")
    assert once.startswith("# Changes\n\n<!-- orq-schema diff: one to two -->\n## 2026-01-02: one → two\n")
    assert once.endswith("\n<!-- end of orq-schema diff: one to two -->\n\n## 0.1\n\n- first\n")
    assert updated(once, comparison, "2026-01-02") == once
    # another date changes that entry and nothing else
    assert updated(once, comparison, "2026-01-03") == once.replace("2026-01-02", "2026-01-03")


def test_entries_of_other_schemas_are_left_alone() -> None:
    first = updated("", mixed(), "2026-01-02")
    assert first.startswith("# Changelog\n\n<!-- ")
    other = made({"type": "integer"}, {"type": "number"}, "two", "three")
    both = updated(first, other, "2026-02-02")
    assert both.index("two → three") < both.index("one → two")
    assert updated(both, mixed(), "2026-01-02") == both


def test_a_name_cannot_end_the_comment() -> None:
    text = updated("", made({}, {"type": "string"}, "a-->b", "c\nd"), "2026-01-02")
    assert text.count("-->") == 2
    assert updated(text, made({}, {"type": "string"}, "a-->b", "c\nd"), "2026-01-02") == text
