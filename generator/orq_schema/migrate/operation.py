"""The few ways in which a payload is reshaped, and what each makes of a JSON value: the measure for the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from orq_schema.fix.values import copied

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.pointer import Steps


class Operation(NamedTuple):
    """
    One change, at the value that `steps` lead to.

    - `rename`: its key becomes `key`
    - `list`: a list with it as the one item takes its place
    - `insert`: it is an object, and gets the member `key` with the string `text`
    - `remove`: it goes, with its key
    - `wrap`: an object with it as the one member, `key`, takes its place
    - `unwrap`: it is an object with the one member `key`, the value of which takes its place
    """

    kind: Literal["rename", "list", "insert", "remove", "wrap", "unwrap"]
    steps: Steps
    key: str = ""
    text: str = ""


def applied(value: Any, operations: Iterable[Operation]) -> Any:
    """`value`, which stays as it is, after `operations`, none of which is at a place that another changes."""
    # a root of its own, so that the value itself can be replaced like any other
    root = [copied(value)]
    for each in sorted(operations, key=lambda each: -len(each.steps)):
        parent: Any = root
        *above, last = (0, *each.steps)
        for step in above:
            parent = parent[step]
        _apply(each, parent, last)
    return root[0]


def _apply(operation: Operation, parent: Any, last: Any) -> None:
    key = operation.key
    match operation.kind:
        case "rename":
            parent[key] = parent.pop(last)
        case "list":
            parent[last] = [parent[last]]
        case "insert":
            parent[last][key] = operation.text
        case "remove":
            del parent[last]
        case "wrap":
            parent[last] = {key: parent[last]}
        case "unwrap":
            parent[last] = parent[last][key]
