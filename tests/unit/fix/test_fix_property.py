"""Whatever is damaged comes back as it was meant, and nothing else is touched: random texts in random styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.unit.fix.damage import OBJECTS, VALUES, Block, Flow, Pair, Value
from tests.unit.fix.judges import mend

if TYPE_CHECKING:
    from random import Random

RANDOMS = st.randoms(use_true_random=False)


def check(file: str, text: Pair) -> None:
    made = mend(file, text.before)
    assert made.data.decode() == text.after
    assert bool(made.mends) == (text.before != text.after)
    again = mend(file, made.data)
    assert (again.data, again.mends.total()) == (made.data, 0)


@settings(max_examples=400, deadline=None)
@given(VALUES, RANDOMS)
def test_json(value: Value, random: Random) -> None:
    check("a.json", Flow(random, yaml=False, blanks="\t\n").write(value) + random.choice(["", "\n", "\r\n"]))


@settings(max_examples=100, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=4), RANDOMS)
def test_json_lines(values: list[Value], random: Random) -> None:
    lines = [Flow(random, yaml=False, blanks="\t").write(each) for each in values]
    ends = [random.choice(["\n", "\r\n", "\n\n", '\n{"broken"\n']) for _ in lines]
    whole = Pair("", "")
    for line, end in zip(lines, ends, strict=True):
        whole = whole + line + end
    check("a.jsonl", whole)


@settings(max_examples=300, deadline=None)
@given(VALUES, RANDOMS)
def test_yaml_flow(value: Value, random: Random) -> None:
    check("a.yaml", Flow(random, yaml=True, blanks="").write(value).behind("# c\n--- ") + " # c\n")


@settings(max_examples=600, deadline=None)
@given(OBJECTS, RANDOMS)
def test_yaml_blocks(value: Value, random: Random) -> None:
    assume(value.entries)
    flush = random.random() < 0.5
    text = Block(random, indent=2 if flush else random.choice([1, 2, 3, 4, 8]), flush=flush).document(value)
    check("a.yaml", text + random.choice(["", "\n", "\n# end\n", "\n...\n"]))
