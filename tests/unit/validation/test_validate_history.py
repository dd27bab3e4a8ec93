"""What is said of other revisions is so: by their own compiled validators, and whatever is wrong with the value."""

from __future__ import annotations

import json
import random
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.instances import mutate, valid
from tests.support.shared import require_shared

from orq_schema import pointer
from orq_schema.compile.validator import Validator
from orq_schema.jsonvalue import is_object
from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import find, label, load, revisions
from orq_schema.validation.accepts import accepts
from orq_schema.validation.engine import OwnTree
from orq_schema.validation.review import review
from orq_schema.validation.revisions import engine_of

if TYPE_CHECKING:
    from orq_schema.pointer import Steps

SEED = 20260820
COUNT = 30
SAMPLE = [find(each).path for each in ("2025-09-04", "2025-12-05-34469f234", "2026-01-12", "2026-08-20")]
PATHS = {each.path: each for each in revisions()}
LASTING = [each for each in revisions() if each.standing != "short-lived"]
VALID = re.compile(
    r"(.+ as (?:an? )?\w+|this) (?:was|is) valid (?:from (\S+) (?:on|until (\S+))|until (\S+))$"
)
KEY = re.compile(
    r'^"(\w+)" exist(?:s|ed) (?:from (\S+) (?:on|until (\S+))|until (\S+)); it is (ignored|refused) under'
)


@cache
def compiled(path: str) -> Validator:
    return Validator(load(PATHS[path]))


@cache
def values(path: str) -> tuple[Any, ...]:
    payloads = json.loads(require_shared("upstream/compat-payloads.json").read_text("utf-8"))
    rng = random.Random(SEED)  # noqa: S311 - a repeatable test, no secret
    made = [valid(load(PATHS[path]), rng) for _ in range(COUNT)]
    return (*payloads.values(), *made, *[mutate(each, rng) for each in made])


@pytest.mark.parametrize("path", sorted(PATHS))
def test_the_schemas_are_read_as_they_are_compiled(path: str) -> None:
    tree = OwnTree(path)
    for value in values(path):
        assert accepts(tree, {}, tree.root, value) is compiled(path).is_valid(value)


def within(dates: tuple[str | None, ...]) -> list[Any]:
    """Give the revisions that a hint speaks of: the first of the period, and the last before its end."""
    since, until, past = dates
    first = [each for each in LASTING if each.date == since][:1]
    end = until or past
    last = [each for each in LASTING if end is not None and each.date < end][-1:]
    return [*first, *last] if since and until is None else [*first[:1]] if since else last


@pytest.mark.parametrize("name", ["2025-09-04", "2025-12-05", "2025-12-17", "2026-01-23", "2026-08-20"])
def test_every_hint_on_a_value_is_true(name: str) -> None:
    now = find(name)
    engine = engine_of(None if name == "2025-09-04" else now, "orq", "compiled", assert_formats=False)
    told = 0
    for other in SAMPLE:
        for value in values(other):
            for mistake in review(value, engine, strict=False):
                found = VALID.search((mistake.hint or "").rpartition("; ")[2])
                if found is None:
                    continue
                told += 1
                at = "".join(f"/{step}" for step in mistake.steps)
                (revision, *_) = within(found.groups()[1:])
                errors = list(compiled(revision.path).iter_errors(value))
                if mistake.rule == "type":
                    assert not any(each.instance_pointer == at and each.keyword == "type" for each in errors)
                else:
                    assert not any(each.instance_pointer == at and not each.branches for each in errors)
    assert told > 50


@pytest.mark.parametrize("name", ["2025-09-04", "2025-12-17", "2026-08-20"])
def test_every_hint_on_a_key_is_true(name: str) -> None:
    now = find(name)
    engine = engine_of(None if name == "2025-09-04" else now, "orq", "compiled", assert_formats=False)
    told = set[str]()
    for value in (value for other in SAMPLE for value in values(other)):
        for mistake in review(value, engine, strict=False):
            found = KEY.match(mistake.hint or "")
            if found is None:
                continue
            key, since, until, past, fate = found.groups()
            told.add(key)
            end = until or past
            expected = [
                (since is None or each.date >= since) and (end is None or each.date < end)
                for each in LASTING
                if (each.date < now.date) == (past is not None)
            ]
            declaring = [
                declares(each.path, mistake.steps[:-1], key)
                for each in LASTING
                if (each.date < now.date) == (past is not None)
            ]
            # what is past is told by its end alone
            number = len(expected) - expected[::-1].index(True) - 1 if past else expected.index(True)
            assert declaring[number]
            assert not any(declaring[number + 1 :] if past else declaring[:number])
            assert not declares(now.path, mistake.steps[:-1], key)
            assert (mistake.rule == "unknown-key") == (fate == "ignored")
    assert told


@cache
def bundled(path: str) -> Any:
    return bundle(load(PATHS[path]))


def declares(path: str, steps: Steps, key: str) -> bool:
    """Say whether the revision declares the key at `steps`, looked up in its bundle by hand."""
    root = bundled(path)
    pending = [root]
    for step in (*steps, None):
        found: list[Any] = []
        while pending:
            schema = pending.pop()
            found.append(schema)
            if "$ref" in schema:
                pending.append(pointer.resolve(root, schema["$ref"].removeprefix("#"))[0])
            pending += schema.get("anyOf", [])
        if step is None:
            return any(key in schema.get("properties", {}) for schema in found)
        for schema in found:
            below = schema.get("items")
            if isinstance(step, str):
                below = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
            if is_object(below):
                pending.append(below)
    raise AssertionError


def test_the_short_name_of_a_revision_means_it() -> None:
    assert [find(label(each)) for each in revisions()] == list(revisions())
    assert label(find("2026-06-03-5d024ca4a")) == "2026-06-03-5d024ca4a"
    assert label(find("2026-06-03-0338bdbaf")) == "2026-06-03"
