"""Code blocks of reStructuredText: those of the directive `code-block`, and literal blocks behind `::`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orq_schema.payload.embedded import Embedded, Run, written
from orq_schema.payload.markdown_fences import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Span
    from orq_schema.payload.text import Lines

_LINE = re.compile(r"([ \t]*)([^\r\n]*)(?:\r\n?|\n|\Z)")
_DIRECTIVE = re.compile(r"\.\.[ \t]+(?:code-block|sourcecode|code)::[ \t]*(\S*)")
_HIGHLIGHT = re.compile(r"\.\.[ \t]+highlight::[ \t]*(\S+)")
_OPTION = re.compile(r":[\w-]+:")
_COMMENT = re.compile(r"\.\.[ \t]+(?![\w-]+::)")


def literals(lines: Lines) -> Iterator[Block]:
    """The code blocks of a text, in order; one behind `::` is in the language that `highlight` has named."""
    found = [each for each in _LINE.finditer(lines.content) if each.group()]
    usual = ""
    note: Span | None = None
    at = 0
    while at < len(found):
        indent, text = len(found[at][1]), found[at][2].rstrip()
        at += 1
        directive = _DIRECTIVE.match(text)
        highlight = _HIGHLIGHT.match(text)
        if highlight:
            usual = highlight[1]
        if directive or (text.endswith("::") and not text.startswith("..")):
            end = _end(found, at, indent)
            body = found[_options(found, at, end) if directive else at : end]
            yield Block(directive[1] if directive else usual, Embedded(lines, _dedented(lines, body)), note)
            at = end
        if text:
            note = found[at - 1].span(2) if _COMMENT.match(text) else None


def _end(found: list[re.Match[str]], at: int, indent: int) -> int:
    """The index of the first line from `at` on that is not indented deeper than `indent`."""
    while at < len(found) and (not found[at][2] or len(found[at][1]) > indent):
        at += 1
    return at


def _options(found: list[re.Match[str]], at: int, end: int) -> int:
    """The index of the first line that is no option of a directive."""
    while at < end and _OPTION.match(found[at][2]):
        at += 1
    return at


def _dedented(lines: Lines, body: list[re.Match[str]]) -> Iterator[Run]:
    indent = min((len(each[1]) for each in body if each[2]), default=0)
    for each in body:
        yield written(lines, each.start() + min(indent, len(each[1])), each.end())
