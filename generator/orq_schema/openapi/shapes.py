"""Which schemas are shapes that deserve a name, which of them are the same, and what they are called by."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import elements, is_object, members
from orq_schema.load.subschemas import LIST, MAP, ONE, children
from orq_schema.openapi.keywords import WORDS, Schema, is_null

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping


# an object or a union has a definition of its own, as the rule `inline-shape` asks
_NAMED = ("properties", "anyOf", "oneOf")
# one of these is a shape that is not written twice, as the rule `duplicate-shape` asks
_SHAPED = (
    *_NAMED, "patternProperties", "additionalProperties", "enum", "format", "pattern", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems",
    "uniqueItems",
)  # fmt: skip
_WORD = re.compile("[A-Za-z0-9]+")
# words of the field that are written with a number; of any other, a number at the end counts shapes
_ENDS_IN_DIGITS = re.compile(
    r"(?:^|(?<=[a-z0-9]))(?=[A-Z])(?i:sha(?:1|2|3|224|256|384|512)|md[45]|crc(?:16|32|64)|base(?:16|32|58|62|64|85)"
    r"|ipv[46]|oauth[12]|s3|ec2|http[123]|utf(?:7|8|16|32)|u?int(?:8|16|32|64|128)|float(?:16|32|64)|[ehpr]s(?:256|384|512)"
    r"|ed25519|x509|mp[34]|h26[45]|(?:iso|rfc)[0-9]+|v[0-9]+)$"
)
_NAME = re.compile("(?:[A-Z][a-z0-9]*)+")


def must_be_named(schema: Schema) -> bool:
    """Whether `schema` is an object with properties or a union."""
    return any(keyword in schema for keyword in _NAMED)


def is_shape(schema: Any) -> bool:
    """Whether `schema` says more than a type."""
    return any(keyword in members(schema) for keyword in _SHAPED)


def is_chance(schema: Schema) -> bool:
    """Whether two fields may share the shape `schema` by chance: a range, a pattern, one constant, a free map."""
    return len(elements(schema.get("enum"))) < 2 and not any(is_object(each) for _, each in children(schema))  # noqa: PLR2004 - a choice


def pascal(text: str) -> str:
    """The words of `text` in PascalCase, empty where that is no name: `knowledge_base` gives KnowledgeBase."""
    name = "".join([word[0].upper() + word[1:] for word in _WORD.findall(text)])
    return name if is_name(name) else ""


def is_name(text: str) -> bool:
    """Whether `text` is in PascalCase."""
    return _NAME.fullmatch(text) is not None


def titled(schema: Any) -> str:
    """The title of `schema` in PascalCase, empty where it has none or that is no name."""
    title = members(schema).get("title")
    return pascal(title) if isinstance(title, str) else ""


def spaced(name: str) -> str:
    """The title that goes with the PascalCase `name`: KnowledgeBase gives `Knowledge base`."""
    return re.sub("(?<=[a-z0-9])(?=[A-Z])", " ", name).capitalize()


def counted(name: str) -> str:
    """What is left of `name` without a generator's counter, empty where it ends in none: Filter7, but not Sha256."""
    stem = name.rstrip("0123456789")
    return "" if stem == name or _ENDS_IN_DIGITS.search(name) else stem


def singular(name: str) -> str:
    """What one item of `name` is called: Fallbacks gives Fallback, Address gives AddressItem."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "us", "is")) else name + "Item"


def branch_name(schema: Any, others: Iterable[Any]) -> str:
    """
    What tells a branch of a union from the `others`: its title, a constant, a property that it alone requires.

    Empty where nothing does.
    """
    declared = members(members(schema).get("properties"))
    if titled(schema):
        return titled(schema)
    for each in declared.values():
        values = elements(members(each).get("enum"))
        if len(values) == 1 and isinstance(values[0], str) and pascal(values[0]):
            return pascal(values[0])
    known = {name for other in others for name in members(members(other).get("properties"))}
    own = [
        name for name in elements(members(schema).get("required")) if name in declared and name not in known
    ]
    return pascal(own[0]) if len(own) == 1 else ""


def null_or(schema: Schema) -> str | None:
    """The reference of a `schema` that is a union of it and null, None for any other."""
    branches = elements(schema.get("anyOf", schema.get("oneOf")))
    given = [members(each).get("$ref") for each in branches if not is_null(each)]
    return given[0] if len(given) == 1 and len(branches) > 1 else None


def references(schema: Any) -> list[str]:
    """Every `$ref` in `schema`, in the order in which they stand."""
    return _outline(schema)[1]


def same(bodies: Mapping[str, Any], apart: Iterable[str]) -> dict[str, str]:
    """
    For each name in `bodies` the first one that has the same shape, however the two are worded.

    `$ref`s in the bodies are names. Two shapes are the same where all that they refer to is, circles included: they
    are told apart only once a difference is found, as the states of an automaton are. Those `apart` are the same as
    no other.
    """
    outlines = {name: _outline(body) for name, body in bodies.items()}
    alone = set(apart)
    groups = _numbered(
        {name: (shape, name if name in alone else "") for name, (shape, _) in outlines.items()}
    )
    count = 0
    while count < len(set(groups.values())):
        count = len(set(groups.values()))
        groups = _numbered(
            {name: (groups[name], *(groups[each] for each in below)) for name, (_, below) in outlines.items()}
        )
    first: dict[int, str] = {}
    return {name: first.setdefault(groups[name], name) for name in bodies}


def _numbered(keys: Mapping[str, Hashable]) -> dict[str, int]:
    numbers: dict[Hashable, int] = {}
    return {name: numbers.setdefault(key, len(numbers)) for name, key in keys.items()}


def _outline(schema: Any) -> tuple[str, list[str]]:
    """What `schema` demands and declares, as text, without words and with references left open; and those."""
    below: list[str] = []
    return json.dumps(_facts(schema, below), sort_keys=True), below


def _facts(schema: Any, below: list[str]) -> Any:
    if not is_object(schema):
        return schema
    made: dict[str, Any] = {}
    # sorted: the references must come in the order of the text
    for keyword in sorted(schema):
        if keyword == "$ref":
            below.append(schema[keyword])
            made[keyword] = ""
        elif keyword not in WORDS:
            made[keyword] = _fact(keyword, schema[keyword], below)
    return made


def _fact(keyword: str, value: Any, below: list[str]) -> Any:
    if keyword in ONE:
        return _facts(value, below)
    if keyword in LIST:
        return [_facts(each, below) for each in value]
    if keyword in MAP:
        return {name: _facts(value[name], below) for name in sorted(value)}
    if keyword == "required":
        return sorted(map(str, elements(value)))
    return int(value) if isinstance(value, float) and value.is_integer() else value
