"""Which files the patterns of a configuration mean, and what it says of one file."""

# pathlib costs 8 ms at start-up, more than reading a payload
# ruff: noqa: PTH100, PTH118
from __future__ import annotations

import os
from typing import TYPE_CHECKING

from orq_schema.payload.find import find
from orq_schema.payload.folders import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.config.model import Config, Entry
    from orq_schema.errors import Problem
    from orq_schema.payload.find import Source


def sources(config: Config) -> Iterator[Source | Problem]:
    """The files that the patterns of all entries mean, as the command line would take them; none is given twice."""
    patterns = [pattern for entry in config.files for pattern in entry.match]
    yield from find(list(dict.fromkeys(os.path.join(config.folder, each) for each in patterns)))


def entry_of(config: Config, file: str) -> Entry | None:
    """The first entry that has a pattern for `file`, a path from the working directory."""
    inner = _inside(config, file)
    return next((each for each in config.files if inner and fits(inner, each.match)), None)


def is_excluded(config: Config, file: str) -> bool:
    """Whether `file`, a path from the working directory, is one of those that are never checked."""
    inner = _inside(config, file) if config.exclude else None
    return inner is not None and fits(inner, config.exclude)


def fits(file: str, patterns: Iterable[str]) -> bool:
    """Whether one of `patterns` is for `file`, a path from where they start; a folder is all that is in it."""
    return any(_fits(file, os.path.normpath(each)) for each in patterns)


def _fits(file: str, pattern: str) -> bool:
    return pattern == "." or file.startswith(f"{pattern}{os.sep}") or matches(file, pattern)


def _inside(config: Config, file: str) -> str | None:
    """The path of `file` from the folder of the configuration; None where it is elsewhere."""
    inner = os.path.relpath(os.path.abspath(file), os.path.abspath(config.folder))
    return None if f"{inner}{os.sep}".startswith(f"{os.pardir}{os.sep}") else inner
