"""`orq-schema import`: what it writes, what it says on the way, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner
from tests.unit.openapi.documents import OPERATION, around

from orq_schema.cli.import_ import command
from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import find, load
from orq_schema.load.schema import load_file

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

RETRY = {"type": "object", "properties": {"count": {"type": "number", "nullable": True, "example": 3}}}
ORQ: dict[str, Any] = {
    "type": "object",
    "properties": {"retry": RETRY, "name": {"type": "string", "x-a\n::b": 1}},
}
SCHEMA = """\
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://example.com/orq",
  "title": "Orq",
  "type": "object",
  "properties": {
    "retry": { "$ref": "#/$defs/Retry" },
    "name": { "type": "string" }
  },
  "$defs": {
    "Retry": {
      "title": "Retry",
      "type": "object",
      "properties": {
        "count": { "type": ["number", "null"], "examples": [3] }
      }
    }
  }
}
"""


def write(folder: Path, contents: Any, name: str = "openapi.yaml") -> str:
    path = folder / name
    path.write_text(
        yaml.safe_dump(contents, sort_keys=False) if name.endswith("yaml") else json.dumps(contents),
        encoding="utf-8",
    )
    return str(path)


def run(path: str, *arguments: str, operation: str = OPERATION, name: str = "orq") -> Result:
    result = CliRunner().invoke(command, [path, "--operation", operation, "--property", name, *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_the_schema_and_what_is_said(tmp_path: Path) -> None:
    path = write(tmp_path, around(ORQ, "3.0.3"), "openapi.json")
    result = run(path, "--id", "https://example.com/orq")
    assert (result.exit_code, result.stdout) == (0, SCHEMA)
    assert result.stderr.startswith("1 definition\n`example` made `examples`: at /paths/")
    assert "\n`nullable` made a type: at /paths/" in result.stderr
    assert "dropped `x-a\\n::b`: at /paths/" in result.stderr
    assert f"{find('latest').id} -> imported\n" in result.stderr
    assert "\nfor writers: 0 breaking, " in result.stderr


def test_written_to_a_file_or_not_at_all(tmp_path: Path) -> None:
    path, out = write(tmp_path, around(ORQ, "3.0.3")), tmp_path / "orq.schema.json"
    assert run(path, "--out", str(out), "--id", "https://example.com/orq").stdout == ""
    assert load_file(str(out)).contents["properties"]["retry"] == {"$ref": "#/$defs/Retry"}
    before = out.read_bytes()
    assert run(path, "--out", str(out), name="no").exit_code == 2
    assert out.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["openapi.yaml", "orq.schema.json"]
    failed = run(path, "--out", str(tmp_path / "none" / "orq.schema.json"))
    assert (failed.exit_code, failed.stdout) == (3, "")
    assert "no such file" in failed.stderr


def test_our_newest_revision_comes_back_as_it_is(tmp_path: Path) -> None:
    newest = json.dumps(bundle(load(find("latest")))).replace("#/$defs/", "#/components/schemas/")
    declared = json.loads(newest)
    orq = {keyword: declared[keyword] for keyword in ("type", "properties", "deprecated")}
    path = write(tmp_path, around(orq, components={"schemas": declared["$defs"]}))
    result = run(path, "--facts-only")
    assert result.exit_code == 0
    assert "nothing but words changed" in result.stderr
    assert "to be described" not in result.stderr


def test_of_another_property_no_revision_is_shown(tmp_path: Path) -> None:
    contents = json.loads(json.dumps(around(ORQ)).replace('"orq"', '"other"'))
    result = run(write(tmp_path, contents), name="other")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["$id"] == "https://orq-schema.example/imported/other.schema.json"
    assert "->" not in result.stderr


def test_a_change_is_shown_and_what_is_new_is_to_be_described(tmp_path: Path) -> None:
    result = run(write(tmp_path, around(ORQ | {"deprecated": True})), "--facts-only")
    assert "to be described: /$defs/Retry/properties/count\n" in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ({"operation": "POST /v2/router/completions"}, 2, 'did you mean "POST /v2/proxy/completions"?'),
        ({"name": "org"}, 2, 'did you mean "orq"?'),
        ({"name": "\x1b[0m"}, 2, "\\x1b"),
    ],
)
def test_what_is_not_there(options: dict[str, str], code: int, said: str, tmp_path: Path) -> None:
    result = run(write(tmp_path, around(ORQ)), **options)
    assert result.exit_code == code
    assert said in result.stderr
    assert "\x1b" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("openapi: 3.1.0\na: 1\na: 2\n", "openapi.yaml:3:1: error: the key 'a' occurs twice"),
        ("swagger: '2.0'", "OpenAPI 2.0 (Swagger)"),
        ("a: [", "openapi.yaml:2:1: error: "),
        (yaml.safe_dump(around({"$ref": "https://example.com/x"})), "leads out of the document"),
        (yaml.safe_dump(around({"type": "nothing"})), "is not valid"),
    ],
)
def test_what_cannot_be_read(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(text, encoding="utf-8")
    result = run(str(path))
    assert result.exit_code == 3
    assert said in result.stderr
    assert result.stdout == ""
    assert run(str(tmp_path / "none.yaml")).exit_code == 3


def test_a_circle_that_describes_no_value(tmp_path: Path) -> None:
    circle = {"allOf": [{"$ref": "#/a"}, {"type": "object"}]}
    result = run(write(tmp_path, around({"$ref": "#/a"}) | {"a": circle}))
    assert result.exit_code == 2
    assert "itself" in result.stderr


def test_a_refusal_says_what_to_write_and_that_works(tmp_path: Path) -> None:
    entry = {"type": "object", "properties": {"a": {"type": "string"}}}
    given = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": entry}}
    path = write(
        tmp_path,
        around(
            {
                "type": "object",
                "properties": {"zzz": given, "yyy": {"anyOf": [entry | {"required": ["b"]}, entry]}},
            }
        ),
    )
    refused = run(path)
    assert refused.exit_code == 2
    assert refused.stderr.count("error: ") == 2
    arguments = [each.split('"')[1].replace("Name", f"Shape{letter}") for each, letter in zip(
        [line for line in refused.stderr.splitlines() if "--name" in line], "AB", strict=True
    )]  # fmt: skip
    result = run(path, *(part for each in arguments for part in ("--name", each)))
    assert result.exit_code == 0
    assert {"ShapeA", "ShapeB"} <= json.loads(result.stdout)["$defs"].keys()


@pytest.mark.parametrize("name", ["Name", "/a=", "=", "a=Name", "/~=Name", "/a=\x1b"])
def test_a_name_that_is_not_one(name: str, tmp_path: Path) -> None:
    result = run(write(tmp_path, around(ORQ)), "--name", name)
    assert result.exit_code == 2
    assert "\x1b" not in result.stdout + result.stderr


def test_it_is_a_command(tmp_path: Path) -> None:
    arguments = [
        "import",
        write(tmp_path, around(ORQ, "3.0.3")),
        "--operation",
        OPERATION,
        "--property",
        "orq",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "orq_schema", *arguments, "--id", "https://example.com/orq"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == SCHEMA
