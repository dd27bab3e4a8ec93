"""Our validators against the jsonschema library and jsonschema-rs, over random schemas and instances."""

from __future__ import annotations

import json
import random
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from tests.support.random_schemas import Schemas

from orq_schema.compile.validator import compile_schema
from orq_schema.errors import UnsupportedError

CHUNKS = 24
SCHEMAS = 100
INSTANCES = 20
# the other schemas lead back to themselves, which is refused
COMPARED = 0.5

# pairs of which the judges think differently: what the specification says, and why
KEPT: list[tuple[Any, Any, bool, str]] = [
    ({"multipleOf": 0.1}, 0.3, True, "a decimal has no binary error: validation section 6.2.1"),
    ({"multipleOf": 0.01}, 4.35, True, "as above"),
    ({"multipleOf": 1.5}, 2.0**53, False, "as above: the library asks whether the rounded quotient is whole"),
    ({"multipleOf": 0.0001}, 1e308, True, "as above: the library's quotient overflows"),
    ({"pattern": "^\\w$"}, "é", False, "\\w is ASCII in ECMA-262, section 22.2.2.9"),
    ({"pattern": "^\\d$"}, "٣", False, "as above"),
    ({"pattern": "^a$"}, "a\n", False, "$ is the end of the input alone in ECMA-262, section 22.2.2.4"),
    ({"pattern": "^\\s$"}, "\x1c", False, "the separators of ASCII are no white space in ECMA-262"),
    ({"pattern": "^\\s$"}, "\ufeff", True, "the byte order mark is white space in ECMA-262"),
    ({"pattern": "^\\p{Lu}$"}, "É", True, "the library's patterns are Python's, which lacks \\p"),
]


def verdicts(schema: Any, instance: Any) -> tuple[bool | None, bool | None]:
    """What the two judges say; None for one that gives up."""
    library: Any = Draft202012Validator(schema)
    try:
        said: bool | None = library.is_valid(instance)
    except Exception:  # noqa: BLE001 - whatever a pattern or a reference makes it raise
        said = None
    try:
        other: bool | None = jsonschema_rs.Draft202012Validator(schema).is_valid(instance)
    except ValueError:
        other = None
    return said, other


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_random_schemas(chunk: int) -> None:
    compared = 0
    for seed in range(chunk * SCHEMAS, (chunk + 1) * SCHEMAS):
        schemas = Schemas(random.Random(seed))  # noqa: S311 - a repeatable test, no secret
        schema = schemas.schema()
        try:
            ours = compile_schema(schema)
        except UnsupportedError as error:
            if "leads back to itself" not in error.problem.message:
                pytest.fail(f"seed {seed}: {error}")
            continue
        library: Any = Draft202012Validator(schema)
        fast = jsonschema_rs.Draft202012Validator(schema)
        for _ in range(INSTANCES):
            instance = schemas.instance(4)
            said = ours.is_valid(instance)
            assert bool(list(ours.iter_errors(instance))) is not said, f"seed {seed}: {instance!r}"
            judged = (library.is_valid(instance), fast.is_valid(instance))
            # where they differ, it is for a reason that is kept below
            assert said in judged, f"seed {seed}: {said}, not {judged}, for {json.dumps(instance)}"
            compared += 1
    assert compared > COMPARED * SCHEMAS * INSTANCES


def test_enough_pairs_are_compared() -> None:
    assert COMPARED * CHUNKS * SCHEMAS * INSTANCES > 20_000


@pytest.mark.parametrize(("schema", "instance", "valid", "why"), KEPT)
def test_where_the_judges_differ_the_specification_decides(
    schema: Any,
    instance: Any,
    valid: bool,  # noqa: FBT001 - a verdict
    why: str,
) -> None:
    ours = compile_schema(schema)
    assert ours.is_valid(instance) is valid, why
    assert bool(list(ours.iter_errors(instance))) is not valid, why
