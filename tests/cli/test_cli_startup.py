"""A hook runs `validate` on a few small files, over and over: what it does not need is not imported."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.cli.runs import write

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {
    "asyncio", "datamodel_code_generator", "difflib", "jinja2", "jsonschema", "pathlib", "pydantic", "referencing",
    "tomllib", "urllib.request", "yaml",
}  # fmt: skip
PROGRAM = """
import sys
from orq_schema.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def imported(*args: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "validate", *args], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--strict"],
        ["--strict", "--skip-foreign"],
        ["--jobs", "1"],
        ["--format", "json"],
        ["--as", "request"],
    ],
)
def test_a_valid_json_file(args: list[str], tmp_path: Path) -> None:
    body = {"model": "m", "prompt": "p", "orq": {"retry": {"count": 3}, "inputs": {"a": [1]}}}
    found = imported(*args, write(tmp_path, "a.json", body))
    assert HEAVY & found == set()
    ours = {name for name in found if name.startswith("orq_schema.")}
    assert not {
        name for name in ours if name.startswith(("orq_schema.load", "orq_schema.ir", "orq_schema.emit"))
    }
    assert "orq_schema.validation.branches" not in ours
    assert "orq_schema.compile.words" not in ours
    assert "orq_schema.payload.json_scan" not in ours


def test_dataclasses_come_with_click_only(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, click; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    extra = imported(write(tmp_path, "a.json", {"retry": {}})) - set(done.stdout.split())
    assert extra & {"dataclasses", "inspect", "logging", "random", "tempfile", "uuid"} == set()


def test_the_judges_of_what_must_be_absent_can_be_seen(tmp_path: Path) -> None:
    assert "yaml" in imported(write(tmp_path, "a.yaml", "retry: {}\n"))
    assert "orq_schema.payload.json_scan" in imported(
        write(tmp_path, "b.json", '{"retry": {"count": 1E0}, "inputs": {"a": "\\\\u0041"}}')
    )
    assert "difflib" in imported(write(tmp_path, "a.json", {"retris": {}}))


@pytest.mark.parametrize("args", [[], ["--strict"], ["--jobs", "2"], ["--strict", "--jobs", "1"]])
def test_the_calls_of_hooks_and_scripts_need_no_click(args: list[str], tmp_path: Path) -> None:
    assert "click" not in imported(*args, write(tmp_path, "a.json", {"retry": {"count": 3}}))


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["validate", "--jobs", "2", "good.json"], 0),
        (["validate", "good.json", "--jobs", "9"], 0),
        (["validate", "--jobs", "2", "bad.json"], 1),
        (["validate", "--jobs", "0", "good.json"], 2),
        (["validate", "--jobs", "good.json"], 2),
        (["validate", "good.json", "--jobs"], 2),
        (["--jobs", "2", "validate", "good.json"], 2),
        # the last one counts
        (["validate", "--jobs", "2", "--jobs", "3", "good.json"], 0),
        # a file of that name, which is not there
        (["validate", "good.json", "--", "--jobs", "2"], 3),
    ],
)
def test_jobs_are_understood_with_and_without_click(args: list[str], code: int, tmp_path: Path) -> None:
    write(tmp_path, "good.json", {"retry": {"count": 3}})
    write(tmp_path, "bad.json", {"retry": {"count": 9}})
    program = "from orq_schema.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *args], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
