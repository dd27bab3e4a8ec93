"""`--schema FILE`: schemas of the user's own, and bad ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runs import brief, problems, process, report, validate, write

if TYPE_CHECKING:
    from pathlib import Path

TREE = {
    "$ref": "#/$defs/tree",
    "$defs": {
        "tree": {
            "type": "object",
            "properties": {
                "value": {"type": "integer"},
                "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}},
            },
        }
    },
}
CLOSED = {
    "type": "object",
    "properties": {"model": {"type": "string"}, "size": {"type": "integer"}},
    "required": ["model"],
    "additionalProperties": False,
}
PETS = {
    "oneOf": [
        {
            "type": "object",
            "properties": {"type": {"const": "cat"}, "lives": {"type": "integer"}},
            "required": ["type", "lives"],
        },
        {
            "type": "object",
            "properties": {"type": {"const": "dog"}, "breed": {"type": "string"}},
            "required": ["type", "breed"],
        },
    ]
}
SUMS = {
    "anyOf": [
        {"properties": {"op": {"enum": ["add"]}, "n": {"type": "number"}}, "required": ["op", "n"]},
        {"properties": {"op": {"enum": ["sub", "neg"]}, "m": {"type": "number"}}, "required": ["op", "m"]},
    ]
}
NULLABLE = {
    "properties": {
        "a": {
            "anyOf": [
                {"type": "object", "properties": {"role": {"enum": ["user", "tool"]}}, "required": ["role"]},
                {"type": "null"},
            ]
        }
    }
}
CHOICE: Any = {
    "if": {"required": ["kind"]},
    "then": {"properties": {"kind": {"type": "string"}, "extra": {"type": "integer"}}},
    "else": {"properties": {"plain": {"type": "string"}}},
    "properties": {"shared": {}},
}
CARD = {
    "properties": {"card": {"type": "string"}},
    "dependentSchemas": {"card": {"properties": {"address": {"type": "string"}}, "required": ["address"]}},
    "dependentRequired": {"voucher": ["code"]},
}


def found(tmp_path: Path, schema: Any, document: Any, *args: str) -> list[tuple[str, str, str | None]]:
    """Give the pointer, the message and the hint of each problem."""
    file = write(tmp_path, "s.schema.json", schema)
    each = problems("--schema", file, *args, write(tmp_path, "a.json", document))
    return [(one["pointer"], one["message"], one["hint"]) for one in each]


@pytest.mark.parametrize(
    ("schema", "document", "expected"),
    [
        (CLOSED, {"modle": "x"}, [("/modle", 'unknown key "modle"; missing key "model"', 'did you mean "model"?')]),
        (CLOSED, {"model": "x", "sise": 3}, [("/sise", 'unexpected key "sise"', 'did you mean "size"?')]),
        (CLOSED, {"model": "x", "z": 3}, [("/z", 'unexpected key "z"', 'known here: "model", "size"')]),
        (PETS, {"type": "cat", "lives": None}, [
            ("/lives", 'expected an integer, found null; read as alternative 1 of 2, since "type" is "cat"', None)
        ]),
        (PETS, {"type": "fish"}, [("/type", 'expected one of "cat" or "dog", found "fish"', None)]),
        (PETS, {"type": "Dog", "lives": 3}, [
            ("/type", 'expected one of "cat" or "dog", found "Dog"', 'did you mean "dog"?')
        ]),
        (PETS, {"type": "cat"}, [("", 'missing key "lives"', None)]),
        (PETS, {"lives": 9}, [("", 'missing key "type"', None)]),
        (PETS, {}, [("", 'missing key "type"', None)]),
        (PETS, {"type": "cat", "livess": 3}, [
            ("/livess", 'unknown key "livess"; missing key "lives"', 'did you mean "lives"?')
        ]),
        (PETS, 5, [("", "expected an object, found 5", None)]),
        (SUMS, {"op": "sub", "m": None}, [
            ("/m", 'expected a number, found null; read as alternative 2 of 2, since "op" is "sub"', None)
        ]),
        (SUMS, {"op": "mul", "n": 1}, [
            ("/op", 'expected one of "add", "sub" or "neg", found "mul"', None)
        ]),
        (NULLABLE, {"a": {"role": "usr"}}, [
            ("/a/role", 'expected one of "user" or "tool", found "usr"', 'did you mean "user"?')
        ]),
        (NULLABLE, {"a": 3}, [("/a", "expected an object or null, found 3", None)]),
        ({"anyOf": [{"enum": ["a", "b"]}, {"type": "integer"}]}, None, [
            ("", 'expected an integer or one of "a" or "b", found null', None)
        ]),
        ({"anyOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"a": {"type": "integer"}}}]},
         {"a": None}, [("/a", "expected a string or an integer, found null", None)]),
        ({"anyOf": [{"required": ["a", "b"]}, {"required": ["c"]}]}, {}, [("", 'missing key "c"', None)]),
        ({"anyOf": [{"required": ["a", "b"]}, {"required": ["c", "d"]}]}, {}, [
            ("", 'expected the keys "a" and "b", or "c" and "d"', None)
        ]),
        ({"propertyNames": {"pattern": "^a"}}, {"b": 1, "a": 2}, [
            ("/b", 'the key "b": expected a string that matches "^a", found a string of 1 character', None)
        ]),
        ({"items": {"type": "number"}, "examples": [[1]]}, ["1", "x"], [
            ("/0", "expected a number, found a string of 1 character", "remove the quotes"),
            ("/1", "expected a number, found a string of 1 character", None),
        ]),
        ({"properties": {"a": {"type": "array", "items": {"type": "string"}}}}, {"a": "x"}, [
            ("/a", "expected an array, found a string of 1 character", "put it in a list")
        ]),
        ({"properties": {"a": {"type": "string"}}}, {"a": 3}, [
            ("/a", "expected a string, found 3", "put it in quotes")
        ]),
        ({"properties": {"a": False}}, {"a": 3}, [("/a", "no value is allowed here", None)]),
    ],
)  # fmt: skip
def test_what_is_said(schema: Any, document: Any, expected: list[Any], tmp_path: Path) -> None:
    assert found(tmp_path, schema, document) == expected


UNKNOWN: list[tuple[Any, Any, list[str]]] = [
    # free-form objects have keys of the user's own
    ({"properties": {"a": {"type": "object"}, "b": True, "c": {}}}, {"a": {"x": 1}, "b": {"x": {"y": 1}}}, []),
    ({"properties": {"a": {"additionalProperties": True, "properties": {"n": {}}}}}, {"a": {"x": 1}}, []),
    ({"additionalProperties": {"properties": {"n": {}}}}, {"x": {"n": 1}, "y": {"m": 1}}, ["/y/m"]),
    ({"type": "object", "required": ["id"]}, {"id": 1, "x": 2}, []),
    # what is asked for is known
    ({"properties": {"n": {}}, "required": ["id"]}, {"id": 1, "x": 2}, ["/x"]),
    ({"properties": {"n": {}}, "dependentRequired": {"p": ["q"]}}, {"p": 1, "q": 1, "x": 2}, ["/x"]),
    ({"patternProperties": {"^x-": {}}}, {"x-1": 1, "y": 1}, ["/y"]),
    ({"patternProperties": {r"^\d+$": {}}, "properties": {"n": {}}}, {"12": 1, "\u0663": 1}, ["/\u0663"]),
    (PETS, {"type": "dog", "breed": "x", "lives": 3}, []),
    (PETS, {"type": "dog", "breed": "x", "wings": 3}, ["/wings"]),
    (CHOICE, {"kind": "a", "extra": 1, "shared": 1}, []),
    (CHOICE, {"plain": "a", "extra": 1, "other": 1}, ["/other"]),
    (CARD, {"card": "a", "address": "b", "voucher": 1, "code": 2}, []),
    (CARD, {"address": "b"}, []),
    (CARD, {"addres": "b"}, ["/addres"]),
    ({"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}, {"a": 1, "b": 1, "c": 1}, ["/c"]),
    ({"$ref": "#n", "$defs": {"n": {"$anchor": "n", "properties": {"next": {"$ref": "#n"}}}}},
     {"next": {"next": {}, "nxt": 1}}, ["/next/nxt"]),
    ({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"properties": {"v": {}}}}},
     {"v": 1, "w": 1}, ["/w"]),
    ({"prefixItems": [{"properties": {"a": {}}}], "items": {"properties": {"b": {}}}},
     [{"a": 1, "b": 1}, {"a": 1, "b": 1}], ["/0/b", "/1/a"]),
    (TREE, {"children": [{"children": [{"vlaue": 1}]}]}, ["/children/0/children/0/vlaue"]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "document", "unknown"), UNKNOWN)
def test_unknown_keys(schema: Any, document: Any, unknown: list[str], tmp_path: Path) -> None:
    assert [pointer for pointer, *_ in found(tmp_path, schema, document)] == unknown
    run = validate("--schema", str(tmp_path / "s.schema.json"), "--strict", str(tmp_path / "a.json"))
    assert run.code == bool(unknown)


def test_the_rule_and_the_place_of_a_refused_key(tmp_path: Path) -> None:
    schema = write(tmp_path, "s.json", CLOSED)
    file = write(tmp_path, "a.json", {"model": "x", "sise": 3})
    assert brief("--schema", schema, file) == [(3, 3, "/sise", "additional-properties")]
    names = write(tmp_path, "n.json", {"propertyNames": {"pattern": "^[a-z]+$"}})
    assert brief("--schema", names, write(tmp_path, "b.json", {"A": 1})) == [(2, 3, "/A", "property-names")]


def test_a_reference_to_a_file_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "parts/other.json", {"$defs": {"q": {"properties": {"q": {"type": "boolean"}}}}})
    schema = write(tmp_path, "s.json", {"properties": {"o": {"$ref": "parts/other.json#/$defs/q"}}})
    file = write(tmp_path, "a.json", {"o": {"q": 1, "qq": 2}})
    assert [(pointer, rule) for *_, pointer, rule in brief("--schema", schema, file)] == [
        ("/o/q", "type"),
        ("/o/qq", "unknown-key"),
    ]


def test_a_tree_900_deep(tmp_path: Path) -> None:
    schema = write(tmp_path, "s.json", TREE)
    for depth, leaf, expected in ((450, "1", []), (450, '"x"', ["type"])):
        text = '{"value":1,"children":[' * depth + f'{{"value":{leaf}}}' + "]}" * depth
        file = write(tmp_path, "a.json", text)
        run = process("--schema", schema, "--format", "json", file)
        assert [each["rule"] for each in report(run)["problems"]] == expected
    union = {
        "$ref": "#/$defs/t",
        "$defs": {
            "t": {
                "anyOf": [
                    {"type": "object", "properties": {"a": {"$ref": "#/$defs/t"}}, "required": ["a"]},
                    {"type": "object", "properties": {"b": {"$ref": "#/$defs/t"}}, "required": ["b"]},
                    {"type": "integer"},
                ]
            }
        },
    }
    text = '{"a":' * 900 + '"x"' + "}" * 900
    run = process(
        "--schema", write(tmp_path, "u.json", union), "--format", "json", write(tmp_path, "b.json", text)
    )
    (only,) = report(run)["problems"]
    message = "expected an object or an integer, found a string of 1 character"
    assert only["message"] == f'{message}; read as alternative 1 of 3, since it has "a"'
    assert only["column"] == 5 * 900 + 1


def test_deeper_than_can_be_followed(tmp_path: Path) -> None:
    text = '{"value":1,"children":[' * 40_000 + "{}" + "]}" * 40_000
    file = write(tmp_path, "a.json", f'{{"x": {text}}}')
    schema = write(tmp_path, "s.json", TREE)
    run = process("--schema", schema, "--max-depth", "100000", "--at", "/x", "--format", "json", file)
    assert run.code == 3
    (only,) = report(run)["problems"]
    assert (only["rule"], only["line"], only["column"], only["pointer"]) == ("too-deep", 1, 7, "/x")


# -- bad schemas --------------------------------------------------------------------------------------------

BAD_SCHEMAS: list[tuple[Any, str, int]] = [
    ("{", "json-syntax", 3),
    ("", "json-syntax", 3),
    ({"type": "no-such-type"}, "", 3),
    ({"$ref": "#/$defs/none"}, "", 3),
    ({"$ref": "https://example.com/none.json"}, "", 3),
    ({"pattern": "("}, "", 2),
]


@pytest.mark.parametrize(("schema", "rule", "code"), BAD_SCHEMAS)
def test_a_bad_schema_is_one_problem(schema: Any, rule: str, code: int, tmp_path: Path) -> None:
    path = write(tmp_path, "bad.schema.json", schema)
    file = write(tmp_path, "a.json", {})
    run = process("--schema", path, file, "--format", "json")
    assert (run.code, run.err) == (code, "")
    parsed = report(run)
    (only,) = parsed["problems"]
    assert only["file"] == path
    assert only["severity"] == "error"
    assert rule in only["rule"]
    assert parsed["summary"] == {"files": 0, "documents": 0, "errors": 1, "warnings": 0}
    text = process("--schema", path, file)
    assert text.code == code
    assert len([line for line in text.lines if not line.startswith("  hint: ")]) == 1


def test_a_schema_that_is_not_there(tmp_path: Path) -> None:
    run = validate("--schema", str(tmp_path / "none.json"), "--format", "json", write(tmp_path, "a.json", {}))
    assert run.code == 3
    assert len(report(run)["problems"]) == 1
