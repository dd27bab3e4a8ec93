"""Damage to the bytes of a good line of JSON, and changes that mean something to a lint."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.support.mutations import mutate

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


def _flipped(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]


def _inserted(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice(_PIECES) + data[at:]


def _cut(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.randint(1, 9) :]


def twice(data: bytes, rng: random.Random) -> bytes:
    """Some member once more in an object: the same, or with another value, or with its key escaped."""
    found = rng.choice(list(re.finditer(rb'("\w+"): ?', data)))
    key = found[1]
    if rng.random() < 0.3:
        key = b'"\\u%04x' % key[1] + key[2:]
    value = rng.choice((b"1", b'"x"', b"{}", b'"\\""', b'"\\u0022"', b"null", b"[]"))
    return data[: found.start()] + key + b":" + value + b"," + data[found.start() :]


def _renumbered(data: bytes, rng: random.Random) -> bytes:
    found = list(re.finditer(rb"(?<=[:\[, ])-?[0-9][0-9.]*", data))
    if not found:
        return data
    at = rng.choice(found)
    return data[: at.start()] + rng.choice(_NUMBERS) + data[at.end() :]


def _escaped(data: bytes, rng: random.Random) -> bytes:
    found = rng.choice(list(re.finditer(rb"[A-Za-z]", data)))
    return data[: found.start()] + b"\\u%04x" % data[found.start()] + data[found.end() :]


def _restructured(data: bytes, rng: random.Random) -> bytes:
    return json.dumps(mutate(json.loads(data), rng), ensure_ascii=rng.random() < 0.5).encode()


def _linted(data: bytes, rng: random.Random) -> bytes:
    value = json.loads(data)
    orq = value.get("body", value).get("orq", value)
    key, part = rng.choice(_MEANT)
    orq[key] = part
    return json.dumps(value).encode()


def _asked(data: bytes, rng: random.Random) -> bytes:
    """Text that asks for inputs in one of the ways that a body may have it, and inputs."""
    value = json.loads(data)
    orq = value.get("body", value).get("orq", value)
    texts: list[Any] = [
        *("", "x", "{{a}}", "{{ a }} {{b.c}}", "${X}", "{{a}", "{% if a %}", "{{ a | upper }}", None, 1),
        *([], {}, [{"text": "{{a}}"}], [{"text": None}, "x"], ["{{b}}"], {"content": "{{a}}"}),
    ]
    around: dict[str, Any] = {
        "model": "m",
        "orq": {**orq, "inputs": rng.choice(_INPUTS)},
    }
    if rng.random() < 0.5:
        around["prompt"] = rng.choice(texts)
    if rng.random() < 0.7:
        held = rng.choices(texts, k=rng.randint(0, 2))
        around["messages"] = [
            {"role": "user", "content": each} if rng.random() < 0.8 else each for each in held
        ]
    return json.dumps(around).encode()


def _moved(data: bytes, rng: random.Random) -> bytes:
    value = json.loads(data)
    rest: dict[str, Any] = {
        "model": "openai/gpt-4o",
        rng.choice(("messages", "zzz", "input", "orq")): rng.choice(_EMPTY),
    }
    around: list[Any] = [
        {"extra_body": value, **rest},
        {"body": value, **rest},
        {"orq": value, **rest},
        [value],
    ]
    return json.dumps(rng.choice(around)).encode()


_PIECES = (
    *(
        b'"',
        b"\\",
        b"\x00",
        b"\t",
        b"\n",
        b"\r",
        b" ",
        b"\x7f",
        b"\xff",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xc3",
    ),
    *(
        b"\\ud800",
        b"\\udc00",
        b"\\ud83d\\ude00",
        b"\\u0022",
        b"\\u0000",
        b'\\"',
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
    ),
    *(
        b":",
        b"NaN",
        b"1",
        b"-",
        b".",
        b"e5",
        b"\xef\xbb\xbf",
        b'"name":"x",',
        b"//",
        b"\xe2\x80\xa8",
        b"@b.com",
    ),
    *(b"0", b"{{name}}", b"${X}", b"<name>", b"null", b"true"),
)
_NUMBERS = (
    *(b"9007199254740992", b"9007199254740993", b"-9007199254740993", b"18446744073709551616", b"1" * 4300),
    *(b"1" * 4301, b"1." + b"1" * 4299, b"1." + b"1" * 4300, b"1e400", b"-1e400", b"1e-400", b"1e2", b"1.0"),
    *(
        b"-0",
        b"-0.0",
        b"01",
        b"1.",
        b".5",
        b"1e",
        b"+1",
        b"0x1",
        b"NaN",
        b"Infinity",
        b"5.000000000000000001",
    ),
    *(
        b"5.0000000000000009",
        b"0.9999999999999999999",
        b"100.0",
        b"1e0",
        b"true",
        b'"3"',
        b"null",
        b"999",
        b"-1",
    ),
    *(b"123456", b"1234567", b"1.23456e1", b"429.5", b"99", b"600"),
)
_EMPTY: tuple[Any, ...] = ([], {}, None)
_INPUTS: tuple[dict[str, Any], ...] = ({}, {"a": 1}, {"a": 1, "b": {}})
_FILTERS: tuple[dict[str, Any], ...] = (
    *({}, {"and": []}, {"or": [{}]}, {"and": [], "or": []}, {"and": [], "a": {"eq": 1}}, {"a": {}}),
    *({"and": {"eq": 1}}, {"and": {"eq": 1}, "or": {"eq": 1}}, {"a": {"eq": 1, "$gt": 2}}),
    *(
        {"a": {"eq": None}},
        {"a": {"eq": 1, "gt": "2"}},
        {"a": [{"b": {"eq": 1}}]},
        {"a": {"in": [None]}},
    ),
    *({"and": [{"a": {"eq": 1}}]}, {"and": [{"and": [{"a": {"eq": 1}}]}]}, {"a": {"exists": 1}}),
)
_MEANT: tuple[tuple[str, Any], ...] = (
    *(
        ("retry", {"on_codes": codes})
        for codes in ([], [99], [600], [429.5], [404], [429, 404], [500.0], [True])
    ),
    ("fallbacks", [{"model": "a"}, {"model": "a"}]),
    ("fallbacks", [{"model": "${A}"}, {"model": "${A}"}]),
    ("fallbacks", [{"model": "openai/gpt-4o"}]),
    ("fallbacks", []),
    *(("knowledge_bases", [{"knowledge_id": "k", "filter_by": condition}]) for condition in _FILTERS),
    *(
        ("inputs", each)
        for each in ({}, {"unused": 1}, {"name": {"a": [[[[[[[[[1]]]]]]]]]}}, {"n": 2**53 + 1})
    ),
    *((key, {"id": each}) for key in ("contact", "thread") for each in ("ada@example.com", "a@b", "${ID}")),
    ("contact", {"id": "a", "metadata": {"a": 1}}),
    ("contact", {"id": "a", "metadata": [{"a": 2**60}]}),
    ("identity", {"id": "a"}),
    ("prompt", {"id": "a", "version": "v1"}),
)
DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped,
    _inserted,
    _cut,
    twice,
    _renumbered,
    _escaped,
    _restructured,
    _linted,
    _asked,
    _moved,
)


def damage_bytes(data: bytes, rng: random.Random) -> bytes:
    """`data` with a byte changed, or some put in or cut out."""
    return rng.choice((_flipped, _inserted, _cut))(data, rng)
