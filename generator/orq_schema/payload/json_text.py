"""JSON text to a value: the standard library's decoder where all is usual, the strict scanner where not."""

from __future__ import annotations

import re
import sys
from functools import cache, partial
from json.decoder import JSONDecoder
from typing import TYPE_CHECKING, Any, NoReturn

from orq_schema.payload.document import Document, Limits, Node, Unread
from orq_schema.payload.integers import unsafe_integers
from orq_schema.payload.number import check_digits, exact_int, finite_float
from orq_schema.payload.text import Lines, ReadError

if TYPE_CHECKING:
    from orq_schema.payload.document import Seat
    from orq_schema.pointer import Steps

_UNUSUAL = object()
# both halves of a pair are looked for in the text as it stands: an escaped backslash before `u` would deceive
# that, and counts as unusual
_LONE = re.compile(
    r"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]|\\\\u",
    re.DOTALL,
)


def read_json(file: str, kind: str, lines: Lines, limits: Limits) -> Document | Unread:
    """The one document of a JSON text, or the first problem in it (RFC 8259). `kind` is `json` or `jsonl`."""
    try:
        value = parse(lines.content, limits)
    except ReadError as error:
        return error.unread(file, kind, lines)
    content = lines.content
    return Document(
        file, kind, value, lines, partial(_locate, content), unsafe_integers, seat=partial(_seat, content)
    )


def parse(text: str, limits: Limits) -> Any:
    """The value of `text`; raises ReadError where it is no JSON, has a key twice, or passes a limit."""
    value = _fast(text, limits)
    if value is not _UNUSUAL:
        return value
    from orq_schema.payload.json_scan import scan

    return scan(text, limits)[0]


def _locate(text: str) -> Node:
    from orq_schema.payload.json_places import places

    return places(text)


def _seat(text: str, steps: Steps) -> Seat | None:
    from orq_schema.payload.json_places import seat

    return seat(text, steps)


def _fast(text: str, limits: Limits) -> Any:
    """The value where nothing at all is unusual about `text`, else _UNUSUAL: then the scanner decides."""
    if "\\u" in text and _LONE.search(text):
        return _UNUSUAL
    # brackets and commas in strings count too: these are upper bounds, and cheap
    opened = text.count("[") + text.count("{")
    if opened + text.count(",") >= limits.nodes:
        # the decoder has no limits: it would build any number of values
        return _UNUSUAL
    try:
        value = _decoder(limits.digits, sys.get_int_max_str_digits()).decode(text)
    except (ValueError, RecursionError, ReadError):
        return _UNUSUAL
    return value if opened <= limits.depth or _is_within(value, limits.depth) else _UNUSUAL


def _is_within(value: Any, limit: int) -> bool:
    depth = 0
    level: list[Any] = [value]
    while level:
        lists: list[list[Any]] = [item for item in level if type(item) is list]
        dicts: list[dict[str, Any]] = [item for item in level if type(item) is dict]
        depth += bool(lists or dicts)
        level = [child for held in lists for child in held]
        level += [child for held in dicts for child in held.values()]
        if depth > limit:
            return False
    return True


@cache
def _decoder(digits: int, interpreter_digits: int) -> JSONDecoder:
    def parse_float(text: str) -> float:
        check_digits(text, 0, digits)
        return finite_float(text, 0)

    def parse_int(text: str) -> int:
        check_digits(text, 0, digits)
        return exact_int(text)

    return JSONDecoder(
        object_pairs_hook=_object,
        parse_float=parse_float,
        # int() refuses what passes the interpreter's limit: with the same limit as ours it needs no guard
        parse_int=None if digits == interpreter_digits else parse_int,
        parse_constant=_refuse,
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError
    return value


def _refuse(_name: str) -> NoReturn:
    raise ValueError
