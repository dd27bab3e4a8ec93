"""What a key that nothing declares was probably meant to be."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from orq_schema.validate.tree import Node, Tree, names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.validate.undeclared import Undeclared


def normal(key: str) -> str:
    """`key` as it would be written here: `onCodes`, `on-codes`, `$on_codes` and `on_codes_` are `on_codes`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)
    return re.sub(r"[^0-9a-z]+", "_", spaced.lower()).strip("_")


def similar(key: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `key` is another spelling of, or nearest to; None if none is near."""
    from difflib import get_close_matches

    known = list(known)
    exact = [each for each in known if normal(each) == normal(key)]
    near = exact or get_close_matches(key, known, n=1) or get_close_matches(normal(key), known, n=1)
    return near[0] if near else None


def siblings(tree: Tree, undeclared: Undeclared) -> dict[str, Node]:
    """The keys that the object declares in which the undeclared one is."""
    return _all_names(tree, undeclared.nodes)


def hint(tree: Tree, undeclared: Undeclared) -> str | None:
    """A sentence on the likely mend: another spelling, or the object that the key belongs in."""
    key = str(undeclared.steps[-1])
    known = siblings(tree, undeclared)
    if any(normal(each) == normal(key) for each in known):
        return _did_you_mean(similar(key, known))
    return _elsewhere(tree, undeclared, key, known) or _did_you_mean(similar(key, known))


def _did_you_mean(key: str | None) -> str | None:
    return None if key is None else f"did you mean {_quoted(key)}?"


def _elsewhere(tree: Tree, undeclared: Undeclared, key: str, known: dict[str, Node]) -> str | None:
    """One level up or down, under the same name but for its spelling."""
    if undeclared.parents:
        above = _all_names(tree, undeclared.parents[-1])
        found = next((each for each in above if normal(each) == normal(key)), None)
        if found is not None:
            return f"{_quoted(found)} belongs one level up"
    inside = [
        outer
        for outer, node in known.items()
        if any(normal(each) == normal(key) for each in _below(tree, node))
    ]
    if not inside:
        return None
    verb = "belongs under" if len(inside) == 1 else "is known under"
    return f"{_quoted(key)} {verb} {' and '.join(_quoted(each) for each in inside)}"


def _below(tree: Tree, node: Node) -> dict[str, Node]:
    """The keys of the object at `node`, or of the objects in the array at `node`."""
    found = names(tree, node)
    items = node.below("items") if node.says("items") is not None else None
    return found or (names(tree, items) if items is not None else {})


def _all_names(tree: Tree, nodes: tuple[Node, ...]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in nodes:
        for key, below in names(tree, node).items():
            found.setdefault(key, below)
    return found


def _quoted(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)
