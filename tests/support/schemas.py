"""Schemas written to a folder or handed in, and the problem that one of them has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from orq_schema.errors import Problem, SchemaError
from orq_schema.load.schema import LoadedSchema, from_contents, load_file

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, name: str, contents: Any) -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(contents if isinstance(contents, bytes) else json.dumps(contents).encode())
    return str(path)


def file_problem(folder: Path, contents: Any, name: str = "a.json") -> Problem:
    with pytest.raises(SchemaError) as caught:
        load_file(write(folder, name, contents))
    return caught.value.problem


def contents_problem(contents: Any, remotes: dict[str, Any] | None = None) -> Problem:
    with pytest.raises(SchemaError) as caught:
        from_contents(contents, remotes)
    return caught.value.problem


def is_valid(schema: LoadedSchema, value: Any) -> bool:
    validator: Any = Draft202012Validator(schema.contents, registry=schema.registry)
    return not list(validator.descend(value, schema.contents, resolver=schema.resolver()))
