"""What runs on an executor, out of the archive that the driver has sent."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from orq_schema.arrow import counted, listed
from orq_schema.bulk.values import Values, judging_of
from orq_schema.spark import groups as spark_groups
from orq_schema.spark.places import MADE, folder_of
from orq_schema.validation.engine import Engine, OwnTree, own

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.load.revisions import Revision
    from orq_schema.payload.locate import Kind
    from orq_schema.spark.worker import Settings


def judged(texts: Any, settings: Settings) -> Any:
    """The problems of an Arrow array of texts, or their numbers, as the form in `settings` is."""
    make = listed if settings["form"] == "listed" else counted
    key = settings["strict"], settings["revision"], settings["at"], settings["ignored"]
    return make(texts, _values(*key), import_module("pyarrow"))


def grouped(batches: Iterable[Any]) -> Iterator[Any]:
    """The groups of what is `counted`, of which each row stands for so many documents: one record batch."""
    rows = (row for batch in batches for row in batch.to_pylist())
    groups = spark_groups.grouped(rows)
    columns = {name: [each[name] for each in groups] for name in spark_groups.COLUMNS}
    arrow = import_module("pyarrow")
    kinds = {name: arrow.int64() if name in {"problems", "documents"} else arrow.string() for name in columns}
    yield arrow.RecordBatch.from_pydict(columns, arrow.schema(list(kinds.items())))


@cache
def _values(strict: bool, revision: str, at: tuple[str, ...], ignored: tuple[str, ...]) -> Values:  # noqa: FBT001 - a key
    return Values(judging_of(strict=strict, revision=revision, at=at, ignored=ignored), engine)


@cache
def engine(revision: Revision | None, kind: Kind) -> Engine:
    """The engine that the driver has made for `revision`: here may be nothing to compile with."""
    if revision is None:
        return own(kind)
    module: Any = import_module(f"{MADE}.{folder_of(revision)}.{kind}")
    path = revision.path
    if kind == "request":
        beside = os.path.dirname(module.__file__)  # noqa: PTH120 - as in resources
        path = os.path.join(beside, "completions-request.schema.json")  # noqa: PTH118
    tree = cache(lambda: OwnTree(path))
    return Engine(module.is_valid, module.iter_errors, lambda: module.DEFINITIONS, tree, kind, revision.id)
