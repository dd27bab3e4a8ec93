"""Run a tool on one payload, under caps, and give what it printed as anybody would see it on any machine."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECONDS = 30
MEMORY = 2 << 30
_OUTPUT = 1 << 20


class Run(NamedTuple):
    """The exit code, negative for a signal and None if the time was up, and both streams in one."""

    code: int | None
    output: str


def run(command: Sequence[str], files: Mapping[str, bytes], places: Mapping[str, str]) -> Run:
    """
    Run `command` in a new folder that has only `files`.

    Each key of `places`, the path of a folder, is replaced by its value in the output, the longest first.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for file, content in files.items():
            (folder / file).write_bytes(content)
        code, output = _capped(command, folder)
        return Run(code, tidy(output.decode("utf-8", "backslashreplace"), {f"{folder}/": "", **places}))


def _capped(command: Sequence[str], folder: Path) -> tuple[int | None, bytes]:
    # of writable memory, not of addresses: Node reserves far more of these than it uses
    caps = f'ulimit -c 0; ulimit -d {MEMORY >> 10}; ulimit -S -t {SECONDS}; exec "$@"'
    with (
        tempfile.TemporaryFile() as output,
        subprocess.Popen(
            ["/bin/sh", "-c", caps, "sh", *command],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        code = _wait(process)
        output.seek(0)
        return code, output.read(_OUTPUT)


def _wait(process: subprocess.Popen[bytes]) -> int | None:
    # of processor time, so that a busy machine makes no difference; for what only sleeps, as long again
    try:
        code = process.wait(2 * SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return None
    return None if code == -signal.SIGXCPU else code


def tidy(text: str, places: Mapping[str, str]) -> str:
    """Replace the folders of this machine, as `run` does, and take empty lines off both ends."""
    for path in sorted(places, key=len, reverse=True):
        text = text.replace(path, places[path])
    return text.strip("\n")
