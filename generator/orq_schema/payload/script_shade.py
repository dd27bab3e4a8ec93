"""A script with blanks for all that is no payload: what a report may show of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orq_schema.payload.parts import Doubt, below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.payload.document import Span
    from orq_schema.payload.parts import Part

_SHADE = re.compile(r"[^\r\n]")
_MARKS = frozenset("{}[]:,")
# names and templates of names; other code may have secrets in it
_PLAIN = re.compile(r"[\w$.?!`{}/:-]*")
_IGNORE = re.compile(r"(?://|/\*)[ \t]*orq-schema:[^\r\n]*")
_CUT = "..."


def shaded(text: str, roots: Iterable[Part], passed: Iterable[Span], faults: Iterable[Span]) -> str:
    """
    `text` with blanks for what is not in `roots`, or `passed` over there; its length stays.

    Comments that switch rules off are kept, and the `faults`, of which only the looks tell what is secret.
    """
    tokens = [(part, span) for root in roots for part, span in _tokens(root)]
    found = list(_SHADE.sub(" ", text))
    for part, (start, end) in tokens:
        if part is not None and part.members is not None:
            marks = [at for at in range(start, end) if text[at] in _MARKS]
            for at in marks:
                found[at] = text[at]
    for start, end in passed:
        found[start:end] = _SHADE.sub(" ", text[start:end])
    for part, (start, end) in tokens:
        if part is None or part.members is None:
            found[start:end] = _written(text[start:end], part)
    for start, end in [*faults, *[each.span() for each in _IGNORE.finditer(text)]]:
        found[start:end] = text[start:end]
    return "".join(found)


def _tokens(root: Part) -> Iterator[tuple[Part | None, Span]]:
    """The parts of a literal and of what it may be instead, with their places; None for keys."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield part, (part.node.start, part.node.end)
        yield from ((None, span) for span in part.node.keys.values())
        waiting += [*part.others, *[inner for _, inner in below(part)]]


def _written(code: str, part: Part | None) -> str:
    if part is None or part.doubt < Doubt.TEXT or _PLAIN.fullmatch(code):
        return code
    shown = _SHADE.sub(" ", code)
    return _CUT[: len(code)] + shown[len(_CUT) :]
