"""Integers that a double cannot keep: other clients change them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from orq_schema.payload.document import Oddity

if TYPE_CHECKING:
    from orq_schema.payload.document import Document, Node, Span

# RFC 8259 section 6: beyond this, implementations do not agree on the value
_SAFE = 2**53
# 2**53 has 16 decimal digits, of which four in a row are left where only every fourth character is looked at
_LONG = re.compile("[0-9]{4}")


def is_unsafe(value: Any) -> bool:
    """Whether `value` is an integer that may not be the same after it was kept as a double."""
    return type(value) is int and not -_SAFE <= value <= _SAFE


def unsafe_integer(span: Span) -> Oddity:
    """The integer at `span`, as a warning."""
    message = "an integer beyond 2^53, which JavaScript and other clients that keep numbers as doubles change"
    return Oddity(span, "unsafe-integer", message, "put it in quotes if it is an identifier")


def unsafe_integers(document: Document) -> list[Oddity]:
    """The unsafe integers of a JSON document, in its order; the places are made only where there may be one."""
    if _LONG.search(document.lines.content[3::4]) is None:
        return []
    spans: list[Span] = []
    waiting: list[tuple[Any, Node]] = [(document.value, document.root)]
    while waiting:
        value, node = waiting.pop()
        if isinstance(node.members, dict):
            waiting.extend((value[key], part) for key, part in node.members.items())
        elif node.members is not None:
            waiting.extend(zip(value, node.members, strict=True))
        elif is_unsafe(value):
            spans.append((node.start, node.end))
    return [unsafe_integer(span) for span in sorted(spans)]
