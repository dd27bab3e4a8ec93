"""`orq-schema.lock`: from which schemas, and by which tool, the files of the configured jobs were generated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.cli.files import Stale, read, write
from orq_schema.jsonvalue import elements, members
from orq_schema.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAME = "orq-schema.lock"


class Entry(NamedTuple):
    """
    What was generated into `out`, the folder as the configuration has it, under the stem `name`.

    `schema` is the `$id` of the schema, or its path as the configuration has it where it has none; `revision` is the
    id of the orq object's revision, None for a schema of one's own. `tool` is the version of this tool.
    """

    out: str
    name: str
    schema: str
    revision: str | None
    sha256: str
    tool: str


class Lock:
    """The lock in `folder`, as it should be by `entries`, and as it is."""

    def __init__(self, folder: str, entries: Iterable[Entry]) -> None:
        self.path = str(Path(folder, _NAME))
        self._folder = folder
        # jobs of one folder may share a schema
        self._entries = [each for _, each in sorted({each[:2]: each for each in entries}.items())]
        self._text = read(Path(self.path))

    def stale(self) -> list[Stale]:
        """Why the lock is not as it should be: one for each job that differs; none where it is."""
        expected = _rendered(self._entries)
        if self._text == expected:
            return []
        reasons = ["missing"] if self._text is None else list(self._differences(self._text))
        return [Stale(self.path, reason, expected, self._text) for reason in reasons or ["edited by hand"]]

    def write(self) -> list[str]:
        """Write the lock if it is not as it should be; its path if it was written. Raises UnreadableError."""
        return write(self._folder, {_NAME: _rendered(self._entries)})

    def _differences(self, text: str) -> Iterator[str]:
        known = _parsed(text)
        if known is None:
            yield "not a lock of this tool"
            return
        for entry in self._entries:
            before = known.pop(entry[:2], None)
            changes = ["not in the lock"] if before is None else list(_changes(before, entry))
            if changes:
                yield f"{_shown(entry)}: {', and '.join(changes)}"
        for entry in known.values():
            yield f"{_shown(entry)}: no job any more"


def _changes(before: Entry, now: Entry) -> Iterator[str]:
    if before.schema != now.schema or before.revision != now.revision:
        old, new = before.revision or before.schema, now.revision or now.schema
        what = "revision" if before.revision and now.revision else "schema"
        yield f"the {what} changed since the lock ({printable(old)} -> {printable(new)})"
    elif before.sha256 != now.sha256:
        yield f"the schema changed since the lock (sha256 {printable(before.sha256[:12])} -> {now.sha256[:12]})"
    if before.tool != now.tool:
        yield f"the tool changed since the lock ({printable(before.tool)} -> {now.tool})"


def _shown(entry: Entry) -> str:
    return printable(f"{entry.name} in {entry.out}")


def _rendered(entries: Iterable[Entry]) -> str:
    jobs = [each._asdict() for each in entries]
    return json.dumps({"version": 1, "jobs": jobs}, indent=2, ensure_ascii=False) + "\n"


def _parsed(text: str) -> dict[tuple[str, ...], Entry] | None:
    """The entries of a lock by folder and stem; None where `text` is none, such as after a merge that failed."""
    try:
        contents = members(json.loads(text))
    except (ValueError, RecursionError):
        return None
    found: dict[tuple[str, ...], Entry] = {}
    for each in elements(contents.get("jobs")):
        values: dict[str, Any] = {name: members(each).get(name) for name in Entry._fields}
        if not all(
            isinstance(value, str) or (value is None and name == "revision") for name, value in values.items()
        ):
            return None
        entry = Entry(**values)
        found[entry[:2]] = entry
    return found if contents.get("version") == 1 else None
