"""Whole-process time of checking many small files in one call, beside check-jsonschema on the same files."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import yaml
from measure import Row, processes, row
from payloads import SCHEMA, various

BIN = Path(sys.executable).parent
PEER = "check-jsonschema"
GOAL = 0.2


def write(folder: str, count: int, ending: str) -> list[str]:
    """Write `count` payloads into `folder`, of a few shapes and none with a mistake; their paths."""
    shapes = various()
    paths = [Path(folder, f"{number:04}.{ending}") for number in range(count)]
    for number, path in enumerate(paths):
        payload = {**shapes[number % len(shapes)], "thread": {"id": f"thread_{number}"}}
        text = json.dumps(payload, indent=2) if ending == "json" else yaml.safe_dump(payload, sort_keys=False)
        path.write_text(text, encoding="utf-8")
    return list(map(str, paths))


def measure(count: int, ending: str) -> dict[str, float]:
    """Seconds for each tool, called as its hook calls it."""
    with tempfile.TemporaryDirectory() as folder:
        files = write(folder, count, ending)
        return processes(
            {
                "orq-schema": [str(BIN / "orq-schema"), "validate", "--strict", *files],
                PEER: [str(BIN / PEER), "--schemafile", str(SCHEMA), *files],
            },
            rounds=7,
        )


def rows() -> list[Row]:
    """The comparison."""
    return [
        row(
            f"checking {count:,} small {ending.upper()} files in one call, time",
            measure(count, ending),
            (PEER, GOAL),
        )
        for count, ending in ((500, "json"), (1000, "json"), (1000, "yaml"))
    ]
