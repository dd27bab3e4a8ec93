"""The lines of a payload that a report shows, with what must not be shown masked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from orq_schema.errors import Detail, Excerpt
from orq_schema.validation.lexical import Fault, between, hidden
from orq_schema.validation.redaction import Redaction, Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.errors import Problem
    from orq_schema.payload.document import Document, Span, Unread
    from orq_schema.payload.text import Lines

    # the tokens in a part of a line
    Tokens = Callable[[Span], list[Token]]

# of a long line that many code points to each side: more than a report shows, since masks may be shorter
_REACH = 400
_CUT = "..."


def of_document(document: Document, span: Span, redaction: Redaction) -> Excerpt:
    """The line of `document` that `span` starts in."""
    return _excerpt(document.lines, span, partial(_known, document, redaction))


def of_unread(found: Unread, *, show_values: bool) -> Problem:
    """The problem of what could not be read, with the lines that it is about where there is a text."""
    if found.lines is None or found.span is None:
        return found.problem
    fault = Fault(found.kind, found.lines, found.span[0])
    spans = [found.span] if found.first is None else [found.span, found.first]
    behind = found.lines.place(found.span[1])
    # at the end of the text nothing is to blame but that it ends
    is_there = found.span[0] < len(found.lines.content)
    end = (behind.line or 1, behind.column or 1) if is_there else None
    detail = Detail(end, partial(_of_fault, fault, spans, show_values=show_values))
    return found.problem._replace(detail=detail)


def _of_fault(fault: Fault, spans: list[Span], *, show_values: bool) -> tuple[Excerpt, ...]:
    return tuple([_excerpt(fault.lines, each, partial(_unknown, fault, show_values)) for each in spans])


def _known(document: Document, redaction: Redaction, window: Span) -> list[Token]:
    if redaction.show_values:
        return []
    found: list[Token] = []
    at = window[0]
    for token in (*redaction.tokens(document, window), Token((window[1], window[1]))):
        found += between(document.lines.content, at, token.span[0], document.kind)
        found.append(token)
        at = token.span[1]
    return found


def _unknown(fault: Fault, show_values: bool, window: Span) -> list[Token]:  # noqa: FBT001 - a partial's
    if show_values:
        return []
    return hidden(fault, fault.lines.line(fault.lines.place(window[0]).line or 1))


def _excerpt(lines: Lines, span: Span, tokens: Tokens) -> Excerpt:
    number = lines.place(span[0]).line or 1
    first, last = lines.line(number)
    # a cell of a notebook may be written on one line of the file
    first = max(first, lines.content.rfind("\n", first, span[0]) + 1)
    last = _before_break(lines.content, span[0], last)
    window = max(first, span[0] - _REACH), min(last, span[0] + _REACH)
    masks = [_clipped(each, window) for each in tokens(window) if each.mask and _meet(each.span, window)]
    before, after = _CUT if first < window[0] else "", _CUT if window[1] < last else ""
    start = len(before) + _moved(masks, span[0], window[0])
    end = len(before) + _moved(masks, min(span[1], window[1]), window[0], ending=True)
    return Excerpt(
        number, f"{before}{_masked(lines.content, masks, window)}{after}", start, max(end - start, 0)
    )


def _before_break(content: str, start: int, end: int) -> int:
    at = content.find("\n", start, end)
    return end if at < 0 else at


def _meet(one: Span, other: Span) -> bool:
    return one[1] > other[0] and one[0] < other[1]


def _clipped(token: Token, window: Span) -> Token:
    return token._replace(span=(max(token.span[0], window[0]), min(token.span[1], window[1])))


def _masked(content: str, masks: list[Token], window: Span) -> str:
    found: list[str] = []
    at = window[0]
    for span, mask in masks:
        found += (content[at : span[0]], mask or "")
        at = span[1]
    return "".join(found) + content[at : window[1]]


def _moved(masks: list[Token], offset: int, low: int, *, ending: bool = False) -> int:
    """How far behind `low` the `offset` is once the masks are put in; inside of one, where that starts or ends."""
    moved = offset - low
    for (start, end), mask in masks:
        if offset <= start:
            break
        length = len(mask or "")
        if offset < end or (ending and offset == end):
            return moved - (offset - start) + (length if ending else 0)
        moved += length - (end - start)
    return moved
