"""Where the strings and comments of Python source are, which a syntax tree does not tell of all of them."""

from __future__ import annotations

import re
import tokenize
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.payload.text import line_starts

if TYPE_CHECKING:
    from orq_schema.payload.document import Span

_LONE_RETURN = re.compile(r"\r(?!\n)")
# since Python 3.12 an f-string is many tokens
_OPENING = frozenset(("FSTRING_START", "TSTRING_START"))
_CLOSING = frozenset(("FSTRING_END", "TSTRING_END"))


class Quiet(NamedTuple):
    """A string, or a comment."""

    span: Span
    is_comment: bool


# a report asks for one line after the other of the same text
@lru_cache(maxsize=1)
def quiet(content: str) -> tuple[Quiet, ...] | None:
    """The strings, f-strings as a whole, and the comments of `content`, in order; None where it has no tokens."""
    found: list[Quiet] = []
    # the last token is on a line behind the last one
    starts = [*line_starts(content), len(content)]
    opened: list[int] = []
    try:
        for token in tokenize.generate_tokens(StringIO(_LONE_RETURN.sub("\n", content)).readline):
            name = tokenize.tok_name[token.exact_type]
            start, end = (starts[line - 1] + column for line, column in (token.start, token.end))
            if name in _OPENING:
                opened.append(start)
            elif name in _CLOSING and len(opened) > 1:
                opened.pop()
            elif name in _CLOSING:
                found.append(Quiet((opened.pop(), end), is_comment=False))
            elif not opened and name in {"STRING", "COMMENT"}:
                found.append(Quiet((start, end), name == "COMMENT"))
    except (tokenize.TokenError, SyntaxError, IndexError):
        return None
    return tuple(found)
