"""The generated validator beside the libraries: `is_valid` of one payload, already parsed."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import fastjsonschema
import jsonschema_rs
from jsonschema import Draft202012Validator
from measure import calls
from payloads import SCHEMA, large, small

from orq_schema.generated import orq_validator

if TYPE_CHECKING:
    from collections.abc import Callable


def measure() -> dict[str, dict[str, float]]:
    """Seconds for one call of each library, by payload."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    rust: Any = jsonschema_rs.Draft202012Validator(schema)
    library: Any = Draft202012Validator(schema)
    fast: Callable[[object], object] = fastjsonschema.compile(
        {key: schema[key] for key in schema if key != "$schema"}
    )
    libraries: dict[str, Callable[[Any], object]] = {
        "orq-schema": orq_validator.is_valid,
        "jsonschema-rs": rust.is_valid,
        "fastjsonschema": fast,
        "jsonschema": library.is_valid,
    }
    return {
        size: calls({name: partial(function, payload) for name, function in libraries.items()})
        for size, payload in (("small", small()), ("large", large()))
    }
