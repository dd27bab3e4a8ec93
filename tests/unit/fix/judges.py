"""A judge by rules as plain as can be, for tests of how texts are mended whatever is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema import pointer
from orq_schema.errors import Detail, Mend, Problem
from orq_schema.fix.data import Mended, mend_data
from orq_schema.jsonvalue import elements, members
from orq_schema.payload.document import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Document
    from orq_schema.pointer import Steps

# keys that are misspelt, that hold a literal, that hold a list
RENAMES = {
    "retries": "retry",
    "Retry": "retry",
    "retri": "retry",
    "onCodes": "on_codes",
    "no-way": "yes",
    "q": "it's",
    "ping": "pong",
    "pong": "ping",
}
LITERALS = frozenset(("count", "ttl", "flag"))
LISTS = frozenset(("bases", "on_codes"))


def judge(document: Document) -> list[Problem]:
    return [
        Problem(document.file, None, None, pointer.join(steps), rule, "error", "", None, Detail(mend=mend))
        for steps, rule, mend in _wrong(document.value, ())
    ]


def _wrong(value: Any, steps: Steps) -> Iterator[tuple[Steps, str, Mend | None]]:
    """What is under a misspelt key is not looked at, as in a validator."""
    for index, each in enumerate(elements(value)):
        yield from _wrong(each, (*steps, index))
    for key, each in members(value).items():
        at = (*steps, key)
        if key in RENAMES:
            yield at, "unknown-key", Mend("rename-key", RENAMES[key])
            continue
        if key in LITERALS and isinstance(each, str):
            yield at, "type", Mend("unquote")
        elif key in LISTS and not isinstance(each, list):
            yield at, "type", Mend("wrap-in-list")
            continue
        elif key == "retry" and each == "bad":
            yield at, "type", None
        yield from _wrong(each, at)


def mend(file: str, text: str | bytes, *ignored: str) -> Mended:
    data = text.encode() if isinstance(text, str) else text
    return mend_data(file, data, judge, ignored=frozenset(ignored), limits=Limits())
