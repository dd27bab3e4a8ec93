"""Blocks of lines are the file, byte for byte, and say of it what the reader of whole files says."""

from __future__ import annotations

import errno
import gzip
import io
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.bulk.judge import BlockJudge
from orq_schema.bulk.lines import Block, read_blocks
from orq_schema.payload.document import Limits, Unread
from orq_schema.payload.read import read_bytes
from orq_schema.validation.files import Found, found_in
from orq_schema.validation.judge import Judge, Judging

if TYPE_CHECKING:
    from orq_schema.errors import Problem

LINES = st.lists(
    st.sampled_from((
        b'{"orq": {"retry": {"count": 3}}}', b'{"retry": {"count": 9}}', b'{"orq": {"nmae": 1, "retris": {}}}',
        b"", b" \t", b"{", b'{"a": 1, "a": 2}', b"\xff", b"\xef\xbb\xbf", b'\xef\xbb\xbf{"retry": {}}', b"[]\r",
        b'{"orq": {"name": "' + b"x" * 90 + b'"}}', b"\r", b'{\x00"\x00a', b"\x00\x00{", b"1 2", b"\xff\xfe{\x00",
    )),
    max_size=12,
)  # fmt: skip


def joined(lines: list[bytes], last: bytes) -> bytes:
    return b"\n".join(lines) + last


FILES = st.builds(joined, LINES, st.sampled_from((b"", b"\n")))


def split(data: bytes, limit: int, size: int, name: str = "a.jsonl") -> list[Block | Unread]:
    stream = io.BytesIO(gzip.compress(data) if name.endswith("gz") else data)
    return list(read_blocks(name, stream, limit, size))


def summed(found: list[Found]) -> tuple[int, list[tuple[Problem, str, int]]]:
    """All documents, and each problem with how many documents there were by then."""
    documents = 0
    problems: list[tuple[Problem, str, int]] = []
    for each in found:
        documents += each.documents
        if each.problem is not None:
            problems.append((each.problem, each.outcome, documents))
    return documents, problems


@given(
    FILES, st.sampled_from((20, 60, 1000)), st.integers(1, 200), st.sampled_from(("a.jsonl", "a.jsonl.gz"))
)
def test_blocks_are_the_file_and_say_the_same(data: bytes, limit: int, size: int, name: str) -> None:
    judging = Judging(limits=Limits(bytes=limit))
    judge = Judge(judging)
    blocks = BlockJudge(judge, judging)
    found: list[Found] = []
    whole = b""
    for each in split(data, limit, size, name):
        if isinstance(each, Unread):
            found += found_in([each], judge, judging.options, named=True)
        else:
            assert each.offset == len(whole)
            if each.kind != "rest":
                assert each.number == whole.count(b"\n") + 1
            whole += b"".join(each.lines)
            assert len(whole) == each.offset + each.length
            found += blocks.part(name, each, named=True).found
    assert whole == data
    packed = gzip.compress(data) if name.endswith("gz") else data
    expected = found_in(read_bytes(name, packed, judging.limits), judge, judging.options, named=True)
    assert summed(found) == summed(list(expected))


# what is put in place of so many bytes, counted from the end
DAMAGES: dict[str, tuple[int, bytes]] = {
    "cut": (100_000, b""),
    "other": (100_000, b"\xff" * 100_000),
    "sum": (8, bytes(8)),
    "behind": (0, b"more"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_all_lines_before_damage_are_there(damage: str) -> None:
    # what does not pack well, so that there are many pieces
    rng = random.Random(3)  # noqa: S311 - a repeatable test
    data = b"".join(b'{"name": "%032x"}\n' % rng.getrandbits(128) for _ in range(9000))
    packed = gzip.compress(data, mtime=0)
    removed, instead = DAMAGES[damage]
    packed = packed[: len(packed) - removed] + instead
    *blocks, fault = list(read_blocks("a.jsonl.gz", io.BytesIO(packed), 1 << 20))
    *documents, expected = list(read_bytes("a.jsonl.gz", packed, Limits()))
    assert isinstance(fault, Unread)
    assert isinstance(expected, Unread)
    assert fault.problem == expected.problem
    assert fault.problem.rule == "corrupt-gzip"
    whole = b"".join(line for each in blocks if isinstance(each, Block) for line in each.lines)
    # a byte that is another one is not always noticed where it stands
    assert whole[:100_000] == data[:100_000]
    assert whole.count(b"\n") == len(documents) > 4000
    assert (whole == data) == (removed < 9)


@pytest.mark.parametrize("line", [b"1\n", b"\n", b"1\r\n"])
def test_blocks_of_tiny_lines_have_no_more_than_some_thousands(line: bytes) -> None:
    data = line * 70_001 + b"1"
    blocks = [each for each in split(data, 1 << 20, 1 << 20) if isinstance(each, Block)]
    assert b"".join(line for each in blocks for line in each.lines) == data
    assert max(each.begun for each in blocks) <= 10_000
    assert len(blocks) < 40
    assert sum(each.begun for each in blocks) == 70_002
    assert [each.number for each in blocks[1:]] == [
        data[: each.offset].count(b"\n") + 1 for each in blocks[1:]
    ]


def test_no_line_is_read_of_a_foreign_file_whose_first_one_is_too_long() -> None:
    data = ("x" * 400 + '\n{"orq": {}}\n').encode("utf-16")
    kinds = [each.kind for each in split(data, 100, 60) if isinstance(each, Block)]
    assert kinds[0] == "long"
    assert set(kinds[1:]) == {"rest"}
    assert len(list(read_bytes("a.jsonl", data, Limits(bytes=100)))) == 1


@given(FILES, st.integers(1, 200))
def test_the_invalid_lines_are_those_with_errors(data: bytes, size: int) -> None:
    judging = Judging()
    blocks = BlockJudge(Judge(judging), judging)
    for block in split(data, 1 << 20, size):
        if isinstance(block, Unread):
            continue
        part = blocks.part("a.jsonl", block, named=True)
        lines = {
            each.problem.line for each in part.found if each.problem and each.problem.severity == "error"
        }
        assert {block.number + index for index in part.invalid} == lines
        assert len(part.invalid) == len(lines)


@pytest.mark.parametrize("size", [1 << 10, 1 << 16])
def test_of_a_line_without_an_end_little_is_held(size: int) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, number: int = -1, /) -> bytes:
            self.given += number
            return b"x" * number if self.given < 1 << 22 else b""

    blocks = list(read_blocks("a.jsonl", Endless(), 1 << 18, size))  # type: ignore[arg-type]
    kinds = [each.kind for each in blocks if isinstance(each, Block)]
    assert kinds[0] == "long"
    assert set(kinds[1:]) == {"rest"}
    assert (
        max(each.length for each in blocks if isinstance(each, Block) and each.kind == "long")
        <= (1 << 18) + size
    )
    assert max(len(line) for each in blocks if isinstance(each, Block) for line in each.lines) <= size


def test_an_accepted_line_is_a_document_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    class Most:
        def doubtful(self, lines: list[bytes]) -> list[int]:
            return [index for index, line in enumerate(lines) if b"9" in line]

    def accepting(_: Block) -> Most:
        return Most()

    judging = Judging()
    blocks = BlockJudge(Judge(judging), judging)
    monkeypatch.setattr(blocks, "_accepting", accepting)
    data = b'{"retry": {"count": 3}}\n' * 5 + b'{"retry": {"count": 9}}\n' + b'{"retry": {"count": 3}}\n' * 2
    (block,) = split(data, 1 << 20, 1 << 20)
    assert isinstance(block, Block)
    part = blocks.part("a.jsonl", block, named=True)
    assert [
        (each.documents, each.problem and (each.problem.line, each.problem.column)) for each in part.found
    ] == [
        (6, (6, 21)),
        (2, None),
    ]
    assert list(part.invalid) == [5]


def test_what_was_read_of_a_line_before_an_error_is_not_lost() -> None:
    class Failing(io.RawIOBase):
        pieces = iter((b'{"retry": {}}\n{"re', b'try": '))

        def read(self, _: int = -1, /) -> bytes:
            for each in self.pieces:
                return each
            raise OSError(errno.EIO, "gone")

    *blocks, fault = read_blocks("a.jsonl", Failing(), 1 << 18)  # type: ignore[arg-type]
    assert isinstance(fault, Unread)
    assert fault.problem.rule == "unreadable"
    lines = [line for each in blocks if isinstance(each, Block) for line in each.lines]
    assert lines == [b'{"retry": {}}\n', b'{"retry": ']
