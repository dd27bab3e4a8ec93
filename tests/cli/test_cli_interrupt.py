"""Signals: raised where a run waits, kept where it tells something, and at once at the second one."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from orq_schema.cli.interrupt import Interrupted, Interrupts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


@SIGNALS
def test_a_signal_is_raised_in_what_is_called(number: signal.Signals) -> None:
    with Interrupts() as interrupts:
        with pytest.raises(Interrupted) as raised:
            interrupts.let(lambda: signal.raise_signal(number))
        assert raised.value.code == 128 + number


@SIGNALS
def test_at_any_other_time_it_waits(number: signal.Signals) -> None:
    told: list[int] = []

    def tell(each: int) -> None:
        if each == 2:
            signal.raise_signal(number)
        told.append(each)

    with Interrupts() as interrupts:
        with pytest.raises(Interrupted):
            list(map(tell, interrupts.each(range(9))))
        # it was for once
        assert interrupts.let(lambda: 1) == 1
    assert told == [0, 1, 2]


def test_without_a_signal_all_is_given() -> None:
    def items() -> Iterator[int]:
        yield from range(3)

    with Interrupts() as interrupts:
        assert list(interrupts.each(items())) == [0, 1, 2]
        assert list(interrupts.each("")) == []


def test_what_the_signals_did_before_they_do_again() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_second_signal_ends_the_process_and_leaves_no_file_half_made(tmp_path: Path) -> None:
    code = """
import signal
from pathlib import Path
from orq_schema.cli.atomic import Pending
from orq_schema.cli.interrupt import Interrupts
Pending(Path("done")).commit()
pending = Pending(Path("x"))
pending.stream.write(b"half")
with Interrupts():
    signal.raise_signal(signal.SIGINT)
    print("here", len(list(Path().iterdir())), flush=True)
    signal.raise_signal(signal.SIGINT)
    print("not here")
"""
    done = run(code, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "here 2\n", "")
    assert [each.name for each in tmp_path.iterdir()] == ["done"]


@pytest.mark.parametrize(
    ("command", "ended"), [("validate", True), ("rules", False)], ids=["validate", "another"]
)
def test_before_a_report_is_begun_there_is_nothing_to_tell(
    command: str, *, ended: bool, tmp_path: Path
) -> None:
    code = f"""
import signal, sys
import orq_schema.cli as cli
sys.argv = ["orq-schema", {command!r}, "x.json"]
cli._call = lambda _: signal.raise_signal(signal.SIGINT)
cli.main()
"""
    done = run(code, tmp_path)
    assert (done.returncode == -signal.SIGINT and done.stderr == "") == ended


def test_who_does_not_want_to_hear_of_signals_does_not(tmp_path: Path) -> None:
    code = """
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
import orq_schema.cli as cli
sys.argv = ["orq-schema", "validate", "x.json"]
cli._call = lambda _: signal.raise_signal(signal.SIGINT) or 0
cli.main()
"""
    assert run(code, tmp_path).returncode == 0
