"""What can be settled only once all definitions are there: nullable uses, merged unions, order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orq_schema.ir.nodes import (
    Anything,
    Array,
    Definition,
    Doc,
    Field,
    Mapping,
    Model,
    Record,
    Ref,
    Type,
    Union,
)
from orq_schema.ir.order import bare_references, ordered, references
from orq_schema.ir.shapes import NULL, union

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType

    from orq_schema.ir.places import Place


def finished(model: Model, named: tuple[str, ...], owners: MappingType[str, Place]) -> Model:
    """
    `model` with uses of nullable records spelled out, unions merged, unused branches left out, and in order.

    `named` are the types to keep whether used or not; `owners` says where each name was given. Raises
    SchemaError for an alias that leads back to itself.
    """
    table = {each.name: each for each in model.definitions}
    _refuse_cycles(table, owners)
    nullable = {name for name, each in table.items() if each.nullable}
    table = {name: _spelled_out(each, nullable) for name, each in table.items()}
    absorbed: dict[str, None] = {}
    for name, each in list(table.items()):
        merged = _merged(each, table)
        if merged is not None and isinstance(each.shape, Union):
            absorbed |= dict.fromkeys(merged.merged)
            table[name] = replace(each, shape=merged)
    kept = _reachable((model.root, *[name for name in named if name not in absorbed]), table)
    return replace(
        model,
        definitions=ordered([each for name, each in table.items() if name in kept]),
        branches=tuple(table[name] for name in absorbed if name not in kept),
    )


def _refuse_cycles(table: MappingType[str, Definition], owners: MappingType[str, Place]) -> None:
    """Follow what each alias is without a step into a value; each definition is visited once."""
    done: set[str] = set()
    for start in table:
        path: list[tuple[str, list[str]]] = [(start, list(bare_references(table[start].shape)))]
        open_names = {start}
        while path:
            name, pending = path[-1]
            following = pending.pop(0) if pending else None
            if following is None:
                path.pop()
                open_names.discard(name)
                done.add(name)
            elif following in open_names:
                raise owners[following].cycle()
            elif following not in done:
                path.append((following, list(bare_references(table[following].shape))))
                open_names.add(following)


def _spelled_out(definition: Definition, nullable: set[str]) -> Definition:
    """`definition` in which each use of a nullable record is a union of it and null."""

    def spelled(type_: Type) -> Type:
        if isinstance(type_, Ref):
            return union([type_, NULL]) if type_.name in nullable else type_
        if isinstance(type_, Array):
            return Array(spelled(type_.item))
        if isinstance(type_, Mapping):
            return Mapping(spelled(type_.value))
        if isinstance(type_, Union):
            return union([spelled(each) for each in type_.options])
        return type_

    shape = definition.shape
    if not isinstance(shape, Record):
        return replace(definition, shape=spelled(shape))
    fields = tuple(replace(each, type=spelled(each.type)) for each in shape.fields)
    rest = None if shape.rest is None else spelled(shape.rest)
    return replace(definition, shape=replace(shape, fields=fields, rest=rest))


def _merged(definition: Definition, table: MappingType[str, Definition]) -> Record | None:
    """
    The one record of all keys, for a union of open records that share no key and that each require some.

    A value may fit several branches at once, as `{"gte": 1, "lte": 5}` does, and no union of records says so.
    """
    shape = definition.shape
    if not isinstance(shape, Union):
        return None
    fields: dict[str, Field] = {}
    one_of: list[str] = []
    for option in shape.options:
        branch = table[option.name] if isinstance(option, Ref) else None
        record = branch.shape if branch is not None and not branch.nullable else None
        if not isinstance(record, Record) or not isinstance(record.rest, Anything):
            return None
        required = [each.key for each in record.fields if each.required]
        if not required or any(each.key in fields for each in record.fields):
            return None
        one_of += required
        fields |= {each.key: _loosened(each, branch.doc if branch else Doc()) for each in record.fields}
    names = tuple(option.name for option in shape.options if isinstance(option, Ref))
    return Record(tuple(fields.values()), Anything(), tuple(one_of), names)


def _loosened(field: Field, branch: Doc) -> Field:
    """`field` of a branch as an optional field; what is said of the branch stands in where it has no text."""
    text = field.doc.description or branch.description
    return replace(field, required=False, doc=replace(field.doc, description=text))


def _reachable(starts: tuple[str, ...], table: MappingType[str, Definition]) -> set[str]:
    reached: set[str] = set()
    pending = list(starts)
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending.extend(references(table[name].shape))
    return reached
