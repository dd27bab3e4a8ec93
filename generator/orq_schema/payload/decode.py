"""Bytes to text: UTF-8 only (RFC 8259 section 8.1), and the name of what it is instead."""

from __future__ import annotations

from orq_schema.payload.document import Place, Unread
from orq_schema.payload.text import Lines, problem

UTF8_BOM = b"\xef\xbb\xbf"
# the longer marks first: UTF-32's begins with UTF-16's
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32 (little-endian)"),
    (b"\x00\x00\xfe\xff", "UTF-32 (big-endian)"),
    (b"\xff\xfe", "UTF-16 (little-endian)"),
    (b"\xfe\xff", "UTF-16 (big-endian)"),
)
_MARKED = tuple([mark for mark, _ in _MARKS])
# which of the first four bytes are NUL when two ASCII characters stand there (RFC 4627 section 3)
_NULS = {
    "000x": "UTF-32 (big-endian)",
    "0x0x": "UTF-16 (big-endian)",
    "x000": "UTF-32 (little-endian)",
    "x0x0": "UTF-16 (little-endian)",
}


def wrong_encoding(file: str, data: bytes) -> Unread | None:
    """The problem `wrong-encoding` where the first bytes of a file are UTF-16 or UTF-32."""
    start = data[:4]
    if 0 not in start and not start.startswith(_MARKED):
        return None
    nuls = "".join(["x" if byte else "0" for byte in start])
    name = next((name for mark, name in _MARKS if start.startswith(mark)), None) or _NULS.get(nuls)
    if name is None:
        return None
    return Unread(
        problem(file, "wrong-encoding", f"{name}, not UTF-8", "save the file as UTF-8", Place(1, 1))
    )


def decode(file: str, data: bytes, *, offset: int = 0, only: int | None = None) -> Lines | Unread:
    """
    `data` as text, or the problem `invalid-utf8`.

    `offset` is where `data` starts in its file, `only` the number of the physical line that it is.
    """
    try:
        return Lines(data.decode(), only)
    except UnicodeDecodeError as error:
        at = len(data[: error.start].decode())
        lines = Lines(data.decode(errors="replace"), only)
        message = f"a byte that is not UTF-8, at offset {offset + error.start} from the start of the file"
        found = problem(file, "invalid-utf8", message, "save the file as UTF-8", lines.place(at))
        return Unread(found, None, lines, (at, at + 1))
