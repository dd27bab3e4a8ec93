"""Whatever part of a payload is known only at run time: no error comes of it, and none that is elsewhere is lost."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import instances
from tests.support.mutations import mutate
from tests.support.python_source import Style, Writer, places

from orq_schema import pointer
from orq_schema.jsonvalue import is_array, is_object, members
from orq_schema.load.schema import builtin
from orq_schema.payload.document import Document
from orq_schema.payload.read import read_bytes
from orq_schema.payload.unknown import KNOWN, STAND_IN, Unknown, text
from orq_schema.validation.judge import Judge, Judging
from orq_schema.validation.redaction import value_at

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.pointer import Steps

SEEDS = st.integers(0, 2**32)
STYLES = st.sampled_from([Style(), Style(indent=True), Style(calls=True)])
# what stands for a part that is not known: a value, or more members beside those that are left
HOLES = ("x", "f(1)", "a.b['c']", "x if y else z", "lambda: 0", "[*x]", "{**x}", "{k: 1}", "not x", "x or y")


def judged(source: str) -> list[Problem]:
    """What is said of the payloads in `source`."""
    judge = Judge(Judging())
    found: list[Problem] = []
    for each in read_bytes("a.py", source.encode()):
        assert isinstance(each, Document), each
        found += judge.judge(each, named=True)
    return found


def errors(found: list[Problem]) -> list[tuple[str, str]]:
    return [(each.pointer, each.rule) for each in found if each.severity == "error"]


def source(value: Any, style: Style, hidden: dict[Steps, str]) -> str:
    writer = Writer(style, hidden.get, start="f(orq=")
    writer.write(value)
    return f"{writer.text})\n"


def valid(seed: int) -> tuple[dict[str, Any], random.Random]:
    rng = random.Random(seed)  # noqa: S311 - repeatable, no secret
    value = instances.valid(builtin("orq"), rng)
    return members(value), rng


def is_known(value: Any) -> bool:
    """Whether Python has a literal that is this value, and says the same of it: no number beyond, no odd key."""
    return "\\ud" not in json.dumps(value)


@settings(max_examples=300, deadline=None)
@given(SEEDS, STYLES)
def test_no_error_comes_of_an_unknown_part(seed: int, style: Style) -> None:
    value, rng = valid(seed)
    assert errors(judged(source(value, style, {}))) == []
    chosen = [each for each in places(value) if each and rng.random() < 0.3]
    hidden: dict[Steps, str] = {}
    for each in chosen:
        inner = value_at(value, each)
        # one of the same type for containers: of another type it would be an error of its own
        own = [hole for hole in HOLES if hole[0] not in "[{n"]
        own += (
            ["{**x}", "{k: 1}"]
            if isinstance(inner, dict)
            else ["[*x]", "[y for y in x]"]
            if isinstance(inner, list)
            else []
        )
        own += ["f'{x}'", "str(x)", "'a' + x"] if isinstance(inner, str) else []
        own += ["not x"] if isinstance(inner, bool) else []
        hidden[each] = rng.choice(own)
    assert errors(judged(source(value, style, hidden))) == []


@settings(max_examples=300, deadline=None)
@given(SEEDS, STYLES)
def test_no_error_comes_of_members_that_are_spread_in(seed: int, style: Style) -> None:
    value, rng = valid(seed)

    def without(part: Any) -> Any:
        """Leave out members, and have the rest of them spread in."""
        if is_array(part):
            return [without(each) for each in part]
        if not is_object(part):
            return part
        kept: dict[str, Any] = {key: without(each) for key, each in part.items() if rng.random() < 0.7}
        return kept if len(kept) == len(part) else kept | {"**": None}

    writer = Writer(style, start="f(orq=")
    writer.write(without(value))
    text_ = writer.text.replace('"**": None', "**x").replace("dict(**=None", "dict(**x")
    if '"**"' not in text_ and "**=" not in text_:
        assert errors(judged(f"{text_})\n")) == []


@settings(max_examples=400, deadline=None)
@given(SEEDS, STYLES)
def test_an_error_elsewhere_is_not_lost(seed: int, style: Style) -> None:
    value, rng = valid(seed)
    damaged = mutate(value, rng)
    if not isinstance(damaged, dict) or not is_known(damaged):
        return
    found = errors(judged(source(damaged, style, {})))
    if len(found) != 1:
        return
    wrong = pointer.resolve(damaged, found[0][0].removeprefix("/orq"))[1]
    filters = next((index for index, step in enumerate(wrong) if step == "filter_by"), len(wrong))
    hidden = {
        each: rng.choice(HOLES[:5])
        for each in places(damaged)
        if rng.random() < 0.5
        # neither around it nor in it; nor what may decide between the alternatives of a filter
        and each != wrong[: len(each)]
        and wrong != each[: len(wrong)]
        and each[: filters + 1] != wrong[: filters + 1]
    }
    if filters == len(wrong):
        hidden = {at: hole for at, hole in hidden.items() if at[:-1] != wrong or found[0][1] != "required"}
    assert errors(judged(source(damaged, style, hidden))) == found


# -- what readers say of unknown parts ----------------------------------------------------------------------


def test_below() -> None:
    unknown = Unknown(frozenset({("a", 0)}), frozenset({("b",)}), frozenset({(), ("a",)}))
    assert unknown.below(()) == unknown
    assert unknown.below(("a",)) == Unknown(frozenset({(0,)}), frozenset(), frozenset({()}))
    assert unknown.below(("c",)) == KNOWN


def test_the_text_of_a_string_is_never_a_stand_in_alone() -> None:
    assert text(["a", None]) == f"a{STAND_IN}"
    assert text([None]) != STAND_IN
    assert STAND_IN in text([None])
