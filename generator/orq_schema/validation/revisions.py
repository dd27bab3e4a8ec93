"""Engines for any revision of the orq object, and for the request around it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import load
from orq_schema.load.schema import builtin, from_contents
from orq_schema.validation.engine import compiled

if TYPE_CHECKING:
    from typing import Literal

    from orq_schema.load.revisions import Revision
    from orq_schema.load.schema import LoadedSchema
    from orq_schema.payload.locate import Kind
    from orq_schema.validation.engine import Engine


@cache
def engine_of(
    revision: Revision | None, kind: Kind, how: Literal["compiled", "jsonschema"], *, assert_formats: bool
) -> Engine:
    """
    The engine for the orq object of `revision`, None for the default one, or for the request around it.

    It is made on the spot, once in a process. Of the request itself there is one revision only.
    """
    made = engine_for(_schema(revision, kind), how, assert_formats=assert_formats)
    return made._replace(judges=kind, revision=None if revision is None else revision.id)


def engine_for(
    schema: LoadedSchema, how: Literal["compiled", "jsonschema"], *, assert_formats: bool
) -> Engine:
    """The engine of that kind for any schema."""
    if how == "compiled":
        return compiled(schema, assert_formats=assert_formats)
    from orq_schema.validation.library import library

    return library(schema, assert_formats=assert_formats)


def _schema(revision: Revision | None, kind: Kind) -> LoadedSchema:
    if revision is None:
        return builtin("orq" if kind == "orq" else "completions-request")
    orq = load(revision)
    if kind == "orq":
        return orq
    body = builtin("completions-request")
    # the body refers to the orq object by a name that is the same whatever the revision
    inside = {keyword: value for keyword, value in bundle(orq).items() if keyword != "$id"}
    return from_contents(body.contents, {builtin("orq").uri: inside}, name=body.name)
