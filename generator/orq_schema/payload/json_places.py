"""The places in a JSON text that is known to be good: a fraction of what the strict scanner takes."""

from __future__ import annotations

import gc
import json
import re
from typing import TYPE_CHECKING

from orq_schema.payload.document import Node, Seat, Span

if TYPE_CHECKING:
    from orq_schema.pointer import Steps

# a string, and the colon that makes it a key; an opening bracket; a closing one; a number or a literal
_TOKEN = re.compile(
    r'("[^"\\]*(?:\\.[^"\\]*)*")[ \t\n\r]*(:)?|([{\[])|([}\]])|[^ \t\n\r,:{}\[\]"]+',
    re.DOTALL,
)
_STRING, _KEY, _OPENED, _CLOSED = 1, 2, 3, 4
# what stands between two values, and a key with all that is around it
_BETWEEN = re.compile(r"[ \t\n\r,]*")
_NAME = re.compile(r'[ \t\n\r,]*("[^"\\]*(?:\\.[^"\\]*)*")[ \t\n\r]*:[ \t\n\r]*', re.DOTALL)
# so deep the standard library's decoder surely goes
_SHALLOW = 500
_BLANKS = " \t\n\r"
_read = json.JSONDecoder().raw_decode


def places(text: str) -> Node:
    """The tree of positions of `text`, which must be one JSON value without a key given twice. Never recurses."""
    collecting = gc.isenabled()
    # nothing here is garbage, and the collector would go through all of it again and again
    gc.disable()
    try:
        return _places(text)
    finally:
        if collecting:
            gc.enable()


def _places(text: str) -> Node:
    top: list[Node] = []
    inside = Node(0, 0, top)
    stack: list[Node] = []
    key = ""
    span: Span = (0, 0)
    for token in _TOKEN.finditer(text):
        kind = token.lastindex
        if kind == _CLOSED:
            inside.end = token.end()
            inside = stack.pop()
            continue
        start, end = token.span(_STRING if kind in {_STRING, _KEY} else 0)
        if kind == _KEY:
            key, span = _text(text[start:end]), (start, end)
            continue
        members: dict[str, Node] | list[Node] | None = None
        if kind == _OPENED:
            members = {} if text[start] == "{" else []
        node = Node(start, end, members)
        if isinstance(inside.members, dict):
            inside.members[key] = node
            inside.keys[key] = span
        elif inside.members is not None:
            inside.members.append(node)
        if kind == _OPENED:
            stack.append(inside)
            inside = node
    return top[0]


def seat(text: str, steps: Steps) -> Seat | None:
    """
    Where the value at `steps` of such a text is, for a fraction of what the tree takes.

    None where there is no such value, and where only the tree can tell.
    """
    if text.count("{") + text.count("[") > _SHALLOW:
        return None
    at, key = _next(text, 0), None
    if not steps:
        return Seat((at, len(text.rstrip(_BLANKS))), None)
    try:
        for step in steps:
            found = _member(text, at, step) if isinstance(step, str) else _item(text, at, step)
            if found is None:
                return None
            at, key = found
        return Seat((at, _read(text, at)[1]), key)
    except (ValueError, RecursionError):
        # an integer longer than this interpreter takes, or hardly any stack left
        return None


def _member(text: str, at: int, key: str) -> tuple[int, Span] | None:
    """Where the member of the object at `at` starts, and its key; None if it has none, or there is no object."""
    name = _NAME.match(text, at + 1) if text[at] == "{" else None
    while name is not None:
        if _text(name[1]) == key:
            return name.end(), name.span(1)
        name = _NAME.match(text, _read(text, name.end())[1])
    return None


def _item(text: str, at: int, index: int) -> tuple[int, None] | None:
    """Where an item of the array at `at` starts; None if it has none, or there is no array."""
    at = _next(text, at + 1) if text[at] == "[" else len(text)
    while at < len(text) and text[at] != "]":
        if not index:
            return at, None
        index -= 1
        at = _next(text, _read(text, at)[1])
    return None


def _next(text: str, at: int) -> int:
    """Where the next value starts, or its container ends."""
    found = _BETWEEN.match(text, at)
    return at if found is None else found.end()


def _text(key: str) -> str:
    """What a key is that is written so, quotes included."""
    return json.loads(key) if "\\" in key else key[1:-1]
