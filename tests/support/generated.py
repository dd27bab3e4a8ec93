"""
Generate, or with --check compare, what is committed: `python -m tests.support.generated`.

`generator/orq_schema/generated/` holds all targets for the orq object and the validator of the request body;
the reference page is docs/orq.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from orq_schema import resources
from orq_schema.cli.files import stale, write
from orq_schema.cli.generate import render

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "generator" / "orq_schema" / "generated"
JOBS = (
    (PACKAGE, "orq", ("dataclasses", "typeddicts", "validator")),
    (PACKAGE, "completions-request", ("validator",)),
    (ROOT / "docs", "orq", ("docs",)),
)


def main(arguments: list[str]) -> int:
    """Write the files, or say which are stale; the exit code."""
    code = 0
    for folder, name, targets in JOBS:
        files = render(resources.schema_path(name), targets)
        if "--check" in arguments:
            for each in stale(str(folder), files):
                print(f"{each.path}: stale: {each.reason}; run `make generate`")
                code = 1
        else:
            for path in write(str(folder), files):
                print(f"wrote {path}")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
