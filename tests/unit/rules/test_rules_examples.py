"""Each example is what its rule finds, and its counterpart is not: through the command where it is of a payload."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.runs import problems, validate, write

from orq_schema import rules
from orq_schema.errors import OrqSchemaError
from orq_schema.ir.build import build
from orq_schema.load.authoring import check
from orq_schema.load.schema import load_file
from orq_schema.openapi.document import document
from orq_schema.openapi.importer import Wanted, import_property

if TYPE_CHECKING:
    from orq_schema.rules import Example

OF_PAYLOADS = ("reading", "keyword", "unknown", "lint", "revision", "portability")


def examples(*kinds: str) -> list[str]:
    return [rule.id for rule in rules.load().values() if rule.kind in kinds and rule.example is not None]


def example_of(name: str) -> Example:
    rule = rules.find(name)
    assert rule is not None
    assert rule.example is not None
    return rule.example


def found(example: Example, text: str, folder: Path, *more: str) -> dict[str, str]:
    """Give the severity of each rule that the command reports of `text`."""
    arguments = [*example.arguments, *more]
    if example.schema is not None:
        arguments += ["--schema", write(folder, "own.schema.json", example.schema)]
    path = write(folder, example.file, text.encode(example.encoding))
    return {each["rule"]: each["severity"] for each in problems(*arguments, path)}


@pytest.mark.parametrize("name", examples(*OF_PAYLOADS))
def test_what_is_wrong_is_found_by_that_rule_alone(name: str, tmp_path: Path) -> None:
    example, rule = example_of(name), rules.load()[name]
    assert found(example, example.bad, tmp_path) == {name: rule.severity}


@pytest.mark.parametrize("name", examples(*OF_PAYLOADS))
def test_in_what_is_right_nothing_is_found(name: str, tmp_path: Path) -> None:
    example = example_of(name)
    assert found(example, example.good, tmp_path) == {}


@pytest.mark.parametrize("name", examples(*OF_PAYLOADS))
def test_ignoring_a_rule_does_what_its_page_says(name: str, tmp_path: Path) -> None:
    example, rule = example_of(name), rules.load()[name]
    if rule.can_be_ignored:
        assert found(example, example.bad, tmp_path, "--ignore", name) == {}
    else:
        assert validate("--ignore", name, write(tmp_path, example.file, example.good)).code == 2


@pytest.mark.parametrize("name", examples("mend"))
def test_mends(name: str, tmp_path: Path) -> None:
    example = example_of(name)
    path = write(tmp_path, example.file, example.bad)
    run = validate("--fix", path)
    assert (run.code, Path(path).read_text(encoding="utf-8")) == (0, example.good)
    assert name in run.out + run.err


def of_schema(example: Example, text: str, folder: Path) -> set[str]:
    """Give the rules that loading, checking or generating from the schema `text` reports."""
    path = write(folder, example.file, text)
    try:
        schema = load_file(path)
        found = {each.rule for each in check(schema)}
        build(schema)
    except OrqSchemaError as error:
        return {error.problem.rule}
    return found


@pytest.mark.parametrize("name", examples("schema", "generate"))
def test_schemas(name: str, tmp_path: Path) -> None:
    example = example_of(name)
    assert name in of_schema(example, example.bad, tmp_path)
    # other rules may have something to say of so short a schema
    assert name not in of_schema(example, example.good, tmp_path)


@pytest.mark.parametrize("name", examples("import"))
def test_imports(name: str) -> None:
    example = example_of(name)
    wanted = Wanted("POST /completions", "orq")
    with pytest.raises(OrqSchemaError) as caught:
        import_property(document(example.bad.encode(), example.file), wanted)
    assert caught.value.problem.rule == name
    assert import_property(document(example.good.encode(), example.file), wanted).schema["title"] == "Orq"


def test_most_rules_have_an_example() -> None:
    without = [rule.id for rule in rules.load().values() if rule.example is None]
    assert len(without) < 25
