"""Where else in a schema a key is declared, and how to get there from where it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.compile.words import all_of
from orq_schema.jsonvalue import is_object
from orq_schema.validation.hints import normal, quoted
from orq_schema.validation.placeholders import is_placeholder
from orq_schema.validation.tree import Node, Tree, kinds, kinds_of, perhaps
from orq_schema.validation.values import unquoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.pointer import Steps

    # the keys on the way to an object; an array adds `[]` to its key, a map has `*` for the keys of the user's own
    Path = tuple[str, ...]

_MOST = 3


class _Place(NamedTuple):
    path: Path
    key: str
    node: Node


class Places:
    """The places of all keys that a schema declares, each definition at the first place that refers to it."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._found: dict[str, list[_Place]] = {}

    def elsewhere(self, steps: Steps, value: Any) -> str | None:
        """Where the key at the end of `steps`, which has `value`, belongs; None where no object can have it so."""
        if not self._found:
            self._collect()
        here = _path(steps[:-1])
        places = [
            each
            for each in self._found.get(normal(str(steps[-1])), ())
            if each.path != here and self._takes(each.node, value)
        ]
        # the way up or down from here is the likeliest one
        near = [each for each in places if each.path == here[:-1] or (each.path and each.path[:-1] == here)]
        chosen = (near or places)[:_MOST]
        if not chosen:
            return None
        sure = len(chosen) == 1 and (near or len(chosen[0].path) <= 1)
        verb = "belongs" if sure else "is known"
        return f"{quoted(chosen[0].key)} {verb} {_described(chosen, here)}"

    def _takes(self, node: Node, value: Any) -> bool:
        allowed = kinds(self._tree, node)
        inner = unquoted(value) if isinstance(value, str) else value
        return (
            allowed is None
            or is_placeholder(value)
            or not allowed.isdisjoint(kinds_of(value) | kinds_of(inner))
        )

    def _collect(self) -> None:
        pending: list[tuple[Path, Node]] = [((), self._tree.root)]
        seen: set[str] = set()
        for path, node in pending:
            for each in perhaps(self._tree, node):
                if each.location not in seen:
                    seen.add(each.location)
                    pending += self._inside(each, path)

    def _inside(self, node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
        for key in node.says("properties") or ():
            below = self._tree.below(node, "properties", key)
            self._found.setdefault(normal(key), []).append(_Place(path, key, below))
            yield (*path, key), below
        if node.says("items") is not None:
            yield _of_item(path), self._tree.below(node, "items")
        if is_object(node.says("additionalProperties")):
            yield (*path, "*"), self._tree.below(node, "additionalProperties")


def _of_item(path: Path) -> Path:
    return (*path[:-1], f"{path[-1]}[]") if path else ("[]",)


def _path(steps: Steps) -> Path:
    path: Path = ()
    for step in steps:
        path = (*path, step) if isinstance(step, str) else _of_item(path)
    return path


def _described(places: list[_Place], here: Path) -> str:
    """`under "a" and "b.c"`, `one level up`, or both."""
    under: list[str] = []
    others: list[str] = []
    for each in places:
        if each.path == here[:-1] and here:
            others.append("one level up")
        elif not each.path:
            others.append("at the top level")
        else:
            # what is right below needs no path, and of a list the key is enough
            steps = each.path[-1:] if each.path[:-1] == here else each.path
            under.append(quoted(".".join(steps).removesuffix("[]")))
    return " and ".join(others + ([f"under {all_of(under)}"] if under else []))
