"""A strict JSON scanner (RFC 8259): slower than json.loads, but it knows where everything is."""

from __future__ import annotations

import gc
import re
from typing import TYPE_CHECKING, Any

from orq_schema.payload import json_faults as faults
from orq_schema.payload.document import Node
from orq_schema.payload.number import JSON_NUMBER, check_digits, exact_int, finite_float
from orq_schema.payload.text import duplicate_key, too_deep, too_many_nodes

if TYPE_CHECKING:
    from orq_schema.payload.document import Limits, Span

_SPACE = re.compile(r"[ \t\n\r]*")
# what nearly all keys and strings are: no escape, and for a key nothing unusual around its colon
_PLAIN_STRING = re.compile(r'"([^"\\\x00-\x1f]*)"')
_PLAIN_KEY = re.compile(r'"([^"\\\x00-\x1f]*)":[ \t\n\r]*')
_CHARACTERS = re.compile(r'[^"\\\x00-\x1f]*')
_HEX = re.compile("[0-9a-fA-F]{4}")
_LITERAL = re.compile("(?:true|false|null)(?![A-Za-z0-9_])")
_LITERAL_STARTS = frozenset("tfn")
_OPENERS = {"[": "]", "{": "}"}
_CLOSERS = frozenset("]}")
_LITERALS = {"true": True, "false": False, "null": None}
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HIGH = range(0xD800, 0xDC00)
_LOW = range(0xDC00, 0xE000)
_AFTER_NUMBER = frozenset(" \t\n\r,]}")


def scan(text: str, limits: Limits) -> tuple[Any, Node]:
    """
    The JSON value that is all of `text`, and the places in it.

    Raises ReadError at the first place that is no JSON or passes one of `limits`. Never recurses.
    """
    collecting = gc.isenabled()
    # nothing here is garbage, and the collector would go through all of it again and again
    gc.disable()
    try:
        return _Scanner(text, limits).document()
    finally:
        if collecting:
            gc.enable()


class _Frame:
    """A container that is being read."""

    __slots__ = ("closer", "key", "key_span", "node", "value")

    def __init__(self, closer: str, value: Any, node: Node) -> None:
        self.closer = closer
        self.value = value
        self.node = node
        self.key = ""
        self.key_span: Span = (0, 0)

    def add(self, value: Any, node: Node) -> None:
        if isinstance(self.node.members, dict):
            self.value[self.key] = value
            self.node.members[self.key] = node
            self.node.keys[self.key] = self.key_span
        elif self.node.members is not None:
            self.value.append(value)
            self.node.members.append(node)


class _Scanner:
    __slots__ = ("depth", "digits", "left", "nodes", "root", "stack", "text")

    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.depth = limits.depth
        self.digits = limits.digits
        self.nodes = limits.nodes
        self.left = limits.nodes
        self.stack: list[_Frame] = []
        self.root: tuple[Any, Node] = (None, Node(0, 0))

    def document(self) -> tuple[Any, Node]:
        at: int | None = self.skip(0)
        while at is not None:
            character = self.text[at : at + 1]
            opened = character in _OPENERS
            end = self.open(at, character) if opened else self.scalar(at, character)
            at = self.advance(end, opened=opened)
        return self.root

    def skip(self, at: int) -> int:
        if self.text[at : at + 1] > " ":
            return at
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def add(self, value: Any, node: Node) -> None:
        if not self.left:
            raise too_many_nodes(node.start, self.nodes)
        self.left -= 1
        if self.stack:
            self.stack[-1].add(value, node)
        else:
            self.root = (value, node)

    def open(self, at: int, bracket: str) -> int:
        if len(self.stack) >= self.depth:
            raise too_deep(at, self.depth)
        value: Any = {} if bracket == "{" else []
        node = Node(at, at, {} if bracket == "{" else [])
        self.add(value, node)
        self.stack.append(_Frame(_OPENERS[bracket], value, node))
        return at + 1

    def advance(self, at: int, *, opened: bool) -> int | None:
        """From behind a value or an opening bracket to the next value; None at the end of the document."""
        after = opened
        while self.stack:
            frame = self.stack[-1]
            at = self.skip(at)
            if self.text[at : at + 1] == frame.closer:
                self.stack.pop()
                at, after = at + 1, False
                frame.node.end = at
                continue
            if not after:
                at = self.comma(at, frame)
            return self.key(at, frame) if frame.closer == "}" else at
        end = self.skip(at)
        if end < len(self.text):
            raise faults.trailing(self.text, self.root[1].start, at, end)
        return None

    def comma(self, at: int, frame: _Frame) -> int:
        if self.text[at : at + 1] != ",":
            raise faults.no_comma(self.text, at, frame.node.start)
        following = self.skip(at + 1)
        if self.text[following : following + 1] in _CLOSERS:
            raise faults.trailing_comma(at)
        return following

    def key(self, at: int, frame: _Frame) -> int:
        plain = _PLAIN_KEY.match(self.text, at)
        if not plain and self.text[at : at + 1] != '"':
            raise faults.no_key(self.text, at, frame.node.start)
        frame.key, end = (plain.group(1), plain.end(1) + 1) if plain else self.string(at)
        frame.key_span = (at, end)
        if frame.key in frame.node.keys:
            raise duplicate_key(frame.key_span, frame.key, frame.node.keys[frame.key])
        if plain:
            return plain.end()
        colon = self.skip(end)
        if not self.text.startswith(":", colon):
            raise faults.no_colon(self.text, colon, frame.node.start)
        return self.skip(colon + 1)

    def scalar(self, at: int, character: str) -> int:
        if character == '"':
            value, end = self.string(at)
            self.add(value, Node(at, end))
            return end
        literal = _LITERAL.match(self.text, at) if character in _LITERAL_STARTS else None
        if literal:
            self.add(_LITERALS[literal.group()], Node(at, literal.end()))
            return literal.end()
        return self.number(at)

    def number(self, at: int) -> int:
        found = JSON_NUMBER.match(self.text, at)
        opening = self.stack[-1].node.start if self.stack else None
        if not found:
            raise faults.no_value(self.text, at, opening)
        end = found.end()
        if end < len(self.text) and self.text[end] not in _AFTER_NUMBER:
            fault = faults.bad_number(self.text, at, end)
            if fault:
                raise fault
        check_digits(found.group(), at, self.digits)
        plain = found.end(1) < 0 and found.end(2) < 0
        self.add(exact_int(found.group()) if plain else finite_float(found.group(), at), Node(at, end))
        return end

    def string(self, at: int) -> tuple[str, int]:
        """The string whose opening quote is at `at`, and where it ends."""
        plain = _PLAIN_STRING.match(self.text, at)
        if plain:
            return plain.group(1), plain.end()
        parts: list[str] = []
        end = at + 1
        while True:
            found = _CHARACTERS.match(self.text, end)
            if found:
                parts.append(found.group())
                end = found.end()
            mark = self.text[end : end + 1]
            if mark == '"':
                return "".join(parts), end + 1
            if mark != "\\":
                raise faults.string_break(self.text, at, end)
            character, end = self.escape(at, end)
            parts.append(character)

    def escape(self, opening: int, at: int) -> tuple[str, int]:
        """The character that the escape at `at` stands for, and where it ends (RFC 8259 section 7)."""
        letter = self.text[at + 1 : at + 2]
        if letter in _ESCAPES:
            return _ESCAPES[letter], at + 2
        code = self.unit(at)
        if code is None:
            raise faults.bad_escape(self.text, opening, at)
        if code in _HIGH:
            low = self.unit(at + 6)
            if low is not None and low in _LOW:
                return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), at + 12
        if code in _HIGH or code in _LOW:
            raise faults.lone_surrogate(at)
        return chr(code), at + 6

    def unit(self, at: int) -> int | None:
        r"""The UTF-16 code unit that is escaped as `\uXXXX` at `at`."""
        found = _HEX.match(self.text, at + 2) if self.text.startswith("\\u", at) else None
        return int(found.group(), 16) if found else None
