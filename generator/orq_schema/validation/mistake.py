"""A mistake: a problem before its place is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from orq_schema.errors import Mend, Severity
    from orq_schema.pointer import Steps

# what is said of a value that cannot always be shown itself
_KINDS = ("a string of ", "an object", "an array")


class Mistake(NamedTuple):
    """
    A problem before its place is known; `at_key` where the key is to blame, not its value.

    `why` says in a few words by which alternative of the schema the value was judged, where there was a choice.
    """

    steps: Steps
    at_key: bool
    rule: str
    severity: Severity
    message: str
    hint: str | None = None
    mend: Mend | None = None
    why: str | None = None

    def told(self, shown: str = "") -> str:
        """The whole message; `shown` is the value that was found, for those who may see it."""
        message = self.message
        expected, found, kind = message.rpartition(", found ")
        if shown and kind.startswith(_KINDS):
            message = f"{expected}{found}{shown}"
        return message if self.why is None else f"{message}; {self.why}"
