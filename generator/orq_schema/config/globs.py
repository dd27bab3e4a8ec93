"""Few patterns for many files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orq_schema.payload.kinds import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# what would mean something else in a pattern
_MARKS = re.compile(r"[*?\[\\]")


def patterns(wanted: Collection[str], others: Collection[str]) -> dict[str, list[str]]:
    """
    Patterns for all of `wanted` and none of `others`, each with the files of `wanted` that it was made for.

    The files are paths with `/`, none of them in both. A folder whose files of one extension are all wanted gets one
    pattern for these, the one highest up; but never the folder that the paths start from, into which many a file is
    put that nobody thinks of.
    """
    found: dict[str, list[str]] = {}
    for name in sorted(wanted):
        found.setdefault(_pattern(name, others), []).append(name)
    return found


def _pattern(name: str, others: Collection[str]) -> str:
    extension = _extension(name)
    for folder in _folders(name) if extension else ():
        if not any(other.startswith(f"{folder}/") and other.endswith(extension) for other in others):
            return f"{_literal(folder)}/**/*{_literal(extension)}"
    return _literal(name)


def _folders(name: str) -> Iterator[str]:
    """The folders that `name` is in, from the top."""
    parts = name.split("/")
    for depth in range(1, len(parts)):
        yield "/".join(parts[:depth])


def _extension(name: str) -> str:
    """The extension of `name`, as it is written, if files are found by it; else nothing."""
    return next((name[-len(each) :] for each in EXTENSIONS if name.lower().endswith(each)), "")


def _literal(path: str) -> str:
    return _MARKS.sub(r"[\g<0>]", path)
