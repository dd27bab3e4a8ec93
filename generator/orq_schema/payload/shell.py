"""JSON in shell scripts: what curl sends, and other arguments and here-documents that carry an orq object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orq_schema.payload.document import Comments, Unread
from orq_schema.payload.embedded import Embedded, Run
from orq_schema.payload.json_text import read_json
from orq_schema.payload.marks import IN_STRING, VALUE, limited, settled
from orq_schema.payload.shell_words import Piece, Word, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.payload.document import Document, Limits
    from orq_schema.payload.text import Lines

# what may stand in front of a payload in the same word: an option, a variable, a field of a form
_BEFORE = re.compile(r"(?:-{1,2}[\w-]*=?|[\w-]+=)?\s*(?=\{)")
_DATA = re.compile(r"(?:-[A-Za-z]*d|--data(?:-raw|-binary|-ascii)?|--json)=?")
_FIELD = re.compile(r"(?:--form(?:-string)?=|-F)?orq=")
_KEY = re.compile(r'"orq"\s*:')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)', re.DOTALL)


def read_shell(file: str, lines: Lines, limits: Limits) -> Iterator[Document | Unread]:
    """
    The documents with an orq object in a shell script, in order.

    What is handed to curl as data, or comes from a here-document, and looks like one that cannot be read is a
    problem; other words may be in any language, and are left alone then.
    """
    for word in words(lines.content):
        known = word.known()
        found = _BEFORE.match(known)
        if found is None:
            continue
        field = _FIELD.fullmatch(found.group().strip()) is not None
        if not field and '"orq"' not in known:
            continue
        read = read_json(file, "json", _embedded(lines, word, found.end(), field=field), limited(limits))
        if isinstance(read, Unread):
            if _KEY.search(known) and (word.is_input or _is_data(word, found.group().strip())):
                yield read
        else:
            document = settled(read)
            if document is not None:
                if word.note is not None:
                    document.remark(Comments(lines, word.note))
                yield document


def _is_data(word: Word, option: str) -> bool:
    return _DATA.fullmatch(option or word.before) is not None


def _embedded(lines: Lines, word: Word, skipped: int, *, field: bool) -> Embedded:
    """The JSON that `word` is after so many characters; the value of a form's field `orq` as a member of a body."""
    pieces = list(_behind(word.pieces, skipped))
    runs = list(json_runs(pieces))
    if field:
        start, end = pieces[0].start, pieces[-1].end
        runs = [Run('{"orq":', start, start), *runs, Run("}", end, end)]
    return Embedded(lines, runs)


def _behind(pieces: Iterable[Piece], count: int) -> Iterator[Piece]:
    """`pieces` without the first `count` characters of what they mean."""
    for piece in pieces:
        length = len(piece.text or "")
        if count == 0:
            yield piece
        elif count < length:
            # only what stands as it is written is longer than one character
            yield Piece((piece.text or "")[count:], piece.start + count, piece.end)
        count = max(count - length, 0)


def json_runs(pieces: Iterable[Piece]) -> Iterator[Run]:
    """`pieces` of a JSON text, where what is not known is marked as a value or as part of a string."""
    in_string = escaped = False
    for piece in pieces:
        if piece.text is None:
            yield Run(IN_STRING if in_string else VALUE, piece.start, piece.end)
            continue
        for character in piece.text:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = in_string
            elif character == '"':
                in_string = not in_string
        yield Run(piece.text, piece.start, piece.end)
