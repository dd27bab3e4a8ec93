"""Where problems go: one sink for each report that a run writes."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.errors import Problem
    from orq_schema.report.summary import Summary

    Write = Callable[[str], object]

# the module in this room that lays the format out; each has a class `Report`
_MODULES = {
    "text": "text",
    "json": "json_report",
    "jsonl": "jsonl",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "html": "html_report",
}
FORMATS = tuple(_MODULES)
# those that have a layout of groups of problems too, in place of the problems themselves
_GROUPED = {"text": "groups_text", "json": "groups_json", "jsonl": "groups_jsonl", "github": "groups_github"}
GROUPED = tuple(_GROUPED)
# what people read as it comes: these leave warnings and notes out where only errors are asked for
FOR_PEOPLE = frozenset(("text", "github"))
# what shows the lines of a payload that problems are in
WITH_LINES = frozenset(("text", "html"))


class Sink:
    """
    One report in the making; `write` takes its text, piece by piece.

    `source` comes before the problems of each file that is read, `close` after everything else. A problem
    without a `source` before it is that of the schema. `colour` is for those who read on a terminal.
    """

    colour = False

    def __init__(self, write: Write) -> None:
        self.write = write

    def source(self, file: str) -> None:
        """The file named `file` is read next."""

    def add(self, problem: Problem) -> None:
        """Take a problem of the file."""
        raise NotImplementedError

    def unread(self, problem: Problem) -> None:
        """Take a problem on account of which something got no verdict."""
        self.add(problem)

    def close(self, summary: Summary) -> None:
        """There are no more files."""


def sink(layout: str, write: Write, *, grouped: bool = False) -> Sink:
    """The sink for the format `layout`, one of FORMATS, or of GROUPED where groups are to be told."""
    return _made((_GROUPED if grouped else _MODULES)[layout], write)


def step_summary(write: Write, *, grouped: bool) -> Sink:
    """The sink for the summary of a step on GitHub, of problems or of groups of them."""
    return _made("groups_github_summary" if grouped else "github_summary", write)


def _made(module: str, write: Write) -> Sink:
    made: Sink = importlib.import_module(f"orq_schema.report.{module}").Report(write)
    return made
