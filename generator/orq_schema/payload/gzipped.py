"""Gzip data to what it was made of, a piece at a time; damage becomes an Unread."""

from __future__ import annotations

import zlib
from gzip import BadGzipFile, GzipFile
from typing import TYPE_CHECKING, BinaryIO, TypeVar, cast

from orq_schema.payload.document import Unread
from orq_schema.payload.text import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Read = TypeVar("Read")


def gunzip(
    file: str, stream: BinaryIO, read: Callable[[BinaryIO], Iterator[Read]]
) -> Iterator[Read | Unread]:
    """What `read` makes of the decompressed `stream`, up to where that is damaged or ends too early."""
    hint = None
    try:
        with GzipFile(fileobj=stream) as opened:
            for each in read(cast("BinaryIO", opened)):
                hint = "what could be read of it was checked"
                yield each
    except EOFError:
        yield _damaged(file, "gzip data that ends too early", hint)
    except (BadGzipFile, zlib.error):
        hint = hint or "if it is plain text, take the .gz off its name"
        yield _damaged(file, "data that is not gzip, or damaged", hint)


def _damaged(file: str, message: str, hint: str | None) -> Unread:
    return Unread(problem(file, "corrupt-gzip", message, hint))
