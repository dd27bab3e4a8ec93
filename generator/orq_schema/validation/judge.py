"""Judge documents: find what is to be checked in each, and the schema to check it by."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, NamedTuple

from orq_schema import pointer
from orq_schema.errors import DepthError, Problem, UnsupportedError
from orq_schema.payload.document import Limits, Unread
from orq_schema.payload.locate import Kind, Target, target_of
from orq_schema.resources import REVISION
from orq_schema.validation.check import Options, check, mistakes_of
from orq_schema.validation.engine import own

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.load.revisions import Revision
    from orq_schema.payload.document import Document
    from orq_schema.validation.engine import Engine

    Engines = Callable[[Revision | None, Kind], Engine]

# rules that say that a document got no verdict, though it could be read
NO_VERDICT = frozenset((
    "too-deep", "engine", "pointer-not-found",
    # a string that should be JSON
    "json-syntax", "duplicate-key", "lone-surrogate", "non-finite-number", "too-many-digits", "too-many-nodes",
))  # fmt: skip
# the functions of a recursive schema call each other a few times for each level of a document
_CALLS_PER_LEVEL = 6
# deeper, the interpreter itself may run out of stack
_MOST_CALLS = 10_000


class Judging(NamedTuple):
    """
    What to check in a document, and by what; the defaults are those of the command.

    `revision` is that of the orq object, as people name it, None for the default one; "auto" looks for the newest
    that a document fits.
    """

    kind: Literal["auto", "orq", "request"] = "auto"
    at: tuple[str, ...] = ()
    schema: str | None = None
    engine: Literal["compiled", "jsonschema"] = "compiled"
    assert_formats: bool = False
    options: Options = Options()
    limits: Limits = Limits()
    revision: str | None = None


class Judge:
    """
    Judges one document after the other.

    `engines` gives the engine for a revision, None being the default one, and a kind of document, where it cannot be
    compiled on the spot. Raises SchemaError for a schema that is not valid, UnsupportedError for one that cannot be
    compiled exactly, UnknownRevisionError for a revision that there is not.
    """

    def __init__(self, judging: Judging, engines: Engines | None = None) -> None:
        self._judging = judging
        self._engines = engines
        # None: ours, of which there is one for each kind of document
        self._engine = None if judging.schema is None else self._of_file(judging.schema)
        self._kind: Literal["auto", "orq", "request"] = judging.kind if self._engine is None else "orq"
        self._own: dict[Kind, Engine] = {}
        self._is_open = judging.revision == "auto"
        self._revision: Revision | None = None
        if judging.revision is not None and not self._is_open:
            from orq_schema.load.revisions import unusual

            self._revision = unusual(judging.revision)

    @property
    def limits(self) -> Limits:
        """What a document may have at most."""
        return self._judging.limits

    def judge(self, document: Document, *, named: bool) -> list[Problem]:
        """The problems of `document`; `named` says that a user asked for the file and did not just walk by."""
        if self._judging.at and document.origin is None:
            return self._judge_at(document, self._judging.at, named=named)
        return self._judge(document, None, named=named)

    def is_foreign(self, document: Document) -> bool:
        """Whether there is nothing to check in `document`, the file of which nobody named."""
        if self._judging.at:
            return False
        target = target_of(document, kind=self._kind)
        return target is None or _is_foreign(document, target, named=False)

    def _judge_at(self, document: Document, pointers: tuple[str, ...], *, named: bool) -> list[Problem]:
        """The problems of what the first of `pointers` leads to that leads anywhere."""
        from orq_schema.payload.logs import reached

        try:
            found = reached(document, pointers, self._judging.limits)
        except LookupError:
            line, column = document.place(())
            where = " or ".join(pointers)
            message = f"the document has no value at {where}"
            return [Problem(document.file, line, column, "", "pointer-not-found", "error", message)]
        if isinstance(found, Unread):
            from orq_schema.validation.excerpt import of_unread

            return [of_unread(found, show_values=self._judging.options.show_values)]
        problems = self._judge(found.document, found.at, named=named)
        return [_through(found.way, each) for each in problems] if found.way else problems

    def _judge(self, document: Document, at: str | None, *, named: bool) -> list[Problem]:
        target = target_of(document, kind=self._kind, at=at)
        if target is not None:
            return [] if _is_foreign(document, target, named=named) else self._check(document, target)
        return [self._nothing(document)] if named else []

    def _check(self, document: Document, target: Target) -> list[Problem]:
        usual = sys.getrecursionlimit()
        # only while checking: the standard library's JSON decoder goes as deep as it may, on a stack that is short
        sys.setrecursionlimit(
            max(usual, min(self._judging.limits.depth * _CALLS_PER_LEVEL, _MOST_CALLS)),
        )
        try:
            if self._engine is None and self._is_open:
                return self._fitted(document, target)
            engine = self._engine or self._own_engine(target.kind)
            return check(document, target, engine, self._judging.options)
        except (DepthError, UnsupportedError) as error:
            line, column = document.place(target.steps)
            at = pointer.join(target.steps)
            return [error.problem._replace(file=document.file, line=line, column=column, pointer=at)]
        finally:
            sys.setrecursionlimit(usual)

    def _nothing(self, document: Document) -> Problem:
        from orq_schema.validation.nothing import no_object

        revision = REVISION
        if self._revision is not None:
            from orq_schema.load.revisions import label

            revision = label(self._revision)
        orq, request = self._own_engine("orq").tree(), self._own_engine("request").tree()
        return no_object(document, orq, request, revision)

    def _fitted(self, document: Document, target: Target) -> list[Problem]:
        """The problems by the newest revision that fits, or by the nearest."""
        from orq_schema.load.revisions import unusual
        from orq_schema.validation.fits import fit

        options = self._judging.options
        found = fit(
            lambda engine: mistakes_of(document, target, engine, options),
            lambda revision: self._engine_of(unusual(revision.id), target.kind),
        )
        return check(document, target, found.engine, options, [found.note])

    def _own_engine(self, kind: Kind) -> Engine:
        if kind not in self._own:
            self._own[kind] = self._engine_of(self._revision, kind)
        return self._own[kind]

    def _engine_of(self, revision: Revision | None, kind: Kind) -> Engine:
        if self._engines is not None:
            return self._engines(revision, kind)
        how, formats = self._judging.engine, self._judging.assert_formats
        if revision is None and how == "compiled" and not formats:
            return own(kind)
        from orq_schema.validation.revisions import engine_of

        return engine_of(revision, kind, how, assert_formats=formats)

    def _of_file(self, path: str) -> Engine:
        from orq_schema.load.schema import load_file
        from orq_schema.validation.revisions import engine_for

        return engine_for(load_file(path), self._judging.engine, assert_formats=self._judging.assert_formats)


def _is_foreign(document: Document, target: Target, *, named: bool) -> bool:
    """Whether nothing in what was taken for an orq object, though nobody called it one, speaks for that."""
    presumed = document.origin is not None and document.origin.presumed
    if not presumed and (named or not target.bare):
        return False
    from orq_schema.validation.relevance import is_row, speaks, speaks_within

    if presumed and target.steps == ("orq",) and is_row(document.value, "orq"):
        return True
    return not (speaks_within if presumed else speaks)(target.value)


def _through(way: str, problem: Problem) -> Problem:
    """A problem of JSON in a string, which `way` leads into, as one of the document around it."""
    # nothing mends what is escaped in there
    return problem._replace(pointer=f"{way}{problem.pointer}", detail=problem.detail._replace(mend=None))
