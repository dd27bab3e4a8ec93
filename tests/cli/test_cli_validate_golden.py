"""
What users read, for each mistake that they make: one folder a case, with the input and both reports.

`UPDATE_GOLDEN=1` writes the reports anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.cli.runs import report, validate

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir())


def expect(path: Path, actual: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(actual, "utf-8")
    assert actual == path.read_text("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN / case)
    (file,) = (path.name for path in Path().glob("input.*"))
    text = validate(file)
    expect(Path("expected.txt"), f"{text.out}exit code {text.code}\n")
    machine = validate("--format", "json", file)
    expect(Path("expected.json"), json.dumps(report(machine), indent=2) + "\n")
    assert machine.code == text.code


@pytest.mark.parametrize("case", CASES)
def test_golden_cases_tell_each_thing_once(case: str) -> None:
    found = json.loads((GOLDEN / case / "expected.json").read_text("utf-8"))["problems"]
    places = [(each["line"], each["column"], each["pointer"]) for each in found]
    assert len(set(places)) == len(places) or case == "missing-several-keys"
    assert places == sorted(places)


def test_there_are_golden_cases() -> None:
    assert len(CASES) >= 40
