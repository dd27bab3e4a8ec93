"""Gzip data to what it was made of, a piece at a time; damage becomes an Unread."""

from __future__ import annotations

import zlib
from gzip import BadGzipFile, GzipFile
from io import DEFAULT_BUFFER_SIZE, BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO, TypeVar, cast

from orq_schema.payload.document import Unread
from orq_schema.payload.text import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import WriteableBuffer

Read = TypeVar("Read")


def gunzip(
    file: str, stream: BinaryIO, read: Callable[[BinaryIO], Iterator[Read]], *, started: bool = True
) -> Iterator[Read | Unread]:
    """
    What `read` makes of the decompressed `stream`, up to where that is damaged or ends too early.

    There `read` finds the end of a file, with the line that has `started` as the last one; without `started` it does
    not get to see that. Raises OSError where `stream` does.
    """
    hint = None
    try:
        with GzipFile(fileobj=stream) as opened:
            sound = _Sound(opened)
            for each in read(BufferedReader(sound) if started else cast("BinaryIO", opened)):
                if sound.error is not None and isinstance(each, Unread):
                    # that there is nothing in the file is not known of a part of it
                    continue
                if sound.has_lines or not started:
                    hint = "what could be read of it was checked"
                yield each
            if sound.error is not None:
                raise sound.error
    except EOFError:
        yield _damaged(file, "gzip data that ends too early", hint)
    except (BadGzipFile, zlib.error):
        hint = hint or "if it is plain text, take the .gz off its name"
        yield _damaged(file, "data that is not gzip, or damaged", hint)


class _Sound(RawIOBase):
    """What can be decompressed: it ends where there is an `error`. `has_lines` says whether a line was whole."""

    def __init__(self, stream: GzipFile) -> None:
        super().__init__()
        self._stream = stream
        self.has_lines = False
        self.error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer)
        data = b""
        try:
            # behind an error there is nothing that could be trusted
            # in small pieces: what comes with the damage is lost
            size = min(len(room), DEFAULT_BUFFER_SIZE)
            data = b"" if self.error is not None else self._stream.read1(size)
        except (OSError, EOFError, zlib.error) as error:
            self.error = error
        self.has_lines = self.has_lines or b"\n" in data
        room[: len(data)] = data
        return len(data)


def _damaged(file: str, message: str, hint: str | None) -> Unread:
    return Unread(problem(file, "corrupt-gzip", message, hint))
