"""Each content that was ever published, in documents of four styles: what is imported says the same."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from tests.support.facts import differing, facts
from tests.support.instances import pairs
from tests.support.shared import require_shared
from tests.unit.openapi.documents import OPERATION, STYLES, as_json, as_yaml, styled

from orq_schema.compile.validator import Validator
from orq_schema.jsonvalue import elements, members
from orq_schema.load.authoring import check
from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import find, load, revisions
from orq_schema.load.schema import LoadedSchema, from_contents
from orq_schema.openapi.importer import Imported, Wanted, import_property

IDS = [each.id for each in revisions()]
SEED = 20260821
# pairs of a valid and a damaged instance, of ours and of theirs: 500 instances for each document
PAIRS = 125


@cache
def published(identifier: str) -> LoadedSchema:
    return from_contents(
        json.loads(require_shared(f"upstream/revisions/{identifier}.json").read_text("utf-8"))
    )


@cache
def newest() -> Any:
    return bundle(load(find("latest")))


def imported(identifier: str, style: str, *, facts_only: bool) -> Imported:
    contents = styled(published(identifier).contents, style)
    read = as_yaml(contents) if "references" in style else as_json(contents)
    return import_property(read, Wanted(OPERATION, "orq", facts_only=facts_only), newest())


@cache
def instances(identifier: str) -> tuple[Any, ...]:
    return tuple(value for pair in pairs(published(identifier), SEED, PAIRS) for value in pair)


@pytest.mark.parametrize("facts_only", [False, True])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("identifier", IDS)
def test_the_same_facts_and_verdicts(identifier: str, style: str, *, facts_only: bool) -> None:
    theirs = published(identifier)
    ours = from_contents(imported(identifier, style, facts_only=facts_only).schema)
    left, right = facts(ours.contents, ours.resolver()), facts(theirs.contents, theirs.resolver())
    assert list(differing(left, right, "")) == []
    judge, reference = Validator(ours).is_valid, jsonschema_rs.Draft202012Validator(theirs.contents).is_valid
    own = [value for pair in pairs(ours, SEED, PAIRS) for value in pair]
    values = [*instances(identifier), *own]
    assert len(values) == 500
    verdicts = [(judge(value), reference(value), value) for value in values]
    assert [each for each in verdicts if each[0] is not each[1]] == []
    assert 0.2 <= sum(each[0] for each in verdicts) / len(verdicts) <= 0.8


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("identifier", IDS)
def test_facts_alone_bring_no_word_along(identifier: str, style: str) -> None:
    said = set(texts(published(identifier).contents))
    made = imported(identifier, style, facts_only=True)
    assert said
    assert not said & set(texts(made.schema))


@pytest.mark.parametrize("style", STYLES)
def test_of_the_newest_revision_nothing_is_left_to_be_described(style: str) -> None:
    made = imported(IDS[-1], style, facts_only=True)
    assert made.undescribed == []
    assert {each.rule for each in check(from_contents(made.schema))} <= {"untyped-shape"}


def texts(schema: Any) -> list[str]:
    """Give what `schema` says in sentences; words that any schema might have are left out."""
    below = [*members(schema).values(), *elements(schema)]
    own = members(schema).get("description")
    found = [own] if isinstance(own, str) and " " in own else []
    return found + [text for each in below for text in texts(each)]


@pytest.mark.parametrize(
    "identifier", ["2025-12-17-03961abb3", "2026-01-12-f9e0bcf42", "2026-01-22-632fb112d"]
)
def test_the_example_that_is_not_valid_is_dropped(identifier: str) -> None:
    assert "example" in published(identifier).contents["properties"]["load_balancer"]
    made = imported(identifier, "3.1 inline", facts_only=False)
    assert made.notes.places["dropped `examples` that are not valid against their own schema"] == [
        "/properties/load_balancer"
    ]
    assert "examples" not in made.schema["properties"]["load_balancer"]
    assert {each.rule for each in check(from_contents(made.schema))}.isdisjoint(
        {"invalid-example", "inline-shape"}
    )


def test_the_same_document_gives_the_same_text() -> None:
    one, other = (imported(IDS[-1], STYLES[0], facts_only=True).schema for _ in range(2))
    assert json.dumps(one) == json.dumps(other)
