"""What the page, its plot and the README say of speed is what was measured: benchmarks/record.json."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).parent.parent
RECORD: dict[str, Any] = json.loads((ROOT / "benchmarks" / "record.json").read_bytes())
PAGE = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
TIMED = [each for each in RECORD["rows"] if isinstance(each["ours"], float)]


def cells(text: str, what: str) -> list[str]:
    found = [line for line in text.splitlines() if line.startswith(f"| {what} |")]
    assert len(found) >= 1, what
    return [cell.strip() for cell in found[0].strip("|").split("|")]


@pytest.mark.parametrize("text", [PAGE, README], ids=["page", "readme"])
@pytest.mark.parametrize("row", RECORD["rows"], ids=lambda row: row["what"])
def test_each_row_says_what_was_measured(row: dict[str, Any], text: str) -> None:
    _, ours, peers = cells(text, row["what"])
    assert [each.rpartition(": ")[0] for each in re.split("; ", peers)] == list(row["peers"])
    if isinstance(row["ours"], str):
        assert ours == row["ours"]
        assert peers == "; ".join(f"{name}: {each}" for name, each in row["peers"].items())
        return
    assert ours == "1"
    for said, seconds in zip(peers.split("; "), row["peers"].values(), strict=True):
        ratio = seconds / row["ours"]
        assert float(said.rpartition(": ")[2]) == pytest.approx(ratio, rel=0.051)


def test_there_is_no_row_that_was_not_measured() -> None:
    (block,) = re.findall(r"<!-- benchmarks -->\n(.*)<!-- /benchmarks -->", README, flags=re.DOTALL)
    assert len(block.splitlines()) == len(RECORD["rows"]) + 2
    assert block in PAGE


def test_goals_are_told_with_what_came_of_them() -> None:
    table = PAGE.partition("## What was promised")[2]
    promised = [each for each in RECORD["rows"] if each["goal"]]
    assert promised
    for row in promised:
        peer, goal = row["goal"]
        _, name, most, measured = cells(table, row["what"])
        assert (name, float(most)) == (peer, goal)
        assert float(measured) == pytest.approx(row["ours"] / row["peers"][peer], abs=0.0051)


def test_versions_and_the_machine_are_on_the_page() -> None:
    assert {"check-jsonschema", "jsonschema-rs"} <= RECORD["versions"].keys()
    for name, version in RECORD["versions"].items():
        assert f"- {name} {version}\n" in PAGE
    for what in RECORD["machine"].values():
        assert what in PAGE


def test_the_plot_has_one_dot_for_each_time_of_a_peer() -> None:
    image = ET.parse(ROOT / "docs" / "benchmarks.svg").getroot()  # noqa: S314 - our own file
    dots = image.findall(".//{http://www.w3.org/2000/svg}circle")
    assert len(dots) == sum(len(each["peers"]) for each in TIMED)
    # left of the line of orq-schema are those that are faster
    faster = [each for row in TIMED for each in row["peers"].values() if each < row["ours"]]
    assert [dot.get("class") for dot in dots].count("less") == len(faster)
    style = image.findtext("{http://www.w3.org/2000/svg}style", "")
    assert "prefers-color-scheme: dark" in style


def test_page_and_plot_are_what_is_made_of_the_record(tmp_path: Path) -> None:
    for part in (
        "benchmarks/page.py",
        "benchmarks/plot.py",
        "benchmarks/measure.py",
        "benchmarks/payloads.py",
    ):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        (tmp_path / part).write_bytes((ROOT / part).read_bytes())
    (tmp_path / "benchmarks" / "record.json").write_text(json.dumps(RECORD), encoding="utf-8")
    program = (
        "import page, plot; it = page.read(); print(page.page(it), plot.plot(it.rows), sep='\\0', end='')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / "benchmarks", capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    made, image = done.stdout.split("\0")
    assert made == PAGE
    assert image == (ROOT / "docs" / "benchmarks.svg").read_text(encoding="utf-8")
