"""What a schema says about a value beside its type: text, default, examples and limits."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, cast

from orq_schema.ir.nodes import Doc, Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orq_schema.ir.places import Place, Places

# keyword of the schema (validation section 6): name in Limits
LIMITS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "above",
    "exclusiveMaximum": "below",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "format": "format",
    "minItems": "min_items",
    "maxItems": "max_items",
    "uniqueItems": "unique_items",
    "minProperties": "min_keys",
    "maxProperties": "max_keys",
}
# these only restrict, in ways that need a schema to say
ALSO = ("contains", "propertyNames", "dependentRequired")


def own_doc(schema: Mapping[str, Any]) -> Doc:
    """What `schema` itself says, without what it refers to."""
    limits: dict[str, Any] = {name: schema[keyword] for keyword, name in LIMITS.items() if keyword in schema}
    return Doc(
        title=schema.get("title"),
        description=schema.get("description"),
        default=(schema["default"],) if "default" in schema else (),
        examples=tuple(schema.get("examples", ())),
        deprecated=schema.get("deprecated") is True,
        read_only=schema.get("readOnly") is True,
        write_only=schema.get("writeOnly") is True,
        limits=Limits(**limits, also=tuple(keyword for keyword in ALSO if keyword in schema)),
    )


def over(upper: Doc, lower: Doc) -> Doc:
    """`upper`, with what it leaves unsaid taken from `lower`."""
    return Doc(
        title=upper.title or lower.title,
        description=upper.description or lower.description,
        default=upper.default or lower.default,
        examples=upper.examples or lower.examples,
        deprecated=upper.deprecated or lower.deprecated,
        read_only=upper.read_only or lower.read_only,
        write_only=upper.write_only or lower.write_only,
        limits=_both(upper.limits, lower.limits),
    )


def _both(upper: Limits, lower: Limits) -> Limits:
    """The limits of both; where each has a bound of its own, the tighter one."""
    chosen: dict[str, Any] = {}
    for each in fields(Limits):
        one, other = getattr(upper, each.name), getattr(lower, each.name)
        if each.name == "also":
            chosen["also"] = tuple(dict.fromkeys((*one, *other)))
        elif one is None or other is None or isinstance(one, bool):
            chosen[each.name] = one or other if isinstance(one, bool) else other if one is None else one
        else:
            chosen[each.name] = _tighter(each.name, one, other)
    return Limits(**chosen)


def _tighter(name: str, one: Any, other: Any) -> Any:
    if name == "above" or name.startswith("min"):
        return max(one, other)
    if name == "below" or name.startswith("max"):
        return min(one, other)
    return one


def doc_of(place: Place, places: Places) -> Doc:
    """What is said at `place`, over what is said where its reference leads."""
    doc = Doc()
    seen: set[int] = set()
    while place.keywords and id(place.contents) not in seen:
        seen.add(id(place.contents))
        schema = place.keywords
        doc = over(doc, _with_branches(schema))
        branches = schema.get("allOf", ())
        if len(branches) == 1:
            place = places.child(place, ("allOf", 0), branches[0])
        elif isinstance(schema.get("$ref"), str):
            place = places.target(place, schema["$ref"])
    return doc


def _with_branches(schema: Mapping[str, Any]) -> Doc:
    """
    A schema's own doc; what the branches of `allOf` only say or restrict is its own, since all of them hold.

    Of the branches of `anyOf` one may hold or another: beside a described object they are named, no more.
    """
    doc = own_doc(schema)
    branches = schema.get("allOf", ())
    for branch in branches if len(branches) > 1 else ():
        if isinstance(branch, dict) and "$ref" not in branch and "properties" not in branch:
            doc = over(doc, own_doc(cast("Mapping[str, Any]", branch)))
    choices = tuple(keyword for keyword in ("anyOf", "oneOf") if keyword in schema and "properties" in schema)
    return replace(doc, limits=replace(doc.limits, also=(*doc.limits.also, *choices)))
