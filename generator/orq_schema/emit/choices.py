"""How generated code chooses among the branches of a union: by required keys, kinds and literals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.ir.nodes import (
    Anything,
    Array,
    Definition,
    Field,
    Literals,
    Mapping,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)
from orq_schema.templating.code import Code, pyrepr

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as MappingType

_KINDS = {"string": ("str",), "number": ("int", "float"), "integer": ("int", "float"), "boolean": ("bool",)}


class Branch(NamedTuple):
    """One case of a choice: where `test` holds (None: always), the value becomes `result`."""

    test: Code | None
    result: Code


def branches(
    options: list[Type], definitions: MappingType[str, Definition], decoded: Callable[[Type], Code]
) -> tuple[Branch, ...]:
    """
    The cases for the objects among the `options` of a union, the most telling first.

    A record is told by its required keys, else by the presence of any key it declares; what nothing tells
    becomes the mapping among the options, else the record that requires nothing, else stays as it is.
    """
    records = [(each, _record(each, definitions)) for each in options]
    tested = [
        (_weight(record), Branch(_test(record, definitions), decoded(each)))
        for each, record in records
        if record is not None and record.fields
    ]
    tested.sort(key=lambda pair: pair[0], reverse=True)  # a stable sort: equal weights stay in order
    mappings = [each for each, record in records if record is None]
    loose = [
        each for each, record in records if record and not any(field.required for field in record.fields)
    ]
    fallback = [*mappings, *loose][:1]
    last = decoded(fallback[0]) if fallback else Code("value")
    return (*[branch for _, branch in tested], Branch(None, last))


def _record(type_: Type, definitions: MappingType[str, Definition]) -> Record | None:
    shape = definitions[type_.name].shape if isinstance(type_, Ref) else None
    return shape if isinstance(shape, Record) else None


def _weight(record: Record) -> tuple[int, int]:
    required = [field for field in record.fields if field.required]
    return sum(isinstance(field.type, Literals) for field in required), len(required)


def _test(record: Record, definitions: MappingType[str, Definition]) -> Code:
    required = [field for field in record.fields if field.required]
    if required:
        return Code(" and ").join([_field_test(field, definitions) for field in required])
    return Code(" or ").join([Code(f"{pyrepr(field.key)} in value") for field in record.fields])


def _field_test(field: Field, definitions: MappingType[str, Definition]) -> Code:
    key = pyrepr(field.key)
    if isinstance(field.type, Literals) and all(isinstance(each, str) for each in field.type.values):
        values: list[str] = [pyrepr(each) for each in field.type.values]
        return Code(f"value.get({key}) {_one_or_more(values, '==', 'in')}")
    kinds = sorted(_kinds(field.type, definitions))
    if not kinds:
        return Code(f"{key} in value")
    return Code(f"isinstance(value.get({key}), {_one_or_more(kinds)})")


def _one_or_more(values: list[str], one: str = "", more: str = "") -> str:
    """The one value behind `one`, or a tuple of all behind `more`."""
    return f"{one} {values[0]}".strip() if len(values) == 1 else f"{more} ({', '.join(values)})".strip()


def _kinds(type_: Type, definitions: MappingType[str, Definition]) -> set[str]:
    """The Python types that a value of `type_` is decoded from; empty where no test of them would tell."""
    if isinstance(type_, Scalar):
        return set(_KINDS.get(type_.kind, ()))
    if isinstance(type_, Literals):
        return set()
    if isinstance(type_, Array):
        return {"list"}
    if isinstance(type_, Mapping):
        return {"dict"}
    if isinstance(type_, Union):
        found = [_kinds(option, definitions) for option in type_.options]
        return {kind for kinds in found for kind in kinds} if all(found) else set()
    if isinstance(type_, Anything):
        return set()
    shape = definitions[type_.name].shape
    return {"dict"} if isinstance(shape, Record) else _kinds(shape, definitions)
