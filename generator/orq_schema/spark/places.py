"""Where an archive has the validators that are made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orq_schema.load.revisions import Revision

# a package that is in archives only
MADE = "orq_schema.made"


def folder_of(revision: Revision) -> str:
    """The name of the package in it that has the validators of `revision`."""
    return f"r{revision.id.replace('-', '_')}"
