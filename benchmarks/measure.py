"""Time things beside each other: rounds are interleaved, so that a noisy machine is noisy for all."""

from __future__ import annotations

import subprocess
import time
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


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
