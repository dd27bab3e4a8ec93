"""The subschemas that apply to one value, and which keywords of theirs decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.jsonvalue import is_object, members
from orq_schema.load.subschemas import children

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from orq_schema.compile.resolution import Subschema
    from orq_schema.evolve.side import Side


class Union(NamedTuple):
    """`anyOf` or `oneOf` of `node`: who is valid is so under one branch."""

    keyword: str
    node: Subschema
    branches: tuple[Subschema, ...]


# what decides about a value; `format` does in few dialects, and is looked after by those who need it
ASSERTING = frozenset(
    (
        *(
            "type",
            "enum",
            "const",
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "exclusiveMaximum",
            "multipleOf",
        ),
        *(
            "minLength",
            "maxLength",
            "pattern",
            "minProperties",
            "maxProperties",
            "minItems",
            "maxItems",
            "uniqueItems",
        ),
        *("required", "properties", "patternProperties", "additionalProperties", "propertyNames"),
        *(
            "dependentRequired",
            "dependentSchemas",
            "items",
            "prefixItems",
            "contains",
            "anyOf",
            "oneOf",
            "not",
            "if",
        ),
        *("unevaluatedProperties", "unevaluatedItems", "$dynamicRef"),
    )
)


def flat(side: Side, nodes: Iterable[Subschema]) -> list[Subschema]:
    """`nodes` and all that `$ref`, `allOf` and unions of one branch lead to, each once, parents first."""
    found: dict[Hashable, Subschema] = {}
    pending = [*nodes][::-1]
    while pending:
        node = pending.pop()
        if node.contents is True or identity_of(node) in found:
            continue
        found[identity_of(node)] = node
        contents = members(node.contents)
        inner = [side.resolution.follow(node, "$ref")] if "$ref" in contents else []
        inner += [
            side.resolution.below(node, "allOf", index) for index in range(len(contents.get("allOf", ())))
        ]
        inner += [side.resolution.below(node, keyword, 0) for keyword in sorted(lone_unions(contents))]
        pending += reversed(inner)
    return list(found.values())


def lone_unions(contents: Any) -> set[str]:
    """The unions of one branch, which is a node by itself, in a schema with `contents`."""
    return {each for each in ("anyOf", "oneOf") if len(members(contents).get(each, ())) == 1}


def conditional(side: Side, node: Subschema) -> list[Subschema]:
    """The subschemas of `node` for the very same value, which it may satisfy or not; unions left out."""
    return [
        side.resolution.below(node, *steps)
        for steps, _ in children(node.contents)
        if steps[0] in {"if", "then", "else", "not", "dependentSchemas"}
    ]


def identity_of(node: Subschema) -> Hashable:
    """What tells `node` from all others."""
    # there is one False for all places
    return node.key if is_object(node.contents) else node.contents
