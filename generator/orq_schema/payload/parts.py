"""A value as source code writes it, with what is not known of it, to the documents that it makes."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from orq_schema.payload.document import Document, Node, Origin
from orq_schema.payload.integers import is_unsafe, unsafe_integer
from orq_schema.payload.locate import BODY_KEYS
from orq_schema.payload.unknown import KNOWN, STAND_IN, Unknown, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Span
    from orq_schema.payload.text import Lines
    from orq_schema.pointer import Step, Steps


# longer than any text that is written in one piece
LONGEST_TEXT = 100_000


class Doubt(IntEnum):
    """What is not known of a value: nothing, how many members it has, what text it is, or anything at all."""

    NONE = 0
    OPEN = 1
    TEXT = 2
    ALL = 3


class Part:
    """
    A value that is written from `start` to `end`.

    `value` has stand-ins for what is not known. `members` are the parts of an object by their keys, or of an array.
    `others` are what the value may be instead.
    """

    __slots__ = ("doubt", "members", "node", "others", "value")

    def __init__(self, span: Span, value: Any, doubt: Doubt = Doubt.NONE) -> None:
        self.node = Node(*span)
        self.value = value
        self.doubt = doubt
        self.members: Any = None
        self.others: list[Part] = []

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it."""
        return self.doubt is not Doubt.ALL


def unknown(span: Span) -> Part:
    """A value of which nothing is known."""
    return Part(span, STAND_IN, Doubt.ALL)


class Object(Part):
    """An object, to be filled member by member."""

    __slots__ = ()
    members: dict[str, Part]

    def __init__(self, span: Span) -> None:
        super().__init__(span, {})
        self.members = {}
        self.node = Node(*span, {})

    def put(self, key: str, where: Span, part: Part) -> None:
        """Set the member `key`, which is written at `where`; an earlier one is replaced."""
        if key in self.members:
            # it stands where it is written last
            del self.members[key], self.value[key]
        self.members[key] = part
        self.value[key] = part.value
        self.node.keys[key] = where
        if isinstance(self.node.members, dict):
            self.node.members[key] = part.node

    def at(self, step: Step) -> Part:
        """The member under a key that there is."""
        return self.members[str(step)]

    def replace(self, step: Step, part: Part) -> None:
        """Have `part` in place of the member under a key that there is; the key stays where it is."""
        self.members[str(step)] = part
        self.value[step] = part.value
        if isinstance(self.node.members, dict):
            self.node.members[str(step)] = part.node

    def spread(self, other: Part) -> None:
        """Put in the members of `other`, and those of what it may be instead."""
        choices = [other, *other.others]
        if len(choices) > 1 or any(each.doubt for each in choices):
            self.doubt = Doubt.OPEN
        for number, each in enumerate(choices):
            if not isinstance(each, Object):
                self.doubt = Doubt.OPEN
                continue
            for key, part in each.members.items():
                if number and key in self.members:
                    self.members[key].others.append(part)
                else:
                    self.put(key, each.node.keys[key], part)


class Array(Part):
    """An array, to be filled item by item."""

    __slots__ = ()
    members: list[Part]

    def __init__(self, span: Span) -> None:
        super().__init__(span, [])
        self.members = []
        self.node = Node(*span, [])

    def add(self, part: Part) -> None:
        """Add an item."""
        self.members.append(part)
        self.value.append(part.value)
        if isinstance(self.node.members, list):
            self.node.members.append(part.node)

    def at(self, step: Step) -> Part:
        """The item at an index that there is."""
        return self.members[int(step)]

    def replace(self, step: Step, part: Part) -> None:
        """Have `part` in place of the item at an index that there is."""
        self.members[int(step)] = part
        self.value[step] = part.value
        if isinstance(self.node.members, list):
            self.node.members[int(step)] = part.node

    def spread(self, other: Part) -> None:
        """Add the items of `other`, or one that is unknown for all of them."""
        if isinstance(other, Array) and not other.others:
            self.doubt = max(self.doubt, other.doubt)
            for each in other.members:
                self.add(each)
        else:
            self.doubt = Doubt.OPEN
            self.add(unknown((other.node.start, other.node.end)))


def choice(span: Span, parts: list[Part]) -> Part:
    """One of `parts`: the first one of which anything is known, with the others beside it."""
    known = [inner for each in parts for inner in (each, *each.others) if inner.is_known]
    if not known:
        return unknown(span)
    first, *others = known
    if len(known) < len(parts):
        # something else, of which nothing is known
        others = [*others, unknown(span)]
    first.others = others
    return first


def merged(found: Object | Array, sides: tuple[Part, Part]) -> Part:
    """`found` with what is in both `sides`."""
    for each in sides:
        found.spread(each)
    return found


def paired(part: Part) -> Part:
    """The object that `dict` makes of pairs, if `part` is a list of them; any other value as it is."""
    if not isinstance(part, Array) or part.others:
        return part
    found = Object((part.node.start, part.node.end))
    found.doubt = part.doubt
    for pair in part.members:
        key, *values = pair.members if isinstance(pair, Array) and not pair.doubt else [pair]
        if len(values) == 1 and key.is_known and not key.doubt and isinstance(key.value, str):
            found.put(key.value, (key.node.start, key.node.end), values[0])
        else:
            found.doubt = Doubt.OPEN
    return found


def joined(span: Span, pieces: list[str | None]) -> Part:
    """A string of these `pieces`, None for one that is not known."""
    if any(each is None or STAND_IN in each for each in pieces):
        return Part(span, text(pieces), Doubt.TEXT)
    found = "".join([each or "" for each in pieces])
    return Part(span, found) if len(found) <= LONGEST_TEXT else Part(span, text([None]), Doubt.TEXT)


def below(part: Part) -> Iterator[tuple[Step, Part]]:
    """The members of `part`, each with the step to it."""
    if isinstance(part, Object):
        yield from part.members.items()
    elif isinstance(part, Array):
        yield from enumerate(part.members)


def opened(part: Part) -> None:
    """Make all objects and arrays in `part` such that may have more members than are known."""
    waiting = [part]
    while waiting:
        each = waiting.pop()
        if each.members is not None:
            each.doubt = Doubt.OPEN
        waiting += [inner for _, inner in below(each)] + each.others


def is_presumed(root: Part, sits: Steps) -> bool:
    """Whether nothing but its name speaks for the orq object at `sits`: no extra body, and no body around it."""
    return sits == ("orq",) and not any(key in dict(below(root)) for key in BODY_KEYS)


def documents(  # noqa: PLR0913 - what a document is made of
    file: str, kind: str, lines: Lines, root: Part, origin: Origin, *, sure: bool
) -> Iterator[Document]:
    """
    The document that is `root`, and one more for each value that a part of it may have instead.

    `origin` says where the orq object is; what is unknown is found out. Where nothing is known of the object, or is
    not there, there is no document; nor where it is of another type, unless it is `sure` that it should be one.
    """
    waiting: list[tuple[Steps, tuple[Part, ...], Part]] = [((), (), root)]
    doubts: tuple[set[Steps], set[Steps], set[Steps]] = set(), set(), set()
    alternatives: list[Part] = []
    unsafe: list[Span] = []
    while waiting:
        steps, way, part = waiting.pop()
        if part.doubt:
            doubts[part.doubt - 1].add(steps)
        if is_unsafe(part.value):
            unsafe.append((part.node.start, part.node.end))
        alternatives += [_beside(steps, way, each) for each in part.others if each.is_known]
        if part.members:
            inside = [((*steps, step), (*way, part), inner) for step, inner in below(part)]
            waiting += reversed(inside)
    target = at(root, origin.sits)
    if target is not None and target.is_known and (sure or isinstance(target, Object)):
        open_, texts, values = map(frozenset, doubts)
        found = Unknown(values, texts, open_) if any(doubts) else KNOWN
        odd = [unsafe_integer(span) for span in sorted(unsafe)]
        known = origin._replace(unknown=found)
        yield Document(file, kind, root.value, lines, lambda: root.node, lambda _: odd, known)
    for each in alternatives:
        yield from documents(file, kind, lines, each, origin, sure=sure)


def at(part: Part, steps: Steps) -> Part | None:
    """What is at `steps` of `part`; None if there is nothing."""
    found: Part | None = part
    for step in steps:
        found = None if found is None else dict(below(found)).get(step)
    return found


def _beside(steps: Steps, way: tuple[Part, ...], part: Part) -> Part:
    """What is around `part`, which is at `steps` through the parts of `way`, without what is beside it."""
    for step, outer in zip(reversed(steps), reversed(way), strict=True):
        span = outer.node.start, outer.node.end
        around: Object | Array
        if isinstance(step, str):
            around = Object(span)
            around.put(step, outer.node.keys[step], part)
        else:
            around = Array(span)
            for _ in range(step):
                around.add(unknown(span))
            around.add(part)
        around.doubt = Doubt.OPEN
        part = around
    return part
