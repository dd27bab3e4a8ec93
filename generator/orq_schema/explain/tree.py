"""The schema to explain: ours, or one from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema import resources
from orq_schema.validation.engine import LoadedTree, OwnTree

if TYPE_CHECKING:
    from orq_schema.load.revisions import Revision
    from orq_schema.validation.tree import Tree


def tree_of(path: str | None, revision: Revision | None = None) -> Tree:
    """
    The schema in the file at `path`; for None ours for the orq object, as it was in `revision`.

    Raises SchemaError where it cannot be read, UnsupportedError where its references lead in circles.
    """
    if path is None:
        return OwnTree(resources.schema_path("orq") if revision is None else revision.path)
    from orq_schema.compile import soundness
    from orq_schema.compile.program import Program
    from orq_schema.load.schema import load_file

    schema = load_file(path)
    soundness.check(Program(schema))
    return LoadedTree(schema)
