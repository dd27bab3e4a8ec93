"""Names of types, settled by where a schema stands and what it is titled: never numbered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orq_schema.ir.places import Place
    from orq_schema.pointer import Step

_WORD = re.compile(r"[^\W_]+")
_DEFINITIONS = ("$defs", "definitions")


def pascal(text: str) -> str:
    """The words of `text` in PascalCase, upper-case letters kept: `Knowledge base` gives KnowledgeBase."""
    return "".join([word[0].upper() + word[1:] for word in _WORD.findall(text)])


def is_definition(place: Place) -> bool:
    """Whether `place` is an entry of `$defs`, whose key is its name."""
    return len(place.steps) > 1 and place.steps[-2] in _DEFINITIONS


def is_property(place: Place) -> bool:
    """Whether `place` is an entry of `properties`, whose key names a member and no type."""
    return len(place.steps) > 1 and place.steps[-2] == "properties"


def type_name(place: Place, document: str) -> str:
    """
    The name of the type that stands at `place`, in a document of which the root is called `document`.

    An entry of `$defs` is called by its key, any other schema by its title, else by its parent's name and its
    key. Raises UnsupportedError where that leaves no letter.
    """
    title = pascal(place.keywords.get("title", ""))
    if is_definition(place):
        key = str(place.steps[-1])
        name = key if key.isidentifier() and key[0].isupper() else pascal(key) or title
    elif title:
        name = title
    elif place.parent is None:
        name = pascal(str(place.steps[-1]) if place.steps else document)
        name = name if name.isidentifier() else f"Root{name}"
    else:
        name = _below(type_name(place.parent, document), place)
    if not name:
        raise place.unsupported("", "the schema has no letter to be called by", "give it a title")
    return name


def _below(parent: str, place: Place) -> str:
    """The name of an untitled schema below the schema called `parent`."""
    keyword: Step = place.steps[-1]
    if keyword == "items":
        return singular(parent)
    if keyword == "additionalProperties":
        return parent + "Value"
    container = place.steps[-2] if len(place.steps) > 1 else None
    if container == "allOf":
        return parent
    if container in ("anyOf", "oneOf"):
        return parent + _branch(place.keywords)
    return parent + pascal(str(keyword))


def singular(name: str) -> str:
    """What one item of `name` is called: Tags gives Tag, Address gives AddressItem."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    if name.endswith("s") and not name.endswith(("ss", "us", "is")):
        return name[:-1]
    return name + "Item"


def _branch(schema: dict[str, Any]) -> str:
    """What tells an untitled branch of a union: a constant, its one required key, or its type."""
    properties: dict[str, Any] = schema.get("properties", {})
    required: list[str] = schema.get("required", [])
    for key in required:
        below: Any = properties.get(key, True)
        value: Any = "" if isinstance(below, bool) else below.get("const", "")
        if isinstance(value, str) and pascal(value):
            return pascal(value)
    if len(required) == 1 and pascal(required[0]):
        return pascal(required[0])
    kind: Any = schema.get("type")
    return kind.capitalize() if isinstance(kind, str) else "Option"
