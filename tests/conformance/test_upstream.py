"""Our two schemas accept exactly what the API's own schemas of 2025-09-04 accept, in words of our own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from tests.support.facts import differing, facts
from tests.support.instances import pairs
from tests.support.shared import require_shared
from tests.support.wording import repeated

from orq_schema.load.schema import LoadedSchema, builtin, from_contents

if TYPE_CHECKING:
    from collections.abc import Callable

REVISION = "2025-09-04-297ef24d4"
SEED = 20250904
# pairs of a valid and a damaged instance, from each of the two schemas
PAIRS = 1500


def read_shared(name: str) -> Any:
    return json.loads(require_shared(name).read_text("utf-8"))


def upstream(name: str) -> LoadedSchema:
    revision = read_shared(f"upstream/revisions/{REVISION}.json")
    if name == "orq":
        return from_contents(revision)
    body = read_shared("upstream/completions-request-body-2025-09-05.json")
    given = body["allOf"][0]["properties"]["orq"]
    # the body's only reference leads out of it; the revision is the same object with the reference resolved
    assert given["properties"]["contact"] == {"$ref": "#/components/schemas/PublicContact"}
    given["properties"]["contact"] = revision["properties"]["contact"]
    assert given == revision
    return from_contents(body)


def validator(schema: LoadedSchema) -> Any:
    return Draft202012Validator(schema.contents, registry=schema.registry)


@pytest.mark.parametrize("name", ["orq", "completions-request"])
@pytest.mark.parametrize("made_from", ["ours", "theirs"])
def test_the_same_verdict_on_generated_instances(name: str, made_from: str) -> None:
    ours, theirs = builtin(name), upstream(name)
    is_ours, is_theirs = validator(ours), validator(theirs)
    accepted = 0
    for index, pair in enumerate(pairs(ours if made_from == "ours" else theirs, SEED, PAIRS)):
        for value in pair:
            verdict = is_ours.is_valid(value)
            where = f"seed {SEED}, pair {index} of {made_from}: {value!r}"
            assert verdict == is_theirs.is_valid(value), where
            accepted += verdict
    share = accepted / (2 * PAIRS)
    assert 0.2 <= share <= 0.8, f"{share:.0%} of the instances are valid: they prove too little"


def without_exists(definitions: Any) -> None:
    definitions["FilterOperators"]["anyOf"].pop()


def with_101_results(definitions: Any) -> None:
    definitions["ResultCount"]["maximum"] = 101


def with_a_closed_contact(definitions: Any) -> None:
    definitions["Contact"]["additionalProperties"] = False


def without_null_for_rerank(definitions: Any) -> None:
    definitions["RerankConfig"]["type"] = "object"


def with_whole_ttl(definitions: Any) -> None:
    definitions["Cache"]["properties"]["ttl"]["type"] = "integer"


def with_ttl_from_above_1(definitions: Any) -> None:
    definitions["Cache"]["properties"]["ttl"]["exclusiveMinimum"] = 1


def with_text_in_gt(definitions: Any) -> None:
    definitions["GreaterThanOperator"]["properties"]["gt"]["type"] = ["number", "string"]


@pytest.mark.parametrize(
    "change",
    [
        without_exists,
        with_101_results,
        with_a_closed_contact,
        without_null_for_rerank,
        with_whole_ttl,
        with_ttl_from_above_1,
        with_text_in_gt,
    ],
)
def test_the_generated_instances_notice_a_change(change: Callable[[Any], None]) -> None:
    ours = builtin("orq")
    altered = json.loads(json.dumps(ours.contents))
    change(altered["$defs"])
    changed = from_contents(altered)
    is_ours, is_changed = validator(ours), validator(changed)
    assert any(
        is_ours.is_valid(value) != is_changed.is_valid(value)
        for made_from in (ours, changed)
        for pair in pairs(made_from, SEED, PAIRS)
        for value in pair
    )


def test_the_verdicts_of_the_compatibility_matrix() -> None:
    payloads = read_shared("upstream/compat-payloads.json")
    lines = require_shared("upstream/compat-matrix.tsv").read_text("utf-8").splitlines()
    column = lines[0].split("\t").index(REVISION)
    # FMT fails only where formats are asserted, which they are not
    expected = {line.split("\t")[0]: line.split("\t")[column] in {"ok", "FMT"} for line in lines[1:]}
    judge = validator(builtin("orq"))
    assert len(expected) == 77
    assert {name: judge.is_valid(payload) for name, payload in payloads.items()} == expected


def test_the_verdicts_on_real_payloads() -> None:
    carriers = [each for each in read_shared("payloads/index.json") if each["carries_orq"]]
    judge = validator(builtin("orq"))
    expected = {each["file"]: not each["verdicts"]["2025-09"]["errors"] for each in carriers}
    assert len(expected) == 38
    assert set(expected.values()) == {True, False}
    assert {name: judge.is_valid(orq_object(name)) for name in expected} == expected


def orq_object(name: str) -> Any:
    document = read_shared(f"payloads/{name}")
    extra = document.get("extra_body", {})
    return document.get("orq", extra.get("orq", document))


@pytest.mark.parametrize("name", ["orq", "completions-request"])
def test_every_fact_is_the_same(name: str) -> None:
    ours, theirs = builtin(name), upstream(name)
    differences = list(
        differing(facts(ours.contents, ours.resolver()), facts(theirs.contents, theirs.resolver()), "")
    )
    assert differences == []


def test_the_walk_notices_a_changed_fact() -> None:
    ours = builtin("orq")
    theirs = json.loads(json.dumps(ours.contents))
    theirs["$defs"]["Retry"]["properties"]["count"]["maximum"] = 6
    theirs["$defs"]["ExistsOperator"]["required"] = []
    theirs["$defs"]["Provider"]["enum"].reverse()
    changed = from_contents(theirs)
    found = list(differing(facts(ours.contents, ours.resolver()), facts(theirs, changed.resolver()), ""))
    assert "/properties/retry/properties/count/maximum: ours 5, theirs 6" in found
    # the filter stands in three places upstream, the provider in two
    assert sum(line.split(":")[0].endswith("anyOf/8/required") for line in found) == 3
    assert sum(line.split(":")[0].endswith("provider/enum") for line in found) == 2


@pytest.mark.parametrize("name", ["orq", "completions-request"])
def test_no_description_repeats_upstream(name: str) -> None:
    assert repeated(builtin(name).contents, [upstream("completions-request").contents]) == []
