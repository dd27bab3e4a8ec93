"""`orq-schema schema`: list, show, check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from orq_schema.cli.schema import command
from orq_schema.load.revisions import revisions

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def schema(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_list_names_our_schemas_and_the_revisions() -> None:
    rows = [line.split("\t") for line in schema("list").stdout.splitlines()]
    ids = [each.id for each in revisions()]
    assert [row[0] for row in rows] == ["completions-request", "config", "orq", *ids]
    uris = {row[0]: row[1] for row in rows}
    assert uris["2025-09-04-297ef24d4"] == uris["orq"]
    # twins share their schema
    assert uris["2026-01-24-fc24809dc"] == uris["2026-01-23-2a606c20e"] != uris["2026-01-22-632fb112d"]
    assert all(row[2] for row in rows)


def test_show_prints_a_schema() -> None:
    assert json.loads(schema("show").stdout)["title"] == "Orq"
    assert json.loads(schema("show", "completions-request").stdout)["required"] == ["model", "prompt"]


def test_show_prints_a_revision_as_it_is_written_or_bundled() -> None:
    written = json.loads(schema("show", "2026-01-12").stdout)
    assert written["properties"]["cache"] == {"$ref": "../orq.schema.json#/properties/cache"}
    bundled = json.loads(schema("show", "--bundle", "2026-01-12").stdout)
    assert bundled["properties"]["cache"]["$ref"] == "#/$defs/Cache"
    assert "ttl" in bundled["$defs"]["Cache"]["properties"]


def test_show_of_an_unknown_schema_is_wrong_usage() -> None:
    result = schema("show", "nope")
    assert result.exit_code == 2
    assert (
        "there is no schema 'nope'; there are completions-request, config, orq; of the revisions, "
        in result.output
    )
    result = schema("show", "2026-01-13")
    assert result.exit_code == 2
    assert "the one before is 2026-01-12-f9e0bcf42" in result.output


def test_our_schemas_are_good() -> None:
    result = schema("check")
    assert (result.exit_code, result.stdout) == (0, "")
    files = {path.rpartition("/")[2] for path in (each.path for each in revisions())}
    good = {f"{name}: good" for name in (*files, "completions-request.schema.json", "config.schema.json")}
    assert sorted(result.stderr.splitlines()) == sorted(good)


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
