"""Changes as a section of a Markdown page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.evolve.render import place, sections, summary
from orq_schema.evolve.values import text
from orq_schema.templating import Code, render
from orq_schema.templating.code import md, mdcode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.evolve.judging import Change
    from orq_schema.evolve.render import Comparison


class Row(NamedTuple):
    """One change in the cells of a table."""

    field: Code
    sentence: Code
    writers: Code
    readers: Code
    witness: Code


def rows(changes: Iterable[Change]) -> list[Row]:
    """A row for each change, the worst class first."""
    return [
        Row(
            mdcode(each.pointer) if each.pointer else md(place(each)),
            md(each.sentence.replace(" -> ", " → ")),
            md(each.writers),
            md(each.readers),
            mdcode(text(each.witness[0])) if each.witness is not None else md(each.why or ""),
        )
        for section in sections(changes)
        for each in section.changes
    ]


def entry(comparison: Comparison, date: str | None = None) -> str:
    """The heading, with the date if there is one, the counts and the table."""
    return render(
        "markdown/diff.md.jinja",
        date=date,
        old=comparison.old,
        new=comparison.new,
        rows=rows(comparison.changes),
        summary=summary(comparison.changes),
    )
