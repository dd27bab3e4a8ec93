"""
What `orq-schema diff` says of the revisions, against what is known of them; and of random edits, against instances.

EVOLUTION_EDITS and EVOLUTION_INSTANCES set how many edits there are, and instances for each: `make test-heavy` takes
560, of which some cannot be used, and 2,000.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.instances import mutate, valid
from tests.support.random_schemas import Schemas
from tests.support.schema_edits import Edit, edit
from tests.support.shared import require_shared

from orq_schema.compile.validator import Validator
from orq_schema.errors import OrqSchemaError
from orq_schema.evolve.canonical import covers
from orq_schema.evolve.compare import compare
from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import find, load, revisions
from orq_schema.load.schema import LoadedSchema, from_contents

if TYPE_CHECKING:
    from orq_schema.evolve.judging import Change

IDS = [each.id for each in revisions()]
EDITS = int(os.environ.get("EVOLUTION_EDITS", "100"))
INSTANCES = int(os.environ.get("EVOLUTION_INSTANCES", "200"))
GROUPS = 10


@cache
def loaded(path: str) -> LoadedSchema:
    return load(next(each for each in revisions() if each.path == path))


@cache
def judge(path: str) -> Validator:
    return Validator(loaded(path))


@cache
def compared(old: str, new: str) -> list[Change]:
    return compare(loaded(old), loaded(new))


def changes(old: str, new: str) -> list[Change]:
    return compared(find(old).path, find(new).path)


def verdict(found: list[Change]) -> str:
    classes = {each.writers for each in found}
    return next((each for each in ("breaking", "unknown", "new-name") if each in classes), "compatible")


@pytest.mark.parametrize(("old", "new"), list(pairwise(IDS)))
def test_neighbours_break_payloads_where_evolution_md_says_so(old: str, new: str) -> None:
    text = require_shared("upstream/EVOLUTION.md").read_text("utf-8")
    (row,) = [
        line
        for line in text.splitlines()
        if re.match(rf"\| \d+ \| [^|]*\| {new[11:]}|\| \d+ .*{new[11:]}", line)
    ]
    cell = row.split("|")[-3].strip()
    if new == "2026-06-03-0338bdbaf":
        # here it speaks of the content before the short-lived one first
        assert cell.startswith("vs bc71d30: no. vs the 6-hour rewrite: YES")
        assert verdict(changes("2026-03-03-39c5cf14a", new)) == "compatible"
        breaks = True
    else:
        breaks = cell.startswith("**YES**")
        assert breaks or cell.startswith("no")
    found = changes(old, new)
    assert ("breaking" in {each.writers for each in found}) is breaks
    assert "unknown" not in {each.writers for each in found}


def test_the_other_directions_that_evolution_md_states() -> None:
    # relaxed on the second line of 2025-12-05; the operator `exists`; nullable settings
    assert verdict(changes("2025-12-05-316e0b3d2", "2025-12-05-34469f234")) == "breaking"
    assert verdict(changes("2026-08-20", "2026-08-14")) == "compatible"
    assert verdict(changes("2026-08-14", "2026-07-08")) == "breaking"
    # its list of the net change since 2025-09-04, by the places that it names
    broken = {each.pointer for each in changes("2025-09-04", "latest") if each.writers == "breaking"}
    assert broken >= {
        "/retry/on_codes",
        "/retry/on_codes/*",
        "/knowledge_bases/*/rerank_config",
        "/knowledge_bases/*/rerank_config/model",
        "/knowledge_bases/*/agentic_rag_config/model",
        "/knowledge_bases/*/filter_by/*",
    }
    named = {each.pointer for each in changes("2025-09-04", "latest") if each.writers == "new-name"}
    assert named == {"/load_balancer", "/timeout", "/identity", "/knowledge_bases/*/rerank_config/threshold"}


@pytest.mark.parametrize("old", IDS)
def test_no_verdict_contradicts_the_payloads_of_the_matrix(old: str) -> None:
    payloads = json.loads(require_shared("upstream/compat-payloads.json").read_text("utf-8"))
    header, *lines = require_shared("upstream/compat-matrix.tsv").read_text("utf-8").splitlines()
    columns = header.split("\t")
    cells = {row[0]: dict(zip(columns, row, strict=True)) for row in (line.split("\t") for line in lines)}
    for new in IDS:
        found = changes(old, new)
        broken = [name for name, row in cells.items() if row[old] != "X" and row[new] == "X"]
        names = {each.pointer.rpartition("/")[2] for each in found if each.writers == "new-name"}
        surely = [
            name for name in broken if not any(f'"{each}"' in json.dumps(payloads[name]) for each in names)
        ]
        said = verdict(found)
        assert said != "unknown"
        assert not surely or said == "breaking", (new, surely)
        assert not broken or said != "compatible", (new, broken)
        for each in found:
            assert (each.writers in {"breaking", "new-name"}) is (each.witness is not None)
            if each.witness is not None:
                assert judge(find(old).path).is_valid(each.witness[0])
                assert not judge(find(new).path).is_valid(each.witness[0])


def cannot_tell(_new: LoadedSchema, _old: LoadedSchema) -> bool:
    return False


def test_the_canonical_forms_of_another_library_never_contradict(monkeypatch: pytest.MonkeyPatch) -> None:
    # our own proof alone
    monkeypatch.setattr("orq_schema.evolve.compare.covers", cannot_tell)
    alone = [from_contents(bundled(each.id)) for each in revisions() if each.twin_of is None]
    pairs = [pair for one, other in pairwise(alone) for pair in ((one, other), (other, one))]
    proven = [(old, new) for old, new in pairs if covers(new, old)]
    assert len(proven) >= 5
    for old, new in proven:
        assert verdict(compare(old, new)) == "compatible"


def edited(number: int) -> tuple[Any, Edit, random.Random] | None:
    """Return the schema and the edit of that number, two of three of a revision; None where neither can be used."""
    rng = random.Random(20260820 + number)  # noqa: S311 - a repeatable test, no secret
    schema = Schemas(rng).schema() if number % 3 == 0 else bundled(rng.choice(IDS))
    made = edit(schema, rng)
    try:
        for each in (schema, made.schema) if made is not None else ():
            Validator(from_contents(each))
    except OrqSchemaError:
        return None  # a reference in a circle
    return None if made is None else (schema, made, rng)


@cache
def bundled(identifier: str) -> Any:
    return bundle(load(find(identifier)))


def instance(schema: LoadedSchema, rng: random.Random, *, random_schema: bool) -> Any:
    if random_schema and rng.random() < 0.3:
        return Schemas(rng).instance(3)
    try:
        made = valid(schema, rng)
    except Exception:  # noqa: BLE001 - the generator does not know all keywords
        return Schemas(rng).instance(3)
    return made if rng.random() < 0.5 else mutate(made, rng)


@pytest.mark.parametrize("group", range(GROUPS))
def test_no_edit_that_breaks_is_judged_compatible(group: int) -> None:
    counts: Counter[str] = Counter()
    for number in range(group, EDITS, GROUPS):
        found = edited(number)
        if found is None:
            continue
        schema, made, rng = found
        old, new = from_contents(schema), from_contents(made.schema)
        said = compare(old, new)
        before, after = Validator(old).is_valid, Validator(new).is_valid
        refused = [
            value
            for value in (instance(old, rng, random_schema=number % 3 == 0) for _ in range(INSTANCES))
            if before(value) and not after(value)
        ]
        judged = verdict(said)
        assert judged != "compatible" or not refused, (number, made.what, refused[:1])
        assert judged != "new-name" or made.effect == "new-name" or not refused, (number, made.what)
        assert judged != "breaking" or made.effect == "tighten", (number, made.what)
        for each in said:
            assert each.witness is None or (before(each.witness[0]) and not after(each.witness[0]))
        counts["all"] += 1
        counts[judged] += 1
        counts["missed"] += judged == "unknown" and bool(refused)
    print(dict(counts))
    assert counts["all"] >= min(5, EDITS // GROUPS)
    # the goals hold for all edits together; a group is small
    assert counts["unknown"] <= max(2, 0.2 * counts["all"])
    assert counts["missed"] <= max(1, 0.05 * (counts["breaking"] + counts["missed"]))
