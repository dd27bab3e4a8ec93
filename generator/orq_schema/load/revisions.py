"""The revisions of the orq object: which there are, which of them a text means, and the schema of each."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from orq_schema import resources
from orq_schema.errors import OrqSchemaError, Problem
from orq_schema.load.json_text import parse, read

if TYPE_CHECKING:
    from orq_schema.load.schema import LoadedSchema

LATEST = "latest"
DEFAULT = resources.REVISION

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class UnknownRevisionError(OrqSchemaError):
    """A text that means no revision, or several: exit code 2."""


class Revision(NamedTuple):
    """
    One content that the published orq object had.

    `id` is the day on which it appeared (ISO 8601) and the short hash of the upstream commit; `commits` are all
    that brought it. `path` is the file of its schema, `change` a sentence on what is new. `twin_of` is the id of
    the revision whose schema it shares, since they differ in text alone. One that is "flapping" was published
    by turns with a neighbour, one that is "short-lived" was withdrawn: `until` is the last day of that.
    """

    id: str
    path: str
    commits: tuple[str, ...]
    change: str
    twin_of: str | None
    standing: Literal["lasting", "flapping", "short-lived"]
    until: str | None

    @property
    def date(self) -> str:
        """The day on which it appeared, as ISO 8601 writes it."""
        return self.id[:10]


@cache
def revisions() -> tuple[Revision, ...]:
    """Every revision, the oldest first."""
    folder = Path(resources.schemas(), "history")
    index = folder / "index.json"
    return tuple(
        Revision(
            id=each["id"],
            path=str((folder / each["file"]).resolve()),
            commits=tuple(each["commits"]),
            change=each["change"],
            twin_of=each.get("twin_of"),
            standing=each["standing"],
            until=each.get("until"),
        )
        for each in parse(read(str(index)), str(index))["revisions"]
    )


def find(text: str) -> Revision:
    """
    The revision that `text` means: `latest`, a date, an id, or as much of one as no other has.

    A date means the last content of that day. Raises UnknownRevisionError, with a hint at what there is.
    """
    known = revisions()
    found = [known[-1]] if text == LATEST else [each for each in known if text and each.id.startswith(text)]
    if _DATE.fullmatch(text):
        found = found[-1:]
    if len(found) == 1:
        return found[0]
    if found:
        raise _unknown(
            f"{text!r} begins several revisions", f"it may be {', '.join(each.id for each in found)}"
        )
    raise _unknown(f"there is no revision {text!r}", _near(text))


def unusual(text: str) -> Revision | None:
    """The revision that `text` means, as `find` has it; None for the default one, whose validator is made already."""
    found = find(text)
    return None if found == find(DEFAULT) else found


def label(revision: Revision) -> str:
    """The shortest that `find` takes for `revision`: its date, or its id where that was not the last of the day."""
    return revision.date if find(revision.date) == revision else revision.id


def load(revision: Revision) -> LoadedSchema:
    """The schema of `revision`, under the name that the orq object has whatever its revision is."""
    # checking schemas takes ten times as long to import as finding one
    from orq_schema.load.schema import load_file

    return load_file(revision.path, name="orq")


def _near(text: str) -> str:
    """What somebody may have meant who wrote `text`."""
    known = revisions()
    if text == "auto":
        return (
            "`orq-schema validate` and `validate_text` alone look for one that fits; "
            "`orq_schema.fitting_revisions(value)` names them all"
        )
    if _DATE.fullmatch(text):
        before = [each.id for each in known if each.date < text][-1:]
        after = [each.id for each in known if each.date > text][:1]
        words = (("the one before is", before), ("the next one is", after))
        return ", ".join(f"{said} {found[0]}" for said, found in words if found)
    from difflib import get_close_matches

    close = get_close_matches(text, [*(each.id for each in known), *(each.date for each in known)], 1)
    return f"did you mean {close[0]}?" if close else f"they are from {known[0].date} to {known[-1].date}"


def _unknown(message: str, hint: str) -> UnknownRevisionError:
    return UnknownRevisionError(
        Problem("--revision", None, None, "", "unknown-revision", "error", message, hint)
    )
