"""Files that a command rewrites: their content, what changes in it, and writing it back."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from orq_schema.cli.atomic import replace
from orq_schema.payload.kinds import kind_of_name
from orq_schema.payload.text import problem, reason
from orq_schema.report.printable import printable

if TYPE_CHECKING:
    from collections import Counter

    from orq_schema.errors import Problem
    from orq_schema.report.sink import Write

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def content(file: str, most: int) -> bytes | None:
    """
    All of the regular file `file`, None where it cannot be read.

    Of one with more than `most` bytes no more than shows that it is too long; of JSON Lines no line is.
    """
    limit = -1 if kind_of_name(file) == "jsonl" else most + 1
    try:
        # asked first: opening a FIFO waits for its writer
        if not stat.S_ISREG(os.stat(file).st_mode):  # noqa: PTH116 - a name with a NUL is no error of a path
            return None
        with Path(file).open("rb") as stream:
            return stream.read(limit)
    except (OSError, ValueError):
        return None


def save(file: str, before: bytes, after: bytes) -> Problem | None:
    """Write `after` in place of `before`; the problem where that fails or `file` has something else by now."""
    path = Path(file)
    try:
        # what may not be written to is not replaced either, as renaming would do
        with path.open("r+b") as stream:
            if stream.read() != before:
                message = "it was changed by another program; it is left as it is"
                return problem(file, "unwritable", message)
        replace(path, after)
    except OSError as error:
        return problem(file, "unwritable", f"it cannot be written: {reason(error)}")
    return None


def lasting(stream: TextIO) -> Write:
    """What writes to `stream`, and goes on once nobody reads that any more: the other files are to be written too."""

    def write(text: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            stream.write(text)

    return write


def say(done: str, file: str, mends: Counter[str]) -> None:
    """Say on standard error what was `done` to a file, and how often by which rule."""
    counts = ", ".join(f"{count:,} {rule}" for rule, count in sorted(mends.items()))
    lasting(sys.stderr)(f"{done} {printable(file)}: {counts}\n")


def diff(file: str, before: bytes, after: bytes) -> str:
    """What changes, as a unified diff; a line that a terminal or a build server could take amiss is escaped."""
    name = printable(file)
    # a line of JSON Lines that is left alone need not be UTF-8
    old, new = [_LINE.findall(each.decode("utf-8", "surrogateescape")) for each in (before, after)]
    return "".join(map(_shown, difflib.unified_diff(old, new, name, name)))


def _shown(line: str) -> str:
    mark, text = line[0], line[1:]
    body = text.rstrip("\r\n")
    end = text[len(body) :]
    shown = "\t".join(map(printable, body.split("\t")))
    if mark == " " and shown.lstrip().startswith("::"):
        # what GitHub's runner takes for a command
        shown = shown.replace(":", r"\x3a", 1)
    return f"{mark}{shown}{end}" if end else f"{mark}{shown}\n\\ No newline at end of file\n"
