"""Find the keys that no subschema declares: valid in an open object, and the commonest real mistake."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.jsonvalue import members
from orq_schema.validate.tree import Node, Tree, alternatives, in_place, names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.pointer import Steps

    # whether a branch of a union accepts a value, and, where none does, which one was meant
    Accepts = Callable[[Node, Any], bool]
    Meant = Callable[[Node, Steps], "int | None"]


class Undeclared(NamedTuple):
    """
    A key that is not declared: the steps to it, and the subschemas that apply to the object it is in.

    `parents` are the subschemas of the objects around that one, the nearest last.
    """

    steps: Steps
    nodes: tuple[Node, ...]
    parents: tuple[tuple[Node, ...], ...]


class _Visit(NamedTuple):
    value: Any
    nodes: tuple[Node, ...]
    steps: Steps
    parents: tuple[tuple[Node, ...], ...]


class Walk(NamedTuple):
    """How to decide between the branches of a union during one search."""

    tree: Tree
    accepts: Accepts
    meant: Meant

    def search(self, value: Any) -> Iterator[Undeclared]:
        """The undeclared keys of `value`, an instance of the tree's root."""
        pending = [_Visit(value, (self.tree.root,), (), ())]
        while pending:
            visit = pending.pop()
            if isinstance(visit.value, dict):
                yield from self._object(visit, pending)
            elif isinstance(visit.value, list):
                self._array(visit, pending)

    def _object(self, visit: _Visit, pending: list[_Visit]) -> Iterator[Undeclared]:
        nodes, others = self._applying(visit)
        closed = any(node.says("properties") or node.says("patternProperties") for node in nodes) or bool(
            others
        )
        below: list[_Visit] = []
        for key, member in visit.value.items():
            subschemas = [sub for node in nodes for sub in _member(node, key)]
            if subschemas:
                if isinstance(member, (dict, list)):
                    below.append(
                        _Visit(member, tuple(subschemas), (*visit.steps, key), (*visit.parents, visit.nodes))
                    )
            elif closed and key not in others:
                yield Undeclared((*visit.steps, key), visit.nodes, visit.parents)
        pending.extend(reversed(below))

    def _array(self, visit: _Visit, pending: list[_Visit]) -> None:
        nodes, _ = self._applying(visit)
        below = [
            _Visit(item, subschemas, (*visit.steps, index), visit.parents)
            for index, item in enumerate(visit.value)
            if isinstance(item, (dict, list))
            and (subschemas := tuple(sub for node in nodes for sub in _item(node, index)))
        ]
        pending.extend(reversed(below))

    def _applying(self, visit: _Visit) -> tuple[list[Node], set[str]]:
        """The subschemas that apply to the value, and the keys that only other branches declare."""
        nodes: list[Node] = []
        others: set[str] = set()
        pending = list(visit.nodes)
        while pending:
            for node in in_place(self.tree, pending.pop(0)):
                nodes.append(node)
                branches = alternatives(node)
                applying = [branch for branch in branches if self.accepts(branch, visit.value)]
                if branches and not applying:
                    index = self.meant(node, visit.steps)
                    applying = [] if index is None else [branches[index]]
                pending += applying
                for branch in branches:
                    if branch not in applying:
                        others.update(names(self.tree, branch))
                pending += self._conditional(node, visit.value)
        return nodes, others

    def _conditional(self, node: Node, value: Any) -> list[Node]:
        """The subschemas that apply because of what the value is or has (core section 10.2.2)."""
        found: list[str] = []
        if node.says("if") is not None:
            found = ["if", "then"] if self.accepts(node.below("if"), value) else ["else"]
        dependent = node.says("dependentSchemas") or ()
        return [
            *(node.below(keyword) for keyword in found if node.says(keyword) is not None),
            *(
                node.below("dependentSchemas", key)
                for key in dependent
                if isinstance(value, dict) and key in value
            ),
        ]


def _member(node: Node, key: str) -> Iterator[Node]:
    """The subschemas of `node` for the member `key` of an object (core section 10.3.2)."""
    schema = members(node.schema)
    taken = False
    if key in (node.says("properties") or ()):
        taken = True
        yield node.below("properties", key)
    for pattern in node.says("patternProperties") or ():
        if re.search(pattern, key):
            taken = True
            yield node.below("patternProperties", pattern)
    for rest in ("additionalProperties", "unevaluatedProperties"):
        # `false` makes other keys errors; those are reported as such
        if not taken and schema.get(rest, False) is not False:
            yield node.below(rest)


def _item(node: Node, index: int) -> Iterator[Node]:
    """The subschemas of `node` for the item `index` of an array (core section 10.3.1)."""
    prefix = node.says("prefixItems") or ()
    if index < len(prefix):
        yield node.below("prefixItems", index)
    elif node.says("items") is not None:
        yield node.below("items")
