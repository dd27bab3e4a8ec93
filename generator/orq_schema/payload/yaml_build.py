"""YAML events to one JSON value with its places, never recursing, anchors and merge keys resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from orq_schema.payload.document import Node
from orq_schema.payload.text import ReadError, duplicate_key, too_deep, too_many_nodes
from orq_schema.payload.yaml_scalars import CORE, is_merge, scalar, unknown_tag
from orq_schema.payload.yaml_versions import oddities

if TYPE_CHECKING:
    from yaml.events import Event

    from orq_schema.payload.document import Limits, Oddity, Span

_TAGS = {SequenceStartEvent: (None, "!", CORE + "seq"), MappingStartEvent: (None, "!", CORE + "map")}


def start_of(event: Event) -> int:
    """The offset of the first character of `event`."""
    return event.start_mark.index if event.start_mark else 0


def _span(event: Event) -> Span:
    """Where `event` is written, its anchor and tag included."""
    return start_of(event), event.end_mark.index if event.end_mark else 0


def _no_text(key: Any, span: Span) -> ReadError:
    """A key that is not a string, which in YAML 1.1 is what many a plain word is not."""
    if isinstance(key, (list, dict)):
        return ReadError(span[0], "non-string-key", "a key that is an array or object, not text", end=span[1])
    words = "a number" if type(key) in {int, float} else {True: "true", False: "false"}.get(key, "null")
    message = f"a key that is read as {words}, not as text"
    return ReadError(span[0], "non-string-key", message, "put it in quotes", end=span[1])


class Built:
    """A value that has been read: what an alias of it stands for, how many values that is, and how deep."""

    __slots__ = ("height", "node", "size", "value")

    def __init__(self, value: Any, node: Node) -> None:
        self.value = value
        self.node = node
        self.size = 1
        self.height = 0

    def hold(self, part: Built) -> None:
        """Count `part`, which is complete, as a part of this."""
        self.size += part.size
        if part.height >= self.height:
            self.height = part.height + 1


class _Frame(Built):
    """A container that is being read."""

    __slots__ = ("key", "key_span", "merge_at", "merged", "merging", "open", "wants_key")

    def __init__(self, value: Any, node: Node) -> None:
        super().__init__(value, node)
        self.height = 1
        self.open = True
        self.wants_key = isinstance(value, dict)
        self.key = ""
        self.key_span: Span = (0, 0)
        self.merging = False
        self.merge_at: Span | None = None
        self.merged: list[tuple[int, Built]] = []

    def take(self, built: Built) -> None:
        """Put `built` where the next value belongs."""
        members = self.node.members
        if isinstance(members, list):
            self.value.append(built.value)
            members.append(built.node)
            return
        self.wants_key = True
        if self.merging:
            self.merged.append((self.key_span[0], built))
        elif members is not None:
            self.value[self.key] = built.value
            members[self.key] = built.node
            self.node.keys[self.key] = self.key_span

    def take_key(self, key: str, span: Span, *, merge: bool) -> ReadError | None:
        """Keep `key` for the value that follows; what is wrong with it, if anything is."""
        self.wants_key = False
        self.merging, self.key_span = merge, span
        self.node.end = span[1]
        first = self.merge_at if merge else self.node.keys.get(key)
        if first is not None:
            return duplicate_key(span, "<<" if merge else key, first)
        if merge:
            self.merge_at = span
        else:
            self.key = key
        return None

    def merge(self) -> ReadError | None:
        """Add what the merge keys bring: own keys come before those, and earlier ones before later."""
        for at, built in self.merged:
            members = built.node.members
            nodes = members if isinstance(members, list) else [built.node]
            values: list[Any] = built.value if isinstance(members, list) else [built.value]
            for value, node in zip(values, nodes, strict=True):
                if not isinstance(node.members, dict):
                    hint = "<< takes a mapping, or a list of mappings"
                    return ReadError(at, "yaml-syntax", "a merge key without a mapping", hint)
                self._inherit(value, node, node.members)
        return None

    def _inherit(self, value: dict[str, Any], node: Node, members: dict[str, Node]) -> None:
        own = self.node.members
        for key, inherited in value.items():
            if key in self.value:
                continue
            self.value[key] = inherited
            self.node.keys[key] = node.keys[key]
            if isinstance(own, dict):
                own[key] = members[key]


class Builder:
    """
    One YAML document.

    `feed` it the events between the document's start and its end; then `root` is its value, unless `faults` has what
    is wrong with it. `oddities` are what other clients read otherwise.
    """

    __slots__ = ("anchors", "depth", "error", "keys", "limits", "nodes", "oddities", "root", "stack")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.stack: list[_Frame] = []
        self.anchors: dict[str, Built] = {}
        self.nodes = 0
        self.depth = 0
        self.root: Built | None = None
        self.error: ReadError | None = None
        # keys that are no text: one hides no other
        self.keys: list[ReadError] = []
        self.oddities: list[Oddity] = []

    @property
    def opening(self) -> int:
        """Where the container starts that is being read; 0 if none is."""
        return self.stack[-1].node.start if self.stack else 0

    def faults(self, last: ReadError | None = None) -> list[ReadError]:
        """All that is wrong with the document, in its order, `last` what ended the reading of it, if anything did."""
        ended = self.error or last
        return self.keys if ended is None else [*self.keys, ended]

    def feed(self, event: Event) -> None:
        """Take the next event; raises ReadError where reading on is not safe: past a limit."""
        is_lost = self.error is not None
        if isinstance(event, ScalarEvent):
            if not is_lost:
                self._scalar(event)
        elif isinstance(event, (SequenceStartEvent, MappingStartEvent)):
            # also in a document that is lost already: the parser itself is quadratic in the depth
            self.depth += 1
            if self.depth > self.limits.depth:
                raise too_deep(start_of(event), self.limits.depth)
            if not is_lost:
                self._open(event)
        elif isinstance(event, (SequenceEndEvent, MappingEndEvent)):
            self.depth -= 1
            if not is_lost:
                self._close(event)
        elif isinstance(event, AliasEvent) and not is_lost:
            self._alias(event)

    def _scalar(self, event: ScalarEvent) -> None:
        span = _span(event)
        try:
            value = scalar(event, span[0], self.limits.digits)
        except ReadError as error:
            self.error = error
            return
        self.oddities += oddities(event, value, span)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.wants_key:
            self._key(frame, value, span, merge=value == "<<" and is_merge(event))
            if event.anchor is not None:
                self.anchors[event.anchor] = Built(value, Node(*span))
            return
        built = Built(value, Node(*span))
        if event.anchor is not None:
            self.anchors[event.anchor] = built
        self._put(built, span)

    def _key(self, frame: _Frame, key: Any, span: Span, *, merge: bool) -> None:
        if not isinstance(key, str):
            self.keys.append(_no_text(key, span))
            # stands for none other
            key = f"\0{span[0]}"
        self.error = frame.take_key(key, span, merge=merge)

    def _put(self, built: Built, span: Span) -> None:
        """Put a complete value, written or aliased at `span`, where the next value belongs."""
        self.nodes += built.size
        if self.nodes > self.limits.nodes:
            raise too_many_nodes(span[0], self.limits.nodes)
        if self.stack:
            self.stack[-1].take(built)
            self.stack[-1].hold(built)
            self.stack[-1].node.end = span[1]
        else:
            self.root = built

    def _alias(self, event: AliasEvent) -> None:
        at = start_of(event)
        built = self.anchors.get(str(event.anchor))
        if built is None:
            raise ReadError(at, "yaml-syntax", "an alias without an anchor of its name before it")
        if isinstance(built, _Frame) and built.open:
            raise ReadError(at, "yaml-syntax", "an alias inside the value that it stands for")
        if len(self.stack) + built.height > self.limits.depth:
            raise too_deep(at, self.limits.depth)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.wants_key:
            self._key(frame, built.value, _span(event), merge=False)
        else:
            self._put(built, _span(event))

    def _open(self, event: SequenceStartEvent | MappingStartEvent) -> None:
        at = start_of(event)
        parent = self.stack[-1] if self.stack else None
        if event.tag not in _TAGS[type(event)]:
            self.error = unknown_tag(str(event.tag), at)
        elif parent is not None and parent.wants_key:
            self.error = _no_text([], _span(event))
        is_list = isinstance(event, SequenceStartEvent)
        frame = _Frame([] if is_list else {}, Node(at, at, [] if is_list else {}))
        if event.anchor is not None:
            self.anchors[event.anchor] = frame
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise too_many_nodes(at, self.limits.nodes)
        if parent is None:
            self.root = frame
        else:
            parent.take(frame)
        self.stack.append(frame)

    def _close(self, event: Event) -> None:
        frame = self.stack.pop()
        frame.open = False
        start, end = _span(event)
        if end > start:
            # a bracket; the end of a block has no width, and stands where the next token begins
            frame.node.end = end
        if frame.merged:
            self.error = frame.merge()
        if self.stack:
            self.stack[-1].hold(frame)
            self.stack[-1].node.end = frame.node.end
