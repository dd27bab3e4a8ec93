"""Find the keys that no subschema declares: valid in an open object, and the commonest real mistake."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.jsonvalue import elements, is_object, members
from orq_schema.validation.tree import Node, Tree, alternatives, conditionals, in_place, names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.pointer import Steps

    # whether a branch of a union accepts a value, and, where none does, which ones were meant
    Accepts = Callable[[Node, Any], bool]
    Meant = Callable[[Node, Steps], tuple[int, ...]]
    # a value that is to be looked at, the subschemas that apply to it, and the steps to it
    Visit = tuple[Any, tuple[Node, ...], Steps]


# values that have values in them
_CONTAINERS: tuple[type[Any], ...] = (dict, list)


class Undeclared(NamedTuple):
    """A key that is not declared: the steps to it, and the subschemas that apply to the object it is in."""

    steps: Steps
    nodes: tuple[Node, ...]


class Walk(NamedTuple):
    """How to decide between the branches of a union during one search."""

    tree: Tree
    accepts: Accepts
    meant: Meant

    def search(self, value: Any) -> Iterator[Undeclared]:
        """The undeclared keys of `value`, an instance of the tree's root."""
        pending: list[Visit] = [(value, (self.tree.root,), ())] if isinstance(value, _CONTAINERS) else []
        while pending:
            visit = pending.pop()
            known = plain(self.tree, visit[1])
            if known is not None and (below := known.below(visit)) is not None:
                # as good as every value: worth a way of its own
                yield from known.undeclared(visit)
                pending += below
            elif isinstance(visit[0], dict):
                yield from self._object(visit, pending)
            else:
                self._array(visit, pending)

    def _object(self, visit: Visit, pending: list[Visit]) -> Iterator[Undeclared]:
        applied, steps = visit[1:]
        nodes, others = self._applying(visit)
        # without one named key, by whatever branch, the object is a map with keys of the user's own
        closed = others or any(node.says("properties") or node.says("patternProperties") for node in nodes)
        below: list[Visit] = []
        for key, inner in members(visit[0]).items():
            subschemas = [sub for node in nodes for sub in for_member(self.tree, node, key)]
            if subschemas:
                if isinstance(inner, _CONTAINERS):
                    below.append((inner, tuple(subschemas), (*steps, key)))
            elif closed and key not in others and not any(key in _demanded(node) for node in nodes):
                yield Undeclared((*steps, key), applied)
        pending.extend(reversed(below))

    def _array(self, visit: Visit, pending: list[Visit]) -> None:
        value, _, steps = visit
        nodes, _ = self._applying(visit)
        below: list[Visit] = [
            (inner, subschemas, (*steps, index))
            for index, inner in enumerate(value)
            if isinstance(inner, _CONTAINERS)
            and (subschemas := tuple(sub for node in nodes for sub in for_item(self.tree, node, index)))
        ]
        pending.extend(reversed(below))

    def _applying(self, visit: Visit) -> tuple[list[Node], set[str]]:
        """The subschemas that apply to the value, and the keys that only other branches declare."""
        value, applied, _ = visit
        nodes: list[Node] = []
        others: set[str] = set()
        pending = list(applied)
        while pending:
            for node in in_place(self.tree, pending.pop(0)):
                nodes.append(node)
                possible = (*alternatives(self.tree, node), *conditionals(self.tree, node))
                if not possible:
                    continue
                applying = [*self._branches(node, visit), *self._conditional(node, value)]
                pending += applying
                taken = {each.location for each in applying}
                for branch in possible:
                    if branch.location not in taken:
                        others.update(names(self.tree, branch))
        return nodes, others

    def _branches(self, node: Node, visit: Visit) -> list[Node]:
        """The branches of a union that accept the value, or else those that were meant."""
        value, _, steps = visit
        branches = alternatives(self.tree, node)
        applying = [branch for branch in branches if self.accepts(branch, value)]
        if branches and not applying:
            return [branches[index] for index in self.meant(node, steps)]
        return applying

    def _conditional(self, node: Node, value: Any) -> list[Node]:
        """The subschemas that apply because of what the value is or has (core section 10.2.2)."""
        found: list[str] = []
        if node.says("if") is not None:
            found = ["if", "then"] if self.accepts(self.tree.below(node, "if"), value) else ["else"]
        return [
            *(self.tree.below(node, keyword) for keyword in found if node.says(keyword) is not None),
            *(
                self.tree.below(node, "dependentSchemas", key)
                for key in node.says("dependentSchemas") or ()
                if key in value
            ),
        ]


class Plain(NamedTuple):
    """
    The subschemas below some that are the same for every value.

    `members` has those of each key that is declared by name, `rest` those of any other key. `demanded` are keys
    that are known without a subschema. `items` are those of an item, None where they depend on its index.
    `closed` has what tells of members, and `closed_item` of items, that nothing in them is undeclared.
    """

    members: dict[str, tuple[Node, ...]]
    rest: tuple[Node, ...]
    demanded: frozenset[str]
    items: tuple[Node, ...] | None
    closed: dict[str, Callable[[Any], bool]]
    closed_item: Callable[[Any], bool]

    def undeclared(self, visit: Visit) -> list[Undeclared]:
        """The undeclared keys of the value itself."""
        value, nodes, steps = visit
        # without one declared key there is nothing to say of any
        if self.rest or not self.members or not is_object(value) or self.members.keys() >= value.keys():
            return []
        return [
            Undeclared((*steps, key), nodes)
            for key in value
            if key not in self.members and key not in self.demanded
        ]

    def below(self, visit: Visit) -> list[Visit] | None:
        """What is to be visited next, the last first; None where an index matters."""
        value, _, steps = visit
        found: list[Visit]
        if is_object(value):
            subschemas, rest, closed = self.members.get, self.rest, self.closed.get
            found = [
                (inner, subschemas(key, rest), (*steps, key))
                for key, inner in value.items()
                if isinstance(inner, _CONTAINERS) and not closed(key, _never)(inner)
            ]
        elif not self.items:
            return None if self.items is None else []
        else:
            found = [
                (inner, self.items, (*steps, index))
                for index, inner in enumerate(elements(value))
                if isinstance(inner, _CONTAINERS) and not self.closed_item(inner)
            ]
        found.reverse()
        return found


def plain(tree: Tree, nodes: tuple[Node, ...]) -> Plain | None:
    """What is below `nodes`; None where it depends on the value: on a branch, or on what a key looks like."""
    at = nodes[0].location if len(nodes) == 1 else "\n".join([node.location for node in nodes])
    if at not in tree.plain:
        tree.plain[at] = _plain(tree, [each for node in nodes for each in in_place(tree, node)])
    found: Plain | None = tree.plain[at]
    return found


def _plain(tree: Tree, nodes: list[Node]) -> Plain | None:
    if any(alternatives(tree, each) or conditionals(tree, each) for each in nodes):
        return None
    if any(each.says("patternProperties") for each in nodes):
        return None
    keys = {key: None for each in nodes for key in each.says("properties") or ()}
    # no key that is declared is this one
    other = "".join(keys) + "-"
    declared = {key: tuple([sub for each in nodes for sub in for_member(tree, each, key)]) for key in keys}
    of_items = tuple([sub for each in nodes for sub in for_item(tree, each, 0)])
    return Plain(
        declared,
        tuple([sub for each in nodes for sub in for_member(tree, each, other)]),
        frozenset(key for each in nodes for key in _demanded(each)),
        None if any(each.says("prefixItems") for each in nodes) else of_items,
        {key: _closed(tree, subschemas) for key, subschemas in declared.items()},
        _closed(tree, of_items),
    )


def _closed(tree: Tree, nodes: tuple[Node, ...]) -> Callable[[Any], bool]:
    """What tells that all keys are declared by one of `nodes`, which is enough, whatever the others say."""
    parts = [part.location for node in nodes for part in in_place(tree, node)]
    return next((tree.closed[each] for each in parts if each in tree.closed), _never)


def _never(_: Any) -> bool:
    return False


def _demanded(node: Node) -> Iterator[str]:
    """The keys that `node` asks for, or asks about, without a subschema for them."""
    yield from node.says("required") or ()
    for key, others in members(node.says("dependentRequired")).items():
        yield from (key, *others)
    yield from node.says("dependentSchemas") or ()


def for_member(tree: Tree, node: Node, key: str) -> Iterator[Node]:
    """The subschemas of `node` for the member `key` of an object (core section 10.3.2)."""
    schema = members(node.schema)
    taken = False
    if key in (node.says("properties") or ()):
        taken = True
        yield tree.below(node, "properties", key)
    for pattern in node.says("patternProperties") or ():
        if _matches(pattern, key):
            taken = True
            yield tree.below(node, "patternProperties", pattern)
    for rest in ("additionalProperties", "unevaluatedProperties"):
        # `false` makes other keys errors; those are reported as such
        if not taken and schema.get(rest, False) is not False:
            yield tree.below(node, rest)


def _matches(pattern: str, key: str) -> bool:
    from orq_schema.compile.regex import translate

    # what cannot be translated was refused when the schema was compiled
    return re.search(translate(pattern), key) is not None


def for_item(tree: Tree, node: Node, index: int) -> Iterator[Node]:
    """The subschemas of `node` for the item `index` of an array (core section 10.3.1)."""
    prefix = node.says("prefixItems") or ()
    if index < len(prefix):
        yield tree.below(node, "prefixItems", index)
    elif node.says("items") is not None:
        yield tree.below(node, "items")
