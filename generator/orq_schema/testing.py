"""
For the tests of a program that sends orq objects: `assert_valid(payload)`.

Works under pytest, unittest or by itself: it needs nothing, and is not loaded unless it is imported.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from orq_schema.api import validate_text
from orq_schema.report.sink import sink
from orq_schema.report.summary import Summary

if TYPE_CHECKING:
    from orq_schema.errors import Problem


def assert_valid(payload: object, *, strict: bool = True, show_values: bool = False) -> None:
    """
    Raise AssertionError with the report of `orq-schema validate` unless `payload` is without errors.

    `payload` is a value that `json.dumps` takes, or a path to a payload file, or the bytes of one: an orq object, or
    a request body in which it is found. `strict` makes errors of unknown keys, as the hook does; warnings alone are
    no failure, but are told with the errors. What could be secret is quoted only with `show_values`.
    """
    __tracebackhide__ = True
    problems = _problems(payload, strict=strict, show_values=show_values)
    if any(each.severity == "error" for each in problems):
        raise AssertionError(f"not a valid orq payload\n{_report(problems)}")


def _problems(payload: object, *, strict: bool, show_values: bool) -> list[Problem]:
    if isinstance(payload, Path):
        data, name = payload.read_bytes(), str(payload)
        return validate_text(data, strict=strict, show_values=show_values, file=name)
    if isinstance(payload, bytes):
        return validate_text(payload, strict=strict, show_values=show_values)
    # as it is sent: NaN and half characters are no JSON, whatever Python makes of them
    text = json.dumps(payload, indent=2)
    return validate_text(text, "json", strict=strict, show_values=show_values)


def _report(problems: list[Problem]) -> str:
    parts: list[str] = []
    report = sink("text", parts.append)
    report.source(problems[0].file)
    for problem in problems:
        report.add(problem)
    report.close(Summary())
    return "".join(parts).rstrip("\n")
