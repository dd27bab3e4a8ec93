"""Judge documents: find what is to be checked in each, and the schema to check it by."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, NamedTuple

from orq_schema import pointer
from orq_schema.errors import DepthError, Problem, UnsupportedError
from orq_schema.payload.document import Limits
from orq_schema.payload.locate import Kind, Target, locate
from orq_schema.validation.check import Options, check
from orq_schema.validation.engine import Engine, compiled, own

if TYPE_CHECKING:
    from orq_schema.load.schema import LoadedSchema
    from orq_schema.payload.document import Document

# rules that say that a document got no verdict, though it could be read
NO_VERDICT = frozenset(("too-deep", "engine", "pointer-not-found"))
# the functions of a recursive schema call each other a few times for each level of a document
_CALLS_PER_LEVEL = 6
# deeper, the interpreter itself may run out of stack
_MOST_CALLS = 10_000


class Judging(NamedTuple):
    """What to check in a document, and by what; the defaults are those of the command."""

    kind: Literal["auto", "orq", "request"] = "auto"
    at: str | None = None
    schema: str | None = None
    engine: Literal["compiled", "jsonschema"] = "compiled"
    assert_formats: bool = False
    options: Options = Options()
    limits: Limits = Limits()


class Judge:
    """
    Judges one document after the other.

    Raises SchemaError for a schema that is not valid, UnsupportedError for one that cannot be compiled exactly.
    """

    def __init__(self, judging: Judging) -> None:
        self._judging = judging
        # None: ours, of which there is one for each kind of document
        self._engine = None if judging.schema is None else self._of_file(judging.schema)
        self._kind: Literal["auto", "orq", "request"] = judging.kind if self._engine is None else "orq"
        self._own: dict[Kind, Engine] = {}

    def judge(self, document: Document, *, named: bool) -> list[Problem]:
        """The problems of `document`; `named` says that a user asked for the file and did not just walk by."""
        try:
            target = locate(document.value, kind=self._kind, at=self._judging.at)
        except LookupError:
            line, column = document.place(())
            message = f"the document has no value at {self._judging.at}"
            return [Problem(document.file, line, column, "", "pointer-not-found", "error", message)]
        if target is not None:
            return self._check(document, target)
        return [self._nothing(document)] if named else []

    def _check(self, document: Document, target: Target) -> list[Problem]:
        usual = sys.getrecursionlimit()
        # only while checking: the standard library's JSON decoder goes as deep as it may, on a stack that is short
        sys.setrecursionlimit(
            max(usual, min(self._judging.limits.depth * _CALLS_PER_LEVEL, _MOST_CALLS)),
        )
        try:
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

        return no_object(document, self._own_engine("orq").tree(), self._own_engine("request").tree())

    def _own_engine(self, kind: Kind) -> Engine:
        if kind not in self._own:
            if self._judging.engine == "compiled" and not self._judging.assert_formats:
                self._own[kind] = own(kind)
            else:
                from orq_schema.load.schema import builtin

                made = self._made(builtin("orq" if kind == "orq" else "completions-request"))
                self._own[kind] = made._replace(judges=kind)
        return self._own[kind]

    def _of_file(self, path: str) -> Engine:
        from orq_schema.load.schema import load_file

        return self._made(load_file(path))

    def _made(self, schema: LoadedSchema) -> Engine:
        if self._judging.engine == "compiled":
            return compiled(schema, assert_formats=self._judging.assert_formats)
        from orq_schema.validation.library import library

        return library(schema, assert_formats=self._judging.assert_formats)
