"""Several processes that judge; what they find comes back in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from orq_schema.bulk.work import Task, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.context import BaseContext

    from orq_schema.bulk.judge import Part
    from orq_schema.bulk.work import Selection

# bytes in one go, at least, so that many small files do not cost a message each
_LOAD = 1 << 18
# what a file costs besides its bytes
_FILE = 1 << 14
# each process has one at work, one that waits, and one that is done and waits for its turn
_IN_FLIGHT = 3


class WorkerDiedError(Exception):
    """A process ended in the middle of its work; `file` is the first that it was not done with."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


class Step(Protocol):
    """Something in a row; `task` is what a process has to do for it, None: nothing."""

    @property
    def task(self) -> Task | None:
        """The task."""
        ...


S = TypeVar("S", bound=Step)
# some steps, and what comes of their tasks
Batch = tuple[list[S], "Future[list[Part]]"]


class Pool(Generic[S]):
    """
    So many processes as `jobs` says; `select` is as for Worker.

    `method` is how a process is started: by default with `fork` on Linux, where that is safe as long as there is only
    one thread, and takes a tenth of the time; anywhere else as Python does by itself. The processes leave SIGINT to
    their parent. What `ordered` waits for is called by way of `wait`, which may raise something instead.
    """

    def __init__(
        self,
        jobs: int,
        select: Callable[[], Selection] | None,
        method: str | None = None,
        wait: Callable[[Callable[[], list[Part]]], list[Part]] | None = None,
    ) -> None:
        self._wait = wait
        self._most = jobs * _IN_FLIGHT
        self._executor = ProcessPoolExecutor(jobs, _context(method), _begin, (select,))
        self._waiting: deque[Batch[S]] = deque()

    def ordered(self, steps: Iterable[S]) -> Iterator[tuple[S, Part | None]]:
        """Each of `steps`, in order, with what came of its task. WorkerDiedError where a process ended."""
        batch: list[S] = []
        load = 0
        for step in steps:
            batch.append(step)
            load += _load(step.task)
            if load >= _LOAD or (step.task is not None and step.task.block is not None):
                self._submit(batch)
                batch, load = [], 0
            while len(self._waiting) >= self._most or (self._waiting and self._waiting[0][1].done()):
                yield from self._first()
        self._submit(batch)
        while self._waiting:
            yield from self._first()

    def done(self) -> Iterator[tuple[S, Part | None]]:
        """
        What has come already of the next steps, for when `ordered` was left while it waited, or took a step in.

        A process that was ended is passed over: whoever ends a run may end its processes too.
        """
        while self._waiting and (first := self._waiting[0][1]).done() and first.exception() is None:
            yield from self._first()

    def close(self) -> None:
        """End the processes, whatever they do."""
        self._executor.shutdown(wait=not self._waiting, cancel_futures=True)
        for each in multiprocessing.active_children() if self._waiting else ():
            each.terminate()

    def _submit(self, batch: list[S]) -> None:
        tasks = [each.task.light() for each in batch if each.task is not None]
        future: Future[list[Part]] = Future()
        try:
            with _unsignalled():
                future = self._executor.submit(_perform, tasks)
        except BrokenProcessPool as error:
            # those before it are told first
            future.set_exception(error)
        self._waiting.append((batch, future))

    def _first(self) -> Iterator[tuple[S, Part | None]]:
        batch, future = self._waiting[0]
        try:
            parts = iter(future.result() if self._wait is None else self._wait(future.result))
        except BrokenProcessPool:
            self._waiting.clear()
            raise WorkerDiedError(next((each.task.name for each in batch if each.task), "")) from None
        self._waiting.popleft()
        for step in batch:
            yield step, None if step.task is None else next(parts)


def cores() -> int:
    """How many processes can be at work at a time, on this machine and for this process."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context(method: str | None) -> BaseContext:
    if method is None and sys.platform == "linux" and threading.active_count() == 1:
        method = "fork"
    return multiprocessing.get_context(method)


@contextmanager
def _unsignalled() -> Generator[None]:
    """What is started here, processes and threads, leaves signals to the thread that is."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _load(task: Task | None) -> int:
    if task is None or task.block is not None:
        return 0
    try:
        return _FILE + os.stat(task.name).st_size  # noqa: PTH116 - as elsewhere, without pathlib
    except (OSError, ValueError):
        return _FILE


# in a process of the pool
_workers: list[Worker] = []


def _begin(select: Callable[[], Selection] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # by fork a process has what its parent does about it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _workers[:] = [Worker(select, apart=True)]


def _end_with_parent() -> None:
    """A parent that is killed tells nobody; without it there is no more to do."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _perform(tasks: list[Task]) -> list[Part]:
    (worker,) = _workers
    return [worker.perform(each) for each in tasks]
