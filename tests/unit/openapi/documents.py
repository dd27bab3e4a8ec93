"""OpenAPI documents around a schema, in the styles that generators write: 3.0 and 3.1, inline and with references."""

from __future__ import annotations

import json
from typing import Any

import yaml

from orq_schema.jsonvalue import is_array, is_object
from orq_schema.openapi.document import Document, document
from orq_schema.openapi.importer import Imported, Wanted, import_property

OPERATION = "POST /v2/proxy/completions"
STYLES = ("3.1 inline", "3.1 references", "3.0 inline", "3.0 references")


def body(schema: Any, version: str = "3.1.0", components: Any = None) -> dict[str, Any]:
    """Give a document whose only operation takes a body of `schema`."""
    media = {"application/json": {"schema": schema}}
    return {
        "openapi": version,
        "info": {"title": "Made up", "version": "1"},
        "paths": {"/v2/proxy/completions": {"post": {"requestBody": {"content": media}}}},
        "components": components or {},
    }


def around(orq: Any, version: str = "3.1.0", components: Any = None) -> dict[str, Any]:
    """Give a document in which `orq` is a property of the body."""
    return body({"type": "object", "properties": {"orq": orq}}, version, components)


def styled(orq: Any, style: str) -> dict[str, Any]:
    """Give a document with the schema `orq`, of draft 2020-12 but for `example`, written in one of STYLES."""
    version, _, kind = style.partition(" ")
    declared = as_3_0(orq) if version == "3.0" else json.loads(json.dumps(orq))
    schemas: dict[str, Any] = {}
    if kind == "references":
        for name, each in declared["properties"].items():
            declared["properties"][name] = referred(name, each, schemas, version)
        schemas["Body"] = {"type": "object", "properties": {"orq": declared, "model": {"type": "string"}}}
        made = body({"allOf": [{"$ref": "#/components/schemas/Body"}]}, version + ".0", {"schemas": schemas})
        operation = made["paths"]["/v2/proxy/completions"]["post"]
        made["components"]["requestBodies"] = {"Body": operation["requestBody"]}
        operation["requestBody"] = {"$ref": "#/components/requestBodies/Body"}
        return made
    return body(
        {"allOf": [{"type": "object", "properties": {"orq": declared}}, {"required": ["model"]}]},
        f"{version}.0",
    )


def referred(name: str, schema: Any, schemas: dict[str, Any], version: str) -> Any:
    """Put an object into the components, and give what stands in its place."""
    if "properties" not in schema:
        return schema
    component = f"public_{name}"
    said = {keyword: schema[keyword] for keyword in ("description", "deprecated") if keyword in schema}
    schemas[component] = {keyword: value for keyword, value in schema.items() if keyword not in said}
    reference = {"$ref": f"#/components/schemas/{component}"}
    return {"allOf": [reference, said]} if version == "3.0" else reference | said


def as_3_0(schema: Any) -> Any:
    """Give `schema` in the words of 3.0: `nullable`, boolean exclusive bounds."""
    if is_array(schema):
        return [as_3_0(each) for each in schema]
    if not is_object(schema):
        return schema
    made: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword == "type" and is_array(value):
            (made["type"],) = [each for each in value if each != "null"]
            made["nullable"] = True
        elif keyword in {"example", "default", "enum"}:
            made[keyword] = value
        else:
            made[keyword] = as_3_0(value)
    return made


def as_json(contents: Any, file: str = "openapi.json") -> Document:
    return document(json.dumps(contents).encode(), file)


def as_yaml(contents: Any) -> Document:
    return document(yaml.safe_dump(contents, sort_keys=False).encode(), "openapi.yaml")


def imported(contents: Any, **wanted: Any) -> Imported:
    """Import `orq` from the document with `contents`, JSON."""
    return import_property(as_json(contents), Wanted(OPERATION, "orq", **wanted))


def schema(orq: Any, version: str = "3.1.0", components: Any = None, **wanted: Any) -> dict[str, Any]:
    """Import the schema `orq`, and give what became of it, without dialect, identifier and title of the root."""
    made = imported(around(orq, version, components), **wanted).schema
    assert made.pop("$schema") == "https://json-schema.org/draft/2020-12/schema"
    assert made.pop("$id")
    made.pop("title")
    return made
