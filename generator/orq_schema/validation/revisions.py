"""Engines for any revision of the orq object, and for the request around it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from orq_schema.jsonvalue import members
from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import load
from orq_schema.load.schema import builtin, from_contents
from orq_schema.validation.deprecation import moved_to_body
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

    It is made on the spot, once in a process. Of the request itself the default revision alone is known, and the
    names that have moved into it from the orq object since.
    """
    made = engine_for(schema_of(revision, kind), how, assert_formats=assert_formats)
    return made._replace(judges=kind, revision=None if revision is None else revision.id)


def engine_for(
    schema: LoadedSchema, how: Literal["compiled", "jsonschema"], *, assert_formats: bool
) -> Engine:
    """The engine of that kind for any schema."""
    if how == "compiled":
        return compiled(schema, assert_formats=assert_formats)
    from orq_schema.validation.library import library

    return library(schema, assert_formats=assert_formats)


def schema_of(revision: Revision | None, kind: Kind) -> LoadedSchema:
    """The schema of the orq object of `revision`, None for the default one, or of the request around it."""
    if revision is None:
        return builtin("orq" if kind == "orq" else "completions-request")
    orq = load(revision)
    if kind == "orq":
        return orq
    body, inside = builtin("completions-request"), bundle(orq)
    # of what has moved nothing but the name is known
    moved = dict.fromkeys(moved_to_body(members(each) for each in inside["properties"].values()), True)
    contents = {**body.contents, "properties": moved | body.contents["properties"]}
    # the body refers to the orq object by a name that is the same whatever the revision
    del inside["$id"]
    return from_contents(contents, {builtin("orq").uri: inside}, name=body.name)
