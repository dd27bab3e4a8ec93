"""What several processes find comes back in order, and whole, whenever the run is ended."""

from __future__ import annotations

import multiprocessing
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, NamedTuple

import pytest

from orq_schema.bulk.lines import Block
from orq_schema.bulk.pool import Pool
from orq_schema.bulk.work import Task
from orq_schema.validation.judge import Judging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.bulk.judge import Part

LINE = b'{"retry": {"count": 9}}\n'


class Step(NamedTuple):
    task: Task


def steps(count: int) -> Iterator[Step]:
    for number in range(count):
        block = Block(number * 3 + 1, number * 3 * len(LINE), [LINE] * 3, 3, len(LINE) * 3)
        yield Step(Task("a.jsonl", Judging(), named=True, block=block))


def first_line(part: Part | None) -> int | None:
    assert part is not None
    assert part.found[0].problem is not None
    return part.found[0].problem.line


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_parts_come_in_order_however_processes_are_started(method: str) -> None:
    pool: Pool[Step] = Pool(2, None, method)
    try:
        told = [first_line(part) for _, part in pool.ordered(steps(9))]
    finally:
        pool.close()
    assert told == [number * 3 + 1 for number in range(9)]


def test_a_run_that_is_ended_while_it_waits_has_no_gap() -> None:
    calls = 0

    def wait(call: Callable[[], list[Part]]) -> list[Part]:
        nonlocal calls
        calls += 1
        if calls == 4:
            # what is waited for has come by then
            call()
            raise KeyboardInterrupt
        return call()

    pool: Pool[Step] = Pool(2, None, wait=wait)
    told: list[int | None] = []
    try:
        with pytest.raises(KeyboardInterrupt):
            told.extend(first_line(part) for _, part in pool.ordered(steps(20)))
        before = len(told)
        told += [first_line(part) for _, part in pool.done()]
    finally:
        pool.close()
    assert before == 3
    assert len(told) > before
    assert told == [number * 3 + 1 for number in range(len(told))]


def test_after_the_end_a_process_that_was_ended_too_is_no_fault() -> None:
    def wait(call: Callable[[], list[Part]]) -> list[Part]:
        for each in multiprocessing.active_children():
            each.kill()
        with pytest.raises(BrokenProcessPool):
            call()
        raise KeyboardInterrupt

    pool: Pool[Step] = Pool(2, None, wait=wait)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(pool.ordered(steps(200)))
        assert list(pool.done()) == []
    finally:
        pool.close()
