"""Document: one JSON value out of a payload file, and the places of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.payload.unknown import KNOWN, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.errors import Problem
    from orq_schema.payload.text import Lines
    from orq_schema.pointer import Steps


class Place(NamedTuple):
    """Line and column from 1, columns in code points; None where there is no place."""

    line: int | None
    column: int | None


NOWHERE = Place(None, None)
# offsets of a part of a text, in code points, the end exclusive
Span = tuple[int, int]
_NO_KEYS: dict[str, Span] = {}
# of more values it is cheaper to know the places of all
_FEW = 8


class Limits(NamedTuple):
    """
    What one document may have at most.

    `depth` counts containers around and including the deepest one, `nodes` counts values after the expansion
    of YAML aliases, `digits` counts the digits of one number, fraction and exponent included, `bytes` those of
    a file, or of one line of JSON Lines, after decompression.
    """

    depth: int = 1000
    nodes: int = 1_000_000
    digits: int = 4300
    bytes: int = 64 << 20


class Node:
    """
    Where a value starts and ends, and the same for all that is in it.

    `members` is a dict for an object, a list for an array, None for a scalar. `keys` has the span of each key
    of an object, quotes included. A YAML value starts with its anchor and tag; a block collection ends with the
    last thing in it; an alias shares the node of its anchor.
    """

    __slots__ = ("end", "keys", "members", "start")

    def __init__(self, start: int, end: int, members: dict[str, Node] | list[Node] | None = None) -> None:
        self.start = start
        self.end = end
        self.members = members
        # only an object's are ever added to
        self.keys: dict[str, Span] = {} if isinstance(members, dict) else _NO_KEYS


class Seat(NamedTuple):
    """Where one value is, and the key that it is under, quotes included, if it is a member of an object."""

    span: Span
    key: Span | None


class Oddity(NamedTuple):
    """What other clients read otherwise in a document that can be read; always a warning."""

    span: Span
    rule: str
    message: str
    hint: str | None


class Unread(NamedTuple):
    """
    What is wrong with a file or a document as a whole; a byte order mark too, which is only a warning.

    `lines`, where there is a text, is what `span` is in, and `first`: the earlier thing that this one collides
    with. `kind` is the language, where it was known by then.
    """

    problem: Problem
    kind: str | None = None
    lines: Lines | None = None
    span: Span | None = None
    first: Span | None = None


class Comments(NamedTuple):
    """
    Comments that may switch rules off: the one at `span` of `lines`, for a whole document, or all that are in there.

    Without a `span` each is for its own line, or the next one if it stands alone.
    """

    lines: Lines
    span: Span | None = None


class Origin(NamedTuple):
    """
    What a reader of source code knows of a document: that its orq object is at `sits`, and what is `unknown` in it.

    `part` names the part of the file that it is in, for people: a cell of a notebook. `comments` are those that are
    not in the text of the document. `presumed`: only a name says that the object is one.
    """

    sits: Steps
    unknown: Unknown = KNOWN
    part: str | None = None
    comments: tuple[Comments, ...] = ()
    presumed: bool = False


class Document:
    """
    One document of a payload file.

    `file` is the name as the user gave it, `value` the JSON value: dict, list, str, int, float, bool or None.
    `kind` is the language, such as `json` or `python`. `lines` is the text that all offsets are of: the
    whole file, which other documents may share, or the one line of JSON Lines. `locate` gives the tree of
    positions; it is called when it is needed, and once. `seat`, for a language in which that is cheaper, gives the
    place of one value without the tree, or None where it cannot. `oddities` are, in the order of the document, what
    other clients read otherwise. `origin` is None where all is known and nobody has looked for an orq object yet.
    """

    __slots__ = (
        "_locate",
        "_oddities",
        "_root",
        "_seat",
        "_sought",
        "file",
        "kind",
        "lines",
        "origin",
        "value",
    )

    def __init__(  # noqa: PLR0913 - what a document has; readers are the only callers
        self,
        file: str,
        kind: str,
        value: Any,
        lines: Lines,
        locate: Callable[[], Node],
        oddities: Callable[[Document], list[Oddity]],
        origin: Origin | None = None,
        seat: Callable[[Steps], Seat | None] | None = None,
    ) -> None:
        self.file = file
        self.kind = kind
        self.value = value
        self.lines = lines
        self._locate = locate
        self._oddities = oddities
        self.origin = origin
        self._root: Node | None = None
        self._seat = seat
        self._sought = 0

    @property
    def root(self) -> Node:
        """The places of the whole value and of all that is in it."""
        if self._root is None:
            self._root = self._locate()
        return self._root

    def oddities(self) -> list[Oddity]:
        """What other clients read otherwise, in the order of the document; looked for when asked for."""
        return self._oddities(self)

    def remark(self, comments: Comments) -> None:
        """Note that `comments` are about this document, which a reader of source code has found."""
        if self.origin is not None:
            self.origin = self.origin._replace(comments=(*self.origin.comments, comments))

    def span(self, steps: Steps) -> Span | None:
        """Where the value at `steps` starts and ends; None if there is no such value."""
        seat = self._alone(steps)
        if seat is not None:
            return seat.span
        node = self._node(steps)
        return None if node is None else (node.start, node.end)

    def key_span(self, steps: Steps) -> Span | None:
        """Where the key that is the last of `steps` starts and ends; None if the last step is no key."""
        seat = self._alone(steps)
        if seat is not None:
            return seat.key
        parent = self._node(steps[:-1]) if steps else None
        key = steps[-1] if steps else None
        return parent.keys.get(key) if parent is not None and isinstance(key, str) else None

    def _alone(self, steps: Steps) -> Seat | None:
        """The place of one value without the tree, as long as that is cheaper."""
        if self._seat is None or self._root is not None or self._sought >= _FEW:
            return None
        self._sought += 1
        return self._seat(steps)

    def place(self, steps: Steps) -> Place:
        """Where the value at `steps` starts; nowhere if there is no such value."""
        return self._place(self.span(steps))

    def key_place(self, steps: Steps) -> Place:
        """Where the key that is the last of `steps` starts; nowhere if the last step is no key."""
        return self._place(self.key_span(steps))

    def _place(self, span: Span | None) -> Place:
        return NOWHERE if span is None else self.lines.place(span[0])

    def _node(self, steps: Steps) -> Node | None:
        node: Node | None = self.root
        for step in steps:
            members = None if node is None else node.members
            if isinstance(members, dict) and isinstance(step, str):
                node = members.get(step)
            elif isinstance(members, list) and isinstance(step, int) and 0 <= step < len(members):
                node = members[step]
            else:
                return None
        return node
