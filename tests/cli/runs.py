"""Run `orq-schema validate`: in this process where that will do, else in one of its own with hard caps."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from click.testing import CliRunner

from orq_schema.cli.validate import command

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = ["file", "line", "column", "pointer", "rule", "severity", "message", "hint"]
COUNTS = ["files", "documents", "errors", "warnings"]
_MEMORY = 600 << 20
_SECONDS = 10


class Run(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def validate(*args: str, stdin: bytes = b"") -> Run:
    result = CliRunner().invoke(command, args, input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Run(result.exit_code, result.stdout, result.stderr)


def process(*args: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> Run:
    """Run the command itself; more than 600 MB or 10 seconds fail the test."""
    done = subprocess.run(
        [sys.executable, "-m", "orq_schema", "validate", *args],
        input=stdin,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
        env=os.environ | (env or {}),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY)),
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in out + err, err
    return Run(done.returncode, out, err)


def report(run: Run) -> dict[str, Any]:
    """Parse a JSON report, which is all of standard output, and check that it has the shape that is promised."""
    parsed: dict[str, Any] = json.loads(run.out)
    assert list(parsed) == ["problems", "summary"]
    assert list(parsed["summary"]) == COUNTS
    for problem in parsed["problems"]:
        assert list(problem) == FIELDS
        assert problem["severity"] in {"error", "warning", "note"}
        assert problem["pointer"] is not None
    severities = [problem["severity"] for problem in parsed["problems"]]
    assert parsed["summary"]["errors"] == severities.count("error")
    assert parsed["summary"]["warnings"] == severities.count("warning")
    return parsed


def problems(*args: str, stdin: bytes = b"") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = report(validate("--format", "json", *args, stdin=stdin))["problems"]
    return found


def brief(*args: str, stdin: bytes = b"") -> list[tuple[int | None, int | None, str, str]]:
    """Give the line, column, pointer and rule of each problem."""
    return [
        (each["line"], each["column"], each["pointer"], each["rule"]) for each in problems(*args, stdin=stdin)
    ]


def write(folder: Path, name: str, contents: Any) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(contents, (bytes, str)):
        path.write_bytes(contents.encode() if isinstance(contents, str) else contents)
    else:
        path.write_text(json.dumps(contents, indent=2) + "\n", "utf-8")
    return str(path)


def spot(text: str, part: str) -> tuple[int, int]:
    """Give the line and column of the first place where `part` stands in `text`, counted independently."""
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
