"""
What is accepted without the exact way would have had nothing said of it there.

ACCEPT_LINES sets how many damaged lines are tried (`make test-heavy` takes 100,000), ACCEPT_SEED which ones.
"""

from __future__ import annotations

import json
import os
import random
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect
from tests.support.instances import valid
from tests.support.line_damage import DAMAGES, damage_bytes
from tests.support.lines import KINDS, Kind, line

from orq_schema.bulk.accept import acceptor
from orq_schema.bulk.accept_around import DEPTH, SHAPES
from orq_schema.load.schema import builtin
from orq_schema.payload.document import Document, Limits
from orq_schema.payload.lines import read_line
from orq_schema.validation.judge import Judge, Judging
from orq_schema.validation.lints import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = int(os.environ.get("ACCEPT_LINES", "5000"))
SEED = int(os.environ.get("ACCEPT_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)

JUDGINGS = {
    "auto": Judging(),
    "orq": Judging(kind="orq"),
    "at": Judging(at=("/body/orq", "/orq")),
    "into": Judging(at=("/log#/orq", "/body/orq", "/orq")),
    "strict": Judging(limits=Limits(depth=6, nodes=90, digits=6, bytes=700)),
}


def said(data: bytes, judge: Judge, limits: Limits, number: int = 2) -> list[Any]:
    """What the exact way says of a line: what it could not read, and the problems; a word where there is none."""
    read = read_line("lines.jsonl", data, number, 0, limits)
    if not read:
        return ["nothing"]
    found: list[Any] = []
    for each in read:
        found += judge.judge(each, named=True) if isinstance(each, Document) else [each]
    return found


def accepted(lines: Sequence[bytes], judging: Judging) -> list[bytes]:
    made = acceptor(judging)
    assert made is not None
    doubtful = made.doubtful(lines)
    assert doubtful == sorted(set(doubtful))
    return [each for index, each in enumerate(lines) if index not in set(doubtful)]


def assert_sound(lines: Sequence[bytes], judging: Judging) -> int:
    """How many of `lines` are accepted; fails where the exact way has something to say of one of them."""
    judge, taken = Judge(judging), accepted(lines, judging)
    for each in taken:
        found = said(each, judge, judging.limits)
        assert not found, (SEED, each, found)
    return len(taken)


def damaged(count: int, rng: random.Random) -> list[bytes]:
    made: list[bytes] = []
    while len(made) < count:
        data = line(rng.choice(KINDS), rng).rstrip(b"\n")
        data = rng.choice(DAMAGES)(data, rng)
        if rng.random() < 0.2:
            data = damage_bytes(data or b" ", rng)
        if b"\n" not in data:
            made.append(data + rng.choice((b"\n", b"\r\n", b"")))
    return made


@pytest.mark.parametrize("how", JUDGINGS)
def test_what_is_accepted_has_nothing_said_of_it_the_exact_way(how: str) -> None:
    print(f"ACCEPT_SEED={SEED}")
    rng = random.Random(f"{SEED} {how}")  # noqa: S311 - a repeatable test
    assert_sound(damaged(LINES // len(JUDGINGS), rng), JUDGINGS[how])


@pytest.mark.parametrize("how", ["auto", "orq", "at"])
def test_most_good_lines_are_accepted(how: str) -> None:
    rng = random.Random(SEED)  # noqa: S311 - a repeatable test
    kinds: tuple[Kind, ...] = KINDS
    if JUDGINGS[how].at:
        kinds = ("orq", "body")
    elif how == "orq":
        kinds = ("bare",)
    lines = [line(rng.choice(kinds), rng) for _ in range(1000)]
    judge = Judge(JUDGINGS[how])
    good = [each for each in lines if not said(each, judge, Limits())]
    taken = assert_sound(lines, JUDGINGS[how])
    assert len(good) > 950
    assert taken > 0.97 * len(good), f"ACCEPT_SEED={SEED}"


def test_random_valid_objects_of_the_schema() -> None:
    rng = random.Random(SEED)  # noqa: S311 - a repeatable test
    schema = builtin("orq")
    values = [valid(schema, rng) for _ in range(max(LINES // 10, 300))]
    lines = [json.dumps(each).encode() for value in values for each in (value, {"orq": value})]
    assert assert_sound(lines, Judging()) > 10, f"ACCEPT_SEED={SEED}"


def test_every_damage_is_accepted_at_times_or_known_to_be_always_doubtful() -> None:
    """Otherwise the differential test above would show nothing for that kind of damage."""
    rng = random.Random(7)  # noqa: S311 - a repeatable test
    for damage in DAMAGES:
        lines = [damage(line(rng.choice(KINDS), rng).rstrip(b"\n"), rng) for _ in range(400)]
        taken = len(accepted(lines, Judging()))
        assert taken < len(lines), damage.__name__
        assert (taken > 0) == (damage.__name__ != "twice"), damage.__name__


GOOD = b'{"orq": {"inputs": {"a": %s}}}'


@pytest.mark.parametrize(
    "text",
    [
        b'{"orq": {"name": "a", "name": "a"}}',
        b'{"orq": {"name": "a", "\\u006eame": "a"}}',
        b'{"orq": {}, "orq": {}}',
        b'{"model": "a", "model": "a", "orq": {}}',
        b'{"zzz": {"a": 1, "a": 1}, "orq": {}}',
        b'{"orq": {"name": "a\\u0022\\u0022", "name": "a"}}',
        b'{"orq": {"inputs": {"\\u0022": 1, "a": 1, "a": 1}}}',
        # what is written back has as many quotation marks as the line
        b'{"orq": {"inputs": {"a": 1, "a": 1, "b": "\\u0022\\u0022"}}}',
        b'{"zzz": {"a": 1, "a": 1, "b": "\\u0022\\u0022"}, "orq": {}}',
        b'{"messages": [{"a": 1, "a": 1}], "orq": {}}',
        b'{"zzz": 9007199254740993, "orq": {}}',
        b'{"zzz": [1,-9007199254740993], "orq": {}}',
        GOOD % b"9007199254740993",
        GOOD % b"-9007199254740993",
        GOOD % (b"1" * 30),
        GOOD % (b"1" * 4301),
        GOOD % (b"1." + b"1" * 4300),
        GOOD % b"1e400",
        GOOD % b"NaN",
        GOOD % b'"\\ud800"',
        GOOD % b'"\\udc00\\ud800"',
        GOOD % b'"\xff"',
        GOOD % b'"\xc0\x80"',
        GOOD % b'"\xed\xa0\x80"',
        GOOD % b'"\x00"',
        GOOD % b'"\t"',
        GOOD % (b"[" * 1001 + b"]" * 1001),
        GOOD % b"1" + b" x",
        GOOD % b"1" + b"{}",
        b"\xef\xbb\xbf" + GOOD % b"1",
        (GOOD % b"1").decode().encode("utf-16"),
        b"",
        b"\n",
        b" \r\n",
        b"null",
        b"[]",
        b'{"model": "a", "messages": []}',
        b'{"orq": null}',
        b'{"orq": {"retries": {}}}',
        b'{"orq": {"retry": {"onCodes": [429]}}}',
        b'{"prompt": "", "orq": {"inputs": {"a": 1}}}',
        b'{"prompt": "{{a}} {{b}}", "orq": {"inputs": {"a": 1}}}',
        b'{"prompt": "{{a}}", "orq": {"inputs": {}}}',
        b'{"messages": [{"content": [{"text": "{{a}}"}]}], "orq": {"inputs": {}}}',
        b'{"messages": ["{{a}}"], "orq": {"inputs": {}}}',
        b'{"prompt": 1, "messages": [{"content": "{{a}}"}], "orq": {"inputs": {"b": 1}}}',
        b'{"messages": [{"content": "a"}, {"content": null}], "orq": {"inputs": {"b": 1}}}',
    ],
)
def test_what_is_wrong_or_odd_is_doubtful(text: bytes) -> None:
    for judging in (Judging(), Judging(at=("/orq",))):
        assert not accepted([text], judging)
        # beside good lines too, and whatever came before
        assert accepted([GOOD % b"1", text, GOOD % b"2"], judging) == [GOOD % b"1", GOOD % b"2"]


@pytest.mark.parametrize(
    "text",
    [
        b"{}",
        b'{"orq": {}}\r\n',
        b' {"orq" : { } } \n',
        GOOD % b'"\\u00e9 \\ud83d\\ude00 \\u2028 \x7f \\"x\\" \\/"',
        GOOD % '"é 日本 \U0001f600"'.encode(),
        GOOD % b"9007199254740992",
        GOOD % (b"1." + b"1" * 1000),
        GOOD % (b'"' + b"9" * 100_000 + b'"').replace(b"9" * 1000, b"9" * 999 + b" "),
        GOOD % b"-0",
        GOOD % b"[[[[1]]]]",
        b'{"zzz": ' + b"[" * 400 + b"]" * 400 + b', "orq": {}}',
        b'{"zzz": "9007199254740993", "orq": {}}',
        b'{"zzz": 1, "orq": {"name": "a"}}',
        b'{"orq": {"retry": {"on_codes": [429.0, 5e2]}}}',
        b'{"messages": [{"content": [{"text": "{{ a.b }}"}]}], "orq": {"inputs": {"a": 1}}}',
        b'{"prompt": "{{a}}", "messages": [{"content": "{{b}}"}], "orq": {"inputs": {"a": 1, "b": 2}}}',
        b'{"prompt": "a", "orq": {"prompt": {"id": "p", "version": "latest"}, "inputs": {"a": 1}}}',
    ],
)
def test_what_is_good_if_rare_is_accepted(text: bytes) -> None:
    assert not said(text, Judge(Judging()), Limits())
    assert accepted([text], Judging()) == [text]


def test_long_lines_beside_others() -> None:
    short, long = GOOD % b"1", GOOD % (b'"' + b"x" * 9000 + b'"')
    brackets = GOOD % (b'"' + b"{[" * 2000 + b'"')
    # a key that is there twice; so many digits
    odd = (b'"' + b"x" * 9000 + b'", "a": 1', b"0." + b"1" * 4300)
    lines = [short, long, *(GOOD % each for each in odd), brackets, long, short]
    assert assert_sound(lines, Judging()) == 5
    assert accepted(lines, Judging()) == [short, long, brackets, long, short]


def test_brackets_that_are_perhaps_levels_go_the_exact_way_where_all_json_is_taken() -> None:
    brackets = GOOD % (b'"' + b"{[" * 2000 + b'"')
    assert accepted([brackets, GOOD % b"1"], JUDGINGS["at"]) == [GOOD % b"1"]


def _levels(kind: inspect.Type) -> int:
    """How many containers a value of the type may have around its deepest one, and that one."""
    if isinstance(kind, inspect.StructType):
        return 1 + max((_levels(each.type) for each in kind.fields), default=0)
    if isinstance(kind, inspect.DictType):
        return 1 + _levels(kind.value_type)
    if isinstance(kind, inspect.ListType):
        return 1 + _levels(kind.item_type)
    if isinstance(kind, inspect.UnionType):
        return max(map(_levels, kind.types))
    if isinstance(kind, inspect.Metadata):
        return _levels(kind.type)
    assert not isinstance(kind, (inspect.AnyType, inspect.CollectionType)), kind
    return 0


def test_no_shape_is_deeper_than_it_is_said_to_be() -> None:
    levels = [_levels(inspect.type_info(each.type)) for each in SHAPES]
    assert max(levels) <= DEPTH
    assert min(levels) > 5


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        (Limits(depth=4), GOOD % b"[[1]]"),
        (Limits(digits=5), GOOD % b"12.3456"),
        (Limits(digits=5), GOOD % b"123456"),
        (Limits(nodes=6), GOOD % b"[1,2,3,4]"),
        (Limits(bytes=20), GOOD % b"1"),
    ],
)
def test_smaller_limits_hold(limits: Limits, text: bytes) -> None:
    assert said(text, Judge(Judging(limits=limits)), limits)
    assert not accepted([text], Judging(limits=limits))


def test_in_strings_of_json_the_exact_way_looks() -> None:
    judging = Judging(at=("/log#/orq", "/orq"))
    lines = [b'{"log": "{\\"orq\\": {\\"nmae\\": 1}}", "orq": {}}', b'{"log#": {"orq": {}}}', b'{"orq": {}}']
    assert accepted(lines, judging) == [lines[1]]


@pytest.mark.parametrize(
    "judging",
    [
        Judging(kind="request"),
        Judging(revision="auto"),
        Judging(revision="latest"),
        Judging(schema="mine.json"),
        Judging(engine="jsonschema"),
        Judging(assert_formats=True),
    ],
)
def test_what_no_structs_were_made_for_goes_the_exact_way(judging: Judging) -> None:
    assert acceptor(judging) is None


def test_without_msgspec_all_goes_the_exact_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "orq_schema.bulk.accept_shapes", raising=False)
    monkeypatch.setitem(sys.modules, "msgspec", None)
    assert acceptor(Judging()) is None


def test_all_lints_are_known_here() -> None:
    """Each of these has its values in _MEANT, or in the texts of good lines; a new one needs some too."""
    assert set(RULES) == {
        *("retry-code-impossible", "retry-codes-useless", "duplicate-fallback", "fallback-is-model"),
        *("empty-filter", "mixed-filter", "missing-input", "unused-input", "personal-data"),
    }


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
        max_leaves=20,
    )
)
def test_any_input(value: Any) -> None:
    for ascii_only in (True, False):
        text = json.dumps({"orq": {"inputs": {"a": value}}}, ensure_ascii=ascii_only)
        assert_sound([text.encode("utf-8", "surrogatepass")], Judging())
