"""`orq-schema diff` from outside: exit codes, output, the changelog."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from orq_schema.cli.diff import command

if TYPE_CHECKING:
    from pathlib import Path


class Schemas:
    """Files of schemas in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, name: str, contents: Any) -> str:
        path = self._folder / f"{name}.json"
        path.write_text(json.dumps(contents), "utf-8")
        return str(path)


@pytest.fixture
def schema(tmp_path: Path) -> Schemas:
    return Schemas(tmp_path)


def diff(*args: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(command, args)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_a_change_that_breaks_payloads() -> None:
    code, out, _ = diff("2025-08-26", "2025-09-04")
    assert code == 1
    assert out.startswith(
        "2025-08-26-24d12c1ac -> 2025-09-04-297ef24d4\n\nbreaks payloads:\n  /cache/ttl: minimum 0 -> 1\n"
    )
    assert '    was valid: {"cache": {"type": "exact_match", "ttl": 0}}\n' in out


def test_for_whom(schema: Schemas) -> None:
    wide, narrow = schema("wide", {"type": "number"}), schema("narrow", {"type": "integer"})
    codes = {who: diff(wide, narrow, "--for", who)[0] for who in ("writers", "readers", "both")}
    assert codes == {"writers": 1, "readers": 0, "both": 1}
    codes = {who: diff(narrow, wide, "--for", who)[0] for who in ("writers", "readers", "both")}
    assert codes == {"writers": 0, "readers": 1, "both": 1}


def test_new_names_and_what_is_not_decided_are_no_break(schema: Schemas) -> None:
    assert diff("2026-01-12", "2026-01-22")[0] == 0
    code, out, _ = diff("2025-12-17", "2026-01-12")
    assert code == 0
    assert "a name that was free has a meaning:\n  /identity: new optional property\n" in out
    one, other = schema("one", {"pattern": "^(a|b)$"}), schema("other", {"pattern": "^[ab]$"})
    code, out, _ = diff(one, other)
    assert code == 0
    assert "not decided for payloads:\n  (the object): pattern" in out


def test_json_is_all_of_standard_output(schema: Schemas) -> None:
    code, out, err = diff(schema("a", {"minimum": 1}), schema("b", {"minimum": 2}), "--format", "json")
    assert (code, err) == (1, "")
    assert [each["witness"] for each in json.loads(out)["changes"]] == [1]


@pytest.mark.parametrize("layout", ["markdown", "github"])
def test_other_layouts(layout: str) -> None:
    code, out, _ = diff("2026-08-14", "latest", "--format", layout)
    assert code == 1
    assert out.count('{"exists": true}') == 3


def test_wrong_usage(schema: Schemas) -> None:
    for args, said in (
        (("2025-09-05", "latest"), "there is no revision '2025-09-05'"),
        (("nonsense", "latest"), "is no revision and no file"),
        (("latest", "latest", "--date", "yesterday"), "a day is written YYYY-MM-DD"),
        (("latest", "latest", "--for", "nobody"), "nobody"),
        (("latest",), "NEW"),
    ):
        code, out, err = diff(*args)
        assert (code, out) == (2, "")
        assert said in err
    circle = schema("circle", {"$ref": "#"})
    code, out, _ = diff(circle, "latest")
    assert code == 2
    assert "leads back to itself" in out


def test_what_cannot_be_read(schema: Schemas, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{", "utf-8")
    for name in (
        str(bad),
        str(tmp_path / "none.json"),
        schema("wrong", {"type": "text"}),
        "HEAD~99999:x.json",
    ):
        code, out, _ = diff(name, "latest")
        assert code == 3
        assert out.startswith(f"{name}:")
        assert "error:" in out


def test_what_cannot_be_read_is_told_in_the_layout_that_was_asked_for(
    schema: Schemas, tmp_path: Path
) -> None:
    for name, expected in ((str(tmp_path / "none.json"), 3), (schema("circle", {"$ref": "#"}), 2)):
        code, out, err = diff("latest", name, "--format", "json")
        found = json.loads(out)
        assert (code, err, list(found)) == (expected, "", ["problems", "summary"])
        assert [(each["file"], each["severity"]) for each in found["problems"]] == [(name, "error")]
        assert found["summary"]["errors"] == 1
        code, out, err = diff("latest", name, "--format", "github")
        assert (code, err, len(out.splitlines())) == (expected, "", 1)
        assert out.startswith("::error file=")
        # a page has no place for it
        code, out, err = diff("latest", name, "--format", "markdown")
        assert (code, out) == (expected, "")
        assert err.startswith(f"{name}:")


def test_what_is_nested_too_deeply(schema: Schemas) -> None:
    def nested(inner: Any) -> Any:
        for _ in range(300):
            inner = {"type": "object", "properties": {"a": inner}}
        return inner

    old, new = schema("old", nested({})), schema("new", nested({"type": "string"}))
    code, out, _ = diff(old, new)
    assert (code, out) == (3, f"{old} and {new}: error: nested too deeply to be compared\n")


def test_a_changelog_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "CHANGES.md"
    assert diff("2025-08-26", "2025-09-04", "--changelog", str(path))[0] == 1
    text = path.read_text("utf-8")
    # the day of the revision
    assert "## 2025-09-04: 2025-08-26-24d12c1ac → 2025-09-04-297ef24d4" in text
    before = path.stat().st_mtime_ns
    diff("2025-08-26", "2025-09-04", "--changelog", str(path))
    assert (path.read_text("utf-8"), path.stat().st_mtime_ns) == (text, before)
    diff("2025-08-26", "2025-09-04", "--changelog", str(path), "--date", "2026-02-03")
    assert path.read_text("utf-8") == text.replace("## 2025-09-04:", "## 2026-02-03:")


def test_a_changelog_that_cannot_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "latin.md"
    path.write_bytes(b"\xff")
    for name in (str(path), str(tmp_path)):
        code, out, _ = diff("2025-08-26", "2025-09-04", "--changelog", name)
        assert code == 3
        assert "error:" in out
    assert path.read_bytes() == b"\xff"


def test_the_command_itself() -> None:
    done = subprocess.run(
        [".venv/bin/orq-schema", "diff", "2026-01-23", "2026-01-24"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2026-01-23-2a606c20e -> 2026-01-24-fc24809dc\nnothing but words changed\n")


@pytest.mark.parametrize("names", ["circle fine", "fine circle"])
def test_a_circle_of_references_is_refused_on_either_side(schema: Schemas, names: str) -> None:
    paths = {
        "circle": schema(
            "circle",
            {"$ref": "#/$defs/Y", "$defs": {"Y": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/Y"}]}}},
        ),
        "fine": schema("fine", {"not": {"type": "integer"}}),
    }
    code, out, _ = diff(*(paths[each] for each in names.split()))
    assert code == 2
    assert "circle.json: error: the reference leads back to itself" in out
