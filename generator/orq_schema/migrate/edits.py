"""
Where in a text an operation is made, and what is written there in the manner of what stands there.

What comes out is a proposal, and nothing where the form of the text allows none: whether the text then says what it
should is found out by reading it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from orq_schema.errors import Mend
from orq_schema.fix.change import Edit
from orq_schema.fix.edits import deeper
from orq_schema.fix.edits import edits_of as mends_of
from orq_schema.validation.redaction import part_at

if TYPE_CHECKING:
    from orq_schema.migrate.operation import Operation
    from orq_schema.payload.document import Document, Span

# between a key and its value, on one line
_COLON = re.compile(r"[ \t]*[:=][ \t]*")
_BLANKS = re.compile(r"[ \t]*")
# an anchor or a tag before a YAML node
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_FLOW = ("{", "[")
_COMMENTS = frozenset(("yaml", "toml"))


def edits_of(document: Document, operation: Operation) -> tuple[Edit, ...]:
    """What to write where, so that `operation` is made in the text of `document`."""
    writer = _Writer(document, operation)
    match operation.kind:
        case "rename":
            return mends_of(document, operation.steps, Mend("rename-key", operation.key))
        case "list":
            return mends_of(document, operation.steps, Mend("wrap-in-list"))
        case "insert":
            return writer.inserted()
        case "remove":
            return writer.removed()
        case "wrap":
            return writer.wrapped()
        case "unwrap":
            return writer.unwrapped()


class _Writer:
    def __init__(self, document: Document, operation: Operation) -> None:
        self._document = document
        self._text = document.lines.content
        self._operation = operation
        self._steps = operation.steps
        span = document.span(self._steps)
        self._span: Span = (0, 0) if span is None else span

    def inserted(self) -> tuple[Edit, ...]:
        """The member in front of all others."""
        node = part_at(self._document.root, self._steps)
        if not node.keys:
            return ()
        key, (at, end) = min(node.keys.items(), key=lambda each: each[1])
        value = part_at(node, (key,)).start
        member = self._member(at, end, value) + self._string(self._operation.text)
        opening = self._text[node.start : at]
        if not self._is_flow(self._span):
            return () if self._document.kind == "toml" else (Edit(at, at, f"{member}{self._break(at)}"),)
        # as the first member stands on a line of its own, so do the others
        line = opening[opening.rindex("\n") + 1 :] if "\n" in opening else None
        blank = "" if self._text[end:value] == ":" else " "
        return (Edit(at, at, f"{member},{blank if line is None else self._newline() + line}"),)

    def removed(self) -> tuple[Edit, ...]:
        """The member and what parts it from its neighbour."""
        outer = part_at(self._document.root, self._steps[:-1])
        spans = sorted(outer.keys.values())
        key = self._document.key_span(self._steps)
        if key is None or len(spans) == 1 or not isinstance(outer.members, dict):
            return ()
        number = spans.index(key)
        if self._is_flow((outer.start, outer.end)):
            ends = sorted(each.end for each in outer.members.values())
            last = number == len(spans) - 1
            gone = (ends[number - 1], ends[number]) if last else (key[0], spans[number + 1][0])
            return self._without(gone)
        return () if self._document.kind == "toml" else self._line_without(key[0], self._span[1])

    def _line_without(self, start: int, end: int) -> tuple[Edit, ...]:
        """A member of a block: its line, or what is behind the dash on it, up to the next."""
        line = self._text.rfind("\n", 0, start) + 1
        close = self._text.find("\n", end)
        if self._text[line:start].strip():
            behind = _BLANKS.match(self._text, close + 1)
            return () if close < 0 or behind is None else (Edit(start, behind.end(), ""),)
        return (Edit(line - 1, len(self._text), "") if close < 0 else Edit(line, close + 1, ""),)

    def wrapped(self) -> tuple[Edit, ...]:
        """The value as the one member of an object around it."""
        key = self._document.key_span(self._steps)
        if key is None:
            return ()
        start, end = self._span
        member = self._member(*key, start)
        if self._is_flow(self._span):
            inner = " " if self._document.kind == "toml" else ""
            return Edit(start, start, f"{{{inner}{member}"), Edit(end, end, f"{inner}}}")
        if self._document.kind != "yaml" or self._text[start] != "-":
            return ()
        member = member.rstrip()
        depth = (self._document.lines.place(start).column or 1) - 1
        if depth > (self._document.lines.place(key[0]).column or 1) - 1:
            return (Edit(start, start, f"{member}{self._break(start)}"),)
        # the items are as deep as the key: what is around them has to be deeper
        first = Edit(start, start, f"  {member}{self._break(start)}  ")
        return first, *deeper(self._document, self._span, depth)

    def unwrapped(self) -> tuple[Edit, ...]:
        """The value of the one member, without what is around it."""
        inner = part_at(self._document.root, (*self._steps, self._operation.key))
        start, end = self._span
        if self._is_flow(self._span):
            return (*self._without((start, inner.start)), *self._without((inner.end, end)))
        if self._document.kind != "yaml":
            return ()
        # whole lines, so that what stays is as deep as it was
        first, kept = (self._text.rfind("\n", 0, each) + 1 for each in (start, inner.start))
        return self._without((first, kept)) if first < kept else self._without((start, inner.start))

    def _without(self, span: Span) -> tuple[Edit, ...]:
        """That taken away, unless it may have a comment in it."""
        commented = self._document.kind in _COMMENTS and "#" in self._text[slice(*span)]
        return () if commented else (Edit(*span, ""),)

    def _is_flow(self, span: Span) -> bool:
        """Whether the value at `span` is written in brackets; an anchor may be in front of them."""
        bare = _PROPERTIES.match(self._text, *span)
        return bare is not None and self._text.startswith(_FLOW, bare.end())

    def _member(self, start: int, end: int, value: int) -> str:
        """A key and what parts it from its value, as the key from `start` to `end` and its value have it."""
        quoted = self._text[start] == '"' or self._document.kind in {"json", "jsonl"}
        between = self._text[end:value]
        colon = between if _COLON.fullmatch(between) else " = " if self._document.kind == "toml" else ": "
        return f"{json.dumps(self._operation.key) if quoted else self._operation.key}{colon}"

    def _string(self, text: str) -> str:
        return text if self._document.kind == "yaml" else json.dumps(text)

    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self._text else "\n"

    def _break(self, at: int) -> str:
        """A new line that begins as deep as what is at `at`."""
        return self._newline() + " " * ((self._document.lines.place(at).column or 1) - 1)
