"""What a run of `validate` does, step by step: the files in their order, large ones in blocks of lines."""

from __future__ import annotations

import os
import sys
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TextIO

from orq_schema.errors import OrqSchemaError, Problem, UnsupportedError
from orq_schema.payload.document import Unread
from orq_schema.payload.find import Source, find
from orq_schema.payload.kinds import kind_of_name
from orq_schema.payload.read import open_file, read_file, read_stream
from orq_schema.report.summary import FOUND, UNREADABLE, USAGE, Summary
from orq_schema.validation.files import found_in
from orq_schema.validation.judge import Judge, Judging

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from orq_schema.bulk.lines import Block
    from orq_schema.bulk.work import Task
    from orq_schema.cli.progress import Progress
    from orq_schema.cli.settings import Settings
    from orq_schema.payload.document import Document
    from orq_schema.validation.files import Found

# the code of a file that is passed over
PASSED = -1
_CODES = {"judged": FOUND, "unjudged": UNREADABLE, "passed": PASSED}
# smaller files are read whole, which needs fewer modules; packed, they are a tenth of the lines
_LARGE = {"jsonl": 1 << 18, "jsonl.gz": 1 << 15}


# there is more of a file, and nobody knows what
_DAMAGE = frozenset(("corrupt-gzip", "unreadable"))


class Finding(NamedTuple):
    """A problem, and the exit code that it makes if it is an error: FOUND only where there is a verdict."""

    problem: Problem
    code: int


class Counted(NamedTuple):
    """So many documents were read, besides those counted before; the findings behind it are of the last one."""

    documents: int


class Step(NamedTuple):
    """
    Some findings, and then a task, which may be done by another process.

    `file` says of which file: it is `new` with the first step. It counts as one that was checked, unless it
    `is_none`. `cut` is the start of a line, of which nobody knows how it goes on.
    """

    file: str
    found: Iterable[Finding | Counted] = ()
    task: Task | None = None
    new: bool = False
    is_none: bool = False
    cut: Block | None = None


def findings(found: Iterable[Found]) -> Iterator[Finding | Counted]:
    """`found`, with the exit codes."""
    for documents, problem, outcome in found:
        if documents:
            yield Counted(documents)
        if problem is not None:
            yield Finding(problem, _CODES[outcome])


class Steps:
    """The steps of a run: of the files at `paths`, or without any of those of the plan."""

    def __init__(
        self, paths: Sequence[str], settings: Settings, summary: Summary, progress: Progress | None
    ) -> None:
        self._paths = paths
        self._settings = settings
        self._summary = summary
        self._progress = progress
        self._judges: dict[Judging, Judge | None] = {}

    def __iter__(self) -> Iterator[Step]:
        """What is wrong with the schema, else with the files."""
        yield from self._faults(self._settings.judging)
        if self._judges[self._settings.judging] is None:
            return
        for source in self._sources():
            if isinstance(source, Problem):
                yield Step(source.file, [Finding(source, UNREADABLE)], new=True, is_none=True)
                continue
            name = self._settings.stdin_filename if source.file == "-" else source.file
            plan = self._settings.plan
            judging = self._settings.judging if plan is None else plan.judging(name)
            if judging not in self._judges:
                yield from self._faults(judging)
            judge = self._judges[judging]
            if judge is not None:
                if self._progress is not None:
                    self._progress.begin(source.file)
                yield from self._of_file(source, name, judge, judging)

    def _sources(self) -> Iterator[Source | Problem]:
        settings = self._settings
        reports = _reports(settings)
        found = find(self._paths) if self._paths or settings.plan is None else settings.plan.sources()
        if settings.skip_foreign:
            found = (each if isinstance(each, Problem) else each._replace(named=False) for each in found)
        kept = (each for each in found if isinstance(each, Problem) or self._is_checked(each, reports))
        # how much there is altogether can only be told of a list
        return kept if self._progress is None else iter(self._progress.measured(list(kept)))

    def _is_checked(self, source: Source, reports: frozenset[str]) -> bool:
        plan = self._settings.plan
        is_payload = source.named or not (
            os.path.realpath(source.file) in reports or self._is_split_off(source.file)
        )
        return is_payload and not (plan is not None and plan.skips(source))

    def _is_split_off(self, file: str) -> bool:
        if self._settings.split is None:
            return False
        from orq_schema.cli.split import is_below

        return is_below(self._settings.split, file)

    def _faults(self, judging: Judging) -> Iterator[Step]:
        """Make the judge; without one, what is wrong with the schema."""
        self._judges[judging] = None
        try:
            self._judges[judging] = Judge(judging)
        except OrqSchemaError as error:
            code = USAGE if isinstance(error, UnsupportedError) else UNREADABLE
            yield Step(error.problem.file, [Finding(error.problem, code)])

    def _of_file(self, source: Source, name: str, judge: Judge, judging: Judging) -> Iterator[Step]:
        mended = () if self._settings.fix == "no" else self._mended(source, judge, judging)
        if self._is_large(source, name):
            yield Step(name, mended, new=True)
            yield from self._lines(source, name, judge, judging)
        elif self._settings.jobs > 1 and source.file != "-":
            from orq_schema.bulk.work import Task

            yield Step(name, mended, Task(source.file, judging, source.named), new=True)
        else:
            read = self._read(source, name)
            found = found_in(read, judge, judging.options, named=source.named)
            yield Step(name, chain(mended, findings(found)), new=True)

    def _is_large(self, source: Source, name: str) -> bool:
        kind = kind_of_name(name)
        if kind not in _LARGE:
            return False
        if source.file == "-" or self._settings.split is not None:
            return True
        try:
            return os.stat(source.file).st_size >= _LARGE[kind]  # noqa: PTH116 - pathlib takes long to import
        except (OSError, ValueError):
            return False

    def _lines(self, source: Source, name: str, judge: Judge, judging: Judging) -> Iterator[Step]:
        """A step for each block of lines."""
        from orq_schema.bulk.lines import Block, read_blocks
        from orq_schema.bulk.work import Task, identity

        opened = _stream(name) if source.file == "-" else open_file(source.file)
        if isinstance(opened, Problem):
            yield Step(name, [Finding(opened, UNREADABLE)])
            return
        if self._progress is not None:
            self._progress.follow(opened)
        try:
            own = None if source.file == "-" or kind_of_name(name) == "jsonl.gz" else identity(opened)
            # what is read again elsewhere, and not written here, need not be kept until it is its turn
            light = self._settings.jobs > 1 and self._settings.split is None
            for each in _cut_off(read_blocks(name, opened, judging.limits.bytes)):
                if isinstance(each, _Cut):
                    yield Step(name, cut=each.block)
                elif isinstance(each, Block):
                    task = Task(name, judging, source.named, each, identity=own)
                    yield Step(name, (), task.light() if light else task)
                else:
                    found = found_in([each], judge, judging.options, named=source.named)
                    yield Step(name, findings(found))
        finally:
            if source.file != "-":
                opened.close()

    def _mended(self, source: Source, judge: Judge, judging: Judging) -> Iterator[Finding]:
        """Mend a file; what is wrong with writing it. Where mends are only shown, one is as good as an error."""
        from orq_schema.cli.fix import Fixer

        settings = self._settings
        made = Fixer(judge, judging, write=settings.fix == "write", quiet=settings.quiet).mend(source)
        if made.problem is not None:
            yield Finding(made.problem, UNREADABLE)
        elif made.changed and settings.fix == "diff":
            self._summary.exit_code = max(self._summary.exit_code, FOUND)

    def _read(self, source: Source, name: str) -> Iterator[Document | Unread]:
        limits = self._settings.judging.limits
        if source.file != "-":
            return read_file(source.file, limits, named=source.named)
        stream = _stream(name)
        return (
            iter([Unread(stream)])
            if isinstance(stream, Problem)
            else read_stream(name, stream, limits, named=True)
        )


class _Cut(NamedTuple):
    """The start of a line."""

    block: Block


def _cut_off(read: Iterable[Block | Unread]) -> Iterator[Block | Unread | _Cut]:
    """`read`, of which a last line that goes on behind damage is known for what it is: no line to judge."""
    last = None
    for each in read:
        if last is not None:
            is_cut = isinstance(each, Unread) and each.problem.rule in _DAMAGE
            yield _Cut(last) if is_cut else last
        last = None
        if not isinstance(each, Unread) and each.kind == "lines" and not each.lines[-1].endswith(b"\n"):
            last = each
        else:
            yield each
    if last is not None:
        yield last


def _reports(settings: Settings) -> frozenset[str]:
    """The files of this run that are no payloads, though a directory may have them."""
    files = [each.file for each in settings.outputs]
    if settings.baseline is not None:
        files.append(settings.baseline.file)
    return frozenset(map(os.path.realpath, files))


def _stream(name: str) -> BinaryIO | Problem:
    # None where the process was started without one
    stream: TextIO | None = sys.stdin
    if stream is None:
        return Problem(name, None, None, "", "unreadable", "error", "standard input is closed")
    return stream.buffer
