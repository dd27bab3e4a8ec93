"""Whatever the value: no crash, the verdict of the jsonschema library, and places that exist."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.support.instances import mutate, pairs

from orq_schema import pointer
from orq_schema.errors import NO_DETAIL
from orq_schema.load.schema import builtin
from orq_schema.payload.document import Document
from orq_schema.payload.locate import Target
from orq_schema.payload.read import read_bytes
from orq_schema.validation.check import Options, check
from orq_schema.validation.engine import own

if TYPE_CHECKING:
    from orq_schema.errors import Problem

KEYS = [
    "retry", "count", "on_codes", "fallbacks", "model", "prompt", "id", "version", "contact", "metadata", "tags",
    "thread", "inputs", "cache", "ttl", "type", "knowledge_bases", "knowledge_id", "filter_by", "and", "or", "eq",
    "gte", "in", "rerank_config", "$gte", "onCodes", "retries", "", "~", "a/b", "\x00", "\u2028",
]  # fmt: skip
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.sampled_from(["latest", "exact_match", "3"])
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS) | st.text(alphabet=st.characters(exclude_categories=["Cs"])),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)
JUDGES: dict[str, Any] = {
    name: Draft202012Validator(builtin(name).contents, registry=builtin(name).registry)
    for name in ("orq", "completions-request")
}
EXAMPLES = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text: str, name: str = "a.json") -> Document:
    (document,) = read_bytes(name, text.encode())
    assert isinstance(document, Document), document
    return document


def judge(value: Any, kind: str = "orq") -> list[Problem]:
    """Check `value` and all that must hold of any report, written in three ways."""
    schema = "orq" if kind == "orq" else "completions-request"
    text = json.dumps(value, indent=1, ensure_ascii=False)
    document = read(text)
    engine = own("orq" if kind == "orq" else "request")
    found = check(
        document, Target(document.value, (), "orq" if kind == "orq" else "request"), engine, Options()
    )
    # a placeholder is refused by the schema, and no error
    wrong = [each for each in found if each.severity == "error" or each.rule == "placeholder"]
    assert bool(wrong) != JUDGES[schema].is_valid(value)
    lines = text.split("\n")
    for each in found:
        place_is_right(each, value, document)
        assert each.line is not None
        assert each.column is not None
        assert 1 <= each.line <= len(lines)
        assert 1 <= each.column <= len(lines[each.line - 1])
    assert len({(each.pointer, each.rule, each.message) for each in found}) == len(found)
    assert found == sorted(found, key=lambda each: (each.line or 0, each.column or 0))
    return found


def place_is_right(problem: Problem, value: Any, document: Document) -> None:
    _, steps = pointer.resolve(value, problem.pointer)
    at_key = problem.rule in {"unknown-key", "additional-properties", "mixed-filter", "unused-input"}
    expected = document.key_place(steps) if at_key else document.place(steps)
    assert (problem.line, problem.column) == expected


@EXAMPLES
@given(VALUES)
def test_any_value(value: Any) -> None:
    judge(value)
    judge(value, "request")


@EXAMPLES
@given(st.integers(0, 2**32))
def test_a_payload_that_was_damaged(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - repeatable, no secret
    for valid, damaged in pairs(builtin("orq"), seed, 1):
        judge(valid)
        judge(damaged)
        judge(mutate(damaged, rng))


@pytest.mark.parametrize("name", ["orq", "completions-request"])
def test_generated_instances(name: str) -> None:
    kind = "orq" if name == "orq" else "request"
    verdicts = [
        bool([each for each in judge(value, kind) if each.severity == "error"])
        for pair in pairs(builtin(name), 2, 300)
        for value in pair
    ]
    assert 0.1 < sum(verdicts) / len(verdicts) < 0.9


@EXAMPLES
@given(VALUES)
def test_strict_changes_severities_only(value: Any) -> None:
    document = read(json.dumps(value))
    target = Target(document.value, (), "orq")
    lax = [each._replace(detail=NO_DETAIL) for each in check(document, target, own("orq"), Options())]
    strict = check(document, target, own("orq"), Options(strict=True))
    unknown = [each._replace(severity="error") if each.rule == "unknown-key" else each for each in lax]
    assert unknown == [each._replace(detail=NO_DETAIL) for each in strict]


@EXAMPLES
@given(VALUES)
def test_a_file_and_a_line_of_json_say_the_same(value: Any) -> None:
    text = json.dumps(value)
    documents = [read(text, name) for name in ("a.json", "a.jsonl")]
    reports = [
        [each[1:8] for each in check(document, Target(document.value, (), "orq"), own("orq"), Options())]
        for document in documents
    ]
    assert reports[0] == reports[1]
