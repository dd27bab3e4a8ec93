"""Bodies as gateways log them: each the same for the same number, one in twenty with a mistake that is known."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MODELS = ("openai/gpt-4o", "openai/gpt-4o-mini", "anthropic/claude-sonnet-4", "mistral/mistral-large")
_WORDS = (
    "please",
    "tell",
    "me",
    "how",
    "the",
    "fallback",
    "of",
    "this",
    "model",
    "works",
    "today",
    "é",
    "漢",
)


class Body(NamedTuple):
    """What was logged, and the rules that it breaks."""

    text: bytes
    rules: tuple[str, ...]


def bodies(count: int, seed: int = 20_261_123) -> Iterator[Body]:
    """That many bodies."""
    rng = random.Random(seed)  # noqa: S311 - the same every time
    for index in range(count):
        body = _body(index, rng)
        if rng.random() < 0.05:
            yield rng.choice(_MISTAKES)(body, rng)
        else:
            yield Body(_text(body, rng), ())


def _body(index: int, rng: random.Random) -> dict[str, Any]:
    model, other = rng.sample(_MODELS, 2)
    prompt = " ".join(rng.choices(_WORDS, k=rng.randint(5, 30)))
    orq: dict[str, Any] = {
        "retry": {"count": rng.randint(1, 5), "on_codes": rng.sample([429, 500, 502, 503, 504], 2)},
        "fallbacks": [{"model": other}],
        "cache": {"type": "exact_match", "ttl": rng.randint(1, 3600)},
        "thread": {"id": f"thread-{index}", "tags": ["web"]},
    }
    if rng.random() < 0.5:
        orq["contact"] = {"id": f"contact-{index % 97}", "display_name": "A customer"}
    return {"model": model, "prompt": prompt, "temperature": rng.random(), "orq": orq}


def _text(body: dict[str, Any], rng: random.Random) -> bytes:
    return json.dumps(
        body, ensure_ascii=rng.random() < 0.5, indent=rng.choice((None, None, None, 2))
    ).encode()


def _count(body: dict[str, Any], rng: random.Random) -> Body:
    body["orq"]["retry"]["count"] = rng.randint(6, 50)
    return Body(_text(body, rng), ("maximum",))


def _unknown(body: dict[str, Any], rng: random.Random) -> Body:
    body["orq"]["cach"] = {"ttl": 1}
    return Body(_text(body, rng), ("unknown-key",))


def _untyped(body: dict[str, Any], rng: random.Random) -> Body:
    del body["orq"]["cache"]["type"]
    return Body(_text(body, rng), ("required",))


def _listed(body: dict[str, Any], rng: random.Random) -> Body:
    body["orq"]["fallbacks"] += [{"model": 1}, {"model": 2}]
    return Body(_text(body, rng), ("type", "type"))


def _cut(body: dict[str, Any], rng: random.Random) -> Body:
    return Body(_text(body, rng)[:-1], ("json-syntax",))


def _twice(body: dict[str, Any], rng: random.Random) -> Body:
    text = _text(body, rng)
    return Body(text.rstrip(b"}\n ") + b'}}, "model": "again"}', ("duplicate-key",))


def _broken(body: dict[str, Any], rng: random.Random) -> Body:
    text = bytearray(_text(body, rng))
    text[text.index(b"openai" if b"openai" in text else b"mistral")] = 0xFF
    return Body(bytes(text), ("invalid-utf8",))


_MISTAKES: tuple[Callable[[dict[str, Any], random.Random], Body], ...] = (
    _count, _unknown, _untyped, _listed, _cut, _twice, _broken,
)  # fmt: skip
