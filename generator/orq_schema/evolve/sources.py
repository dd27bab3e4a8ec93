"""What people name when they compare: a revision, a file, or a file as it was in a commit of git."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.errors import Problem
from orq_schema.evolve.committed import load_committed
from orq_schema.load import revisions
from orq_schema.load.revisions import UnknownRevisionError
from orq_schema.load.schema import load_file

if TYPE_CHECKING:
    from orq_schema.load.schema import LoadedSchema

# a tag may begin like a date: with a colon it is a commit's file
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}[^:]*")


class Source(NamedTuple):
    """A schema, what to call it, and the day of it (ISO 8601) where it has one."""

    name: str
    schema: LoadedSchema
    date: str | None = None


def find(text: str) -> Source:
    """
    The schema that `text` means: `latest`, a revision's date or id, a file, or `COMMIT:PATH` as git writes it.

    A file that is there goes before a reference of git. Raises UnknownRevisionError for what is none of these,
    SchemaError for what cannot be read or is no schema.
    """
    if text == revisions.LATEST or (_DATE.fullmatch(text) and not Path(text).exists()):
        revision = revisions.find(text)
        return Source(revision.id, revisions.load(revision), revision.date)
    if not Path(text).exists() and ":" in text:
        return Source(text, load_committed(text))
    if text and (Path(text).exists() or "/" in text or "." in text):
        return Source(text, load_file(text))
    message = f"{text!r} is no revision and no file"
    hint = "give a date such as 2025-09-04, latest, a file, or COMMIT:PATH"
    raise UnknownRevisionError(Problem(text, None, None, "", "unknown-revision", "error", message, hint))
