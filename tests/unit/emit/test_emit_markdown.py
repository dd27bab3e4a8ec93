"""The reference page: links lead somewhere, examples are valid."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from orq_schema.emit import TARGETS
from orq_schema.ir.build import build
from orq_schema.load import schema as load


def page(schema: load.LoadedSchema) -> str:
    (text,) = TARGETS["docs"](build(schema), schema).values()
    return text


def documented(schema: load.LoadedSchema) -> list[str]:
    model = build(schema)
    return sorted(each.name for each in (*model.definitions, *model.branches))


def test_every_definition_of_the_schema_has_a_section() -> None:
    orq = load.builtin("orq")
    assert documented(orq) == sorted(["Orq", *orq.contents["$defs"]])


@pytest.mark.parametrize("name", ["orq", "completions-request"])
def test_every_link_has_one_anchor(name: str) -> None:
    text = page(load.builtin(name))
    anchors = re.findall(r'<a id="([^"]+)"></a>', text)
    assert len(anchors) == len(set(anchors)) == len(documented(load.builtin(name)))
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert links == set(anchors)


@pytest.mark.parametrize("name", ["orq", "completions-request"])
def test_every_section_has_a_valid_example(name: str) -> None:
    loaded = load.builtin(name)
    sections = re.split(r"^### ", page(loaded), flags=re.MULTILINE)[1:]
    assert sorted(section.partition("\n")[0] for section in sections) == documented(loaded)
    for section in sections:
        title = section.partition("\n")[0]
        (block,) = re.findall(r"```json\n(.*?)\n```", section, flags=re.DOTALL)
        example = json.loads(block)
        subschema = {"$ref": subschema_uri(loaded, title)}
        validator: Any = Draft202012Validator(subschema, registry=loaded.registry)
        assert validator.is_valid(example), title


def subschema_uri(loaded: load.LoadedSchema, name: str) -> str:
    own: dict[str, Any] = loaded.contents.get("$defs", {})
    if name == build(loaded).root:
        return loaded.uri
    orq = load.builtin("orq").uri
    if name == "Orq":
        return orq
    return f"{loaded.uri if name in own else orq}#/$defs/{name}"


def test_what_the_schema_says_is_on_the_page() -> None:
    text = page(load.builtin("orq"))
    assert "| `count` | number | no | Largest number of further attempts. | `3` | `3` | from 1 to 5 |" in text
    assert "| `integration_id` | string or null | no |" in text
    assert "**Read-only.** Identifier of the provider integration" in text
    assert "| `rerank_config` | [RerankConfig](#type-rerankconfig) or null |" in text
    assert "Used by [Orq](#type-orq)." in text
    assert 'KnowledgeBase --> "0..1" Filter : filter_by' in text


def test_examples_are_composed_where_the_schema_has_none() -> None:
    schema = load.from_contents(
        {
            "title": "Root",
            "properties": {
                "a": {"type": "integer", "examples": [7]},
                "b": {"type": "array", "items": {"$ref": "#/$defs/B"}},
                "c": {"type": "string", "pattern": "^x$"},
                "d": {"type": "boolean", "deprecated": True},
            },
            "required": ["a"],
            "$defs": {
                "B": {"properties": {"k": {"enum": ["on", "off"]}}},
                "C": {"properties": {"c": {"type": "string", "pattern": "^x$"}}, "required": ["c"]},
            },
        },
        name="root",
    )
    text = page(schema)
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.*?)\n```", text, flags=re.DOTALL)]
    assert blocks == [{"a": 7, "b": [{"k": "on"}], "d": True}, {"k": "on"}]
    assert "**Deprecated.**" in text
