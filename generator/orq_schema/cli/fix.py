"""`orq-schema validate --fix`: mend files before they are checked, or show how they would be mended."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, NamedTuple

from orq_schema.cli.rewriting import content, diff, save, say
from orq_schema.fix.data import mend_data
from orq_schema.validation.ignores import Ignores
from orq_schema.validation.relevance import is_certain

if TYPE_CHECKING:
    from orq_schema.errors import Problem
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
                return Mending(problem=fault)
        if not self._quiet:
            say("fixed" if self.write else "would fix", source.file, made.mends)
        return Mending(changed=True)

    def _problems(self, document: Document, *, named: bool) -> list[Problem]:
        """What is to be mended in `document`, and what else is wrong with it."""
        how = self._judging
        if not (named or how.at or how.schema or is_certain(document, how.kind)):
            return []
        found = self._judge.judge(document, named=named)
        return Ignores(how.options.ignored).applied(document, found)
