"""
Generate, or with --check compare, what is committed: `python -m tests.support.generated`.

`generator/orq_schema/generated/` holds all targets for the orq object, and validators of the request body, of the
configuration and of schemas themselves; the reference pages are docs/orq.md and docs/config.md, that of the rules
docs/rules.md, that of the revisions docs/history.md, that of the commands docs/cli.md. In `schemas/history/` there is
a copy of the canonical schema.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from jsonschema import Draft202012Validator
from tests.support import cli_docs

from orq_schema.cli.files import stale, write
from orq_schema.cli.jobs import render
from orq_schema.compile.closed import closed
from orq_schema.compile.module import source
from orq_schema.emit import lines
from orq_schema.emit.base import stamp
from orq_schema.evolve import history
from orq_schema.ir.build import build, without_types
from orq_schema.ir.nodes import Model
from orq_schema.load.revisions import revisions
from orq_schema.load.schema import builtin, from_contents
from orq_schema.rules.markdown import document

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "generator" / "orq_schema" / "generated"
JOBS = (
    (PACKAGE, "orq", ("dataclasses", "typeddicts", "validator")),
    (PACKAGE, "completions-request", ("validator",)),
    (PACKAGE, "config", ("validator",)),
    (ROOT / "docs", "orq", ("docs",)),
    (ROOT / "docs", "config", ("docs",)),
)


def line_structs() -> dict[str, str]:
    """What a great many JSON Lines are looked at with; of no use to others, and so no target of the command."""
    schema = builtin("orq")
    return dict(lines.emit(build(schema), schema))


def closed_validator() -> dict[str, str]:
    """What decides at once of most payloads that there is nothing to say of them, neither errors nor unknown keys."""
    schema = builtin("orq")
    return {"orq_closed.py": stamp(source(closed(schema), explains=False), without_types(schema), "python")}


def metaschema_validator() -> dict[str, str]:
    """The validator of draft 2020-12 schemas, which loading a schema asks first."""
    schema = from_contents(Draft202012Validator.META_SCHEMA, name="metaschema")
    return {"metaschema_validator.py": stamp(source(schema), without_types(schema), "python")}


def rules_page() -> dict[str, str]:
    """The page of all rules; its stamp has the digest of the files that it is made from."""
    sources = sorted((ROOT / "generator" / "orq_schema" / "rules").glob("*.toml"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    origin = Model("", (), "generator/orq_schema/rules", digest)
    return {"rules.md": stamp(document(), origin, "markdown")}


def history_page() -> dict[str, str]:
    """The page of all revisions; its stamp has the digest of the index and the schemas that it is made from."""
    folder = ROOT / "schemas" / "history"
    sources = [folder / "index.json", *sorted({Path(each.path) for each in revisions()})]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    return {"history.md": stamp(history.document(), Model("", (), "schemas/history", digest), "markdown")}


def canonical_copy() -> dict[str, str]:
    """
    The canonical schema, to lie beside those that refer to it.

    The YAML server of Red Hat looks for what a schema with an `$id` refers to in the folder of that schema, and
    then on the network; this one is in the folder above.
    """
    return {"orq.schema.json": (ROOT / "schemas" / "orq.schema.json").read_text(encoding="utf-8")}


def main(arguments: list[str]) -> int:
    """Write the files, or say which are stale; the exit code."""
    code = 0
    jobs = [
        *((folder, render(builtin(name), targets)) for folder, name, targets in JOBS),
        (PACKAGE, line_structs()),
        (PACKAGE, closed_validator()),
        (PACKAGE, metaschema_validator()),
        (ROOT / "docs", rules_page()),
        (ROOT / "docs", history_page()),
        (ROOT / "docs", cli_docs.page()),
        (ROOT / "schemas" / "history", canonical_copy()),
    ]
    for folder, files in jobs:
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
