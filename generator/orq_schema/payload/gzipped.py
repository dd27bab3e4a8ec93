"""Gzip data to what it was made of, a piece at a time; damage becomes an Unread."""

from __future__ import annotations

import zlib
from gzip import BadGzipFile, GzipFile
from typing import TYPE_CHECKING, BinaryIO, cast

from orq_schema.payload.document import Unread
from orq_schema.payload.text import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.payload.document import Document


def gunzip(
    file: str, stream: BinaryIO, read: Callable[[BinaryIO], Iterator[Document | Unread]]
) -> Iterator[Document | Unread]:
    """What `read` makes of the decompressed `stream`, up to where that is damaged or ends too early."""
    try:
        with GzipFile(fileobj=stream) as opened:
            yield from read(cast("BinaryIO", opened))
    except EOFError:
        yield _damaged(file, "gzip data that ends too early")
    except (BadGzipFile, zlib.error):
        yield _damaged(file, "data that is not gzip, or damaged")


def _damaged(file: str, message: str) -> Unread:
    return Unread(problem(file, "corrupt-gzip", message, "what could be read of it was checked"))
