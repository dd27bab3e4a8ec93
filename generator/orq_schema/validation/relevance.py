"""Whether an object that nobody called an orq object is one: its keys have to say so."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from orq_schema.jsonvalue import members
from orq_schema.load.revisions import revisions
from orq_schema.payload.locate import target_of
from orq_schema.validation.facts import BESIDE
from orq_schema.validation.hints import misspelt, normal, singular
from orq_schema.validation.history import keys_of

if TYPE_CHECKING:
    from orq_schema.payload.document import Document
    from orq_schema.pointer import Steps

# what objects of any kind have
_COMMON = frozenset((
    "and", "email", "enabled", "id", "key", "model", "models", "name", "or", "provider", "query", "timeout", "type",
    "value", "version", "weight",
))  # fmt: skip


def speaks(value: Any) -> bool:
    """
    Whether a key of the object `value` is one of an orq object, in whatever revision, or is nearly one.

    The name of a thing does not count, which files of all kinds have.
    """
    keys = members(value)
    known = _known() - _COMMON
    return any(key in known for key in keys) or any(_is_near(key) for key in keys if key not in _COMMON)


def speaks_within(value: Any) -> bool:
    """As `speaks`, for an object that has the name of one: keys that belong deeper in it count too."""
    return speaks(value) or not (_within() - _COMMON).isdisjoint(members(value))


def is_certain(document: Document, kind: Literal["auto", "orq", "request"] = "auto") -> bool:
    """
    Whether `document` has an orq object by name, or has one of its keys itself, in whatever revision.

    That is what it takes to rewrite a file that nobody named: a key that is nearly right is not enough.
    """
    target = target_of(document, kind=kind)
    return target is not None and not (target.bare and _known().isdisjoint(members(target.value)))


def is_row(table: Any, key: str) -> bool:
    """
    Whether what `table` has under `key` is one of several of a kind: `{"orq": {"retry": 3}, "other": {"retry": 5}}`.

    They have a key in common with it, and one that not just anything has.
    """
    rows = members(table)
    keys = members(rows.get(key)).keys() - _COMMON
    return any(not keys.isdisjoint(members(each)) for name, each in rows.items() if name != key)


def _is_near(key: str) -> bool:
    """Whether `key` is a slip of the pen, or the path of a setting in one word: `retry_count`, `fallback_models`."""
    if misspelt(key, sorted(_known() - _COMMON)) is not None:
        return True
    word = normal(key)
    for outer in _known():
        for start in (f"{outer}_", f"{singular(outer)}_"):
            if (
                word.startswith(start)
                and misspelt(word.removeprefix(start), sorted(_below(outer))) is not None
            ):
                return True
    return False


@cache
def _known() -> frozenset[str]:
    return _declared(())


@cache
def _below(key: str) -> frozenset[str]:
    """What is declared in the object under `key`, or in those of the list there."""
    return _declared((key,)) | _declared((key, 0))


@cache
def _within() -> frozenset[str]:
    return frozenset(BESIDE).union(*map(_below, _known()))


def _declared(steps: Steps) -> frozenset[str]:
    return frozenset[str]().union(*[keys_of(each, steps) for each in revisions()])
