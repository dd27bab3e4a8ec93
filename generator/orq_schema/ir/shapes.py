"""Shapes as sets of values: uniting the options of a union, and joining what must hold together."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from orq_schema.ir.docs import over
from orq_schema.ir.nodes import (
    Anything,
    Array,
    Field,
    Literals,
    Mapping,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NULL = Scalar("null")
Shape = Record | Type


class DisjointError(Exception):
    """Two shapes have no value in common, or none that a single type can say."""


def key_of(shape: Shape) -> str:
    """A text that is the same for equal shapes only: `True == 1` in Python, but not in JSON."""
    return repr(shape)


def literals(values: Iterable[Any]) -> Literals:
    """The values, each once; 1.0 is the integer 1 (core section 4.2.2)."""
    plain = [int(value) if isinstance(value, float) and value.is_integer() else value for value in values]
    return Literals(tuple({json.dumps(value, sort_keys=True): value for value in plain}.values()))


def union(options: Iterable[Type]) -> Type:
    """One type of all `options`: flattened, duplicates dropped, literals put together, null last."""
    flat: dict[str, Type] = {}
    values: list[Any] = []
    for option in _flattened(options):
        if isinstance(option, Anything):
            return option
        if isinstance(option, Literals):
            values.extend(option.values)
            flat.setdefault("literals", option)
        else:
            flat.setdefault(key_of(option), option)
    if values:
        flat["literals"] = literals(values)
    if key_of(Scalar("number")) in flat:
        flat.pop(key_of(Scalar("integer")), None)
    null = flat.pop(key_of(NULL), None)
    kept = (*flat.values(), *([null] if null is not None else []))
    return kept[0] if len(kept) == 1 else Union(kept)


def _flattened(options: Iterable[Type]) -> Iterable[Type]:
    for option in options:
        if isinstance(option, Union):
            yield from _flattened(option.options)
        else:
            yield option


def joined(one: Shape, other: Shape, look_up: Callable[[Ref], Shape]) -> Shape:
    """
    The shape of values that have both shapes; `look_up` gives the shape of a named type.

    Raises DisjointError where there is none.
    """
    if key_of(one) == key_of(other) or isinstance(other, Anything):
        return one
    if isinstance(one, Anything):
        return other
    if isinstance(one, Ref) or isinstance(other, Ref):
        return _joined_ref(one, other, look_up)
    if isinstance(one, Union) or isinstance(other, Union):
        return _joined_union(one, other, look_up)
    if isinstance(one, Literals) or isinstance(other, Literals):
        return _joined_literals(one, other)
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        return _joined_scalar(one, other)
    if isinstance(one, Array) and isinstance(other, Array):
        return Array(_type(joined(one.item, other.item, look_up)))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return Mapping(_type(joined(one.value, other.value, look_up)))
    return _joined_record(one, other, look_up)


def _type(shape: Shape) -> Type:
    if isinstance(shape, Record):
        raise DisjointError
    return shape


def _joined_ref(one: Shape, other: Shape, look_up: Callable[[Ref], Shape]) -> Shape:
    """Where one side is a name and the other only restates its kind, the name stays."""
    ref, beside = (one, other) if isinstance(one, Ref) else (other, one)
    if not isinstance(ref, Ref):
        raise DisjointError
    target = look_up(ref)
    both = joined(target, look_up(beside) if isinstance(beside, Ref) else beside, look_up)
    return ref if key_of(both) == key_of(target) else both


def _joined_union(one: Shape, other: Shape, look_up: Callable[[Ref], Shape]) -> Shape:
    whole, beside = (one, other) if isinstance(one, Union) else (other, one)
    if not isinstance(whole, Union):
        raise DisjointError
    kept: list[Shape] = []
    for option in whole.options:
        try:
            kept.append(joined(option, beside, look_up))
        except DisjointError:
            continue
    if len(kept) == 1:
        return kept[0]
    if not kept:
        raise DisjointError
    return union([_type(each) for each in kept])


def _joined_literals(one: Shape, other: Shape) -> Literals:
    closed, beside = (one, other) if isinstance(one, Literals) else (other, one)
    if not isinstance(closed, Literals):
        raise DisjointError
    if isinstance(beside, Literals):
        allowed = {key_of(Literals((value,))) for value in beside.values}
        kept = tuple(value for value in closed.values if key_of(Literals((value,))) in allowed)
    else:
        kept = tuple(value for value in closed.values if _kind_fits(value, beside))
    if not kept:
        raise DisjointError
    return Literals(kept)


def kind_of(value: Any) -> str:
    """The JSON name of the kind of `value`; 1.0 is an integer (validation section 6.1.1)."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "integer" if isinstance(value, int) or value.is_integer() else "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _kind_fits(value: Any, shape: Shape) -> bool:
    kind = kind_of(value)
    if isinstance(shape, Scalar):
        return kind == shape.kind or (kind, shape.kind) == ("integer", "number")
    return kind == ("array" if isinstance(shape, Array) else "object")


def _joined_scalar(one: Scalar, other: Scalar) -> Scalar:
    if {one.kind, other.kind} == {"integer", "number"}:
        return Scalar("integer")
    raise DisjointError


def _joined_record(one: Shape, other: Shape, look_up: Callable[[Ref], Shape]) -> Record:
    """Two objects of which at least one has declared keys: a record with the keys of both."""
    record, beside = (one, other) if isinstance(one, Record) else (other, one)
    if not isinstance(record, Record):
        raise DisjointError
    if isinstance(beside, Mapping):
        beside = Record((), beside.value)
    if not isinstance(beside, Record):
        raise DisjointError
    first, second = (record, beside) if record is one else (beside, record)
    ours = {each.key: each for each in first.fields}
    theirs = {each.key: each for each in second.fields}
    fields = [_joined_field(each, theirs.get(each.key), second.rest, look_up) for each in first.fields]
    fields += [
        _joined_field(each, None, first.rest, look_up) for each in second.fields if each.key not in ours
    ]
    rest = None
    if first.rest is not None and second.rest is not None:
        rest = _type(joined(first.rest, second.rest, look_up))
    return Record(tuple(fields), rest)


def _joined_field(
    one: Field, other: Field | None, rest: Type | None, look_up: Callable[[Ref], Shape]
) -> Field:
    """A field of one record with what the other says of the same key, by name or as one of the rest."""
    if other is None:
        if rest is None:
            raise DisjointError
        return replace(one, type=_type(joined(one.type, rest, look_up)))
    both = _type(joined(one.type, other.type, look_up))
    return replace(one, type=both, required=one.required or other.required, doc=over(one.doc, other.doc))
