"""Lints: what is valid and not meant. Each has its mistake, and near it what is none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.instances import pairs
from tests.unit.validation.test_validate_property import VALUES

from orq_schema import validate
from orq_schema.load.schema import builtin
from orq_schema.pointer import join
from orq_schema.validation.engine import own
from orq_schema.validation.lints import RULES, lint
from orq_schema.validation.review import review

Found = list[tuple[str, str]]


def found(orq: Any, body: Any = None) -> Found:
    return [(join(each.steps), each.rule) for each in lint(orq, body)]


def retry(*codes: Any) -> Any:
    return {"retry": {"on_codes": list(codes)}}


def filtered(value: Any) -> Any:
    return {"knowledge_bases": [{"knowledge_id": "k"}, {"knowledge_id": "k", "filter_by": value}]}


FIELD = {"year": {"gt": 1}}
FILTER = "/knowledge_bases/1/filter_by"


@pytest.mark.parametrize(
    ("orq", "expected"),
    [
        (retry(429), []),
        (retry(503, 408), []),
        (retry(100, 599), []),
        (retry(429.0), []),
        (retry(99, 429), [("/retry/on_codes/0", "retry-code-impossible")]),
        (retry(429, 600), [("/retry/on_codes/1", "retry-code-impossible")]),
        (retry(429.5), [("/retry/on_codes/0", "retry-code-impossible")]),
        (
            retry(1e400, -1, 10**400),
            [(f"/retry/on_codes/{index}", "retry-code-impossible") for index in range(3)],
        ),
        (retry(), [("/retry/on_codes", "retry-codes-useless")]),
        (retry(400, 404), [("/retry/on_codes", "retry-codes-useless")]),
        # the validator speaks of these
        (retry("429", 700), []),
        ({"retry": {"on_codes": [True]}}, []),
        ({"retry": {"on_codes": 700}}, []),
        ({"retry": 700}, []),
    ],
)
def test_retry_codes(orq: Any, expected: Found) -> None:
    assert found(orq) == expected


@pytest.mark.parametrize(
    ("models", "model", "expected"),
    [
        (["a", "b"], "c", []),
        (["a", "b", "a"], "c", [("/fallbacks/2/model", "duplicate-fallback")]),
        (["a", "a", "a"], None, [(f"/fallbacks/{index}/model", "duplicate-fallback") for index in (1, 2)]),
        (["a", "b"], "b", [("/fallbacks/1/model", "fallback-is-model")]),
        (["b", "b"], "b", [(f"/fallbacks/{index}/model", "fallback-is-model") for index in (0, 1)]),
        (["A", "a"], "aa", []),
        # the models are not known yet
        (["<model>", "<model>", "${M}", "${M}"], "${M}", []),
        ([1, 1, None, None], 1, []),
    ],
)
def test_fallbacks(models: list[Any], model: Any, expected: Found) -> None:
    assert found({"fallbacks": [{"model": each} for each in models]}, {"model": model}) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (FIELD, []),
        ({"and": [FIELD, FIELD]}, []),
        ({"or": [FIELD]}, []),
        # metadata fields may be called so
        ({"and": {"eq": 1}, "year": {"gt": 1}}, []),
        ({}, [(FILTER, "empty-filter")]),
        ({"and": []}, [(f"{FILTER}/and", "empty-filter")]),
        ({"or": [FIELD, {}]}, [(f"{FILTER}/or/1", "empty-filter")]),
        ({"and": [FIELD], "year": {"gt": 1}}, [(f"{FILTER}/year", "mixed-filter")]),
        ({"a": {"eq": 1}, "b": {"eq": 1}, "or": [FIELD]}, [(f"{FILTER}/a", "mixed-filter")]),
        ({"and": [FIELD], "or": [FIELD]}, [(f"{FILTER}/or", "mixed-filter")]),
        ({"or": [FIELD], "a": {"eq": 1}, "and": [FIELD]}, [(f"{FILTER}/and", "mixed-filter")]),
        ([], []),
        (None, []),
        ({"and": {}}, []),
    ],
)
def test_filters(value: Any, expected: Found) -> None:
    assert found(filtered(value)) == expected


@pytest.mark.parametrize("value", ["ada@example.com", "user-ada.b+c@mail.example.co.uk-3", "x a@b.io y"])
def test_personal_data(value: str) -> None:
    for outer in ("contact", "thread"):
        orq = {outer: {"id": value, "email": "ada@example.com"}}
        (mistake,) = lint(orq, None)
        assert (join(mistake.steps), mistake.rule) == (f"/{outer}/id", "personal-data")
        assert value not in mistake.message + str(mistake.hint)


@pytest.mark.parametrize(
    "value", ["", "a@b", "user@", "@example.com", "a @b.io", "v1@2.0", "${user}@${host}", 3, None, ["a@b.io"]]
)
def test_what_is_no_personal_data(value: Any) -> None:
    assert found({"contact": {"id": value, "email": "ada@example.com"}, "thread": {"id": value}}) == []


def test_a_long_identifier_takes_no_time() -> None:
    for text in ("a" * 10**6, "@" * 10**6, "a@" * 10**6, "a@" + "a." * 10**6, "a@" + "a" * 10**6):
        assert found({"thread": {"id": text}}) == []


def chat(*contents: Any) -> Any:
    return {"messages": [{"role": "user", "content": each} for each in contents]}


MISSING = ("/inputs", "missing-input")


@pytest.mark.parametrize(
    ("inputs", "body", "expected"),
    [
        ({"name": 1}, chat("Hello {{name}}"), []),
        ({"name": 1}, chat("Hello {{ name }}, {{\tname}}"), []),
        ({"name": 1}, chat([{"type": "text", "text": "{{name}}"}, {"type": "image_url"}]), []),
        ({"name": 1}, {"prompt": "{{name}}"}, []),
        ({"user": {"name": 1}}, chat("{{user.name}}"), []),
        ({"name": 1}, chat("{{ name | upper }}"), []),
        ({"name": 1}, chat("{{#if name}}you{{/if}}"), []),
        ({"name": 1}, chat("{% if name %}you{% endif %}"), []),
        ({}, chat("Hello"), []),
        ({}, chat("Hello {{name}}"), [MISSING]),
        ({}, chat("{{a}} {{b}} {{a}}"), [MISSING]),
        ({"a": 1}, chat("{{a}}", "{{b}}"), [MISSING]),
        ({"name": 1}, chat("Hello"), [("/inputs/name", "unused-input")]),
        ({"name": 1}, chat("Hello name, {name}"), [("/inputs/name", "unused-input")]),
        ({"a": 1, "b/c": 1}, chat("{{a}}"), [("/inputs/b~1c", "unused-input")]),
        # one mistake: a name that is spelled in two ways
        ({"customerName": 1}, chat("{{customer_name}}"), [MISSING]),
        # the text is elsewhere, or not all there
        ({"name": 1}, None, []),
        ({"name": 1}, {"model": "m"}, []),
        ({"name": 1}, chat(), []),
        ({"name": 1}, chat(None), []),
        ({"name": 1}, chat("<string>"), []),
        ({"name": 1}, chat("Hello ${userMessage}"), []),
        # a template of the user's own
        (None, chat("Hello {{name}}"), []),
        ([], chat("Hello {{name}}"), []),
        ("x", chat("Hello {{name}}"), []),
    ],
)
def test_inputs(inputs: Any, body: Any, expected: Found) -> None:
    orq = {} if inputs is None else {"inputs": inputs}
    assert found(orq, body) == expected


def test_inputs_of_a_stored_prompt_and_of_queries() -> None:
    orq = {"inputs": {"name": 1}, "prompt": {"id": "p", "version": "latest"}}
    assert found(orq, chat("Hello")) == []
    assert found(orq, chat("Hello {{other}}")) == [MISSING]
    orq = {"inputs": {"name": 1}, "knowledge_bases": [{"query": "who is {{name}}?"}, 1, {"query": 2}]}
    assert found(orq, chat("Hello")) == []


def test_what_is_said_of_inputs() -> None:
    (mistake,) = lint({"inputs": {}}, chat("{{a}} {{b}} {{c}} {{d}} {{e}}"))
    assert mistake.message == '"inputs" has no value for {{a}}, {{b}}, {{c}} or 2 more'
    (mistake,) = lint({"inputs": {"customerName": "Ada"}}, chat("{{customer_name}}"))
    assert mistake.hint == 'is "customerName" meant, which is never used?'


def test_a_field_beside_and_is_one_warning() -> None:
    orq = filtered({"and": [FIELD], "year": {"gt": 1}, "month": {"gt": 1}})
    assert [(each.pointer, each.rule) for each in validate(orq)] == [(f"{FILTER}/year", "mixed-filter")]
    # no lint, and so no unknown key, is an error by being strict
    assert [each.severity for each in validate(orq, strict=True)] == ["warning"]
    other = filtered({"and": [FIELD]}) | {"retries": {}}
    assert [each.rule for each in validate(other)] == ["unknown-key"]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_no_lint_speaks_where_the_schema_finds_an_error(seed: int) -> None:
    engine = own("orq")
    for _, damaged in pairs(builtin("orq"), seed, 2):
        body = {"model": "a", "messages": [{"content": "{{name}}"}]}
        told = review(damaged, engine, strict=False, request=body)
        wrong = {each.steps for each in told if each.severity == "error"}
        assert not [each for each in told if each.rule in RULES and each.steps in wrong]


def test_a_request_has_the_lints_of_its_orq_object() -> None:
    body = {"model": "m", "prompt": "Hi", "orq": {"fallbacks": [{"model": "m"}], "inputs": {"a": 1}}}
    told = review(body, own("request"), strict=False)
    assert [(join(each.steps), each.rule, each.at_key) for each in told] == [
        ("/orq/fallbacks/0/model", "fallback-is-model", False),
        ("/orq/inputs/a", "unused-input", True),
    ]
    assert review(3, own("request"), strict=False)


def test_schemas_of_the_users_own_have_no_lints() -> None:
    engine = own("orq")._replace(judges=None)
    assert review({"retry": {"on_codes": []}}, engine, strict=False) == []


@settings(max_examples=300, deadline=None)
@given(VALUES, VALUES)
def test_any_value(orq: Any, body: Any) -> None:
    for mistake in lint(orq, body):
        assert mistake.rule in RULES
        assert mistake.severity == "warning"
        value = orq
        for step in mistake.steps:
            value = value[step]


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_any_part(part: Any) -> None:
    orq = {
        "retry": {"on_codes": part}, "fallbacks": part, "inputs": part, "thread": part, "contact": {"id": part},
        "knowledge_bases": [{"filter_by": part, "query": part}, part], "prompt": None,
    }  # fmt: skip
    lint(orq, {"messages": [part, {"content": part}, {"content": [part]}], "prompt": part, "model": part})
    lint(part, {"messages": part})
