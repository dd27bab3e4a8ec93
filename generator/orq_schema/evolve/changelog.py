"""The entry of a changelog that tells what changed between two schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.evolve.markdown import entry
from orq_schema.report.printable import printable

if TYPE_CHECKING:
    from orq_schema.evolve.render import Comparison


def updated(text: str, comparison: Comparison, date: str) -> str:
    """
    `text`, the whole changelog, with the entry of `comparison` on top, dated `date` (ISO 8601).

    An entry for the same two schemas is replaced where it stands: twice changes nothing more. What stands around it,
    and a title, stay as they are.
    """
    start, end = _marks(comparison)
    made = f"{start}\n{entry(comparison, date)}{end}\n"
    before, found, rest = text.partition(f"{start}\n")
    if found:
        _, closed, after = rest.partition(f"{end}\n")
        if closed:
            return f"{before}{made}{after}"
    title, rest = _title(text)
    return f"{title}{made}" + (f"\n{rest}" if rest else "")


def _marks(comparison: Comparison) -> tuple[str, str]:
    # a comment ends at two hyphens and a bracket
    named = printable(f"{comparison.old} -> {comparison.new}").replace("->", "to").replace("--", "- -")
    return f"<!-- orq-schema diff: {named} -->", f"<!-- end of orq-schema diff: {named} -->"


def _title(text: str) -> tuple[str, str]:
    """The title with the empty lines behind it, and what follows; a title of our own where there is no text."""
    if not text.strip():
        return "# Changelog\n\n", ""
    first, _, rest = text.partition("\n")
    if first.startswith("# "):
        return f"{first}\n\n", rest.lstrip("\n")
    return "", text
