"""The reports of one run: one on standard output, others into files."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.report.printable import printable
from orq_schema.report.sink import FOR_PEOPLE, sink, step_summary
from orq_schema.report.spool import Spool
from orq_schema.report.summary import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from orq_schema.errors import Problem
    from orq_schema.report.sink import Write
from orq_schema.report.summary import Summary


class Output(NamedTuple):
    """A report that goes into a file: its format, and the name of the file."""

    layout: str
    file: str


class _Target(NamedTuple):
    """Where the finished `parts` of a report go, and the exit code if they cannot go there."""

    file: str
    parts: Spool
    save: Callable[[str, Iterable[bytes]], None]
    failed: int


class Outputs:
    """
    All reports of one run; what it is told goes on to each of them.

    `layout` is the format of what goes to `write`, standard output as a rule; `colour` says whether that may have
    colours, `grouped` whether it tells groups of problems. With `quiet` the formats for people have errors only, and
    nothing is said at the end. Where GitHub asks for the summary of a step, it is part of the format for GitHub.
    """

    def __init__(  # noqa: PLR0913 - what the options say of reports
        self,
        layout: str,
        outputs: Sequence[Output],
        *,
        quiet: bool,
        colour: bool,
        write: Write,
        grouped: bool = False,
    ) -> None:
        self._closing = layout == "text" and not quiet
        self._targets = [_Target(each.file, Spool(), _replace, UNREADABLE) for each in outputs]
        # each with whether it leaves out what is no error; standard output last, since it may be a broken pipe
        self._sinks = [
            (sink(each.layout, target.parts.write), quiet and each.layout in FOR_PEOPLE)
            for each, target in zip(outputs, self._targets, strict=True)
        ]
        standard = sink(layout, write, grouped=grouped)
        standard.colour = colour
        self._sinks.append((standard, quiet and layout in FOR_PEOPLE))
        step = os.environ.get("GITHUB_STEP_SUMMARY")
        if step and "github" in {layout, *[each.layout for each in outputs]}:
            self._summarise(step, errors_only=quiet, grouped=grouped and layout == "github")

    def _summarise(self, step: str, *, errors_only: bool, grouped: bool) -> None:
        target = _Target(step, Spool(), _append, 0)
        self._targets.append(target)
        self._sinks.insert(0, (step_summary(target.parts.write, grouped=grouped), errors_only))

    def source(self, file: str) -> None:
        """The file named `file` is read next."""
        for each, _ in self._sinks:
            each.source(file)

    def add(self, problem: Problem) -> None:
        """Take a problem."""
        for each, errors_only in self._sinks:
            if not errors_only or problem.severity == "error":
                each.add(problem)

    def unread(self, problem: Problem) -> None:
        """Take a problem on account of which something got no verdict."""
        for each, _ in self._sinks:
            each.unread(problem)

    def finish(self, summary: Summary) -> int:
        """Write what is not written yet; the exit code of the run."""
        for each, _ in self._sinks:
            each.close(summary)
        code = max([summary.exit_code, *map(_saved, self._targets)])
        sys.stdout.flush()
        if self._closing:
            from orq_schema.report.text import closing

            sys.stderr.write(closing(summary))
        return code


def _saved(target: _Target) -> int:
    """Write one file: 0, or the exit code if that fails."""
    try:
        target.save(target.file, target.parts.pieces())
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        sys.stderr.write(f"orq-schema: {printable(target.file)} is not written: {reason}\n")
        return target.failed
    return 0


def _replace(file: str, pieces: Iterable[bytes]) -> None:
    from pathlib import Path

    from orq_schema.cli.atomic import replace

    replace(Path(file), pieces)


def _append(file: str, pieces: Iterable[bytes]) -> None:
    with open(file, "ab") as stream:  # noqa: PTH123 - pathlib has no append
        stream.writelines(pieces)
