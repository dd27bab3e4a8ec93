"""The report for test dashboards: JUnit's XML, a test case for each file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.report.paths import relative
from orq_schema.report.printable import printable
from orq_schema.report.sink import Sink
from orq_schema.report.spool import Spool
from orq_schema.report.text import line

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.report.sink import Write
    from orq_schema.report.summary import Summary

_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_ATTRIBUTES = _IN_TEXT | str.maketrans({'"': "&quot;"})


class _Case:
    """What there is to say of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.first: Problem | None = None
        self.count = 0
        self.unread = False
        self.errors = Spool()
        self.others: Spool | None = None

    def add(self, problem: Problem) -> None:
        if problem.severity == "error":
            self.first = self.first or problem
            self.count += 1
            self.errors.write(_escaped(line(problem), _IN_TEXT))
        else:
            self.others = self.others or Spool()
            self.others.write(_escaped(line(problem), _IN_TEXT))

    def tell(self, write: Write) -> None:
        """Write the test case."""
        name = _escaped(printable(relative(self.file)), _IN_ATTRIBUTES)
        has_more = self.first is not None or self.others is not None
        write(
            f'    <testcase classname="orq-schema" name="{name}" file="{name}"{"" if has_more else " /"}>\n'
        )
        if self.first is not None:
            more = f" (and {self.count - 1:,} more)" if self.count > 1 else ""
            message = _escaped(printable(self.first.message), _IN_ATTRIBUTES) + more
            outcome = f'message="{message}" type="{self.first.rule}"'
            _element(write, "error" if self.unread else "failure", f" {outcome}", self.errors)
        if self.others is not None:
            _element(write, "system-out", "", self.others)
        if has_more:
            write("    </testcase>\n")


class Report(Sink):
    """
    One suite at the end. All of it is ASCII.

    A test case has one `failure` with all errors of its file, or one `error` with them where something in it got
    no verdict: many readers take the first such element and no other. Warnings and notes are its `system-out`.
    """

    def __init__(self, write: Write) -> None:
        super().__init__(write)
        self._done = Spool()
        self._case: _Case | None = None
        self._tests = self._failures = self._errors = 0

    def source(self, file: str) -> None:
        """A good file is a test case too."""
        self._end()
        self._case = _Case(file)

    def add(self, problem: Problem) -> None:
        """Keep `problem` until the end."""
        self._of(problem).add(problem)

    def unread(self, problem: Problem) -> None:
        """Keep `problem`, and that its file got no verdict."""
        case = self._of(problem)
        case.add(problem)
        case.unread = True

    def close(self, summary: Summary) -> None:  # noqa: ARG002 - here test cases are counted, not problems
        """Write the whole report, ended by a line feed."""
        self._end()
        counts = f'tests="{self._tests}" failures="{self._failures}" errors="{self._errors}"'
        of_all = f'name="orq-schema" {counts}'
        self.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        self.write(f"<testsuites {of_all}>\n  <testsuite {of_all}>\n")
        for each in self._done.texts():
            self.write(each)
        self.write("  </testsuite>\n</testsuites>\n")

    def _of(self, problem: Problem) -> _Case:
        """The case of the file that `problem` is in, which is the last one or that of a schema."""
        if self._case is None or self._case.file != problem.file:
            self._end()
            self._case = _Case(problem.file)
        return self._case

    def _end(self) -> None:
        case, self._case = self._case, None
        if case is not None:
            case.tell(self._done.write)
            self._tests += 1
            self._errors += case.unread and case.first is not None
            self._failures += not case.unread and case.first is not None


def _element(write: Write, name: str, attributes: str, content: Spool) -> None:
    write(f"      <{name}{attributes}>")
    for each in content.texts():
        write(each)
    write(f"</{name}>\n")


def _escaped(text: str, table: dict[int, str]) -> str:
    """`text` as XML, in ASCII."""
    return text.translate(table).encode("ascii", "xmlcharrefreplace").decode("ascii")
