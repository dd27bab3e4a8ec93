"""The bodies in a file of HTTP requests, as editors send them (RFC 9112 section 2.1; requests parted by `###`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orq_schema.payload.document import Unread
from orq_schema.payload.embedded import Embedded
from orq_schema.payload.json_text import read_json
from orq_schema.payload.marks import limited, settled
from orq_schema.payload.shell import json_runs
from orq_schema.payload.shell_words import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Document, Limits
    from orq_schema.payload.text import Lines

_REQUEST = re.compile(r"^(?!###).*?(?=^###|\Z)", re.MULTILINE | re.DOTALL)
_BODY = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*(?=\{(?!\{))")
_VARIABLE = re.compile(r"\{\{[\w$%. -]+\}\}")
_KEY = re.compile(r'"orq"\s*:')


def read_http(file: str, lines: Lines, limits: Limits) -> Iterator[Document | Unread]:
    """The documents with an orq object among the bodies, in order; `{{name}}` is known only when one is sent."""
    text = lines.content
    for request in _REQUEST.finditer(text):
        body = _BODY.search(text, request.start(), request.end())
        if body is None or not _KEY.search(text, body.end(), request.end()):
            continue
        runs = json_runs(_pieces(text, body.end(), request.end()))
        read = read_json(file, "json", Embedded(lines, runs), limited(limits))
        found = read if isinstance(read, Unread) else settled(read)
        if found is not None:
            yield found


def _pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    for found in _VARIABLE.finditer(text, start, end):
        yield Piece(text[start : found.start()], start, found.start())
        yield Piece(None, *found.span())
        start = found.end()
    yield Piece(text[start:end], start, end)
