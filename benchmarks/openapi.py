"""Importing from an OpenAPI document of 2 MB and 60,000 lines, beside what PyYAML's C loader takes to read it."""

from __future__ import annotations

import sys
from typing import Any

import yaml
from measure import calls

from orq_schema.jsonvalue import elements, members
from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import find, load
from orq_schema.openapi.document import document
from orq_schema.openapi.importer import Wanted, import_property

TARGET = 1.5
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


def main() -> int:
    """Print the ratio; 1 if it is over the target."""
    newest = bundle(load(find("latest")))
    # aliases would make it small
    yaml.CSafeDumper.ignore_aliases = lambda *_: True  # type: ignore[method-assign] # for this process
    raw = text(newest).encode()
    wanted = Wanted("POST /v2/router/completions", "orq", facts_only=True)
    taken = calls(
        {
            "yaml.load, CSafeLoader": lambda: yaml.load(raw, Loader=yaml.CSafeLoader),
            "reading the document": lambda: document(raw, "openapi.yaml"),
            "importing from it": lambda: import_property(document(raw, "openapi.yaml"), wanted, newest),
        }
    )
    loader = taken["yaml.load, CSafeLoader"]
    lines = raw.count(b"\n")
    print(f"{len(raw) / 1e6:.1f} MB, {lines:,} lines")
    for name, seconds in taken.items():
        print(f"{name:24} {seconds * 1000:7.1f} ms   {seconds / loader:.2f} of the loader")
    return int(taken["importing from it"] > TARGET * loader)


if __name__ == "__main__":
    sys.exit(main())
