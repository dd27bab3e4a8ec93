"""The places of a good JSON text, held against those that the strict scanner finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from orq_schema.payload.document import Limits
from orq_schema.payload.json_places import places
from orq_schema.payload.json_scan import scan

if TYPE_CHECKING:
    from orq_schema.payload.document import Node

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


@given(
    VALUES,
    st.sampled_from([None, 0, 2, "\t"]),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,\r\n", "\t: ")]),
    st.booleans(),
)
def test_they_are_those_that_the_scanner_finds(
    value: Any,
    indent: int | str | None,
    separators: tuple[str, str],
    ascii_only: bool,  # noqa: FBT001 - drawn
) -> None:
    text = f" \n{json.dumps(value, indent=indent, separators=separators, ensure_ascii=ascii_only)}\t"
    assert written(places(text)) == written(scan(text, Limits())[1])


def test_depth_does_not_matter() -> None:
    node = places("[" * 50_000 + "1" + "]" * 50_000)
    assert (node.start, node.end) == (0, 100_001)


def test_what_looks_like_json_in_a_string_has_no_places() -> None:
    node = places('{"a": "{\\"b\\": [1]}", "c\\"d": [true]}')
    assert isinstance(node.members, dict)
    assert list(node.members) == ["a", 'c"d']
    assert node.members["a"].members is None
    assert node.keys['c"d'] == (22, 28)
