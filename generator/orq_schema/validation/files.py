"""Judge all that is read from one file: its documents, the faults of reading it, and the comments in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from orq_schema.errors import Detail, Record
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


class Found(NamedTuple):
    """
    What came next in a file: so many further `documents`, and in the last of them, or behind it, a `problem`.

    `outcome` says whether there is a verdict. A file that needs what is not installed, and that nobody asked for, is
    `passed` over.
    """

    documents: int
    problem: Problem | None = None
    outcome: Literal["judged", "unjudged", "passed"] = "judged"


def found_in(
    read: Iterable[Document | Unread], judge: Judge, options: Options, *, named: bool
) -> Iterator[Found]:
    """What is found in a file, of which that was `read`; `named` is as for Judge.judge."""
    documents = 0
    passed: list[Problem] = []

    def counted() -> Iterator[Document | Unread]:
        nonlocal documents
        for each in read:
            if isinstance(each, Unread) and each.problem.rule == "needs-extra" and not named:
                passed.append(each.problem)
                continue
            documents += not isinstance(each, Unread)
            yield each

    for problem, verdict in judged(counted(), judge, options, named=named):
        yield Found(documents, problem, "judged" if verdict else "unjudged")
        documents = 0
    yield from (Found(0, each, "passed") for each in passed)
    yield Found(documents)


def judged(
    found: Iterable[Document | Unread], judge: Judge, options: Options, *, named: bool
) -> Iterator[Judged]:
    """The problems of the file in which `found` was found, in its order; `named` is as for Judge.judge."""
    ignores = Ignores(options.ignored)
    for each in found:
        if isinstance(each, Unread):
            if named or not _is_of_others(each, judge):
                yield from _unread(each, ignores, options)
        else:
            problems = ignores.applied(each, judge.judge(each, named=named))
            yield from _kept(_recorded(each, problems), options)
    yield from _kept(ignores.rest(), options)


def _is_of_others(unread: Unread, judge: Judge) -> bool:
    """Whether it is JSON with comments, and would have nothing to check without: the settings of some other tool."""
    if unread.kind != "json" or unread.problem.rule != "json-syntax" or unread.lines is None:
        return False
    from orq_schema.payload.json_text import read_json
    from orq_schema.payload.jsonc import strict

    plain = read_json(unread.problem.file, "json", strict(unread.lines), judge.limits)
    return not isinstance(plain, Unread) and judge.is_foreign(plain)


def _recorded(document: Document, problems: Iterable[Problem]) -> Iterator[Problem]:
    """`problems` with the document that they are in."""
    record: Record | None = None
    for each in problems:
        # most documents have none
        record = record or _record(document)
        yield each._replace(detail=Detail(*each.detail[:-1], record))


def _record(document: Document) -> Record:
    from orq_schema.payload.moment import stamped

    return Record(*document.place(()), stamped(document.value))


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
