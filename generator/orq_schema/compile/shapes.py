"""What can be said of a subschema before any code is written for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import is_object
from orq_schema.load.vocabularies import DECIDING

if TYPE_CHECKING:
    from collections.abc import Callable

# these say how a neighbour of theirs is to be understood, and nothing on their own
_MODIFIERS = frozenset(("then", "else", "minContains", "maxContains"))
# `format` is here only for schemas in which it decides
KEYWORDS = (DECIDING | {"$ref", "$dynamicRef", "format"}) - _MODIFIERS

_EACH = frozenset(("allOf", "prefixItems"))
_EACH_MEMBER = frozenset(("dependentSchemas", "patternProperties", "properties"))
_ONE = frozenset(
    ("additionalProperties", "items", "propertyNames", "unevaluatedItems", "unevaluatedProperties")
)
# vacuous where their value is 0, false or empty
_FALSY = frozenset(("minItems", "minLength", "minProperties", "required", "uniqueItems"))


def kinds(schema: dict[str, Any]) -> frozenset[str] | None:
    """The types that `type` allows, integers being numbers; None where it does not say."""
    if "type" not in schema:
        return None
    names = schema["type"]
    listed = [names] if isinstance(names, str) else names
    return frozenset("number" if name == "integer" else name for name in listed)


def implied(schema: dict[str, Any]) -> bool:
    """Whether `enum` or `const` already says all that `type` does, and says it better."""
    choices = schema.get("enum", [schema["const"]] if "const" in schema else None)
    names = schema.get("type", [])
    wanted = {names} if isinstance(names, str) else set(names)
    return choices is not None and all(types_of(each) & wanted for each in choices)


def types_of(value: Any) -> set[str]:
    """The names that `type` has for `value`."""
    if isinstance(value, bool):
        return {"boolean"}
    if isinstance(value, (int, float)):
        return {"number", "integer"} if isinstance(value, int) or value.is_integer() else {"number"}
    if isinstance(value, str):
        return {"string"}
    if isinstance(value, (dict, list)):
        return {"object" if isinstance(value, dict) else "array"}
    return {"null"}


def kinds_after(schema: Any, known: frozenset[str] | None) -> frozenset[str] | None:
    """The types that a value can have once `schema` has looked at its type, which was one of `known` before."""
    allowed = None if not is_object(schema) or implied(schema) else kinds(schema)
    return allowed if known is None else known if allowed is None else known & allowed


class Shapes:
    """Answers about subschemas, each found out once; `formats` says whether `format` decides anywhere."""

    def __init__(self, *, formats: bool) -> None:
        self._keywords = KEYWORDS if formats else KEYWORDS - {"format"}
        # the schemas are kept, so that no other can come to have the same id
        self._trivial: dict[int, tuple[Any, bool]] = {}

    def is_trivial(self, schema: Any) -> bool:
        """Whether `schema` accepts every value, as can be seen without following references."""
        if not is_object(schema):
            return schema is not False
        known = self._trivial.get(id(schema))
        if known is None:
            answer = all(self._is_vacuous(keyword, schema) for keyword in schema if keyword in self._keywords)
            known = self._trivial[id(schema)] = (schema, answer)
        return known[1]

    def only(self, schema: Any, keyword: str) -> bool:
        """Whether `keyword` is all that `schema` says about a value."""
        return is_object(schema) and schema.keys() & self._keywords == {keyword}

    def _is_vacuous(self, keyword: str, schema: dict[str, Any]) -> bool:
        value = schema[keyword]
        if keyword in _ONE:
            return self.is_trivial(value)
        if keyword in _EACH:
            return all(map(self.is_trivial, value))
        if keyword in _EACH_MEMBER:
            return all(map(self.is_trivial, value.values()))
        if keyword in _FALSY:
            return not value
        special = _SPECIAL.get(keyword)
        return special is not None and special(self, schema)

    def is_vacuous_if(self, schema: dict[str, Any]) -> bool:
        """Whether an `if` has nothing that follows from it."""
        return all(self.is_trivial(schema.get(keyword, True)) for keyword in ("then", "else"))


_SPECIAL: dict[str, Callable[[Shapes, dict[str, Any]], bool]] = {
    "anyOf": lambda shapes, schema: any(map(shapes.is_trivial, schema["anyOf"])),
    "contains": lambda _, schema: schema.get("minContains") == 0 and "maxContains" not in schema,
    "dependentRequired": lambda _, schema: not any(schema["dependentRequired"].values()),
    "if": lambda shapes, schema: shapes.is_vacuous_if(schema),
    "not": lambda _, schema: schema["not"] is False,
}
