from __future__ import annotations

import hashlib
import os
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.support.mutations import mutate
from tests.support.schemas import contents_problem, file_problem, is_valid, write

from orq_schema.errors import SchemaError
from orq_schema.load.authoring import check
from orq_schema.load.schema import builtin, from_contents, load_file

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def test_a_schema_file(tmp_path: Path) -> None:
    raw = b'\xef\xbb\xbf{"type": "string"}'
    schema = load_file(write(tmp_path, "my-thing.schema.json", raw))
    assert schema.contents == {"type": "string"}
    assert schema.name == "my-thing"
    assert schema.uri == (tmp_path / "my-thing.schema.json").as_uri()
    assert schema.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize("name", ["orq", "completions-request"])
def test_our_own_schemas(name: str) -> None:
    schema = builtin(name)
    assert schema.name == name
    assert schema.uri == schema.contents["$id"]


def test_the_digest_covers_the_files_referred_to(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", {"$ref": "b.json"})
    write(tmp_path, "b.json", {"type": "string"})
    before = load_file(path).sha256
    write(tmp_path, "b.json", {"type": "number"})
    assert load_file(path).sha256 != before


@pytest.mark.parametrize(
    ("raw", "rule", "line", "column"),
    [
        (b"{\n  nope}", "json-syntax", 2, 3),
        (b"", "json-syntax", 1, 1),
        (b'{"title": "\xff"}', "invalid-utf8", None, None),
        (b"\xff\xfe{\x00}\x00", "invalid-utf8", None, None),
        (b'{"maximum": NaN}', "number-out-of-range", None, None),
        (b'{"maximum": -Infinity}', "number-out-of-range", None, None),
        (b'{"maximum": 1e400}', "number-out-of-range", None, None),
        (b'{"maximum": ' + b"9" * 5000 + b"}", "number-too-long", None, None),
        (b'{"not":' * 100_000 + b"{}" + b"}" * 100_000, "too-deep", None, None),
        (b'{"enum":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too-deep", None, None),
        (b'{"not":' * 1500 + b"{}" + b"}" * 1500, "too-deep", None, None),
    ],
    ids=lambda value: value[:20].decode("latin-1") if isinstance(value, bytes) else None,
)
def test_text_that_is_no_schema(
    tmp_path: Path, raw: bytes, rule: str, line: int | None, column: int | None
) -> None:
    problem = file_problem(tmp_path, raw)
    assert (problem.rule, problem.line, problem.column) == (rule, line, column)


def test_a_number_of_4000_digits_is_a_number(tmp_path: Path) -> None:
    digits = b"9" * 4000
    schema = load_file(write(tmp_path, "a.json", b'{"maximum": ' + digits + b"}"))
    assert schema.contents == {"maximum": int(digits)}


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (b'{"type": "string", "type": "number"}', "/type"),
        (b'{"$defs": {"a/b": {"enum": [{}, {"x": 1, "y": 2, "x": 1}]}}}', "/$defs/a~1b/enum/1/x"),
    ],
)
def test_a_duplicate_key(tmp_path: Path, raw: bytes, pointer: str) -> None:
    problem = file_problem(tmp_path, raw)
    assert (problem.rule, problem.pointer) == ("duplicate-key", pointer)


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (rb'{"enum": ["a", "\ud800"]}', "/enum/1"),
        (rb'{"properties": {"\udc00": true}}', "/properties/?"),
        (rb'{"$ref": "#/\ud800"}', "/$ref"),
    ],
)
def test_a_lone_surrogate(tmp_path: Path, raw: bytes, pointer: str) -> None:
    problem = file_problem(tmp_path, raw)
    assert (problem.rule, problem.pointer) == ("lone-surrogate", pointer)


def test_a_whole_surrogate_pair_is_one_character(tmp_path: Path) -> None:
    assert load_file(write(tmp_path, "a.json", rb'{"const": "\ud83d\ude00"}')).contents == {
        "const": "\U0001f600"
    }


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="no such file") as caught:
        load_file(str(tmp_path / "absent.json"))
    assert caught.value.problem.rule == "schema-unreadable"


@pytest.mark.parametrize("name", ["", "\0", "x" * 5000])
def test_a_name_no_file_can_have(name: str) -> None:
    with pytest.raises(SchemaError) as caught:
        load_file(name)
    assert caught.value.problem.rule == "schema-unreadable"


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="not a regular file"):
        load_file(str(tmp_path))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SchemaError, match="not a regular file"):
        load_file(str(tmp_path / "pipe"))


@pytest.mark.skipif(sys.platform == "darwin", reason="its file system takes UTF-8 names only")
def test_a_path_that_is_not_utf8(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    Path(os.fsdecode(folder)).mkdir()
    path = os.fsdecode(folder + b"/\xff #?%41.json")
    Path(path).write_text('{"$ref": "b%20%E9.json"}', "utf-8")
    Path(os.fsdecode(folder + b"/b \xe9.json")).write_text('{"type": "string"}', "utf-8")
    schema = load_file(path)
    assert schema.file == path
    assert [is_valid(schema, value) for value in ("a", 1)] == [True, False]


@pytest.mark.parametrize("contents", [[], "string", None, 1])
def test_what_is_neither_object_nor_boolean(contents: Any) -> None:
    assert contents_problem(contents).rule == "schema-invalid"


@pytest.mark.parametrize("contents", [True, False, {}, {"$schema": DIALECT}, {"$schema": DIALECT + "#"}])
def test_the_smallest_schemas(contents: Any) -> None:
    assert from_contents(contents).contents == contents


@pytest.mark.parametrize(
    ("contents", "pointer"),
    [
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "/$schema"),
        ({"$schema": "https://json-schema.org/draft/2019-09/schema"}, "/$schema"),
        ({"$schema": "https://example.com/own-metaschema"}, "/$schema"),
        (
            {"$defs": {"A": {"$id": "a", "$schema": "http://json-schema.org/draft-04/schema#"}}},
            "/$defs/A/$schema",
        ),
        ({"$ref": "http://json-schema.org/draft-07/schema#"}, "/$schema"),
    ],
)
def test_another_dialect(contents: Any, pointer: str) -> None:
    problem = contents_problem(contents)
    assert (problem.rule, problem.pointer) == ("schema-dialect", pointer)
    assert problem.hint == f"use {DIALECT}"


@pytest.mark.parametrize(
    ("contents", "pointer"),
    [
        ({"type": "text"}, "/type"),
        ({"$schema": 7}, "/$schema"),
        ({"properties": {"a/b": {"minimum": "1"}}}, "/properties/a~1b/minimum"),
        ({"$defs": {"A": {"required": ["x", "x"]}}}, "/$defs/A/required"),
        ({"anyOf": [True, 3]}, "/anyOf/1"),
        ({"items": [{"type": "string"}]}, "/items"),
        ({"$id": "http://[bad"}, "/$id"),
        ({"$defs": {"A": {"$id": "http://[bad"}}}, "/$defs/A/$id"),
    ],
)
def test_a_violation_of_the_metaschema(contents: Any, pointer: str) -> None:
    problem = contents_problem(contents)
    assert (problem.rule, problem.pointer) == ("schema-invalid", pointer)


def test_a_message_does_not_quote_a_whole_schema() -> None:
    assert len(contents_problem({"required": ["name"] * 10_000}).message) < 400


def cyclic() -> dict[str, Any]:
    contents: dict[str, Any] = {}
    contents["not"] = contents
    return contents


def nested(depth: int) -> dict[str, Any]:
    contents: dict[str, Any] = {}
    for _ in range(depth):
        contents = {"not": contents}
    return contents


@pytest.mark.parametrize(
    "contents",
    [{"const": {1, 2}}, {"default": b"x"}, {"maximum": 10**5000}, cyclic()],
    ids=["set", "bytes", "digits", "cycle"],
)
def test_contents_that_are_not_json(contents: Any) -> None:
    assert contents_problem(contents).rule == "schema-invalid"


@pytest.mark.parametrize("depth", [1500, 5000])
def test_contents_nested_too_deeply(depth: int) -> None:
    assert contents_problem(nested(depth)).rule == "too-deep"
    assert contents_problem({"$ref": "urn:a"}, {"urn:a": nested(depth)}).rule == "too-deep"


def test_a_damaged_schema_is_refused_or_loaded_and_checked() -> None:
    rng = random.Random(7)  # noqa: S311 - a repeatable test, no secret
    contents = {
        "$id": "https://example.com/a.json",
        "type": "object",
        "properties": {"part": {"$ref": "#/$defs/Part"}, "size": {"type": "number", "default": 1}},
        "required": ["size"],
        "examples": [{"size": 1}],
        "$defs": {"Part": {"$anchor": "part", "enum": ["a", None]}, "Parts": {"items": {"$ref": "#part"}}},
    }
    refused = 0
    for _ in range(300):
        try:
            check(from_contents(mutate(contents, rng)))
        except SchemaError:
            refused += 1
    assert 50 <= refused <= 250
