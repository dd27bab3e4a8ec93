"""The official JSON Schema test suite, and the table of scores in docs/validators.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.json_schema_suite import files, score
from tests.support.shared import SHARED

DOCS = Path(__file__).resolve().parents[2] / "docs" / "validators.md"
REQUIRED = sorted(path.stem for path in (SHARED / "json-schema-test-suite/draft2020-12").glob("*.json"))


@pytest.mark.parametrize("name", REQUIRED or ["absent"])
def test_required(name: str) -> None:
    (path,) = [each for each in files(optional=False) if each.stem == name]
    found = score(path)
    assert (found.wrong, found.refused) == ((), ())
    assert found.right > 0


def test_there_are_1299_required_cases() -> None:
    text = "".join(path.read_text("utf-8") for path in files(optional=False))
    assert len(re.findall(r'^ +"valid": (?:true|false)', text, re.MULTILINE)) == 1299


def table() -> str:
    rows = ["| file | right | wrong | refused |", "| --- | --: | --: | --: |"]
    total = [0, 0, 0]
    for path in files(optional=True):
        found = score(path)
        counts = (found.right, len(found.wrong), len(found.refused))
        total = [sum(pair) for pair in zip(total, counts, strict=True)]
        name = path.stem if path.parent.name == "optional" else f"format/{path.stem}"
        rows.append(f"| {name} | {' | '.join(map(str, counts))} |")
    rows.append(f"| all of `optional/` | {' | '.join(map(str, total))} |")
    return "\n".join(rows)


def test_the_documented_scores_of_the_optional_files() -> None:
    text = DOCS.read_text("utf-8")
    found = re.search(r"<!-- optional: [^>]*-->\n\n(.*?)\n\n", text, re.DOTALL)
    assert found is not None
    assert found[1] == table()
