"""Places of Python's syntax trees, which count UTF-8 bytes in a line, to offsets in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orq_schema.payload.text import line_starts

if TYPE_CHECKING:
    import ast

    from orq_schema.payload.document import Span

_IDENTIFIER = re.compile(r"\w+")


class Offsets:
    """The offsets, in code points, of what a syntax tree of `text` has lines and columns for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._is_ascii = text.isascii()
        self._starts = [*line_starts(text), len(text)]

    def span(self, node: ast.expr | ast.keyword | ast.stmt) -> Span:
        """Where `node` starts and ends; one of a string of several parts, or in brackets, without the brackets."""
        line, column = node.end_lineno or node.lineno, node.end_col_offset or 0
        if self._is_ascii:
            return self._starts[node.lineno - 1] + node.col_offset, self._starts[line - 1] + column
        return self.at(node.lineno, node.col_offset), self.at(line, column)

    def at(self, line: int, column: int) -> int:
        """The offset of a place: `line` from 1, `column` in bytes from 0."""
        start = self._starts[min(line, len(self._starts) - 1) - 1]
        if self._is_ascii:
            return start + column
        text = self.text[start : start + column]
        return start + len(text.encode()[:column].decode(errors="ignore"))

    def name(self, node: ast.keyword) -> Span:
        """Where the name of a keyword argument is."""
        start = self.at(node.lineno, node.col_offset)
        found = _IDENTIFIER.match(self.text, start)
        return start, found.end() if found else start
