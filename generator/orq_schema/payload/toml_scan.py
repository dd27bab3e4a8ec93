"""
Where everything is in a TOML text (https://toml.io/en/v1.0.0).

tomllib gives the verdict and the values. This reads along for the places, takes more than TOML has, and stops at
the limits before tomllib, which has none, gets to see the text.
"""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from orq_schema.payload.document import Node
from orq_schema.payload.number import check_digits
from orq_schema.payload.text import ReadError, duplicate_key, too_deep, too_many_nodes

if TYPE_CHECKING:
    from orq_schema.payload.document import Limits, Span

_BLANK = re.compile("[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_STRING = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+"""(?:"{0,2})
    |\'\'\'(?:[^']++|'(?!''))*+\'\'\'(?:'{0,2})
    |"(?!"")(?:[^"\\\n]++|\\[^\n])*+"
    |'(?!'')[^'\n]*+'
    ''',
    re.DOTALL | re.VERBOSE,
)
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]++|\\[^\n])*+"|'[^'\n]*+'""")
# a date may have a space before its time
_BARE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9:.]*(?:[Zz]|[+-][0-9:]*)?|[A-Za-z0-9_.:+-]+")


def scan(text: str, limits: Limits) -> Node:
    """
    The places in `text`.

    A table starts at the header that names it first, or behind the dotted key that makes it, and ends with the
    last thing in it, its subtables included. Raises ReadError where a limit is passed or a key is there twice,
    and at much, though not all, that is no TOML. Never recurses.
    """
    return _Scanner(text, limits).document()


class _Frame:
    """
    The current table, or an array or inline table that is being read.

    `level` counts the containers down to `node`. The next value belongs into `table` as `key`: dotted keys lead
    there from `node`, to the depth of `depth`.
    """

    __slots__ = ("depth", "key", "level", "node", "table")

    def __init__(self, node: Node, level: int) -> None:
        self.node = self.table = node
        self.level = self.depth = level
        self.key = ""

    def put(self, node: Node) -> None:
        if isinstance(self.node.members, list):
            self.node.members.append(node)
        else:
            _members(self.table)[self.key] = node


def _members(table: Node) -> dict[str, Node]:
    return cast("dict[str, Node]", table.members)


class _Scanner:
    __slots__ = ("closed", "headers", "limits", "nodes", "root", "text")

    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.nodes = 0
        self.root = self.node(0, 0, {})
        # the keys of tables that have a header of their own, of which there may be one
        self.headers: dict[Node, Span] = {}
        # arrays and inline tables: nothing can be added to them
        self.closed: set[Node] = set()

    def document(self) -> Node:
        table = _Frame(self.root, 1)
        at = self.skip(0)
        while at < len(self.text):
            if self.text[at] == "[":
                table, end = self.header(at)
            else:
                end = self.value(self.key(at, table), table)
            at = self.skip(end)
        _stretch(self.root)
        return self.root

    def node(self, start: int, end: int, members: dict[str, Node] | list[Node] | None = None) -> Node:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise too_many_nodes(start, self.limits.nodes)
        return Node(start, end, members)

    def skip(self, at: int) -> int:
        """Past white space, line breaks and comments."""
        found = _BETWEEN.match(self.text, at)
        return found.end() if found else at

    def blank(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

    def parts(self, at: int) -> tuple[list[tuple[str, Span]], int]:
        """The parts of the dotted key at `at`, and where what follows it begins."""
        parts: list[tuple[str, Span]] = []
        while True:
            found = _KEY.match(self.text, at)
            if found is None:
                raise _fault(at, "a key is missing, or not written as TOML has it", "put it in quotes")
            parts.append((_text(found.group(), at), found.span()))
            if len(parts) > self.limits.depth:
                raise too_deep(at, self.limits.depth)
            at = self.blank(found.end())
            if not self.text.startswith(".", at):
                return parts, at
            at = self.blank(at + 1)

    def header(self, at: int) -> tuple[_Frame, int]:
        """The table that the header at `at` opens, and where the header ends."""
        closer = "]]" if self.text.startswith("[[", at) else "]"
        parts, end = self.parts(self.blank(at + len(closer)))
        if not self.text.startswith(closer, end):
            raise _fault(at, "a table header that is never closed", f'close it with "{closer}"')
        frame = _Frame(self.root, 1)
        for key, span in parts[:-1]:
            self.enter(frame, key, span, at)
        key, span = parts[-1]
        if closer == "]]":
            self.append(frame.table, key, span, at)
        self.enter(frame, key, span, at)
        first = self.headers.setdefault(frame.table, span)
        if first != span:
            raise duplicate_key(span, key, first)
        frame.table.end = max(frame.table.end, end + len(closer))
        return _Frame(frame.table, frame.depth), end + len(closer)

    def append(self, table: Node, key: str, span: Span, start: int) -> None:
        """One more table for the array of tables `key` of `table`."""
        tables = _members(table).get(key)
        if tables is None:
            table.keys[key] = span
            tables = _members(table)[key] = self.node(start, start, [])
        if not isinstance(tables.members, list) or tables in self.closed:
            raise duplicate_key(span, key, table.keys[key])
        tables.members.append(self.node(start, start, {}))

    def enter(self, frame: _Frame, key: str, span: Span, start: int) -> None:
        """Go on to the table `key`, the last one of an array of tables; a new one starts at `start`."""
        node = _members(frame.table).get(key)
        if node is None:
            frame.table.keys[key] = span
            node = _members(frame.table)[key] = self.node(start, start, {})
        if node.members is None or node in self.closed:
            raise duplicate_key(span, key, frame.table.keys[key])
        frame.depth += 1
        if isinstance(node.members, list):
            node = node.members[-1]
            frame.depth += 1
        if frame.depth > self.limits.depth:
            raise too_deep(start, self.limits.depth)
        frame.table = node

    def key(self, at: int, frame: _Frame) -> int:
        """From a key of `frame` to its value."""
        frame.table, frame.depth = frame.node, frame.level
        parts, at = self.parts(at)
        for (key, span), (_, (start, _)) in pairwise(parts):
            self.enter(frame, key, span, start)
        frame.key, span = parts[-1]
        if frame.key in frame.table.keys:
            raise duplicate_key(span, frame.key, frame.table.keys[frame.key])
        frame.table.keys[frame.key] = span
        if not self.text.startswith("=", at):
            raise _fault(at, "an equals sign is missing after the key")
        return self.blank(at + 1)

    def value(self, at: int, frame: _Frame) -> int:
        """Put the value at `at` into `frame`; where it ends."""
        stack = [frame]
        while True:
            opened = self.text.startswith(("[", "{"), at)
            node = self.node(at, at, [] if self.text[at] == "[" else {}) if opened else self.scalar(at)
            stack[-1].put(node)
            if opened:
                stack.append(_Frame(node, stack[-1].depth + 1))
                if stack[-1].level > self.limits.depth:
                    raise too_deep(at, self.limits.depth)
            at = self.advance(stack, at + 1 if opened else node.end, opened=opened)
            if len(stack) == 1:
                return at

    def advance(self, stack: list[_Frame], at: int, *, opened: bool) -> int:
        """From behind a value, a bracket or a comma to the next value, or to the end of the outermost one."""
        while len(stack) > 1:
            frame = stack[-1]
            is_list = isinstance(frame.node.members, list)
            at = self.skip(at)
            if self.text.startswith("]" if is_list else "}", at):
                at, opened = at + 1, False
                frame.node.end = at
                self.closed.add(frame.node)
                stack.pop()
            elif opened:
                return at if is_list else self.key(at, frame)
            elif self.text.startswith(",", at):
                at, opened = at + 1, True
            else:
                raise _no_comma(self.text, at, frame.node)
        return at

    def scalar(self, at: int) -> Node:
        found = _STRING.match(self.text, at)
        if found is None and self.text.startswith(('"', "'"), at):
            raise _fault(
                at, "a string that is never closed", "one quote cannot span lines: three of them can"
            )
        found = found or _BARE.match(self.text, at)
        if found is None:
            raise _fault(at, "a value is missing")
        check_digits(found.group(), at, self.limits.digits, hexadecimal=self.text.startswith("0x", at))
        return self.node(at, found.end())


def _text(key: str, at: int) -> str:
    if not key.startswith(('"', "'")):
        return key
    if "\\" not in key or key.startswith("'"):
        return key[1:-1]
    try:
        return str(tomllib.loads(f"key = {key}")["key"])
    except tomllib.TOMLDecodeError:
        raise _fault(at, "a key with an escape that TOML has not") from None


def _stretch(root: Node) -> None:
    """Let each container reach to the end of the last thing in it."""
    order = [root]
    for node in order:
        order.extend(node.members.values() if isinstance(node.members, dict) else node.members or ())
    for node in reversed(order):
        parts = node.members.values() if isinstance(node.members, dict) else node.members or ()
        node.end = max([node.end, *[part.end for part in parts]])


def _no_comma(text: str, at: int, node: Node) -> ReadError:
    name, closer = ("array", "]") if isinstance(node.members, list) else ("inline table", "}")
    if at >= len(text):
        return _fault(node.start, f"an {name} that is never closed", f'close it with "{closer}"')
    return _fault(at, f'a comma or "{closer}" is missing before this')


def _fault(at: int, message: str, hint: str | None = None) -> ReadError:
    return ReadError(at, "toml-syntax", message, hint)
