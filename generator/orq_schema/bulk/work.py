"""What one process has to do: a whole file, or a block of its lines."""

from __future__ import annotations

import os
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from orq_schema.bulk.judge import BlockJudge, Part
from orq_schema.errors import Problem
from orq_schema.payload.document import Unread
from orq_schema.payload.read import open_file, read_file
from orq_schema.payload.text import problem
from orq_schema.validation.files import Found, found_in
from orq_schema.validation.judge import Judge, Judging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from orq_schema.bulk.lines import Block


class Task(NamedTuple):
    """
    The file `name`, or that `block` of it; `named` says that a user asked for it.

    A block of which a process is to read the lines itself comes without, but with the `identity` of the file: another
    one may have its name by then.
    """

    name: str
    judging: Judging
    named: bool
    block: Block | None = None
    identity: tuple[int, int] | None = None

    def light(self) -> Task:
        """The same without lines that can be read again."""
        if self.block is None or self.identity is None:
            return self
        return self._replace(block=self.block._replace(lines=()))


class Selection(Protocol):
    """Says of each problem of a file, in order, whether it is shown with its lines."""

    def takes(self, problem: Problem, /) -> bool:
        """Whether `problem` is; it may have been the last one of its kind."""
        ...


class Worker:
    """
    Does one task after the other.

    `select` makes the selection for a file of those problems of which a report shows the lines; None: of none.
    Without `apart` all is for this process, and lines are made when they are shown.
    """

    def __init__(self, select: Callable[[], Selection] | None, *, apart: bool) -> None:
        self._select = select
        self._apart = apart
        self._judges: dict[Judging, tuple[Judge, BlockJudge]] = {}
        self._file = ""
        self._selection: Selection | None = None
        self._opened: tuple[str, BinaryIO] | None = None

    def perform(self, task: Task) -> Part:
        """What is found in the file or the block."""
        part = self._part(task)
        return part._replace(found=self._portable(task.name, part.found)) if self._apart else part

    def _part(self, task: Task) -> Part:
        judge, blocks = self._judge(task.judging)
        if task.block is None:
            options, limits = task.judging.options, task.judging.limits
            read = read_file(task.name, limits, named=task.named)
            return Part(list(found_in(read, judge, options, named=task.named)))
        block = task.block
        if not block.lines:
            lines = self._read(task, block)
            if lines is None:
                fault = Unread(problem(task.name, "unreadable", "a file that was changed while it was read"))
                return Part([Found(0, fault.problem, "unjudged")], range(block.begun))
            block = block._replace(lines=lines)
        return blocks.part(task.name, block, named=task.named)

    def _judge(self, judging: Judging) -> tuple[Judge, BlockJudge]:
        if judging not in self._judges:
            judge = Judge(judging)
            self._judges[judging] = judge, BlockJudge(judge, judging)
        return self._judges[judging]

    def _read(self, task: Task, block: Block) -> list[bytes] | None:
        """The lines of `block`, None where the file is another one by now."""
        if self._opened is None or self._opened[0] != task.name:
            if self._opened is not None:
                self._opened[1].close()
            opened = open_file(task.name)
            if isinstance(opened, Problem):
                return None
            self._opened = task.name, opened
        stream = self._opened[1]
        if identity(stream) != task.identity:
            return None
        try:
            stream.seek(block.offset)
            data = stream.read(block.length)
        except OSError:
            return None
        return BytesIO(data).readlines() if len(data) == block.length else None

    def _portable(self, file: str, found: Iterable[Found]) -> list[Found]:
        """`found` without what cannot leave this process: the lines of a problem are made now, or never."""
        if file != self._file or self._selection is None:
            self._file = file
            self._selection = None if self._select is None else self._select()
        return [
            each if each.problem is None else each._replace(problem=self._settled(each.problem))
            for each in found
        ]

    def _settled(self, each: Problem) -> Problem:
        shown = self._selection is not None and self._selection.takes(each)
        excerpts = partial(tuple, each.detail.excerpts()) if shown else tuple
        return each._replace(detail=each.detail._replace(excerpts=excerpts))


def identity(stream: BinaryIO) -> tuple[int, int]:
    """What tells the open file from all others."""
    found = os.fstat(stream.fileno())
    return found.st_dev, found.st_ino
