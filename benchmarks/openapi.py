"""Importing from an OpenAPI document of 2 MB and 60,000 lines, beside what PyYAML's C loader takes to read it."""

from __future__ import annotations

from typing import Any

import yaml
from measure import Row, calls, row

from orq_schema.jsonvalue import elements, members
from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import find, load
from orq_schema.openapi.document import document
from orq_schema.openapi.importer import Wanted, import_property

GOAL = 1.5
LOADER = "PyYAML CSafeLoader"
PATHS = 145
FIELDS = 24


def text(newest: dict[str, Any]) -> str:
    """A document with the orq object in one of many operations, each with fields like those of real ones."""
    schemas = {name: _moved(each) for name, each in newest["$defs"].items()}
    orq = {keyword: _moved(value) for keyword, value in newest.items() if keyword in ("type", "properties")}
    paths: dict[str, Any] = {
        f"/v2/things{number}/{{id}}": {"post": _operation(number)} for number in range(PATHS)
    }
    body = {"allOf": [{"type": "object", "properties": {"orq": orq}}]}
    paths["/v2/router/completions"] = {
        "post": {"requestBody": {"content": {"application/json": {"schema": body}}}}
    }
    contents = {"openapi": "3.1.0", "info": {}, "paths": paths, "components": {"schemas": schemas}}
    return yaml.dump(contents, Dumper=yaml.CSafeDumper, sort_keys=False)


def _moved(schema: Any) -> Any:
    """`schema` with its references to where OpenAPI keeps definitions."""
    if isinstance(schema, dict):
        return {
            key: str(value).replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _moved(value)
            for key, value in members(schema).items()
        }
    return [_moved(each) for each in elements(schema)] if isinstance(schema, list) else schema


def _operation(number: int) -> dict[str, Any]:
    fields = {
        f"field_{each}": {
            "type": "string",
            "description": f"What the field {each} of the thing {number} is for, in a sentence of a usual length.",
            "enum": ["first", "second"],
            "example": "first",
        }
        for each in range(FIELDS)
    }
    schema = {"type": "object", "properties": fields, "required": ["field_0"]}
    content = {"application/json": {"schema": schema}}
    return {
        "operationId": f"operation{number}",
        "requestBody": {"required": True, "content": content},
        "responses": {200: {"description": "Good.", "content": content | {}}},
    }


def rows() -> list[Row]:
    """The comparison."""
    newest = bundle(load(find("latest")))
    # aliases would make it small
    yaml.CSafeDumper.ignore_aliases = lambda *_: True  # type: ignore[method-assign] # for this process
    raw = text(newest).encode()
    wanted = Wanted("POST /v2/router/completions", "orq", facts_only=True)
    taken = calls(
        {
            "orq-schema": lambda: import_property(document(raw, "openapi.yaml"), wanted, newest),
            LOADER: lambda: yaml.load(raw, Loader=yaml.CSafeLoader),
        }
    )
    lines = raw.count(b"\n")
    what = f"importing from an OpenAPI document of {lines:,} lines (the peer only reads it), time"
    return [row(what, taken, (LOADER, GOAL))]
