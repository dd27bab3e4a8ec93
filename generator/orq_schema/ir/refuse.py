"""The keywords that a model cannot carry: refused by name and pointer, never ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.load.subschemas import children

if TYPE_CHECKING:
    from orq_schema.ir.places import Place, Places

_REFUSED = (
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "patternProperties",
    "prefixItems",
    "unevaluatedProperties",
    "unevaluatedItems",
)
_HINTS = {
    "patternProperties": "use additionalProperties, and propertyNames for the form of the keys",
    "prefixItems": "use items, or an object with a key for each item",
    "if": "use anyOf with one branch for each case",
    "unevaluatedProperties": "use additionalProperties",
}
# what stands below these only restricts a value, and is noted by the keyword's name
_RESTRICTIONS = ("contains", "propertyNames", "contentSchema")


def refuse_keywords(place: Place) -> None:
    """Raise UnsupportedError for the first keyword of the schema at `place` that no model can carry."""
    for keyword, value in place.keywords.items():
        if keyword in _REFUSED and not _means_nothing(keyword, value, place.keywords):
            message = f'the keyword "{keyword}" has no counterpart in a generated type'
            raise place.unsupported(keyword, message, _HINTS.get(keyword))


def _means_nothing(keyword: str, value: Any, schema: dict[str, Any]) -> bool:
    """Whether the keyword leaves the set of valid values as it is (core section 10.2.2, 11)."""
    if keyword.startswith("unevaluated"):
        return value is True or value == {}
    if keyword in ("then", "else"):
        return "if" not in schema
    if keyword == "if":
        return "then" not in schema and "else" not in schema
    return value == {} and keyword != "not"


def refuse_below(root: Place, places: Places) -> None:
    """The same for all schemas of the document of `root`, in the order in which they are written."""
    pending = [root]
    while pending:
        place = pending.pop()
        refuse_keywords(place)
        below = [each for each in children(place.contents) if each[0][0] not in _RESTRICTIONS]
        pending.extend([places.child(place, steps, contents) for steps, contents in reversed(below)])
