"""Hints on keys that nothing declares: where they belong, and as what."""

from __future__ import annotations

from typing import Any

import pytest

from orq_schema import validate
from orq_schema.load.schema import from_contents
from orq_schema.validation.engine import compiled, own
from orq_schema.validation.explain import explain


def hint(value: Any) -> str | None:
    (found,) = validate(value)
    assert found.rule == "unknown-key"
    return found.hint


def base(**more: Any) -> Any:
    return {"knowledge_bases": [{"knowledge_id": "k", **more}]}


def cache(**more: Any) -> Any:
    return {"cache": {"type": "exact_match", **more}}


HINTS: list[tuple[Any, str | None]] = [
    # in the wrong object
    ({"count": 3}, '"count" belongs under "retry"'),
    ({"onCodes": [429]}, '"on_codes" belongs under "retry"'),
    ({"ttl": 60}, '"ttl" belongs under "cache"'),
    ({"top_k": 3}, '"top_k" belongs under "knowledge_bases"'),
    ({"display_name": "x"}, '"display_name" belongs under "contact"'),
    (cache(on_codes=[429]), '"on_codes" belongs under "retry"'),
    ({"retry": {"ttl": 60}}, '"ttl" belongs under "cache"'),
    (
        {"retry": {"model": "x"}},
        '"model" is known under "fallbacks" and "knowledge_bases[].rerank_config"',
    ),
    ({"retry": {"fallbacks": []}}, '"fallbacks" belongs one level up'),
    (base(cache={"type": "exact_match"}), '"cache" belongs one level up'),
    (base(include_scores=True), '"include_scores" belongs under "search_options"'),
    (base(search_options={"top_k": 3}), '"top_k" belongs one level up'),
    (base(rerank_config={"cache": {}}), '"cache" belongs at the top level'),
    (base(gte=1), '"gte" is known under "knowledge_bases[].filter_by.*"'),
    ({"tags": ["a"]}, '"tags" is known under "contact" and "thread"'),
    (cache(id="x"), '"id" is known under "prompt", "contact" and "thread"'),
    # where its value fits
    (cache(metadata=[{}]), '"metadata" belongs under "contact"'),
    (cache(metadata={}), 'known here: "ttl", "type"'),
    ({"retry": {"ttl": "60"}}, '"ttl" belongs under "cache"'),
    ({"retry": {"ttl": "${TTL}"}}, '"ttl" belongs under "cache"'),
    # the path in one word
    ({"retry.count": 3}, 'write "retry": {"count": ...}'),
    ({"retry_count": 3}, 'write "retry": {"count": ...}'),
    ({"retryOnCodes": [429]}, 'write "retry": {"on_codes": ...}'),
    ({"cacheTtl": 60}, 'write "cache": {"ttl": ...}'),
    ({"thread_id": "a"}, 'write "thread": {"id": ...}'),
    ({"contact-email": "a"}, 'write "contact": {"email": ...}'),
    ({"fallback_models": ["a"]}, 'write "fallbacks": [{"model": ...}]'),
    ({"knowledge_base_id": "a"}, 'write "knowledge_bases": [{"knowledge_id": ...}]'),
    ({"knowledge_bases[0].top_k": 3}, 'write "knowledge_bases": [{"top_k": ...}]'),
    (base(search_options_include_scores=True), 'write "search_options": {"include_scores": ...}'),
    # other spellings and other words
    ({"retries": {}}, 'did you mean "retry"?'),
    ({"contact": {"id": "a", "name": "x"}}, 'did you mean "display_name"?'),
    ({"contact": {"id": "a", "avatar_url": "x"}}, 'did you mean "logo_url"?'),
    (base(type="vector_search"), 'did you mean "search_type"?'),
    ({"retry": {"maxRetries": 3}}, 'did you mean "count"?'),
    ({"retry": {"count": 3, "Count": 3}}, '"count" is there already'),
    # other revisions, and the body around
    ({"timeout": {}}, '"timeout" exists from 2025-12-05 on; it is ignored under 2025-09-04'),
    ({"loadBalancer": {}}, '"load_balancer" exists from 2025-12-05 on; it is ignored under 2025-09-04'),
    ({"identity": {}}, '"identity" exists from 2026-01-12 on; it is ignored under 2025-09-04'),
    (
        base(rerank_config={"threshold": 0.5}),
        '"threshold" exists from 2025-12-05 on; it is ignored under 2025-09-04',
    ),
    ({"guardrails": []}, '"guardrails" belongs in the request body, beside "orq"'),
    ({"metadata": {"a": 1}}, '"metadata" belongs in the request body, beside "orq"'),
    ({"metadata": [{}]}, '"metadata" belongs under "contact"'),
    # nothing likely
    ({"session_id": "a"}, None),
    (cache(timeout=1), 'known here: "ttl", "type"'),
    (cache(x=1), 'known here: "ttl", "type"'),
    ({"": 1}, None),
]


@pytest.mark.parametrize(("value", "expected"), HINTS)
def test_hints(value: Any, expected: str | None) -> None:
    everything = (
        'known here: "name", "retry", "fallbacks", "prompt", "contact", "thread", "inputs", "cache", '
    )
    assert hint(value) == (expected or f'{everything}"knowledge_bases"')


def test_keys_of_a_body() -> None:
    found = explain({"model": "m", "prompt": "p", "retry": {"count": 3}}, own("request"), strict=False)
    assert [each.hint for each in found] == ['"retry" belongs under "orq"']
    found = explain({"model": "m", "prompt": "p", "orq": {"identity": {}}}, own("request"), strict=False)
    assert [each.hint for each in found] == [
        '"identity" exists from 2026-01-12 on; it is ignored under 2025-09-04'
    ]


def test_places_in_a_recursive_schema() -> None:
    tree = {
        "$ref": "#/$defs/tree",
        "$defs": {
            "tree": {
                "properties": {
                    "leaf": {"properties": {"size": {"type": "integer"}}},
                    "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}},
                }
            }
        },
    }
    engine = compiled(from_contents(tree))
    found = explain({"children": [{"size": 3}], "size": 3}, engine, strict=False)
    assert [each.hint for each in found] == ['"size" belongs under "leaf"'] * 2


def test_a_body_with_facts_of_another_schema() -> None:
    engine = compiled(from_contents({"properties": {"a": {}}}))
    (found,) = explain({"timeout": 1}, engine, strict=False)
    assert found.hint == 'known here: "a"'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (cache(ttl=3_600_000), "3600? the unit is seconds, not milliseconds"),
        (cache(ttl=259_200_001), None),
        (cache(ttl=10**400), None),
        (cache(ttl=0), "this was valid until 2025-09-04"),
        (cache(ttl="1h"), "write 3600: the unit is seconds"),
        (cache(ttl="30 min"), "write 1800: the unit is seconds"),
        (cache(ttl="90S"), "write 90: the unit is seconds"),
        (cache(ttl="0.5h"), "write 1800: the unit is seconds"),
        (cache(ttl="9d"), "for example 3600"),
        (cache(ttl="soon"), "for example 3600"),
        (cache(ttl="60"), "remove the quotes"),
        ({"retry": {"count": "1h"}}, "for example 3"),
        ({"retry": {"count": 3000}}, None),
        (base(threshold=70), "0.7? the range is from 0 to 1, not to 100"),
        (base(threshold=1.5), None),
        (base(threshold=101), None),
        (base(top_k=1000), None),
        (base(top_k=None), 'leave the key out; "top_k" as null is valid from 2026-08-14 on'),
        (base(knowledge_id=None), 'for example "product-manual"'),
        ({"retry": None}, "leave the key out"),
        ({"thread": {"id": "a", "tags": ["a", None]}}, "leave the item out"),
        ({"fallbacks": ["openai/gpt-4o"]}, 'write {"model": ...}'),
        ({"knowledge_bases": ["k"]}, 'write {"knowledge_id": ...}'),
        ({"cache": "exact_match"}, 'write {"type": ...}'),
        ({"cache": "on"}, 'for example {"type": "exact_match", "ttl": 3600}'),
        ({"prompt": "p"}, 'for example {"id": "prompt_7Q2", "version": "latest"}'),
        ({"retry": [{"count": 3}]}, "take it out of the list"),
        ({"retry": [{"count": 9}]}, 'for example {"count": 3, "on_codes": [429, 500, 502]}'),
        ({"name": ["a"]}, "take it out of the list"),
        ({"name": ["a", "b"]}, 'for example "support-reply"'),
        ({"retry": '{"count": 3}'}, "this is JSON text in a string: write the value itself"),
        ({"fallbacks": ' [{"model": "x"}]'}, "this is JSON text in a string: write the value itself"),
        ({"retry": "{count: 3}"}, 'for example {"count": 3, "on_codes": [429, 500, 502]}'),
        ({"retry": "[" * 100_000}, 'for example {"count": 3, "on_codes": [429, 500, 502]}'),
        (base(filter_by={"lang": "en"}), 'write {"eq": ...}'),
        (base(filter_by={"lang": ["en", "nl"]}), 'write {"in": ...}'),
        (base(filter_by={"lang": {"in": "en"}}), "put it in a list"),
        (base(filter_by={"lang": {"eq": ["en"]}}), "take it out of the list"),
        (base(search_type="Hybrid Search"), 'did you mean "hybrid_search"?'),
        (base(search_type="hybrid"), 'did you mean "hybrid_search"?'),
        (base(search_type="semantic"), None),
    ],
)
def test_hints_on_values(value: Any, expected: str | None) -> None:
    (found,) = validate(value)
    assert found.severity == "error"
    assert found.hint == expected


def why(value: Any, schema: Any = None) -> list[str | None]:
    engine = own("orq") if schema is None else compiled(from_contents(schema))
    return [each.why for each in explain(value, engine, strict=False)]


ENDS = {"a": {"type": "integer"}, "b": {"type": "integer"}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (base(filter_by={"year": "x"}), 'read as "Field filter", since "year" is neither "and" nor "or"'),
        (base(filter_by={"and": [3]}), 'read as "And filter", since it has "and"'),
        # the innermost choice says it
        (
            base(filter_by={"and": [{"year": {"gt": "x"}}]}),
            'read as "Greater than operator", since it has "gt"',
        ),
        # no choice, several alternatives, or the key says it
        (base(filter_by=3), None),
        (base(rerank_config=3), None),
        (base(filter_by={"year": {"$gt": 3}}), None),
        (base(filter_by={"year": {"gt": "${X}"}}), None),
        ({"retry": {"count": 9}}, None),
    ],
)
def test_why_an_alternative_was_chosen(value: Any, expected: str | None) -> None:
    assert why(value) == [expected]


UNIONS: list[tuple[Any, Any, str | None]] = [
        ({"anyOf": [{"properties": {"a": {"type": "integer"}}, "required": ["a"]},
                    {"properties": {"b": {"type": "integer"}}, "required": ["b"]}]},
         {"b": "x"}, 'read as alternative 2 of 2, since it has "b"'),
        ({"oneOf": [{"title": "Cat", "properties": {"t": {"const": "cat"}, "n": {"type": "integer"}}},
                    {"title": "Dog", "properties": {"t": {"const": "dog"}, "n": {"type": "boolean"}}}]},
         {"t": "cat", "n": "x"}, 'read as "Cat", since "t" is "cat"'),
        ({"anyOf": [{"type": "null"}, {"properties": {"b": {"type": "integer"}}, "required": ["b"]}]},
         {"b": "x"}, None),
        ({"anyOf": [{"type": "object", "additionalProperties": {"type": "integer"}},
                    {"type": "object", "properties": {"and": {}}, "required": ["and"]}]},
         {"b": "x"}, 'read as alternative 1 of 2, since "b" is not "and"'),
    ]  # fmt: skip


@pytest.mark.parametrize(("schema", "value", "expected"), UNIONS)
def test_why_in_any_schema(schema: Any, value: Any, expected: str | None) -> None:
    assert why(value, schema) == [expected]
