"""A generated module costs little to import, and leaves the instance alone."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from orq_schema.compile.validator import compile_schema

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z]+$", "default": "x"},
        "size": {"type": "number", "multipleOf": 0.1},
        "items": {
            "type": "array",
            "uniqueItems": True,
            "items": {"anyOf": [{"type": "string"}, {"type": "number"}]},
        },
    },
    "patternProperties": {"^x-": {"type": "string"}},
    "additionalProperties": False,
    "unevaluatedProperties": False,
}


def test_importing_compiles_no_pattern_and_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "made.py").write_text(compile_schema(SCHEMA).source, encoding="utf-8")
    code = (
        "import __future__, sys, typing; before = set(sys.modules)\n"
        "import re; compiled = []; original = re.compile\n"
        "re.compile = lambda *a, **k: compiled.append(a) or original(*a, **k)\n"
        "import made\n"
        "print(sorted(set(sys.modules) - before), compiled)\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['made'] []"


@pytest.mark.parametrize("instance", [{}, {"size": 0.3}, {"name": "A", "items": [1, 1.0], "more": {}}])
def test_an_instance_is_left_as_it_is(instance: Any) -> None:
    validator = compile_schema(SCHEMA)
    before = json.dumps(instance), copy.deepcopy(instance)
    validator.is_valid(instance)
    list(validator.iter_errors(instance))
    assert (json.dumps(instance), instance) == before
