"""Whole-process time of validating one small file, beside check-jsonschema on the same file and schema."""

from __future__ import annotations

import sys
from pathlib import Path

from measure import processes

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
TARGET = 0.25


def measure() -> dict[str, float]:
    """Seconds for each tool."""
    payload = str(ROOT / "examples" / "support-chat.json")
    schema = str(ROOT / "schemas" / "orq.schema.json")
    return processes(
        {
            "orq-schema": [str(BIN / "orq-schema"), "validate", payload],
            "check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", schema, payload],
            "python -m jsonschema": [
                sys.executable,
                "-W",
                "ignore",
                "-m",
                "jsonschema",
                "-i",
                payload,
                schema,
            ],
            "python -c pass": [sys.executable, "-c", "pass"],
        }
    )


def main() -> int:
    """Print the ratios; 1 if ours is over the target."""
    taken = measure()
    ours = taken["orq-schema"]
    for name, seconds in taken.items():
        print(f"{name:22} {seconds * 1000:7.1f} ms   orq-schema is at {ours / seconds:.2f} of it")
    return int(ours > TARGET * taken["check-jsonschema"])


if __name__ == "__main__":
    sys.exit(main())
