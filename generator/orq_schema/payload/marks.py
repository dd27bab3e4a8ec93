"""What stands in an embedded text for parts that are known only later, and the document that they are in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import is_array, is_object
from orq_schema.payload.document import Origin
from orq_schema.payload.locate import locate
from orq_schema.payload.parts import Array, Doubt, Object, Part, documents, unknown
from orq_schema.payload.unknown import STAND_IN, text

if TYPE_CHECKING:
    from orq_schema.payload.document import Document, Limits, Node, Span

# a whole value, and a part of a string
VALUE = f'"{STAND_IN}"'
IN_STRING = "${put in at run time}"
_LEFT_OUT = re.compile(r"\$\{left out [0-9]+\}")
_MARK = re.compile(rf"{re.escape(STAND_IN)}|{re.escape(IN_STRING)}|{_LEFT_OUT.pattern}")
# what has marks is gone through by a function that calls itself
_DEEPEST = 200


def left_out(number: int, *, member: bool) -> str:
    """The text of members or items that are not told; each needs a `number` of its own in its document."""
    return f'"${{left out {number}}}"{":null" if member else ""}'


def limited(limits: Limits) -> Limits:
    """`limits` for texts that have marks."""
    return limits._replace(depth=min(limits.depth, _DEEPEST))


def settled(document: Document) -> Document | None:
    """`document`, if it says itself that it has an orq object, with that and what is marked as unknown noted."""
    target = locate(document.value)
    if target is None or target.bare:
        return None
    document.origin = Origin(target.steps)
    if not _MARK.search(document.lines.content):
        return document
    root = _part(document.value, document.root)
    made = documents(document.file, document.kind, document.lines, root, document.origin, sure=True)
    return next(made, None)


def _part(value: Any, node: Node) -> Part:
    span = node.start, node.end
    if is_object(value) and isinstance(node.members, dict):
        return _object(value, node, node.members)
    if is_array(value) and isinstance(node.members, list):
        items = Array(span)
        for each, inner in zip(value, node.members, strict=True):
            items.add(_part(each, inner))
        if any(each.doubt is Doubt.ALL for each in items.members):
            # one that is known only later may be several, or none
            items.doubt = Doubt.OPEN
        return items
    return _scalar(value, span) if isinstance(value, str) else Part(span, value)


def _object(value: dict[str, Any], node: Node, members: dict[str, Node]) -> Object:
    found = Object((node.start, node.end))
    for key, each in value.items():
        if IN_STRING in key or key == STAND_IN or _LEFT_OUT.fullmatch(key):
            found.doubt = Doubt.OPEN
        else:
            found.put(key, node.keys[key], _part(each, members[key]))
    return found


def _scalar(value: str, span: Span) -> Part:
    if value == STAND_IN or _LEFT_OUT.fullmatch(value):
        return unknown(span)
    if IN_STRING not in value:
        return Part(span, value)
    first, *others = value.split(IN_STRING)
    return Part(span, text([first, *[part for each in others for part in (None, each)]]), Doubt.TEXT)
