"""`orq-schema validate --fix`: mend files before they are checked, or show how they would be mended."""

from __future__ import annotations

import difflib
import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from orq_schema.cli.atomic import replace
from orq_schema.errors import Problem
from orq_schema.fix.data import mend_data
from orq_schema.jsonvalue import is_object
from orq_schema.payload.kinds import kind_of_name
from orq_schema.payload.locate import locate
from orq_schema.payload.text import reason
from orq_schema.report.printable import printable
from orq_schema.validation.ignores import Ignores

if TYPE_CHECKING:
    from collections import Counter

    from orq_schema.payload.document import Document
    from orq_schema.payload.find import Source
    from orq_schema.validation.judge import Judge, Judging

Fix = Literal["no", "diff", "write"]
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Mending(NamedTuple):
    """What came of one file: whether it is not as it should be, and the problem if it cannot be written."""

    changed: bool = False
    problem: Problem | None = None


class Fixer:
    """
    Mends one file after the other, as `judge` finds problems in them.

    With `write` the files are changed. Else the changes go to standard output, as a unified diff. What was done is
    said on standard error, unless `quiet`.
    """

    def __init__(self, judge: Judge, judging: Judging, *, write: bool, quiet: bool) -> None:
        self._judge = judge
        self._judging = judging
        self.write = write
        self._quiet = quiet

    def mend(self, source: Source) -> Mending:
        """Mend the file `source`. One that cannot be read is left to those who read it to check it."""
        data = self._content(source.file)
        if data is None:
            return Mending()
        made = mend_data(
            source.file,
            data,
            lambda document: self._problems(document, named=source.named),
            ignored=self._judging.options.ignored,
            limits=self._judging.limits,
        )
        if not made.mends:
            return Mending()
        if not self.write:
            sys.stdout.write(_diff(source.file, data, made.data))
        else:
            fault = _save(source.file, data, made.data)
            if fault is not None:
                return Mending(problem=Problem(source.file, None, None, "", "unwritable", "error", fault))
        self._say(source.file, made.mends)
        return Mending(changed=True)

    def _content(self, file: str) -> bytes | None:
        """All of the regular file `file`; of one that is too long no more than shows that it is."""
        limit = -1 if kind_of_name(file) == "jsonl" else self._judging.limits.bytes + 1
        try:
            # asked first: opening a FIFO waits for its writer
            if not stat.S_ISREG(os.stat(file).st_mode):  # noqa: PTH116 - a name with a NUL is no error of a path
                return None
            with Path(file).open("rb") as stream:
                return stream.read(limit)
        except (OSError, ValueError):
            return None

    def _problems(self, document: Document, *, named: bool) -> list[Problem]:
        """What is to be mended in `document`, and what else is wrong with it."""
        found = self._judge.judge(document, named=named)
        if not named and self._is_foreign(document, found):
            return []
        return Ignores(self._judging.options.ignored).applied(document, found)

    def _is_foreign(self, document: Document, found: list[Problem]) -> bool:
        """Whether nobody asked for this, and nothing in it speaks for an orq object: a file of some other kind."""
        how = self._judging
        kind = how.kind if how.schema is None else "orq"
        target = locate(document.value, kind=kind, at=how.at)
        if target is None or not target.bare or not is_object(target.value):
            return False
        unknown = [each for each in found if each.rule == "unknown-key" and each.pointer.count("/") == 1]
        return len(unknown) == len(target.value)

    def _say(self, file: str, mends: Counter[str]) -> None:
        if not self._quiet:
            done = "fixed" if self.write else "would fix"
            counts = ", ".join(f"{count:,} {rule}" for rule, count in sorted(mends.items()))
            sys.stderr.write(f"{done} {printable(file)}: {counts}\n")


def _save(file: str, before: bytes, after: bytes) -> str | None:
    """Write `after` in place of `before`; why not, where that fails or `file` has something else by now."""
    path = Path(file)
    try:
        # what may not be written to is not replaced either, as renaming would do
        with path.open("r+b") as stream:
            if stream.read() != before:
                return "it was changed by another program; it is left as it is"
        replace(path, after)
    except OSError as error:
        return f"it cannot be mended: {reason(error)}"
    return None


def _diff(file: str, before: bytes, after: bytes) -> str:
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
