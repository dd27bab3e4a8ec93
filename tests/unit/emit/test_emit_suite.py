"""The official suite: what is not refused is generated, can be imported, and loses nothing."""

from __future__ import annotations

import json
import typing
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.shared import require_shared
from tests.unit.emit.modules import import_text

from orq_schema.emit import TARGETS
from orq_schema.errors import SchemaError, UnsupportedError
from orq_schema.ir.build import build
from orq_schema.load import schema as load

if TYPE_CHECKING:
    from types import ModuleType


def test_every_schema_is_refused_or_generated() -> None:
    folder = require_shared("json-schema-test-suite")
    generated = 0
    for path in sorted(folder.glob("draft2020-12/**/*.json")):
        groups: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        for group in groups:
            try:
                schema = load.from_contents(group["schema"], name="suite")
                model = build(schema)
            except (SchemaError, UnsupportedError):
                continue
            generated += 1
            values: list[Any] = [test["data"] for test in group["tests"] if isinstance(test["data"], dict)]
            for target in ("dataclasses", "typeddicts"):
                (text,) = TARGETS[target](model, schema).values()
                check(import_text(text, "suite_module"), values)
            assert TARGETS["docs"](model, schema)
    assert generated > 200


def check(module: ModuleType, values: list[dict[str, Any]]) -> None:
    for each in list(vars(module).values()):
        if not isinstance(each, type) or each.__module__ != module.__name__:
            continue
        assert typing.get_type_hints(each) is not None
        made: Any = each
        if "from_dict" in vars(each) and not each.__name__.startswith("_"):
            for value in values:
                again = made.from_dict(value).to_dict()
                assert json.dumps(again, sort_keys=True) == json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("target", ["dataclasses", "typeddicts", "docs"])
def test_every_revision_can_be_generated(target: str) -> None:
    for path in sorted(require_shared("upstream").glob("revisions/*.json")):
        schema = load.load_file(str(path))
        assert TARGETS[target](build(schema), schema)
