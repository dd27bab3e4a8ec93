"""The report for code scanning: SARIF 2.1.0 (OASIS, errata 01); the sections named here are that document's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from orq_schema import rules
from orq_schema.report.array import Array
from orq_schema.report.fingerprint import Fingerprints
from orq_schema.report.paths import relative
from orq_schema.report.printable import printable
from orq_schema.report.sink import Sink
from orq_schema.report.spool import Spool
from orq_schema.version import __version__

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.report.sink import Write
    from orq_schema.report.summary import Summary

# how many containers are around the notifications
_NOTIFIED = 5
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Report(Sink):
    """
    One log with one run at the end. All of it is ASCII, and nothing in it depends on the time or the machine.

    A problem without a verdict is a result like any other, and a notification besides: the results are not
    complete. `executionSuccessful` is false only where nothing could be checked at all, for want of a good schema:
    GitHub takes no result from a run that says so.
    """

    def __init__(self, write: Write) -> None:
        super().__init__(write)
        self._fingerprints = Fingerprints()
        self._rules: dict[str, int] = {}
        # both stand behind what is known only at the end
        self._results = Spool()
        self._notifications = Spool()
        self._notified = Array(self._notifications.write, _NOTIFIED)
        self._first = self._complete = True
        self._began = False

    def source(self, file: str) -> None:  # noqa: ARG002 - that there is one is what matters
        """The schema is good."""
        self._began = True

    def add(self, problem: Problem) -> None:
        """Keep `problem` until the end."""
        result = {
            "ruleId": problem.rule,
            "ruleIndex": self._rules.setdefault(problem.rule, len(self._rules)),
            **_said(problem),
            "partialFingerprints": {"orqSchema/v1": self._fingerprints.of(problem)},
        }
        self._results.write(("" if self._first else ",\n") + json.dumps(result))
        self._first = False

    def unread(self, problem: Problem) -> None:
        """Keep `problem`, and that the results are not complete."""
        self.add(problem)
        self._complete = False
        self._notified.add(json.dumps({"associatedRule": self._rule(problem), **_said(problem)}, indent=2))

    def _rule(self, problem: Problem) -> dict[str, Any]:
        return {"id": problem.rule, "index": self._rules[problem.rule]}

    def close(self, summary: Summary) -> None:
        """Write the whole log, ended by a line feed."""
        run: dict[str, Any] = {
            "tool": {"driver": self._driver()},
            "invocations": [
                {
                    "executionSuccessful": self._began or self._complete,
                    "exitCode": summary.exit_code,
                    "toolExecutionNotifications": [],
                }
            ],
            "columnKind": "unicodeCodePoints",
            "results": [],
        }
        log = json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)
        before, _, after = log.rpartition("[]")
        start, _, between = before.rpartition("[]")
        self._notified.end()
        self.write(start)
        for each in self._notifications.texts():
            self.write(each)
        self.write(f"{between}[\n")
        for each in self._results.texts():
            self.write(each)
        self.write(f"\n      ]{after}\n")

    def _driver(self) -> dict[str, Any]:
        known = rules.load()
        return {
            "name": "orq-schema",
            "semanticVersion": __version__,
            "rules": [
                {"id": id_, "shortDescription": {"text": known[id_].summary}, "helpUri": rules.page(id_)}
                for id_ in self._rules
            ],
        }


def _said(problem: Problem) -> dict[str, Any]:
    """The members that a result and a notification have in common."""
    hint = "" if problem.hint is None else f"\nhint: {printable(problem.hint)}"
    return {
        "level": problem.severity,
        "message": {"text": _plain(printable(problem.message) + hint)},
        "locations": [_location(problem)],
    }


def _plain(text: str) -> str:
    """`text` without what would be a link in a message (section 3.11.6)."""
    return text.replace("](", "] (")


def _location(problem: Problem) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(relative(problem.file))}}
    if problem.line is not None:
        physical["region"] = _region(problem)
    location: dict[str, Any] = {"physicalLocation": physical}
    if problem.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(problem.pointer)}]
    return location


def _region(problem: Problem) -> dict[str, int]:
    """From the first character to just behind the last one (section 3.30.8), as far as that is known."""
    region = {"startLine": problem.line, "startColumn": problem.column}
    if problem.detail.end is not None:
        region["endLine"], region["endColumn"] = problem.detail.end
    return {name: number for name, number in region.items() if number is not None}


def _uri(path: str) -> str:
    """`path` as a relative URI (RFC 3986 section 4.2); bytes of a name that are not UTF-8 stay what they are."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "surrogatepass")
    return quote(data)
