"""`orq-schema validate --split`: valid and invalid lines apart, byte for byte."""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self, cast

from orq_schema.cli.atomic import Pending
from orq_schema.payload.kinds import kind_of_name
from orq_schema.payload.text import reason
from orq_schema.report.printable import printable
from orq_schema.report.summary import GOOD, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orq_schema.bulk.lines import Block

SIDES = ("valid", "invalid")
LINES = frozenset(("jsonl", "jsonl.gz"))
# gzip's own level, at a third of the time
_LEVEL = 6


def place(file: str) -> str:
    """Where the lines of `file` go below a side of the folder: its path, without what would lead out of there."""
    parts = Path(os.path.relpath(file)).parts
    # of a file above the working directory: `..` would lead out of the folder
    return str(Path(*["__" if each == os.pardir else each for each in parts]))


def is_below(folder: str, file: str) -> bool:
    """Whether `file` is where the lines go that are split into `folder`."""
    path = Path(os.path.realpath(file))
    return any(path.is_relative_to(Path(os.path.realpath(folder), side)) for side in SIDES)


class _Out:
    """One of the two files that a file of lines makes; there is none as long as nothing goes into it."""

    def __init__(self, path: Path, *, packed: bool) -> None:
        self._path = path
        self._packed = packed
        self._pending: Pending | None = None
        self._stream: BinaryIO | None = None

    def write(self, data: bytes) -> None:
        if self._stream is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # a link may lead to a file that is read
            self._pending = Pending(self._path, follow=False)
            self._stream = self._pending.stream
            if self._packed:
                # without a time and a name in it, so that the same lines make the same file
                packer = gzip.GzipFile("", "wb", _LEVEL, self._stream, mtime=0)
                self._stream = cast("BinaryIO", packer)
        self._stream.write(data)

    def end(self) -> None:
        """Nothing goes into it any more."""
        if self._stream is not None and self._pending is not None and self._packed:
            self._stream.close()
        if self._pending is not None:
            self._pending.stream.close()

    def commit(self) -> None:
        if self._pending is not None:
            self._pending.commit()
        else:
            # what a run before has left is no line of this one
            self._path.unlink(missing_ok=True)

    def drop(self) -> None:
        if self._pending is not None:
            self._pending.drop()


class Split:
    """
    The files below `folder`, in `valid` and in `invalid`; they appear at the end, all of them.

    An error is said on standard error once, and from then on nothing is written.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._outs: list[_Out] = []
        self._open: tuple[_Out, _Out] | None = None
        self._last = 0
        self._taken: set[str] = set()
        self._fault = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # after `finish` there is nothing left to drop
        for each in self._outs:
            each.drop()

    def begin(self, file: str) -> None:
        """The lines of `file` come next, if it has lines."""
        self._end()
        kind = kind_of_name(file)
        if kind not in LINES:
            return
        name = place(file)
        if name in self._taken:
            self._fail(file, "another input would be written to the same files")
            return
        self._taken.add(name)
        valid, invalid = (_Out(Path(self._folder, side, name), packed=kind == "jsonl.gz") for side in SIDES)
        self._outs += valid, invalid
        self._open = valid, invalid
        self._last = 0

    def write(self, block: Block, invalid: Sequence[int]) -> None:
        """Put the lines of `block` where they belong; those at the indices `invalid` are."""
        if self._open is None or self._fault:
            return
        try:
            if block.kind == "rest":
                self._open[self._last].write(b"".join(block.lines))
            else:
                self._lines(self._open, block, frozenset(invalid))
        except OSError as error:
            self._fail(self._folder, reason(error))

    def _lines(self, outs: tuple[_Out, _Out], block: Block, invalid: frozenset[int]) -> None:
        if not invalid:
            outs[0].write(b"".join(block.lines))
            self._last = 0
            return
        for index, line in enumerate(block.lines):
            self._last = int(index in invalid)
            outs[self._last].write(line)

    def finish(self) -> int:
        """Put all files in their places; the exit code."""
        self._end()
        try:
            for each in () if self._fault else self._outs:
                each.commit()
        except OSError as error:
            self._fail(self._folder, reason(error), "not all is written")
        if not self._fault:
            self._outs.clear()
        return UNREADABLE if self._fault else GOOD

    def _end(self) -> None:
        try:
            for each in self._open or ():
                each.end()
        except OSError as error:
            self._fail(self._folder, reason(error))
        self._open = None

    def _fail(self, file: str, why: str, outcome: str = "nothing is written") -> None:
        if not self._fault:
            self._fault = why
            sys.stderr.write(f"orq-schema: --split: {printable(file)}: {why}; {outcome}\n")
