"""The pyproject.toml that counts, found without reading TOML: most calls of the command have none."""

# pathlib costs 8 ms at start-up, more than reading a payload
# ruff: noqa: PTH109, PTH113, PTH118, PTH120, PTH123
from __future__ import annotations

import os
import re

_NAME = "pyproject.toml"
# the table below [tool]
OURS = "orq-schema"
# the header of a table that may be meant to be ours
_HEADER = (
    rb"""(?mi)^[ \t]*\[{1,2}[ \t]*(?:["']?tool["']?[ \t]*\.)?[ \t]*["']?([\w-]*orq[\w-]*)["']?[ \t]*[].]"""
)
# the table as a key, by whichever way TOML has to write one; what else is called so looks otherwise, most often
_NAMED = rb"""[ \t]*["']?orq-schema["']?[ \t]*"""
# a header that is never closed counts too: it is to be reported, not passed over
_KEY = rb"(?m)(?:^|[.{,])" + _NAMED + rb"(?:\.|=[ \t]*\{)|\." + _NAMED + rb"(?:\]|\r?$)"


def candidates() -> list[str]:
    """
    The pyproject.toml files that seem to have a table of ours: in the working directory and in those above it.

    A misspelt name counts too. The nearest comes first; paths are as they are reached from the working directory. The
    last folder that is looked in is the root of a repository, which has a `.git`, or of the file system. What cannot
    be read is passed over.
    """
    try:
        start = folder = os.getcwd()
    except OSError:
        # it was removed
        return []
    found: list[str] = []
    while True:
        path = os.path.join(folder, _NAME)
        if os.path.isfile(path) and _speaks_of_us(path):
            found.append(os.path.relpath(path, start))
        above = os.path.dirname(folder)
        if above == folder or os.path.lexists(os.path.join(folder, ".git")):
            return found
        folder = above


def _speaks_of_us(path: str) -> bool:
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError:
        return False
    if OURS.encode() in data and re.search(_KEY, data) is not None:
        return True
    names = {name.decode("ascii") for name in re.findall(_HEADER, data)}
    # on its own the name is right, and [tool.] is missing
    return any(name == OURS or is_misspelt(name) for name in names)


def is_misspelt(name: str) -> bool:
    """Whether a table of this name was surely meant to be ours: `orq_schema`, `orq-shema`, but no `orq-router`."""
    from orq_schema.validation.hints import misspelt

    # the name of the product is what tells it from tables of other tools
    return name != OURS and "orq" in name.lower() and misspelt(name, [OURS]) is not None
