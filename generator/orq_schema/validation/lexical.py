"""
Hide the strings of text by its looks alone: where it could not be read, and between the values of what could.

Hidden are quoted strings that are no keys, words that are no numbers or literals, and comments. Where it is in doubt
what a line belongs to, all of it is hidden.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.validation.redaction import Token, mask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Span
    from orq_schema.payload.text import Lines

_COMMENT = "<comment>"
_TOKEN = re.compile(
    r"""
    (?P<comment> \#.* | //.* | /\*.* )
    | (?P<closed> "(?:[^"\\]|\\.)*" | '[^']*' )
    | (?P<open> ["'].* )
    | (?P<name> [&*!][^\s,\[\]{}"']* )
    | (?P<word> [^\s,\[\]{}"':=] (?: (?: (?!\s(?:\#|//|/\*)) [^,\[\]{}"':=] )* [^\s,\[\]{}"':=] )? )
    """,
    re.VERBOSE,
)
_LITERAL = re.compile(
    r"[-+]?[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|[Tt]rue|[Ff]alse|null|None|~"
    r"|[-+]?(?:NaN|Infinity|\.?(?:nan|inf)|\.NaN|\.Inf)"
)
_IS_KEY = re.compile(r"\s*[:=]")
# what may be in front of a key: the start of the line, with YAML's indicators, or of a member
_BEFORE_KEY = re.compile(r"^\s*(?:[-?]\s+)*|.*[{,]\s*")
_NEAR = 200
_SIMPLE_KEY = re.compile(r"[\w.$@/<-]+")
# what may start a block line, a key if there is one, and a plain scalar behind it, which may hold any punctuation
_YAML_LINE = re.compile(r"\s*(?:[-?]\s+)*(?:[\w.$@/<-]+\s*:(?:\s+|$))?")
_YAML_PLAIN = re.compile(r"(?![\[\]{}\"'&*!|>#])\S(?:.*?\S)?(?=\s+\#|\s*$)")
_YAML_BLOCK = re.compile(r"(?:^|[\s:-])[|>][-+0-9]*\s*(?:#.*)?$")
_STRUCTURE = re.compile(r"---|\.\.\.|<<|[-?|>+]+[0-9]?")


class Fault(NamedTuple):
    """A text that could not be read: its language, its lines, and where reading ended."""

    kind: str | None
    lines: Lines
    at: int


def hidden(fault: Fault, line: Span) -> list[Token]:
    """What must not be shown of that `line` of a text that could not be read."""
    text = fault.lines.content[line[0] : line[1]]
    if _is_in_doubt(fault, line):
        told = text.strip()
        start = line[0] + text.find(told)
        return [Token((start, start + len(told)), mask(len(told)))] if told else []
    start = 0
    found: list[Token] = []
    if fault.kind == "yaml":
        opening = _YAML_LINE.match(text)
        start = opening.end() if opening else 0
        plain = _YAML_PLAIN.match(text, start)
        if plain:
            if not _LITERAL.fullmatch(plain.group()):
                found.append(Token(plain.span(), mask(len(plain.group()))))
            start = plain.end()
    found += _hidden(text, start, fault.at - line[0])
    return [Token((each.span[0] + line[0], each.span[1] + line[0]), each.mask) for each in found]


def _hidden(text: str, start: int, trusted: int) -> Iterator[Token]:
    """As `hidden`, from `start` on; in front of `trusted` all was as it should be."""
    tokens = list(_TOKEN.finditer(text, start))
    # with a quote too few it is anybody's guess what is inside of a string
    doubtful = any(found.lastgroup == "open" for found in tokens)
    for found in tokens:
        kind, length = found.lastgroup, len(found.group())
        guess = doubtful and found.start() >= trusted
        if kind == "comment":
            yield Token(found.span(), _COMMENT)
        elif kind == "name":
            # text without quotes may start with one of these signs too
            yield Token(found.span(), mask(length))
        elif kind == "open":
            yield Token(found.span(), mask(length - 1))
        elif kind == "closed":
            if guess or not _is_key(text, found):
                yield Token(found.span(), mask(length - 2))
        elif kind == "word" and (
            guess or not (_LITERAL.fullmatch(found.group()) or _is_word_key(text, found))
        ):
            yield Token(found.span(), mask(length))


def _is_key(text: str, found: re.Match[str]) -> bool:
    return _IS_KEY.match(text, found.end()) is not None


def _is_word_key(text: str, found: re.Match[str]) -> bool:
    return (
        _is_key(text, found)
        and _SIMPLE_KEY.fullmatch(found.group()) is not None
        and _BEFORE_KEY.fullmatch(text, max(found.start() - _NEAR, 0), found.start()) is not None
    )


def _is_in_doubt(fault: Fault, line: Span) -> bool:
    """Whether the line may be one of a string that started on an earlier line."""
    if fault.kind in ("json", "jsonl"):
        return False
    before = fault.lines.content[: line[0]]
    return before.count('"') % 2 == 1 or (fault.kind == "yaml" and _is_in_block(before, fault, line))


def _is_in_block(before: str, fault: Fault, line: Span) -> bool:
    """Whether the line is indented under a block scalar's `|` or `>`."""
    indent = _indent(fault.lines.content[line[0] : line[1]])
    for above in reversed(before.splitlines()):
        if above.strip() and _indent(above) < indent:
            if _YAML_BLOCK.search(above):
                return True
            indent = _indent(above)
        if indent == 0:
            return False
    return False


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def between(text: str, start: int, end: int, kind: str) -> Iterator[Token]:
    """What must not be shown from `start` to `end`, where a document that could be read has no keys or values."""
    if kind == "python":
        yield from _between_source(text, start, end)
        return
    for found in _TOKEN.finditer(text, start, end):
        if found.lastgroup == "comment":
            yield Token(found.span(), _COMMENT)
        elif kind == "yaml" and found.lastgroup != "name" and not _STRUCTURE.fullmatch(found.group()):
            yield Token(found.span(), mask(len(found.group())))


def _between_source(text: str, start: int, end: int) -> Iterator[Token]:
    """As `between`, for Python: strings and comments; what looks like them may be in a string of several lines."""
    from orq_schema.payload.python_tokens import quiet

    found = quiet(text)
    if found is None:
        yield Token((start, end), mask(end - start))
        return
    for (first, last), is_comment in found:
        if first < end and last > start:
            span = max(first, start), min(last, end)
            yield Token(span, _COMMENT if is_comment else mask(span[1] - span[0]))
