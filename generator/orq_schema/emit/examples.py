"""One example of each type: the schema's own, else one composed of those of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.ir.nodes import (
    Anything,
    Array,
    Definition,
    Doc,
    Limits,
    Literals,
    Mapping,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType

Example = tuple[Any, ...]
"""One value, or none: a value may itself be null."""

_FULL = 2
_DEEPEST = 20
_PLAIN = {"string": "text", "boolean": True, "null": None}


def example_of(definition: Definition, definitions: MappingType[str, Definition]) -> Example:
    """An example of `definition`; empty where none can be composed that is sure to be valid."""
    return _of_definition(definition, definitions, frozenset())


def _of_definition(
    definition: Definition, definitions: MappingType[str, Definition], within: frozenset[str]
) -> Example:
    if definition.doc.examples:
        return definition.doc.examples[:1]
    if definition.name in within or len(within) > _DEEPEST:
        return ()
    within |= {definition.name}
    if not isinstance(definition.shape, Record):
        return _of_type(definition.shape, definition.doc, definitions, within)
    return _of_record(definition.shape, definition.doc, definitions, within)


def _of_record(
    record: Record, doc: Doc, definitions: MappingType[str, Definition], within: frozenset[str]
) -> Example:
    composed: dict[str, Any] = {}
    for field in record.fields:
        if len(within) > _FULL and not field.required and not field.doc.examples:
            continue  # an example of everything in everything would be no help, and grow without measure
        found = _of_type(field.type, field.doc, definitions, within)
        if (found and not record.one_of) or (found and not composed):
            composed[field.key] = found[0]
        elif field.required:
            return ()
    return (composed,) if doc.limits == Limits() and (composed or not record.one_of) else ()


def _of_type(
    type_: Type, doc: Doc, definitions: MappingType[str, Definition], within: frozenset[str]
) -> Example:
    if doc.examples:
        return doc.examples[:1]
    if isinstance(type_, Ref):
        return _of_definition(definitions[type_.name], definitions, within)
    if isinstance(type_, Literals):
        return type_.values[:1]
    if isinstance(type_, Union):
        found = [_of_type(option, doc, definitions, within) for option in type_.options]
        return next((each for each in found if each), ())
    if isinstance(type_, Scalar) and type_.kind in ("integer", "number") and doc.limits.minimum is not None:
        bounds = Limits(minimum=doc.limits.minimum, maximum=doc.limits.maximum)
        return (doc.limits.minimum,) if doc.limits == bounds else ()
    if doc.limits != Limits():
        return ()
    return _of_plain_type(type_, definitions, within)


def _of_plain_type(type_: Type, definitions: MappingType[str, Definition], within: frozenset[str]) -> Example:
    """An example of a type that nothing else restricts."""
    if isinstance(type_, Scalar):
        return (_PLAIN.get(type_.kind, 1),)
    if isinstance(type_, Array):
        return ([*_of_type(type_.item, Doc(limits=_UNKNOWN), definitions, within)],)
    if isinstance(type_, Mapping) and not isinstance(type_.value, Anything):
        found = _of_type(type_.value, Doc(limits=_UNKNOWN), definitions, within)
        return ({"key": found[0]},) if found else ({},)
    return ({},)


# the limits of a list's items are not in the model
_UNKNOWN = Limits(also=("items",))
