"""Which revision a text means, what the index says of each, and that no shape is written twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orq_schema import resources
from orq_schema.jsonvalue import is_array, is_object, members
from orq_schema.load.authoring import check
from orq_schema.load.references import base_at
from orq_schema.load.revisions import DEFAULT, UnknownRevisionError, find, load, revisions
from orq_schema.load.schema import load_file
from orq_schema.load.subschemas import walk

SCHEMAS = Path(resources.schemas())
FILES = sorted({each.path for each in revisions()})
IDS = [each.id for each in revisions()]


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("latest", "2026-08-20-b6c1c6a3b"),
        ("2026-01-12-f9e0bcf42", "2026-01-12-f9e0bcf42"),
        ("2026-01-12", "2026-01-12-f9e0bcf42"),
        ("2026-01-12-f9", "2026-01-12-f9e0bcf42"),
        ("2025-08", "2025-08-26-24d12c1ac"),
        (DEFAULT, "2025-09-04-297ef24d4"),
        # the last content of a day with two, whatever the order of their letters
        ("2025-12-05", "2025-12-05-316e0b3d2"),
        ("2025-12-05-34", "2025-12-05-34469f234"),
        ("2026-06-03", "2026-06-03-0338bdbaf"),
        ("2026-06-03-5", "2026-06-03-5d024ca4a"),
        # a twin is a revision of its own
        ("2026-01-24", "2026-01-24-fc24809dc"),
    ],
)
def test_a_text_that_means_a_revision(text: str, identifier: str) -> None:
    assert find(text).id == identifier


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "2026-02-01",
            "the one before is 2026-01-24-fc24809dc, the next one is 2026-02-09-4013ced90",
        ),
        ("2025-12-06", "the one before is 2025-12-05-316e0b3d2, the next one is 2025-12-17-03961abb3"),
        ("2025-12-04", "the one before is 2025-09-04-297ef24d4, the next one is 2025-12-05-34469f234"),
        ("2024-01-01", "the next one is 2025-08-26-24d12c1ac"),
        ("2027-01-01", "the one before is 2026-08-20-b6c1c6a3b"),
        ("2026-06-03-", "it may be 2026-06-03-5d024ca4a, 2026-06-03-0338bdbaf"),
        ("2026-01-12-f9e0bcf43", "did you mean 2026-01-12-f9e0bcf42?"),
        ("nonsense", "they are from 2025-08-26 to 2026-08-20"),
        ("", "they are from 2025-08-26 to 2026-08-20"),
        ("Latest\x1b", "they are from 2025-08-26 to 2026-08-20"),
    ],
)
def test_a_text_that_means_none(text: str, hint: str) -> None:
    with pytest.raises(UnknownRevisionError) as caught:
        find(text)
    assert caught.value.problem.hint == hint
    assert repr(text) in caught.value.problem.message
    assert "\x1b" not in str(caught.value)


def test_the_index_is_in_order_and_complete() -> None:
    dates = [each.date for each in revisions()]
    assert dates == sorted(dates)
    assert len(set(IDS)) == len(IDS) == 16
    held = {path.name for path in (SCHEMAS / "history").glob("*.schema.json")}
    assert {Path(path).name for path in FILES} == held | {"orq.schema.json"}


@pytest.mark.parametrize("identifier", IDS)
def test_what_the_index_says_of_a_revision(identifier: str) -> None:
    each = find(identifier)
    assert each.commits[-1] == identifier.removeprefix(f"{each.date}-")
    assert each.change.endswith(".")
    assert (each.until is None) is (each.standing == "lasting")
    assert each.until is None or each.until >= each.date
    # a file is called after the revision that brought its content; what shares it is a twin of that one
    first = next(other for other in revisions() if other.path == each.path)
    assert each.twin_of == (None if each is first else first.id)
    assert Path(each.path).name in {f"{first.id}.schema.json", "orq.schema.json"}


def test_the_default_is_the_canonical_schema() -> None:
    assert Path(find(DEFAULT).path) == (SCHEMAS / "orq.schema.json").resolve()
    assert load(find(DEFAULT)).sha256 == load_file(resources.schema_path("orq")).sha256


@pytest.mark.parametrize("path", FILES)
def test_references_lead_the_same_way_by_path_and_by_identifier(path: str) -> None:
    schema = load_file(path)
    assert check(schema) == []
    for steps, each in walk(schema.contents):
        file = str(members(each).get("$ref", "")).partition("#")[0]
        if file:
            beside = json.loads((Path(path).parent / file).read_bytes())
            base = base_at(schema.uri, schema.contents, steps)
            assert schema.registry.resolver(base).lookup(file).contents["$id"] == beside["$id"]


def test_no_definition_is_written_twice() -> None:
    names: dict[str, list[str]] = {}
    for path in FILES:
        schema = load_file(path)
        for name, each in schema.contents.get("$defs", {}).items():
            names.setdefault(json.dumps(said(each, schema.uri), sort_keys=True), []).append(name)
    assert len(names) > 50
    # two things that have nothing to do with each other, and both name a model
    assert [sorted(found) for found in names.values() if len(found) > 1] == [["AgenticRagConfig", "Fallback"]]


WORDS = {"title", "description", "markdownDescription", "examples", "defaultSnippets"}


def said(value: Any, base: str) -> Any:
    """`value` with whole URIs for references, and without words: a definition that says something of its own."""
    if is_array(value):
        return [said(each, base) for each in value]
    if not is_object(value):
        return value
    return {
        key: f"{base}{each}" if key == "$ref" and each.startswith("#") else said(each, base)
        for key, each in value.items()
        if key not in WORDS and not key.startswith("x-")
    }
