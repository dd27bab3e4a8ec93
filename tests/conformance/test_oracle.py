"""datamodel-code-generator as an oracle: its TypedDicts and ours have the same keys, and say the same of them."""

from __future__ import annotations

import json
import types
import typing
from pathlib import Path
from typing import Any

import pytest

from orq_schema.emit import TARGETS
from orq_schema.ir.build import build
from orq_schema.load.schema import LoadedSchema, builtin, load_file

ROOT = Path(__file__).parent.parent.parent
GOLDEN = ROOT / "tests" / "golden"
# cases with objects whose keys both tools can say in TypedDicts, beside the orq schema itself
CASES = ["orq", "all-of", "keyword-keys", "nullable", "recursive-tree"]


def loaded(case: str) -> LoadedSchema:
    return builtin("orq") if case == "orq" else load_file(str(next((GOLDEN / case).glob("*.schema.json"))))


def executed(text: str) -> dict[str, Any]:
    module = types.ModuleType("made")
    exec(compile(text, "made", "exec"), module.__dict__)  # noqa: S102 - what the two tools generate
    return module.__dict__


def ours(schema: LoadedSchema) -> dict[str, Any]:
    (text,) = TARGETS["typeddicts"](build(schema), schema).values()
    return executed(text)


def theirs(schema: LoadedSchema, root: str) -> dict[str, Any]:
    from datamodel_code_generator import generate
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import PythonVersion
    from datamodel_code_generator.parser import LiteralType

    contents = json.loads(json.dumps(schema.contents))
    contents.pop("$id", None)  # it would be fetched
    text = generate(
        json.dumps(contents),
        input_file_type="jsonschema",  # type: ignore[arg-type]
        output_model_type=DataModelType.TypingTypedDict,
        target_python_version=PythonVersion.PY_311,
        enum_field_as_literal=LiteralType.All,
        class_name=root,
        formatters=[],
        disable_timestamp=True,
        use_standard_primitive_types=False,
    )
    return executed(str(text))


def typed_dicts(module: dict[str, Any], suffix: str = "") -> dict[str, Any]:
    found = {name: each for name, each in module.items() if typing.is_typeddict(each)}
    return {name.removesuffix(suffix): each for name, each in found.items()}


def hints(module: dict[str, Any], record: Any) -> dict[str, Any]:
    return typing.get_type_hints(record, module)


def required(module: dict[str, Any], record: Any) -> set[str]:
    # a module with postponed annotations has no true `__required_keys__`
    marked = typing.get_type_hints(record, module, include_extras=True)
    optional = {key for key, hint in marked.items() if typing.get_origin(hint) is typing.NotRequired}
    return set(marked) - optional if record.__total__ else set[str]()


def may_be_null(hint: Any) -> bool:
    return type(None) in typing.get_args(hint) or None in literals(hint)


def literals(hint: Any) -> set[Any]:
    if typing.get_origin(hint) is typing.Literal:
        return set(typing.get_args(hint))
    return {value for part in typing.get_args(hint) for value in literals(part)}


@pytest.mark.parametrize("case", CASES)
def test_records_have_the_same_keys_and_say_the_same_of_them(case: str) -> None:
    schema = loaded(case)
    model = build(schema)
    mine, others = ours(schema), theirs(schema, model.root)
    oracle = typed_dicts(others)
    compared = 0
    for name, record in typed_dicts(mine, "Dict").items():
        if name not in oracle:
            # merged from the branches of a union, which another test compares; or an inline object under
            # another name
            assert name == "FilterOperators" or case != "orq"
            continue
        other = oracle[name]
        assert required(mine, record) == required(others, other), name
        own, their = hints(mine, record), hints(others, other)
        assert own.keys() == their.keys(), name
        for key, hint in own.items():
            assert may_be_null(hint) == may_be_null(their[key]), (name, key)
            assert literals(hint) == literals(their[key]), (name, key)
            compared += 1
    assert compared > 1


def test_no_record_of_the_oracle_is_missing() -> None:
    schema = builtin("orq")
    model = build(schema)
    aliases = {each.name for each in model.definitions} - set(typed_dicts(ours(schema), "Dict"))
    branches = {each.name for each in model.branches}
    assert (
        set(typed_dicts(theirs(schema, "Orq"))) <= set(typed_dicts(ours(schema), "Dict")) | aliases | branches
    )


def test_merged_operators_are_the_branches_of_the_oracle() -> None:
    schema = builtin("orq")
    oracle = typed_dicts(theirs(schema, "Orq"))
    branches = [oracle[each.name] for each in build(schema).branches]
    merged = typed_dicts(ours(schema), "Dict")["FilterOperators"]
    assert len(branches) == 9
    assert set(merged.__annotations__) == {key for each in branches for key in each.__annotations__}
    assert not merged.__required_keys__
