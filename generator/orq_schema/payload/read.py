"""A payload file to its documents; whatever is wrong with it becomes an Unread, never an exception."""

# pathlib costs 8 ms at start-up, more than reading a payload
# ruff: noqa: PTH112, PTH116
from __future__ import annotations

import os
import stat
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from orq_schema.errors import Detail, Mend, Problem
from orq_schema.payload.decode import UTF8_BOM, decode, wrong_encoding
from orq_schema.payload.document import NOWHERE, Document, Limits, Place, Unread
from orq_schema.payload.json_text import read_json
from orq_schema.payload.kinds import CODE, kind_of_content, kind_of_name
from orq_schema.payload.text import problem, reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.text import Lines

_BLANKS = b" \t\r\n"
# more than most files have: a buffer for as much as is allowed takes longer to get than such a file to read
_USUAL = 1 << 16
_LIMITS = Limits()
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_file(file: str, limits: Limits = _LIMITS) -> Iterator[Document | Unread]:
    """
    The documents of the file named `file`, in order, with the problems of reading it.

    The language goes by the extension, else by the content. A FIFO, a socket or a device is refused without
    being opened, since opening one may wait for ever.
    """
    opened = _open(file)
    if isinstance(opened, Problem):
        yield Unread(opened)
        return
    with os.fdopen(opened, "rb") as handle:
        yield from read_stream(file, handle, limits)


def read_stream(file: str, stream: BinaryIO, limits: Limits = _LIMITS) -> Iterator[Document | Unread]:
    """
    The documents in what `stream` gives until its end, as `read_file` gives them; `file` is only a name.

    JSON Lines are read line by line, anything else as a whole.
    """
    kind = kind_of_name(file)
    try:
        if kind == "jsonl.gz":
            from orq_schema.payload.gzipped import gunzip

            yield from gunzip(file, stream, lambda lines: _read_lines(file, lines, limits))
        elif kind == "jsonl":
            yield from _read_lines(file, stream, limits)
        else:
            first = min(_USUAL, limits.bytes + 1)
            data = stream.read(first)
            if len(data) == first:
                data += stream.read(limits.bytes + 1 - first)
            yield from _read_whole(file, data, limits, kind)
    except OSError as error:
        yield Unread(problem(file, "unreadable", f"a file that cannot be read: {reason(error)}"))


def read_bytes(
    file: str, data: bytes, limits: Limits = _LIMITS, kind: str | None = None
) -> Iterator[Document | Unread]:
    """
    The documents in `data`, as `read_file` gives them; `file` is only a name.

    `kind` is `json`, `jsonl`, `yaml` or `toml`; without it the language goes by the extension of `file`, else
    by the content.
    """
    kind = kind or kind_of_name(file)
    return (
        _read_whole(file, data, limits, kind)
        if kind != "jsonl.gz"
        else read_stream(file, BytesIO(data), limits)
    )


def _read_whole(file: str, data: bytes, limits: Limits, kind: str | None) -> Iterator[Document | Unread]:
    if len(data) > limits.bytes and kind != "jsonl":
        yield _too_long(file, limits, NOWHERE)
        return
    if kind == "python":
        from orq_schema.payload.python_text import read_python

        # it says itself what encoding it is in
        yield from read_python(file, data, limits)
        return
    if kind in CODE:
        from orq_schema.payload.code import read_code

        yield from read_code(file, kind, data, limits)
        return
    kind = kind or kind_of_content(data.removeprefix(UTF8_BOM), limits)
    if kind == "jsonl":
        yield from _read_lines(file, BytesIO(data), limits)
        return
    mark, body = (len(UTF8_BOM), data[len(UTF8_BOM) :]) if data.startswith(UTF8_BOM) else (0, data)
    if mark:
        yield _bom(file)
    text = wrong_encoding(file, body) or decode(file, body, offset=mark)
    if isinstance(text, Unread):
        yield text
    elif not body.strip(_BLANKS):
        yield _empty(file)
    else:
        yield from _read_text(file, kind, text, limits)


def _read_text(file: str, kind: str, text: Lines, limits: Limits) -> Iterator[Document | Unread]:
    if kind == "json":
        yield read_json(file, kind, text, limits)
    elif kind == "notebook":
        from orq_schema.payload.notebook import read_notebook

        yield from read_notebook(file, text, limits)
    elif kind == "toml":
        from orq_schema.payload.toml_text import read_toml

        yield read_toml(file, text, limits)
    else:
        from orq_schema.payload.yaml_text import read_yaml

        yield from read_yaml(file, text, limits)


def _open(file: str) -> int | Problem:
    """A descriptor of the regular file `file`, or why there is none."""
    try:
        # asked before opening: opening a FIFO waits for its writer
        if not stat.S_ISREG(os.stat(file).st_mode):
            return _no_file(file)
        descriptor = os.open(file, _FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return problem(file, "file-not-found", "no such file")
    except OSError as error:
        return problem(file, "unreadable", f"a file that cannot be read: {reason(error)}")
    except ValueError:
        # a NUL, or half a surrogate pair
        return problem(file, "unreadable", "a file name that no file can have")
    # asked again: another file may have taken the name in between
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    return _no_file(file)


def _no_file(file: str) -> Problem:
    hint = None if os.path.isdir(file) else 'to read from a pipe, give "-" and redirect it to standard input'
    return problem(file, "not-a-file", "a directory, pipe, socket or device, not a file", hint)


def _read_lines(file: str, lines: BinaryIO, limits: Limits) -> Iterator[Document | Unread]:
    """JSON Lines: each line is read on its own, so that a bad one hides no other."""
    empty = True
    offset = number = 0
    while line := lines.readline(limits.bytes + 1):
        number += 1
        if len(line) > limits.bytes:
            # the rest may be endless
            yield _too_long(file, limits, Place(number, 1))
            return
        body = line
        if number == 1 and line.startswith(UTF8_BOM):
            yield _bom(file)
            body = line[len(UTF8_BOM) :]
        wrong = wrong_encoding(file, body) if number == 1 else None
        if wrong:
            yield wrong
            return
        if body.strip(_BLANKS):
            empty = False
            # the line break is no part of the line: an unclosed string ends before it
            text = decode(file, body.rstrip(b"\r\n"), offset=offset + len(line) - len(body), only=number)
            yield text if isinstance(text, Unread) else read_json(file, "jsonl", text, limits)
        offset += len(line)
    if empty:
        yield _empty(file)


def _too_long(file: str, limits: Limits, place: Place) -> Unread:
    what = "a file" if place.line is None else "a line"
    message = f"{what} of more bytes than the limit of {limits.bytes:,}; nothing is read from there on"
    return Unread(problem(file, "too-many-bytes", message, place=place))


def _bom(file: str) -> Unread:
    message, hint = "a byte order mark at the start", "save the file as UTF-8 without it"
    detail = Detail(mend=Mend("remove-bom"))
    return Unread(Problem(file, 1, 1, "", "bom", "warning", message, hint, detail))


def _empty(file: str) -> Unread:
    return Unread(problem(file, "empty-document", "nothing in it but white space", place=Place(1, 1)))
