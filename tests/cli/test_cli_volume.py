"""Many lines: several processes, an interruption, lines apart, bounded memory, progress."""

from __future__ import annotations

import gzip
import io
import json
import os
import pty
import random
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from tests.cli.runs import process, validate, write

from orq_schema.cli.progress import Progress
from orq_schema.payload.find import Source
from orq_schema.report.sink import FORMATS

COMMAND = [sys.executable, "-m", "orq_schema", "validate"]
GOOD = b'{"orq": {"retry": {"count": 3}, "inputs": {"a": "' + b"x" * 400 + b'"}}}\n'
BAD = GOOD.replace(b"3", b"9", 1)
# writes so many megabytes of lines, one of a hundred of them bad
WRITER = f"""
import sys
chunk = ({GOOD!r} * 99 + {BAD!r}) * 20
for _ in range(int(sys.argv[1]) * 1_000_000 // len(chunk)):
    sys.stdout.buffer.write(chunk)
"""
# runs what is behind it, and says how much memory that took at most, in bytes
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def lines(number: int, seed: int = 1) -> bytes:
    """Lines of which some are bad in one way or another."""
    rng = random.Random(seed)  # noqa: S311 - nobody is to be kept from guessing it
    kinds = [GOOD] * 90 + [
        BAD, b'{"orq": {"nmae": 1}}\n', b'{"orq": \n', b"\n", b" \r\n", b'{"retry": {"count": 3}}\r\n',
        b'{"a": "\xff"}\n', b'{"orq": {"name": 1, "name": 2}}\n',
        b'{"orq": {"inputs": {"a": 12345678901234567890}}}\n',
    ]  # fmt: skip
    return b"".join(rng.choice(kinds) for _ in range(number))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in range(40):
        write(tmp_path, f"small/{number}.json", {"retry": {"count": number % 7}})
    write(tmp_path, "small/x.py", 'body = {"orq": {"retry": {"count": 9}}}\n')
    write(tmp_path, "a.jsonl", lines(4000))
    write(tmp_path, "b.jsonl.gz", gzip.compress(lines(2500, 2)) + b"damage")
    write(tmp_path, "c.jsonl", b" \n\n")
    return tmp_path


@pytest.mark.parametrize("layout", FORMATS)
def test_the_report_does_not_depend_on_the_number_of_processes(layout: str, folder: Path) -> None:
    arguments = ["--format", layout, "a.jsonl", "small", "missing.json", "b.jsonl.gz", "c.jsonl"]
    one = process(*arguments)
    assert one.code == 3
    assert process("--jobs", "3", *arguments) == one
    assert folder


@pytest.mark.parametrize(
    "options", [["--max-errors", "7"], ["--max-errors", "60"], ["--strict", "--ignore", "unsafe-integer"]]
)
def test_options_hold_with_processes_too(options: list[str], folder: Path) -> None:
    arguments = ["--format", "json", *options, "small", "a.jsonl", "b.jsonl.gz"]
    assert process("--jobs", "2", *arguments) == process(*arguments)
    assert folder


def test_a_baseline_holds_with_processes_too(folder: Path) -> None:
    process("--output", "json:known.json", "small", "a.jsonl")
    (folder / "a.jsonl").write_bytes(lines(4000) + BAD * 3)
    runs = [
        process("--jobs", jobs, "--baseline", "known.json", "--format", "json", "small", "a.jsonl")
        for jobs in ("1", "2")
    ]
    assert runs[0] == runs[1]
    # what gave no verdict is told all the same
    found = [each for each in json.loads(runs[0].out)["problems"] if each["rule"] == "maximum"]
    assert [each["line"] for each in found] == [4001, 4002, 4003]


@pytest.mark.parametrize("value", ["0", "-1", "x", "", "1.5", "999"])
def test_a_number_of_processes_that_is_none(value: str, folder: Path) -> None:
    assert validate("--jobs", value, "a.jsonl").code == 2
    assert folder


def test_a_process_that_dies(folder: Path) -> None:
    # the writer holds the pipe open, so that the run cannot be over before
    with subprocess.Popen(
        [*COMMAND, "--jobs", "2", "--format", "json", "--stdin-filename", "x.jsonl", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as run:  # fmt: skip
        assert run.stdin is not None
        run.stdin.write(GOOD * 3000)
        run.stdin.flush()
        for child in children(run.pid):
            os.kill(child, signal.SIGKILL)
        out, err = run.communicate(GOOD * 3000, timeout=20)
    assert run.returncode == 3, err
    assert b"Traceback" not in err
    assert json.loads(out)["problems"][-1]["rule"] == "worker-died"
    assert folder


def children(pid: int) -> list[int]:
    """The processes that `pid` has started, as soon as there are some."""
    for _ in range(400):
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if found:
            return list(map(int, found))
        time.sleep(0.02)
    return []


# -- interrupted -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_tells_what_it_has(number: signal.Signals, jobs: str, tmp_path: Path) -> None:
    command = [
        *COMMAND, "--jobs", jobs, "--format", "jsonl", "--output", f"json:{tmp_path / 'r.json'}", "--split",
        str(tmp_path / "s"), "--stdin-filename", "x.jsonl", "-",
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        run.stdin.write(GOOD * 50 + BAD + GOOD * 9)
        run.stdin.flush()
        # a block is told when the next one comes or the stream ends
        started = children(run.pid) if jobs != "1" else []
        time.sleep(1)
        run.send_signal(number)
        out, err = run.communicate(timeout=20)
    assert run.returncode == 128 + number, err
    assert b"Traceback" not in err
    assert b"interrupted: 60 documents and 60 lines were checked" in err
    assert [json.loads(each)["line"] for each in out.splitlines()] == [51]
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["summary"]["documents"] == 60
    assert (tmp_path / "s" / "invalid" / "x.jsonl").read_bytes() == BAD
    assert not [each for each in started if Path(f"/proc/{each}").exists()]


# -- lines apart -------------------------------------------------------------------------------------------


def merged(file: Path, folder: Path, name: str) -> bytes:
    """What was split, put together again by the line numbers of a report."""
    run = process("--format", "json", str(file))
    found: list[dict[str, Any]] = json.loads(run.out)["problems"]
    bad = {each["line"] for each in found if each["severity"] == "error"}
    sides: list[list[bytes]] = []
    for side in ("valid", "invalid"):
        path = folder / side / name
        data = path.read_bytes() if path.exists() else b""
        sides.append(
            (gzip.decompress(data) if name.endswith("gz") and data else data).splitlines(keepends=True)
        )
    total = len(sides[0]) + len(sides[1])
    valid, invalid = map(iter, sides)
    return b"".join(next(invalid if number in bad else valid) for number in range(1, total + 1))


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("name", ["in/x.jsonl", "in/x.jsonl.gz"])
@pytest.mark.parametrize(
    "data",
    [
        lines(3000), lines(10, 3).rstrip(b"\n"), b"\xef\xbb\xbf" + BAD + GOOD, GOOD, BAD,
        b"\n\n" + BAD + b"\n", BAD * 3 + b"{",
    ],
    ids=["many", "no-last-break", "bom", "good", "bad", "blank", "cut"],
)  # fmt: skip
def test_what_is_split_is_the_input(
    data: bytes, name: str, jobs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path(write(tmp_path, name, gzip.compress(data) if name.endswith("gz") else data))
    process("--split", "out", "--jobs", jobs, name)
    assert merged(file, tmp_path / "out", name) == data
    assert not list(tmp_path.rglob(".x*"))


def unpacked(packed: bytes) -> bytes:
    """All that zlib itself makes of what there is of a gzip member."""
    return zlib.decompressobj(wbits=31).decompress(packed)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.7, 0.95])
@pytest.mark.parametrize("ending", [b"", b"damage"])
def test_all_that_can_be_read_of_a_damaged_file_is_split(
    jobs: str, share: float, ending: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # numbers that do not pack, so that lines are cut anywhere
    rng = random.Random(5)  # noqa: S311 - a repeatable test
    line = '{"orq": {"retry": {"count": %d}, "inputs": {"a": "%032x"}}}\n'
    data = b"".join((line % (rng.choice((3, 9)), rng.getrandbits(128))).encode() for _ in range(3000))
    packed = gzip.compress(data, mtime=0)
    # with something behind the whole, which is no gzip
    kept = packed + ending if ending else packed[: 20 + int(share * len(packed))]
    write(tmp_path, "x.jsonl.gz", kept)
    run = process("--split", "out", "--jobs", jobs, "--format", "json", "x.jsonl.gz")
    assert run.code == 3
    # the line that is cut is told of once, with the file
    assert run == process("--format", "json", "x.jsonl.gz")
    assert json.loads(run.out)["problems"][-1]["rule"] == "corrupt-gzip"
    sides: list[list[bytes]] = []
    for side in ("valid", "invalid"):
        path = tmp_path / "out" / side / "x.jsonl.gz"
        sides.append(gzip.decompress(path.read_bytes()).splitlines(keepends=True) if path.exists() else [])
    expected = unpacked(kept)
    whole = expected[: expected.rfind(b"\n") + 1].splitlines(keepends=True)
    assert sides[0] == [each for each in whole if b'"count": 3' in each]
    started = [expected[len(b"".join(whole)) :]] if not expected.endswith(b"\n") and expected else []
    assert sides[1] == [each for each in whole if b'"count": 9' in each] + started


def test_a_line_beyond_the_limit_is_split_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    long = b'{"a": "' + b"x" * 3_000_000 + b'"}\n'
    write(tmp_path, "x.jsonl", GOOD + long + GOOD)
    assert process("--split", "out", "--max-bytes", "1000", "x.jsonl").code == 3
    assert (tmp_path / "out/invalid/x.jsonl").read_bytes() == long
    assert (tmp_path / "out/valid/x.jsonl").read_bytes() == GOOD * 2


def test_of_a_run_that_stops_at_so_many_errors_what_was_checked_is_split(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "x.jsonl", GOOD + BAD + GOOD + BAD)
    assert process("--split", "out", "--max-errors", "1", "x.jsonl").code == 1
    assert (tmp_path / "out/invalid/x.jsonl").read_bytes() == BAD * 2
    assert (tmp_path / "out/valid/x.jsonl").read_bytes() == GOOD * 2


def test_no_path_leads_out_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    write(tmp_path, "above.jsonl", GOOD)
    write(tmp_path, "work/here.jsonl", GOOD)
    process("--split", "out", "../above.jsonl", str(tmp_path / "work" / "here.jsonl"))
    found = {str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*") if each.is_file()}
    assert found == {
        "above.jsonl",
        "work/here.jsonl",
        "work/out/valid/__/above.jsonl",
        "work/out/valid/here.jsonl",
    }


def test_a_link_in_the_folder_leads_to_no_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "x.jsonl", GOOD + BAD)
    for side in ("valid", "invalid"):
        (tmp_path / "out" / side).mkdir(parents=True)
        (tmp_path / "out" / side / "x.jsonl").symlink_to(tmp_path / "x.jsonl")
    assert process("--split", "out", "x.jsonl").code == 1
    assert (tmp_path / "x.jsonl").read_bytes() == GOOD + BAD
    assert (tmp_path / "out/valid/x.jsonl").read_bytes() == GOOD
    assert (tmp_path / "out/invalid/x.jsonl").read_bytes() == BAD


def test_a_file_that_cannot_be_put_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "x.jsonl", GOOD + BAD)
    (tmp_path / "out/invalid/x.jsonl").mkdir(parents=True)
    run = process("--split", "out", "x.jsonl")
    assert run.code == 3
    assert "orq-schema: --split: out: is a directory; not all is written" in run.err
    assert not list(tmp_path.rglob(".x*"))


def test_two_inputs_of_one_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    write(tmp_path, "x.jsonl", GOOD)
    write(tmp_path, "work/__/x.jsonl", GOOD)
    run = process("--split", "out", "../x.jsonl", "__/x.jsonl")
    assert run.code == 3
    assert "another input" in run.err
    assert not [each for each in (tmp_path / "work/out").rglob("*") if each.is_file()]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.json"], "a.json is none"),
        (["-"], "--stdin-filename"),
        (["--fix", "a.jsonl"], "exclude"),
        (["out/valid/a.jsonl"], "write over out/valid/a.jsonl"),
        (["out/valid"], "write over out/valid"),
        (["--split", "", "a.jsonl"], "needs the name"),
        (["--output", "json:out/invalid/r.json", "a.jsonl"], "write over"),
    ],
)
def test_what_cannot_be_split(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.json", "a.jsonl", "out/valid/a.jsonl"):
        write(tmp_path, name, GOOD)
    run = validate("--split", "out", *arguments)
    assert run.code == 2
    assert said in run.err
    assert (tmp_path / "out/valid/a.jsonl").read_bytes() == GOOD


# -- memory ------------------------------------------------------------------------------------------------


def most_memory(*arguments: str, megabytes: int) -> tuple[int, int]:
    """The exit code for a stream of that size, and the most memory that a process of the run took, in MB."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(megabytes)], stdout=subprocess.PIPE) as writer:
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, *COMMAND, "--stdin-filename", "x.jsonl", *arguments, "-"],
            stdin=writer.stdout, capture_output=True, check=True,
        )  # fmt: skip
    code, size = done.stdout.split()
    return int(code), int(size) >> 20


@pytest.mark.parametrize(
    "options", [["--format", "text"], ["--format", "json"], ["--format", "jsonl", "--jobs", "2"]]
)
def test_a_long_stream_takes_little_memory(options: list[str]) -> None:
    megabytes = int(os.environ.get("VOLUME_MB", "60"))
    code, size = most_memory(*options, megabytes=megabytes)
    assert code == 1
    assert size <= 100


def test_a_line_of_200_megabytes_takes_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    with file.open("wb") as stream:
        stream.write(b'{"a": "')
        for _ in range(200):
            stream.write(b"x" * 1_000_000)
        stream.write(b'"}\n' + BAD)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *COMMAND, str(file)], capture_output=True, check=True
    )
    code, size = map(int, done.stdout.split())
    assert code == 3
    assert size >> 20 <= 150
    run = process("--format", "json", str(file))
    assert [(each["rule"], each["line"]) for each in json.loads(run.out)["problems"]] == [
        ("too-many-bytes", 1), ("maximum", 2),
    ]  # fmt: skip


# -- progress ----------------------------------------------------------------------------------------------


def on_a_terminal(*arguments: str) -> str:
    """What a terminal gets on standard error, where the lines come slowly enough for a progress to be seen."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments, "--stdin-filename", "x.jsonl", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=theirs,
    ) as run:  # fmt: skip
        os.close(theirs)
        assert run.stdin is not None
        for _ in range(4):
            run.stdin.write(GOOD * 10)
            run.stdin.flush()
            time.sleep(0.3)
        run.stdin.close()
        found = b""
        try:
            while piece := os.read(ours, 4096):
                found += piece
        except OSError:
            pass  # how a terminal says that nobody writes to it any more
        assert run.wait() == 0
    os.close(ours)
    return found.decode()


def test_progress_is_drawn_on_a_terminal_and_erased() -> None:
    shown = on_a_terminal()
    assert "lines/s" in shown
    drawn, _, after = shown.rpartition("\r\x1b[K")
    assert "lines/s" in drawn
    assert after == "1 file, 40 documents: 0 errors, 0 warnings\r\n"


def test_progress_of_a_file_that_is_read_faster_than_it_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orq_schema.cli.progress._EVERY", 0)
    file = tmp_path / "x.jsonl"
    file.write_bytes(GOOD * 1000)
    shown = io.StringIO()
    progress = Progress(shown)
    progress.measured([Source(str(file), named=True)])
    progress.begin(str(file))
    with file.open("rb") as stream:
        progress.follow(stream)
        progress.draw(1)
        assert "  0% of 0.5 MB" in shown.getvalue()
    progress.draw(1)
    assert "100% of 0.5 MB" in shown.getvalue()


def test_no_progress_where_it_is_not_wanted() -> None:
    assert on_a_terminal("--quiet") == ""
    assert "\x1b" not in process("--stdin-filename", "x.jsonl", "-", stdin=GOOD * 5).err
