"""Which of the mistakes that people make are reported, with their place, and with the mend."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from measure import Row, row
from payloads import MISTAKES, SCHEMA

BIN = Path(sys.executable).parent
_PLACE = re.compile(r":\d+:\d+|line \d+,? column \d+")


class Score(NamedTuple):
    """Of all mistakes, how many a tool reports, how many with line and column, how many with the mend."""

    reported: int
    placed: int
    mended: int


def measure() -> dict[str, Score]:
    """The scores of each tool."""
    commands = {
        "orq-schema": [str(BIN / "orq-schema"), "validate", "--strict"],
        "check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", str(SCHEMA)],
        "python -m jsonschema": [sys.executable, "-W", "ignore", "-m", "jsonschema", str(SCHEMA), "-i"],
    }
    return {name: _score(command) for name, command in commands.items()}


def rows() -> list[Row]:
    """The comparison."""
    what = f"of {len(MISTAKES)} mistakes that people make: reported, with line and column, with the mend"
    return [row(what, {name: ", ".join(map(str, score)) for name, score in measure().items()})]


def _score(command: list[str]) -> Score:
    found = [0, 0, 0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "payload.json")
        for mistake in MISTAKES:
            path.write_text(mistake.text, encoding="utf-8")
            done = subprocess.run([*command, str(path)], check=False, capture_output=True, text=True)
            if done.returncode == 0:
                continue
            output = done.stdout + done.stderr
            found[0] += 1
            found[1] += _PLACE.search(output) is not None
            found[2] += mistake.mend in output
    return Score(*found)
