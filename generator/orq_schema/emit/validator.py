"""Target `validator`: a module that decides and explains; its logic is written by the compiler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.compile.module import source
from orq_schema.emit.base import stamp
from orq_schema.emit.python_names import stem

if TYPE_CHECKING:
    from orq_schema.emit.base import Files
    from orq_schema.ir.nodes import Model
    from orq_schema.load.schema import LoadedSchema


def emit(model: Model, schema: LoadedSchema) -> Files:
    """The file `<stem>_validator.py`; it needs nothing but the standard library. UnsupportedError as compiling."""
    return {f"{stem(schema.name)}_validator.py": stamp(source(schema), model, "python")}
