"""Which keywords count: the vocabularies that a metaschema puts in force (core sections 4.3.3 and 8.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import is_object, members
from orq_schema.load.subschemas import DIALECT, children

if TYPE_CHECKING:
    from collections.abc import Callable

_PREFIX = "https://json-schema.org/draft/2020-12/vocab/"
FORMAT_ASSERTION = f"{_PREFIX}format-assertion"

# the keywords of a vocabulary that decide whether a value is valid; the core's are always in force
_DECIDING = {
    "applicator": (
        "additionalProperties allOf anyOf contains dependentSchemas else if items not oneOf patternProperties "
        "prefixItems properties propertyNames then"
    ),
    "unevaluated": "unevaluatedItems unevaluatedProperties",
    "validation": (
        "const dependentRequired enum exclusiveMaximum exclusiveMinimum maxContains maxItems maxLength "
        "maxProperties maximum minContains minItems minLength minProperties minimum multipleOf pattern "
        "required type uniqueItems"
    ),
}
_KEYWORDS = {f"{_PREFIX}{name}": frozenset(keywords.split()) for name, keywords in _DECIDING.items()}
DECIDING = frozenset[str]().union(*_KEYWORDS.values())
_KNOWN = frozenset(
    {
        *_KEYWORDS,
        FORMAT_ASSERTION,
        *(f"{_PREFIX}{n}" for n in ("core", "meta-data", "format-annotation", "content")),
    }
)


def dialect_of(schema: Any) -> str:
    """The dialect that `schema` declares by `$schema`, without its empty fragment; the empty string for none."""
    declared = members(schema).get("$schema")
    return declared.removesuffix("#") if isinstance(declared, str) else ""


def in_force(metaschema: Any) -> dict[str, bool]:
    """The vocabularies that `metaschema` puts in force; all of draft 2020-12's where it does not say."""
    stated = members(metaschema).get("$vocabulary")
    # core section 8.1.2.1 leaves the default to the implementation
    return stated if is_object(stated) else dict.fromkeys(_KEYWORDS, True)


def unknown(metaschema: Any) -> list[str]:
    """The vocabularies that `metaschema` requires and nobody here knows."""
    return [uri for uri, required in in_force(metaschema).items() if required and uri not in _KNOWN]


def asserts_formats(metaschema: Any) -> bool:
    """Whether `format` decides under `metaschema`: validation section 7.2.2."""
    return FORMAT_ASSERTION in in_force(metaschema)


def prune(contents: Any, metaschema_of: Callable[[str], Any]) -> None:
    """
    Take out of `contents`, in place, each deciding keyword whose vocabulary is not in force: it is unknown there.

    `metaschema_of` gives the metaschema of a dialect other than draft 2020-12. A resource that is embedded and
    declares no dialect has that of the one around it.
    """
    pending: list[tuple[Any, frozenset[str]]] = [(contents, frozenset[str]())]
    while pending:
        schema, ignored = pending.pop()
        if not is_object(schema):
            continue
        dialect = dialect_of(schema)
        if dialect:
            ignored = frozenset[str]() if dialect == DIALECT else _ignored(metaschema_of(dialect))
        for keyword in ignored & schema.keys():
            del schema[keyword]
        pending.extend((child, ignored) for _, child in children(schema))


def _ignored(metaschema: Any) -> frozenset[str]:
    stated = in_force(metaschema)
    return frozenset[str]().union(*(keywords for uri, keywords in _KEYWORDS.items() if uri not in stated))
