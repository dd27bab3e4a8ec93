"""JSON Lines in blocks of whole lines, however many there are and however long one is."""

from __future__ import annotations

import re
import select
import zlib
from io import DEFAULT_BUFFER_SIZE
from typing import TYPE_CHECKING, BinaryIO, Literal, NamedTuple

from orq_schema.payload.gzipped import gunzip
from orq_schema.payload.kinds import kind_of_name
from orq_schema.payload.lines import is_foreign, nothing
from orq_schema.payload.read import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.payload.document import Unread

# large enough that handing one over costs nothing, small enough that some of them fit into memory
SIZE = 1 << 20
# so many lines of a block may all be wrong, and what is wrong with a tiny one takes a thousand times its memory
_MOST_LINES = 1 << 13
_NO_BLANK = re.compile(rb"[^ \t\r\n]")
_BOM_ONLY = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*")


class Block(NamedTuple):
    """
    Bytes of a file: all its blocks, one behind the other, are the file.

    The lines of a block are whole, but for the line break of the last one of the file. A `long` one is the start of
    a line that is beyond the limit, a `rest` goes on with the line before it, and there is nothing to judge in it:
    in the rest of a line that is too long, or of a file in a foreign encoding. `number` is that of the first line,
    `offset` that of the first byte; so many `lines` begin here.
    """

    number: int
    offset: int
    data: bytes
    lines: int
    kind: Literal["lines", "long", "rest"] = "lines"


def read_blocks(file: str, stream: BinaryIO, limit: int, size: int = SIZE) -> Iterator[Block | Unread]:
    """
    The blocks of the JSON Lines that `stream` gives, about `size` bytes each, and what is wrong with the whole.

    `limit` is the most bytes that a line may have; of a longer one no more is ever held. `file` is only a name, by
    which compressed lines are known. Where a stream has no more for now, what there is makes a block.
    """
    try:
        if kind_of_name(file) == "jsonl.gz":
            yield from gunzip(file, stream, lambda lines: _blocks(file, _steady(lines), limit, size))
        else:
            yield from _blocks(file, _eager(stream), limit, size)
    except OSError as error:
        yield unreadable(file, error)


def _eager(stream: BinaryIO) -> Callable[[int], bytes]:
    """Read as much as there is by now, up to the size asked for; wait only for the first byte."""
    # a stream without a buffer of its own
    once: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    try:
        descriptor = stream.fileno()
    except OSError:
        return stream.read

    def read(size: int) -> bytes:
        found = [once(size)]
        left = size - len(found[0])
        while found[-1] and left and _is_ready(descriptor):
            found.append(once(left))
            left -= len(found[-1])
        return b"".join(found)

    return read


def _steady(stream: BinaryIO) -> Callable[[int], bytes]:
    """
    Read as much as is asked for, or up to where an error is: that is raised by the next call.

    The pieces are those in which a stream is read line by line: so as much comes before damage as comes there.
    """
    once: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    damage: list[Exception] = []

    def read(size: int) -> bytes:
        if damage:
            raise damage[0]
        found: list[bytes] = []
        left = size
        try:
            while left > 0 and (piece := once(DEFAULT_BUFFER_SIZE)):
                found.append(piece)
                left -= len(piece)
        except (OSError, EOFError, zlib.error) as error:
            if not found:
                raise
            damage.append(error)
        return b"".join(found)

    return read


def _is_ready(descriptor: int) -> bool:
    try:
        return bool(select.select([descriptor], [], [], 0)[0])
    except (OSError, ValueError):
        # not to be asked on this system
        return False


def _blocks(file: str, read: Callable[[int], bytes], limit: int, size: int) -> Iterator[Block | Unread]:
    at = _Cutter(limit)
    empty = True
    while data := read(size):
        for block in at.cut(data):
            empty = empty and _is_blank(block)
            yield block
    for block in at.end():
        empty = empty and _is_blank(block)
        yield block
    if empty:
        yield nothing(file)


def _parts(data: bytes) -> Iterator[tuple[bytes, int]]:
    """`data` in pieces of whole lines, with their number, that keep to the limit: the halves of what has too many."""
    count = data.count(b"\n")
    if count <= _MOST_LINES:
        yield data, count + (not data.endswith(b"\n"))
        return
    middle = data.rfind(b"\n", 0, len(data) // 2) + 1 or data.find(b"\n") + 1
    yield from _parts(data[:middle])
    yield from _parts(data[middle:])


def _is_blank(block: Block) -> bool:
    if block.number == 1:
        return bool(_BOM_ONLY.fullmatch(block.data))
    return not _NO_BLANK.search(block.data)


class _Cutter:
    """Cuts what is read into blocks; what has no end yet is kept, up to `limit`."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._number = 1
        self._offset = 0
        # the start of a line, in pieces
        self._open: list[bytes] = []
        self._held = 0
        # what comes up to the next line break, or for ever, has had its problem
        self._passed: Literal["no", "line", "file"] = "no"

    def cut(self, data: bytes) -> Iterator[Block]:
        """The blocks that are complete with `data`."""
        if self._passed == "file":
            yield self._block(data, 0, "rest")
            return
        if self._passed == "line":
            end = data.find(b"\n") + 1 or len(data)
            self._passed = "no" if data.endswith(b"\n", 0, end) else "line"
            yield self._block(data[:end], 0, "rest")
            data = data[end:]
        end = data.rfind(b"\n") + 1
        if end:
            # a view: a copy of the data is made only once
            yield from self._lines(b"".join([*self._taken(), memoryview(data)[:end]]))
        if end < len(data):
            yield from self._keep(data[end:] if end else data)

    def end(self) -> Iterator[Block]:
        """The last block: a line without a line break."""
        if self._open:
            yield from self._lines(b"".join(self._taken()))

    def _keep(self, data: bytes) -> Iterator[Block]:
        if self._passed == "file":
            yield self._block(data, 0, "rest")
            return
        self._open.append(data)
        self._held += len(data)
        if self._held > self._limit:
            first, *others = self._taken()
            self._passed = "file" if self._number == 1 and is_foreign(first) else "line"
            yield self._block(first, 1, "long")
            for each in others:
                yield self._block(each, 0, "rest")

    def _taken(self) -> list[bytes]:
        taken, self._open, self._held = self._open, [], 0
        return taken

    def _lines(self, data: bytes) -> Iterator[Block]:
        first = data[: data.find(b"\n") + 1 or len(data)] if self._number == 1 else b""
        if first and is_foreign(first):
            self._passed = "file"
            yield self._block(first, 1, "lines")
            if len(first) < len(data):
                yield self._block(data[len(first) :], 0, "rest")
            return
        for part, count in _parts(data):
            yield self._block(part, count, "lines")

    def _block(self, data: bytes, count: int, kind: Literal["lines", "long", "rest"]) -> Block:
        block = Block(self._number, self._offset, data, count, kind)
        self._number += count
        self._offset += len(data)
        return block
