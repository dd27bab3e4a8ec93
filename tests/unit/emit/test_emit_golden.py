"""
Schemas with the files that are generated from them: tests/golden/<case>/.

`UPDATE_GOLDEN=1 pytest tests/unit/emit/test_emit_golden.py` writes what is expected anew.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import typing
from pathlib import Path

import pytest
from tests.unit.emit.modules import import_text

from orq_schema.emit import TARGETS
from orq_schema.errors import UnsupportedError
from orq_schema.ir.build import build
from orq_schema.load import schema as load

GOLDEN = Path(__file__).parents[2] / "golden"
OWN = ("dataclasses", "typeddicts", "docs")
CASES = sorted(path.parent.name for path in GOLDEN.glob("*/*.schema.json"))
SCHEMAS = {"orq": load.builtin("orq")} | {
    case: load.load_file(str(GOLDEN / case / f"{case}.schema.json"))
    for case in CASES
    if not case.startswith("refused")
}
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


def compare(path: Path, text: str) -> None:
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text


def files(case: str) -> dict[str, str]:
    schema = SCHEMAS[case]
    model = build(schema)
    return {name: text for target in OWN for name, text in TARGETS[target](model, schema).items()}


@pytest.mark.parametrize("case", SCHEMAS)
def test_generated_files(case: str) -> None:
    generated = files(case)
    assert len(generated) == len(OWN)
    for name, text in generated.items():
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert "\r" not in text
        compare(GOLDEN / case / "expected" / name, text)


@pytest.mark.parametrize("case", SCHEMAS)
def test_generated_modules_can_be_imported_and_asked_for_their_hints(case: str) -> None:
    for name, text in files(case).items():
        if name.endswith(".py"):
            ast.parse(text)
            module = import_text(text, f"golden_{name.removesuffix('.py')}")
            for each in vars(module).values():
                if isinstance(each, type) and each.__module__ == module.__name__:
                    assert typing.get_type_hints(each) is not None


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith("refused")])
def test_refusals(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN / case)
    with pytest.raises(UnsupportedError) as caught:
        build(load.load_file(f"{case}.schema.json"))
    problem = caught.value.problem
    lines = [problem.file, problem.pointer, problem.rule, problem.message, problem.hint or "-"]
    compare(GOLDEN / case / "problems.txt", "\n".join(lines) + "\n")


_PRINT = """
from orq_schema.emit import TARGETS
from orq_schema.ir.build import build
from orq_schema.load import schema as load
import hashlib
made = hashlib.sha256()
for name in ("orq", "completions-request"):
    schema = load.builtin(name)
    for target in ("dataclasses", "typeddicts", "docs"):
        for path, text in TARGETS[target](build(schema), schema).items():
            made.update((path + text).encode())
print(made.hexdigest())
"""


def test_the_same_bytes_whatever_the_seed_of_hashes() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", _PRINT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(digests) == 1
