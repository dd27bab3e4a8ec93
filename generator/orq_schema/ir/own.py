"""What a schema says by itself of its values: `type`, `enum`, `const`, keywords of objects and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.ir import shapes
from orq_schema.ir.docs import doc_of
from orq_schema.ir.nodes import Array, Doc, Field, Literals, Mapping, Record, Scalar, ScalarKind, Type

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.ir.places import Place, Places

_OBJECT = ("properties", "required", "additionalProperties")
# what may change which values a schema is about; the rest restricts them or describes them
SHAPING = ("type", "enum", "const", "allOf", "anyOf", "oneOf", "items", *_OBJECT)
_SCALARS: dict[str, ScalarKind] = {
    "string": "string",
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
    "null": "null",
}


class OwnShapes:
    """Reads own keywords; `type_of` gives the types of the schemas below."""

    def __init__(self, places: Places, type_of: Callable[[Place], Type]) -> None:
        self._places = places
        self._type_of = type_of

    def options(self, place: Place) -> list[shapes.Shape]:
        """
        The shapes among which the schema's own keywords leave a choice, null last; none where they are silent.

        A schema without `type` is taken to be about objects or lists where it has their keywords: strictly it
        would allow any value of another kind, which hardly anyone means.
        """
        schema = place.keywords
        kinds = _kinds(schema)
        if "const" in schema:
            return [_literals(place, "const", [schema["const"]], kinds)]
        if "enum" in schema:
            return [_literals(place, "enum", schema["enum"], kinds)]
        return [self._of_kind(place, kind) for kind in sorted(kinds, key="null".__eq__)]

    def _of_kind(self, place: Place, kind: str) -> shapes.Shape:
        if kind == "object":
            return self._object(place)
        if kind == "array":
            items = place.keywords.get("items", True)
            return Array(self._type_of(self._places.child(place, ("items",), items)))
        return Scalar(_SCALARS[kind])

    def _object(self, place: Place) -> shapes.Shape:
        schema = place.keywords
        others = schema.get("additionalProperties", True)
        rest: Type | None = None
        if others is not False:
            rest = self._type_of(self._places.child(place, ("additionalProperties",), others))
        properties: dict[str, Any] = schema.get("properties", {})
        required: list[str] = schema.get("required", [])
        fields = [self._field(place, key, below, required) for key, below in properties.items()]
        fields += [_undeclared(place, key, rest) for key in required if key not in properties]
        return Record(tuple(fields), rest) if fields or rest is None else Mapping(rest)

    def _field(self, place: Place, key: str, schema: Any, required: list[str]) -> Field:
        below = self._places.child(place, ("properties", key), schema)
        type_ = self._type_of(below)
        return Field(key, type_, key in required, doc_of(below, self._places), below.pointer)


def _kinds(schema: dict[str, Any]) -> list[str]:
    """The types of a schema; where it states none, what its keywords are about."""
    given = schema.get("type", [])
    if given:
        return [given] if isinstance(given, str) else list(given)
    if any(keyword in schema for keyword in _OBJECT):
        return ["object"]
    return ["array"] if "items" in schema else []


def _literals(place: Place, keyword: str, values: list[Any], kinds: list[str]) -> Literals:
    """The values that are of the types beside them."""
    if "type" in place.keywords:
        wide = {*kinds, "integer"} if "number" in kinds else set(kinds)
        values = [value for value in values if shapes.kind_of(value) in wide]
    if not values:
        raise place.unsupported(keyword, "none of the values is of the type beside them")
    return shapes.literals(values)


def _undeclared(place: Place, key: str, rest: Type | None) -> Field:
    """A key that is required, and described only as one of the rest."""
    if rest is None:
        raise place.unsupported("required", f"the key {key!r} is required, yet no such key is allowed")
    return Field(key, rest, required=True, doc=Doc(), pointer=f"{place.pointer}/required")


def only_restricts(branches: Any) -> bool:
    """Whether all branches of a union only restrict a value whose shape is described beside them."""
    shaping = [keyword for keyword in SHAPING if keyword != "required"] + ["$ref", "$dynamicRef"]
    return bool(branches) and all(
        isinstance(branch, dict) and not any(keyword in branch for keyword in shaping) for branch in branches
    )
