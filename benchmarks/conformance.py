"""The required cases of the official suite, for us and the peers; it needs the suite in ../shared."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

import fastjsonschema
import jsonschema_rs
from jsonschema import Draft202012Validator
from measure import Row, row
from payloads import ROOT
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from orq_schema.compile.validator import compile_schema

if TYPE_CHECKING:
    from collections.abc import Callable

SUITE = ROOT.parent / "shared" / "json-schema-test-suite"


def _remotes() -> dict[str, Any]:
    folder = SUITE / "remotes"
    return {
        f"http://localhost:1234/{path.relative_to(folder).as_posix()}": json.loads(
            path.read_text(encoding="utf-8")
        )
        for path in folder.rglob("*.json")
    }


def _makers(remotes: dict[str, Any]) -> dict[str, Callable[[Any], Callable[[Any], bool]]]:
    resources = [
        (uri, Resource.from_contents(each, default_specification=DRAFT202012))
        for uri, each in remotes.items()
    ]
    registry: Any = Registry[Any]().with_resources(resources)
    rust: Any = jsonschema_rs
    library: Any = Draft202012Validator
    known: Any = rust.Registry(list(remotes.items()), draft=rust.Draft202012)

    def fast(schema: Any) -> Callable[[Any], bool]:
        bare = (
            schema if isinstance(schema, bool) else {key: schema[key] for key in schema if key != "$schema"}
        )
        check: Any = fastjsonschema.compile(
            bare, handlers={"http": lambda uri: remotes[uri.partition("#")[0]]}
        )

        def verdict(instance: Any) -> bool:
            try:
                check(json.loads(json.dumps(instance)))  # it fills in defaults
            except fastjsonschema.JsonSchemaValueException:
                return False
            return True

        return verdict

    return {
        "orq-schema": lambda schema: compile_schema(schema, remotes).is_valid,
        "jsonschema-rs": lambda schema: rust.Draft202012Validator(schema, registry=known).is_valid,
        "jsonschema": lambda schema: library(schema, registry=registry).is_valid,
        "fastjsonschema": fast,
    }


def rows() -> list[Row]:
    """How many cases each gets right, where the suite is at hand; an exception is not right."""
    if not SUITE.exists():
        return []
    right: Counter[str] = Counter()
    total = 0
    makers = _makers(_remotes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in sorted((SUITE / "draft2020-12").glob("*.json")):
            for group in json.loads(path.read_text(encoding="utf-8")):
                total += len(group["tests"])
                for name, make in makers.items():
                    right[name] += _right(make, group)
    found = {name: f"{each:,}" for name, each in right.items()}
    return [row(f"of {total:,} required cases of the official suite: right", found)]


def _right(make: Callable[[Any], Callable[[Any], bool]], group: Any) -> int:
    right = 0
    for test in group["tests"]:
        try:
            right += make(group["schema"])(test["data"]) == test["valid"]
        except Exception:  # noqa: BLE001, S112 - whatever a peer raises, it has not answered
            continue
    return right
