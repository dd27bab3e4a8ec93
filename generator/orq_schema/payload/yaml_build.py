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

if TYPE_CHECKING:
    from yaml.events import Event

    from orq_schema.payload.document import Limits

_TAGS = {SequenceStartEvent: (None, "!", CORE + "seq"), MappingStartEvent: (None, "!", CORE + "map")}


def start_of(event: Event) -> int:
    """The offset of the first character of `event`."""
    return event.start_mark.index if event.start_mark else 0


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

    __slots__ = ("key", "key_at", "merge_at", "merged", "merging", "open", "wants_key")

    def __init__(self, value: Any, node: Node) -> None:
        super().__init__(value, node)
        self.height = 1
        self.open = True
        self.wants_key = isinstance(value, dict)
        self.key = ""
        self.key_at = 0
        self.merging = False
        self.merge_at: int | None = None
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
            self.merged.append((self.key_at, built))
        elif members is not None:
            self.value[self.key] = built.value
            members[self.key] = built.node
            self.node.keys[self.key] = self.key_at

    def take_key(self, key: Any, at: int, *, merge: bool) -> ReadError | None:
        """Keep `key` for the value that follows; what is wrong with it, if anything is."""
        self.wants_key = False
        self.merging, self.key_at = merge, at
        first = self.merge_at if merge else self.node.keys.get(key) if isinstance(key, str) else None
        if first is not None:
            return duplicate_key(at, "<<" if merge else key, first)
        if merge:
            self.merge_at = at
        elif isinstance(key, str):
            self.key = key
        else:
            return ReadError(at, "non-string-key", "a key that is no string", "put it in quotes")
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
        for key in value.keys() - self.value.keys():
            self.value[key] = value[key]
            self.node.keys[key] = node.keys[key]
            if isinstance(own, dict):
                own[key] = members[key]


class Builder:
    """
    One YAML document.

    `feed` it the events between the document's start and its end; then `root` is its value, unless `error`
    says what the first thing wrong with it is.
    """

    __slots__ = ("anchors", "depth", "error", "limits", "nodes", "root", "stack")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.stack: list[_Frame] = []
        self.anchors: dict[str, Built] = {}
        self.nodes = 0
        self.depth = 0
        self.root: Built | None = None
        self.error: ReadError | None = None

    def feed(self, event: Event) -> None:
        """Take the next event; raises ReadError where reading on is not safe: past a limit."""
        # the exact types are all that a parser makes, and asking for them is the cheapest
        kind = type(event)
        if kind is SequenceStartEvent or kind is MappingStartEvent:
            # also in a document that is lost already: the parser itself is quadratic in the depth
            self.depth += 1
            if self.depth > self.limits.depth:
                raise too_deep(start_of(event), self.limits.depth)
        elif kind is SequenceEndEvent or kind is MappingEndEvent:
            self.depth -= 1
        if self.error is None:
            self._build(event)

    def _build(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (SequenceStartEvent, MappingStartEvent)):
            self._open(event)
        elif isinstance(event, AliasEvent):
            self._alias(event)
        else:
            self._close()

    def _scalar(self, event: ScalarEvent) -> None:
        at = start_of(event)
        try:
            value = scalar(event, at, self.limits.digits)
        except ReadError as error:
            self.error = error
            return
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.wants_key:
            self.error = frame.take_key(value, at, merge=value == "<<" and is_merge(event))
            if event.anchor is not None:
                self.anchors[event.anchor] = Built(value, Node(at))
            return
        built = Built(value, Node(at))
        if event.anchor is not None:
            self.anchors[event.anchor] = built
        self._put(built, at)

    def _put(self, built: Built, at: int) -> None:
        """Put a complete value, written or aliased at `at`, where the next value belongs."""
        self.nodes += built.size
        if self.nodes > self.limits.nodes:
            raise too_many_nodes(at, self.limits.nodes)
        if self.stack:
            self.stack[-1].take(built)
            self.stack[-1].hold(built)
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
            self.error = frame.take_key(built.value, at, merge=False)
        else:
            self._put(built, at)

    def _open(self, event: SequenceStartEvent | MappingStartEvent) -> None:
        at = start_of(event)
        parent = self.stack[-1] if self.stack else None
        if event.tag not in _TAGS[type(event)]:
            self.error = unknown_tag(str(event.tag), at)
        elif parent is not None and parent.wants_key:
            self.error = parent.take_key(None, at, merge=False)
        is_list = isinstance(event, SequenceStartEvent)
        frame = _Frame([] if is_list else {}, Node(at, [] if is_list else {}))
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

    def _close(self) -> None:
        frame = self.stack.pop()
        frame.open = False
        if frame.merged:
            self.error = frame.merge()
        if self.stack:
            self.stack[-1].hold(frame)
