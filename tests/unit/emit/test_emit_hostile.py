"""A schema whose every text tries to break out: the output has the shape that harmless text gives it."""

from __future__ import annotations

import ast
import json
import re
import typing
from typing import Any

import pytest
from tests.unit.emit.modules import import_text

from orq_schema.emit import TARGETS
from orq_schema.ir.build import build
from orq_schema.load import schema as load

ATTACKS = (
    *(
        '"""',
        "'''",
        '"',
        "\\",
        'a\\"',
        "{{ 7*7 }}",
        "{% raw %}",
        "#",
        "x\ny",
        "x\r\ny",
        "\x00",
        "\u2028",
        "\ud800",
    ),
    *(
        "\u202e",
        "😀",
        '"""\nimport os\nos.abort()\n"""',
        "*/ --> </script>",
        "| `x` |",
        "```",
        "__class__",
        "class",
    ),
    *("None", "${x}"),
)


def schema(texts: tuple[str, ...]) -> dict[str, Any]:
    """One field, title, example and enum value for each text; keys and names stay apart by their index."""
    fields: dict[str, Any] = {}
    for index, text in enumerate(texts):
        fields[f"k{index}"] = {
            "type": "string",
            "title": text,
            "description": text,
            "enum": [f"{text}{index}"],
            "examples": [text],
            "default": text,
            "pattern": re.escape(text),
        }
    return {
        "title": "Root",
        "description": " ".join(texts),
        "properties": fields,
        "required": ["k1"],
        "$defs": {
            f"D{index}": {"title": text, "description": text, "properties": {text: {"description": text}}}
            for index, text in enumerate(texts)
        },
    }


def emitted(contents: Any, target: str) -> str:
    loaded = load.from_contents(contents, name="root")
    (text,) = TARGETS[target](build(loaded), loaded).values()
    return text


def shape(text: str) -> str:
    """The tree of a module with its literals blanked."""
    tree = ast.parse(text.encode("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.value = 0 if node.value is not None else None
    return ast.dump(tree)


@pytest.mark.parametrize("target", ["dataclasses", "typeddicts"])
def test_hostile_text_changes_literals_only(target: str) -> None:
    hostile = schema(ATTACKS)
    harmless = schema(tuple(f"text{index}" for index in range(len(ATTACKS))))
    for name, text in zip(harmless["$defs"], ATTACKS, strict=True):  # keys do become names
        harmless["$defs"][name]["properties"] = {text: {"description": "text"}}
    assert shape(emitted(hostile, target)) == shape(emitted(harmless, target))


def test_hostile_modules_work() -> None:
    contents = schema(ATTACKS)
    types = import_text(emitted(contents, "typeddicts"), "hostile_types")
    for index, text in enumerate(ATTACKS):
        assert list(typing.get_type_hints(getattr(types, f"D{index}Dict"))) == [text]
    models = import_text(emitted(contents, "dataclasses"), "hostile_models")
    for index, text in enumerate(ATTACKS):
        payload = {text: {"x": 1}, "to_dict": 2, "extra": {}}
        assert getattr(models, f"D{index}").from_dict(payload).to_dict() == payload
    root = {f"k{index}": f"{text}{index}" for index, text in enumerate(ATTACKS)}
    assert models.Root.from_dict(root).to_dict() == root


def test_hostile_text_stays_in_its_place_on_the_page() -> None:
    page = emitted(schema(ATTACKS), "docs")
    page.encode("utf-8")
    lines = page.split("\n")
    assert len(page.splitlines()) == len(lines) - 1
    fences = [line for line in lines if line.startswith("```")]
    assert fences[:2] == ["```mermaid", "```"]
    assert set(fences) == {"```mermaid", "```json", "```"}
    outside = re.sub(r"```(json|mermaid)\n.*?\n```", "", page, flags=re.DOTALL)
    assert "{{" not in outside
    assert "{%" not in outside
    tables = [line for line in outside.split("\n") if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} == {8}
    diagram = page.partition("```mermaid\n")[2].partition("\n```")[0]
    assert re.fullmatch(r"[A-Za-z0-9_ \n{}<>?.:\"*-]*", diagram)
    for block in re.findall(r"```json\n(.*?)\n```", page, flags=re.DOTALL):
        json.loads(block)


def test_names_that_are_no_identifiers_or_are_taken() -> None:
    keys = [
        *(
            "class",
            "in",
            "in_",
            "a-b",
            "a b",
            "1",
            "",
            "self",
            "cls",
            "data",
            "rest",
            "list",
            "str",
            "dataclasses",
        ),
        *(
            "extra",
            "from_dict",
            "to_dict",
            "Any",
            "UNSET",
            "field",
            "key",
            "value",
            "type",
            "__init__",
            "__slots__",
        ),
        *(
            "classmethod",
            "Literal",
            "mro",
            "copy",
            "Root",
            "NotRequired",
            "Mapping",
            "enum",
            "日本",
            "ﬁ",
            "fi",
        ),
    ]
    names = ["Any", "TypedDict", "Unset", "Enum", "Mapping", "ValueError", "None", "1st", "日本", "Root_"]
    contents = {
        "title": "Root",
        "properties": {key: {"type": ["string", "integer"]} for key in keys},
        "required": ["in", "self"],
        "$defs": {name: {"properties": {"next": {"$ref": f"#/$defs/{name}"}}} for name in names},
    }
    models = import_text(emitted(contents, "dataclasses"), "named_models")
    payload = {key: index for index, key in enumerate(keys)}
    assert models.Root.from_dict(payload).to_dict() == payload
    assert models.Root.from_dict(payload).extra == {}
    types = import_text(emitted(contents, "typeddicts"), "named_types")
    assert list(typing.get_type_hints(types.RootDict)) == keys
    assert types.RootDict.__required_keys__ == {"in", "self"}
