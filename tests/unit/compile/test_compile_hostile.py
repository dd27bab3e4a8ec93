"""Text of a schema never becomes code, whatever it is made of."""

from __future__ import annotations

import itertools
import json
import random
from typing import Any

import pytest
from tests.unit.compile.modules import compiled, text

from orq_schema.compile.expressions import alternatives, either, grouped, negated, operators
from orq_schema.compile.writer import CodeWriter, Expression, Table, fstring, identifier, literal

HOSTILE = [
    *(
        '"',
        "'",
        "\\",
        "{",
        "}",
        "{}",
        "{{",
        "\n",
        "\r",
        "\0",
        "\t",
        "\x7f",
        "\x85",
        "\u2028",
        "\ud800",
        "\udfff",
    ),
    *(
        "\U0001f600",
        "é",
        "日本",
        "'''",
        '"""',
        "\\N{DASH}",
        "#",
        "a and not b",
        "a or b",
        " is None",
        "x if y else z",
    ),
    *(
        '");import os#',
        "{value}",
        "{__import__('os')}",
        "%s",
        "$ref",
        "~",
        "/",
        "a/b~c",
        "",
        " ",
        "(",
        ")",
        "\u202e",
    ),
]
NAMES = [
    *(
        "integer",
        "valid",
        "1",
        "class",
        "is_valid",
        "errors",
        "日本",
        "",
        "value",
        "at",
        "via",
        "key",
        "item",
        "index",
    ),
    *(
        "fail",
        "found",
        "matches",
        "equal",
        "token",
        "Final",
        "Any",
        "Json",
        "Error",
        "isinstance",
        "True",
        "None",
    ),
    *(
        "fits",
        "more",
        "evaluated",
        "matching",
        "settled",
        "branches",
        "enumerate",
        "member",
        "patterns",
        "at_a",
        "a",
    ),
    *(
        "a-b",
        "a_b",
        "A B",
        "aB",
        "print",
        "import",
        "match",
        "definitions",
        "format",
        "multiple",
        "__init__",
        "self",
    ),
]


@pytest.mark.parametrize("string", HOSTILE)
def test_hostile_text_everywhere(string: str) -> None:
    schema = {
        "title": string,
        "description": string,
        "$comment": string,
        "type": "object",
        "required": [string],
        "properties": {
            string: {"enum": [string, "x", string * 2]},
            string + "2": {"const": {string: [string]}},
        },
        "patternProperties": {
            "^" + "".join(f"\\u{{{ord(char):x}}}" for char in string) + "3$": {"const": string}
        },
        "dependentRequired": {string: [string + "4"]},
        "dependentSchemas": {string: {"required": [string + "4"]}},
        "propertyNames": {"enum": [string, *(string + digit for digit in "234")]},
        "additionalProperties": {"$ref": "#/$defs/" + json.dumps(string)},
        "$defs": {json.dumps(string): {"const": string}},
        "unevaluatedProperties": False,
        "examples": [string],
        f"x-{string}": string,
    }
    schema["additionalProperties"] = {"const": string}
    value = {string: string, string + "2": {string: [string]}, string + "3": string, string + "4": string}
    validator = compiled(schema)
    assert list(validator.iter_errors(value)) == []
    assert validator.is_valid(value)
    for key in value:
        assert not validator.is_valid({**value, key: 0})
        assert {error.instance_pointer for error in validator.iter_errors({**value, key: 0})} == {
            "/" + key.replace("~", "~0").replace("/", "~1")
        }
    assert [error.keyword for error in validator.iter_errors({})] == ["required"]


def test_names_of_every_kind() -> None:
    schema = {
        "properties": {name: {"$ref": f"#/$defs/{index}"} for index, name in enumerate(NAMES)},
        "$defs": {str(index): {"type": "string", "title": name} for index, name in enumerate(NAMES)},
    }
    as_definitions = {
        "$id": "http://x/",
        "$defs": {
            name: {"$anchor": f"n{index}", "type": "string", "minLength": 1}
            for index, name in enumerate(NAMES)
        },
        "properties": {name: {"$ref": f"#n{index}"} for index, name in enumerate(NAMES)},
    }
    inline = {
        "properties": {
            name: {
                "type": "array",
                "items": {
                    "anyOf": [
                        {"minimum": 1, "maximum": 2, "type": "integer", "multipleOf": 1},
                        {"type": "object", "properties": {name: {"type": ["string", "integer"]}}},
                    ]
                },
            }
            for name in NAMES
        },
        "additionalProperties": {"contains": {"type": "string"}},
        "propertyNames": {"maxLength": 30},
    }
    cases: list[tuple[Any, Any, Any]] = [
        (schema, "x", 1),
        (as_definitions, "x", ""),
        (inline, [1], ["x", [], 3.5, 3]),
    ]
    for each, good, bad in cases:
        validator = compiled(each)
        assert validator.is_valid(dict.fromkeys(NAMES, good))
        assert validator.is_valid(dict.fromkeys(NAMES, bad)) is False
        assert len(list(validator.iter_errors(dict.fromkeys(NAMES, bad)))) >= len(NAMES)


@pytest.mark.parametrize("string", HOSTILE)
def test_a_literal_is_the_string(string: str) -> None:
    assert eval(literal(string)) == string  # noqa: S307 - what the test is about
    assert eval(literal({string: [string, {"a": None}]})) == {string: [string, {"a": None}]}  # noqa: S307


@pytest.mark.parametrize(("one", "two"), list(itertools.product(HOSTILE, HOSTILE[::5])))
def test_an_fstring_is_the_text_around_its_expressions(one: str, two: str) -> None:
    at = "[value]"
    written = fstring(one, Expression("at"), two)
    assert eval(written, {"at": at}) == f"{one}{at}{two}"  # noqa: S307 - what the test is about
    assert "\n" not in written


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x"])
def test_a_literal_of_something_else(value: Any) -> None:
    with pytest.raises(TypeError, match="no JSON value"):
        literal(value)


@pytest.mark.parametrize("name", ["class", "1a", "a b", "", "a-b", "x;y"])
def test_no_identifier(name: str) -> None:
    with pytest.raises(ValueError, match="not an identifier"):
        identifier(name)


def test_a_table_of_one_or_many() -> None:
    for count in (1, 2, 60):
        writer = CodeWriter()
        writer.table(
            "T", Table("(", tuple(f'"item {index}"' for index in range(count)), ",)" if count == 1 else ")")
        )
        names: dict[str, Any] = {}
        exec(writer.text(), names)  # noqa: S102 - what the test is about
        assert names["T"] == tuple(f"item {index}" for index in range(count))


def test_expressions_put_together_keep_their_meaning() -> None:
    rng = random.Random(3)  # noqa: S311 - a repeatable test, no secret
    atoms = [
        "a",
        "b",
        "f(a or b)",
        '"x and y" in s',
        "a is None",
        "b is not None",
        "s == 'p or q'",
        "not a",
        "True",
    ]
    for _ in range(3000):
        one, two, three = (rng.choice(atoms) for _ in range(3))
        made = rng.choice(
            (
                f"({one} or {two})",
                f"{one} and {two}",
                f"not ({one} or {two} or {three})",
                f"{one} if {two} else {three}",
                one,
            )
        )
        for a, b in itertools.product((None, 1), repeat=2):
            names = {"a": a, "b": b, "s": "p or q", "f": bool}
            truth = bool(eval(made, names))  # noqa: S307 - what the test is about
            assert bool(eval(negated(made), names)) is not truth, made  # noqa: S307
            assert bool(eval(f"not {grouped(made)}", names)) is not truth, made  # noqa: S307
            assert bool(eval(either([made, "0"]), names)) is truth or " if " in operators(made)  # noqa: S307
            assert any(eval(each, names) for each in alternatives(made)) is truth  # noqa: S307


@pytest.mark.parametrize("size", [30, 300, 3000])
def test_wide_schemas(size: int) -> None:
    for keyword in ("anyOf", "oneOf", "allOf"):
        validator = compiled(
            {keyword: [{"type": "integer", "minimum": 5}] + [{"const": index} for index in range(size)]}
        )
        assert validator.is_valid(-1) is False
        assert list(validator.iter_errors(-1))
    assert compiled({"enum": [[index] for index in range(size)]}).is_valid([size - 1])
    assert compiled({"properties": {str(index): {"type": "null"} for index in range(size)}}).is_valid(
        {"1": None}
    )


def test_the_same_schema_gives_the_same_text() -> None:
    schema = {
        "properties": {name: {"enum": ["b", "a", name]} for name in NAMES},
        "additionalProperties": False,
    }
    assert text(schema) == text(json.loads(json.dumps(schema)))
