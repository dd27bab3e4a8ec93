"""Judge all that is read from one file: its documents, the faults of reading it, and the comments in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.payload.document import Unread
from orq_schema.validation.ignores import Ignores
from orq_schema.validation.judge import NO_VERDICT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.errors import Problem
    from orq_schema.payload.document import Document
    from orq_schema.validation.check import Options
    from orq_schema.validation.judge import Judge


class Judged(NamedTuple):
    """A problem of a file; without a verdict where it says that something could not be read or judged."""

    problem: Problem
    verdict: bool


def judged(
    found: Iterable[Document | Unread], judge: Judge, options: Options, *, named: bool
) -> Iterator[Judged]:
    """The problems of the file in which `found` was found, in its order; `named` is as for Judge.judge."""
    ignores = Ignores(options.ignored)
    for each in found:
        if isinstance(each, Unread):
            yield from _unread(each, ignores, options)
        else:
            yield from _kept(ignores.applied(each, judge.judge(each, named=named)), options)
    yield from _kept(ignores.rest(), options)


def _unread(each: Unread, ignores: Ignores, options: Options) -> Iterator[Judged]:
    from orq_schema.validation.excerpt import of_unread

    problem = of_unread(each, show_values=options.show_values)
    if problem.severity == "error":
        ignores.lose()
        yield Judged(problem, verdict=False)
    else:
        yield from _kept([problem], options)


def _kept(problems: Iterable[Problem], options: Options) -> Iterator[Judged]:
    for problem in problems:
        if problem.severity == "error" and problem.rule in NO_VERDICT:
            yield Judged(problem, verdict=False)
        elif problem.rule not in options.ignored:
            yield Judged(problem, verdict=True)
