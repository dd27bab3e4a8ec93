"""
Run `orq-schema validate`: files in, reports out.

Nothing of click is in here: a hook calls the command with nothing but file names, many times a day, and click is
half of what such a call takes.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple, TextIO

from orq_schema.errors import OrqSchemaError, Problem, UnsupportedError
from orq_schema.payload.find import Source, find
from orq_schema.payload.read import read_bytes, read_file
from orq_schema.report.sink import Sink, sink
from orq_schema.report.summary import FOUND, UNREADABLE, USAGE, Summary
from orq_schema.validation.judge import NO_VERDICT, Judge, Judging

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from orq_schema.payload.document import Document, Limits


class Settings(NamedTuple):
    """What the options say; the defaults are those of the command."""

    judging: Judging = Judging()
    layout: str = "text"


def run(paths: Sequence[str], settings: Settings) -> int:
    """Check the files at `paths`, write the report, and give the exit code."""
    summary = Summary()
    report = sink(settings.layout, sys.stdout.write)
    try:
        judge = Judge(settings.judging)
    except OrqSchemaError as error:
        summary.add(error.problem, code=USAGE if isinstance(error, UnsupportedError) else UNREADABLE)
        report.add(error.problem)
    else:
        for source in find(paths):
            _source(source, judge, settings, report, summary)
    report.close(summary)
    if settings.layout == "text":
        from orq_schema.report.text import closing

        sys.stdout.flush()
        sys.stderr.write(closing(summary))
    return summary.exit_code


def _source(
    source: Source | Problem, judge: Judge, settings: Settings, report: Sink, summary: Summary
) -> None:
    """Check one file; a problem in its place is that of finding it."""
    report.source(source.file)
    if isinstance(source, Problem):
        summary.add(source, code=UNREADABLE)
        report.add(source)
        return
    summary.files += 1
    for each in _read(source, settings.judging.limits):
        if isinstance(each, Problem):
            summary.add(each, code=UNREADABLE)
            report.add(each)
            continue
        summary.documents += 1
        for problem in judge.judge(each, named=source.named):
            summary.add(problem, code=UNREADABLE if problem.rule in NO_VERDICT else FOUND)
            report.add(problem)


def _read(source: Source, limits: Limits) -> Iterator[Document | Problem]:
    return _standard_input(limits) if source.file == "-" else read_file(source.file, limits)


def _standard_input(limits: Limits) -> Iterator[Document | Problem]:
    """The documents on standard input. It is None where the process was started without one."""
    stream: TextIO | None = sys.stdin
    if stream is None:
        yield Problem("-", None, None, "", "unreadable", "error", "standard input is closed")
        return
    yield from read_bytes("-", stream.buffer.read(), limits)
