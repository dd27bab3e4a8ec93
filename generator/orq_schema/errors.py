"""Problem: the one value in which every stage states a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Severity = Literal["error", "warning", "note"]


class Excerpt(NamedTuple):
    """
    One line of the user's own text: hidden strings in it are masked, and far more than is ever shown is left out.

    `line` counts from 1. The part to look at is the `width` code points of `text` behind the first `start`.
    Control characters are still as they were written.
    """

    line: int
    text: str
    start: int
    width: int


class Mend(NamedTuple):
    """A safe change of the text that removes a problem: the `rule` of it, and what that rule needs to know."""

    rule: Literal["rename-key", "unquote", "wrap-in-list", "remove-bom"]
    argument: str | None = None


class Record(NamedTuple):
    """
    The document that a problem is in: the place where it starts, which no other of the file has.

    `time` is the moment that the top of it is stamped with, in seconds since 1970 UTC, None where there is no stamp.
    """

    line: int | None
    column: int | None
    time: int | None


class Detail(NamedTuple):
    """
    What goes with a problem beyond its fields, for those reports that can show it.

    `end` is the line and the column just behind what is to blame, `about` what the schema says of the field.
    `excerpts` makes the lines to show, the one with the place of the problem first: of many problems that are
    alike only a few are shown, and the others do not pay for it. `record` is None where a file could not be read as
    far as that.
    """

    end: tuple[int, int] | None = None
    excerpts: Callable[[], tuple[Excerpt, ...]] = tuple
    about: str | None = None
    mend: Mend | None = None
    record: Record | None = None


NO_DETAIL = Detail()
# how many of a problem's fields are the finding itself
_FIELDS = 8


class Problem(NamedTuple):
    """
    One finding about one input.

    `file` is the name as the user gave it. `line` and `column` count from 1, columns in code points, and are
    None where there is no place. `pointer` is an RFC 6901 JSON Pointer from the root of the document. `rule` is a
    stable kebab-case id. `hint` says what would mend it, if that is known.
    """

    file: str
    line: int | None
    column: int | None
    pointer: str
    rule: str
    severity: Severity
    message: str
    hint: str | None = None
    detail: Detail = NO_DETAIL

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self[:_FIELDS] == other[:_FIELDS]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:_FIELDS])


class OrqSchemaError(Exception):
    """
    Base of the errors that a caller may want to catch; each carries a `problem`.

    An ordinary class on purpose: a frozen, slotted dataclass that is an exception breaks in context managers
    and when it is pickled.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        place = f" ({self.problem.pointer})" if self.problem.pointer else ""
        hint = f"; {self.problem.hint}" if self.problem.hint else ""
        return f"{self.problem.file}: {self.problem.message}{hint}{place}"


class UnreadableError(OrqSchemaError):
    """A file, or a document in it, of which no verdict can be given: exit code 3."""


class SchemaError(OrqSchemaError):
    """A schema that is not valid, or that refers to what is not there: exit code 3."""


class UnsupportedError(OrqSchemaError):
    """A valid schema that a target cannot carry, named by keyword and pointer: exit code 2."""


class DepthError(OrqSchemaError):
    """An instance or a schema nested deeper than can be followed."""
