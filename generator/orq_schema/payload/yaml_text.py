"""A YAML stream to its documents, over PyYAML's events: bounded, positioned, and no tag runs code."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml.events import DocumentEndEvent, DocumentStartEvent, ScalarEvent, StreamEndEvent, StreamStartEvent

from orq_schema.payload.document import Document, Node, Oddity, Place, Unread
from orq_schema.payload.json_faults import unclosed
from orq_schema.payload.text import Lines, ReadError, problem
from orq_schema.payload.yaml_build import Builder
from orq_schema.payload.yaml_scalars import lone_surrogate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.events import Event

    from orq_schema.payload.document import Limits

# missing where PyYAML was built without libyaml; ten times slower then, the same otherwise
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# YAML 1.1 section 5.1, c-printable; a second byte order mark would shift the parser's positions
_FORBIDDEN = re.compile("\\A\ufeff|[^\t\n\r\\x20-\\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[dD][89a-fA-F]")
# an anchor and a tag
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
# strings and comments, which may have brackets in them, and brackets
_BRACKETS = re.compile(
    r"""(?<![^\s,\[{:])(?:"(?:[^"\\]++|\\.)*+"|'(?:[^']++|'')*+')|(?<!\S)\#[^\n]*+|[\[\]{}]""", re.DOTALL
)
# what mends the faults of libyaml's messages that people make most
_HINTS = {
    "mapping values are not allowed in this context": "put text with a colon in quotes, an inner key on its own line",
    "could not find expected ':'": "a key needs a colon with a space behind it",
    "did not find expected key": "line the keys of one object up, and put text with quotes or colons in quotes",
    "found unknown escape character": "write a backslash itself as \\\\, or use single quotes",
    "found character that cannot start any token": "put text that starts with this character in quotes",
}


def read_yaml(file: str, lines: Lines, limits: Limits) -> Iterator[Document | Unread]:
    """
    The documents of a YAML stream, in order, each of them or what is wrong with it.

    That is all keys that are no text, and the first problem of another kind.
    After a syntax error or a passed limit nothing more is read. An empty document is null if it stands before
    another one in a stream that has content; a last `---` with nothing behind it is no document.
    """
    empty: list[Document] = []
    content = False
    for found in _documents(lines.content, limits):
        if isinstance(found, ReadError):
            yield from empty
            yield found.unread(file, "yaml", lines)
            empty, content = [], True
            continue
        document = _document(file, lines, found)
        if content or not found.is_empty:
            yield from empty
            empty, content = [], True
        if found.is_empty:
            empty.append(document)
        else:
            yield document
    if not content:
        message = "nothing in it but white space and comments"
        yield Unread(problem(file, "empty-document", message, place=Place(1, 1)), "yaml")


class _Parsed(NamedTuple):
    value: Any
    root: Node
    oddities: list[Oddity]
    is_empty: bool


def _document(file: str, lines: Lines, parsed: _Parsed) -> Document:
    return Document(
        file, "yaml", parsed.value, lines, partial(_same, parsed.root), lambda _document: parsed.oddities
    )


def _same(node: Node) -> Node:
    return node


def _documents(text: str, limits: Limits) -> Iterator[_Parsed | ReadError]:
    """Each document, or what is wrong with it."""
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        yield ReadError(forbidden.start(), "yaml-syntax", "a control character, which YAML does not allow")
        return
    builder = Builder(limits)
    is_empty = False
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            kind = type(event)
            if kind is DocumentStartEvent:
                is_empty = False
            elif kind is DocumentEndEvent:
                faults = builder.faults()
                yield from faults
                if not faults:
                    yield _finished(builder, is_empty=is_empty)
                builder = Builder(limits)
            elif kind is not StreamStartEvent and kind is not StreamEndEvent:
                is_empty = builder.root is None and _is_nothing(event)
                builder.feed(event)
    except ReadError as error:
        yield from builder.faults(error)
    except yaml.MarkedYAMLError as error:
        yield from builder.faults(_syntax_error(error, text, builder.opening))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        # the pure parser gives chr() whatever an escape says
        yield from builder.faults(ReadError(0, "yaml-syntax", "text that the YAML parser does not take"))


def _finished(builder: Builder, *, is_empty: bool) -> _Parsed | ReadError:
    if builder.root is None:
        return ReadError(0, "yaml-syntax", "a document without a value")
    return _Parsed(builder.root.value, builder.root.node, builder.oddities, is_empty)


def _is_nothing(event: Event) -> bool:
    return (
        isinstance(event, ScalarEvent)
        and not event.value
        and event.implicit[0]
        and event.tag is None
        and event.anchor is None
    )


def _syntax_error(error: yaml.MarkedYAMLError, text: str, opening: int) -> ReadError:
    """What is wrong with `text`; at `opening` the container starts that was being read."""
    mark = error.problem_mark or error.context_mark
    at = mark.index if mark else 0
    message = error.problem or error.context or "text that the YAML parser does not take"
    if "escape code" in message and _SURROGATE.match(text, at):
        return lone_surrogate(at - 2)
    properties = _PROPERTIES.match(text, opening)
    opening = properties.end() if properties else opening
    if text.startswith(("[", "{"), opening) and not _is_closed(text, opening):
        return unclosed(text, opening, "yaml-syntax")
    hint = _HINTS.get(message)
    if text.startswith("\t", at):
        hint = "indent with spaces: YAML allows no tabs there"
    return ReadError(at, "yaml-syntax", message[:1].lower() + message[1:], hint)


def _is_closed(text: str, opening: int) -> bool:
    """Whether there are as many closing brackets from `opening` on as it takes, of whatever kind."""
    depth = 0
    for found in _BRACKETS.finditer(text, opening):
        depth += (found[0] in "[{") - (found[0] in "]}")
        if depth == 0:
            return True
    return False
