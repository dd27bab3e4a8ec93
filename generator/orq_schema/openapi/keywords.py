"""The keywords of one schema: which are kept, in which order, and what OpenAPI's own ones stand for."""

from __future__ import annotations

from typing import Any

from orq_schema.jsonvalue import elements, is_array, is_object

Schema = dict[str, Any]

# what is said of a place, and stays there when the shape moves into `$defs`
OF_THE_PLACE = ("description", "default", "deprecated", "readOnly", "writeOnly")
# said in words, and no fact
WORDS = ("title", "description", "examples", "$comment")
ANNOTATIONS = (*WORDS, *OF_THE_PLACE)
# in the order in which our own schemas have them
ORDER = (
    "$ref", "title", "description", "$comment", "deprecated", "readOnly", "writeOnly",
    "type", "enum", "const", "format", "pattern", "contentEncoding", "contentMediaType", "contentSchema",
    "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
    "properties", "patternProperties", "additionalProperties", "propertyNames", "required",
    "dependentRequired", "dependentSchemas", "minProperties", "maxProperties", "unevaluatedProperties",
    "prefixItems", "items", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems",
    "unevaluatedItems", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "default", "examples",
)  # fmt: skip
# keywords that a schema must not lose, and that this import cannot carry
REFUSED = ("$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor")
# the first of each looks at the others beside it, and so must not come to stand beside more (core sections 10.3, 11)
_LOOKING = (
    ("additionalProperties", "properties", "patternProperties"),
    ("items", "prefixItems"),
    ("contains", "minContains", "maxContains"),
    ("if", "then", "else"),
)
_UNEVALUATED = ("unevaluatedItems", "unevaluatedProperties")
_UNIONS = ("allOf", "anyOf", "oneOf")
# what other keywords of this kind are for values of one type, these are for all
_ANY_TYPE = ("$ref", *_UNIONS, "not", "if", "const")


def is_ours(keyword: str) -> bool:
    """Whether `keyword` is one that only our own schemas have, such as `x-since`."""
    return keyword not in ORDER and not keyword.startswith("$")


def ordered(schema: Schema) -> Schema:
    """The members of `schema`, all of them of ORDER, in that order."""
    return {keyword: schema[keyword] for keyword in ORDER if keyword in schema}


def plain_bounds(schema: Schema) -> bool:
    """Turn boolean exclusive bounds into numbers (validation section 6.2.3 of draft 5); whether there were any."""
    found = False
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(schema.get(exclusive), bool):
            found = True
            if schema.pop(exclusive) and bound in schema:
                schema[exclusive] = schema.pop(bound)
    return found


def plain_constant(schema: Schema) -> bool:
    """Turn `const` into an `enum` of one value, as our own schemas have it; whether that was done."""
    if "const" not in schema or "enum" in schema:
        return False
    schema["enum"] = [schema.pop("const")]
    return True


def with_null(schema: Schema) -> Schema:
    """
    `schema`, which was marked `nullable`, with null as a further value.

    OpenAPI 3.0.3 lets `nullable` add to a `type` beside it, and to nothing else; yet whoever writes it beside
    `$ref` or `allOf` means that null is allowed too, and so it is read here.
    """
    asserting = [keyword for keyword in schema if keyword not in ANNOTATIONS]
    if asserting == ["anyOf"]:
        return schema | {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if any(keyword in schema for keyword in _ANY_TYPE):
        around = {keyword: schema[keyword] for keyword in ANNOTATIONS if keyword in schema}
        inner = {keyword: schema[keyword] for keyword in asserting}
        return around | {"anyOf": [inner, {"type": "null"}]}
    made = dict(schema)
    if "type" in schema:
        kinds: list[Any] = schema["type"] if is_array(schema["type"]) else [schema["type"]]
        made["type"] = [*kinds, *(() if "null" in kinds else ("null",))]
    if is_array(schema.get("enum")) and None not in schema["enum"]:
        made["enum"] = [*schema["enum"], None]
    return made


def plain_type(schema: Schema) -> None:
    """Write a list of one type as that type, and null at the end of a longer one."""
    kinds = schema.get("type")
    if is_array(kinds) and kinds:
        sorted_kinds = sorted(kinds, key=lambda kind: bool(kind == "null"))
        schema["type"] = sorted_kinds[0] if len(kinds) == 1 else sorted_kinds


def without_parts(schema: Schema) -> tuple[Schema, bool]:
    """
    `schema` with those members of `allOf` in it that say the same there; whether there were any.

    All of them hold: `allOf: [{$ref: ...}, {deprecated: true}]` is how 3.0 writes beside `$ref`. What several say of
    the value in words is taken from `schema`, else from the last of them.
    """
    branches = elements(schema.get("allOf"))
    made = without(schema, "allOf")
    left: list[Any] = []
    for each in reversed(branches):
        together = _together(made, each) if is_object(each) and "$ref" not in each else None
        made, left = (made, [each, *left]) if together is None else (together, left)
    alone = _together(made, left[0]) if len(left) == 1 and is_object(left[0]) else None
    made, left = (made, left) if alone is None else (alone, [])
    return (made | {"allOf": left} if left else made), len(left) < len(branches)


def without_lone_branch(schema: Schema) -> tuple[Schema, bool]:
    """`schema` and the only branch of a union in it as one, where that says the same; whether there was one."""
    for keyword in ("anyOf", "oneOf"):
        branches = elements(schema.get(keyword))
        if len(branches) == 1 and is_object(branches[0]):
            together = _together(without(schema, keyword), branches[0])
            if together is not None:
                return together, True
    return schema, False


def without_null_branch(schema: Schema) -> tuple[Schema, bool]:
    """`schema` with null among the types of a branch that is in a union with null alone; whether it had one."""
    for keyword in ("anyOf", "oneOf"):
        branches = elements(schema.get(keyword))
        typed = [each for each in branches if not is_null(each)]
        if len(branches) == 2 and len(typed) == 1 and is_object(typed[0]) and _is_plain(typed[0]):  # noqa: PLR2004 - it, and null
            together = _together(without(schema, keyword), with_null(typed[0]))
            if together is not None:
                return together, True
    return schema, False


def is_null(schema: Any) -> bool:
    """Whether `schema` allows null and says nothing else."""
    return is_object(schema) and schema.get("type") == "null" and len(schema) == 1


def _is_plain(schema: Schema) -> bool:
    """Whether null beside `schema` is null among its types: nothing in it looks at values of every type."""
    kinds = schema.get("type", "null")
    return "null" not in (kinds if is_array(kinds) else [kinds]) and not any(
        each in schema for each in _ANY_TYPE
    )


def without(schema: Schema, keyword: str) -> Schema:
    """`schema` but for `keyword`."""
    return {each: value for each, value in schema.items() if each != keyword}


def _together(one: Schema, other: Schema) -> Schema | None:
    """Both in one schema, None where that would demand something else; in words `one` has its way."""
    shared = [
        each for each in one.keys() & other.keys() if each not in ANNOTATIONS and one[each] != other[each]
    ]
    if not set(shared) <= {"properties", "required"} or not _keep_apart(one, other):
        return None
    made = other | one
    if "properties" in shared:
        if one["properties"].keys() & other["properties"].keys():
            return None
        made["properties"] = other["properties"] | one["properties"]
    if "required" in shared:
        made["required"] = list(dict.fromkeys((*other["required"], *one["required"])))
    return made


def _keep_apart(one: Schema, other: Schema) -> bool:
    """Whether no keyword of either looks at those of the other."""
    if any(keyword in schema for keyword in _UNEVALUATED for schema in (one, other)):
        return False
    return not any(
        group[0] in looking and any(each in seen for each in group)
        for group in _LOOKING
        for looking, seen in ((one, other), (other, one))
    )
