from __future__ import annotations

from typing import Any

import pytest

from orq_schema.errors import Mend
from orq_schema.fix.values import UnfitError, mended, moved, same
from orq_schema.payload.document import Limits

RENAME, WRAP, UNQUOTE = Mend("rename-key", "b/c"), Mend("wrap-in-list"), Mend("unquote")


def test_values_are_mended_wherever_they_are() -> None:
    value = {"a": {"a": "1", "x": ["2", {"y": None}]}}
    mends = {"/a": RENAME, "/a/a": UNQUOTE, "/a/x/1": WRAP, "/a/x/1/y": WRAP, "": WRAP}
    assert mended(value, mends, Limits()) == [{"b/c": {"a": 1, "x": ["2", [{"y": [None]}]]}}]
    assert value == {"a": {"a": "1", "x": ["2", {"y": None}]}}


def test_what_is_shared_is_mended_in_one_place_only() -> None:
    shared = {"a": "1"}
    assert mended([shared, shared], {"/0/a": UNQUOTE}, Limits()) == [{"a": 1}, {"a": "1"}]


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        ({"a": 1, "b/c": 2}, RENAME),
        ({"a": 1}, Mend("rename-key")),
        ({"a": 1}, UNQUOTE),
        ({"a": "1 "}, UNQUOTE),
        ({"a": "1e999"}, UNQUOTE),
        ({"a": "9" * 5000}, UNQUOTE),
        ({"a": 1}, Mend("remove-bom")),
    ],
)
def test_mends_that_do_not_fit(value: Any, mend: Mend) -> None:
    with pytest.raises(UnfitError):
        mended(value, {"/a": mend}, Limits())


@pytest.mark.parametrize(
    ("at", "to"),
    [("/a", "/b~1c"), ("/a/x/1/y/0", "/b~1c/x/1/0/y/0"), ("/a/x/1", "/b~1c/x/1"), ("/ab", "/ab"), ("", "")],
)
def test_pointers_move_with_what_they_point_to(at: str, to: str) -> None:
    assert moved(at, {"/a": RENAME, "/a/x/1": WRAP}) == to


def test_what_is_the_same() -> None:
    distinct: list[Any] = [
        0,
        0.0,
        False,
        None,
        "",
        "0",
        [],
        {},
        [0],
        [[]],
        {"a": 0},
        {"b": 0},
        {"a": 0, "b": 0},
    ]
    for one, left in enumerate(distinct):
        for other, right in enumerate(distinct):
            assert same(left, right) == (one == other)
    assert same({"a": 1, "b": [2]}, {"b": [2], "a": 1})
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert same(deep, deep)
    assert not same(deep, deep[0])
