"""Good lines of JSON as gateways log them, made at random from the shapes of real payloads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import random

Kind = Literal["bare", "orq", "body", "batch"]
KINDS: tuple[Kind, ...] = ("bare", "orq", "body", "batch")

_SENTENCE = (
    "how do I upgrade my account without losing the invoices of last year please answer in one short sentence "
    "and name the page that says so because our customer asks for it every week since the order was delayed"
)
_FOREIGN = ("Größe", "café", "naïve", "日本", "\U0001f600")
_MODELS = (
    "openai/gpt-4o-mini",
    "anthropic/claude-3-5-sonnet-20241022",
    "google/gemini-1.5-pro",
    "azure/gpt-4o",
)
_FILTERS: tuple[dict[str, Any], ...] = (
    {"price": {"gte": 1, "lte": 5}},
    {"language": {"in": ["en", "nl"]}},
    {"and": [{"language": {"eq": "en"}}, {"year": {"gt": 2020}}]},
    {"or": [{"plan": {"ne": "free"}}, {"archived": {"exists": False}}]},
)


def line(kind: Kind, rng: random.Random) -> bytes:
    """One line of about 500 bytes with its line break, in the layout of one of several common writers."""
    compact = rng.random() < 0.5
    text = json.dumps(
        _around(kind, rng),
        ensure_ascii=rng.random() < 0.3,
        separators=(",", ":") if compact else None,
    )
    return text.encode() + b"\n"


def _around(kind: Kind, rng: random.Random) -> Any:
    if kind == "bare":
        return _orq(rng, parts=7)
    if kind == "orq":
        return {"orq": _orq(rng, parts=7)}
    body = _body(rng)
    return (
        body
        if kind == "body"
        else {
            "custom_id": f"request-{rng.randrange(10**6)}",
            "method": "POST",
            "url": "/v2/proxy/chat/completions",
            "body": body,
        }
    )


def _body(rng: random.Random) -> dict[str, Any]:
    orq = _orq(rng, parts=3)
    text = _text(rng, 12)
    if "inputs" in orq:
        text += "".join(f" {{{{{name}}}}}" for name in orq["inputs"])
    messages = [{"role": "user", "content": text}]
    if rng.random() < 0.5:
        messages.insert(0, {"role": "system", "content": _text(rng, 8)})
    body: dict[str, Any] = {"model": "openai/gpt-4o", "messages": messages}
    if rng.random() < 0.5:
        body |= {"temperature": rng.choice((0, 0.2, 1)), "stream": rng.random() < 0.5}
    return {**body, "orq": orq}


def _orq(rng: random.Random, *, parts: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": rng.choice(("support-reply", "triage", "summary of the day")),
        "retry": {"count": rng.randint(1, 5), "on_codes": rng.choice(([429], [429, 500, 502, 503, 504]))},
        "fallbacks": [{"model": each} for each in rng.sample(_MODELS, rng.randint(1, 3))],
        "prompt": {"id": f"prompt_{rng.randrange(10**6)}", "version": "latest"},
        "contact": _contact(rng),
        "thread": {"id": f"thread_{rng.randrange(10**9)}", "tags": ["customer-support"]},
        "inputs": {
            "customer_name": _text(rng, 2),
            "seats": rng.randrange(100),
            "plan": {"tags": ["a", None]},
        },
        "cache": {"type": "exact_match", "ttl": rng.choice((60, 3600, 1800.5))},
        "knowledge_bases": [_base(rng) for _ in range(rng.choice((1, 1, 2)))],
    }
    kept = sorted(rng.sample(sorted(made), min(parts, len(made))), key=list(made).index)
    return {key: made[key] for key in kept}


def _contact(rng: random.Random) -> dict[str, Any]:
    return {
        "id": f"contact_{rng.randrange(10**9)}",
        "display_name": "Ada Example",
        "email": "ada@example.com",
        "metadata": [{"key": "tier", "value": "premium"}],
        "tags": ["beta", "emea"],
    }


def _base(rng: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = {"knowledge_id": "product-manual", "top_k": rng.randint(1, 20), "threshold": 0.7}
    if rng.random() < 0.5:
        made |= {"search_type": "hybrid_search", "query": _text(rng, 4)}
    if rng.random() < 0.5:
        made["filter_by"] = rng.choice(_FILTERS)
    if rng.random() < 0.2:
        made["search_options"] = {"include_scores": True}
    if rng.random() < 0.2:
        made["rerank_config"] = rng.choice((None, {"enabled": True, "provider": "cohere", "top_k": 3}))
    if rng.random() < 0.1:
        made["agentic_rag_config"] = {"model_db_id": "model_7Q2", "provider": "openai"}
    return made


def _text(rng: random.Random, words: int) -> str:
    """Words, in one text of ten with a few that are no ASCII, a line break or a quotation mark."""
    chosen = rng.choices(_SENTENCE.split(), k=words)
    if rng.random() < 0.1:
        chosen.append(rng.choice((*_FOREIGN, '"quoted"', "a\nb")))
    return " ".join(chosen)
