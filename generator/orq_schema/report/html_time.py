"""Problems over time: counted in steps as long as it takes for the whole span to fit into one chart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from orq_schema.errors import Severity

_HOUR, _DAY = 3600, 86_400
# each is a multiple of the one before it, so that counts can be joined
_STEPS = (
    (60, "minute"), (300, "5 minutes"), (900, "15 minutes"), (_HOUR, "hour"), (3 * _HOUR, "3 hours"),
    (6 * _HOUR, "6 hours"), (12 * _HOUR, "12 hours"), (_DAY, "day"), (7 * _DAY, "week"), (28 * _DAY, "4 weeks"),
    (84 * _DAY, "12 weeks"), (336 * _DAY, "48 weeks"), (672 * _DAY, "96 weeks"),
)  # fmt: skip
# the first Monday of 1970: weeks begin on one
_ORIGIN = 4 * _DAY
# of steps in a chart; for the span that stamps may have, the longest step is long enough
_MOST = 60
# in a chart of few, others are put behind them: one alone would fill it
_FEWEST = 24
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class Step(NamedTuple):
    """When a step begins, in UTC, and how many problems of each of SEVERITIES fell into it."""

    begin: str
    counts: tuple[int, ...]


class Timeline:
    """The moments of problems, in no particular order."""

    def __init__(self) -> None:
        self._size = 0
        self._counts: dict[int, list[int]] = {}

    def add(self, time: int, severity: Severity) -> None:
        """Count a problem of `time`, in seconds since 1970 UTC."""
        at = (time - _ORIGIN) // _STEPS[self._size][0]
        if at not in self._counts:
            self._counts[at] = [0] * len(SEVERITIES)
            self._counts[at][SEVERITIES.index(severity)] += 1
            while max(self._counts) - min(self._counts) >= _MOST:
                self._join()
        else:
            self._counts[at][SEVERITIES.index(severity)] += 1

    def _join(self) -> None:
        ratio = _STEPS[self._size + 1][0] // _STEPS[self._size][0]
        self._size += 1
        joined: dict[int, list[int]] = {}
        for at, counts in self._counts.items():
            before = joined.get(at // ratio, [0] * len(SEVERITIES))
            joined[at // ratio] = [one + other for one, other in zip(before, counts, strict=True)]
        self._counts = joined

    def unit(self) -> str:
        """How long a step is, in words."""
        return _STEPS[self._size][1]

    def steps(self) -> list[Step]:
        """The steps of a chart, from the first one with problems to beyond the last, those without any too."""
        if not self._counts:
            return []
        first, last = min(self._counts), max(self._counts)
        none = (0,) * len(SEVERITIES)
        return [
            Step(self._named(at), tuple(self._counts.get(at, none)))
            for at in range(first, max(last + 1, first + _FEWEST))
        ]

    def _named(self, at: int) -> str:
        width = _STEPS[self._size][0]
        begin = datetime.fromtimestamp(at * width + _ORIGIN, UTC)
        return f"{begin:%Y-%m-%d}" if width >= _DAY else f"{begin:%Y-%m-%d %H:%M}"
