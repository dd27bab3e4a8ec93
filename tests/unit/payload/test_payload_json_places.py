"""The places of a good JSON text, held against those that the strict scanner finds."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.payload.document import Document, Limits
from orq_schema.payload.json_places import places, seat
from orq_schema.payload.json_scan import scan
from orq_schema.payload.text import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Node, Span
    from orq_schema.pointer import Steps

TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ['"', "\\", "a:b", "{", "]", " : ", "\\u0041"]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=25,
)


def written(node: Node) -> Any:
    own = node.start, node.end, dict(node.keys)
    if isinstance(node.members, dict):
        return own, {key: written(each) for key, each in node.members.items()}
    return own, None if node.members is None else [written(each) for each in node.members]


def seats(
    node: Node, steps: Steps = (), key: Span | None = None
) -> Iterator[tuple[Steps, Span, Span | None]]:
    yield steps, (node.start, node.end), key
    for step, each in (
        node.members.items() if isinstance(node.members, dict) else enumerate(node.members or ())
    ):
        yield from seats(each, (*steps, step), node.keys.get(step) if isinstance(step, str) else None)


def padded(value: Any, indent: int | str | None, separators: tuple[str, str], *, ascii_only: bool) -> str:
    return f" \n{json.dumps(value, indent=indent, separators=separators, ensure_ascii=ascii_only)}\t"


TEXTS = st.builds(
    padded,
    VALUES,
    st.sampled_from([None, 0, 2, "\t"]),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,\r\n", "\t: ")]),
    ascii_only=st.booleans(),
)


@given(TEXTS)
def test_they_are_those_that_the_scanner_finds(text: str) -> None:
    assert written(places(text)) == written(scan(text, Limits())[1])


@given(TEXTS)
def test_the_place_of_one_value_is_that_of_the_tree(text: str) -> None:
    for steps, span, key in seats(scan(text, Limits())[1]):
        assert seat(text, steps) == (span, key)
        assert seat(text, (*steps, "no such key")) is None
        assert seat(text, (*steps, 1_000)) is None


@pytest.mark.parametrize("text", ["[" * 501 + "]" * 501, f"[{'1' * 5_000}, 2]"])
def test_what_only_the_tree_can_tell_is_left_to_it(text: str) -> None:
    assert seat(text, (0,)) is None
    document = Document(
        "a.json", "json", None, Lines(text), lambda: places(text), lambda _: [], seat=partial(seat, text)
    )
    assert document.span((0,)) == (1, text.index(",") if "," in text else len(text) - 1)


def test_of_few_values_no_tree_is_made() -> None:
    text = '{"a": [1, {"b": 2}]}'
    made: list[str] = []

    def locate() -> Node:
        made.append(text)
        return places(text)

    document = Document("a.json", "json", None, Lines(text), locate, lambda _: [], seat=partial(seat, text))
    assert document.span(("a", 1, "b")) == (16, 17)
    assert document.key_span(("a", 1, "b")) == (11, 14)
    assert not made
    for _ in range(100):
        assert document.span(("a", 0)) == (7, 8)
        assert document.key_span(("a",)) == (1, 4)
        assert document.key_span(("a", 0)) is None
    assert made == [text]


def test_depth_does_not_matter() -> None:
    node = places("[" * 50_000 + "1" + "]" * 50_000)
    assert (node.start, node.end) == (0, 100_001)


def test_what_looks_like_json_in_a_string_has_no_places() -> None:
    node = places('{"a": "{\\"b\\": [1]}", "c\\"d": [true]}')
    assert isinstance(node.members, dict)
    assert list(node.members) == ["a", 'c"d']
    assert node.members["a"].members is None
    assert node.keys['c"d'] == (22, 28)
