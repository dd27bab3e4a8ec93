"""JSON Lines: each line is read on its own, so that a bad one hides no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from orq_schema.errors import Detail, Mend, Problem
from orq_schema.payload.decode import UTF8_BOM, decode, wrong_encoding
from orq_schema.payload.document import Document, Limits, Place, Unread
from orq_schema.payload.json_text import read_json
from orq_schema.payload.text import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANKS = b" \t\r\n"
# what is read at once of a line that is passed over
_PIECE = 1 << 16


def read_lines(file: str, stream: BinaryIO, limits: Limits) -> Iterator[Document | Unread]:
    """
    The documents in what `stream` gives until its end, in order, with the problems of reading it.

    Of a file in another encoding than UTF-8 no line is read, of a line that is too long nothing behind the limit.
    """
    empty = True
    offset = number = 0
    while line := stream.readline(limits.bytes + 1):
        number += 1
        found = read_line(file, line, number, offset, limits)
        yield from found
        if number == 1 and is_foreign(line):
            return
        empty = empty and is_blank(found)
        offset += len(line)
        if len(line) > limits.bytes:
            while not line.endswith(b"\n") and (line := stream.readline(_PIECE)):
                offset += len(line)
    if empty:
        yield nothing(file)


def read_line(file: str, line: bytes, number: int, offset: int, limits: Limits) -> list[Document | Unread]:
    """
    What is in one `line`, with or without its line break; nothing in a blank one.

    `number` is that of the line, `offset` that of its first byte in the file. The first line may start with a byte
    order mark.
    """
    if len(line) > limits.bytes:
        return [too_long(file, limits, Place(number, 1))]
    found: list[Document | Unread] = []
    body = line
    if number == 1:
        body = line.removeprefix(UTF8_BOM)
        if len(body) < len(line):
            found.append(byte_order_mark(file))
        wrong = wrong_encoding(file, body)
        if wrong is not None:
            return [*found, wrong]
    if body.strip(BLANKS):
        # the line break is no part of the line: an unclosed string ends before it
        text = decode(file, body.rstrip(b"\r\n"), offset=offset + len(line) - len(body), only=number)
        found.append(text if isinstance(text, Unread) else read_json(file, "jsonl", text, limits))
    return found


def is_blank(found: list[Document | Unread]) -> bool:
    """Whether a line, in which that was `found`, has nothing in it but perhaps a byte order mark."""
    return not any(isinstance(each, Document) or each.problem.severity == "error" for each in found)


def is_foreign(line: bytes) -> bool:
    """Whether the first `line` of a file shows that it is in another encoding: then no line of it is read."""
    return wrong_encoding("", line.removeprefix(UTF8_BOM)) is not None


def too_long(file: str, limits: Limits, place: Place) -> Unread:
    """A file, or where `place` has a line that line, beyond the limit."""
    what, then = ("a file", "it is not read") if place.line is None else ("a line", "it is passed over")
    message = f"{what} of more bytes than the limit of {limits.bytes:,}; {then}"
    return Unread(problem(file, "too-many-bytes", message, place=place))


def byte_order_mark(file: str) -> Unread:
    """A warning that `file` starts with one."""
    message, hint = "a byte order mark at the start", "save the file as UTF-8 without it"
    detail = Detail(mend=Mend("remove-bom"))
    return Unread(Problem(file, 1, 1, "", "bom", "warning", message, hint, detail))


def nothing(file: str) -> Unread:
    """There is nothing in the file."""
    return Unread(problem(file, "empty-document", "nothing in it but white space", place=Place(1, 1)))
