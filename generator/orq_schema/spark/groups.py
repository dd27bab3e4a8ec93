"""Count the problems of all rows by groups, as a report with groups does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.grouping import Grouping

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = ("rule", "pointer", "severity", "problems", "documents", "example")


def grouped(alike: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """
    The groups, each with what COLUMNS says; `pointer` is None for those of many places that have no group.

    Each of `alike` stands for so many `documents` with problems of the same `kinds`, and has a message for each of
    these. Those that come first decide which places are told apart.
    """
    grouping = Grouping()
    found: dict[tuple[str, str | None, str], dict[str, Any]] = {}
    for each in alike:
        seen: set[tuple[str, str | None, str]] = set()
        for kind, message in zip(each["kinds"], each["messages"], strict=True):
            rule, severity = kind["rule"], kind["severity"]
            key = rule, grouping.of(severity, rule, kind["pointer"]), severity
            group = found.setdefault(key, dict(zip(COLUMNS, (*key, 0, 0, message), strict=True)))
            group["problems"] += kind["problems"] * each["documents"]
            group["documents"] += 0 if key in seen else each["documents"]
            # the least of all, for the same data to give the same example
            group["example"] = min(group["example"], message)
            seen.add(key)
    return list(found.values())
