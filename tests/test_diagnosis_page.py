"""docs/diagnosis.md shows what we say today; the page is read here as a reader does, without what wrote it."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAYLOADS = ROOT / "benchmarks" / "diagnosis"
PAGE = (ROOT / "docs" / "diagnosis.md").read_text(encoding="utf-8")
RECORD: dict[str, Any] = json.loads((ROOT / "benchmarks" / "diagnosis_record.json").read_bytes())
NESTED = "nested.json"


TEXTS = re.split(r"^(?=## \d)", PAGE.partition("\n## How\n")[0], flags=re.MULTILINE)[1:]


class Section(NamedTuple):
    file: str
    lines: list[set[int]]
    mends: list[str]
    code: int
    failure: str
    output: str
    text: str


def section(text: str) -> Section:
    file = re.search(r"^`([^`]+)`$", text, flags=re.MULTILINE)
    rules = re.search(r"^Lines to name: ([\d, or]+)\. Mend: (`.*`)\.", text, flags=re.MULTILINE)
    assert file is not None
    assert rules is not None
    ours = re.search(
        r"^\*\*orq-schema\*\*: exit code (\d+)(.*)\n\n~~~text\n((?:.*\n)*?)~~~$", text, flags=re.MULTILINE
    )
    assert ours is not None
    lines = [{int(line) for line in each.split(" or ")} for each in rules[1].split(", ")]
    return Section(file[1], lines, re.findall(r"`([^`]+)`", rules[2]), int(ours[1]), ours[2], ours[3], text)


@pytest.fixture(scope="module")
def sections() -> list[Section]:
    return [section(text) for text in TEXTS]


def payload(file: str) -> bytes:
    if file == NESTED:
        return b'{ "fallbacks": ' + b"[" * 100_000 + b"]" * 100_000 + b" }\n"
    return (PAYLOADS / file).read_bytes()


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.splitlines()[0])
def test_our_side_is_what_we_say(text: str, tmp_path: Path) -> None:
    shown = section(text)
    copy = tmp_path / f"payload{Path(shown.file).suffix}"
    copy.write_bytes(payload(shown.file))
    done = subprocess.run(
        [Path(sys.executable).parent / "orq-schema", "validate", copy.name],
        cwd=tmp_path,
        env={"LANG": "C.UTF-8", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=30,
        check=False,
    )
    assert not shown.failure
    assert (done.stdout.decode(), done.returncode) == (shown.output, shown.code), "run `make diagnosis`"


def test_every_payload_has_its_section(sections: list[Section]) -> None:
    assert {shown.file for shown in sections} == {path.name for path in PAYLOADS.iterdir()} | {NESTED}
    assert len(sections) >= 20


def test_our_row_is_the_sum_of_the_sections(sections: list[Section]) -> None:
    flagged = [bool(shown.code) or re.search(r"\bwarning\b", shown.output) is not None for shown in sections]
    placed = [places(shown.output, shown.lines) for shown in sections]
    mended = [
        all(re.search(mend, shown.output, re.IGNORECASE | re.MULTILINE) for mend in shown.mends)
        for shown in sections
    ]
    counts = [len(sections), sum(flagged), sum(placed), sum(mended)]
    assert f"\n| orq-schema | {' | '.join(map(str, counts))} | never |\n" in PAGE


def places(output: str, lines: list[set[int]]) -> bool:
    named = {int(line) for line in re.findall(r"payload\.\w+:(\d+):\d+", output)}
    return all(named & each for each in lines)


def test_peers_were_run_on_these_payloads(sections: list[Section]) -> None:
    # a payload of today beside what was said of yesterday's would be no comparison
    today = {shown.file: hashlib.sha256(payload(shown.file)).hexdigest() for shown in sections}
    assert RECORD["payloads"] == today


@pytest.mark.parametrize("name", RECORD["peers"])
def test_peers_are_shown_as_recorded(name: str, sections: list[Section]) -> None:
    version, _, runs = RECORD["peers"][name]
    assert f"\n| {name} {version} | {len(runs)} | " in PAGE
    for shown in sections:
        if shown.file not in runs:
            assert re.search(rf"^Not read by: .*\b{re.escape(name.lstrip('@'))}\b", shown.text, re.MULTILINE)
            continue
        _, output, (reported, _, _, failure) = runs[shown.file]
        heard = bool(reported or failure)
        assert (f"\n**{name}**: " in shown.text) == heard
        assert f"\n{output}\n" in shown.text or not heard
