"""JSON Lines, packed or not: a line at a time, however much there is of it."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.payload.document import Document, Limits, Unread
from orq_schema.payload.read import read_bytes, read_file, read_stream

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from orq_schema.errors import Problem

LIMITS = Limits()
LINES = b'{"a": 1}\n\n{"b": }\n{"c": 3}\n'


def outcomes(found: Iterable[Document | Unread]) -> list[Any]:
    return [each.value if isinstance(each, Document) else each.problem.rule for each in found]


def problems(found: Iterable[Document | Unread]) -> list[Problem]:
    return [each.problem for each in found if isinstance(each, Unread)]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.ndjson.gz", "A.JSONL.GZ"])
def test_packed_lines_are_read_as_plain_ones(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(gzip.compress(LINES))
    found = list(read_file(str(tmp_path / name)))
    assert outcomes(found) == [{"a": 1}, "json-syntax", {"c": 3}]
    assert isinstance(found[2], Document)
    assert (found[2].kind, found[2].place(("c",))) == ("jsonl", (4, 7))
    assert outcomes(read_bytes(name, gzip.compress(LINES))) == outcomes(found)


def test_several_members_are_one_text() -> None:
    packed = gzip.compress(b'{"a": 1}\n{"b"') + gzip.compress(b": 2}\n")
    assert outcomes(read_bytes("a.jsonl.gz", packed)) == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize("data", [b"", gzip.compress(b"", mtime=0), gzip.compress(b" \n\n", mtime=0)])
def test_nothing_in_it(data: bytes) -> None:
    assert outcomes(read_bytes("a.jsonl.gz", data)) == ["empty-document"]


@pytest.mark.parametrize(
    "data", [b'{"a": 1}\n', b"\x1f\x8b", b"\x1f\x8b\x08\xff" + b"x" * 20, b"PK\x03\x04" * 9]
)
def test_what_is_not_gzip(data: bytes) -> None:
    (found,) = problems(read_bytes("a.jsonl.gz", data))
    assert (found.rule, found.severity) == ("corrupt-gzip", "error")
    # nothing was read
    assert "was checked" not in (found.hint or "")


def test_what_was_read_is_said_to_be_checked() -> None:
    packed = gzip.compress(b'{"a": 1}\n')
    (found,) = problems(read_bytes("a.jsonl.gz", packed + b"trailing"))
    assert found.hint == "what could be read of it was checked"
    (found,) = problems(read_bytes("a.jsonl.gz", b'{"a": 1}\n'))
    assert found.hint == "if it is plain text, take the .gz off its name"


def test_what_could_be_read_comes_before_the_damage() -> None:
    lines = b"".join(
        json.dumps({"n": number, "x": f"{number * 7919:x}"}).encode() + b"\n" for number in range(9999)
    )
    packed = gzip.compress(lines)
    found = outcomes(read_bytes("a.jsonl.gz", packed[: len(packed) // 2]))
    assert found[-1] == "corrupt-gzip"
    assert 1000 < len(found) < 9999
    assert [value["n"] for value in found[:-1]] == list(range(len(found) - 1))
    found = outcomes(read_bytes("a.jsonl.gz", packed[:-8] + b"\x00" * 8))
    assert (len(found), found[-1]) == (10_000, "corrupt-gzip")
    assert outcomes(read_bytes("a.jsonl.gz", packed + b"trailing"))[-1] == "corrupt-gzip"


@given(st.binary(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_no_damage_raises(new: bytes, start: int, stop: int) -> None:
    packed = gzip.compress(LINES)
    for _ in read_bytes("a.jsonl.gz", packed[:start] + new + packed[stop:]):
        pass


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_the_limit_of_a_line_is_exact(name: str) -> None:
    lines = b'{"a": 1}\n{"b": 22}\n{"c": 3}\n'
    data = gzip.compress(lines) if name.endswith("gz") else lines
    assert outcomes(read_bytes(name, data, Limits(bytes=10))) == [{"a": 1}, {"b": 22}, {"c": 3}]
    before, found, after = read_bytes(name, data, Limits(bytes=9))
    assert outcomes([before, after]) == [{"a": 1}, {"c": 3}]
    assert isinstance(after, Document)
    assert after.place(("c",)) == (3, 7)
    assert isinstance(found, Unread)
    problem = found.problem
    assert (problem.rule, problem.severity, problem.line, problem.column) == ("too-many-bytes", "error", 2, 1)
    assert "limit of 9;" in problem.message


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.toml", "a"])
def test_the_limit_of_other_files(name: str, tmp_path: Path) -> None:
    data = b"a = 1\n" if name == "a.toml" else b'{"a":1}'
    (tmp_path / name).write_bytes(data)
    file = str(tmp_path / name)
    assert outcomes(read_file(file, Limits(bytes=len(data)))) == [{"a": 1}]
    (found,) = problems(read_file(file, Limits(bytes=len(data) - 1)))
    assert (found.rule, found.line, found.file) == ("too-many-bytes", None, file)


def test_a_line_without_an_end_takes_no_memory() -> None:
    packer = io.BytesIO()
    with gzip.GzipFile(fileobj=packer, mode="wb") as handle:
        for _ in range(100):
            handle.write(b'"' + b"x" * 1_000_000)
    packed = packer.getvalue()
    assert len(packed) < 500_000
    tracemalloc.start()
    try:
        assert outcomes(read_bytes("a.jsonl.gz", packed, Limits(bytes=1_000_000))) == ["too-many-bytes"]
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_many_lines_take_no_memory() -> None:
    packed = (
        gzip.compress(b'{"a": "' + b"x" * 1000 + b'"}\n' * 1 + b'{"a": "' + b"y" * 90 + b'"}\n' * 1) * 20_000
    )
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_bytes("a.jsonl.gz", packed)) == 40_000
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_million_values_are_refused_before_they_are_made() -> None:
    data = b"[" + b"[]," * 3_000_000 + b"[]]"
    tracemalloc.start()
    try:
        assert outcomes(read_bytes("a.json", data, Limits(nodes=1000))) == ["too-many-nodes"]
        # the text itself, and no lists
        assert tracemalloc.get_traced_memory()[1] < 4 * len(data)
    finally:
        tracemalloc.stop()


# -- streams ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("-", b'{"a": 1}', [{"a": 1}]),
        ("-", b'{"a": 1}\n{"b": 2}', [{"a": 1}, {"b": 2}]),
        ("-", b"a: 1", [{"a": 1}]),
        ("x.toml", b"a = 1", [{"a": 1}]),
        ("dir/x.yaml", b'{"a": 1,}', [{"a": 1}]),
        ("x.json", b'{"a": 1,}', ["json-syntax"]),
        ("x.jsonl", b'{"a": 1}\n', [{"a": 1}]),
        ("x.jsonl.gz", gzip.compress(b'{"a": 1}\n', mtime=0), [{"a": 1}]),
        ("x.txt", b'{"a": 1}', [{"a": 1}]),
        ("x.conf", b"a: 1\n---\nb: 2\n", [{"a": 1}, {"b": 2}]),
        ("-", b"", ["empty-document"]),
    ],
)
def test_the_name_of_a_stream_decides_else_its_content(name: str, data: bytes, expected: list[Any]) -> None:
    found = list(read_stream(name, io.BytesIO(data)))
    assert outcomes(found) == expected
    assert {each.file if isinstance(each, Document) else each.problem.file for each in found} == {name}


def test_a_stream_that_fails() -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = None, /) -> bytes:
            raise OSError(5, "Input/output error")

    assert outcomes(read_stream("-", Broken())) == ["unreadable"]


def test_a_byte_order_mark_in_the_middle_is_no_mark() -> None:
    found = list(read_bytes("x.jsonl", b'\xef\xbb\xbf{"a": 1}\n\xef\xbb\xbf{"b": 2}\n'))
    assert outcomes(found) == ["bom", {"a": 1}, "json-syntax"]
    assert (problems(found)[1].line, problems(found)[1].column) == (2, 1)
    assert "byte order mark" in problems(found)[1].message
