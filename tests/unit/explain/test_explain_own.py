"""`explain` on the schema of the orq object, held against the published one where that is at hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.shared import require_shared

from orq_schema.explain.page import NoFieldError, Page, explain
from orq_schema.explain.path import CARRIERS, parse, shown
from orq_schema.explain.text import render_json, render_text
from orq_schema.explain.tree import tree_of
from orq_schema.explain.walk import everything
from orq_schema.payload.locate import locate

if TYPE_CHECKING:
    from collections.abc import Iterator

TREE = tree_of(None)
PIECES = [
    *("retry", "count", "fallbacks", "knowledge_bases", "filter_by", "and", "gte", "orq", "*", "0", "-"),
    *(".", "/", "[]", "[0]", "[", "]", "~", "~1", "\x1b"),
]


def page(field: str) -> Page:
    (found,) = explain(TREE, field)
    return found


def refused(field: str) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(NoFieldError) as caught:
        explain(TREE, field)
    return caught.value.message, caught.value.meant


def test_a_number() -> None:
    found = page("retry.count")
    assert found.type == "number, from 1 to 5"
    assert found.required is False
    assert found.default == (3,)
    assert found.examples == (3,)
    assert found.since == "2025-08-26"
    assert found.declared_in == "Retry"
    assert found.schema.endswith("orq.schema.json#/$defs/Retry/properties/count")
    assert found.descriptions == ("Largest number of further attempts.",)


def test_an_object_has_its_members_and_both_descriptions() -> None:
    found = page("retry")
    assert (found.type, found.definition, found.declared_in) == ("object", "Retry", "Orq")
    assert len(found.descriptions) == 2
    assert [(each.name, each.type) for each in found.fields] == [
        ("retry.count", "number, from 1 to 5"),
        ("retry.on_codes", "array of number"),
    ]


def test_without_a_field_the_members_of_the_whole() -> None:
    names = [each.name for each in page("").fields if each.name[-1] != "]" and "]." not in each.name]
    assert names == list(TREE.root.schema["properties"])


@pytest.mark.parametrize(
    "field",
    [
        "fallbacks[].model",
        "fallbacks[0].model",
        "fallbacks[*].model",
        "fallbacks.model",
        "/fallbacks/0/model",
        "/fallbacks/-/model",
        "orq.fallbacks[].model",
        "/orq/fallbacks/3/model",
        "/extra_body/orq/fallbacks/0/model",
        "/body/orq/fallbacks/0/model",
    ],
)
def test_ways_to_write_a_field(field: str) -> None:
    found = page(field)
    assert found.schema.endswith("#/$defs/Fallback/properties/model")
    assert found.required is True


@pytest.mark.parametrize("carrier", CARRIERS)
def test_carriers_are_where_the_orq_object_is_looked_for(carrier: tuple[str, ...]) -> None:
    document: Any = {}
    for key in reversed(carrier):
        document = {key: document}
    target = locate(document)
    assert target is not None
    assert target.steps == carrier


def test_an_enumeration_has_all_its_values() -> None:
    found = page("knowledge_bases[].rerank_config.provider")
    assert found.type == "one of 22 values"
    assert len(found.values) == 22
    assert (
        page("knowledge_bases[].search_type").type == '"vector_search", "keyword_search" or "hybrid_search"'
    )


def test_format_null_and_marks() -> None:
    found = page("knowledge_bases[].rerank_config.integration_id")
    assert found.type == "string or null, format uuid"
    assert found.marks == ("set by the server",)
    assert found.examples[1] is None
    assert page("knowledge_bases[].rerank_config").type == "object or null"


def test_a_union_has_its_forms_and_the_members_of_each() -> None:
    found = page("knowledge_bases[].filter_by")
    assert [each.name for each in found.forms] == ["FieldFilter", "AndFilter", "OrFilter"]
    assert [(each.name.rpartition(".")[2], each.within) for each in found.fields] == [
        ("and", ("AndFilter",)),
        ("or", ("OrFilter",)),
        ("*", ("FieldFilter",)),
    ]


def test_through_a_map_and_a_union() -> None:
    found = page("knowledge_bases[].filter_by.year.gte")
    assert (found.type, found.required, found.within) == ("number", True, ("GreaterOrEqualOperator",))
    assert page("knowledge_bases.filter_by.and.year.in").type == "array of (string, number or boolean)"
    # a key that a branch declares is that, though a field may be called so too
    assert page("knowledge_bases[].filter_by.and").type == "array of FieldFilter"


def test_keys_of_the_users_own() -> None:
    assert page("inputs.customer").type == "anything"
    assert page("inputs").fields[0].name == "inputs.*"


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("retry.cuont", ("retry.count",)),
        ("retries", ("retry",)),
        ("retries.cuont", ("retry.count",)),
        ("count", ("retry.count",)),
        ("onCodes", ("retry.on_codes",)),
        ("on_code", ("retry.on_codes",)),
        ("retry.onCodes", ("retry.on_codes",)),
        ("fallback", ("fallbacks",)),
        ("fallbacks[].modle", ("fallbacks[].model",)),
        ("fallbacks.modle", ("fallbacks[].model",)),
        ("orq.retry.cuont", ("retry.count",)),
        ("/orq/knowledge_bases/0/filter_by/year/$gte", ("knowledge_bases[0].filter_by.year.gte",)),
        ("provider", ("knowledge_bases[].rerank_config.provider", "knowledge_bases[].agentic_rag_config.provider")),
        ("zzzzzz", ()),
    ],
)  # fmt: skip
def test_a_field_that_is_not_there(field: str, meant: tuple[str, ...]) -> None:
    assert refused(field)[1] == meant
    for each in meant:
        assert page(each).field == each


def test_why_a_field_is_not_there() -> None:
    assert refused("retry.cuont")[0] == 'there is no field "retry.cuont"'
    assert refused("retry.count.x")[0] == '"retry.count" has no members: its type is number, from 1 to 5'
    assert refused("retry.count[]")[0] == '"retry.count" has no items: its type is number, from 1 to 5'
    assert refused("[]")[0] == "the document has no items: its type is object"
    for field in ("a..b", "a[", "a]b", ".a", "a.[]", "/~2"):
        assert "written like" in refused(field)[0] or "JSON Pointer" in refused(field)[0]


def test_each_field_is_found_under_the_name_that_it_is_shown_by() -> None:
    spots = list(everything(TREE))
    assert len(spots) > 70
    for spot in spots:
        field = shown(spot.steps)
        assert parse(field) == spot.steps
        pages = explain(TREE, field)
        assert [each.field for each in pages] == [field] * len(pages)
        assert spot.node.location in {each.schema for each in pages}
        assert all(each.since == "2025-08-26" for each in pages)
        assert json.loads(render_json(pages))["declared"]
        assert render_text(pages)


def published(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Give each member of a schema without references: its path, its subschema, whether it is required."""
    for branch in schema.get("anyOf", []):
        yield from published(branch, path)
    for key, below in schema.get("properties", {}).items():
        at = f"{path}.{key}" if path else key
        yield at, below, key in schema.get("required", [])
        yield from published(below, at)
    if "items" in schema:
        yield from published(schema["items"], f"{path}[]")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from published(schema["additionalProperties"], f"{path}.*")


def revision(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((require_shared("upstream/revisions") / name).read_bytes())
    return found


def test_each_field_was_there_in_the_first_revision() -> None:
    first = {path for path, _, _ in published(revision("2025-08-26-24d12c1ac.json"))}
    # a member of a map's value, or of what is listed below several keys, is there under each of them
    ours = {shown(each.steps) for each in everything(TREE) if each.required is not None}
    assert len(ours) > 40
    assert ours <= first


def test_what_is_said_is_what_the_published_schema_says() -> None:
    fields = list(published(revision("2025-09-04-297ef24d4.json")))
    assert len(fields) > 60
    for path, schema, required in fields:
        pages = explain(TREE, path)
        assert required in {each.required for each in pages}, path
        (found,) = (each for each in pages if each.required == required)
        assert list(found.values) == schema.get("enum", []), path
        assert found.default == ((schema["default"],) if "default" in schema else ()), path
        kinds = schema.get("type", [])
        for kind in [kinds] if isinstance(kinds, str) else kinds:
            assert kind in found.type or found.values, path
        for keyword in ("minimum", "maximum"):
            assert keyword not in schema or str(schema[keyword]) in found.type, path


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_field_is_too_strange(field: str) -> None:
    try:
        pages = explain(TREE, field)
    except NoFieldError as error:
        # what is suggested is there
        pages = [page for each in error.meant for page in explain(TREE, each)]
    assert all(line.isprintable() for line in render_text(pages).splitlines())
    json.loads(render_json(pages))


@given(st.lists(st.text(min_size=1) | st.none() | st.integers(0, 99), min_size=1))
def test_steps_come_back_from_what_is_shown(steps: list[str | int | None]) -> None:
    text = shown(tuple(steps))
    expected = (
        [str(each or 0) if not isinstance(each, str) else each for each in steps]
        if text[:1] == "/"
        else steps
    )
    assert list(parse(text)) == expected
