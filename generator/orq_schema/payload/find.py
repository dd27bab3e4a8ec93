"""The payload files that a command line means."""

# pathlib costs 8 ms at start-up, more than reading a payload; glob takes no listing of ours
# ruff: noqa: PTH112, PTH118
from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.errors import Problem
from orq_schema.payload.kinds import EXTENSIONS, kind_of_name
from orq_schema.payload.text import problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GLOB = "*?["
_LOOKED_FOR = "looked for " + " ".join(EXTENSIONS)


class Source(NamedTuple):
    """A file to read. `named`: given on the command line; False: found in a directory or by a glob."""

    file: str
    named: bool


def find(paths: Sequence[str]) -> Iterator[Source | Problem]:
    """
    The files that `paths` mean, each once, by the name that comes first: directories and globs in the order of names.

    What is no directory and no glob comes back as it is, `-` for standard input and missing files too. In a
    directory, and for a glob, only payload files count, and not those in hidden folders, in `node_modules`,
    `__pycache__` and `venv`, nor what git ignores. A directory that cannot be listed (`unreadable`), and one or
    a glob without payload files (`no-files`), is a Problem.
    """
    names = _Names()
    given = {each: names.real(each) for each in paths}
    named = frozenset(given.values())
    seen: set[str] = set()
    for path in paths:
        for each in (path,) if path in names.files else _meant(path):
            if isinstance(each, Problem):
                yield each
                continue
            real = given.get(each) or names.real(each)
            if real not in seen:
                seen.add(real)
                yield Source(each, named=real in named)


class _Names:
    """What all names of a file have in common."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}
        self.files: set[str] = set()
        """The names of those that are known to be regular files, no links."""

    def real(self, path: str) -> str:
        """The real path; standard input is no file."""
        if path == "-":
            return path
        folder, name = os.path.split(path)
        try:
            mode = _mode(path)
            if stat.S_ISLNK(mode):
                return os.path.realpath(path)
            # step by step from the root, so once for all files of a folder
            if folder not in self._folders:
                self._folders[folder] = os.path.realpath(folder)
        except ValueError:
            # a NUL; it is reported when it is read
            return path
        if stat.S_ISREG(mode):
            self.files.add(path)
        return os.path.join(self._folders[folder], name)


def _mode(path: str) -> int:
    """The mode of what has that name, be it a link; 0 where there is none."""
    try:
        return os.lstat(path).st_mode
    except OSError:
        return 0


def _meant(path: str) -> Iterator[str | Problem]:
    if path == "-":
        yield path
    elif os.path.isdir(path):
        yield from _payloads(path, path, "**")
    elif any(mark in path for mark in _GLOB) and not os.path.lexists(path):
        yield from _payloads(path, *_split(path))
    else:
        yield path


def _split(glob: str) -> tuple[str, str]:
    """The directory before the first part of `glob` that is a pattern, and the pattern from there on."""
    parts = glob.split("/")
    first = next(at for at, part in enumerate(parts) if any(mark in part for mark in _GLOB))
    top = "/".join(parts[:first]) or ("/" if glob.startswith("/") else ".")
    return top, "/".join(parts[first:])


def _payloads(path: str, top: str, pattern: str) -> Iterator[str | Problem]:
    """The payload files below `top` that match `pattern`; a problem with `path` if there is none."""
    from orq_schema.payload.folders import listing, matches

    empty = True
    for each in listing(top) if os.path.isdir(top) else ():
        if isinstance(each, Problem):
            empty = False
            yield each
        elif kind_of_name(each) and matches(each, pattern):
            empty = False
            # the name as a user would write it, which annotations in a pull request are matched by
            yield each if top in {".", "./"} else os.path.join(top, each)
    if empty:
        where = "in this directory" if path == top else "that this pattern matches"
        yield problem(path, "no-files", f"no payload files {where}", _LOOKED_FOR)
