"""A schema with every keyword, in places where it meets others."""

from __future__ import annotations

from typing import Any

KITCHEN_SINK: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://example.com/kitchen/sink.json",
    "title": "Kitchen sink",
    "type": "object",
    "required": ["id", "kind"],
    "properties": {
        "id": {
            "type": ["string", "integer"],
            "minLength": 1,
            "maxLength": 9,
            "pattern": "^[a-z\\d]+$",
            "minimum": 1,
        },
        "kind": {"enum": ["a", "b", None, 1, [1, {"x": True}]]},
        "one": {"const": {"deep": [1, None, "x"]}},
        "flag": {"const": True},
        "price": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1e6, "multipleOf": 0.01},
        "count": {"type": "integer", "minimum": 1, "maximum": 5},
        "tags": {
            "type": "array",
            "items": {"type": "string"},
            "uniqueItems": True,
            "minItems": 1,
            "maxItems": 5,
        },
        "pair": {"prefixItems": [{"type": "string"}, False], "items": {"type": "null"}},
        "found": {"contains": {"type": "object"}, "minContains": 1, "maxContains": 2},
        "map": {
            "type": "object",
            "patternProperties": {"^x-": {"type": "string"}, "\\p{Lu}": True},
            "additionalProperties": {"type": "number"},
            "propertyNames": {"minLength": 2},
            "minProperties": 1,
            "maxProperties": 4,
        },
        "when": {"type": "string", "format": "date-time"},
        "node": {"$ref": "#/$defs/Node"},
        "list": {"$ref": "list"},
        "never": False,
        "any": True,
        "choice": {
            "oneOf": [
                {"type": "string"},
                {"$ref": "#/$defs/Node"},
                {"type": "array", "items": {"type": "null"}},
            ]
        },
        "rest": {
            "prefixItems": [True],
            "contains": {"type": "string"},
            "unevaluatedItems": {"type": "integer"},
        },
        "either": {"anyOf": [{"type": "null"}, {"type": "boolean"}]},
        "index": {
            "type": "object",
            "properties": {"key": True, "item": {"type": "null"}},
            "additionalProperties": False,
        },
    },
    "allOf": [{"properties": {"inner": {"type": "null"}}}, {"$ref": "#/$defs/Base"}],
    "anyOf": [
        {"required": ["price"]},
        {"properties": {"extra": {"type": "string"}}, "required": ["extra"]},
        {},
    ],
    "if": {"properties": {"kind": {"const": "a"}}},
    "then": {"properties": {"a": {"type": "string"}}},
    "else": {"properties": {"b": {"type": "string"}}, "not": {"required": ["c"]}},
    "dependentRequired": {"price": ["count"]},
    "dependentSchemas": {"count": {"properties": {"unit": {"type": "string"}}, "required": ["unit"]}},
    "unevaluatedProperties": False,
    "$defs": {
        "Base": {"properties": {"base": {"type": "string"}}},
        "Node": {
            "$anchor": "node",
            "type": "object",
            "properties": {"next": {"$ref": "#node"}, "value": {"not": {"type": "null"}}},
            "oneOf": [{"required": ["next"]}, {"required": ["value"]}],
            "unevaluatedProperties": {"type": "boolean"},
        },
        "list": {
            "$id": "list",
            "$dynamicAnchor": "element",
            "type": "array",
            "items": {"$dynamicRef": "#element"},
        },
        "element": {"$dynamicAnchor": "element", "type": ["string", "array"], "items": {"$ref": "list"}},
    },
}

VALID: list[Any] = [
    {"id": "a1", "kind": None},
    {"id": 7, "kind": "a", "a": "x", "price": 1.25, "count": 2.0, "unit": "kg", "base": "b", "flag": True},
    {
        "id": "x",
        "kind": [1.0, {"x": True}],
        "list": ["a", [["b"], []]],
        "node": {"next": {"value": 1, "more": True}},
    },
    {"id": "x", "kind": "b", "b": "", "map": {"x-a": "s", "Ab": None, "ab": 3}, "rest": [None, "a", 1]},
]
INVALID: list[Any] = [
    [],
    {"id": "A", "kind": None},
    {"id": "a", "kind": True},
    {"id": "a", "kind": "a", "b": "x"},
    {"id": "a", "kind": 1, "list": [1]},
    {"id": "a", "kind": 1, "price": 0.005, "count": 1, "unit": "x"},
    {"id": "a", "kind": 1, "rest": [None, 1]},
    {"id": "a", "kind": 1, "node": {"value": 1, "more": "x"}},
    {"id": "a", "kind": 1, "pair": ["a", 1]},
    {"id": "a", "kind": 1, "c": None},
    {"id": "a", "kind": 1, "index": {"other": 1}},
    {"id": "a", "kind": 1, "unknown": 1},
]
