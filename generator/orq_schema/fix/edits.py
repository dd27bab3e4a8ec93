"""Where in a text a mend is made, and what is written there in the manner of what stands there."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from orq_schema.fix.change import Edit
from orq_schema.fix.values import is_literal

if TYPE_CHECKING:
    from orq_schema.errors import Mend
    from orq_schema.payload.document import Document, Span
    from orq_schema.pointer import Steps

# an anchor or a tag before a YAML node, and the blanks behind it
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_BARE = {"toml": re.compile(r"[A-Za-z0-9_-]+"), "yaml": re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")}
# what YAML 1.1 or 1.2 takes for a boolean or null where it has no quotes
_YAML_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
_LIST_UNDER_KEY = re.compile(r"^( *)[^\s#-][^\n]*:[ \t]*\r?\n\1( *)- ", re.MULTILINE)


def edits_of(document: Document, steps: Steps, mend: Mend) -> tuple[Edit, ...]:
    """
    What to write where, so that `mend` is made to the value at `steps`; nothing where the form does not allow it.

    What comes out is a proposal: whether the text then says what it should is found out by reading it.
    """
    at_key = mend.rule == "rename-key"
    span = document.key_span(steps) if at_key else document.span(steps)
    if span is None:
        return ()
    if document.kind == "yaml":
        found = _PROPERTIES.match(document.lines.content, *span)
        bare = (found.end() if found else span[0], span[1])
    else:
        bare = span
    if at_key:
        return _renamed(document, bare, mend.argument or "")
    if mend.rule == "unquote":
        return _unquoted(document, bare)
    return _wrapped(document, steps, span, bare)


def _renamed(document: Document, span: Span, key: str) -> tuple[Edit, ...]:
    first = document.lines.content[span[0] : span[0] + 1]
    quoted = json.dumps(key, ensure_ascii=False)
    if first == "'":
        # only YAML has a way to write such a quote in such quotes
        new = quoted if "'" in key and document.kind != "yaml" else "'" + key.replace("'", "''") + "'"
    elif first == '"':
        new = quoted
    elif first in "*|>":
        return ()
    else:
        bare = _BARE[document.kind].fullmatch(key) and key.lower() not in _YAML_WORDS
        new = key if bare else quoted
    return (Edit(*span, new),)


def _unquoted(document: Document, span: Span) -> tuple[Edit, ...]:
    written = document.lines.content[slice(*span)]
    text = written[1:-1]
    # escapes and long strings are left alone: what is between the quotes must be the literal itself
    return (Edit(*span, text),) if written[:1] in {'"', "'"} and is_literal(text) else ()


def _wrapped(document: Document, steps: Steps, span: Span, bare: Span) -> tuple[Edit, ...]:
    first = document.lines.content[bare[0] : bare[1]][:1]
    if first in {"", "|", ">"}:
        return ()
    if document.kind == "yaml" and first not in {"{", "["} and _is_container(document, steps):
        return _as_item(document, steps, span)
    return Edit(span[0], span[0], "["), Edit(span[1], span[1], "]")


def _is_container(document: Document, steps: Steps) -> bool:
    value = document.value
    for step in steps:
        value = value[step]
    return isinstance(value, (dict, list))


def _as_item(document: Document, steps: Steps, span: Span) -> tuple[Edit, ...]:
    """The block at `span` as the one item of a block sequence, indented as the first list of the file is."""
    lines = document.lines
    start = span[0]
    depth = (lines.place(start).column or 1) - 1
    key = document.key_span(steps)
    if key is not None and lines.place(key[0]).column == depth - 1 and _is_flush(lines.content):
        return (Edit(start - 2, start, "- "),)
    return (Edit(start, start, "- "), *deeper(document, span, depth))


def deeper(document: Document, span: Span, depth: int) -> list[Edit]:
    """Two blanks in front of each line but the first of the YAML block at `span`, which has `depth` of them."""
    lines = document.lines
    edits: list[Edit] = []
    first = lines.place(span[0]).line or 1
    for number in range(first + 1, (lines.place(span[1] - 1).line or 1) + 1):
        at, behind = lines.line(number)
        text = lines.content[at:behind].lstrip(" ")
        indent = behind - at - len(text)
        # neither a blank line nor a comment that is no part of the block needs to be as deep
        if (text or indent > depth) and not (text.startswith("#") and indent < depth):
            edits.append(Edit(at, at, "  "))
    return edits


@lru_cache(maxsize=8)
def _is_flush(text: str) -> bool:
    """Whether the items of the first list under a key are indented no deeper than the key."""
    found = _LIST_UNDER_KEY.search(text)
    return found is not None and not found.group(2)
