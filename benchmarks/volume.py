"""
Time a great many JSON Lines beside the peers, in one run: `python benchmarks/volume.py`.

100,000 lines are made from a seed, in the shapes of real requests. In process: what accepts good lines against the
plain loop of orjson and jsonschema-rs, which looks neither for keys that are there twice nor for unknown ones. As
whole commands: ours with one process and with two, and sourcemeta's where `--peers` names a folder for it.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import msgspec
import orjson
from measure import calls, processes
from payloads import ROOT, SCHEMA

sys.path.insert(0, str(ROOT))
from tests.support.lines import KINDS, Kind, line

from orq_schema.bulk.accept import acceptor
from orq_schema.generated.orq_lines import Orq
from orq_schema.validation.judge import Judging

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Seconds = dict[str, float]

LINES = 100_000
SOURCEMETA = "@sourcemeta/jsonschema@16"
# what is measured in process: enough that a garbage collection is in it, few enough for many rounds
_SAMPLE = 4_000
_PLAIN = "orjson + jsonschema-rs"


def made(count: int, kinds: Sequence[Kind], *, bad: float = 0.0) -> list[bytes]:
    """So many good lines of `kinds`; of them a share of `bad` has a retry count that is out of range."""
    rng = random.Random(20_250_904)  # noqa: S311 - a repeatable run
    lines = [line(kinds[index % len(kinds)], rng) for index in range(count)]
    return [_worse(each) if rng.random() < bad else each for each in lines]


def _worse(data: bytes) -> bytes:
    value = json.loads(data)
    orq: dict[str, Any] = value.get("body", value).get("orq", value)
    orq["retry"] = {"count": 9, "onCodes": [429]}
    return json.dumps(value).encode() + b"\n"


def in_process() -> dict[str, Seconds]:
    """The time of one good line, for each kind of lines: accepted by us, and by the plain loop."""
    return {kind: _per_line(made(_SAMPLE, [kind]), _found(kind)) for kind in KINDS}


def duplicates() -> Seconds:
    """The time of one good line that is only decoded, and with the check that no key is there twice."""
    lines = made(_SAMPLE, ["bare"])
    decode, encode = msgspec.json.Decoder(Orq).decode, msgspec.json.Encoder().encode
    parts = [lines[at : at + 16] for at in range(0, len(lines), 16)]

    def decoded() -> None:
        for part in parts:
            [decode(each) for each in part]

    def checked() -> None:
        for part in parts:
            written = encode([decode(each) for each in part])
            if written.count(b'"') != b"".join(part).count(b'"'):
                raise ValueError

    taken = calls({"decoding": decoded, "decoding and looking for duplicates": checked})
    return {name: each / len(lines) for name, each in taken.items()}


def _found(kind: Kind) -> Callable[[Any], Any]:
    """Where the orq object is in what orjson gives."""
    ways: dict[Kind, Callable[[Any], Any]] = {
        "bare": lambda value: value,
        "orq": lambda value: value["orq"],
        "body": lambda value: value["orq"],
        "batch": lambda value: value["body"]["orq"],
    }
    return ways[kind]


def _per_line(lines: list[bytes], found: Callable[[Any], Any]) -> Seconds:
    is_valid = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text(encoding="utf-8"))).is_valid
    ours = acceptor(Judging())
    if ours is None or ours.doubtful(lines):
        raise RuntimeError("good lines that are not accepted")

    def plain() -> None:
        for each in lines:
            is_valid(found(orjson.loads(each)))

    taken = calls({"orq-schema": lambda: ours.doubtful(lines), _PLAIN: plain})
    return {name: each / len(lines) for name, each in taken.items()}


def commands(folder: Path, peers: Path | None, *, bad: float = 0.0, rounds: int = 3) -> Seconds:
    """The time of whole commands for 100,000 bare lines in `folder`, of which a share is `bad`."""
    file = folder / f"lines-{round(bad * 100)}.jsonl"
    file.write_bytes(b"".join(made(LINES, ["bare"], bad=bad)))
    ours = [str(Path(sys.executable).parent / "orq-schema"), "validate", str(file)]
    run: dict[str, list[str]] = {
        "orq-schema": [*ours, "--jobs", "1"],
        "orq-schema --jobs 2": [*ours, "--jobs", "2"],
        _PLAIN: [sys.executable, str(Path(__file__).with_name("plain_loop.py")), str(SCHEMA), str(file)],
    }
    if peers is not None:
        # without the option it ends at the first line that is bad
        sourcemeta = [str(_sourcemeta(peers)), "validate", str(SCHEMA), str(file), "--continue"]
        run |= {"sourcemeta": sourcemeta, "sourcemeta --fast": [*sourcemeta, "--fast"]}
    return processes(run, rounds)


def _sourcemeta(peers: Path) -> Path:
    """The command of sourcemeta, installed into `peers` where it is not yet there."""
    command = peers / "node_modules" / ".bin" / "jsonschema"
    if not command.exists():
        install = ["npm", "install", "--silent", "--prefix", str(peers), SOURCEMETA]
        subprocess.run(install, check=True)
    return command


def rows(peers: Path | None) -> dict[str, Seconds]:
    """Everything that is measured, by what it is."""
    found = {f"accepting a good line, {kind}, in process": each for kind, each in in_process().items()}
    found["a good line, bare, in process"] = duplicates()
    with tempfile.TemporaryDirectory() as folder:
        for share in (0.0, 0.1):
            name = f"{LINES:,} lines, {share:.0%} of them bad, whole process"
            found[name] = commands(Path(folder), peers, bad=share)
    return found


def main() -> None:
    """Print times, each with its ratio to the first of its row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, help="install sourcemeta's command there, and run it")
    given = parser.parse_args()
    for what, seconds in rows(given.peers).items():
        first = next(iter(seconds.values()))
        print(what)
        for name, each in seconds.items():
            print(f"  {name}: {each:.3g} s, {each / first:.2f}")


if __name__ == "__main__":
    main()
