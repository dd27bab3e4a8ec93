"""Ctrl-C, and a request to end: not in the middle of a report, but soon."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

T = TypeVar("T")

# as a shell says it of a command that a signal has ended
_CODE = 128
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(BaseException):
    """The run is to end; `code` is the exit code that says so."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = _CODE + number


class Interrupts:
    """
    While this context lasts the signals raise Interrupted, but only in what is called by way of `let`.

    One that comes at any other time, when something is told or written, waits for the next such call: so what is told
    is whole, and has no gap. With the second signal the process ends at once, and leaves no file half made.
    """

    def __init__(self) -> None:
        self._before: dict[int, object] = {}
        self._is_open = False
        self._pending = 0

    def __enter__(self) -> Self:
        for each in _SIGNALS:
            try:
                before = signal.getsignal(each)
                # who starts a command in the background does not want it to hear of Ctrl-C
                if before != signal.SIG_IGN:
                    signal.signal(each, self._come)
                    self._before[each] = before
            except ValueError:
                # not in the main thread: whoever has that one decides
                return self
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type]  # what getsignal gave

    def let(self, call: Callable[[], T]) -> T:
        """What `call` gives; Interrupted where a signal has come, or comes in there."""
        self._is_open = True
        try:
            if self._pending:
                number, self._pending = self._pending, 0
                raise Interrupted(number)
            return call()
        finally:
            self._is_open = False

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """Each of `items`, of which the next one is made by way of `let`."""
        following = iter(items).__next__
        while True:
            try:
                item = self.let(following)
            except StopIteration:
                return
            yield item

    def _come(self, number: int, _: FrameType | None) -> None:
        for each in self._before:
            signal.signal(each, self._come_again)
        if self._is_open:
            raise Interrupted(number)
        self._pending = number

    def _come_again(self, number: int, _: FrameType | None) -> None:
        for each in self._before:
            signal.signal(each, signal.SIG_DFL)
        # without it there is no such file
        atomic = sys.modules.get("orq_schema.cli.atomic")
        if atomic is not None:
            atomic.abandon()
        os.kill(os.getpid(), number)


def end_at_once() -> None:
    """Until a report is begun, and when it is written, there is nothing to tell: Ctrl-C simply ends the process."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
