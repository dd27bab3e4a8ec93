"""
Run the command on hostile inputs in this process, under caps; the first one that breaks a promise is printed.

`python -m tests.fuzz.worker SEED COUNT FOLDER` exits with 0, or with 1 after saying what was wrong; the input is kept
in FOLDER then.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
import resource
import signal
import sys
import time
import traceback
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tests.fuzz.inputs import Inputs

from orq_schema import cli

if TYPE_CHECKING:
    from types import FrameType

    from tests.fuzz.inputs import Input

MEMORY = 300 << 20
SECONDS = 2
_CODES = {0, 1, 2, 3}
_FORMATS = ("text", "text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "html")
_OPTIONS = ("--strict", "--show-values", "--quiet", "--assert-formats")
# what may stand in a report besides printable characters
_LAYOUT = re.compile(r"[\n]")


class SlowError(Exception):
    """One input took more than its time."""


def _stop(_: int, __: FrameType | None) -> None:
    raise SlowError


def _arguments(rng: random.Random, path: Path, layout: str) -> list[str]:
    options = [each for each in _OPTIONS if rng.random() < 0.2]
    options += rng.choice(([], [], [], ["--as", "request"], ["--fix", "--diff"], ["--at", "/orq"]))
    return ["validate", "--format", layout, *options, str(path)]


def _call(arguments: list[str]) -> tuple[int, str]:
    """Give the exit code and what was written to standard output."""
    written = io.BytesIO()
    out = io.TextIOWrapper(written, encoding="utf-8", errors="backslashreplace", write_through=True)
    code: object = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        try:
            code = cli._call(arguments)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - main() without its exit
        except SystemExit as error:
            code = error.code
    if not isinstance(code, int):
        raise TypeError(code)
    return code, written.getvalue().decode()


def _broken_promise(code: int, out: str, layout: str) -> str | None:
    if code not in _CODES:
        return f"exit code {code}"
    if code == 2:
        return "a usage error"
    try:
        if layout in {"json", "sarif", "gitlab"}:
            json.loads(out)
        elif layout == "jsonl":
            for line in out.splitlines():
                json.loads(line)
        elif layout == "junit":
            ET.fromstring(out)  # noqa: S314 - our own report
    except (ValueError, ET.ParseError) as error:
        return f"a report that is no {layout}: {error}"
    if layout in {"text", "github", "html"} and not _LAYOUT.sub("", out).isprintable():
        return "a control character in the report"
    return None


def _one(rng: random.Random, given: Input, folder: Path) -> str | None:
    path = folder / f"input{given.suffix}"
    path.write_bytes(given.data)
    layout = rng.choice(_FORMATS)
    arguments = _arguments(rng, path, layout)
    signal.setitimer(signal.ITIMER_PROF, SECONDS * 2)
    before = time.process_time()
    try:
        code, out = _call(arguments)
        # with --diff standard output is a patch: the user's own text
        wrong = _broken_promise(code, out, "patch" if "--diff" in arguments else layout)
    except BaseException:  # noqa: BLE001 - whatever it is, the user would see it
        wrong = traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    taken = time.process_time() - before
    if wrong is None and taken > SECONDS:
        wrong = f"{taken:.1f} s of processor time"
    if wrong is None and given.data != path.read_bytes():
        wrong = "the input was changed"
    return None if wrong is None else f"{wrong}\n{' '.join(arguments)}"


def main() -> int:
    """Run COUNT inputs of SEED."""
    seed, count, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    signal.signal(signal.SIGPROF, _stop)
    rng = random.Random(seed)  # noqa: S311 - to repeat a run, not to keep a secret
    for number, given in enumerate(islice(Inputs(rng), count)):
        wrong = _one(rng, given, folder)
        if wrong is not None:
            kept = folder / f"seed-{seed}-{number}{given.suffix}"
            kept.write_bytes(given.data)
            print(f"input {number} of seed {seed}, kept as {kept}: {wrong}")
            return 1
    print(
        f"seed {seed}: {count} inputs, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB at most"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
