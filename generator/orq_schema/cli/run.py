"""
Run `orq-schema validate`: files in, reports out.

Nothing of click is in here: a hook calls the command with nothing but file names, many times a day, and click is
half of what such a call takes.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from orq_schema.cli.interrupt import Interrupted, Interrupts
from orq_schema.cli.outputs import Outputs
from orq_schema.cli.settings import Settings
from orq_schema.cli.steps import PASSED, Counted, Finding, Step, Steps, findings
from orq_schema.errors import Problem
from orq_schema.payload.kinds import PLAIN, kind_of_name
from orq_schema.report.colour import wanted
from orq_schema.report.printable import printable
from orq_schema.report.summary import FOUND, UNREADABLE, USAGE, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from orq_schema.bulk.judge import Part
    from orq_schema.bulk.pool import Pool
    from orq_schema.bulk.work import Selection
    from orq_schema.cli.baseline import Known
    from orq_schema.cli.progress import Progress
    from orq_schema.cli.split import Split
    from orq_schema.report.sink import Write

__all__ = ["Settings", "refuse", "run"]


def run(paths: Sequence[str], settings: Settings) -> int:
    """Check the files at `paths`, or without any those of the plan; write the reports, and give the exit code."""
    with ExitStack() as stack:
        progress = None if settings.quiet or not sys.stderr.isatty() else _progress(stack)
        reporting = _Reporting(settings, stack.enter_context(Interrupts()), progress)
        reporting.split = _split(settings, stack)
        steps = Steps(paths, settings, reporting.summary, progress)
        if settings.jobs > 1:
            _in_processes(steps, reporting, settings, stack)
        else:
            reporting.all(reporting.interrupts.each(_in_this_process(steps)))
        return reporting.finish()


def refuse(problems: Sequence[Problem], settings: Settings) -> int:
    """Report what is wrong with the configuration, so that nothing is checked; the exit code."""
    reporting = _Reporting(settings, Interrupts(), None)
    for each in problems:
        reporting.add(Finding(each, USAGE))
    return reporting.finish()


def _selection(settings: Settings) -> Callable[[], Selection] | None:
    """Which problems a report of this run may show with their lines; None where none does that."""
    from orq_schema.report.flood import Every, Flood
    from orq_schema.report.html_listing import Listing
    from orq_schema.report.sink import WITH_LINES

    layouts = WITH_LINES & {settings.layout, *[each.layout for each in settings.outputs]}
    if not layouts:
        return None
    if len(layouts) > 1 or settings.baseline is not None:
        # a flood is what is left when the baseline has had its say
        return Every
    return Flood if "text" in layouts else Listing


def _progress(stack: ExitStack) -> Progress:
    from orq_schema.cli.progress import Progress

    return stack.enter_context(Progress(sys.stderr))


def _split(settings: Settings, stack: ExitStack) -> Split | None:
    if settings.split is None:
        return None
    from orq_schema.cli.split import Split

    return stack.enter_context(Split(settings.split))


def _in_this_process(steps: Iterable[Step]) -> Iterator[tuple[Step, Part | None]]:
    worker = None
    for step in steps:
        if step.task is None:
            yield step, None
            continue
        from orq_schema.bulk.work import Worker

        worker = worker or Worker(None, apart=False)
        yield step, worker.perform(step.task)


def _in_processes(steps: Iterable[Step], reporting: _Reporting, settings: Settings, stack: ExitStack) -> None:
    from orq_schema.bulk.pool import Pool, WorkerDiedError

    interrupts = reporting.interrupts
    made: Pool[Step] = Pool(settings.jobs, _selection(settings), wait=interrupts.let)
    pool = stack.enter_context(closing(made))
    try:
        reporting.all(pool.ordered(interrupts.each(steps)))
        if reporting.interrupted is not None:
            reporting.all(pool.done())
    except WorkerDiedError as error:
        message = "a process that checked files was ended by the system, or crashed; nothing is checked from here on"
        hint = "if memory was short, fewer --jobs need less"
        problem = Problem(error.file, None, None, "", "worker-died", "error", message, hint)
        reporting.add(Finding(problem, UNREADABLE))


class _Reporting:
    """Tells the reports what was found; `interrupted` is set if somebody wanted no more."""

    def __init__(self, settings: Settings, interrupts: Interrupts, progress: Progress | None) -> None:
        self.summary = Summary()
        self.interrupted: Interrupted | None = None
        self.split: Split | None = None
        self.interrupts = interrupts
        self._settings = settings
        self._progress = progress
        self._outputs = _outputs(settings)
        self._known: Known | None = None
        self._passed: set[str] = set()
        self._lines = 0
        if settings.baseline is not None:
            from orq_schema.cli.baseline import Known

            self._known = Known(settings.baseline.problems)

    def all(self, done: Iterable[tuple[Step, Part | None]]) -> None:
        """Take `done` until the end, or until it is enough."""
        try:
            for step, part in done:
                self._begin(step)
                if step.cut is not None and self.split is not None:
                    # without a verdict
                    self.split.write(step.cut, (0,))
                if not all(map(self.add, self.interrupts.each(step.found))):
                    return
                if part is not None and not self._part(step, part):
                    return
                if self._progress is not None:
                    self._progress.draw(self._lines)
        except Interrupted as error:
            self.interrupted = error

    def _begin(self, step: Step) -> None:
        if step.new:
            self._outputs.source(step.file)
            self.summary.files += not step.is_none
            if self.split is not None and not step.is_none:
                self.split.begin(step.file)

    def _part(self, step: Step, part: Part) -> bool:
        more = all(map(self.add, findings(part.found)))
        if step.task is not None and step.task.block is not None:
            self._lines += step.task.block.begun
            if self.split is not None:
                # all of it was checked, though perhaps not all is told
                self.split.write(step.task.block, part.invalid)
        return more

    def add(self, found: Finding | Counted) -> bool:
        """Take a finding; whether there may be more."""
        if isinstance(found, Counted):
            self.summary.documents += found.documents
            return True
        problem, code = found
        if code == PASSED:
            self._pass(problem)
            return True
        if code == FOUND and self._known is not None and problem in self._known:
            self.summary.known += 1
            return True
        self.summary.add(problem, code=code)
        self.summary.fixable += _is_fixable(problem, self._settings)
        (self._outputs.add if code == FOUND else self._outputs.unread)(problem)
        if self.summary.errors != self._settings.max_errors:
            return True
        sys.stderr.write(f"stopped at {self.summary.errors:,} errors (--max-errors); there may be more\n")
        return False

    def _pass(self, problem: Problem) -> None:
        """Say, once, that a file which nobody named is not checked for want of an extra."""
        said = f"{problem.message}; {problem.hint}"
        if said not in self._passed:
            self._passed.add(said)
            sys.stderr.write(f"{printable(problem.file)}, and others like it: {said}\n")

    def finish(self) -> int:
        """End the reports; the exit code."""
        if self._progress is not None:
            self._progress.erase()
        if self.interrupted is not None:
            self.summary.exit_code = self.interrupted.code
        code = self._outputs.finish(self.summary)
        if self.split is not None:
            code = max(code, self.split.finish())
        if self.interrupted is not None:
            lines = f" and {self._lines:,} lines" if self._lines else ""
            sys.stderr.write(
                f"interrupted: {self.summary.documents:,} documents{lines} were checked until then\n"
            )
            return self.interrupted.code
        return code


def _outputs(settings: Settings) -> Outputs:
    # a patch is not to be mixed with anything
    stream = sys.stderr if settings.fix == "diff" else sys.stdout
    colour = wanted(settings.colour, stream, os.environ)
    write: Write = stream.write
    if settings.fix == "write":
        from orq_schema.cli.rewriting import lasting

        write = lasting(stream)
    return Outputs(
        settings.layout,
        settings.outputs,
        quiet=settings.quiet,
        colour=colour,
        write=write,
        grouped=settings.grouped,
    )


def _is_fixable(problem: Problem, settings: Settings) -> bool:
    """Whether --fix might mend `problem`; it has had its chance where it was given."""
    mend = problem.detail.mend
    if mend is None or settings.fix == "write" or mend.rule in settings.judging.options.ignored:
        return False
    return problem.file != "-" and (kind_of_name(problem.file) or "json") in PLAIN
