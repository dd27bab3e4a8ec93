"""Whatever is migrated, values change where the rules say and nowhere else, and what is told to be done is valid."""

from __future__ import annotations

import copy
import json
import random
from functools import cache
from itertools import permutations
from typing import Any

import jsonschema_rs
import pytest
import yaml
from tests.support.instances import mutate, valid
from tests.support.shared import require_shared

from orq_schema.jsonvalue import is_array, is_object
from orq_schema.load.revisions import find, load, revisions
from orq_schema.migrate.data import migrate_data
from orq_schema.migrate.remaining import Remaining
from orq_schema.migrate.rules import reshapes
from orq_schema.payload.document import Document, Limits
from orq_schema.payload.read import read_bytes

# one of each form that anything ever had
REVISIONS = (
    "2025-09-04", "2025-12-05-34469f234", "2025-12-17", "2026-01-12", "2026-01-23",
    "2026-06-03-5d024ca4a", "2026-08-20",
)  # fmt: skip
PAIRS = list(permutations(REVISIONS, 2))
COUNT = 25


def expected(value: Any, old: str, new: str) -> Any:
    """Say what should come out, straight from the table of revisions in EVOLUTION.md."""
    if not is_object(value):
        return value
    made = copy.deepcopy(value)
    for key in ("contact", "identity"):
        if is_object(made.get(key)) and is_object(made[key].get("metadata")):
            made[key]["metadata"] = [made[key]["metadata"]]
    start, end = find(old).id, find(new).id
    order = [each.id for each in revisions()]
    if min(order.index(start), order.index(end)) >= order.index(find("2026-01-12").id):
        _forward(made, find("2026-01-12").id)
    for number in range(order.index(start) + 1, order.index(end) + 1):
        _forward(made, order[number])
    for number in range(order.index(start), order.index(end), -1):
        _backward(made, order[number])
    return made


def _forward(made: dict[str, Any], revision: str) -> None:
    balancer = made.get("load_balancer")
    plain = is_array(balancer) and all(
        is_object(each) and each != {} and each.get("type", "weight_based") == "weight_based"
        for each in balancer
    )
    if revision.startswith("2025-12-17") and is_array(balancer) and plain:
        made["load_balancer"] = [{"type": "weight_based", **each} for each in balancer]
    if (
        revision.startswith("2026-01-23")
        and is_array(balancer)
        and plain
        and all("type" in each for each in balancer)
    ):
        models = [{key: each[key] for key in each if key != "type"} for each in balancer]
        # the last member of an object is not taken away
        if all(models):
            made["load_balancer"] = {"type": "weight_based", "models": models}
    if revision.startswith("2026-01-12") and is_object(made.get("contact")) and "identity" not in made:
        made["identity"] = made.pop("contact")


def _backward(made: dict[str, Any], revision: str) -> None:
    balancer = made.get("load_balancer")
    if revision.startswith("2026-01-23") and is_object(balancer) and balancer.keys() == {"type", "models"}:
        models = balancer["models"]
        whole = is_array(models) and all(
            is_object(each) and each != {} and "type" not in each for each in models
        )
        if whole and balancer["type"] == "weight_based":
            made["load_balancer"] = [{"type": "weight_based", **each} for each in models]
    if revision.startswith("2025-12-17") and is_array(balancer):
        plain = all(
            is_object(each) and each.get("type", "weight_based") == "weight_based" for each in balancer
        )
        untyped = [{key: each[key] for key in each if key != "type"} for each in balancer if plain]
        if plain and all(untyped):
            made["load_balancer"] = untyped
    if revision.startswith("2026-01-12") and is_object(made.get("identity")) and "contact" not in made:
        made["contact"] = made.pop("identity")


def migrated(file: str, data: bytes, old: str, new: str) -> bytes:
    return migrate_data(file, data, reshapes(find(old), find(new)), lambda _: True, Limits()).data


def documents(file: str, data: bytes) -> list[Document]:
    return [each for each in read_bytes(file, data) if isinstance(each, Document)]


@cache
def remaining(old: str, new: str) -> Remaining:
    return Remaining(find(old), find(new))


@cache
def published(revision: str) -> Any:
    text = require_shared(f"upstream/revisions/{find(revision).id}.json").read_text("utf-8")
    return jsonschema_rs.Draft202012Validator(json.loads(text))


def lines_of(values: list[Any]) -> bytes:
    return "".join(f"{json.dumps({'orq': value})}\n" for value in values).encode()


def examine(values: list[Any], old: str, new: str) -> int:
    """Migrate `values` and examine what came of each; how many are told to be done."""
    before = lines_of(values)
    after = migrated("a.jsonl", before, old, new)
    assert migrated("a.jsonl", after, old, new) == after
    done = 0
    for value, one, other in zip(
        values, documents("a.jsonl", before), documents("a.jsonl", after), strict=True
    ):
        assert other.value["orq"] == expected(value, old, new)
        left = remaining(old, new).problems(one, other, named=True)
        if not any(each.severity == "error" for each in left):
            assert published(new).is_valid(other.value["orq"])
            done += 1
        else:
            both = (
                {"contact", "identity"} <= other.value["orq"].keys()
                if is_object(other.value["orq"])
                else False
            )
            assert ("renamed-twice" in {each.rule for each in left}) == (both and new >= "2026-01-12")
            assert any(each.rule in {"no-longer-read", "renamed-twice"} for each in left) or not published(
                new
            ).is_valid(other.value["orq"])
    return done


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_payloads_of_the_compatibility_matrix(old: str, new: str) -> None:
    payloads = json.loads(require_shared("upstream/compat-payloads.json").read_text("utf-8"))
    assert len(payloads) == 77
    assert 20 < examine(list(payloads.values()), old, new) < 77


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_real_payloads(old: str, new: str) -> None:
    texts = [path.read_text("utf-8") for path in sorted(require_shared("payloads").glob("0*.json"))]
    found = [json.loads(text) for text in texts]
    objects = [each["orq"] for each in found if is_object(each) and "orq" in each]
    assert len(objects) > 25
    assert examine(objects, old, new) > 0


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_random_payloads_that_are_valid(old: str, new: str) -> None:
    rng = random.Random(f"{old} {new}")  # noqa: S311 - a repeatable test, no secret
    values = [valid(load(find(old)), rng) for _ in range(COUNT)]
    examine(values, old, new)


@pytest.mark.parametrize(
    ("old", "new"), [("2025-12-05-34469f234", "2026-08-20"), ("2026-08-20", "2025-12-05")]
)
def test_random_payloads_with_damage(old: str, new: str) -> None:
    rng = random.Random(20260820)  # noqa: S311 - as above
    examine([mutate(valid(load(find(old)), rng), rng) for _ in range(10 * COUNT)], old, new)


def dumped(value: Any, kind: str, rng: random.Random) -> str:
    if kind == "json":
        return json.dumps(
            value, indent=rng.choice((None, 1, 2, 4)), separators=rng.choice((None, (",", ":")))
        )
    flow = rng.choice((None, False, True))
    text: str = yaml.safe_dump(value, default_flow_style=flow, indent=rng.choice((2, 4)), sort_keys=False)
    return text


BALANCERS = (
    [{"model": "a/b"}],
    [{"model": "a/b", "weight": 0.5}, {"weight": 1, "model": "c/d"}],
    [{"type": "weight_based", "model": "a/b"}],
    [{"model": "a/b", "type": "weight_based"}, {"weight": 1, "type": "weight_based", "model": "c/d"}],
    {"type": "weight_based", "models": [{"model": "a/b"}]},
    {"models": [{"model": "a/b", "weight": 1}, {"model": "c/d"}], "type": "weight_based"},
)


@pytest.mark.parametrize("kind", ["json", "yaml"])
@pytest.mark.parametrize("number", range(len(BALANCERS)))
def test_however_it_is_written_the_values_are_right(number: int, kind: str) -> None:
    rng = random.Random(number)  # noqa: S311 - as above
    value = {"name": "n", "load_balancer": BALANCERS[number], "contact": {"id": "c", "metadata": {"a": 1}}}
    for old, new in PAIRS:
        for _ in range(2):
            text = dumped({"model": "m", "orq": value}, kind, rng)
            after = migrated(f"a.{kind}", text.encode(), old, new)
            assert documents(f"a.{kind}", after)[0].value["orq"] == expected(value, old, new), text
            assert migrated(f"a.{kind}", after, old, new) == after
