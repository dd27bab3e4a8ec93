"""What a run achieved, by rules that the page states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from diagnosis_cases import SECRET

if TYPE_CHECKING:
    from diagnosis_cases import Case
    from diagnosis_run import Run

# the line is the one group that took part
PLACE = re.compile(
    r"payload\.\w+:(\d+):\d+"
    r"|line (\d+),? column \d+"
    r"|\((\d+):\d+\)"
    r"|at line (\d+)\n\s*at column \d+"
    r"|^>? *(\d+) *\|[^\n]*\n[-| ]*\^",
    re.MULTILINE,
)
CRASH = re.compile(r"^Traceback \(most recent call last\)|^panic: |^ {4}at .*:\d+:\d+\)?$", re.MULTILINE)
INJECTION = re.compile(r"^::|\x1b", re.MULTILINE)
WARNING = re.compile(r"\bwarning\b", re.IGNORECASE)


class Verdict(NamedTuple):
    """Whether the run rejects or warns, names every line with a column, names every mend; and how it failed."""

    reported: bool
    placed: bool
    mended: bool
    failure: str


def judge(case: Case, run: Run) -> Verdict:
    """The verdict on one run: what a crash or a cut-off run says is not counted."""
    failure = _failure(run)
    if failure in {"crash", "hang"}:
        return Verdict(bool(run.code), placed=False, mended=False, failure=failure)
    reported = run.code != 0 or WARNING.search(run.output) is not None
    named = {int(found[found.lastindex or 0]) for found in PLACE.finditer(run.output)}
    return Verdict(
        reported,
        reported and all(named & set(each) for each in case.lines),
        reported and all(re.search(mend, run.output, re.IGNORECASE | re.MULTILINE) for mend in case.mends),
        failure,
    )


def _failure(run: Run) -> str:
    if run.code is None:
        return "hang"
    if run.code < 0 or CRASH.search(run.output):
        return "crash"
    if SECRET in run.output:
        return "leak"
    return "injection" if INJECTION.search(run.output) else ""
