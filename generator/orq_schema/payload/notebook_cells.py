"""The source of a notebook's cell: out of its JSON strings, and without what is for the notebook only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import elements
from orq_schema.payload.embedded import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Node
    from orq_schema.payload.embedded import Run
    from orq_schema.payload.text import Lines

# commands of IPython at the start of a line, or behind an assignment, and the lines that they go on to
_MAGIC = re.compile(r"^([ \t]*)((?:[%!?]|\w[\w.]*\?)[^\n]*(?:(?<=\\)\n[^\n]*)*)", re.MULTILINE)
_ASSIGNED = re.compile(r"^([ \t]*[\w., \t]+=[ \t]*)([%!][^\n]*(?:(?<=\\)\n[^\n]*)*)", re.MULTILINE)
_CELL_MAGIC = re.compile(r"\s*%%(\w+)[^\n]*")
# those behind which there is Python
_OF_PYTHON = frozenset(("capture", "debug", "prun", "python", "python3", "time", "timeit"))
# those behind which there is a script of the shell
_OF_SHELL = frozenset(("bash", "sh", "script", "zsh", "system", "sx"))
_SHADE = re.compile(r"[^\n]")


def runs(lines: Lines, source: Any, node: Node) -> Iterator[Run]:
    """What the `source` of a cell, one string or a list of them, means, and where that is in the JSON of `lines`."""
    if isinstance(source, str):
        yield from unescaped(lines, node.start, node.end)
    for each, inner in zip(
        elements(source), node.members if isinstance(node.members, list) else (), strict=False
    ):
        if isinstance(each, str):
            yield from unescaped(lines, inner.start, inner.end)


def without_magics(content: str) -> str:
    """
    `content` with each command of IPython replaced by a `0` and blanks, so that offsets stay.

    A cell of another language is all blank.
    """
    whole = _CELL_MAGIC.match(content)
    if whole:
        if whole.group(1) not in _OF_PYTHON:
            return _SHADE.sub(" ", content)
        content = _SHADE.sub(" ", whole.group()) + content[whole.end() :]
    return _ASSIGNED.sub(_nothing, _MAGIC.sub(_nothing, content))


def _nothing(found: re.Match[str]) -> str:
    return f"{found.group(1)}0{_SHADE.sub(' ', found.group(2)[1:])}"


def of_shell(content: str) -> str | None:
    """
    `content` with blanks for all that is not for the shell, so that offsets stay; None where there is nothing.

    That is a cell with a magic such as `%%bash`, or the lines that start with an exclamation mark.
    """
    whole = _CELL_MAGIC.match(content)
    if whole:
        is_shell = whole.group(1) in _OF_SHELL
        return _SHADE.sub(" ", whole.group()) + content[whole.end() :] if is_shell else None
    found = [each for pattern in (_MAGIC, _ASSIGNED) for each in pattern.finditer(content)]
    spans = sorted(each.span(2) for each in found if each.group(2).startswith("!"))
    if not spans:
        return None
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [_SHADE.sub(" ", content[at : start + 1]), content[start + 1 : end]]
        at = end
    return "".join([*pieces, _SHADE.sub(" ", content[at:])])
