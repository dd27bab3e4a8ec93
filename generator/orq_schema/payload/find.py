"""The payload files that a command line means."""

# pathlib costs 8 ms at start-up, more than reading a payload
# ruff: noqa: PTH112, PTH118
from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.payload.kinds import kind_of_name
from orq_schema.payload.text import problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from orq_schema.errors import Problem

_SKIPPED = frozenset({"node_modules", "__pycache__", "venv"})


class Source(NamedTuple):
    """A file to read. `named`: given on the command line; False: found by walking a directory."""

    file: str
    named: bool


def find(paths: Sequence[str]) -> Iterator[Source | Problem]:
    """
    The files that `paths` mean, directories walked in the order of their names.

    What is no directory comes back as it is, `-` for standard input and missing files too. A directory that
    cannot be listed, or has no payload file, is a Problem (`unreadable`, `no-files`).
    """
    for path in paths:
        if path != "-" and os.path.isdir(path):
            yield from _walk(path)
        else:
            yield Source(path, named=True)


def _walk(top: str) -> Iterator[Source | Problem]:
    empty = True
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            files, folders = _listing(folder)
        except OSError as error:
            empty = False
            yield problem(folder, "unreadable", f"a directory that cannot be listed: {reason(error)}")
            continue
        for file in files:
            empty = False
            yield Source(file, named=False)
        waiting.extend(reversed(folders))
    if empty:
        yield problem(
            top,
            "no-files",
            "no payload files in this directory",
            "looked for .json .jsonl .ndjson .yaml .yml",
        )


def _listing(folder: str) -> tuple[list[str], list[str]]:
    """The payload files in `folder` and the folders to walk, by name; links to folders are not followed."""
    files: list[str] = []
    folders: list[str] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            # the name as a user would write it, which annotations in a pull request are matched by
            path = entry.name if folder in {".", "./"} else os.path.join(folder, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name not in _SKIPPED:
                    folders.append(path)
            elif kind_of_name(entry.name) and entry.is_file():
                files.append(path)
    return files, folders


def reason(error: OSError) -> str:
    """The system's words for `error`, in lower case, without the name of the file."""
    return (error.strerror or type(error).__name__).lower()
