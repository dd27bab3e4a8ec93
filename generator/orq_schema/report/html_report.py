"""The report as a page: one HTML file that needs nothing else, for those who were not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.report.frame import view
from orq_schema.report.groups import Groups, Tally
from orq_schema.report.html_listing import Listing
from orq_schema.report.html_time import Timeline
from orq_schema.report.paths import relative
from orq_schema.report.printable import cells, printable
from orq_schema.report.sink import Sink

if TYPE_CHECKING:
    from orq_schema.errors import Excerpt, Problem, Severity
    from orq_schema.report.sink import Write
    from orq_schema.report.summary import Summary

# of problems that are listed; of files that are told apart: the page and the memory are bounded
_LISTED = 1_000
_FILES = 1_000
# of any text in the list, in code points
_LONGEST = 500


class Marked(NamedTuple):
    """A line of a payload: its number, and its text in front of what is to blame, that, and behind it."""

    line: int
    before: str
    blamed: str
    after: str


class Listed(NamedTuple):
    """A problem as the page has it: all texts printable and not too long."""

    severity: Severity
    rule: str
    place: str
    pointer: str
    message: str
    hint: str
    about: str
    lines: tuple[Marked, ...]


class OfFile:
    """How many problems a file has, by severity, and in how many documents."""

    __slots__ = ("counts", "tally")

    def __init__(self) -> None:
        self.counts: dict[Severity, int] = {"error": 0, "warning": 0, "note": 0}
        self.tally = Tally()

    def add(self, problem: Problem) -> None:
        """Count `problem`."""
        self.counts[problem.severity] += 1
        self.tally.add(problem)


class Gathered:
    """
    What the page tells of: counts of all problems, and the first ones of each kind.

    `files` has None for all files together that are not told apart. `affected` counts the documents with problems
    that got a verdict, `undated` the problems without a time.
    """

    def __init__(self) -> None:
        self.rules: dict[tuple[Severity, str], Tally] = {}
        self.groups = Groups()
        self.files: dict[str | None, OfFile] = {}
        self.times = Timeline()
        self.affected = Tally()
        self.undated = 0
        self.listed: list[Listed] = []
        self._listing = Listing()

    def add(self, problem: Problem) -> None:
        """Count `problem`, and keep it if it is among the first of its kind."""
        self.rules.setdefault((problem.severity, problem.rule), Tally()).add(problem)
        file = problem.file if problem.file in self.files or len(self.files) < _FILES else None
        self.files.setdefault(file, OfFile()).add(problem)
        record = problem.detail.record
        if record is None or record.time is None:
            self.undated += 1
        else:
            self.times.add(record.time, problem.severity)
        self.groups.add(problem)
        if self._listing.takes(problem) and len(self.listed) < _LISTED:
            self.listed.append(_listed(problem))


class Report(Sink):
    """The page at the end, in one piece. All of it is ASCII, and nothing in it depends on the time or the machine."""

    def __init__(self, write: Write) -> None:
        super().__init__(write)
        self._gathered = Gathered()

    def add(self, problem: Problem) -> None:
        """Take a problem of the file."""
        self._gathered.add(problem)
        if problem.detail.record is not None:
            self._gathered.affected.add(problem)

    def unread(self, problem: Problem) -> None:
        """Take a problem on account of which something got no verdict."""
        self._gathered.add(problem)

    def close(self, summary: Summary) -> None:
        """Write the page."""
        from orq_schema.report.html_page import page

        self.write(page(self._gathered, summary))


def _listed(problem: Problem) -> Listed:
    file = relative(problem.file)
    place = ":".join([str(part) for part in (file, problem.line, problem.column) if part is not None])
    lines = tuple([_marked(each) for each in problem.detail.excerpts()])
    return Listed(
        problem.severity, problem.rule, _short(place), _short(problem.pointer), _short(problem.message),
        _short(problem.hint or ""), _short(problem.detail.about or ""), lines,
    )  # fmt: skip


def _short(text: str) -> str:
    return printable(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...")


def _marked(excerpt: Excerpt) -> Marked:
    line, text, start, width = view(excerpt)
    first, last = _behind(text, start), _behind(text, start + width)
    return Marked(line, text[:first], text[first:last], text[last:])


def _behind(text: str, columns: int) -> int:
    """The index in printable `text` of what is behind so many columns of it."""
    taken = 0
    for at, char in enumerate(text):
        if taken >= columns:
            return at
        taken += cells(char)
    return len(text)
