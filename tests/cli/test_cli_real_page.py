"""docs/real-payloads.md lists what is said of the 44 real payloads: all of it, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cli.runs import validate
from tests.support.shared import require_shared

PAGE = Path(__file__).parents[2] / "docs" / "real-payloads.md"
ROW = re.compile(r"\| (\d{3}-\S+) \| (\d+):(\d+) \| (\w+) \| (\S+) \| (?:`(\S+)` )?\| (\S.*) \|")


def test_the_page_lists_exactly_what_is_said() -> None:
    rows = [found.groups() for found in map(ROW.fullmatch, PAGE.read_text("utf-8").splitlines()) if found]
    listed = [
        (name, int(line), int(column), severity, rule, pointer or "")
        for name, line, column, severity, rule, pointer, _ in rows
    ]
    payloads = sorted(require_shared("payloads").glob("0*.json"))
    assert len(payloads) == 44
    said: list[tuple[object, ...]] = []
    for path in payloads:
        for line in validate("--format", "jsonl", str(path)).lines:
            found = json.loads(line)
            fields = ("line", "column", "severity", "rule", "pointer")
            said.append((path.stem, *[found[field] for field in fields]))
    assert said == listed


def test_every_row_is_defended() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| 0")]
    assert len(rows) > 20
    assert all(ROW.fullmatch(row) for row in rows)
