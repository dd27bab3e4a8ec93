"""What a unit of the keyword table is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.compile.site import Site
    from orq_schema.compile.writer import Expression

JsonType = Literal["object", "array", "string", "number"]


@dataclass(frozen=True, slots=True)
class Check:
    """
    A keyword that looks at the value as a whole.

    `applies` is the JSON type that it restricts, None for all. `rejects` gives the alternatives, each an
    expression, of which one is true of a value that breaks it. `sentence` says what was expected and found.
    """

    keyword: str
    applies: JsonType | None
    rejects: Callable[[Site, Any], list[str]]
    sentence: Callable[[Site, Any], tuple[str | Expression, ...]]
    last: Literal[False] = False

    def explain(self, site: Site, value: Any) -> None:
        """Write the statement that appends the error."""
        for condition in self.rejects(site, value):
            with site.block(f"if {condition}:"):
                site.fail(self.keyword, value, *self.sentence(site, value))


@dataclass(frozen=True, slots=True)
class Logic:
    """A keyword that can be decided by an expression and has more to say than one sentence."""

    keyword: str
    applies: JsonType | None
    rejects: Callable[[Site, Any], list[str]]
    explain: Callable[[Site, Any], None]
    last: Literal[False] = False


@dataclass(frozen=True, slots=True)
class Applicator:
    """
    A keyword that goes into the parts of a value; `emit` writes its statements in the mode of the site.

    `rejects` gives the alternatives as a Check does, where the parts can be looked at in expressions, None where
    they cannot. `last` marks one that depends on the outcome of all others.
    """

    keyword: str
    applies: JsonType
    emit: Callable[[Site, Any], None]
    last: bool = False
    rejects: Callable[[Site, Any], list[str] | None] = lambda _site, _value: None


def nothing_if_trivial(site: Site, schema: Any) -> list[str] | None:
    """The rejections of an applicator whose subschema takes every part: none."""
    return [] if site.is_trivial(schema) else None


Unit = Check | Logic | Applicator
