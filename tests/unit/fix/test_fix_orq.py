"""Valid orq objects, with the mistakes that people make put into them, come out as they were."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
import yaml
from tests.support.instances import mutate, valid

from orq_schema.fix.data import Mended, mend_data
from orq_schema.jsonvalue import is_array, is_object
from orq_schema.load.schema import builtin
from orq_schema.payload.document import Document, Limits
from orq_schema.payload.read import read_bytes
from orq_schema.validation.judge import Judge, Judging

COUNT = 150
LISTS = {"fallbacks", "on_codes", "knowledge_bases", "tags"}
LIMITS = Limits()
JUDGE = Judge(Judging("orq"))


def judge(document: Document) -> list[Any]:
    return JUDGE.judge(document, named=True)


def mend(file: str, text: str) -> Mended:
    return mend_data(file, text.encode(), judge, ignored=frozenset(), limits=LIMITS)


def problems(file: str, data: bytes) -> list[Any]:
    return [
        problem
        for each in read_bytes(file, data)
        for problem in (judge(each) if isinstance(each, Document) else [each.problem])
    ]


def camel(key: str, rng: random.Random) -> str:
    if "_" not in key:
        return key.capitalize()
    return rng.choice([re.sub("_(.)", lambda found: found[1].upper(), key), key.replace("_", "-")])


def misspelt(value: dict[str, Any], rng: random.Random, below: int) -> dict[str, Any]:
    """
    Other spellings of keys, quotes around numbers, lone items without their list.

    What is in maps of the user's own is left alone.
    """
    made: dict[str, Any] = {}
    for key, each in value.items():
        inner = each
        if below and key not in {"inputs", "metadata"}:
            if is_object(each):
                inner = misspelt(each, rng, below - 1)
            elif is_array(each) and all(is_object(item) for item in each):
                inner = [misspelt(item, rng, below - 1) for item in each]
        if rng.random() < 0.4:
            made[camel(key, rng)] = inner
        # elsewhere: a key is only renamed if its value is of the right type
        elif key in {"count", "ttl"} and rng.random() < 0.7:
            made[key] = json.dumps(each)
        elif is_array(each) and len(each) == 1 and key in LISTS and rng.random() < 0.7:
            made[key] = each[0]
        else:
            made[key] = inner
    return made


def dump(value: Any, rng: random.Random) -> tuple[str, str]:
    if rng.random() < 0.5:
        return "a.json", json.dumps(
            value, indent=rng.choice([None, 2, "\t"]), ensure_ascii=rng.random() < 0.5
        )
    style = rng.choice([None, False, True])
    return "a.yaml", yaml.safe_dump(
        value, sort_keys=False, default_flow_style=style, indent=rng.choice([2, 4])
    )


def clean(rng: random.Random) -> Any:
    """A valid object in which nothing is found, and which both languages write so that it is read as the same."""
    schema = builtin("orq")
    while True:
        text = json.dumps(valid(schema, rng))
        value = json.loads(text)
        exotic = re.search(r"\\u0000|\\u2028|\d{16}|e[+-]", text)
        if len(value) > 1 and not exotic and not problems("a.json", text.encode()):
            return value


@pytest.mark.parametrize("seed", range(COUNT))
def test_what_was_misspelt_is_spelt_right_again(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a repeatable test, no secret
    value = clean(rng)
    file, text = dump(misspelt(value, rng, 1), rng)
    made = mend(file, text)
    (document,) = [each for each in read_bytes(file, made.data) if isinstance(each, Document)]
    assert document.value == value
    assert mend(file, made.data.decode()) == Mended(made.data, type(made.mends)())


@pytest.mark.parametrize("seed", range(COUNT))
def test_whatever_is_wrong_becomes_no_worse(seed: int) -> None:
    rng = random.Random(-1 - seed)  # noqa: S311 - a repeatable test, no secret
    value = clean(rng)
    for _ in range(rng.randint(1, 4)):
        value = mutate(value, rng)
    file, text = dump(misspelt(value, rng, 1) if is_object(value) else value, rng)
    made = mend(file, text)
    before, after = problems(file, text.encode()), problems(file, made.data)
    assert len(after) < len(before) if made.mends else len(after) == len(before)
    assert bool(made.mends) == (made.data != text.encode())
    assert {each.rule for each in after} <= {each.rule for each in before}
    assert mend(file, made.data.decode()) == Mended(made.data, type(made.mends)())
