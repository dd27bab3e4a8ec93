"""Config: what a pyproject.toml says, checked, and its paths as they are reached from the working directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.errors import Problem
    from orq_schema.pointer import Steps


class Entry(NamedTuple):
    """
    Files that are checked alike: by which schema, or which revision, and what in them.

    None stands for what the configuration leaves open. Patterns start at the folder of the configuration, `schema`
    is a path from the working directory.
    """

    match: tuple[str, ...]
    schema: str | None = None
    revision: str | None = None
    kind: Literal["auto", "orq", "request"] | None = None
    at: tuple[str, ...] = ()


class Job(NamedTuple):
    """
    What is generated: into the folder `out`, as it is written in the configuration; `folder` is the path to it.

    `targets` is empty where it is left open.
    """

    out: str
    folder: str
    targets: tuple[str, ...] = ()
    schema: str | None = None
    revision: str | None = None


class Config(NamedTuple):
    """
    All of one configuration; None stands for what it leaves open.

    `file` is its path and `folder` that of the folder it is in, from the working directory; "" is that itself.
    `problem` makes a problem out of what is wrong with the value at some steps below the table.
    """

    file: str
    folder: str
    problem: Callable[[Steps, str], Problem]
    files: tuple[Entry, ...] = ()
    exclude: tuple[str, ...] = ()
    strict: bool | None = None
    ignored: frozenset[str] | None = None
    baseline: str | None = None
    jobs: tuple[Job, ...] = ()
