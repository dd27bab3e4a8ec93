"""Go down a schema by the names of fields, through references and all branches of unions."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.explain.path import ANY_KEY
from orq_schema.validation.tree import alternatives, conditionals, in_place, names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.explain.path import Step, Steps
    from orq_schema.validation.tree import Node, Tree

_INDEX = re.compile(r"-|[0-9]{1,9}")


class Spot(NamedTuple):
    """
    A subschema and the field that it describes.

    `required`: whether the object must have it; None for what is no named member. `through` are the branches of
    unions that lead to it from the object or array that it is in. `since` is the nearest `x-since` above it.
    """

    node: Node
    steps: Steps
    required: bool | None = None
    through: tuple[Node, ...] = ()
    since: str | None = None


class AstrayError(LookupError):
    """A step that leads nowhere: `spots` are where it was taken, at `steps[:number]`."""

    def __init__(self, spots: list[Spot], steps: Steps, number: int) -> None:
        super().__init__(steps, number)
        self.spots = spots
        self.steps = steps
        self.number = number


def root(tree: Tree) -> Spot:
    """The schema itself."""
    return Spot(tree.root, (), since=_since(tree, tree.root, None))


def find(tree: Tree, steps: Steps) -> list[Spot]:
    """All that `tree` declares of the field at `steps`: more than one where branches of a union share a name."""
    spots = [root(tree)]
    for number, step in enumerate(steps):
        below = {each.node.location: each for spot in spots for each in _at(tree, spot, step)}
        if not below:
            raise AstrayError(spots, steps, number)
        spots = list(below.values())
    return spots


def everything(tree: Tree) -> Iterator[Spot]:
    """Each declared field once, by its shortest path, those near the root first."""
    pending = deque([root(tree)])
    seen: set[str] = set()
    while pending:
        spot = pending.popleft()
        if spot.node.location not in seen:
            seen.add(spot.node.location)
            yield spot
            pending += children(tree, spot)


def children(tree: Tree, spot: Spot) -> list[Spot]:
    """The members of `spot` by name, then the values of its other keys, then its items."""
    declared = [each for found in members(tree, spot).values() for each in found]
    return [*declared, *_values(tree, spot, None), *items(tree, spot, None)]


def members(tree: Tree, spot: Spot) -> dict[str, list[Spot]]:
    """The members that are declared by name, each with all its declarations."""
    found: dict[str, list[Spot]] = {}
    for node, through in applying(tree, spot.node):
        outer = through[-1] if through else spot.node
        required = {key for each in in_place(tree, outer) for key in each.says("required") or ()}
        for key in node.says("properties") or ():
            below = tree.below(node, "properties", key)
            made = _below(tree, spot, key, below)._replace(required=key in required, through=through)
            found.setdefault(key, []).append(made)
    return found


def applying(tree: Tree, node: Node) -> list[tuple[Node, tuple[Node, ...]]]:
    """The subschemas that may apply to one value with `node`, each with the branches of unions that lead to it."""
    found: dict[str, tuple[Node, tuple[Node, ...]]] = {}
    pending: list[tuple[Node, tuple[Node, ...]]] = [(node, ())]
    while pending:
        outer, through = pending.pop(0)
        for each in in_place(tree, outer):
            if each.location in found:
                continue
            found[each.location] = each, through
            pending += [(branch, (*through, branch)) for branch in alternatives(tree, each)]
            pending += [(branch, through) for branch in conditionals(tree, each)]
    return list(found.values())


def items(tree: Tree, spot: Spot, index: int | None) -> list[Spot]:
    """What the item `index` of an array is, or any item for None."""
    found: list[Spot] = []
    for node, through in applying(tree, spot.node):
        prefix = range(len(node.says("prefixItems") or ()))
        below = [tree.below(node, "prefixItems", each) for each in prefix if index in (None, each)]
        if index is None or index not in prefix:
            rest = (each for each in ("items", "unevaluatedItems") if node.says(each) not in (None, False))
            below += [tree.below(node, keyword) for keyword in rest]
        found += [_below(tree, spot, index, each)._replace(through=through) for each in below]
    return found


def _at(tree: Tree, spot: Spot, step: Step) -> list[Spot]:
    if not isinstance(step, str):
        return items(tree, spot, step)
    found = _member(tree, spot, step)
    if found:
        return found
    if _INDEX.fullmatch(step):
        return items(tree, spot, None if step == "-" else int(step))
    # `fallbacks.model`, as people say it
    return [below for item in items(tree, spot, None) for below in _member(tree, item, step)]


def _member(tree: Tree, spot: Spot, key: str) -> list[Spot]:
    return members(tree, spot).get(key) or _values(tree, spot, None if key == ANY_KEY else key)


def _values(tree: Tree, spot: Spot, key: str | None) -> list[Spot]:
    """The values of the keys that are the user's own: of `key`, or of any for None."""
    declares_names = bool(names(tree, spot.node))
    found: list[Spot] = []
    for node, through in applying(tree, spot.node):
        patterns = (
            each for each in node.says("patternProperties") or () if key is None or _matches(each, key)
        )
        below = [tree.below(node, "patternProperties", pattern) for pattern in patterns]
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            rest = node.says(keyword)
            # that other keys may be anything says something only of a map
            if rest not in (None, False) and not (declares_names and rest in (True, {})):
                below.append(tree.below(node, keyword))
        step = ANY_KEY if key is None else key
        found += [_below(tree, spot, step, each)._replace(through=through) for each in below]
    return found


def _matches(pattern: str, key: str) -> bool:
    from orq_schema.compile.regex import translate

    return re.search(translate(pattern), key) is not None


def _below(tree: Tree, spot: Spot, step: Step, node: Node) -> Spot:
    return Spot(node, (*spot.steps, step), since=_since(tree, node, spot.since))


def _since(tree: Tree, node: Node, inherited: str | None) -> str | None:
    """The `x-since` of the field itself, else of its definition, else what the schema around it says."""
    said: Iterable[object] = (each.says("x-since") for each in in_place(tree, node))
    return next((each for each in said if isinstance(each, str)), inherited)
