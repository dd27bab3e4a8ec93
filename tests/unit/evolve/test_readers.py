"""What changes break for generated models, against what EVOLUTION.md says of each revision."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from tests.support.shared import require_shared

from orq_schema.evolve.compare import compare
from orq_schema.load.revisions import find, load, revisions

# the column "breaks generated models?", whether it says YES
BREAKS = {
    "2025-09-04-297ef24d4": False,
    "2025-12-05-34469f234": True,
    "2025-12-05-316e0b3d2": False,
    "2025-12-17-03961abb3": True,
    "2026-01-12-f9e0bcf42": False,
    "2026-01-22-632fb112d": False,
    "2026-01-23-2a606c20e": True,
    "2026-01-24-fc24809dc": False,
    "2026-02-09-4013ced90": False,
    "2026-03-03-39c5cf14a": False,
    "2026-06-03-5d024ca4a": True,
    "2026-06-03-0338bdbaf": False,
    "2026-07-08-b774e2cb1": False,
    "2026-08-14-bee8deab0": True,
    "2026-08-20-b6c1c6a3b": True,
}
# the row speaks of the content before the short-lived one; that one's models do break
BEFORE = {"2026-06-03-0338bdbaf": "2026-03-03-39c5cf14a"}
IDS = [each.id for each in revisions()]


def breaks_models(old: str, new: str) -> bool:
    return any(each.readers == "breaking" for each in compare(load(find(old)), load(find(new))))


@pytest.mark.parametrize(("neighbour", "new"), list(pairwise(IDS)))
def test_models_break_where_evolution_md_says_so(neighbour: str, new: str) -> None:
    assert breaks_models(BEFORE.get(new, neighbour), new) is BREAKS[new]


def test_the_models_of_the_short_lived_content_break() -> None:
    assert breaks_models("2026-06-03-5d024ca4a", "2026-06-03-0338bdbaf")


@pytest.mark.parametrize("new", BREAKS)
def test_the_table_is_that_of_evolution_md(new: str) -> None:
    text = require_shared("upstream/EVOLUTION.md").read_text("utf-8")
    commit = new[11:]
    (row,) = [line for line in text.splitlines() if re.match(rf"\| \d+ (\| [^|]*)?\| [^|]*{commit}", line)]
    assert row.split("|")[-2].strip().startswith("**YES**") is BREAKS[new]
