"""Look at a schema while an instance is explained: subschemas, references, the keys they declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema import pointer
from orq_schema.jsonvalue import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Node(NamedTuple):
    """A subschema; `scope` is what its tree needs to resolve references, `location` its URI."""

    schema: Any
    scope: Any
    location: str

    def says(self, keyword: str) -> Any:
        """The value of `keyword`, None where the subschema has it not."""
        return self.schema.get(keyword) if is_object(self.schema) else None


class Tree:
    """A schema with a way to follow its references."""

    root: Node

    def __init__(self) -> None:
        # what has been looked up already, by the location of the subschema
        self.unions: dict[str, tuple[Node, ...]] = {}
        self.conditions: dict[str, tuple[Node, ...]] = {}
        self.checks: dict[str, tuple[Any, ...]] = {}
        self.names: dict[str, dict[str, Node]] = {}
        self.parts: dict[str, tuple[Node, ...]] = {}
        self.possible: dict[str, tuple[Node, ...]] = {}
        # the same, by the locations of all subschemas of one value
        self.plain: dict[str, Any] = {}
        self._below: dict[tuple[str, str, str | int | None], Node] = {}
        # by the location of a subschema, what tells of most values without a mistake and without an unknown key by it
        # that they are that
        self.closed: Mapping[str, Callable[[Any], bool]] = {}

    def follow(self, node: Node, keyword: str) -> Node:
        """What the `$ref` or `$dynamicRef` of `node` leads to."""
        at = node.location, keyword, None
        if at not in self._below:
            self._below[at] = self._followed(node, keyword)
        return self._below[at]

    def below(self, node: Node, keyword: str, step: str | int | None = None) -> Node:
        """The subschema of `node` under `keyword`, or at `step` in the map or list there."""
        at = node.location, keyword, step
        if at not in self._below:
            self._below[at] = self._inner(node, keyword, step)
        return self._below[at]

    def _followed(self, node: Node, keyword: str) -> Node:
        raise NotImplementedError

    def _inner(self, node: Node, keyword: str, step: str | int | None) -> Node:
        steps = (keyword,) if step is None else (keyword, step)
        inner = node.schema
        for each in steps:
            inner = inner[each]
        return Node(inner, node.scope, f"{node.location}{pointer.join(steps)}")


REFERENCES = ("$ref", "$dynamicRef")
# keywords under which there is a map or a list of subschemas; under the others there is one
_CONTAINERS = frozenset(
    ("properties", "patternProperties", "dependentSchemas", "$defs", "allOf", "anyOf", "oneOf", "prefixItems")
)


def in_place(tree: Tree, node: Node) -> tuple[Node, ...]:
    """`node` and all subschemas that surely apply to the same value: through references and `allOf`."""
    if node.location not in tree.parts:
        found: dict[str, Node] = {}
        pending = [node]
        while pending:
            each = pending.pop()
            if each.location not in found:
                found[each.location] = each
                pending += _joined(tree, each)
        tree.parts[node.location] = tuple(found.values())
    return tree.parts[node.location]


def _joined(tree: Tree, node: Node) -> list[Node]:
    parts = [tree.below(node, "allOf", index) for index in range(len(node.says("allOf") or ()))]
    return parts + [tree.follow(node, keyword) for keyword in REFERENCES if node.says(keyword) is not None]


def branches(tree: Tree, node: Node, keyword: str) -> list[Node]:
    """The branches of `node` under `anyOf` or `oneOf`."""
    return [tree.below(node, keyword, index) for index in range(len(node.says(keyword) or ()))]


def alternatives(tree: Tree, node: Node) -> tuple[Node, ...]:
    """The branches of `anyOf` and `oneOf` of `node`."""
    if node.location not in tree.unions:
        tree.unions[node.location] = (*branches(tree, node, "anyOf"), *branches(tree, node, "oneOf"))
    return tree.unions[node.location]


def conditionals(tree: Tree, node: Node) -> tuple[Node, ...]:
    """The subschemas of `node` that apply to some values only (core section 10.2.2)."""
    if node.location not in tree.conditions:
        tree.conditions[node.location] = (
            *(
                tree.below(node, keyword)
                for keyword in ("if", "then", "else")
                if node.says(keyword) is not None
            ),
            *(tree.below(node, "dependentSchemas", key) for key in node.says("dependentSchemas") or ()),
        )
    return tree.conditions[node.location]


def names(tree: Tree, node: Node) -> dict[str, Node]:
    """The keys that `node` declares by name, in whatever branch of it, each with its subschema."""
    if node.location not in tree.names:
        tree.names[node.location] = _names(tree, node)
    return tree.names[node.location]


def _names(tree: Tree, node: Node) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for each in perhaps(tree, node):
        for key in each.says("properties") or ():
            found.setdefault(key, tree.below(each, "properties", key))
    return found


def perhaps(tree: Tree, node: Node) -> tuple[Node, ...]:
    """`node` and all subschemas that may apply to the same value, in whatever branch of it."""
    if node.location not in tree.possible:
        found: dict[str, Node] = {}
        pending = [node]
        while pending:
            for each in in_place(tree, pending.pop(0)):
                if each.location not in found:
                    found[each.location] = each
                    pending += alternatives(tree, each) + conditionals(tree, each)
        tree.possible[node.location] = tuple(found.values())
    return tree.possible[node.location]


def kinds(tree: Tree, node: Node) -> frozenset[str] | None:
    """The JSON types that `node` allows by its `type` or those of its branches; None where it does not say."""
    for each in in_place(tree, node):
        stated = each.says("type")
        if stated is not None:
            return frozenset(stated if is_array(stated) else (stated,))
        inner = [kinds(tree, branch) for branch in alternatives(tree, each)]
        if inner and None not in inner:
            return frozenset(name for names_ in inner for name in names_ or ())
    return None


_KINDS: dict[Any, frozenset[str]] = {
    each: frozenset((name,))
    for each, name in (
        (str, "string"),
        (dict, "object"),
        (list, "array"),
        (bool, "boolean"),
        (type(None), "null"),
    )
}
_WHOLE, _BROKEN = frozenset(("number", "integer")), frozenset(("number",))


def kinds_of(value: Any) -> frozenset[str]:
    """The names of the JSON types that `value` has: `integer` and `number` for a whole number."""
    usual = _KINDS.get(type(value))
    if usual is not None:
        return usual
    if isinstance(value, (int, float)):
        return _WHOLE if value == value // 1 else _BROKEN
    return _KINDS[str if isinstance(value, str) else dict if is_object(value) else list]


class Found(NamedTuple):
    """
    A subschema that was looked for: `node` itself, and `use`, the one that refers to it, or `node` again.

    `of_name` says that it judges the name of a key, not the value under it.
    """

    node: Node
    use: Node
    of_name: bool


def find(tree: Tree, path: str, start: Found) -> Found | None:
    """The subschema at an evaluation path from `start`, through references; None where that cannot be followed."""
    node, use, of_name = start
    steps = iter(pointer.split(path))
    for keyword in steps:
        inner = node.says(keyword)
        if inner is None:
            return None
        of_name = of_name or keyword == "propertyNames"
        if keyword in REFERENCES:
            node = tree.follow(node, keyword)
            continue
        if keyword in _CONTAINERS:
            step = next(steps, None)
            if step is None:
                return None
            node = tree.below(node, keyword, int(step) if is_array(inner) else step)
        elif is_object(inner) or isinstance(inner, bool):
            node = tree.below(node, keyword)
        else:
            return None
        use = node
    return Found(node, use, of_name)
