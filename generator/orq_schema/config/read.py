"""A pyproject.toml to a Config: read as any payload, and checked by a schema of its own."""

# pathlib costs 8 ms at start-up, more than reading a payload
# ruff: noqa: PTH118, PTH120, PTH123
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from orq_schema import resources
from orq_schema.config.checks import check, mistake
from orq_schema.config.error import ConfigError
from orq_schema.config.find import OURS, is_misspelt
from orq_schema.config.model import Config, Entry, Job
from orq_schema.generated import config_validator
from orq_schema.jsonvalue import members
from orq_schema.payload.document import Unread
from orq_schema.payload.locate import Target
from orq_schema.payload.read import read_bytes
from orq_schema.payload.text import problem, reason
from orq_schema.validation.engine import Engine, OwnTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from orq_schema.errors import Problem
    from orq_schema.payload.document import Document
    from orq_schema.pointer import Steps
    from orq_schema.validation.mistake import Mistake

_TABLE = ("tool", OURS)


def read(file: str, tell: Callable[[Problem], None]) -> Config:
    """
    What the table `[tool.orq-schema]` in the TOML file `file` says; `tell` takes warnings of what is passed over.

    Raises ConfigError with all that the schema of it finds wrong, or else with what only the code can tell.
    """
    found = _read(file, tell)
    if found is None:
        raise ConfigError([problem(file, "configuration", "it has no table [tool.orq-schema]")])
    return found


def first(files: Iterable[str], tell: Callable[[Problem], None]) -> Config | None:
    """What the first of `files` says that has such a table; None if none has. `tell` and ConfigError as of `read`."""
    return next((found for each in files if (found := _read(each, tell)) is not None), None)


def _read(file: str, tell: Callable[[Problem], None]) -> Config | None:
    document = _document(file)
    tools = members(members(document.value).get("tool"))
    for steps in _misspelt(document.value):
        message = f"[{'.'.join(map(str, steps))}] is no table of ours, and is not read"
        hint = "did you mean [tool.orq-schema]?"
        tell(
            problem(file, "configuration", message, hint, document.key_place(steps))._replace(
                severity="warning"
            )
        )
    table = tools.get(OURS)
    if table is None:
        return None
    target = Target(table, _TABLE, "orq")
    if not config_validator.is_valid(table):
        raise ConfigError(_against_schema(document, target))
    found = [_placed(document, target, each) for each in check(table)]
    if found:
        raise ConfigError(sorted(found, key=lambda each: (each.line or 0, each.column or 0)))

    return _config(file, table, lambda steps, message: _placed(document, target, mistake(steps, message)))


def _misspelt(value: Any) -> Iterator[Steps]:
    """Where there are tables that were meant to be ours: misspelt, or not below [tool]."""
    for name, table in members(value).items():
        if name == OURS or is_misspelt(name):
            yield (name,)
        elif name == "tool":
            yield from ((name, each) for each in members(table) if is_misspelt(each))


def _document(file: str) -> Document:
    try:
        with open(file, "rb") as stream:
            data = stream.read()
    except FileNotFoundError:
        raise ConfigError([problem(file, "file-not-found", "no such file")]) from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "a file name that no file can have"
        raise ConfigError(
            [problem(file, "unreadable", f"a configuration that cannot be read: {why}")]
        ) from None
    # a byte order mark comes as a warning of its own
    (found,) = [
        each
        for each in read_bytes(file, data, kind="toml")
        if not isinstance(each, Unread) or each.problem.severity == "error"
    ]
    if isinstance(found, Unread):
        from orq_schema.validation.excerpt import of_unread

        raise ConfigError([of_unread(found, show_values=False)])
    return found


def _against_schema(document: Document, target: Target) -> list[Problem]:
    from orq_schema.validation.check import Options
    from orq_schema.validation.check import check as judge

    engine = Engine(
        config_validator.is_valid,
        config_validator.iter_errors,
        lambda: config_validator.DEFINITIONS,
        _tree,
    )
    # that a revision is a date where it is not in quotes is no fault here; and --fix is for payloads
    return [
        each._replace(detail=each.detail._replace(mend=None))
        for each in judge(document, target, engine, Options())
        if each.severity == "error"
    ]


def _tree() -> OwnTree:
    return OwnTree(resources.schema_path("config"))


def _placed(document: Document, target: Target, found: Mistake) -> Problem:
    from orq_schema.validation.placing import Placing

    return Placing(document, target, _tree(), show_values=False).problem(found)


def _config(file: str, table: dict[str, Any], blame: Callable[[Steps, str], Problem]) -> Config:
    folder = os.path.dirname(file)

    def path(text: str | None) -> str | None:
        return None if text is None else os.path.join(folder, text)

    return Config(
        file,
        folder,
        blame,
        files=tuple(
            Entry(
                tuple(each["match"]),
                path(each.get("schema")),
                each.get("revision"),
                each.get("as"),
                _listed(each.get("at", [])),
            )
            for each in table.get("files", ())
        ),
        exclude=tuple(table.get("exclude", ())),
        strict=table.get("strict"),
        ignored=frozenset(table["ignore"]) if "ignore" in table else None,
        baseline=path(table.get("baseline")),
        jobs=tuple(
            Job(
                each["out"],
                os.path.join(folder, each["out"]),
                tuple(each.get("target", ())),
                path(each.get("schema")),
                each.get("revision"),
            )
            for each in table.get("generate", ())
        ),
    )


def _listed(texts: str | list[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)
