"""The official test suite for draft 2020-12, which lies beside the checkout, and how our validators do on it."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.support.shared import require_shared

from orq_schema.compile.validator import compile_schema
from orq_schema.errors import SchemaError, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Score(NamedTuple):
    """How many cases of a file are right, how many wrong, and how many are of schemas that are refused."""

    right: int
    wrong: tuple[str, ...]
    refused: tuple[str, ...]


def suite() -> Path:
    return require_shared("json-schema-test-suite")


@functools.cache
def remotes() -> dict[str, Any]:
    """The schemas that the suite expects at http://localhost:1234/."""
    folder = suite() / "remotes"
    return {
        f"http://localhost:1234/{path.relative_to(folder).as_posix()}": json.loads(path.read_bytes())
        for path in folder.rglob("*.json")
    }


def files(*, optional: bool) -> list[Path]:
    folder = suite() / "draft2020-12"
    return sorted((folder / "optional").rglob("*.json") if optional else folder.glob("*.json"))


def score(path: Path) -> Score:
    """Run all cases of a file; formats are asserted where it is about them."""
    right, wrong, refused = 0, list[str](), list[str]()
    for group in json.loads(path.read_bytes()):
        try:
            validator = compile_schema(
                group["schema"], remotes(), assert_formats=path.parent.name == "format"
            )
        except (SchemaError, UnsupportedError) as error:
            refused += [f"{group['description']}: {error.problem.message}"] * len(group["tests"])
            continue
        verdicts = list(_verdicts(validator, group))
        right += verdicts.count("")
        wrong += filter(None, verdicts)
    return Score(right, tuple(wrong), tuple(refused))


def _verdicts(validator: Any, group: Any) -> Iterator[str]:
    for case in group["tests"]:
        before = json.dumps(case["data"])
        said = validator.is_valid(case["data"])
        explained = bool(list(validator.iter_errors(case["data"])))
        right = said is case["valid"] and explained is not said and json.dumps(case["data"]) == before
        yield "" if right else f"{group['description']}: {case['description']}"
