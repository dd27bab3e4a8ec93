"""Fenced code blocks of Markdown, in lists and quotes too (CommonMark 0.31, sections 4.5, 5.1 and 5.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.payload.embedded import Embedded, Run, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Span
    from orq_schema.payload.text import Lines

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_OPENING = re.compile(r"(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^\r\n]*)")
_ITEM = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t\r\n]|$)")
_TAB = 4
# indented further, a line is indented code
_MOST = 3
# more spaces behind a list marker belong to what the item begins with
_PADDING = 4
_QUOTE = -1


# HTML's, and that of MDX
_COMMENTS = {"<!--": "-->", "{/*": "*/}"}


class Block(NamedTuple):
    """
    A code block: what stands behind its opening fence, and its text.

    `note` is the comment right before it, where there is one.
    """

    info: str
    lines: Embedded
    note: Span | None = None


class _Fence(NamedTuple):
    mark: str
    info: str
    indent: int
    note: Span | None
    runs: list[Run]


class _Cursor:
    """A line that is being read: the offset of the next character, and the column that it is in."""

    __slots__ = ("at", "column", "end", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.at = start
        self.end = end
        self.column = 0

    def indent(self) -> int:
        """The columns of white space from here on."""
        at, column = self.at, self.column
        while at < self.end and self.text[at] in " \t":
            column += _TAB - column % _TAB if self.text[at] == "\t" else 1
            at += 1
        return column - self.column

    def is_blank(self) -> bool:
        return not self.text[self.at : self.end].strip()

    def skip(self, columns: int) -> Run | None:
        """Pass so many columns of white space, or all there is; what is left of a tab that is in part passed."""
        goal = self.column + columns
        while self.column < goal and self.at < self.end and self.text[self.at] in " \t":
            self.column += _TAB - self.column % _TAB if self.text[self.at] == "\t" else 1
            self.at += 1
        return Run(" " * (self.column - goal), self.at - 1, self.at) if self.column > goal else None

    def pass_mark(self, length: int) -> None:
        self.at += length
        self.column += length

    def starts(self) -> int:
        """The offset of the first character that is no white space."""
        at = self.at
        while at < self.end and self.text[at] in " \t":
            at += 1
        return at


def fences(lines: Lines, *, any_indent: bool = False) -> Iterator[Block]:
    """
    The fenced code blocks of a text, in order; one that is never closed ends where its container does.

    `any_indent` is for MDX, which has no indented code.
    """
    scanner = _Scanner(lines, any_indent=any_indent)
    for found in _LINE.finditer(lines.content):
        yield from scanner.feed(*found.span())
    yield from scanner.finish()


class _Scanner:
    def __init__(self, lines: Lines, *, any_indent: bool) -> None:
        self._lines = lines
        self._most = len(lines.content) if any_indent else _MOST
        # _QUOTE, or the column in its own container that the content of a list item is in
        self._containers: list[int] = []
        self._fence: _Fence | None = None
        # how the comment ends that the line is in
        self._closer: str | None = None
        self._note: Span | None = None

    def feed(self, start: int, end: int) -> Iterator[Block]:
        cursor = _Cursor(self._lines.content, start, end)
        left = self._continued(cursor)
        if left and not (cursor.is_blank() and _QUOTE not in left):
            yield from self.finish()
            del self._containers[len(self._containers) - len(left) :]
        if self._fence is not None:
            yield from self._inside(self._fence, cursor)
        else:
            self._outside(cursor)

    def finish(self) -> Iterator[Block]:
        if self._fence is not None:
            yield Block(self._fence.info, Embedded(self._lines, self._fence.runs), self._fence.note)
            self._fence = None

    def _continued(self, cursor: _Cursor) -> list[int]:
        """Pass the marks of the containers that the line is in; those that it is not in."""
        for index, each in enumerate(self._containers):
            if each == _QUOTE:
                if not _is_quote(cursor):
                    return self._containers[index:]
                _pass_quote(cursor)
            elif cursor.indent() >= each:
                cursor.skip(each)
            else:
                return self._containers[index:]
        return []

    def _inside(self, fence: _Fence, cursor: _Cursor) -> Iterator[Block]:
        rest = cursor.text[cursor.at : cursor.end].strip()
        is_mark = len(rest) >= len(fence.mark) and not rest.strip(fence.mark[0])
        if is_mark and cursor.indent() <= self._most:
            yield from self.finish()
            return
        left = cursor.skip(fence.indent)
        fence.runs.extend([left] if left else [])
        fence.runs.append(written(self._lines, cursor.at, cursor.end))

    def _outside(self, cursor: _Cursor) -> None:
        if self._is_comment(cursor):
            return
        while cursor.indent() <= self._most:
            if _is_quote(cursor):
                _pass_quote(cursor)
                self._containers.append(_QUOTE)
            elif not self._item(cursor):
                break
        indent = cursor.indent()
        found = _OPENING.match(cursor.text, cursor.starts(), cursor.end)
        if found and indent <= self._most and not ("`" in found["mark"] and "`" in found["info"]):
            self._fence = _Fence(found["mark"], found["info"].strip(), indent, self._note, [])
        if not cursor.is_blank():
            self._note = None

    def _item(self, cursor: _Cursor) -> bool:
        """Open the list item that starts here, if one does, and pass its mark."""
        found = _ITEM.match(cursor.text, cursor.starts(), cursor.end)
        if found is None:
            return False
        width = cursor.indent() + len(found.group())
        cursor.skip(cursor.indent())
        cursor.pass_mark(len(found.group()))
        padding = cursor.indent()
        if padding > _PADDING or cursor.is_blank():
            padding = 1
        cursor.skip(padding)
        self._containers.append(width + padding)
        return True

    def _is_comment(self, cursor: _Cursor) -> bool:
        """Whether the line is in a comment (section 4.6, condition 2), which may hold anything."""
        start = cursor.starts()
        if self._closer is None:
            opener = next((each for each in _COMMENTS if cursor.text.startswith(each, start)), None)
            if opener is None:
                return False
            self._closer = _COMMENTS[opener]
            self._note = start, cursor.end
        elif self._note is not None:
            self._note = self._note[0], cursor.end
        if self._closer in cursor.text[start : cursor.end]:
            self._closer = None
        return True


def _is_quote(cursor: _Cursor) -> bool:
    return cursor.indent() <= _MOST and cursor.text.startswith(">", cursor.starts())


def _pass_quote(cursor: _Cursor) -> None:
    cursor.skip(cursor.indent())
    cursor.pass_mark(1)
    cursor.skip(1)
