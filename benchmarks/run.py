"""Measure everything beside the peers, and write docs/benchmarks.md and the table in the README: `make bench`."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version

import mistakes
import models
import startup
import validators
from payloads import MISTAKES, ROOT

PEERS = (
    "check-jsonschema",
    "jsonschema",
    "jsonschema-rs",
    "fastjsonschema",
    "datamodel-code-generator",
)


def table() -> str:
    """The comparison, as a Markdown table."""
    rows = [("what", "orq-schema", "peers")]
    scores = mistakes.measure()
    total = len(MISTAKES)
    rows.append(
        (
            f"of {total} mistakes that people make: reported, with line and column, with the mend",
            "{}, {}, {}".format(*scores["orq-schema"]),
            "; ".join(
                "{3}: {0}, {1}, {2}".format(*each, name)
                for name, each in scores.items()
                if name != "orq-schema"
            ),
        )
    )
    taken = startup.measure()
    rows.append(_ratios("checking one small JSON file, whole process, time", taken, ("python -c pass",)))
    for name, seconds in validators.deciding().items():
        rows.append(_ratios(f"`is_valid` of a {name} payload from Python, time", seconds))
    rows.append(_ratios("all errors of a large payload with ten mistakes, time", validators.explaining()))
    rows.append(_ratios("compiling the schema, time", validators.compiling()))
    rows.append(_ratios("writing dataclasses, whole process, time", models.generation()))
    trips = models.round_trips()
    ours, theirs = trips.items()
    rows.append(
        (
            f"of {models.PAYLOADS} valid payloads: given back unchanged by the models",
            str(ours[1]),
            f"{theirs[0]}: {theirs[1]}",
        )
    )
    head, *body = ["| " + " | ".join(row) + " |\n" for row in rows]
    return head + "| --- | --- | --- |\n" + "".join(body)


def growth() -> str:
    """How the cost of our validators grows, as a Markdown table."""
    rows = [f"| {what} | {factor:.1f} |\n" for what, factor in validators.growth().items()]
    return "| from, to | times as long |\n| --- | --: |\n" + "".join(rows)


def _ratios(what: str, seconds: dict[str, float], without: tuple[str, ...] = ()) -> tuple[str, str, str]:
    ours = seconds["orq-schema"]
    peers = [
        f"{name}: {_factor(each / ours)}"
        for name, each in seconds.items()
        if name not in ("orq-schema", *without)
    ]
    return (what, "1", "; ".join(peers))


def _factor(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def page(measured: str, grown: str) -> str:
    """docs/benchmarks.md."""
    peers = "".join(f"- {name} {version(name)}\n" for name in PEERS)
    python = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    return f"""# Benchmarks

Written by `make bench`. All figures of a row come from one run, interleaved, on one machine, whose speed does not
matter: times are ratios, with orq-schema at 1; below 1 a peer is faster, above 1 it takes that many times as long.

{measured}
## How the cost grows

{grown}
## How

- {python}.
{peers}- The schema is `schemas/orq.schema.json` for all. The libraries get it with each reference replaced by what it
  leads to, as the API publishes it, and compile it beforehand.
- The mistakes are the {len(MISTAKES)} of `benchmarks/payloads.py`, one payload each, taken from what real users got
  wrong. A mend counts if the message has the text that a reader needs: the right key, type, range or value.
- Whole processes: median of 21 rounds (models: 7). Calls: best of 9 rounds.
- datamodel-code-generator runs with its defaults but for the formatter; its pydantic models are dumped with
  `by_alias` and `exclude_unset`.
"""


def main() -> None:
    """Measure, and write both files."""
    measured = table()
    (ROOT / "docs" / "benchmarks.md").write_text(page(measured, growth()), encoding="utf-8")
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    block = f"<!-- benchmarks -->\n{measured}<!-- /benchmarks -->"
    readme.write_text(
        re.sub(r"<!-- benchmarks -->\n.*<!-- /benchmarks -->", lambda _: block, text, flags=re.DOTALL),
        encoding="utf-8",
    )
    print(measured)


if __name__ == "__main__":
    main()
