"""
Measure everything beside the peers, and write docs/benchmarks.md, its plot and the table in the README: `make bench`.

Peers that PyPI has are in the environment of development; with `--peers FOLDER` sourcemeta's command is installed
there from npm, and takes part. With `--page` nothing is measured: all is made of what was measured last.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

import hooks
import mistakes
import models
import openapi
import page
import python_source
import startup
import validators
import volume
from measure import OURS, Row, row
from payloads import ROOT
from plot import plot

import conformance

_SECTIONS = (mistakes, startup, hooks, validators, models, openapi, python_source, conformance)
_PEERS = (
    "check-jsonschema",
    "jsonschema",
    "jsonschema-rs",
    "fastjsonschema",
    "datamodel-code-generator",
    "PyYAML",
    "orjson",
    "msgspec",
)
_LOOKING, _NOT_LOOKING = "decoding and looking for duplicates", "decoding"
# of a command, by what it has to do
_GOALS = {"0% of them bad": ("sourcemeta", 1 / 8), "10% of them bad": ("sourcemeta", 1.0)}


def measure(peers: Path | None) -> page.Record:
    """Run all benchmarks: about ten minutes."""
    load = os.getloadavg()[0]
    rows: list[Row] = []
    for section in _SECTIONS:
        print(f"running {section.__name__}", file=sys.stderr)
        rows += section.rows()
    print("running volume", file=sys.stderr)
    rows += _of_lines(peers)
    machine = {
        "Python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "CPU": f"{_cpu()}, {os.cpu_count()} cores, load {load:.1f} at the start",
    }
    return page.Record(machine, _versions(peers), rows, validators.growth())


def _of_lines(peers: Path | None) -> list[Row]:
    rows: list[Row] = []
    for what, seconds in volume.rows(peers).items():
        found = (
            seconds
            if OURS in seconds
            else {OURS: seconds[_LOOKING], "without looking for duplicate keys": seconds[_NOT_LOOKING]}
        )
        goal = next((each for part, each in _GOALS.items() if f" {part}" in what), None)
        rows.append(row(f"{what}, time", found, goal if goal and goal[0] in found else None))
    return rows


def _versions(peers: Path | None) -> dict[str, str]:
    found = {name: version(name) for name in _PEERS}
    if peers is not None:
        name = "@sourcemeta/jsonschema"
        package = json.loads((peers / "node_modules" / name / "package.json").read_bytes())
        found[name] = package["version"]
    return found


def _cpu() -> str:
    information = Path("/proc/cpuinfo")
    text = information.read_text(encoding="utf-8") if information.exists() else ""
    found = re.search(r"^model name\s*: (.+)$", text, flags=re.MULTILINE)
    return found[1] if found else platform.processor() or "unknown"


def readme(text: str, record: page.Record) -> str:
    """The README with the comparison that was measured."""
    block = f"<!-- benchmarks -->\n{page.table(record.rows)}<!-- /benchmarks -->"
    return re.sub(r"<!-- benchmarks -->\n.*<!-- /benchmarks -->", lambda _: block, text, flags=re.DOTALL)


def main() -> None:
    """Measure, unless it is only the page that is to be made, and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--peers", type=Path, metavar="FOLDER", help="install peers of npm there, and run them"
    )
    parser.add_argument("--page", action="store_true", help="measure nothing")
    given = parser.parse_args()
    if not given.page:
        page.write(measure(given.peers))
    record = page.read()
    page.PAGE.write_text(page.page(record), encoding="utf-8")
    page.PLOT.write_text(plot(record.rows), encoding="utf-8")
    path = ROOT / "README.md"
    path.write_text(readme(path.read_text(encoding="utf-8"), record), encoding="utf-8")
    print(page.table(record.rows))


if __name__ == "__main__":
    main()
