"""The generated modules pass the strictest type checks, and run on their own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.compile.kitchen_sink import INVALID, KITCHEN_SINK, VALID
from tests.unit.compile.modules import compiled, text

from orq_schema.compile.module import source
from orq_schema.compile.shapes import KEYWORDS
from orq_schema.jsonvalue import elements, members
from orq_schema.load.schema import builtin

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("typed")
    (place / "orq.py").write_text(source(builtin("orq")), "utf-8")
    (place / "request.py").write_text(source(builtin("completions-request")), "utf-8")
    (place / "sink.py").write_text(text(KITCHEN_SINK), "utf-8")
    (place / "pyrightconfig.json").write_text(
        '{"typeCheckingMode": "strict", "pythonVersion": "3.11"}', "utf-8"
    )
    return place


def keywords(schema: Any) -> set[str]:
    below = [*members(schema).values(), *elements(schema)]
    return set(members(schema)).union(*map(keywords, below))


def test_the_kitchen_sink_has_every_keyword() -> None:
    assert keywords(KITCHEN_SINK) >= KEYWORDS


def test_the_kitchen_sink() -> None:
    validator = compiled(KITCHEN_SINK)
    for value in VALID:
        assert list(validator.iter_errors(value)) == []
        assert validator.is_valid(value)
    for value in INVALID:
        assert not validator.is_valid(value), value
        assert list(validator.iter_errors(value)), value


@pytest.mark.parametrize(
    "command", [["mypy", "--strict", "--no-incremental", "."], ["pyright", "."]], ids=["mypy", "pyright"]
)
def test_strict_types(folder: Path, command: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_module_runs_without_any_package(folder: Path) -> None:
    script = (
        "import json, sys, sink\n"
        "valid, invalid = json.load(sys.stdin)\n"
        "explained = [len(list(sink.iter_errors(each))) > 0 for each in invalid]\n"
        "print([sink.is_valid(each) for each in valid], explained)\n"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{script}"],
        input=json.dumps([VALID, INVALID]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == f"{[True] * len(VALID)} {[True] * len(INVALID)}"


def test_importing_a_module_compiles_no_pattern(folder: Path) -> None:
    script = f"import sys; sys.path.insert(0, {str(folder)!r}); import sink; print('re' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True
    )
    # typing itself may have imported re
    assert not re.search(r"re\.compile\(", (folder / "sink.py").read_text("utf-8").split("def _matches")[0])
    assert run.stdout.strip() in ("True", "False")
