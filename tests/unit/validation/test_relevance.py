"""What is nobody's orq object: in folders that are walked such files are passed over, and a slip is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runs import problems, validate, write
from tests.support.shared import require_shared

from orq_schema.jsonvalue import is_object
from orq_schema.validation.relevance import speaks, speaks_within

if TYPE_CHECKING:
    from pathlib import Path

FOREIGN: list[Any] = [
    {"name": "a", "version": "1", "scripts": {}, "dependencies": {}},
    {"compilerOptions": {}, "extends": "a"},
    {"timeout": 5000, "spec": "a"},
    {"apiVersion": "v1", "kind": "Pod", "metadata": {}, "spec": {}},
    [{"retry": {}}],
    [],
    {},
    "retry",
    5,
    None,
]
OURS: list[Any] = [
    {"retry": {}},
    {"retries": {"count": 3}},
    {"retyr": 1},
    {"knowledgeBases": []},
    {"fallback_models": ["a"]},
    {"retry_count": 3},
    # of another revision
    {"identity": {"id": "a"}},
    {"load_balancer": []},
    {"name": "a", "cahce": {}},
]


@pytest.mark.parametrize("value", FOREIGN)
def test_a_file_of_another_kind(value: Any, tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", json.dumps(value))
    assert not speaks(value)
    assert validate(str(tmp_path)).code == 0
    assert problems("--strict", str(tmp_path)) == []
    assert problems("--strict", "--skip-foreign", file) == []
    # one that is named is judged as ever; an empty object is valid
    assert (problems("--strict", file) == []) == (value == {})


@pytest.mark.parametrize("value", OURS)
def test_a_bare_orq_object(value: Any, tmp_path: Path) -> None:
    assert speaks(value)
    assert speaks_within(value)
    file = write(tmp_path, "a.json", json.dumps(value))
    assert problems("--strict", str(tmp_path)) == problems("--strict", file)
    assert problems("--strict", "--skip-foreign", file) == problems("--strict", file)


def test_what_belongs_deeper_speaks_for_an_object_of_that_name_only() -> None:
    for key in ("tags", "metadata", "on_codes"):
        value = {key: None}
        assert speaks_within(value)
        assert not speaks(value)
    assert not speaks_within({"id": 1, "type": "a", "level": "INFO"})


def test_lines_and_documents_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", '{"a": 1}\n{"retrys": {}}\n')
    write(tmp_path, "b.yaml", "a: 1\n---\nretrys: {}\n")
    assert [(each["line"], each["rule"]) for each in problems(str(tmp_path))] == [
        (2, "unknown-key"),
        (3, "unknown-key"),
    ]


def test_no_real_payload_is_missed() -> None:
    folder = require_shared("payloads/index.json").parent
    index = json.loads((folder / "index.json").read_text("utf-8"))
    seen = 0
    for each in index:
        body = json.loads((folder / each["file"]).read_text("utf-8"))
        if each["carries_orq"]:
            inner = body.get("extra_body", body)
            value = inner.get("orq", inner)
            assert is_object(value)
            assert speaks_within(value), each["file"]
            # bare ones have nothing around them that would speak for them
            assert "orq" in inner or speaks(value), each["file"]
            seen += 1
    assert seen == 38
