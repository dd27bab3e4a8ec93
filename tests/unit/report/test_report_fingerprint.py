"""Fingerprints: what must not change them, and what must."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.report.problems import PROBLEM, PROBLEMS

from orq_schema.errors import Detail
from orq_schema.report.fingerprint import Fingerprints
from orq_schema.report.paths import relative

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from orq_schema.errors import Problem


def fingerprint(problem: Problem) -> str:
    return Fingerprints().of(problem)


@pytest.mark.parametrize(
    "change",
    [
        {"line": 99, "column": 1},
        {"line": None, "column": None},
        {"severity": "warning"},
        {"hint": None},
        {"detail": Detail(end=(3, 9), about="anything")},
        {"file": "./a.json"},
        {"file": "b/../a.json"},
        {"message": "expected 1, found a string of 3 characters"},
        {"message": 'expected 1, found "secret"'},
        {"message": "other words, found nothing"},
    ],
)
def test_it_stays(change: dict[str, Any]) -> None:
    assert fingerprint(PROBLEM._replace(**change)) == fingerprint(PROBLEM)


@pytest.mark.parametrize(
    "change",
    [
        {"file": "b.json"},
        {"file": "b/a.json"},
        {"rule": "minimum"},
        {"pointer": "/retry"},
        {"message": 'expected "1", found 2'},
    ],
)
def test_it_changes(change: dict[str, Any]) -> None:
    assert fingerprint(PROBLEM._replace(**change)) != fingerprint(PROBLEM)


def test_names_are_told_apart_as_they_are_quoted() -> None:
    texts = [
        'missing key "a"',
        'missing key "b"',
        'missing keys "a", "b"',
        r'missing key "a\", found "',
        "missing",
    ]
    assert len({fingerprint(PROBLEM._replace(message=text)) for text in texts}) == len(texts)


def test_an_absolute_name_is_that_of_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert fingerprint(PROBLEM._replace(file=str(tmp_path / "a.json"))) == fingerprint(PROBLEM)
    assert relative(str(tmp_path / "x" / "a.json")) == "x/a.json"
    assert relative("-") == "-"


def test_it_is_sixty_four_hexadecimal_digits_and_the_same_in_every_release() -> None:
    # saved reports and the databases of others hold them
    assert fingerprint(PROBLEM) == sha256(b'["a.json", "maximum", "/retry/count", 0]').hexdigest()


@given(st.lists(PROBLEMS, max_size=6))
def test_each_problem_of_a_run_has_its_own(problems: list[Problem]) -> None:
    fingerprints = Fingerprints()
    doubled = [*problems, *problems]
    assert len({fingerprints.of(each) for each in doubled}) == len(doubled)


@given(st.lists(PROBLEMS, min_size=1, max_size=6), st.lists(PROBLEMS, max_size=6), st.randoms())
def test_other_problems_do_not_matter(
    mine: list[Problem], others: list[Problem], chance: random.Random
) -> None:
    mine = [each._replace(pointer=f"{each.pointer}/mine") for each in mine]
    mixed = [*others]
    at = 0
    for each in mine:
        at = chance.randint(at, len(mixed))
        mixed.insert(at, each)
        at += 1
    alone, together = Fingerprints(), Fingerprints()
    wanted = [alone.of(each) for each in mine]
    found = {id(each): together.of(each) for each in mixed}
    others_ids = {id(each) for each in others}
    assert [found[id(each)] for each in mixed if id(each) not in others_ids] == wanted
