"""The table of targets, and what each refuses."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from tests.unit.emit.modules import import_text

from orq_schema.emit import TARGETS
from orq_schema.errors import UnsupportedError
from orq_schema.ir.build import build
from orq_schema.load import schema as load


def test_files_are_called_after_the_schema() -> None:
    schema = load.from_contents({"title": "Top", "properties": {"a": True}}, name="my-schema")
    model = build(schema)
    own = ("dataclasses", "typeddicts", "docs", "pydantic")
    names = [name for target in own for name in TARGETS[target](model, schema)]
    assert names == ["my_schema_models.py", "my_schema_types.py", "my_schema.md", "my_schema_pydantic.py"]


@pytest.mark.parametrize(
    "contents", [True, {}, {"type": "string"}, {"items": {"type": "null"}}, {"enum": [1.5]}]
)
def test_a_root_that_is_no_record(contents: Any) -> None:
    schema = load.from_contents(contents, name="value")
    model = build(schema)
    for target in ("dataclasses", "typeddicts", "docs"):
        (text,) = TARGETS[target](model, schema).values()
        if target != "docs":
            compile(text, target, "exec")
            assert "Value: TypeAlias = " in text


def test_pydantic_takes_what_other_files_define() -> None:
    schema = load.builtin("completions-request")
    (text,) = TARGETS["pydantic"](build(schema), schema).values()
    made = import_text(text, "completions_request_pydantic").CompletionsRequest
    given = {"model": "a/b", "prompt": "", "orq": {"retry": {"count": 3, "new": 1}}}
    parsed = made.model_validate(given)
    assert parsed.orq.retry.count == 3
    assert parsed.model_dump(exclude_unset=True, by_alias=True) == given
    with pytest.raises(ValueError, match="less than or equal to 5"):
        made.model_validate(given | {"orq": {"retry": {"count": 6}}})


def test_pydantic_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datamodel_code_generator", None)
    schema = load.builtin("orq")
    with pytest.raises(UnsupportedError) as caught:
        TARGETS["pydantic"](build(schema), schema)
    assert caught.value.problem.rule == "missing-extra"
    assert caught.value.problem.hint == 'pip install "orq-schema[pydantic]"'


def test_the_table_imports_no_target() -> None:
    code = (
        "import sys, orq_schema.emit; print(any(m.startswith(('jinja2', 'datamodel')) for m in sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "False"


def test_types_nested_too_deeply_are_refused() -> None:
    chain: dict[str, Any] = {f"A{i}": {"items": {"$ref": f"#/$defs/A{i + 1}"}} for i in range(1500)}
    chain["A1500"] = {"properties": {"x": True}}
    schema = load.from_contents({"properties": {"a": {"$ref": "#/$defs/A0"}}, "$defs": chain}, name="deep")
    with pytest.raises(UnsupportedError, match="nested too deeply"):
        TARGETS["dataclasses"](build(schema), schema)
