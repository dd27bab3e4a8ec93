"""docs/benchmarks.md and the table in the README, out of what has been measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from measure import Row
from payloads import MISTAKES, ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

RECORD = Path(__file__).parent / "record.json"
PAGE = ROOT / "docs" / "benchmarks.md"
PLOT = ROOT / "docs" / "benchmarks.svg"


class Record(NamedTuple):
    """One run: on what `machine`, with which `versions`, the `rows`, and by which factor costs have grown."""

    machine: Mapping[str, str]
    versions: Mapping[str, str]
    rows: list[Row]
    growth: Mapping[str, float]


def read() -> Record:
    """What was measured last."""
    kept = json.loads(RECORD.read_bytes())
    rows = [
        Row(each["what"], each["ours"], each["peers"], each["goal"] and tuple(each["goal"]))
        for each in kept["rows"]
    ]
    return Record(kept["machine"], kept["versions"], rows, kept["growth"])


def write(record: Record) -> None:
    """Keep what was measured."""
    kept = {**record._asdict(), "rows": [each._asdict() for each in record.rows]}
    RECORD.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def ratios(row: Row) -> dict[str, float]:
    """How many times as long as we each peer takes; nothing where no time was taken."""
    ours = row.ours
    if isinstance(ours, str):
        return {}
    return {name: each / ours for name, each in row.peers.items() if not isinstance(each, str)}


def table(rows: list[Row]) -> str:
    """The comparison, as a Markdown table."""
    return "| what | orq-schema | peers |\n| --- | --- | --- |\n" + "".join(map(_line, rows))


def _line(row: Row) -> str:
    shown = {**row.peers, **{name: factor(each) for name, each in ratios(row).items()}}
    ours = row.ours if isinstance(row.ours, str) else "1"
    return f"| {row.what} | {ours} | {'; '.join(f'{name}: {each}' for name, each in shown.items())} |\n"


def factor(ratio: float) -> str:
    """A ratio to two digits."""
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _goals(rows: list[Row]) -> str:
    lines = [
        f"| {row.what} | {row.goal[0]} | {row.goal[1]:g} | {1 / ratios(row)[row.goal[0]]:.2f} |\n"
        for row in rows
        if row.goal is not None
    ]
    return "| what | peer | goal: at most | measured |\n| --- | --- | --: | --: |\n" + "".join(lines)


def _growth(growth: Mapping[str, float]) -> str:
    lines = "".join(f"| {what} | {each:.1f} |\n" for what, each in growth.items())
    return f"| from, to | times as long |\n| --- | --: |\n{lines}"


def page(record: Record) -> str:
    """docs/benchmarks.md."""
    machine = "".join(f"- {name}: {each}\n" for name, each in record.machine.items())
    versions = "".join(f"- {name} {each}\n" for name, each in record.versions.items())
    return f"""# Benchmarks

Written by `make bench`. All figures of a row come from one run, interleaved, on one machine, whose speed does not
matter: times are ratios, with orq-schema at 1; below 1 a peer is faster, above 1 it takes that many times as long.

{table(record.rows)}
![Times as ratios: dots right of the line are peers that take longer than orq-schema](benchmarks.svg)

## What was promised

The part of the peer's time that ours shall take at most, and the part that it took.

{_goals(record.rows)}
## How the cost grows

{_growth(record.growth)}
## How

{machine}{versions}
- The schema is `schemas/orq.schema.json` for all. The libraries get it with each reference replaced by what
  it leads to, as the API publishes it, and compile it beforehand.
- The mistakes are the {len(MISTAKES)} of `benchmarks/payloads.py`, one payload each, taken from what real users got
  wrong. A mend counts if the message has the text that a reader needs: the right key, type, range or value.
- Whole processes: median of 21 rounds (many files, models: 7), all tools in turn in each round, after one to warm up;
  Python's bytecode is compiled beforehand. Calls: best of 9 rounds.
- The many files are orq objects of the few shapes in `benchmarks/payloads.py`, named one by one on the command line.
- The OpenAPI document and the Python source are made by `benchmarks/openapi.py` and `benchmarks/python_source.py`.
- The 100,000 lines are made by `benchmarks/volume.py`. What is measured in process is a plain loop over them; the
  whole commands read a file, write their report and end. Sourcemeta's command reports one error of a line.
- datamodel-code-generator runs with its defaults but for the formatter; its pydantic models are dumped with
  `by_alias` and `exclude_unset`.
- All that was measured, in seconds, is in `benchmarks/record.json`; the table, the plot and the README are made from
  that.
"""
