"""Generated text as a module, for tests that run it."""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING

from orq_schema.emit import TARGETS
from orq_schema.ir.build import build

if TYPE_CHECKING:
    from orq_schema.load.schema import LoadedSchema


def import_text(text: str, name: str) -> types.ModuleType:
    """The module `name` whose source is `text`; it can be found by pickle."""
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(compile(text.encode("utf-8"), f"<{name}>", "exec"), module.__dict__)  # noqa: S102 - our own output
    return module


def models_of(schema: LoadedSchema, name: str) -> types.ModuleType:
    """The dataclasses of `schema`."""
    (text,) = TARGETS["dataclasses"](build(schema), schema).values()
    return import_text(text, name)
