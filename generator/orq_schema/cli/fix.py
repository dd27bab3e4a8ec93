"""`orq-schema validate --fix`: mend files before they are checked, or show how they would be mended."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, NamedTuple

from orq_schema.cli.rewriting import content, diff, lasting, save
from orq_schema.errors import Problem
from orq_schema.fix.data import mend_data
from orq_schema.jsonvalue import is_object
from orq_schema.payload.locate import locate
from orq_schema.report.printable import printable
from orq_schema.validation.ignores import Ignores

if TYPE_CHECKING:
    from collections import Counter

    from orq_schema.payload.document import Document
    from orq_schema.payload.find import Source
    from orq_schema.validation.judge import Judge, Judging

Fix = Literal["no", "diff", "write"]


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
        data = content(source.file, self._judging.limits.bytes)
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
            sys.stdout.write(diff(source.file, data, made.data))
        else:
            fault = save(source.file, data, made.data)
            if fault is not None:
                return Mending(problem=Problem(source.file, None, None, "", "unwritable", "error", fault))
        self._say(source.file, made.mends)
        return Mending(changed=True)

    def _problems(self, document: Document, *, named: bool) -> list[Problem]:
        """What is to be mended in `document`, and what else is wrong with it."""
        found = self._judge.judge(document, named=named)
        if not named and self._is_foreign(document, found):
            return []
        return Ignores(self._judging.options.ignored).applied(document, found)

    def _is_foreign(self, document: Document, found: list[Problem]) -> bool:
        """Whether nobody asked for this, and nothing in it speaks for an orq object: a file of some other kind."""
        how = self._judging
        if how.at:
            return False
        kind = how.kind if how.schema is None else "orq"
        target = locate(document.value, kind=kind)
        if target is None or not target.bare or not is_object(target.value):
            return False
        unknown = [each for each in found if each.rule == "unknown-key" and each.pointer.count("/") == 1]
        return len(unknown) == len(target.value)

    def _say(self, file: str, mends: Counter[str]) -> None:
        if not self._quiet:
            done = "fixed" if self.write else "would fix"
            counts = ", ".join(f"{count:,} {rule}" for rule, count in sorted(mends.items()))
            lasting(sys.stderr)(f"{done} {printable(file)}: {counts}\n")
