"""Reading: YAML and JSON of any quality, what is no OpenAPI, and where the property is looked for."""

from __future__ import annotations

import contextlib
import json
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.openapi.documents import OPERATION, around, as_json, as_yaml, body, imported

from orq_schema.errors import OrqSchemaError, SchemaError
from orq_schema.load.schema import from_contents
from orq_schema.openapi.document import RefusedError, document
from orq_schema.openapi.importer import Wanted, import_property
from orq_schema.openapi.yaml_text import MAX_DEPTH, parse

FILE = "openapi.yaml"
OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}


def refused(text: str) -> tuple[str, int | None, int | None]:
    with pytest.raises(SchemaError) as caught:
        parse(text, FILE)
    problem = caught.value.problem
    return problem.rule, problem.line, problem.column


# -- YAML -----------------------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(value=VALUES, flow=st.booleans())
def test_what_is_written_is_read_back(value: Any, *, flow: bool) -> None:
    # what is written for YAML 1.1 quotes at least what 1.2 would read otherwise
    assert parse(yaml.safe_dump(value, default_flow_style=flow), FILE) == value


def test_scalars_are_read_as_1_2_has_them_and_keys_are_text() -> None:
    text = """
no: no
200: 0o17
2025-09-04: 2025-09-04
~: ~
true: True
1.5: 1_000
x: [0x1F, 010, 1e3, .5, -1, +1, yes, "1", '~', !!str 1, !!int "1", 12:30, ""]
"": |-
  1
"""
    assert parse(text, FILE) == {
        "no": "no", "200": 15, "2025-09-04": "2025-09-04", "~": None, "true": True, "1.5": "1_000",
        "x": [31, 10, 1000.0, 0.5, -1, 1, "yes", "1", "~", "1", 1, "12:30", ""], "": "1",
    }  # fmt: skip


def test_aliases_and_merge_keys() -> None:
    text = """
base: &base {a: 1, b: 2}
list: &list [*base]
one: {<<: *base, b: 3}
two: {b: 4, <<: [*base, {c: 5, a: 6}]}
name: &name key
*name : *list
quoted: {"<<": 1}
"""
    assert parse(text, FILE) == {
        "base": {"a": 1, "b": 2}, "list": [{"a": 1, "b": 2}], "one": {"a": 1, "b": 3},
        "two": {"a": 1, "b": 4, "c": 5}, "name": "key", "key": [{"a": 1, "b": 2}], "quoted": {"<<": 1},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ("duplicate-key", 3, 1)),
        ('a: {b: 1, "b": 2}', ("duplicate-key", 1, 11)),
        ("200: 1\n'200': 2\n", ("duplicate-key", 2, 1)),
        ("a: [1\n", ("yaml-syntax", 2, 1)),
        ("a: b: c", ("yaml-syntax", 1, 5)),
        ("a: 1\n---\nb: 2\n", ("yaml-syntax", 2, 1)),
        ("a: *b", ("yaml-syntax", 1, 4)),
        ("a: &b [*b]", ("yaml-syntax", 1, 8)),
        ("a: {<<: 5}", ("yaml-syntax", 1, 10)),
        ("? [1]\n: 2\n", ("non-string-key", 1, 3)),
        ("a: &l [1]\nb: {*l : 1}", ("non-string-key", 2, 5)),
        ("a: !!python/object:os.system 1", ("yaml-tag", 1, 4)),
        ("a: !!set {b}", ("yaml-tag", 1, 4)),
        ("a: !!int x", ("yaml-tag", 1, 4)),
        ("a: .nan", ("non-finite-number", 1, 4)),
        ("a: 1e999", ("non-finite-number", 1, 4)),
        (f"a: {'1' * 5000}", ("too-many-digits", 1, 4)),
        ("[" * (MAX_DEPTH + 1), ("too-deep", 1, MAX_DEPTH + 1)),
        ("[" * 100_000, ("too-deep", 1, MAX_DEPTH + 1)),
        ("a: \x00", ("yaml-syntax", None, None)),
        ("a:\n\t- b", ("yaml-syntax", 2, 1)),
    ],
)
def test_what_yaml_leaves_open_or_forbids(text: str, expected: tuple[str, int | None, int | None]) -> None:
    assert refused(text) == expected


# -- documents ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "file", "rule", "said"),
    [
        (b"swagger: '2.0'\n", FILE, "not-openapi", "2.0 (Swagger)"),
        (b"openapi: 3.2.0\n", FILE, "not-openapi", "no `openapi"),
        (b"openapi: [3.1]\n", FILE, "not-openapi", "no `openapi"),
        (b"- 1\n", FILE, "not-openapi", "no `openapi"),
        (b"", FILE, "not-openapi", "no `openapi"),
        (b"{}", "openapi", "not-openapi", "no `openapi"),
        (b"\xff\xfeo", FILE, "invalid-utf8", "byte 0"),
        (b"{", "openapi.json", "json-syntax", "not JSON"),
        (b"{", "openapi", "json-syntax", "not JSON"),
        (b'{"openapi": "3.1.0", "openapi": "3.1.0"}', "openapi.json", "duplicate-key", "occurs twice"),
    ],
)
def test_what_is_no_openapi_document(raw: bytes, file: str, rule: str, said: str) -> None:
    with pytest.raises(SchemaError) as caught:
        document(raw, file)
    assert caught.value.problem.rule == rule
    assert said in caught.value.problem.message


@pytest.mark.parametrize("version", ["3.0.0", "3.0.4", "3.1.1"])
def test_yaml_and_json_give_the_same(version: str) -> None:
    contents = around(OBJECT | {"example": {"a": "no"}}, version)
    wanted = Wanted(OPERATION, "orq")
    texts = {json.dumps(import_property(read(contents), wanted).schema) for read in (as_json, as_yaml)}
    assert len(texts) == 1
    raw = b"\xef\xbb\xbf" + json.dumps(contents).encode()
    assert document(raw, "openapi").version == version[:3]


# -- where the property is --------------------------------------------------------------------------------------


def lookup(contents: Any, **wanted: Any) -> tuple[str, str | None]:
    usual: dict[str, Any] = {"operation": OPERATION, "name": "orq"}
    with pytest.raises(RefusedError) as caught:
        import_property(as_json(contents), Wanted(**(usual | wanted)))
    assert caught.value.problem.rule == "openapi-lookup"
    return caught.value.problem.message, caught.value.problem.hint


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        (
            {"operation": "POST /v2/router/completions"},
            "no operation",
            'did you mean "POST /v2/proxy/completions"?',
        ),
        (
            {"operation": "GET /v2/proxy/completions"},
            "no operation",
            'did you mean "POST /v2/proxy/completions"?',
        ),
        (
            {"operation": "/v2/proxy/completions"},
            "no operation",
            'did you mean "POST /v2/proxy/completions"?',
        ),
        ({"operation": ""}, "no operation", "there are POST /v2/proxy/completions"),
        ({"name": "org"}, "no property 'org'", 'did you mean "orq"?'),
        ({"name": "model"}, "no property 'model'", "there are orq"),
        ({"media_type": "application/jsn"}, "no media type", 'did you mean "application/json"?'),
        ({"media_type": "x"}, "no media type", "there are application/json"),
    ],
)
def test_what_is_not_there(wanted: dict[str, str], message: str, hint: str) -> None:
    said = lookup(around(OBJECT), **wanted)
    assert message in said[0]
    assert said[1] == hint


def test_spellings_of_an_operation() -> None:
    for operation in ("post /v2/proxy/completions", "  POST   /v2/proxy/completions "):
        assert import_property(as_json(around(OBJECT)), Wanted(operation, "orq")).schema["title"] == "Orq"


def test_an_operation_without_a_body() -> None:
    contents = around(OBJECT)
    del contents["paths"]["/v2/proxy/completions"]["post"]["requestBody"]
    assert lookup(contents) == (f"{OPERATION!r} has no request body", None)
    contents["paths"]["/v2/proxy/completions"]["post"]["requestBody"] = {"content": {}}
    assert lookup(contents) == ("the body has no media type 'application/json'", None)


def test_a_property_in_a_union_is_told() -> None:
    branches: list[Any] = [{"properties": {"orq": OBJECT}}, {"properties": {"b": True}}]
    union = {"oneOf": branches}
    assert lookup(body(union))[1] == "it is declared in a union, which is not taken apart"


def test_every_reference_on_the_way_is_followed() -> None:
    made = body({"$ref": "#/components/schemas/Body"}, components={
        "pathItems": {"P": {"post": {"requestBody": {"$ref": "#/components/requestBodies/B"}}}},
        "requestBodies": {
            "B": {"$ref": "#/components/requestBodies/C"},
            "C": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}},
        },
        "schemas": {
            "Body": {"allOf": [{"type": "object"}, {"allOf": [{"$ref": "#/components/schemas/a~1b%20c"}]}]},
            "a/b c": {"properties": {"orq": OBJECT}},
        },
    })  # fmt: skip
    made["paths"] = {"/v2/proxy/completions": {"$ref": "#/components/pathItems/P"}}
    assert imported(made).schema["properties"] == OBJECT["properties"]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("https://example.com/a.yaml#/b", "leads out of the document"),
        ("other.yaml", "leads out of the document"),
        ("#/components/schemas/None", "leads nowhere"),
        ("#anchor", "leads nowhere"),
        ("#/~2", "leads nowhere"),
        ("", "leads out of the document"),
    ],
)
def test_references_that_are_not_followed(reference: str, said: str) -> None:
    for contents in (around({"items": {"$ref": reference}}), body({"$ref": reference})):
        with pytest.raises(SchemaError) as caught:
            imported(contents)
        assert caught.value.problem.rule == "unresolvable-reference"
        assert repr(reference) in caught.value.problem.message
        assert said in caught.value.problem.message
        assert caught.value.problem.pointer.endswith("/$ref")


# -- hostile documents ------------------------------------------------------------------------------------------


def test_a_hundred_thousand_paths() -> None:
    contents = around(OBJECT)
    contents["paths"] |= {f"/v2/{number}/completions": {"post": {}} for number in range(100_000)}
    assert imported(contents).schema["properties"] == OBJECT["properties"]
    message, hint = lookup(contents, operation="POST /v2/prxy/completions")
    assert "no operation" in message
    assert hint == 'did you mean "POST /v2/proxy/completions"?'


def test_an_alias_bomb_is_refused() -> None:
    levels = "\n".join(f"x{n}: &x{n} {{properties: {{a: *x{n - 1}, b: *x{n - 1}}}}}" for n in range(1, 40))
    text = (
        f"x0: &x0 {{type: string}}\n{levels}\n"
        + json.dumps(around(0)).replace('"orq": 0', '"orq": *x39')[1:-1]
    )
    text = (
        text.replace('"openapi"', "\nopenapi").replace(', "info"', "\ninfo").replace(', "paths"', "\npaths")
    )
    text = text.replace(', "components"', "\ncomponents")
    with pytest.raises(OrqSchemaError) as caught:
        import_property(document(text.encode(), FILE), Wanted(OPERATION, "orq"))
    assert caught.value.problem.rule == "too-many-nodes"


def test_an_alias_bomb_in_an_example_is_refused() -> None:
    value: Any = "x"
    for _ in range(40):
        value = [value, value]
    read = document(json.dumps(around({})).encode(), "openapi.json")
    read.contents["paths"]["/v2/proxy/completions"]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]["properties"]["orq"] = {"example": value}
    with pytest.raises(OrqSchemaError) as caught:
        import_property(read, Wanted(OPERATION, "orq"))
    assert caught.value.problem.rule == "too-many-nodes"


@pytest.mark.parametrize("keyword", ["items", "not", "example"])
def test_deep_nesting_is_refused(keyword: str) -> None:
    deep: Any = {}
    for _ in range(130):
        deep = {keyword: deep}
    with pytest.raises(OrqSchemaError) as caught:
        imported(around({"example": deep} if keyword == "example" else deep))
    assert caught.value.problem.rule == "too-deep"


def test_references_in_a_circle() -> None:
    for pair in ({"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}},):
        for given_ in (
            {"$ref": "#/components/schemas/A"},
            {"properties": {"x": {"$ref": "#/components/schemas/A"}}},
        ):
            with pytest.raises(SchemaError) as caught:
                imported(around(given_, components={"schemas": pair}))
            assert caught.value.problem.rule == "reference-cycle"


def chain(length: int) -> dict[str, Any]:
    # names of letters: numbers at the end count shapes
    names = ["S" + "".join(chr(ord("a") + int(digit)) for digit in str(n)) for n in range(length + 1)]
    pairs = pairwise(names)
    links = {
        one: {"properties": {"n": {"$ref": f"#/components/schemas/{next_one}"}}} for one, next_one in pairs
    }
    return {"schemas": links | {names[-1]: {"type": "string"}}}


def test_a_long_chain_of_shapes() -> None:
    made = imported(around({"$ref": "#/components/schemas/Sa"}, components=chain(900))).schema
    assert len(made["$defs"]) == 900
    with pytest.raises(OrqSchemaError) as caught:
        imported(around({"$ref": "#/components/schemas/Sa"}, components=chain(1_100)))
    assert caught.value.problem.rule == "too-many-nodes"


KEYWORDS = (
    "type", "properties", "items", "allOf", "anyOf", "oneOf", "$ref", "enum", "nullable", "required", "example",
    "additionalProperties", "default", "exclusiveMinimum", "minimum", "const", "title", "x-\n::error::", "$defs",
)  # fmt: skip
SCHEMAS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from(["string", "object", "#/components/schemas/A", "#", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYWORDS), inner, max_size=4),
    max_leaves=15,
)


@given(one=SCHEMAS, other=SCHEMAS, version=st.sampled_from(["3.0.0", "3.1.0"]), facts_only=st.booleans())
def test_nothing_but_a_problem_comes_of_any_schema(
    one: Any, other: Any, version: str, *, facts_only: bool
) -> None:
    contents = around(one, version, {"schemas": {"A": other}})
    with contextlib.suppress(OrqSchemaError):
        made = imported(contents, facts_only=facts_only).schema
        # what is given is a schema whose references lead somewhere
        assert from_contents(made).contents == made


@given(st.binary() | st.text().map(str.encode))
def test_nothing_but_a_problem_comes_of_any_bytes(raw: bytes) -> None:
    for file in ("openapi.yaml", "openapi.json", "openapi"):
        with pytest.raises(SchemaError):
            document(raw, file)
