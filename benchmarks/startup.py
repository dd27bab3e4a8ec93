"""Whole-process time of validating one small file, beside the peers on the same file and schema."""

from __future__ import annotations

import sys
from pathlib import Path

from measure import Row, processes, row
from payloads import ROOT, SCHEMA

BIN = Path(sys.executable).parent
GOAL = 0.25


def rows() -> list[Row]:
    """The comparison."""
    payload = str(ROOT / "examples" / "support-chat.json")
    library = [sys.executable, "-W", "ignore", "-m", "jsonschema", "-i", payload, str(SCHEMA)]
    taken = processes(
        {
            "orq-schema": [str(BIN / "orq-schema"), "validate", payload],
            "check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", str(SCHEMA), payload],
            "python -m jsonschema": library,
        }
    )
    return [row("checking one small JSON file, whole process, time", taken, ("check-jsonschema", GOAL))]
