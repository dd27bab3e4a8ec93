"""`--engine jsonschema`: the library finds the same problems at the same places."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runs import validate
from tests.support.instances import mutate, valid

from orq_schema.load.schema import builtin

if TYPE_CHECKING:
    from tests.cli.runs import Run

CASES = sorted(path for path in (Path(__file__).parent / "golden").iterdir() if list(path.glob("input.*")))
SEED = 20250904


def both(*arguments: str) -> tuple[Run, Run]:
    return validate(*arguments), validate("--engine", "jsonschema", *arguments)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_golden_cases(case: Path) -> None:
    (payload,) = case.glob("input.*")
    compiled, library = both(str(payload))
    assert (library.code, library.out) == (compiled.code, compiled.out)


def test_damaged_payloads(tmp_path: Path) -> None:
    schema, rng = builtin("orq"), random.Random(SEED)  # noqa: S311 - payloads, no secrets
    lines = [json.dumps(mutate(valid(schema, rng), rng)) for _ in range(300)]
    payload = tmp_path / "damaged.jsonl"
    payload.write_text("\n".join(lines), encoding="utf-8")
    compiled, library = both("--as", "orq", "--format", "json", str(payload))
    assert library.out == compiled.out
    assert compiled.out.count('"severity": "error"') > 100


SCHEMA: Any = {
    "type": "object",
    "properties": {
        "kind": {"oneOf": [{"const": "a"}, {"const": "b"}]},
        "size": {"type": "integer", "multipleOf": 3, "exclusiveMaximum": 9},
        "name": {"type": "string", "minLength": 2, "pattern": "^[a-z]+$"},
        "list": {"type": "array", "uniqueItems": True, "maxItems": 2},
        "next": {"$ref": "#"},
    },
    "required": ["kind", "name"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    "payload",
    [
        {"kind": "a", "name": "ab"},
        {"kind": "c", "name": "A", "size": 10, "list": [1, 1, 1]},
        {"nmae": "x", "next": {"kind": 5}},
        {"kind": "a", "name": "ab", "more": 1, "and": 2},
        [],
    ],
)
def test_a_schema_of_the_users_own(tmp_path: Path, payload: Any) -> None:
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    (tmp_path / "payload.json").write_text(json.dumps(payload), encoding="utf-8")
    compiled, library = both("--schema", str(tmp_path / "schema.json"), str(tmp_path / "payload.json"))
    assert (library.code, library.out) == (compiled.code, compiled.out)


@pytest.mark.parametrize("engine", ["compiled", "jsonschema"])
def test_formats_are_asserted_on_request(tmp_path: Path, engine: str) -> None:
    payload = tmp_path / "payload.json"
    payload.write_text(
        '{"knowledge_bases": [{"knowledge_id": "k", "rerank_config": {"integration_id": "no uuid"}}]}',
        encoding="utf-8",
    )
    assert validate("--engine", engine, str(payload)).code == 0
    done = validate("--engine", engine, "--assert-formats", str(payload))
    assert done.code == 1
    assert 'expected a string of the format "uuid", found "no uuid"' in done.out


@pytest.mark.parametrize(
    ("schema", "payload", "code"),
    [
        ({"properties": {"a": {"not": {"const": "SECRET"}}}}, {"a": "SECRET"}, 1),
        ({"properties": {"a": {"oneOf": [{"type": "string"}, {"minLength": 2}]}}}, {"a": "SECRET"}, 1),
        ({"properties": {"a": {"contains": {"const": "x"}}}}, {"a": ["SECRET"]}, 1),
        ({"properties": {"a": {"unevaluatedItems": False}}}, {"a": ["SECRET"]}, 1),
        ({"properties": {"a": False}}, {"a": "SECRET"}, 1),
        ({"dependentRequired": {"a": ["b"]}}, {"a": "SECRET"}, 1),
        ({"propertyNames": {"enum": ["foo"]}}, {"fo": "SECRET"}, 1),
        ({"properties": {"a": {"pattern": "\\p{Lu}(?<n>x)"}}}, {"a": "SECRET"}, 3),
        ({"$ref": "#"}, {"a": "SECRET"}, 2),
    ],
)
def test_the_library_never_quotes_and_never_crashes(
    tmp_path: Path, schema: Any, payload: Any, code: int
) -> None:
    (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    (tmp_path / "payload.json").write_text(json.dumps(payload), encoding="utf-8")
    arguments = (
        "--engine",
        "jsonschema",
        "--schema",
        str(tmp_path / "schema.json"),
        str(tmp_path / "payload.json"),
    )
    done = validate(*arguments)
    assert done.code == code
    assert "SECRET" not in done.out + done.err
