"""Judge a block of lines: what a fast look accepts is good, any other line goes the exact way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.payload.document import Document, Place, Unread
from orq_schema.payload.lines import read_line, too_long
from orq_schema.validation.files import Found, Judged, judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from orq_schema.bulk.accept import Acceptor
    from orq_schema.bulk.lines import Block
    from orq_schema.validation.judge import Judge, Judging

# of fewer bytes than that no more is known faster than without the fast look's modules
_WORTHWHILE = 1 << 18


class Part(NamedTuple):
    """What was found in a part of a file, and the indices of its lines that are invalid or got no verdict."""

    found: Sequence[Found]
    invalid: Sequence[int] = ()


class BlockJudge:
    """Judges the blocks of files one by one."""

    def __init__(self, judge: Judge, judging: Judging) -> None:
        self._judge = judge
        self._judging = judging
        self._acceptor: Acceptor | None = None
        self._is_ready = False

    def part(self, file: str, block: Block, *, named: bool) -> Part:
        """What is found in `block` of `file`; `named` is as for Judge.judge."""
        if block.kind == "rest":
            return Part(())
        if block.kind == "long":
            long = too_long(file, self._judging.limits, Place(block.number, 1))
            return Part([*self._found([long], 0, named=named)], (0,))
        return self._lines(file, block, named=named)

    def _lines(self, file: str, block: Block, *, named: bool) -> Part:
        lines = block.lines
        found: list[Found] = []
        invalid: list[int] = []
        # of the lines before `at` all are told; those that were accepted are documents
        at, offset = 0, block.offset
        for index in self._doubtful(lines, block):
            offset += sum(map(len, lines[at:index]))
            line = lines[index]
            read = read_line(file, line, block.number + index, offset, self._judging.limits)
            told = list(self._found(read, index - at, named=named))
            found += told
            if any(each.problem is not None and each.problem.severity == "error" for each in told):
                invalid.append(index)
            at, offset = index + 1, offset + len(line)
        if at < len(lines):
            found.append(Found(len(lines) - at))
        return Part(found, invalid)

    def _found(self, read: Iterable[Document | Unread], accepted: int, *, named: bool) -> Iterator[Found]:
        """What is found in a line, behind so many that were `accepted`."""
        documents = accepted
        for each in read:
            documents += isinstance(each, Document)
            for problem, verdict in self._judged(each, named=named):
                yield Found(documents, problem, "judged" if verdict else "unjudged")
                documents = 0
        if documents:
            yield Found(documents)

    def _judged(self, read: Document | Unread, *, named: bool) -> Iterator[Judged]:
        return judged([read], self._judge, self._judging.options, named=named)

    def _doubtful(self, lines: Sequence[bytes], block: Block) -> Iterable[int]:
        acceptor = self._accepting(block)
        if acceptor is None:
            return range(len(lines))
        found = acceptor.doubtful(lines)
        limit = self._judging.limits.bytes
        if block.length <= limit:
            return found
        return sorted({*found, *(index for index, line in enumerate(lines) if len(line) > limit)})

    def _accepting(self, block: Block) -> Acceptor | None:
        if not self._is_ready and block.offset + block.length >= _WORTHWHILE:
            self._is_ready = True
            from orq_schema.bulk.accept import acceptor

            self._acceptor = acceptor(self._judging)
        return self._acceptor
