"""Each revision of the orq object, as our own schemas say it, against what was published as that revision."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from tests.support.facts import differing, facts
from tests.support.instances import pairs
from tests.support.shared import require_shared
from tests.support.wording import repeated

from orq_schema.compile.validator import Validator
from orq_schema.load.authoring import check
from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import find, load, revisions
from orq_schema.load.schema import LoadedSchema, from_contents

SEED = 20260820
# pairs of a valid and a damaged instance, of our schema and of theirs: 2,000 instances for each revision
PAIRS = 500

IDS = [each.id for each in revisions()]
# of these a neighbour differs in annotations alone: no instance can tell them apart
SAME_VERDICT = {
    ("2026-01-12-f9e0bcf42", "2026-01-22-632fb112d"),
    ("2026-01-23-2a606c20e", "2026-01-24-fc24809dc"),
    ("2026-01-24-fc24809dc", "2026-02-09-4013ced90"),
    ("2026-02-09-4013ced90", "2026-03-03-39c5cf14a"),
    ("2026-06-03-0338bdbaf", "2026-07-08-b774e2cb1"),
}


@cache
def ours(identifier: str) -> LoadedSchema:
    return load(find(identifier))


@cache
def theirs(identifier: str) -> LoadedSchema:
    return from_contents(read_shared(f"revisions/{identifier}.json"))


@cache
def compiled(identifier: str, *, assert_formats: bool = False) -> Validator:
    return Validator(ours(identifier), assert_formats=assert_formats)


def read_shared(name: str) -> Any:
    return json.loads(require_shared(f"upstream/{name}").read_text("utf-8"))


@cache
def instances(identifier: str) -> tuple[Any, ...]:
    made_from = (ours(identifier), theirs(identifier))
    return tuple(value for schema in made_from for pair in pairs(schema, SEED, PAIRS) for value in pair)


def test_every_published_content_is_a_revision() -> None:
    folder = require_shared("upstream/revisions")
    assert sorted(IDS) == sorted(path.stem for path in folder.glob("*.json"))
    # the matrix has them in the order in which they were published
    assert (
        require_shared("upstream/compat-matrix.tsv").read_text("utf-8").split("\n")[0].split("\t")[1:] == IDS
    )


@pytest.mark.parametrize("identifier", IDS)
def test_the_verdicts_of_the_compatibility_matrix(identifier: str) -> None:
    payloads = read_shared("compat-payloads.json")
    header, *lines = require_shared("upstream/compat-matrix.tsv").read_text("utf-8").splitlines()
    column = header.split("\t").index(identifier)
    cells = {line.split("\t")[0]: line.split("\t")[column] for line in lines}
    assert len(cells) == len(payloads) == 77
    # FMT fails only where formats are asserted
    for assert_formats, good in ((False, {"ok", "FMT"}), (True, {"ok"})):
        judge = compiled(identifier, assert_formats=assert_formats)
        found = {name: judge.is_valid(payload) for name, payload in payloads.items()}
        assert found == {name: cell in good for name, cell in cells.items()}


@pytest.mark.parametrize("identifier", IDS)
def test_the_same_verdict_on_generated_instances(identifier: str) -> None:
    judge = compiled(identifier).is_valid
    published = jsonschema_rs.Draft202012Validator(theirs(identifier).contents).is_valid
    verdicts = [(judge(value), published(value), value) for value in instances(identifier)]
    assert [each for each in verdicts if each[0] is not each[1]] == []
    assert len(verdicts) == 4 * PAIRS
    share = sum(each[0] for each in verdicts) / len(verdicts)
    assert 0.2 <= share <= 0.8, f"{share:.0%} of the instances are valid: they prove too little"


@pytest.mark.parametrize(("one", "other"), list(pairwise(IDS)))
def test_the_generated_instances_tell_neighbours_apart(one: str, other: str) -> None:
    values = (*instances(one), *instances(other))
    apart = any(compiled(one).is_valid(value) is not compiled(other).is_valid(value) for value in values)
    assert apart is ((one, other) not in SAME_VERDICT)


@pytest.mark.parametrize("identifier", IDS)
def test_every_fact_is_the_same(identifier: str) -> None:
    mine, published = ours(identifier), theirs(identifier)
    left = facts(mine.contents, mine.resolver())
    right = facts(published.contents, published.resolver())
    assert list(differing(left, right, "")) == []


def test_twins_are_published_with_the_same_facts_and_others_are_not() -> None:
    walked = {each: facts(theirs(each).contents, theirs(each).resolver()) for each in IDS}
    for each in revisions():
        same = [other for other in IDS if not list(differing(walked[each.id], walked[other], ""))]
        assert same == [other.id for other in revisions() if other.path == each.path]


@pytest.mark.parametrize("identifier", IDS)
def test_no_description_repeats_upstream(identifier: str) -> None:
    assert repeated(ours(identifier).contents, [theirs(each).contents for each in IDS]) == []


@pytest.mark.parametrize("identifier", IDS)
def test_a_bundle_says_the_same_in_one_document(identifier: str) -> None:
    alone = from_contents(bundle(ours(identifier)))
    # that no shape is written twice is a matter of all files together, and tested there
    assert [each for each in check(alone) if each.rule != "duplicate-shape"] == []
    assert set(alone.registry) == set(from_contents({}).registry) | {alone.uri}
    left = facts(ours(identifier).contents, ours(identifier).resolver())
    assert list(differing(left, facts(alone.contents, alone.resolver()), "")) == []
    judge: Any = Draft202012Validator(alone.contents)
    for value in read_shared("compat-payloads.json").values():
        assert judge.is_valid(value) is compiled(identifier).is_valid(value)
