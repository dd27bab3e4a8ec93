"""The payloads that are measured on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schemas" / "orq.schema.json"


def small() -> Any:
    """The example of the canonical schema."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))["examples"][0]


def large() -> Any:
    """Ten knowledge bases with filters, rerank and agentic settings: about 5 kB."""
    base = {
        "knowledge_id": "product-manual",
        "query": "How do I reset it?",
        "top_k": 5,
        "threshold": 0.7,
        "search_type": "hybrid_search",
        "filter_by": {"and": [{"price": {"gte": 1}}, {"language": {"in": ["en", "nl"]}}]},
        "rerank_config": {
            "enabled": True,
            "provider": "cohere",
            "model": "rerank-v3.5",
            "top_k": 3,
            "model_parameters": {"threshold": 0.4},
        },
        "agentic_rag_config": {"model_db_id": "model_7Q2", "provider": "openai"},
        "search_options": {"include_scores": True},
    }
    return json.loads(json.dumps({**small(), "knowledge_bases": [base] * 10}))


def various() -> list[Any]:
    """Orq objects as people write them, of 60 to 900 bytes: each has a few of the settings."""
    whole, base = small(), large()["knowledge_bases"][0]
    short = {key: base[key] for key in ("knowledge_id", "top_k", "threshold", "search_type")}
    return [
        {"retry": {"count": 3, "on_codes": [429, 500, 502, 503, 504]}},
        {"fallbacks": [{"model": "openai/gpt-4o-mini"}, {"model": "anthropic/claude-3-5-sonnet-20241022"}]},
        {"cache": {"type": "exact_match", "ttl": 3600}, "retry": {"count": 2, "on_codes": [429]}},
        {
            "contact": {"id": "user_4711", "display_name": "Jane Doe", "tags": ["beta", "eu"]},
            "thread": {"id": "thread_0815", "tags": ["support"]},
        },
        {"prompt": {"id": "prompt_7Q2", "version": "latest"}, "inputs": {"name": "Jane", "plan": "pro"}},
        {"knowledge_bases": [short], "thread": {"id": "thread_0816"}},
        {"knowledge_bases": [base]},
        whole,
    ]


class Mistake(NamedTuple):
    """A payload with one mistake, and the text that a message must have to say how to mend it."""

    name: str
    text: str
    mend: str


MISTAKES = (
    Mistake("`retries` for `retry`", '{"retries": {"count": 3}}', '"retry"'),
    Mistake("`onCodes` for `on_codes`", '{"retry": {"onCodes": [429]}}', '"on_codes"'),
    Mistake("`knowledgeBases` for `knowledge_bases`", '{"knowledgeBases": []}', '"knowledge_bases"'),
    Mistake("`count` one level too high", '{"count": 3}', '"retry"'),
    Mistake("`modle` for `model`", '{"fallbacks": [{"modle": "openai/gpt-4o"}]}', '"model"'),
    Mistake("count of 99", '{"retry": {"count": 99}}', "from 1 to 5"),
    Mistake("metadata as an object", '{"contact": {"id": "c", "metadata": {"plan": "x"}}}', "array"),
    Mistake("a pinned prompt version", '{"prompt": {"id": "p", "version": "v1.2.0"}}', "latest"),
    Mistake(
        "`$gte` for `gte`",
        '{"knowledge_bases": [{"knowledge_id": "k", "filter_by": {"edition": {"$gte": 2020}}}]}',
        'did you mean "gte"',
    ),
    Mistake(
        "a string for a number, deep in a filter",
        '{"knowledge_bases": [{"knowledge_id": "k", "filter_by": {"and": [{"year": {"gt": "2020"}}]}}]}',
        "number",
    ),
    Mistake("a key given twice", '{"cache": {"type": "exact_match", "ttl": 60, "ttl": 3600}}', "ttl"),
    Mistake("a trailing comma", '{"retry": {"count": 3,}}', "trailing comma"),
)
