"""Validators compiled for tests, and their errors in short."""

from __future__ import annotations

from typing import Any

from orq_schema.compile.module import source
from orq_schema.compile.validator import Validator, compile_schema
from orq_schema.load.schema import from_contents


def compiled(
    schema: Any, remotes: dict[str, Any] | None = None, *, assert_formats: bool = False
) -> Validator:
    return compile_schema(schema, remotes, assert_formats=assert_formats)


def errors(schema: Any, value: Any) -> list[tuple[str, str]]:
    """Where in the value, and under which evaluation path."""
    found = compile_schema(schema).iter_errors(value)
    return [(error.instance_pointer, error.schema_pointer) for error in found]


def text(schema: Any) -> str:
    return source(from_contents(schema))
