"""
Generate, or with --check compare, what is committed: `python -m tests.support.generated`.

`generator/orq_schema/generated/` holds all targets for the orq object, and validators of the request body and of
schemas themselves; the reference page is docs/orq.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from jsonschema import Draft202012Validator

from orq_schema import resources
from orq_schema.cli.files import stale, write
from orq_schema.cli.generate import render
from orq_schema.compile.module import source
from orq_schema.emit.base import stamp
from orq_schema.ir.build import without_types
from orq_schema.load.schema import from_contents

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "generator" / "orq_schema" / "generated"
JOBS = (
    (PACKAGE, "orq", ("dataclasses", "typeddicts", "validator")),
    (PACKAGE, "completions-request", ("validator",)),
    (ROOT / "docs", "orq", ("docs",)),
)


def metaschema_validator() -> dict[str, str]:
    """The validator of draft 2020-12 schemas, which loading a schema asks first."""
    schema = from_contents(Draft202012Validator.META_SCHEMA, name="metaschema")
    return {"metaschema_validator.py": stamp(source(schema), without_types(schema), "python")}


def main(arguments: list[str]) -> int:
    """Write the files, or say which are stale; the exit code."""
    code = 0
    jobs = [(folder, render(resources.schema_path(name), targets)) for folder, name, targets in JOBS]
    for folder, files in (*jobs, (PACKAGE, metaschema_validator())):
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
