"""Model -> {path: text}: one module for each target; nothing here writes files."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from orq_schema.errors import Problem, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.emit.base import Files
    from orq_schema.ir.nodes import Model
    from orq_schema.load.schema import LoadedSchema

    Emitter = Callable[[Model, LoadedSchema], Files]


def _late(module: str) -> Emitter:
    """The `emit` of a module that is imported only once it is called."""

    def emit(model: Model, schema: LoadedSchema) -> Files:
        try:
            files: Files = import_module(f"orq_schema.emit.{module}").emit(model, schema)
        except RecursionError:
            message = "types are nested too deeply in each other to be written"
            raise UnsupportedError(
                Problem(schema.file, None, None, "", "too-deep", "error", message)
            ) from None
        return files

    return emit


TARGETS: dict[str, Emitter] = {
    "dataclasses": _late("dataclasses"),
    "typeddicts": _late("typed_dicts"),
    "validator": _late("validator"),
    "docs": _late("markdown"),
    "pydantic": _late("pydantic"),
}
