"""The orq object with unions, `allOf`, null and closed objects put in at random: the import accepts the same."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from tests.support.instances import pairs
from tests.unit.openapi.documents import OPERATION, around, as_json

from orq_schema.jsonvalue import members
from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import find, load
from orq_schema.load.schema import from_contents
from orq_schema.openapi.document import RefusedError
from orq_schema.openapi.importer import Wanted, import_property

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 20260822
DOCUMENTS = 150
# of the schema as given and of what became of it
PAIRS = 8
NULL = {"type": "null"}

# a schema, and another one from elsewhere in the object
EDITS: tuple[Callable[[Any, Any], Any], ...] = (
    lambda one, other: {"allOf": [one, other]},
    lambda one, other: {"allOf": [one, other, one]},
    lambda one, other: {"allOf": [one], "anyOf": [other]},
    lambda one, other: {"anyOf": [one | {"title": "First"}, other | {"title": "Second"}]},
    lambda one, other: one | {"oneOf": [other]},
    lambda one, other: one | {"allOf": [other]},
    lambda one, other: {"allOf": [one | {"unevaluatedProperties": False}, other]},
    lambda one, _: {"oneOf": [one]},
    lambda one, _: {"oneOf": [one, NULL]},
    lambda one, _: {"anyOf": [one, NULL], "description": "Or nothing."},
    lambda one, _: {"allOf": [one, {"deprecated": True}]},
    lambda one, _: one | {"additionalProperties": False},
    lambda _, __: {"const": 5},
    lambda _, other: other,
)


def places(schema: Any) -> list[tuple[dict[str, Any], str]]:
    """Give every property and every `items` of `schema`, as a holder and a key."""
    found: list[tuple[dict[str, Any], str]] = []
    for keyword, value in members(schema).items():
        if keyword == "properties":
            found += [(value, name) for name in value]
            found += [each for below in value.values() for each in places(below)]
        elif keyword in {"items", "additionalProperties"} and isinstance(value, dict):
            found += [(schema, keyword), *places(value)]
    return found


def edited(newest: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(newest))
    for _ in range(rng.randint(1, 4)):
        roots = [made, *made["$defs"].values()]
        found = [each for root in roots for each in places(root)]
        (holder, key), (other, name) = rng.choice(found), rng.choice(found)
        holder[key] = rng.choice(EDITS)(holder[key], json.loads(json.dumps(other[name])))
    return made


def imported(given: dict[str, Any], newest: Any, *, facts_only: bool) -> dict[str, Any]:
    text = json.dumps(given).replace("#/$defs/", "#/components/schemas/")
    orq: dict[str, Any] = json.loads(text)
    schemas = orq.pop("$defs")
    contents = around({key: orq[key] for key in orq if key[0] != "$"}, components={"schemas": schemas})
    return import_property(as_json(contents), Wanted(OPERATION, "orq", facts_only=facts_only), newest).schema


def instances(schema: dict[str, Any], seed: int) -> list[Any]:
    try:
        return [value for pair in pairs(from_contents(schema), seed, PAIRS) for value in pair]
    except ValueError:
        # what was put into itself may have no finite instance
        return []


def test_the_same_verdict_on_edited_schemas() -> None:
    rng = random.Random(SEED)  # noqa: S311 - a repeatable test, no secret
    newest = bundle(load(find("latest")))
    verdicts: list[bool] = []
    for _ in range(DOCUMENTS):
        given = edited(newest, rng)
        try:
            made = imported(given, newest, facts_only=rng.random() < 0.5)
        except RefusedError:
            # two shapes may well want one name
            continue
        ours, theirs = (jsonschema_rs.Draft202012Validator(each).is_valid for each in (made, given))
        for value in (*instances(made, rng.randrange(10**6)), *instances(given, rng.randrange(10**6))):
            assert ours(value) is theirs(value), (given, value)
            verdicts.append(ours(value))
    assert len(verdicts) >= DOCUMENTS // 3 * 4 * PAIRS
    assert 0.2 <= sum(verdicts) / len(verdicts) <= 0.8
