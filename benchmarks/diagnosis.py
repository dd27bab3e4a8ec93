"""
Show our output beside the peers', in docs/diagnosis.md: `make diagnosis`.

Peers are run only with `--peers FOLDER`, into which they are installed from PyPI and npm. What they said is kept in
diagnosis_record.json, so that a message of ours can be changed without them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shlex
import sys
from pathlib import Path
from typing import Any

import diagnosis_tools as tools
from diagnosis_cases import CASES
from diagnosis_judge import Verdict, judge
from diagnosis_page import Peer, Shown, page, shown, visible
from diagnosis_run import run, tidy
from diagnosis_schema import schema

RECORD = Path(__file__).parent / "diagnosis_record.json"
PAGE = tools.ROOT / "docs" / "diagnosis.md"


def run_ours() -> dict[str, Shown]:
    """Our runs of all cases by file name, uncut."""
    shows: dict[str, Shown] = {}
    for case in CASES:
        done = run([*tools.OURS, case.copy], {case.copy: case.payload}, tools.places())
        shows[case.file] = Shown(done.code, visible(done.output), judge(case, done))
    return shows


def run_peers(folder: Path) -> dict[str, Peer]:
    """Install the peers, and run them on what they read."""
    tools.install(folder)
    places = tools.places(folder)
    schemas = {closed: schema(closed=closed) for closed in (False, True)}
    peers: dict[str, Peer] = {}
    for tool in tools.peers(folder):
        print(f"running {tool.name}", file=sys.stderr)
        runs: dict[str, Shown] = {}
        for case in CASES:
            if case.suffix in tool.suffixes:
                files = {case.copy: case.payload, tools.SCHEMA: schemas[case.closed]}
                done = run([*tool.command, case.copy], files, places)
                runs[case.file] = shown(done, judge(case, done))
        peers[tool.name] = Peer(tool.version, tidy(shlex.join(tool.command), places), runs)
    return peers


def write_record(peers: dict[str, Peer]) -> None:
    """Keep what the peers said, and of which payloads."""
    kept = {"payloads": _digests(), "peers": peers}
    RECORD.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_record() -> dict[str, Peer]:
    """
    Give what the peers said when they were last run.

    Raises SystemExit if a payload has changed since.
    """
    kept = json.loads(RECORD.read_bytes())
    if kept["payloads"] != _digests():
        raise SystemExit("payloads have changed: run the peers again, with --peers FOLDER")
    return {
        name: Peer(version, command, {file: _shown(*each) for file, each in runs.items()})
        for name, (version, command, runs) in kept["peers"].items()
    }


def _shown(code: int | None, output: str, verdict: list[Any]) -> Shown:
    return Shown(code, output, Verdict(*verdict))


def _digests() -> dict[str, str]:
    return {case.file: hashlib.sha256(case.payload).hexdigest() for case in CASES}


def main() -> None:
    """Write the page, and before that the record if the peers are to be run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="install peers here and run them")
    folder = parser.parse_args().peers
    if folder is not None:
        write_record(run_peers(folder.resolve()))
    PAGE.write_text(page(run_ours(), read_record()), encoding="utf-8")


if __name__ == "__main__":
    main()
