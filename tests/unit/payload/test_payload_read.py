from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orq_schema.errors import Problem
from orq_schema.payload import read
from orq_schema.payload.document import Document, Limits, Unread
from orq_schema.payload.find import Source, find

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Limits()


def read_bytes(name: str, data: bytes, kind: str | None = None) -> list[Document | Problem]:
    items = read.read_bytes(name, data, kind=kind)
    return [item.problem if isinstance(item, Unread) else item for item in items]


def read_file(file: str, limits: Limits = LIMITS) -> list[Document | Problem]:
    items = read.read_file(file, limits)
    return [item.problem if isinstance(item, Unread) else item for item in items]


def outcome(found: Document | Problem) -> object:
    return found.value if isinstance(found, Document) else found.rule


def rules(file: str) -> list[object]:
    return [outcome(found) for found in read_file(file)]


def outcomes(data: bytes, kind: str | None = None, name: str = "-") -> list[object]:
    return [outcome(found) for found in read_bytes(name, data, kind=kind)]


def place(found: Document | Problem) -> tuple[int | None, int | None]:
    return (found.line, found.column) if isinstance(found, Problem) else found.place(())


# -- opening ------------------------------------------------------------------------------------------------


def test_what_is_no_readable_file_is_one_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.json")
    (tmp_path / "loop.json").symlink_to("loop.json")
    (tmp_path / "file.json").write_text("1")
    assert rules(str(tmp_path / "none.json")) == ["file-not-found"]
    assert rules(str(tmp_path / "file.json" / "x")) == ["file-not-found"]
    assert rules(str(tmp_path)) == ["not-a-file"]
    assert rules(str(tmp_path / "fifo.json")) == ["not-a-file"]
    assert rules(os.devnull) == ["not-a-file"]
    assert rules(str(tmp_path / "loop.json")) == ["unreadable"]
    assert rules("a\0b.json") == ["unreadable"]
    assert rules("\ud800.json") == ["unreadable"]
    assert rules("x" * 5000) == ["unreadable"]
    assert rules("") == ["file-not-found"]


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.json")
        assert rules("s.json") == ["not-a-file"]
        (told,) = [each for each in read_file("s.json") if isinstance(each, Problem)]
    assert (told.message, told.hint) == ("a socket, not a file", None)


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.json")
    for name, kind, readable in (
        (str(tmp_path), "a directory", False),
        (str(tmp_path / "fifo.json"), "a pipe", True),
        (os.devnull, "a device", True),
    ):
        (told,) = [each for each in read_file(name) if isinstance(each, Problem)]
        assert told.message == f"{kind}, not a file"
        assert (told.hint is not None) == readable
        assert kind in (told.hint or kind)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.json"
    file.write_text("1")

    def refuse(*_args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    (found,) = read_file(str(file))
    assert isinstance(found, Problem)
    assert found.rule == "unreadable"
    assert found.message.endswith("permission denied")


def test_a_fault_while_reading(tmp_path: Path) -> None:
    memory = "/proc/self/mem"
    if not os.path.exists(memory):  # noqa: PTH110
        pytest.skip("no file here that opens and cannot be read")
    (tmp_path / "a.json").symlink_to(memory)
    assert rules(str(tmp_path / "a.json")) == ["unreadable"]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.NDJSON", "a.yaml", "a.YML", "a"])
def test_files_of_every_kind(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b'{"a": 1}\n')
    assert rules(str(tmp_path / name)) == [{"a": 1}]


# -- decoding -----------------------------------------------------------------------------------------------

KINDS = ["json", "jsonl", "yaml"]
ALL_KINDS = [*KINDS, "toml"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_byte_order_mark_is_a_warning_and_no_column(kind: str) -> None:
    warning, document = read_bytes("x", b'\xef\xbb\xbf{"a": 1}', kind=kind)
    assert isinstance(warning, Problem)
    assert (warning.rule, warning.severity, warning.line, warning.column) == ("bom", "warning", 1, 1)
    assert isinstance(document, Document)
    assert document.place(("a",)) == (1, 7)


@pytest.mark.parametrize("kind", [*ALL_KINDS, None])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_other_encodings_are_named(kind: str | None, encoding: str) -> None:
    (found,) = read_bytes("x", '{"a":\n1}'.encode(encoding), kind=kind)
    assert isinstance(found, Problem)
    assert found.rule == "wrong-encoding"
    assert found.message.startswith(encoding[:6].upper())
    assert found.hint


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_invalid_utf8_has_its_place(kind: str) -> None:
    (found,) = read_bytes("x", '{"a":\n"é'.encode() + b'\xe9"}', kind=kind)
    assert isinstance(found, Problem)
    assert (found.rule, found.line, found.column) == ("invalid-utf8", 2, 3)
    assert "offset 9 " in found.message


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("data", [b"", b" ", b"\n\r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_empty(kind: str, data: bytes) -> None:
    assert outcomes(data, kind)[-1] == "empty-document"


# -- JSON Lines ---------------------------------------------------------------------------------------------


def test_a_bad_line_hides_no_other() -> None:
    data = b'{"a": 1}\r\n\n  \xff\n{"b": }\n["x\n [2]\r\n{"c":1,"c":2}\n3'
    found = list(read_bytes("x.jsonl", data))
    expected = [{"a": 1}, "invalid-utf8", "json-syntax", "json-syntax", [2], "duplicate-key", 3]
    assert [outcome(item) for item in found] == expected
    assert [place(item) for item in found] == [(1, 1), (3, 3), (4, 7), (5, 2), (6, 2), (7, 8), (8, 1)]
    assert isinstance(found[1], Problem)
    assert "offset 13 " in found[1].message
    assert isinstance(found[5], Problem)
    assert found[5].hint == "the first one is at line 7, column 2"


# -- content ------------------------------------------------------------------------------------------------


SNIFFED: list[tuple[bytes, list[object]]] = [
    (b'{"a": 1}', [{"a": 1}]),
    (b'\n{\n "a": 1}', [{"a": 1}]),
    (b"{}", [{}]),
    (b"[1,\n2]", [[1, 2]]),
    (b'\n{"a": 1}\n\n{"b": 2}\n', [{"a": 1}, {"b": 2}]),
    (b'{"a": 1}\n{"b"\n', [{"a": 1}, "json-syntax"]),
    (b'{"a": 1,}', ["json-syntax"]),
    (b"a: 1\n---\n{b: 2}", [{"a": 1}, {"b": 2}]),
    (b"{a: 1}", [{"a": 1}]),
    (b'\xef\xbb\xbf{"a": NaN}', ["bom", "non-finite-number"]),
]


@pytest.mark.parametrize(("data", "expected"), SNIFFED)
def test_without_an_extension_the_content_decides(data: bytes, expected: list[object]) -> None:
    assert outcomes(data) == expected


def test_the_extension_decides_before_the_content() -> None:
    assert outcomes(b"{a: 1}", name="x.json") == ["json-syntax"]


# -- walking ------------------------------------------------------------------------------------------------


def test_a_directory_is_walked_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["b.json", "a/z.yml", "a/x.txt", "a/B.JSONL", "c/d/e.ndjson", ".git/x.json", "venv/x.json"]
    names += ["a/node_modules/x.json", "a/__pycache__/x.json", ".hidden.yaml"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "up").symlink_to("..")
    (tmp_path / "dead.json").symlink_to("nowhere")
    (tmp_path / "x.json").symlink_to("b.json")
    os.mkfifo(tmp_path / "fifo.json")
    monkeypatch.chdir(tmp_path)
    # x.json is b.json, which comes first
    expected = [".hidden.yaml", "b.json", "dead.json", "fifo.json"]
    expected += ["a/B.JSONL", "a/z.yml", "c/d/e.ndjson"]
    assert list(find(["."])) == [Source(name, named=False) for name in expected]
    assert list(find(["a", ".git"])) == [
        Source(name, named=False) for name in ["a/B.JSONL", "a/z.yml", ".git/x.json"]
    ]


def test_other_paths_pass_through() -> None:
    names = ["-", "none.json", "a\0b", os.devnull]
    assert list(find(names)) == [Source(name, named=True) for name in names]


def test_a_directory_without_payloads(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("1")
    (found,) = find([str(tmp_path)])
    assert isinstance(found, Problem)
    assert (found.rule, found.file, found.line) == ("no-files", str(tmp_path), None)


def test_a_directory_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_folder: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    (found,) = find([str(tmp_path)])
    assert isinstance(found, Problem)
    assert found.rule == "unreadable"


def test_very_deep_directories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(400):
        os.mkdir("d")  # noqa: PTH102
        os.chdir("d")
    os.chdir(tmp_path)
    (found,) = find(["."])
    assert isinstance(found, Problem)
    assert found.rule == "no-files"


# -- hostile ------------------------------------------------------------------------------------------------


def exhaust(data: bytes, kind: str | None) -> None:
    for found in read_bytes("x", data, kind=kind):
        if isinstance(found, Problem):
            assert found.message.isprintable()
            assert found.hint is None or found.hint.isprintable()
            assert (found.line is None) == (found.column is None)
            assert found.line is None or found.line >= 1
            assert found.column is None or found.column >= 1
        else:
            assert found.place(()).line
            found.key_place(("a",))


any_kind = st.sampled_from([*ALL_KINDS, None])
POOL = [
    *"{}[]\",:'\\/#-+.eE019 \t\n\r\x00&*!|>%@`?<=~_",
    "a = 1\n",
    "[a]\n",
    "[[a.b]]\n",
    "---\n",
    "...\n",
    "&a ",
    "*a",
    "<<: ",
    "a: ",
    "\n ",
    "!!int ",
]
soups = st.lists(st.sampled_from(POOL), max_size=40).map(lambda parts: "".join(parts).encode())


@settings(max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200) | soups, any_kind)
def test_no_bytes_raise(data: bytes, kind: str | None) -> None:
    exhaust(data, kind)


GOOD = 'é: &a {"b": [1, 2.5, null]}\nc:\n  - *a\n  - <<: *a\n---\n"x": "\\u00e9"\n'.encode()
GOOD_JSON = b'{"a": [1, -2.5e3, true, null, "\\u00e9\\ud83d\\ude00"], "b": {"c": ""}}'


@settings(max_examples=500)
@given(st.sampled_from([GOOD, GOOD_JSON]), st.data(), any_kind)
def test_no_mutation_raises(data: bytes, draw: st.DataObject, kind: str | None) -> None:
    for _ in range(draw.draw(st.integers(1, 4))):
        at = draw.draw(st.integers(0, len(data)))
        new = draw.draw(st.binary(max_size=2) | st.sampled_from([part.encode() for part in POOL]))
        data = data[:at] + new + data[at + draw.draw(st.integers(0, 3)) :]
    exhaust(data, kind)


UNITS = [
    "[",
    '{"a":',
    "- ",
    '"',
    "\\",
    '"\\',
    "&a ",
    "*a",
    "? ",
    "%",
    "\t",
    "'",
    "a",
    "1",
    "1:",
    "1_",
    "{a: ",
    "[a",
    "!",
    "|",
    ">",
    "#",
    " ",
    "\n",
    ",",
    "[],",
    "<<: ",
    "a\r",
    '"\\ud800',
    "é",
    "\x00",
    "--- ",
]


TOML_UNITS = ["a.", "[a.", "a = 1\n", "[a.b]\n", "a = '", 'a = """', "\\\n", "a={a=", "a=[", "[["]
HOSTILE = [(unit, kind) for unit in UNITS for kind in ALL_KINDS] + [(unit, "toml") for unit in TOML_UNITS]


@pytest.mark.parametrize(("unit", "kind"), HOSTILE, ids=ascii)
def test_a_megabyte_of_one_thing_takes_no_time(unit: str, kind: str) -> None:
    start = time.perf_counter()
    exhaust((unit * (1_000_000 // len(unit.encode()))).encode(), kind)
    assert time.perf_counter() - start < 2


def test_deep_yaml_blocks_take_no_time() -> None:
    start = time.perf_counter()
    exhaust("\n".join(" " * depth + "a:" for depth in range(1400)).encode(), "yaml")
    assert time.perf_counter() - start < 2


def test_a_json_file_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": 1}')
    code = (
        "import sys; from orq_schema.payload.read import read_file; list(read_file(sys.argv[1]));"
        "print(sorted({'yaml', 'pathlib', 'dataclasses', 'tempfile', 'jsonschema'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", code, str(tmp_path / "a.json")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "[]\n"
