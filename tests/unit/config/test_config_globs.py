"""Patterns: which files they are for, and those that are made for many files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.config.globs import patterns
from orq_schema.config.select import fits

PARTS = st.text(alphabet="ab[*?.é ", min_size=1, max_size=3).filter(lambda each: each.strip(".") != "")


def name(folders: list[str], stem: str, extension: str) -> str:
    return "/".join([*folders, f"{stem}{extension}"])


NAMES = st.builds(
    name, st.lists(PARTS, max_size=3), PARTS, st.sampled_from([".json", ".yaml", ".JSON", ".jsonl.gz", ""])
)


@given(st.sets(NAMES), st.sets(NAMES))
def test_patterns_are_for_all_that_is_wanted_and_nothing_else(wanted: set[str], others: set[str]) -> None:
    others -= wanted
    # a file cannot be a folder as well
    every = wanted | others
    if any(one != other and other.startswith(f"{one}/") for one in every for other in every):
        return
    made = patterns(wanted, others)
    assert {each for files in made.values() for each in files} == wanted
    for pattern, files in made.items():
        assert all(fits(each, [pattern]) for each in files)
    assert not any(fits(each, made) for each in others)


@pytest.mark.parametrize(
    ("wanted", "others", "made"),
    [
        ({"p/a.json", "p/b/c.json"}, set[str](), ["p/**/*.json"]),
        ({"p/a.json", "p/b/c.json"}, {"p/x.json"}, ["p/a.json", "p/b/**/*.json"]),
        ({"p/a.json", "p/b.yaml"}, {"p/c.toml"}, ["p/**/*.json", "p/**/*.yaml"]),
        ({"a.json", "b.json"}, set[str](), ["a.json", "b.json"]),
        ({"[p]/a.json"}, set[str](), ["[[]p]/**/*.json"]),
    ],
)
def test_as_few_as_may_be(wanted: set[str], others: set[str], made: list[str]) -> None:
    assert list(patterns(wanted, others)) == made


@pytest.mark.parametrize(
    ("file", "pattern", "does"),
    [
        ("a/b.json", "a", True),
        ("a/b.json", "a/", True),
        ("a/b.json", "./a", True),
        ("a/b.json", ".", True),
        ("a/b/c.json", "a/*.json", False),
        ("a/b/c.json", "a/**/*.json", True),
        ("a/c.json", "a/**/*.json", True),
        ("ab/c.json", "a", False),
        ("a/b.json", "**/b.json", True),
        ("a/b.json", "*.json", False),
    ],
)
def test_what_a_pattern_is_for(file: str, pattern: str, *, does: bool) -> None:
    assert fits(file, [pattern]) is does
