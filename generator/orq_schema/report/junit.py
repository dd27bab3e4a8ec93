"""The report for test dashboards: JUnit's XML, a test case for each file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from orq_schema.errors import NO_DETAIL
from orq_schema.report.paths import relative
from orq_schema.report.printable import printable
from orq_schema.report.sink import Sink
from orq_schema.report.text import line

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.report.sink import Write
    from orq_schema.report.summary import Summary


class _Case:
    """What there is to say of one file."""

    __slots__ = ("errors", "others", "unread")

    def __init__(self) -> None:
        self.errors: list[Problem] = []
        self.others: list[Problem] = []
        self.unread = False


class Report(Sink):
    """
    One suite at the end. All of it is ASCII.

    A test case has one `failure` with all errors of its file, or one `error` with them where something in it got
    no verdict: many readers take the first such element and no other. Warnings and notes are its `system-out`.
    """

    def __init__(self, write: Write) -> None:
        super().__init__(write)
        self._cases: dict[str, _Case] = {}

    def source(self, file: str) -> None:
        """A good file is a test case too."""
        self._case(file)

    def add(self, problem: Problem) -> None:
        """Keep `problem` until the end."""
        case = self._case(problem.file)
        # an excerpt would keep the whole document
        bare = problem._replace(detail=NO_DETAIL)
        (case.errors if problem.severity == "error" else case.others).append(bare)

    def unread(self, problem: Problem) -> None:
        """Keep `problem`, and that its file got no verdict."""
        self.add(problem)
        self._case(problem.file).unread = True

    def close(self, summary: Summary) -> None:  # noqa: ARG002 - here test cases are counted, not problems
        """Write the whole report, ended by a line feed."""
        bad = [case for case in self._cases.values() if case.errors]
        unread = sum(case.unread for case in bad)
        counts = {"tests": len(self._cases), "failures": len(bad) - unread, "errors": unread}
        attributes = {"name": "orq-schema", **{name: str(count) for name, count in counts.items()}}
        root = ET.Element("testsuites", attributes)
        suite = ET.SubElement(root, "testsuite", attributes)
        for file, case in self._cases.items():
            _write(suite, file, case)
        ET.indent(root)
        text = ET.tostring(root, "us-ascii").decode("ascii")
        self.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')

    def _case(self, file: str) -> _Case:
        return self._cases.setdefault(file, _Case())


def _write(suite: ET.Element, file: str, case: _Case) -> None:
    name = printable(relative(file))
    element = ET.SubElement(suite, "testcase", {"classname": "orq-schema", "name": name, "file": name})
    if case.errors:
        first, more = case.errors[0], len(case.errors) - 1
        message = printable(first.message) + (f" (and {more:,} more)" if more else "")
        outcome = {"message": message, "type": first.rule}
        ET.SubElement(element, "error" if case.unread else "failure", outcome).text = _lines(case.errors)
    if case.others:
        ET.SubElement(element, "system-out").text = _lines(case.others)


def _lines(problems: list[Problem]) -> str:
    return "".join(map(line, problems))
