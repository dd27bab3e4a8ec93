"""
Run `orq-schema validate`: files in, problems out.

Nothing of click is in here: a hook calls the command with nothing but file names, many times a day, and click is
half of what such a call takes.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO

from orq_schema import pointer
from orq_schema.errors import DepthError, OrqSchemaError, Problem, UnsupportedError
from orq_schema.payload.document import Document, Limits
from orq_schema.payload.find import Source, find
from orq_schema.payload.locate import Kind, Target, locate
from orq_schema.payload.read import read_bytes, read_file
from orq_schema.report.summary import FOUND, UNREADABLE, USAGE, Summary
from orq_schema.validation.check import Options, check
from orq_schema.validation.engine import Engine, compiled, own

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from orq_schema.load.schema import LoadedSchema

# the functions of a recursive schema call each other a few times for each level of a document
_CALLS_PER_LEVEL = 6
_NO_VERDICT = ("too-deep", "engine")
# deeper, the interpreter itself may run out of stack
_MOST_CALLS = 10_000


class Settings(NamedTuple):
    """What the options say; the defaults are those of the command."""

    kind: Literal["auto", "orq", "request"] = "auto"
    at: str | None = None
    schema: str | None = None
    engine: Literal["compiled", "jsonschema"] = "compiled"
    assert_formats: bool = False
    layout: str = "text"
    options: Options = Options()
    limits: Limits = Limits()


def run(paths: Sequence[str], settings: Settings) -> int:
    """Check the files at `paths`, write the report, and give the exit code."""
    summary = Summary()
    problems: list[Problem] = []
    try:
        found = _Run(settings).files(paths, summary)
    except OrqSchemaError as error:
        summary.add(error.problem, code=USAGE if isinstance(error, UnsupportedError) else UNREADABLE)
        found = iter((error.problem,))
    for problem in found:
        if settings.layout == "json":
            problems.append(problem)
        else:
            _write(problem)
    _close(settings.layout, problems, summary)
    return summary.exit_code


def _engine(settings: Settings) -> Engine | None:
    """
    The engine of the user's schema; None for ours, of which there is one for each kind of document.

    Raises SchemaError for a schema that is not valid, UnsupportedError for one that cannot be compiled exactly.
    """
    if settings.schema is None:
        return None
    from orq_schema.load.schema import load_file

    return _made(load_file(settings.schema), settings)


def _made(schema: LoadedSchema, settings: Settings) -> Engine:
    if settings.engine == "compiled":
        return compiled(schema, assert_formats=settings.assert_formats)
    from orq_schema.validation.library import library

    return library(schema, assert_formats=settings.assert_formats)


class _Run:
    """One call of the command: what stays the same for all its files."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engine = _engine(settings)
        self.kind: Literal["auto", "orq", "request"] = settings.kind if self.engine is None else "orq"
        self.at = settings.at
        self.options = settings.options
        self.limits = settings.limits
        self._own: dict[Kind, Engine] = {}

    def files(self, paths: Sequence[str], summary: Summary) -> Iterator[Problem]:
        """The problems of all files, counted in `summary`."""
        for source in find(paths):
            if isinstance(source, Problem):
                summary.add(source, code=UNREADABLE)
                yield source
                continue
            summary.files += 1
            for each in self._read(source):
                if isinstance(each, Problem):
                    summary.add(each, code=UNREADABLE)
                    yield each
                    continue
                summary.documents += 1
                yield from self._document(each, source, summary)

    def _read(self, source: Source) -> Iterator[Document | Problem]:
        if source.file == "-":
            return _standard_input(self.limits)
        return read_file(source.file, self.limits)

    def _document(self, document: Document, source: Source, summary: Summary) -> Iterator[Problem]:
        try:
            target = locate(document.value, kind=self.kind, at=self.at)
        except LookupError:
            line, column = document.place(())
            message = f"the document has no value at {self.at}"
            problem = Problem(document.file, line, column, "", "pointer-not-found", "error", message)
            summary.add(problem, code=UNREADABLE)
            yield problem
            return
        found = self._check(document, target) if target is not None else self._nothing(document, source)
        for problem in found:
            summary.add(problem, code=UNREADABLE if problem.rule in _NO_VERDICT else FOUND)
            yield problem

    def _check(self, document: Document, target: Target) -> list[Problem]:
        usual = sys.getrecursionlimit()
        # only while checking: the standard library's JSON decoder goes as deep as it may, on a stack that is short
        sys.setrecursionlimit(max(usual, min(self.limits.depth * _CALLS_PER_LEVEL, _MOST_CALLS)))
        try:
            return check(document, target, self.engine or self._own_engine(target.kind), self.options)
        except (DepthError, UnsupportedError) as error:
            line, column = document.place(target.steps)
            at = pointer.join(target.steps)
            return [error.problem._replace(file=document.file, line=line, column=column, pointer=at)]
        finally:
            sys.setrecursionlimit(usual)

    def _own_engine(self, kind: Kind) -> Engine:
        if kind not in self._own:
            if self.settings.engine == "compiled" and not self.settings.assert_formats:
                self._own[kind] = own(kind)
            else:
                from orq_schema.load.schema import builtin

                self._own[kind] = _made(
                    builtin("orq" if kind == "orq" else "completions-request"), self.settings
                )
        return self._own[kind]

    def _nothing(self, document: Document, source: Source) -> list[Problem]:
        if not source.named:
            return []
        line, column = document.place(())
        message = "a request body without an orq object; nothing was checked"
        hint = "--as request checks the body itself, --at POINTER another value"
        return [Problem(document.file, line, column, "", "no-orq-object", "warning", message, hint)]


def _standard_input(limits: Limits) -> Iterator[Document | Problem]:
    """The documents on standard input. It is None where the process was started without one."""
    stream: TextIO | None = sys.stdin
    if stream is None:
        yield Problem("-", None, None, "", "unreadable", "error", "standard input is closed")
        return
    yield from read_bytes("-", stream.buffer.read(), limits)


def _write(problem: Problem) -> None:
    from orq_schema.report.text import line

    sys.stdout.write(line(problem))


def _close(layout: str, problems: list[Problem], summary: Summary) -> None:
    if layout == "json":
        from orq_schema.report.json_report import render

        sys.stdout.write(render(problems, summary))
        return
    from orq_schema.report.text import closing

    sys.stdout.flush()
    sys.stderr.write(closing(summary))
