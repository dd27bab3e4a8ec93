"""JSON Lines in blocks of whole lines, however many there are and however long one is."""

from __future__ import annotations

import select
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Literal, NamedTuple

from orq_schema.payload.decode import UTF8_BOM
from orq_schema.payload.kinds import kind_of_name
from orq_schema.payload.lines import BLANKS, is_foreign, nothing
from orq_schema.payload.read import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from orq_schema.payload.document import Unread

# large enough that handing one over costs nothing, small enough that some of them fit into memory
SIZE = 1 << 20
# so many lines of a block may all be wrong, and what is wrong with a tiny one takes a thousand times its memory
_MOST_LINES = 1 << 13


class Block(NamedTuple):
    """
    Lines of a file, with their line breaks: all its blocks, one behind the other, are the file.

    The lines are whole, but for the line break of the last one of the file. A `long` one is the start of a line that
    is beyond the limit, a `rest` goes on with the line before it, and there is nothing to judge in it: in the rest of
    a line that is too long, or of a file in a foreign encoding. `number` is that of the first line, `offset` that of
    the first byte; so many lines are `begun` here, and `length` is the number of all bytes.
    """

    number: int
    offset: int
    lines: Sequence[bytes]
    begun: int
    length: int
    kind: Literal["lines", "long", "rest"] = "lines"


def read_blocks(file: str, stream: BinaryIO, limit: int, size: int = SIZE) -> Iterator[Block | Unread]:
    """
    The blocks of the JSON Lines that `stream` gives, about `size` bytes each, and what is wrong with the whole.

    `limit` is the most bytes that a line may have; of a longer one no more is ever held. `file` is only a name, by
    which compressed lines are known. Where a stream has no more for now, what there is makes a block.
    """
    try:
        if kind_of_name(file) == "jsonl.gz":
            from orq_schema.payload.gzipped import gunzip

            yield from gunzip(file, stream, lambda lines: _blocks(file, lines.read, limit, size))
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


def _is_ready(descriptor: int) -> bool:
    try:
        return bool(select.select([descriptor], [], [], 0)[0])
    except (OSError, ValueError):
        # not to be asked on this system
        return False


def _blocks(file: str, read: Callable[[int], bytes], limit: int, size: int) -> Iterator[Block | Unread]:
    empty = True
    for block in _cut(read, _Cutter(limit), size):
        empty = empty and _is_blank(block)
        yield block
    if empty:
        yield nothing(file)


def _cut(read: Callable[[int], bytes], at: _Cutter, size: int) -> Iterator[Block]:
    try:
        while data := read(size):
            yield from at.cut(data)
    except OSError:
        # what there is of a line is not lost with the rest of it
        yield from at.end()
        raise
    yield from at.end()


def _is_blank(block: Block) -> bool:
    first = block.lines[0].removeprefix(UTF8_BOM) if block.number == 1 else block.lines[0]
    return not first.strip(BLANKS) and not any(each.strip(BLANKS) for each in block.lines[1:])


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
            yield self._block([data], 0, "rest")
            return
        if self._passed == "line":
            end = data.find(b"\n") + 1 or len(data)
            self._passed = "no" if data.endswith(b"\n", 0, end) else "line"
            yield self._block([data[:end]], 0, "rest")
            data = data[end:]
        # a tenth of the time that it takes to count them
        lines = BytesIO(data).readlines()
        last = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        if lines:
            if self._open:
                lines[0] = b"".join([*self._taken(), lines[0]])
            yield from self._lines(lines)
        if last:
            yield from self._keep(last)

    def end(self) -> Iterator[Block]:
        """The last block: a line without a line break."""
        if self._open:
            yield from self._lines([b"".join(self._taken())])

    def _keep(self, data: bytes) -> Iterator[Block]:
        if self._passed == "file":
            yield self._block([data], 0, "rest")
            return
        self._open.append(data)
        self._held += len(data)
        if self._held > self._limit:
            first, *others = self._taken()
            self._passed = "file" if self._number == 1 and is_foreign(first) else "line"
            yield self._block([first], 1, "long")
            if others:
                yield self._block(others, 0, "rest")

    def _taken(self) -> list[bytes]:
        taken, self._open, self._held = self._open, [], 0
        return taken

    def _lines(self, lines: list[bytes]) -> Iterator[Block]:
        if self._number == 1 and is_foreign(lines[0]):
            self._passed = "file"
            yield self._block(lines[:1], 1, "lines")
            if len(lines) > 1:
                yield self._block(lines[1:], 0, "rest")
            return
        for start in range(0, len(lines), _MOST_LINES):
            part = lines[start : start + _MOST_LINES]
            yield self._block(part, len(part), "lines")

    def _block(self, lines: list[bytes], count: int, kind: Literal["lines", "long", "rest"]) -> Block:
        block = Block(self._number, self._offset, lines, count, sum(map(len, lines)), kind)
        self._number += count
        self._offset += block.length
        return block
