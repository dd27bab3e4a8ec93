"""Texts that payloads are only part of: scripts and documentation. Each reader looks for the payloads itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.payload.decode import UTF8_BOM, decode
from orq_schema.payload.document import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.payload.document import Document, Limits
    from orq_schema.payload.text import Lines


def read_code(file: str, kind: str, data: bytes, limits: Limits) -> Iterator[Document | Unread]:
    """
    The documents with an orq object in a file of that `kind`, one of kinds.CODE, in order.

    A file without the letters `orq`, in small letters or capitals, has none: it is not even decoded.
    """
    if not mentions(data):
        return
    body = data.removeprefix(UTF8_BOM)
    lines = decode(file, body, offset=len(data) - len(body))
    if isinstance(lines, Unread):
        yield lines
    else:
        yield from read_text(file, kind, lines, limits)


def mentions(text: bytes | str) -> bool:
    """Whether there may be a payload in `text`: it says `orq`, in small letters or capitals."""
    return b"orq" in text.lower() if isinstance(text, bytes) else "orq" in text.lower()


def read_text(file: str, kind: str, lines: Lines, limits: Limits) -> Iterable[Document | Unread]:
    """As `read_code`, for a text; `python` is a kind here too."""
    if kind in ("markdown", "mdx", "rst"):
        from orq_schema.payload.markdown import read_markdown

        return read_markdown(file, kind, lines, limits)
    if kind == "python":
        from orq_schema.payload.python_text import read_source

        return read_source(file, lines, limits)
    if kind == "shell":
        from orq_schema.payload.shell import read_shell

        return read_shell(file, lines, limits)
    if kind == "http":
        from orq_schema.payload.shell_http import read_http

        return read_http(file, lines, limits)
    from orq_schema.payload.script import read_script

    return read_script(file, kind, lines, limits)
