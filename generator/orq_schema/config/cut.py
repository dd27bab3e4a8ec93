"""Our table cut out of the text of a pyproject.toml, all the rest left byte for byte."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from typing import Any

from orq_schema.config.find import OURS
from orq_schema.jsonvalue import members

# comments and strings; what is in one of several lines may look like a header
_TEXTS = re.compile(
    r'''#[^\n]*+|("""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^']++|'(?!''))*+\'\'\')|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+\'''',
    re.DOTALL,
)
# a line that is the header of a table, or closes an array
_HEADER = re.compile(r"^[ \t]*\[[^\n]*\][ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
_OURS = re.compile(r"""[ \t]*\[{1,2}[ \t]*(["']?)tool\1[ \t]*\.[ \t]*(["']?)orq-schema\2[ \t]*[].]""")
# what is behind the last entry of a table belongs to the next one, if to any
_TAIL = re.compile(r"^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:#[^\n]*)?\Z", re.MULTILINE)


def cut(text: str) -> tuple[str, str] | None:
    """
    What stands before and behind our table in `text`, which is TOML; subtables of it are cut out wherever they are.

    None where the table is not written under headers of its own, or not there at all.
    """
    plain = _TEXTS.sub(lambda found: " " * len(found[1]) if found[1] else found[0], text)
    starts = [found.start() for found in _HEADER.finditer(plain)]
    rest, at, place = "", 0, None
    for start, end in pairwise([*starts, len(text)]):
        if _OURS.match(text, start):
            rest += text[at:start]
            place = len(rest) if place is None else place
            at = start + len(_without_tail(text[start:end]))
    rest += text[at:]
    # a line may only look like a header: what is left has to say all else as before
    if place is None or _said(rest) != {**_said(text), "tool": _without_ours(text)}:
        return None
    return rest[:place], rest[place:]


def _without_tail(table: str) -> str:
    """`table` up to the end of the line that its last entry ends in."""
    found = _TAIL.search(table, table.index("\n") + 1) if "\n" in table else None
    return table[: found.start()] if found else table


def _said(text: str) -> dict[str, Any]:
    """What `text` says, always with a table `tool`; nothing if it is no TOML."""
    try:
        return {"tool": {}, **tomllib.loads(text)}
    except tomllib.TOMLDecodeError:
        return {}


def _without_ours(text: str) -> dict[str, Any]:
    return {key: each for key, each in members(_said(text).get("tool")).items() if key != OURS}
