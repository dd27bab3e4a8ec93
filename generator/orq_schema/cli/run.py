"""
Run `orq-schema validate`: files in, reports out.

Nothing of click is in here: a hook calls the command with nothing but file names, many times a day, and click is
half of what such a call takes.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO

from orq_schema.cli.outputs import Output, Outputs
from orq_schema.errors import OrqSchemaError, Problem, UnsupportedError
from orq_schema.payload.document import Unread
from orq_schema.payload.find import Source, find
from orq_schema.payload.kinds import PLAIN, kind_of_name
from orq_schema.payload.read import read_file, read_stream
from orq_schema.report.colour import wanted
from orq_schema.report.printable import printable
from orq_schema.report.summary import FOUND, UNREADABLE, USAGE, Summary
from orq_schema.validation.files import judged
from orq_schema.validation.judge import Judge, Judging

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from orq_schema.cli.baseline import Baseline
    from orq_schema.cli.fix import Fix
    from orq_schema.cli.plan import Plan
    from orq_schema.payload.document import Document
    from orq_schema.report.sink import Write


class Settings(NamedTuple):
    """
    What the options say; the defaults are those of the command.

    `layout` is that of standard output, `outputs` are the files. The problems of the `baseline` are not reported.
    With the error of the number `max_errors` the run ends. `stdin_filename` is what standard input is taken for.
    With `fix` files are mended before they are checked; `diff` only shows how, and then the report goes to standard
    error. `plan` is None where there is no configuration.
    """

    judging: Judging = Judging()
    layout: str = "text"
    outputs: tuple[Output, ...] = ()
    baseline: Baseline | None = None
    quiet: bool = False
    max_errors: int | None = None
    colour: Literal["auto", "always", "never"] = "auto"
    stdin_filename: str = "-"
    fix: Fix = "no"
    plan: Plan | None = None


class Finding(NamedTuple):
    """A problem, and the exit code that it makes if it is an error: FOUND only where there is a verdict."""

    problem: Problem
    code: int


def run(paths: Sequence[str], settings: Settings) -> int:
    """Check the files at `paths`, or without any those of the plan; write the reports, and give the exit code."""
    summary = Summary()
    outputs = _outputs(settings)
    found = _findings(paths, settings, outputs, summary)
    if settings.baseline is not None:
        found = _new(found, settings.baseline, summary)
    return _reported(found, settings, outputs, summary)


def refuse(problems: Sequence[Problem], settings: Settings) -> int:
    """Report what is wrong with the configuration, so that nothing is checked; the exit code."""
    return _reported((Finding(each, USAGE) for each in problems), settings, _outputs(settings), Summary())


def _outputs(settings: Settings) -> Outputs:
    # a patch is not to be mixed with anything
    stream = sys.stderr if settings.fix == "diff" else sys.stdout
    colour = wanted(settings.colour, stream, os.environ)
    write: Write = stream.write
    if settings.fix == "write":
        from orq_schema.cli.rewriting import lasting

        write = lasting(stream)
    return Outputs(settings.layout, settings.outputs, quiet=settings.quiet, colour=colour, write=write)


def _reported(found: Iterable[Finding], settings: Settings, outputs: Outputs, summary: Summary) -> int:
    for problem, code in found:
        summary.add(problem, code=code)
        summary.fixable += _is_fixable(problem, settings)
        (outputs.add if code == FOUND else outputs.unread)(problem)
        if summary.errors == settings.max_errors:
            sys.stderr.write(f"stopped at {summary.errors:,} errors (--max-errors); there may be more\n")
            break
    return outputs.finish(summary)


def _is_fixable(problem: Problem, settings: Settings) -> bool:
    """Whether --fix might mend `problem`; it has had its chance where it was given."""
    mend = problem.detail.mend
    if mend is None or settings.fix == "write" or mend.rule in settings.judging.options.ignored:
        return False
    return problem.file != "-" and (kind_of_name(problem.file) or "json") in PLAIN


def _findings(
    paths: Sequence[str], settings: Settings, outputs: Outputs, summary: Summary
) -> Iterator[Finding]:
    """What is wrong with the schema, else with the files, each of which is announced to `outputs` first."""
    judges = {settings.judging: (yield from _judge(settings.judging))}
    if judges[settings.judging] is None:
        return
    reports = _reports(settings)
    passed: set[str] = set()
    for source in find(paths) if paths or settings.plan is None else settings.plan.sources():
        if isinstance(source, Problem):
            outputs.source(source.file)
            yield Finding(source, UNREADABLE)
        elif (source.named or os.path.realpath(source.file) not in reports) and not _skips(source, settings):
            name = settings.stdin_filename if source.file == "-" else source.file
            judging = settings.judging if settings.plan is None else settings.plan.judging(name)
            if judging not in judges:
                judges[judging] = yield from _judge(judging)
            judge = judges[judging]
            if judge is not None:
                outputs.source(name)
                summary.files += 1
                if settings.fix != "no":
                    yield from _mended(source, judge, judging, settings, summary)
                yield from _of_file(source, judge, settings, summary, passed)


def _judge(judging: Judging) -> Generator[Finding, None, Judge | None]:
    """The judge; without one, what is wrong with the schema."""
    try:
        return Judge(judging)
    except OrqSchemaError as error:
        yield Finding(error.problem, USAGE if isinstance(error, UnsupportedError) else UNREADABLE)
        return None


def _skips(source: Source, settings: Settings) -> bool:
    return settings.plan is not None and settings.plan.skips(source)


def _mended(
    source: Source, judge: Judge, judging: Judging, settings: Settings, summary: Summary
) -> Iterator[Finding]:
    """Mend a file; what is wrong with writing it. Where mends are only shown, one makes the exit code of an error."""
    from orq_schema.cli.fix import Fixer

    made = Fixer(judge, judging, write=settings.fix == "write", quiet=settings.quiet).mend(source)
    if made.problem is not None:
        yield Finding(made.problem, UNREADABLE)
    elif made.changed and settings.fix == "diff":
        summary.exit_code = max(summary.exit_code, FOUND)


def _reports(settings: Settings) -> frozenset[str]:
    """The files of this run that are no payloads, though a directory may have them."""
    files = [each.file for each in settings.outputs]
    if settings.baseline is not None:
        files.append(settings.baseline.file)
    return frozenset(map(os.path.realpath, files))


def _of_file(
    source: Source, judge: Judge, settings: Settings, summary: Summary, passed: set[str]
) -> Iterator[Finding]:
    """What is wrong with one file and the documents in it; `passed` is what was said of files passed over."""

    def counted() -> Iterator[Document | Unread]:
        for each in _read(source, settings):
            if isinstance(each, Unread) and each.problem.rule == "needs-extra" and not source.named:
                _pass(each.problem, passed)
                continue
            summary.documents += not isinstance(each, Unread)
            yield each

    for problem, verdict in judged(counted(), judge, settings.judging.options, named=source.named):
        yield Finding(problem, FOUND if verdict else UNREADABLE)


def _pass(problem: Problem, passed: set[str]) -> None:
    """Say, once, that a file which nobody named is not checked for want of an extra."""
    said = f"{problem.message}; {problem.hint}"
    if said not in passed:
        passed.add(said)
        sys.stderr.write(f"{printable(problem.file)}, and others like it: {said}\n")


def _new(found: Iterator[Finding], baseline: Baseline, summary: Summary) -> Iterator[Finding]:
    """Those of `found` that are not in `baseline`, or on account of which there is no verdict; others are counted."""
    from orq_schema.cli.baseline import Known

    known = Known(baseline.problems)
    for finding in found:
        if finding.code == FOUND and finding.problem in known:
            summary.known += 1
        else:
            yield finding


def _read(source: Source, settings: Settings) -> Iterator[Document | Unread]:
    limits = settings.judging.limits
    if source.file != "-":
        return read_file(source.file, limits)
    # None where the process was started without one
    stream: TextIO | None = sys.stdin
    name = settings.stdin_filename
    if stream is None:
        return iter(
            [Unread(Problem(name, None, None, "", "unreadable", "error", "standard input is closed"))]
        )
    return read_stream(name, stream.buffer, limits)
