"""What the schema of the configuration cannot say: names that are known elsewhere, and paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema import rules
from orq_schema.errors import OrqSchemaError
from orq_schema.validation.mistake import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.pointer import Steps


def check(table: dict[str, Any]) -> Iterator[Mistake]:
    """The mistakes in `table`, which its schema finds valid."""
    for index, name in enumerate(table.get("ignore", ())):
        refused = rules.refusal(name)
        if refused is not None:
            yield mistake(("ignore", index), *refused)
    for index, pattern in enumerate(table.get("exclude", ())):
        yield from _pattern(("exclude", index), pattern)
    for index, entry in enumerate(table.get("files", ())):
        steps = ("files", index)
        for at, pattern in enumerate(entry["match"]):
            yield from _pattern((*steps, "match", at), pattern)
        yield from _pointers(steps, entry)
        yield from _schema(steps, entry)
    for index, job in enumerate(table.get("generate", ())):
        yield from _separators(("generate", index, "out"), job["out"])
        yield from _schema(("generate", index), job)


def mistake(steps: Steps, message: str, hint: str | None = None) -> Mistake:
    """What is wrong with the value at `steps` of a configuration."""
    return Mistake(steps, at_key=False, rule="configuration", severity="error", message=message, hint=hint)


def _pattern(steps: Steps, pattern: str) -> Iterator[Mistake]:
    if not pattern or pattern.startswith("/") or ".." in pattern.split("/"):
        hint = "it starts at the folder of this file, and stays below"
        yield mistake(steps, "a pattern that no file can match", hint)
    # in brackets it stands for itself
    yield from _separators(steps, pattern.replace("[\\]", ""))


def _separators(steps: Steps, path: str) -> Iterator[Mistake]:
    if "\\" in path:
        yield mistake(steps, "a path with backslashes", 'write "/" between folders, on every system')


def _pointers(steps: Steps, entry: dict[str, Any]) -> Iterator[Mistake]:
    from orq_schema.payload.logs import check as check_pointer

    found = entry.get("at", [])
    for at, each in (
        [((), found)] if isinstance(found, str) else [((index,), one) for index, one in enumerate(found)]
    ):
        try:
            check_pointer(each)
        except ValueError as error:
            yield mistake((*steps, "at", *at), str(error))


def _schema(steps: Steps, table: dict[str, Any]) -> Iterator[Mistake]:
    """What is wrong with the choice of a schema."""
    if "revision" not in table:
        return
    from orq_schema.load.revisions import find

    if "schema" in table:
        message = '"revision" and "schema" exclude each other'
        yield mistake((*steps, "revision"), message)._replace(at_key=True)
        return
    if table["revision"] == "auto" and "match" in table:
        return
    try:
        find(table["revision"])
    except OrqSchemaError as error:
        yield mistake((*steps, "revision"), error.problem.message, error.problem.hint)
