"""
Judge a column of JSON texts where it is: on Apache Spark.

`validate_column` adds what is wrong with each text, `summarize` counts it. Needs the extra `[spark]` on the driver;
the executors need pyarrow alone, which Spark asks for anyway: what judges is sent to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orq_schema.spark.columns import summarize, validate_column

__all__ = ["summarize", "validate_column"]


def __getattr__(name: str) -> Any:
    # an executor imports this package too, and has no use for what prepares its work
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from orq_schema.spark import columns

    return getattr(columns, name)
