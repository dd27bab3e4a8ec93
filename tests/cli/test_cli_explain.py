"""`orq-schema explain`: what it prints, and what it says of a field that does not exist."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.cli.explain import command

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

COUNT = """\
retry.count: number, from 1 to 5; optional

  Largest number of further attempts.

  default: 3, as documented; nothing sends it
  example: 3
  since: 2025-08-26
  declared in: Retry, /$defs/Retry/properties/count
"""
EXISTS = """\
knowledge_bases[].filter_by.year.exists: boolean; required; in ExistsOperator

  True if the chunk must have the field, false if it must lack it.

  example: true
  since: 2025-08-26
  declared in: ExistsOperator, /$defs/ExistsOperator/properties/exists
"""
FALLBACKS = """\
fallbacks: array of Fallback; optional

  Models to try, in this order, once the requested model has failed.

  example: [{"model": "openai/gpt-4o-mini"}, {"model": "anthropic/claude-3-5-haiku"}]
  since: 2025-08-26
  declared in: Orq, /properties/fallbacks

  fields:
    fallbacks[]: Fallback
      One model that stands in for the requested one.
    fallbacks[].model: string; required
      Identifier of the model, with its provider in front.
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("retry.count", COUNT),
        ("/orq/retry/count", COUNT),
        ("knowledge_bases[].filter_by.year.exists", EXISTS),
        ("fallbacks", FALLBACKS),
    ],
)
def test_the_text(field: str, expected: str) -> None:
    result = run(field)
    assert (result.exit_code, result.stdout) == (0, expected)


def test_without_a_field() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout.startswith("Orq: object\n")
    assert "    retry: Retry\n      When and how often" in result.stdout


def test_for_programs_a_schema_that_cannot_be_read_is_an_object_too(tmp_path: Path) -> None:
    result = run("retry.count", "--format", "json", "--schema", str(tmp_path / "none.json"))
    assert result.exit_code == 3
    assert [each["severity"] for each in json.loads(result.stdout)["problems"]] == ["error"]


def test_for_programs() -> None:
    (found,) = json.loads(run("retry.count", "--format", "json").stdout)["declared"]
    assert found["type"] == "number, from 1 to 5"
    assert (found["default"], found["examples"], found["since"]) == (3, [3], "2025-08-26")
    assert (found["required"], found["fields"], found["forms"]) == (False, [], [])
    (thread,) = json.loads(run("thread.id", "--format", "json").stdout)["declared"]
    assert "default" not in thread


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("retry.cuont", 'there is no field "retry.cuont"; did you mean "retry.count"?'),
        ("retries", 'there is no field "retries"; did you mean "retry"?'),
        ("count", 'there is no field "count"; did you mean "retry.count"?'),
        ("retry..count", "a field is written like retry.count, fallbacks[].model or /retry/count"),
        ("\x1b[0m", r"written like"),
        ("/\x1b", r'there is no field "\x1b"'),
    ],
)
def test_a_field_that_does_not_exist_is_wrong_usage(field: str, said: str) -> None:
    result = run(field)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "\x1b" not in result.stderr


def test_a_schema_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.schema.json"
    path.write_text('{"properties": {"orq": {"type": "string", "default": null}}}', encoding="utf-8")
    result = run("orq", "--schema", str(path))
    assert result.exit_code == 0
    assert result.stdout.startswith("orq: string; optional\n\n  default: null")


@pytest.mark.parametrize(
    ("text", "code", "rule"),
    [
        ('{"type": 5}', 3, "not valid"),
        ("{", 3, "not JSON"),
        ('{"$ref": "#/$defs/a"}', 3, "leads nowhere"),
        ('{"anyOf": [{"$ref": "#"}]}', 2, "leads back to itself"),
    ],
)
def test_a_schema_that_cannot_be_used(text: str, code: int, rule: str, tmp_path: Path) -> None:
    path = tmp_path / "own.schema.json"
    path.write_text(text, encoding="utf-8")
    result = run("a", "--schema", str(path))
    assert result.exit_code == code
    assert rule in result.stdout


def test_a_schema_that_is_not_there(tmp_path: Path) -> None:
    result = run("a", "--schema", str(tmp_path / "none.json"))
    assert result.exit_code == 3
    assert "no such file" in result.stdout


@given(st.text().filter(lambda text: not text.startswith("-")))
def test_nothing_breaks_it(field: str) -> None:
    result = run(field)
    assert result.exit_code in {0, 2}
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_it_is_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "orq_schema", "explain", "retry.count"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == COUNT
