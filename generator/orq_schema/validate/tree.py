"""Look at a schema while an instance is explained: subschemas, references, the keys they declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from orq_schema.jsonvalue import members

if TYPE_CHECKING:
    from collections.abc import Iterator


class Node(NamedTuple):
    """A subschema; `scope` is what its tree needs to resolve references, `location` its URI."""

    schema: Any
    scope: Any
    location: str

    def below(self, keyword: str, step: str | int | None = None) -> Node:
        """The subschema under `keyword`, or at `step` in the map or list there."""
        from orq_schema.pointer import escape

        inner = self.schema[keyword]
        if step is None:
            return Node(inner, self.scope, f"{self.location}/{keyword}")
        return Node(inner[step], self.scope, f"{self.location}/{escape(keyword)}/{escape(step)}")

    def says(self, keyword: str) -> Any:
        """The value of `keyword`, None where the subschema has it not."""
        return members(self.schema).get(keyword)


class Tree(Protocol):
    """A schema with a way to follow its references."""

    root: Node

    def follow(self, node: Node) -> Node:
        """What the `$ref` of `node` leads to."""
        ...


def in_place(tree: Tree, node: Node) -> Iterator[Node]:
    """`node` and all subschemas that surely apply to the same value: through `$ref` and `allOf`."""
    pending = [node]
    seen: set[str] = set()
    while pending:
        each = pending.pop()
        if each.location in seen:
            continue
        seen.add(each.location)
        yield each
        if each.says("$ref") is not None:
            pending.append(tree.follow(each))
        pending.extend(each.below("allOf", index) for index in range(len(each.says("allOf") or ())))


def alternatives(node: Node) -> list[Node]:
    """The branches of `anyOf` and `oneOf` of `node`."""
    return [
        node.below(keyword, index)
        for keyword in ("anyOf", "oneOf")
        for index in range(len(node.says(keyword) or ()))
    ]


def names(tree: Tree, node: Node) -> dict[str, Node]:
    """The keys that `node` declares by name, alternatives included, each with its subschema."""
    found: dict[str, Node] = {}
    pending = [node]
    seen: set[str] = set()
    while pending:
        outer = pending.pop(0)
        if outer.location in seen:
            continue
        seen.add(outer.location)
        for each in in_place(tree, outer):
            for key in each.says("properties") or ():
                found.setdefault(key, each.below("properties", key))
            pending.extend(alternatives(each))
    return found
