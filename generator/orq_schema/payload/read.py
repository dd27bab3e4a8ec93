"""A payload file to its documents; whatever is wrong with it becomes an Unread, never an exception."""

# pathlib costs 8 ms at start-up, more than reading a payload
# ruff: noqa: PTH116
from __future__ import annotations

import os
import stat
from io import DEFAULT_BUFFER_SIZE, BytesIO
from typing import TYPE_CHECKING, BinaryIO

from orq_schema.errors import Problem
from orq_schema.payload.decode import UTF8_BOM, decode, wrong_encoding
from orq_schema.payload.document import NOWHERE, Document, Limits, Unread
from orq_schema.payload.json_text import read_json
from orq_schema.payload.kinds import CODE, kind_of_content, kind_of_name
from orq_schema.payload.lines import BLANKS, byte_order_mark, nothing, read_lines, too_long
from orq_schema.payload.text import problem, reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.text import Lines

# more than most files have: a buffer for as much as is allowed takes longer to get than such a file to read
_USUAL = 1 << 16
_LIMITS = Limits()
_KINDS = {stat.S_IFDIR: "a directory", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
_UNREADABLE = ("a directory", "a socket")
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_file(file: str, limits: Limits = _LIMITS, *, named: bool = False) -> Iterator[Document | Unread]:
    """
    The documents of the file named `file`, in order, with the problems of reading it.

    Source code that nowhere says `orq` is not even parsed, unless it was `named`: then it is a problem where it
    cannot be. The language goes by the extension, else by the content. A FIFO, a socket or a device is refused
    without being opened, since opening one may wait for ever.
    """
    opened = open_file(file)
    if isinstance(opened, Problem):
        yield Unread(opened)
        return
    with opened:
        yield from read_stream(file, opened, limits, named=named)


def open_file(file: str) -> BinaryIO | Problem:
    """The regular file `file`, to be read; or why there is none."""
    opened = _open(file)
    # with a size of buffer it is not asked whether it is a terminal
    return opened if isinstance(opened, Problem) else os.fdopen(opened, "rb", DEFAULT_BUFFER_SIZE)


def read_stream(
    file: str, stream: BinaryIO, limits: Limits = _LIMITS, *, named: bool = False
) -> Iterator[Document | Unread]:
    """
    The documents in what `stream` gives until its end, as `read_file` gives them; `file` is only a name.

    JSON Lines are read line by line, anything else as a whole.
    """
    kind = kind_of_name(file)
    try:
        if kind == "jsonl.gz":
            from orq_schema.payload.gzipped import gunzip

            yield from gunzip(file, stream, lambda lines: read_lines(file, lines, limits), started=False)
        elif kind == "jsonl":
            yield from read_lines(file, stream, limits)
        else:
            first = min(_USUAL, limits.bytes + 1)
            data = stream.read(first)
            if len(data) == first:
                data += stream.read(limits.bytes + 1 - first)
            yield from _read_whole(file, data, limits, kind, named=named)
    except OSError as error:
        yield unreadable(file, error)


def unreadable(file: str, error: OSError) -> Unread:
    """What `error` says of reading `file`."""
    return Unread(problem(file, "unreadable", f"a file that cannot be read: {reason(error)}"))


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


def _read_whole(
    file: str, data: bytes, limits: Limits, kind: str | None, *, named: bool = False
) -> Iterator[Document | Unread]:
    if len(data) > limits.bytes and kind != "jsonl":
        yield too_long(file, limits, NOWHERE)
        return
    if kind == "python":
        from orq_schema.payload.python_text import read_python

        # it says itself what encoding it is in
        yield from read_python(file, data, limits, named=named)
        return
    if kind in CODE:
        from orq_schema.payload.code import read_code

        yield from read_code(file, kind, data, limits)
        return
    kind = kind or kind_of_content(data.removeprefix(UTF8_BOM), limits)
    if kind == "jsonl":
        yield from read_lines(file, BytesIO(data), limits)
        return
    mark, body = (len(UTF8_BOM), data[len(UTF8_BOM) :]) if data.startswith(UTF8_BOM) else (0, data)
    if mark:
        yield byte_order_mark(file)
    text = wrong_encoding(file, body) or decode(file, body, offset=mark)
    if isinstance(text, Unread):
        yield text
    elif not body.strip(BLANKS):
        yield nothing(file)
    else:
        yield from _read_text(file, kind, text, limits, named=named)


def _read_text(
    file: str, kind: str, text: Lines, limits: Limits, *, named: bool
) -> Iterator[Document | Unread]:
    if kind == "json":
        yield read_json(file, kind, text, limits)
    elif kind == "notebook":
        from orq_schema.payload.notebook import read_notebook

        yield from read_notebook(file, text, limits, named=named)
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
        mode = os.stat(file).st_mode
        if not stat.S_ISREG(mode):
            return _no_file(file, mode)
        descriptor = os.open(file, _FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return problem(file, "file-not-found", "no such file")
    except OSError as error:
        return unreadable(file, error).problem
    except ValueError:
        # a NUL, or half a surrogate pair
        return problem(file, "unreadable", "a file name that no file can have")
    # asked again: another file may have taken the name in between
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    return _no_file(file, mode)


def _no_file(file: str, mode: int) -> Problem:
    kind = _KINDS.get(stat.S_IFMT(mode), "a device")
    hint = f'to read from {kind}, give "-" and redirect it to standard input'
    return problem(file, "not-a-file", f"{kind}, not a file", None if kind in _UNREADABLE else hint)
