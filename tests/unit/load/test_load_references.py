from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.support.schemas import contents_problem, file_problem, is_valid, write

from orq_schema.errors import SchemaError
from orq_schema.load.schema import from_contents, load_file

if TYPE_CHECKING:
    from pathlib import Path

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    "reference",
    [
        "#/$defs/B",
        "#/$defs/A/enum/0",
        "#/$defs/A/enum",
        "#/$defs/A/enum/x",
        "#/$defs/A/minimum/x",
        "#/title",
        "#/title/0",
        "#anchor",
        "other.json",
        "https://example.com/absent.json",
        "http://localhost:1/x.json",
        "http://[bad",
        "urn:absent",
        "#/\ud800",
    ],
)
@pytest.mark.parametrize("keyword", ["$ref", "$dynamicRef"])
def test_a_dangling_reference(keyword: str, reference: str) -> None:
    definition = {"enum": ["a"], "minimum": 1}
    contents = {"title": "T", "$defs": {"A": definition}, "items": {keyword: reference}}
    problem = contents_problem(contents)
    assert (problem.rule, problem.pointer) == ("unresolvable-reference", f"/items/{keyword}")


@pytest.mark.parametrize(
    "contents",
    [
        {"$ref": "#"},
        {"properties": {"child": {"$ref": "#"}}},
        {"$defs": {"T": {"items": {"$ref": "#/$defs/T"}}}, "$ref": "#/$defs/T"},
        {"$id": "https://example.com/a", "items": {"$ref": "https://example.com/a"}},
        {"$id": "https://example.com/a#", "items": {"$ref": "#/$defs/A"}, "$defs": {"A": {}}},
        {"$id": "x/y", "$defs": {"A": {"$id": "z"}}, "items": {"$ref": "z"}},
        {"$id": "urn:example:a", "$defs": {"A": {"$anchor": "n"}}, "items": {"$ref": "#n"}},
        {"$dynamicAnchor": "n", "items": {"$dynamicRef": "#n"}},
        {"$ref": DIALECT},
        {"properties": {"$ref": {"type": "string"}, "$id": {"type": "string"}}},
        {"const": {"$ref": "#/absent"}, "examples": [{"$ref": 1}]},
    ],
)
def test_references_that_lead_somewhere(contents: Any) -> None:
    assert from_contents(contents).contents == contents


def test_a_reference_into_an_unknown_keyword_makes_a_schema_of_it() -> None:
    contents: dict[str, Any] = {"x-parts": {"a": {"type": "text"}}, "items": {"$ref": "#/x-parts/a"}}
    problem = contents_problem(contents)
    assert (problem.rule, problem.pointer) == ("schema-invalid", "/x-parts/a/type")
    contents["x-parts"] = {"a": {"items": {"$ref": "#/absent"}}}
    problem = contents_problem(contents)
    assert (problem.rule, problem.pointer) == ("unresolvable-reference", "/x-parts/a/items/$ref")


def test_a_remote_handed_in() -> None:
    contents = {"$id": "https://example.com/a/root.json", "items": {"$ref": "../b.json#/$defs/B"}}
    remotes = {"https://example.com/b.json": {"$defs": {"B": {"type": "string"}}}}
    schema = from_contents(contents, remotes, name="list")
    assert (schema.uri, schema.name, schema.file) == (contents["$id"], "list", "list")
    assert [is_valid(schema, value) for value in (["a"], [1])] == [True, False]


def test_a_remote_that_nothing_refers_to_is_not_looked_at() -> None:
    assert from_contents({}, {"urn:bad": {"type": "text"}}).contents == {}


def test_a_remote_is_refused_by_its_own_name() -> None:
    problem = contents_problem({"$ref": "urn:bad"}, {"urn:bad": {"items": {"type": "text"}}})
    assert (problem.file, problem.rule, problem.pointer) == ("urn:bad", "schema-invalid", "/items/type")
    problem = contents_problem({"$ref": "urn:bad"}, {"urn:bad": {"$ref": "urn:absent"}})
    assert (problem.file, problem.rule, problem.pointer) == ("urn:bad", "unresolvable-reference", "/$ref")


def test_a_remote_not_handed_in_is_refused_with_a_hint() -> None:
    problem = contents_problem({"items": {"$ref": "https://example.com/b.json"}})
    assert (problem.rule, problem.pointer) == ("unresolvable-reference", "/items/$ref")
    assert "nothing is fetched" in (problem.hint or "")


def test_a_relative_reference_to_a_neighbour(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", {"items": {"$ref": "parts/b.json#/$defs/B"}})
    write(tmp_path, "parts/b.json", {"$defs": {"B": {"$ref": "c.json"}}})
    write(tmp_path, "parts/c.json", {"type": "string"})
    schema = load_file(path)
    assert [is_valid(schema, value) for value in (["a"], [1])] == [True, False]


@pytest.mark.parametrize(
    "identifier", ["https://example.com/v1/a.json", "https://example.com", "a.json", "urn:a"]
)
def test_a_reference_relative_to_the_identifier(tmp_path: Path, identifier: str) -> None:
    path = write(tmp_path, "local-name.json", {"$id": identifier, "items": {"$ref": "b.json"}})
    write(tmp_path, "b.json", {"type": "string"})
    if identifier.startswith("urn:"):
        with pytest.raises(SchemaError, match="leads nowhere"):
            load_file(path)
        return
    schema = load_file(path)
    assert [is_valid(schema, value) for value in (["a"], [1])] == [True, False]


@pytest.mark.parametrize("reference", ["../b.json", "https://example.com/v1/b.json", "/v1/b.json"])
def test_what_the_identifier_puts_in_the_folder_above_lies_there(tmp_path: Path, reference: str) -> None:
    contents = {"$id": "https://example.com/v1/history/a.json", "items": {"$ref": reference}}
    path = write(tmp_path, "history/local-name.json", contents)
    write(tmp_path, "b.json", {"type": "string"})
    schema = load_file(path)
    assert [is_valid(schema, value) for value in (["a"], [1])] == [True, False]


@pytest.mark.parametrize(
    "reference",
    ["https://example.com/b.json?x=1", "http://example.com/b.json", "https://example.com:8443/b.json"],
)
def test_what_differs_in_more_than_its_path_is_not_beside(tmp_path: Path, reference: str) -> None:
    write(tmp_path, "b.json", {})
    contents = {"$id": "https://example.com/a.json", "$ref": reference}
    assert file_problem(tmp_path, contents).rule == "unresolvable-reference"


def test_another_host_is_not_beside(tmp_path: Path) -> None:
    (tmp_path / "other.example").mkdir()
    write(tmp_path, "other.example/b.json", {})
    contents = {"$id": "https://example.com", "$ref": "https://other.example/b.json"}
    assert file_problem(tmp_path, contents).rule == "unresolvable-reference"
    remote_host = {"$ref": f"file://other.example{tmp_path}/other.example/b.json"}
    assert file_problem(tmp_path, remote_host).rule == "unresolvable-reference"


def test_a_cycle_between_files(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", {"properties": {"b": {"$ref": "b.json"}}})
    write(tmp_path, "b.json", {"type": "object", "properties": {"a": {"$ref": "a.json"}}})
    schema = load_file(path)
    assert is_valid(schema, {"b": {"a": {"b": {}}}})
    assert not is_valid(schema, {"b": {"a": {"b": 1}}})


@pytest.mark.parametrize(
    ("contents", "rule", "pointer"),
    [
        (b"{nope", "json-syntax", ""),
        (b'{"a": 1, "a": 2}', "duplicate-key", "/a"),
        ({"properties": 3}, "schema-invalid", "/properties"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "schema-dialect", "/$schema"),
        ({"items": {"$ref": "#/absent"}}, "unresolvable-reference", "/items/$ref"),
    ],
)
def test_a_bad_neighbour_is_named(tmp_path: Path, contents: Any, rule: str, pointer: str) -> None:
    neighbour = write(tmp_path, "b.json", contents)
    problem = file_problem(tmp_path, {"$ref": "b.json"})
    assert (problem.file, problem.rule, problem.pointer) == (neighbour, rule, pointer)
