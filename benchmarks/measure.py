"""Time things beside each other: rounds are interleaved, so that a noisy machine is noisy for all."""

from __future__ import annotations

import subprocess
import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

OURS = "orq-schema"


class Row(NamedTuple):
    """
    One line of the comparison: `what` was done, and what came of it for us and for each peer, by name.

    That is a time in seconds, or else a text that says how much was right. `goal` is the part of the time of one
    peer that ours shall take at most, None where none is set.
    """

    what: str
    ours: float | str
    peers: Mapping[str, float | str]
    goal: tuple[str, float] | None = None


def row(what: str, found: Mapping[str, float | str], goal: tuple[str, float] | None = None) -> Row:
    """The row of what was `found` by name, ours among it."""
    return Row(what, found[OURS], {name: each for name, each in found.items() if name != OURS}, goal)


def processes(commands: Mapping[str, Sequence[str]], rounds: int = 21) -> dict[str, float]:
    """The median wall time in seconds of each command as a whole process, after one round to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=False, capture_output=True)
            if turn:
                taken[name].append(time.perf_counter() - start)
    return {name: median(each) for name, each in taken.items()}


def calls(
    functions: Mapping[str, Callable[[], object]], seconds: float = 0.1, rounds: int = 9
) -> dict[str, float]:
    """The time in seconds of one call of each function: the best of the rounds, each of about `seconds`."""
    repeats = {name: max(1, int(seconds / _once(function))) for name, function in functions.items()}
    best: dict[str, float] = dict.fromkeys(functions, float("inf"))
    for _ in range(rounds):
        for name, function in functions.items():
            start = time.perf_counter()
            for _ in range(repeats[name]):
                function()
            best[name] = min(best[name], (time.perf_counter() - start) / repeats[name])
    return best


def _once(function: Callable[[], object]) -> float:
    function()
    start = time.perf_counter()
    function()
    return max(time.perf_counter() - start, 1e-7)
