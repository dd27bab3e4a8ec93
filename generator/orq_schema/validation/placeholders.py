"""Strings that stand for a value which is put in later: they pass for any value, with a warning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from orq_schema import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# the whole string: text around a placeholder makes it a string for good
_FORMS = (
    r"\$\{[^{}]+\}"  # shells, JavaScript
    r"|\$\([^()]+\)"  # shells, make
    r"|\$?\{\{[^{}]+\}\}"  # Jinja, Mustache, workflows of GitHub
    r"|<[A-Za-z][\w -]*>"  # documentation
)
_STARTS = ("$", "{", "<")
# what the words for an expected value begin with, and what separates them from those for the value found
_EXPECTED, _FOUND = "expected ", ", found "

_UNDECIDED = "fits none of the alternatives"
_ON_KEYS = ("additionalProperties", "unevaluatedProperties")

RULE = "placeholder"
HINT = "it must be filled in before the request is sent"


def is_placeholder(value: Any) -> bool:
    """Whether `value` is a string that is nothing but a placeholder: `${X}`, `$(x)`, `{{x}}` or `<x>`."""
    return isinstance(value, str) and value.startswith(_STARTS) and re.fullmatch(_FORMS, value) is not None


def sentence(message: str) -> str | None:
    """What to say of a placeholder of which an error says `message`; None where no value would mend that."""
    if message.startswith(_EXPECTED) and _FOUND in message:
        return f"a placeholder where {message.removeprefix(_EXPECTED).rpartition(_FOUND)[0]} belongs"
    return "a placeholder where one of several kinds of value belongs" if message == _UNDECIDED else None


class Placeholders:
    """The placeholders of a value among its errors: what they are refused for says nothing of what was meant."""

    def __init__(self, value: Any, errors: list[Any]) -> None:
        self._value = value
        self._known: dict[str, bool] = {}
        self._kept: dict[int, Any] = {}
        self._any = any(self._stands(each.instance_pointer) for each in _all(errors))

    def without(self, errors: Iterable[Any]) -> list[Any]:
        """`errors` but for those that will go away with a fitting value for each placeholder."""
        if not self._any:
            return list(errors)
        return [kept for each in errors if (kept := self._without(each)) is not None]

    def _without(self, error: Any) -> Any:
        if id(error) not in self._kept:
            self._kept[id(error)] = self._reduced(error)
        return self._kept[id(error)]

    def _reduced(self, error: Any) -> Any:
        of_key = error.keyword in _ON_KEYS or "/propertyNames/" in error.schema_pointer
        if not of_key and self._stands(error.instance_pointer) and sentence(error.message) is not None:
            return None
        branches = tuple([tuple(self.without(each)) for each in error.branches])
        return None if branches and not all(branches) else error._replace(branches=branches)

    def _stands(self, at: str) -> bool:
        if at not in self._known:
            try:
                self._known[at] = is_placeholder(pointer.resolve(self._value, at)[0])
            except LookupError:  # what is wrong there is that a key is missing
                self._known[at] = False
        return self._known[at]


def _all(errors: Iterable[Any]) -> Iterator[Any]:
    """`errors` and those of their branches."""
    pending = list(errors)
    while pending:
        error = pending.pop()
        yield error
        pending.extend(each for branch in error.branches for each in branch)
