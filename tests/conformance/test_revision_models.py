"""What is generated for each revision: it is well typed, gives payloads back, and judges as the schema does."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.instances import mutate, valid
from tests.unit.emit.modules import import_text
from tests.unit.emit.test_emit_roundtrip import check, floats

from orq_schema.cli.jobs import DEFAULT, render
from orq_schema.compile.validator import Validator
from orq_schema.load.revisions import find, load, revisions

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from orq_schema.emit.base import Files

INSTANCES = 100
# twins share their schema
OWN = [each.id for each in revisions() if each.twin_of is None]
FILES = {"orq.md", "orq_models.py", "orq_types.py", "orq_validator.py"}


@cache
def generated(identifier: str) -> Files:
    return render(load(find(identifier)), DEFAULT)


def module(identifier: str, name: str) -> ModuleType:
    # the folder of each revision in test_a_type_checker_has_nothing_to_say
    return import_text(generated(identifier)[f"{name}.py"], f"{package(identifier)}.{name}")


def package(identifier: str) -> str:
    return "revision_" + identifier.replace("-", "_")


@pytest.mark.parametrize("identifier", OWN)
def test_valid_and_damaged_payloads_come_back(identifier: str) -> None:
    schema = load(find(identifier))
    models = module(identifier, "orq_models")
    rng = random.Random(identifier)  # noqa: S311 - samples, no secrets
    for _ in range(INSTANCES):
        payload = valid(schema, rng)
        damaged = mutate(payload, rng)
        check(models.Orq, payload)
        if isinstance(damaged, dict):
            check(models.Orq, damaged)


@pytest.mark.parametrize("identifier", OWN)
def test_the_generated_validator_judges_as_the_compiled_one(identifier: str) -> None:
    schema = load(find(identifier))
    judge, compiled = module(identifier, "orq_validator"), Validator(schema)
    rng = random.Random(identifier)  # noqa: S311
    verdicts: set[bool] = set()
    for _ in range(INSTANCES):
        payload = valid(schema, rng)
        for value in (payload, mutate(payload, rng)):
            assert judge.is_valid(value) is compiled.is_valid(value)
            assert any(judge.iter_errors(value)) is not judge.is_valid(value)
            verdicts.add(judge.is_valid(value))
    assert verdicts == {True, False}


@pytest.mark.parametrize("identifier", OWN)
def test_each_file_says_what_it_was_made_from_and_has_every_key(identifier: str) -> None:
    schema = load(find(identifier))
    files = generated(identifier)
    assert set(files) == FILES
    types = module(identifier, "orq_types")
    assert set(types.OrqDict.__annotations__) == set(schema.contents["properties"])
    for name, text in files.items():
        assert schema.uri in text.splitlines()[0]
        assert all(key in text for key in schema.contents["properties"]), name


@pytest.mark.parametrize("identifier", OWN)
def test_pydantic_models_give_valid_payloads_back(identifier: str) -> None:
    pytest.importorskip("datamodel_code_generator")
    schema = load(find(identifier))
    (text,) = render(schema, ("pydantic",)).values()
    made = import_text(text, f"{package(identifier)}_pydantic").Orq
    rng = random.Random(identifier)  # noqa: S311
    # of whole numbers pydantic takes no such as 1e308
    payloads = [
        each for each in (valid(schema, rng) for _ in range(INSTANCES)) if "e+" not in json.dumps(each)
    ]
    assert len(payloads) > INSTANCES / 2
    for payload in payloads:
        dumped = made.model_validate(payload).model_dump(exclude_unset=True, by_alias=True)
        assert dumped == payload or floats(dumped) == floats(payload)


def test_types_are_called_as_in_every_other_revision() -> None:
    names: dict[str, set[str]] = {}
    for identifier in OWN:
        made: dict[str, Any] = vars(module(identifier, "orq_models"))
        names[identifier] = {
            name for name, each in made.items() if isinstance(each, type) and name[0].isupper()
        }
    assert all({"Orq", "Retry", "Cache", "KnowledgeBase", "Prompt"} <= found for found in names.values())
    # what a reference to a property elsewhere takes over needs no name of its own
    assert not {name for found in names.values() for name in found if name.startswith("Orq")} - {"Orq"}


def test_a_type_checker_has_nothing_to_say(tmp_path: Path) -> None:
    for identifier in OWN:
        folder = tmp_path / package(identifier)
        folder.mkdir()
        (folder / "__init__.py").touch()
        for name, text in generated(identifier).items():
            (folder / name).write_text(text, encoding="utf-8")
    folders = [package(each) for each in OWN]
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file=", *folders]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert f"no issues found in {4 * len(OWN)} source files" in done.stdout, done.stdout
