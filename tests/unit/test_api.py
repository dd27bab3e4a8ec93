"""What `import orq_schema` offers."""

from __future__ import annotations

import subprocess
import sys

import pytest

import orq_schema


def test_is_valid_is_the_verdict_of_the_api() -> None:
    assert orq_schema.is_valid({"retries": {"count": 99}})
    assert not orq_schema.is_valid({"retry": {"count": 99}})
    assert not orq_schema.is_valid(None)


def test_validate_of_what_is_right_is_empty() -> None:
    assert orq_schema.validate({"retry": {"count": 3}}, strict=True) == []


def test_validate_says_what_is_wrong_in_the_order_of_the_keys() -> None:
    found = orq_schema.validate({"onCodes": [], "cache": {"ttl": 0}, "retry": {"count": "3", "on_codes": 5}})
    assert [(each.pointer, each.rule, each.severity) for each in found] == [
        ("/onCodes", "unknown-key", "warning"),
        ("/cache", "required", "error"),
        ("/cache/ttl", "minimum", "error"),
        ("/retry/count", "type", "error"),
        ("/retry/on_codes", "type", "error"),
    ]
    assert {(each.file, each.line, each.column) for each in found} == {("", None, None)}


def test_strict_makes_errors_of_unknown_keys() -> None:
    (found,) = orq_schema.validate({"retries": {}}, strict=True)
    assert (found.severity, found.hint) == ("error", 'did you mean "retry"?')


def test_compile_schema_takes_any_schema_and_remotes() -> None:
    validator = orq_schema.compile_schema(
        {"$ref": "https://example.com/size"}, remotes={"https://example.com/size": {"minimum": 3}}
    )
    assert validator.is_valid(3)
    (error,) = validator.iter_errors(2)
    assert (error.instance_pointer, error.schema_pointer, error.keyword) == ("", "/$ref/minimum", "minimum")
    assert error.absolute_location == "https://example.com/size#/minimum"
    assert "def is_valid(" in validator.source


def test_a_reference_is_never_fetched() -> None:
    with pytest.raises(orq_schema.SchemaError, match="nothing is fetched"):
        orq_schema.compile_schema({"$ref": "https://example.com/size"})


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        _ = getattr(orq_schema, "no" + "pe")


def test_the_import_alone_is_light() -> None:
    code = "import sys, orq_schema; print(*sorted(sys.modules))"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"jsonschema", "jinja2", "click", "yaml", "dataclasses"} & set(modules)


def test_the_basic_output_of_the_specification() -> None:
    validator = orq_schema.compile_schema({"properties": {"a": {"minimum": 3}}})
    assert validator.basic({"a": 3}) == {"valid": True, "keywordLocation": "", "instanceLocation": ""}
    (unit,) = validator.basic({"a": 2})["errors"]
    assert (unit["keywordLocation"], unit["instanceLocation"]) == ("/properties/a/minimum", "/a")
