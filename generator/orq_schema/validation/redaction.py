"""
Which strings of a document may be shown, and where they are in its text.

The schema decides: the annotation `x-sensitive` is true where strings are secret and false where they are harmless,
for a value and all that is in it, until another one says otherwise. What nothing declares is always hidden, and so is
everything outside of the value that is checked. Keys, numbers, booleans and null are always shown.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.jsonvalue import members
from orq_schema.validation.tree import Node, Tree, alternatives, conditionals, in_place, kinds
from orq_schema.validation.undeclared import for_item, for_member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Document, Span
    from orq_schema.payload.document import Node as Part
    from orq_schema.payload.unknown import Unknown
    from orq_schema.pointer import Step, Steps

_SENSITIVE = "x-sensitive"
_ALL = (-1, sys.maxsize)
_SCALARS = frozenset(("string", "number", "integer", "boolean"))


class Token(NamedTuple):
    """A key or a scalar in the text: where it is, and what stands for it if it must not be shown."""

    span: Span
    mask: str | None = None


class Standing(NamedTuple):
    """
    How a value stands: the subschemas that may apply to it.

    `sensitive` is the annotation that holds for it, `outer` the one that holds around it. `ahead` are the steps from
    a value around the checked one to that.
    """

    nodes: tuple[Node, ...] = ()
    sensitive: bool | None = None
    outer: bool | None = None
    ahead: Steps = ()


_HIDDEN = Standing()


class Redaction:
    """What may be shown of documents whose value at `target` is checked by the schema of `tree`."""

    def __init__(self, tree: Tree, target: Steps, *, show_values: bool = False) -> None:
        self._tree = tree
        self._target = target
        self.show_values = show_values
        self._applying: dict[str, tuple[Node, ...]] = {}

    def root(self) -> Standing:
        """How the document as a whole stands."""
        return Standing(ahead=self._target) if self._target else self._checked()

    def below(self, outer: Standing, step: Step) -> Standing:
        """How the member or item `step` of a value stands that stands as `outer`."""
        if outer.ahead:
            if step != outer.ahead[0]:
                return _HIDDEN
            return Standing(ahead=outer.ahead[1:]) if outer.ahead[1:] else self._checked()
        parts = [part for node in outer.nodes for part in self._parts(node)]
        # what names the key says more of it than what takes any key
        parts.sort(key=lambda part: step not in (part.says("properties") or ()))
        nodes = tuple([found for part in parts for found in self._inner(part, step)])
        return self._standing(nodes, outer=outer.sensitive)

    def _inner(self, part: Node, step: Step) -> Iterator[Node]:
        return (
            for_item(self._tree, part, step) if isinstance(step, int) else for_member(self._tree, part, step)
        )

    def at(self, steps: Steps) -> Standing:
        """How the value at `steps` of the document stands."""
        found = self.root()
        for step in steps:
            found = self.below(found, step)
        return found

    def shows(self, standing: Standing) -> bool:
        """Whether a string may be shown that stands as `standing`."""
        if self.show_values:
            return True
        if standing.sensitive or not standing.nodes:
            return False
        if standing.outer is False and all(map(self._is_harmless, standing.nodes)):
            # even a string where an object belongs
            return True
        fits = self._has_choices if standing.sensitive is None else self._is_scalar
        return all(fits(node) for node in standing.nodes)

    def _checked(self) -> Standing:
        return self._standing((self._tree.root,))

    def _standing(self, nodes: tuple[Node, ...], *, outer: bool | None = None) -> Standing:
        if any(part.says(_SENSITIVE) is True for node in nodes for part in self._parts(node)):
            return Standing(nodes, sensitive=True, outer=outer)
        surely = bool(nodes) and all(map(self._is_harmless, nodes))
        return Standing(nodes, sensitive=False if surely else outer, outer=outer)

    def _is_harmless(self, node: Node) -> bool:
        """Whether the annotation says so of whatever `node` applies to."""
        return any(part.says(_SENSITIVE) is False for part in in_place(self._tree, node))

    def _parts(self, node: Node) -> tuple[Node, ...]:
        """`node` and every subschema that may apply to the same value."""
        if node.location not in self._applying:
            found: dict[str, Node] = {}
            pending = [node]
            while pending:
                for part in in_place(self._tree, pending.pop(0)):
                    if part.location not in found:
                        found[part.location] = part
                        pending += (*alternatives(self._tree, part), *conditionals(self._tree, part))
            self._applying[node.location] = tuple(found.values())
        return self._applying[node.location]

    def _is_scalar(self, node: Node) -> bool:
        # a string where an object belongs may be anything
        return not _SCALARS.isdisjoint(kinds(self._tree, node) or ())

    def _has_choices(self, node: Node) -> bool:
        """Whether `enum` or `const` says which values there may be, so that another one is most likely misspelt."""
        parts = in_place(self._tree, node)
        if any("enum" in members(part.schema) or "const" in members(part.schema) for part in parts):
            return True
        unions = [alternatives(self._tree, part) for part in parts]
        return any(union and all(map(self._has_choices, union)) for union in unions)

    def tokens(self, document: Document, window: Span) -> list[Token]:
        """The keys and scalars of `document` that are in the `window` of its text, in order."""
        # what a YAML alias or a name stands for may be anywhere
        far = document.origin is not None or (document.kind == "yaml" and "*" in document.lines.content)
        reach = _ALL if far else window
        inside: dict[Span, Token] = {}
        checked = part_at(document.root, self._target), value_at(document.value, self._target)
        for each in self._search((*checked, self._checked()), reach):
            # what is written once may be in several places, by an alias: one of them may be secret
            if each.mask or each.span not in inside:
                inside[each.span] = each
        found = {
            each.span: each for each in self._search((document.root, document.value, self.root()), reach)
        }
        tokens = sorted((found | inside).values())
        if document.kind == "python" and document.origin is not None:
            # what is not known is code, in which there may be strings
            code = _spans(document.root, document.origin.unknown)
            tokens = [each for each in tokens if each.span not in code]
        return [each for each in tokens if _meet(each.span, window)]

    def _search(self, start: tuple[Part, Any, Standing], reach: Span) -> Iterator[Token]:
        pending = [start]
        seen: set[tuple[object, ...]] = set()
        while pending:
            part, value, standing = pending.pop()
            way = (id(part), *[node.location for node in standing.nodes], *standing[1:])
            if way in seen:
                continue
            seen.add(way)
            if part.members is None:
                yield Token((part.start, part.end), self._mask(value, standing))
                continue
            yield from (Token(span) for span in part.keys.values() if _meet(span, reach))
            members = part.members.items() if isinstance(part.members, dict) else enumerate(part.members)
            for step, below in members:
                if _meet((below.start, below.end), reach):
                    pending.append((below, value[step], self.below(standing, step)))

    def _mask(self, value: Any, standing: Standing) -> str | None:
        return mask(len(value)) if isinstance(value, str) and not self.shows(standing) else None


def _spans(root: Part, unknown: Unknown) -> set[Span]:
    parts = [part_at(root, steps) for steps in unknown.values | unknown.texts]
    return {(each.start, each.end) for each in parts}


def part_at(part: Part, steps: Steps) -> Part:
    """What is at `steps`, which exist, in a tree of places."""
    for step in steps:
        if isinstance(part.members, dict):
            part = part.members[str(step)]
        elif part.members is not None:
            part = part.members[int(step)]
    return part


def value_at(value: Any, steps: Steps) -> Any:
    """What is at `steps`, which exist, in a JSON value."""
    for step in steps:
        value = value[step]
    return value


def mask(length: int) -> str:
    """What stands for a hidden string of that `length`: its type and its length."""
    return f"<string of {length}>"


def _meet(one: Span, other: Span) -> bool:
    return one[1] > other[0] and one[0] < other[1]
