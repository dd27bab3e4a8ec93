"""Whole-process time of checking 500 small JSON files in one run, beside check-jsonschema on the same files."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from measure import processes
from payloads import SCHEMA, small

BIN = Path(sys.executable).parent
FILES = 500
TARGET = 0.2


def write(folder: str) -> list[str]:
    """Write small payloads into `folder`, all different and without a mistake; their paths."""
    paths = [Path(folder, f"{number:03}.json") for number in range(FILES)]
    for number, path in enumerate(paths):
        payload = {**small(), "retry": {"count": 1 + number % 5}, "thread": {"id": f"thread_{number}"}}
        path.write_text(json.dumps(payload, indent=2), encoding="utf-8")
    return [str(path) for path in paths]


def measure() -> dict[str, float]:
    """Seconds for each tool, called as its hook calls it."""
    with tempfile.TemporaryDirectory() as folder:
        files = write(folder)
        return processes(
            {
                "orq-schema": [str(BIN / "orq-schema"), "validate", "--strict", *files],
                "check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", str(SCHEMA), *files],
            },
            rounds=7,
        )


def main() -> int:
    """Print the ratio; 1 if it is over the target."""
    taken = measure()
    ratio = taken["orq-schema"] / taken["check-jsonschema"]
    for name, seconds in taken.items():
        print(f"{name:18} {seconds * 1000:7.1f} ms for {FILES} files")
    print(f"orq-schema is at {ratio:.3f} of check-jsonschema; {TARGET} is the target")
    return int(ratio > TARGET)


if __name__ == "__main__":
    sys.exit(main())
