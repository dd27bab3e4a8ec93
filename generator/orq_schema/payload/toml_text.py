"""TOML text to its document: tomllib's verdict and values, our places, limits and words."""

from __future__ import annotations

import re
import sys
import tomllib
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any

from orq_schema.payload.document import Document, Node, Oddity, Unread
from orq_schema.payload.integers import is_unsafe, unsafe_integer
from orq_schema.payload.number import beyond_double, not_finite
from orq_schema.payload.text import Lines, ReadError, too_deep
from orq_schema.payload.toml_scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.payload.document import Limits

_LIMITS = frozenset({"too-deep", "too-many-nodes", "too-many-digits"})
# what tomllib needs at most for each level, with no function of C in between
_CALLS_PER_LEVEL = 3
_MOST_CALLS = 10_000
_INFINITY = float("inf")
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
# how tomllib's messages begin, and what they say to somebody who mends the file
_WORDS = (
    ("Expected '='", "an equals sign is missing after the key", None),
    ("Expected newline", "more text after the value on the same line", "one key and value a line"),
    ("Expected ']", "a table header that is never closed", "close it"),
    ("Expected", "a string that is never closed", None),
    (
        "Invalid initial character for a key",
        "a key is missing, or not written as TOML has it",
        "put it in quotes",
    ),
    ("Invalid value", "a value that TOML has not", "put text in quotes"),
    ("Invalid statement", "a character that cannot start a line", None),
    ("Invalid hex value", r"\u or \U without its hexadecimal digits", None),
    ("Invalid date", "a date or time that does not exist", None),
    ("Escaped character is not", "half of a surrogate pair is no character", "write the character itself"),
    ("Unescaped '\\'", "a backslash that starts no escape", r"write a backslash itself as \\"),
    ("Unclosed array", 'a comma or "]" is missing before this', None),
    ("Unclosed inline table", 'a comma or "}" is missing before this', None),
    ("Unterminated string", "a string that is never closed", None),
    ("Found invalid character", "a control character or line break that must not stand here", None),
    ("Illegal character", "a control character or line break that must not stand here", None),
    ("Cannot", "a key or table that is defined already, or closed", "define each of them once"),
    ("Duplicate", "a key or table that is defined already, or closed", "define each of them once"),
)
_ESCAPES = frozenset({"Invalid hex value", "Escaped character is not", "Unescaped '\\'"})


def read_toml(file: str, lines: Lines, limits: Limits) -> Document | Unread:
    """
    The document of a TOML text, or the first problem in it (https://toml.io/en/v1.0.0).

    Dates and times, which JSON has not, are their text as written.
    """
    text = lines.content
    try:
        root = _places(text, limits)
        reading = _Reading(text)
        value = reading.value(_loads(text, limits), root)
    except ReadError as error:
        return error.unread(file, "toml", lines)
    return Document(
        file, "toml", value, lines, partial(_same, root), lambda _document: sorted(reading.oddities)
    )


def _same(node: Node) -> Node:
    return node


def _places(text: str, limits: Limits) -> Node:
    """The places in `text`; raises the first ReadError of its scanner and tomllib."""
    try:
        return scan(text, limits)
    except ReadError as error:
        # before tomllib, which could take for ever
        if error.rule not in _LIMITS:
            _agree(text, error, limits)
        raise


def _agree(text: str, ours: ReadError, limits: Limits) -> None:
    """Raises what tomllib finds before the place where our own scanner stopped."""
    try:
        _loads(text, limits)
    except ReadError as theirs:
        if theirs.offset < ours.offset:
            raise


def _loads(text: str, limits: Limits) -> dict[str, Any]:
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(max(usual, min(usual + limits.depth * _CALLS_PER_LEVEL, _MOST_CALLS)))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _fault(str(error), text) from None
    except RecursionError:
        raise too_deep(0, limits.depth) from None
    except ValueError:
        # int() with a limit that is lower than ours
        raise ReadError(
            0, "too-many-digits", "a number with more digits than Python is set to read"
        ) from None
    finally:
        sys.setrecursionlimit(usual)


def _fault(said: str, text: str) -> ReadError:
    found = _PLACE.fullmatch(said)
    message, line, column = found.groups("") if found else (said, "", "")
    at = _offset(text, int(line), int(column)) if line else len(text.rstrip())
    for start, words, hint in _WORDS:
        if message.startswith(start):
            if start in _ESCAPES:
                # tomllib has read on by then
                at = text.rindex("\\", 0, at)
            rule = "lone-surrogate" if start.startswith("Escaped") else "toml-syntax"
            return ReadError(at, rule, words, hint)
    return ReadError(at, "toml-syntax", "text that is no TOML")


def _offset(text: str, line: int, column: int) -> int:
    """The offset in `text` of a place that tomllib gives: only a line feed ends a line."""
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1


class _Reading:
    """tomllib's values as JSON values, and what other clients would make of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.oddities: list[Oddity] = []

    def value(self, root: dict[str, Any], places: Node) -> dict[str, Any]:
        """`root` with each scalar in it as JSON has it; raises ReadError for NaN and infinity."""
        waiting: list[tuple[Any, Node]] = [(root, places)]
        for value, node in waiting:
            if isinstance(node.members, dict):
                held: Iterable[tuple[str | int, Node]] = node.members.items()
            else:
                held = enumerate(node.members or ())
            for step, part in held:
                if part.members is None:
                    value[step] = self.scalar(value[step], (part.start, part.end))
                else:
                    waiting.append((value[step], part))
        return root

    def scalar(self, value: Any, span: tuple[int, int]) -> Any:
        """One scalar that is written at `span`."""
        written = self.text[slice(*span)]
        if isinstance(value, (date, datetime, time)):
            message = "a date or time, which JSON has not: text here, and refused or changed by other clients"
            self.oddities.append(Oddity(span, "toml-date", message, "put it in quotes"))
            return written
        if is_unsafe(value):
            self.oddities.append(unsafe_integer(span))
        if isinstance(value, float) and not -_INFINITY < value < _INFINITY:
            raise beyond_double(span[0]) if written.strip("+-")[:1].isdigit() else not_finite(span[0])
        return value
