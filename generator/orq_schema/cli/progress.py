"""How far a run is, on a terminal: one line on standard error, drawn over and over and erased at the end."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any, Self, TextIO, cast

from orq_schema.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from orq_schema.payload.find import Source

# seconds between two drawings, and until the first: most runs are over by then
_EVERY = 0.2
_BAR = 20
_ERASE = "\r\x1b[K"
_MEGA = 1_000_000


class Progress:
    """
    The progress of the run in this context, drawn to the terminal `stream`.

    Whatever else is written to a terminal in the meantime, the line is erased first.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = False
        self._start = self._last = time.monotonic()
        # bytes of files that are behind us, of the file at hand, and of all if that is known
        self._before = self._size = 0
        self._total: int | None = 0
        self._sizes: dict[str, int] = {}
        self._at: BinaryIO | None = None
        self._replaced: tuple[TextIO, TextIO] | None = None

    def __enter__(self) -> Self:
        self._replaced = sys.stdout, sys.stderr
        if sys.stdout.isatty():
            sys.stdout = cast("TextIO", _Clean(sys.stdout, self))
        sys.stderr = cast("TextIO", _Clean(sys.stderr, self))
        return self

    def __exit__(self, *_: object) -> None:
        self.erase()
        if self._replaced is not None:
            sys.stdout, sys.stderr = self._replaced

    def measured(self, sources: Sequence[Source | Problem]) -> Sequence[Source | Problem]:
        """Note how large `sources` are altogether; the same again."""
        for each in sources:
            if not isinstance(each, Problem):
                size = _size(each.file)
                self._sizes[each.file] = size or 0
                self._total = None if self._total is None or size is None else self._total + size
        return sources

    def begin(self, file: str) -> None:
        """The next file is `file`."""
        self._before += self._size
        self._size = self._sizes.get(file, 0)
        self._at = None

    def follow(self, stream: BinaryIO) -> None:
        """The file is read from `stream`."""
        self._at = stream

    def draw(self, lines: int) -> None:
        """Show how far we are, with so many `lines` checked, unless that was only just shown."""
        now = time.monotonic()
        if now - self._last >= _EVERY:
            self._last = now
            width = _width(self._stream)
            text = self._text(lines, now - self._start)
            self._stream.write(f"{_ERASE}{text[: width - 1]}")
            self._stream.flush()
            self._shown = True

    def erase(self) -> None:
        """Leave the terminal as it was."""
        if self._shown:
            self._shown = False
            self._stream.write(_ERASE)
            self._stream.flush()

    def _text(self, lines: int, seconds: float) -> str:
        done = self._before + _position(self._at, self._size)
        rate = f", {lines / seconds:,.0f} lines/s" if lines else ""
        if not self._total:
            return f"{_bytes(done)}{rate}" if done else f"{lines:,} lines{rate}"
        share = min(done / self._total, 1)
        bar = "#" * round(_BAR * share)
        left = "" if not share else f", {_duration(seconds / share - seconds)} left"
        return f"[{bar:<{_BAR}}] {share:4.0%} of {_bytes(self._total)}{rate}{left}"


class _Clean:
    """A stream to a terminal on which the progress is erased before anything is written."""

    def __init__(self, stream: TextIO, progress: Progress) -> None:
        self._own = stream
        self._progress = progress

    def write(self, text: str) -> int:
        self._progress.erase()
        return self._own.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)


def _size(file: str) -> int | None:
    """How large `file` is; None where nobody knows, 0 where there is nothing to read."""
    try:
        if file != "-":
            return os.stat(file).st_size  # noqa: PTH116 - a name with a NUL is no error of a path
        found = os.fstat(sys.stdin.fileno())
    except (OSError, ValueError):
        return 0 if file != "-" else None
    return found.st_size or None


def _position(stream: BinaryIO | None, size: int) -> int:
    """How much has been read of what has that `size`; 0 of what is no file."""
    if stream is not None and stream.closed:
        # processes are still at work on the last of it
        return size
    try:
        return 0 if stream is None else stream.tell()
    except OSError:
        return 0


def _width(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80


def _bytes(number: int) -> str:
    return f"{number / _MEGA:,.1f} MB"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
