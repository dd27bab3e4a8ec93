"""Mend the bytes of a file: JSON, YAML and TOML as a whole, JSON Lines line by line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.fix.mender import Mender
from orq_schema.payload.decode import UTF8_BOM
from orq_schema.payload.document import Document
from orq_schema.payload.kinds import PLAIN, kind_of_content, kind_of_name
from orq_schema.payload.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.errors import Problem
    from orq_schema.payload.document import Limits

    # the documents of a text, and a text rewritten with how often by which rule; None where it cannot be read
    Read = Callable[[str], list[Document] | None]
    Rewrite = Callable[[str], tuple[str, Counter[str]] | None]

# the rule of the warning, and that of its mend
BOM, REMOVE_BOM = "bom", "remove-bom"


class Mended(NamedTuple):
    """The new content of a file, and how many mends of which rule were made; none if it is the old content."""

    data: bytes
    mends: Counter[str]


def mend_data(
    file: str,
    data: bytes,
    judge: Callable[[Document], list[Problem]],
    *,
    ignored: frozenset[str],
    limits: Limits,
) -> Mended:
    """
    `data`, the content of `file`, with the safe mends of the problems that `judge` finds in its documents.

    A byte order mark is one of them. What is left alone is said at `rewrite`.
    """
    return rewrite(
        file,
        data,
        limits,
        lambda read: Mender(read, judge, ignored, limits).mend,
        unmark=not ignored & {BOM, REMOVE_BOM},
    )


def rewrite(
    file: str, data: bytes, limits: Limits, made_by: Callable[[Read], Rewrite], *, unmark: bool = False
) -> Mended:
    """
    `data`, the content of `file`, each text in it as `made_by` says by what the text is read with.

    What cannot be read is left alone: a line of JSON Lines, or all of any other file. So is what is compressed, and
    what is more than payloads: source code and documentation. With `unmark` a byte order mark goes.
    """
    body = data.removeprefix(UTF8_BOM)
    kind = kind_of_name(file) or kind_of_content(body, limits)
    if kind not in PLAIN:
        return Mended(data, Counter())

    by = made_by(_reader(file, kind, limits))
    # a carriage return alone ends no line of JSON Lines
    parts = body.split(b"\n") if kind == "jsonl" else [body]
    made = [_rewritten(part, by) for part in parts]
    mends = sum((each.mends for each in made if each is not None), Counter[str]())
    mark = data[: len(data) - len(body)]
    # what comes behind the mark can be read as it is
    if mark and unmark and made[0] is not None:
        mark = b""
        mends[REMOVE_BOM] += 1
    texts = [part if each is None else each.data for part, each in zip(parts, made, strict=True)]
    return Mended(mark + b"\n".join(texts), mends)


def _reader(file: str, kind: str, limits: Limits) -> Read:
    """What gives the documents of a text in a file of that kind; None where some of it cannot be read."""

    def read(text: str) -> list[Document] | None:
        found = list(read_bytes(file, text.encode(), limits, kind))
        documents = [each for each in found if isinstance(each, Document)]
        return documents if len(documents) == len(found) else None

    return read


def _rewritten(part: bytes, by: Rewrite) -> Mended | None:
    """A text of its own as `by` rewrites it; None if it cannot be read."""
    try:
        made = by(part.decode())
    except UnicodeDecodeError:
        return None
    return None if made is None else Mended(made[0].encode(), made[1])
