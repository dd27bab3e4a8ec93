"""The files below a directory that are somebody's own: what git knows where it is there, else a plain walk."""

# pathlib costs 8 ms at start-up, more than reading a payload
# ruff: noqa: PTH100, PTH112, PTH114, PTH118, PTH206
from __future__ import annotations

import os
from typing import TYPE_CHECKING

from orq_schema.payload.text import problem, reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.errors import Problem

_SKIPPED = frozenset({"node_modules", "__pycache__", "venv"})
# what a hook inherits from git, which is about the repository that the hook runs in (git rev-parse --local-env-vars)
_LOCAL = frozenset({
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS", "GIT_DIR", "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE", "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
})  # fmt: skip


def listing(top: str) -> Iterator[str | Problem]:
    """
    The files below `top`, relative to it, those of a folder before those of its folders, by name.

    Hidden folders and those that are never anybody's own are left out, and what git ignores, unless `top`
    itself is ignored. Links to directories are not followed. A folder that cannot be listed is a Problem.
    """
    known = _known_to_git(top)
    return _walk(top) if known is None else _sorted(top, known)


def matches(file: str, pattern: str) -> bool:
    """
    Whether `pattern` is for `file`: `**` is any number of folders, at the end also all that is in them.

    Where its last part is a plain name, that may be a folder too, and all that is in it is meant.
    """
    patterns = pattern.split("/")
    plain = not any(mark in patterns[-1] for mark in "*?[")
    return _matches(file, patterns) or (plain and _matches(file, [*patterns, "**"]))


def _matches(file: str, patterns: list[str]) -> bool:
    from fnmatch import fnmatchcase

    if patterns[-1] == "**":
        patterns.append("*")
    # as many parts of the pattern as may be used up
    reached = _past_stars({0}, patterns)
    for part in file.split(os.sep):
        reached = _past_stars(
            {
                at if patterns[at] == "**" else at + 1
                for at in reached
                if at < len(patterns) and (patterns[at] == "**" or fnmatchcase(part, patterns[at]))
            },
            patterns,
        )
    return len(patterns) in reached


def _past_stars(reached: set[int], patterns: list[str]) -> set[int]:
    for at, pattern in enumerate(patterns):
        if at in reached and pattern == "**":
            reached.add(at + 1)
    return reached


# -- git ----------------------------------------------------------------------------------------------------


def _known_to_git(top: str) -> list[str] | None:
    """What git has or would add below `top`, nested repositories as folders; None where git cannot tell."""
    output = _git(top, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if output is None:
        return None
    names = [os.fsdecode(name) for name in output.split(b"\0") if name]
    # in a directory that is ignored as a whole there is nothing to be left out
    return names if names or not _is_ignored(os.path.abspath(top)) else None


def _is_ignored(path: str) -> bool:
    parent, name = os.path.split(path)
    return _git(parent, "check-ignore", "--quiet", "--", name) is not None


def _git(top: str, *args: str) -> bytes | None:
    """What `git ARGS` in `top` prints; None where it fails."""
    import subprocess

    environment = {name: value for name, value in os.environ.items() if name not in _LOCAL}
    # a repository can name a program of its own for fsmonitor, and git would run it
    command = ["git", "-c", "core.fsmonitor=false", "-C", top, *args]
    try:
        done = subprocess.run(  # noqa: S603 - git itself, and the name of a directory
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except (OSError, ValueError):
        return None
    return done.stdout if done.returncode == 0 else None


def _sorted(top: str, names: list[str]) -> Iterator[str | Problem]:
    for parts in sorted({tuple(name.rstrip("/").split("/")) for name in names}, key=_order):
        if any(_is_skipped(folder) for folder in parts[:-1]):
            continue
        name = os.path.join(*parts)
        path = os.path.join(top, name)
        if os.path.isdir(path):
            if not os.path.islink(path) and not _is_skipped(parts[-1]):
                yield from _nested(path, name)
        elif os.path.lexists(path):
            yield name


def _nested(path: str, name: str) -> Iterator[str | Problem]:
    """The files of the repository at `path`, a submodule or not."""
    for each in listing(path):
        yield os.path.join(name, each) if isinstance(each, str) else each


def _order(parts: tuple[str, ...]) -> tuple[tuple[bool, str], ...]:
    """Files before folders, by name."""
    return (*[(True, part) for part in parts[:-1]], (False, parts[-1]))


# -- without git --------------------------------------------------------------------------------------------


def _walk(top: str) -> Iterator[str | Problem]:
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        path = os.path.join(top, folder) if folder else top
        try:
            with os.scandir(path) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield problem(path, "unreadable", f"a directory that cannot be listed: {reason(error)}")
            continue
        folders = [each.name for each in found if _is_folder(each)]
        # a link to a directory is neither
        for name in [each.name for each in found if not os.path.isdir(each.path)]:
            yield os.path.join(folder, name)
        waiting.extend(os.path.join(folder, name) for name in reversed(folders) if not _is_skipped(name))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_skipped(folder: str) -> bool:
    return folder.startswith(".") or folder in _SKIPPED
