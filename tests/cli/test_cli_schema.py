"""`orq-schema schema`: list, show, check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from orq_schema.cli.schema import command

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def schema(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_list_names_our_schemas() -> None:
    lines = schema("list").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["completions-request", "orq"]


def test_show_prints_a_schema() -> None:
    assert json.loads(schema("show").stdout)["title"] == "Orq"
    assert json.loads(schema("show", "completions-request").stdout)["required"] == ["model", "prompt"]


def test_show_of_an_unknown_schema_is_wrong_usage() -> None:
    result = schema("show", "nope")
    assert result.exit_code == 2
    assert "there is no schema 'nope'; there are completions-request, orq" in result.output


def test_our_schemas_are_good() -> None:
    result = schema("check")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_schema_against_the_rules_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(
        '{"type": "object", "properties": {"a": {"type": "string", "examples": [5]}}}', encoding="utf-8"
    )
    result = schema("check", str(path))
    assert result.exit_code == 1
    assert "(/properties/a/examples/0)" in result.stdout


def test_one_unreadable_schema_does_not_hide_another(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"type": 5}', encoding="utf-8")
    result = schema("check", str(tmp_path / "none.json"), str(path))
    assert result.exit_code == 3
    assert "no such file" in result.stdout
    assert "(/type)" in result.stdout
