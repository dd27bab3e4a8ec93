"""`orq-schema validate`: payload files in, problems out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, TextIO

import click

from orq_schema import pointer
from orq_schema.errors import DepthError, OrqSchemaError, Problem, UnsupportedError
from orq_schema.payload.document import Document, Limits
from orq_schema.payload.find import Source, find
from orq_schema.payload.locate import Kind, Target, locate
from orq_schema.payload.read import read_bytes, read_file
from orq_schema.report.summary import FOUND, UNREADABLE, USAGE, Summary
from orq_schema.validate.check import Options, check
from orq_schema.validate.engine import Engine, compiled, own

if TYPE_CHECKING:
    from collections.abc import Iterator

# the functions of a recursive schema call each other a few times for each level of a document
_CALLS_PER_LEVEL = 6
# deeper, the interpreter itself may run out of stack
_MOST_CALLS = 10_000


def _pointer(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            pointer.split(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
    return value


@click.command(
    short_help="check payload files",
    epilog="Exit codes: 0 all good, 1 errors found, 2 wrong usage, 3 something could not be read.",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...|-")
@click.option(
    "--as", "kind", type=click.Choice(["auto", "orq", "request"]), default="auto",
    help="What a document is: the orq object itself, or a whole request body. By default it is found out.",
)  # fmt: skip
@click.option("--at", metavar="POINTER", callback=_pointer, help="JSON Pointer of the value to check.")
@click.option("--schema", metavar="FILE", help="Check whole documents against this schema instead of ours.")
@click.option("--strict", is_flag=True, help="Unknown keys are errors, not warnings.")
@click.option(
    "--format", "layout", type=click.Choice(["text", "json"]), default="text", help="Layout of the report."
)
@click.option(
    "--show-values", is_flag=True, help="Show the values that are wrong; payloads may hold secrets."
)
@click.option(
    "--max-depth", type=click.IntRange(1, 100_000), default=Limits().depth, help="Deepest nesting read."
)
@click.option(
    "--max-nodes", type=click.IntRange(1), default=Limits().nodes, help="Most values in one document."
)
@click.option(
    "--max-digits", type=click.IntRange(1, 4300), default=Limits().digits, help="Most digits in a number."
)
def command(  # noqa: PLR0913 - one parameter for each option
    paths: tuple[str, ...],
    kind: Literal["auto", "orq", "request"],
    at: str | None,
    schema: str | None,
    layout: str,
    max_depth: int,
    max_nodes: int,
    max_digits: int,
    *,
    strict: bool,
    show_values: bool,
) -> None:
    """
    Check the orq objects in JSON, YAML and JSON Lines files.

    A PATH is a file, a directory, or - for standard input. In each document the orq object is found by
    itself: under `orq`, in `extra_body`, in the `body` of a batch line, or bare. Unknown keys are warnings
    unless --strict is given.
    """
    limits = Limits(max_depth, max_nodes, max_digits)
    summary = Summary()
    problems: list[Problem] = []
    try:
        run = _Run(kind, at, _engine(schema), Options(strict=strict, show_values=show_values), limits)
        found = run.files(paths, summary)
    except OrqSchemaError as error:
        summary.add(error.problem, code=USAGE if isinstance(error, UnsupportedError) else UNREADABLE)
        found = iter((error.problem,))
    for problem in found:
        if layout == "json":
            problems.append(problem)
        else:
            _write(problem)
    _close(layout, problems, summary)
    sys.exit(summary.exit_code)


def _engine(schema: str | None) -> Engine | None:
    """
    The engine of the user's schema; None for ours, of which there is one for each kind of document.

    Raises SchemaError for a schema that is not valid, UnsupportedError for one that cannot be compiled exactly.
    """
    if schema is None:
        return None
    from orq_schema.load.schema import load_file

    return compiled(load_file(schema))


class _Run:
    """One call of the command: what stays the same for all its files."""

    def __init__(
        self,
        kind: Literal["auto", "orq", "request"],
        at: str | None,
        engine: Engine | None,
        options: Options,
        limits: Limits,
    ) -> None:
        self.kind: Literal["auto", "orq", "request"] = kind if engine is None else "orq"
        self.at = at
        self.engine = engine
        self.options = options
        self.limits = limits
        self._own: dict[Kind, Engine] = {}

    def files(self, paths: tuple[str, ...], summary: Summary) -> Iterator[Problem]:
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
            summary.add(problem, code=UNREADABLE if problem.rule == "too-deep" else FOUND)
            yield problem

    def _check(self, document: Document, target: Target) -> list[Problem]:
        usual = sys.getrecursionlimit()
        # only while checking: the standard library's JSON decoder goes as deep as it may, on a stack that is short
        sys.setrecursionlimit(max(usual, min(self.limits.depth * _CALLS_PER_LEVEL, _MOST_CALLS)))
        try:
            return check(document, target, self.engine or self._own_engine(target.kind), self.options)
        except DepthError as error:
            line, column = document.place(target.steps)
            at = pointer.join(target.steps)
            return [error.problem._replace(file=document.file, line=line, column=column, pointer=at)]
        finally:
            sys.setrecursionlimit(usual)

    def _own_engine(self, kind: Kind) -> Engine:
        if kind not in self._own:
            self._own[kind] = own(kind)
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
