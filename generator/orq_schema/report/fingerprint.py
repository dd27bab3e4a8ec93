"""Tell a problem from all others by what it is about, not by where it happens to stand."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING

from orq_schema.report.paths import relative

if TYPE_CHECKING:
    from orq_schema.errors import Problem

# a name in a message, or the words behind which it says what was found: that may change without a mend
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|, found ', re.DOTALL)


class Fingerprints:
    """
    The fingerprints of the problems of one run, which have to come in the order of the run.

    A fingerprint is the SHA-256 of the file (relative to the working directory), the rule, the pointer, the names
    that the message quotes, and how many problems before were alike in all that. Lines, columns, severity and
    layout of the file are not in it.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[str, ...], int] = {}

    def of(self, problem: Problem) -> str:
        """The fingerprint of the next problem, 64 hexadecimal digits."""
        about = relative(problem.file), problem.rule, problem.pointer, *_names(problem.message)
        before = self._seen.get(about, 0)
        self._seen[about] = before + 1
        return sha256(json.dumps([*about, before]).encode()).hexdigest()


def _names(message: str) -> list[str]:
    parts = _QUOTED.findall(message)
    return parts[: parts.index(", found ")] if ", found " in parts else parts
