"""`validate_text`: what the command says of a file, from Python; and `assert_valid` for other people's tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import orq_schema
from orq_schema.testing import assert_valid

if TYPE_CHECKING:
    from orq_schema import Problem

GOLDEN = Path(__file__).parents[1] / "cli" / "golden"
CASES = sorted(path for path in GOLDEN.glob("*/input.*") if not path.name.endswith(".gz"))
SECRET = "sk-example-93"  # noqa: S105 - an invented one


def fields(problem: Problem) -> dict[str, Any]:
    return {name: value for name, value in problem._asdict().items() if name != "detail"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_the_same_problems_as_the_command(path: Path) -> None:
    expected = json.loads((path.parent / "expected.json").read_text("utf-8"))["problems"]
    found = orq_schema.validate_text(path.read_bytes(), file=path.name)
    assert [fields(each) for each in found] == expected


@pytest.mark.parametrize("kind", ["json", "jsonl", "yaml", "toml"])
def test_the_language_may_be_named(kind: Any) -> None:
    good = "orq.retry.count = 3" if kind == "toml" else '{"orq": {"retry": {"count": 3}}}'
    assert orq_schema.validate_text(good, kind) == []
    bad = good.replace("3", "33")
    (problem,) = orq_schema.validate_text(bad, kind)
    assert (problem.rule, problem.line, problem.column) == ("maximum", 1, bad.index("33") + 1)


def test_text_and_its_bytes_say_the_same() -> None:
    text = '{"name": "\u00e9", "retries": 1}'
    assert orq_schema.validate_text(text) == orq_schema.validate_text(text.encode())
    assert [each.severity for each in orq_schema.validate_text(text, strict=True)] == ["error"]


@given(st.one_of(st.text(), st.binary()), st.sampled_from([None, "json", "jsonl", "yaml", "toml"]))
def test_no_text_is_an_exception(text: str | bytes, kind: Any) -> None:
    for problem in orq_schema.validate_text(text, kind):
        assert problem.message


def test_values_are_hidden_unless_asked_for() -> None:
    text = json.dumps({"thread": {"id": [SECRET]}, "inputs": SECRET})
    assert SECRET not in repr(orq_schema.validate_text(text))
    assert SECRET in repr(orq_schema.validate_text(text, show_values=True))


def test_assert_valid_takes_values_bytes_and_files(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("orq: {retry: {count: 3}}\n", "utf-8")
    for good in ({"retry": {"count": 3}}, b'{"orq": {}}', file):
        assert_valid(good)
    file.write_text("orq:\n  retry: {count: 33}\n", "utf-8")
    with pytest.raises(AssertionError) as caught:
        assert_valid(file)
    report = str(caught.value)
    assert f"{file}:2:18: error: expected a number from 1 to 5, found 33 (/orq/retry/count)" in report
    assert "2 |   retry: {count: 33}\n  |                  ^^" in report


def test_assert_valid_is_strict_unless_told_otherwise() -> None:
    assert_valid({"retries": {}}, strict=False)
    with pytest.raises(AssertionError, match='did you mean "retry"'):
        assert_valid({"retries": {}})


def test_assert_valid_tells_no_secrets() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_valid({"thread": {"id": {"deep": SECRET}}, "inputs": SECRET})
    assert SECRET not in str(caught.value)


def test_a_format_that_there_is_not() -> None:
    wrong: Any = "nope"
    with pytest.raises(ValueError, match="json, jsonl, toml, yaml"):
        orq_schema.validate_text("{}", wrong)


@pytest.mark.parametrize("payload", [{"retry": {"count": float("nan")}}, {"name": "\ud800"}])
def test_assert_valid_refuses_what_is_no_json(payload: Any) -> None:
    with pytest.raises(AssertionError, match="not a valid orq payload"):
        assert_valid(payload)


def test_assert_valid_finds_the_object_in_a_body() -> None:
    assert_valid({"model": "m", "orq": {"retry": {"count": 3}}})
    with pytest.raises(AssertionError, match="found 9"):
        assert_valid({"model": "m", "orq": {"retry": {"count": 9}}})
