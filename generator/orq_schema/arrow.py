"""
The problems of a column of JSON texts, as Arrow has tables and arrays: for pandas, Polars, DuckDB, and Spark.

Needs the extra `[arrow]`. pyarrow has no types of its own: what is Any here is its tables, arrays and types.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from orq_schema.bulk.values import Values, judging_of
from orq_schema.errors import OrqSchemaError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_FIELDS = ("pointer", "rule", "severity", "message", "hint")
# of few different texts
_ENCODED = ("rule", "severity")
# as many values at a time, fewer where they are large: an iterable may give more than fits into memory
_VALUES, _BYTES = 1024, 1 << 20
_INDEX = re.compile(r"(?<=/)[0-9]+(?=/|$)")


class MissingExtraError(OrqSchemaError, ImportError):
    """A library that an extra of this package brings is not installed."""


def validate_many(
    values: Iterable[str | bytes | None],
    *,
    strict: bool = False,
    revision: str | None = None,
    at: Sequence[str] = (),
    ignored: Iterable[str] = (),
) -> Any:
    """
    What is wrong with each of `values`, JSON texts: a pyarrow.Table with a row for each problem, none if all is well.

    `row` (int64) counts the values from 0; `pointer`, `rule`, `severity`, `message` and `hint` are those of a
    Problem, as `orq-schema validate` tells it of a file with that text. Bytes are decoded as strictly as a file is.
    `values` may be any iterable, which is read a batch at a time, or a column of Arrow, pandas or Polars. A missing
    value (None, NaN, a null) is counted and has no problems. `strict`, `at` and `ignored` are options of the command;
    `revision` is a date, an id, "latest" or "auto". Raises TypeError for a value that is no text,
    UnknownRevisionError, and MissingExtraError where pyarrow is not installed.
    """
    arrow = _arrow()
    judge = Values(judging_of(strict=strict, revision=revision, at=at, ignored=ignored))
    schema = _schema(arrow)
    batches: list[Any] = []
    first = 0
    for batch in _batches(values, arrow):
        rows = [
            (first + index, problem)
            for index, problems in enumerate(judge.problems(batch))
            for problem in problems or ()
        ]
        first += len(batch)
        if rows:
            batches.append(_record_batch(rows, schema, arrow))
    return arrow.Table.from_batches(batches, schema).unify_dictionaries()


def problems_of(
    values: Iterable[str | bytes | None],
    *,
    strict: bool = False,
    revision: str | None = None,
    at: Sequence[str] = (),
    ignored: Iterable[str] = (),
) -> Any:
    """
    What is wrong with each of `values`: a pyarrow.Array with a list of problems for each, empty if all is well.

    A problem is a struct of `pointer`, `rule`, `severity`, `message` and `hint`. A missing value has null in place of
    a list: nothing is known of it. Parameters and errors are those of `validate_many`.
    """
    arrow = _arrow()
    return listed(values, Values(judging_of(strict=strict, revision=revision, at=at, ignored=ignored)), arrow)


def listed(values: Iterable[str | bytes | None], judge: Values, arrow: Any) -> Any:
    """The array of `problems_of`, with problems as `judge` finds them; `arrow` is the module pyarrow."""
    text = arrow.string()
    made = arrow.list_(arrow.struct([(name, text) for name in _FIELDS]))
    rows = (each for batch in _batches(values, arrow) for each in judge.problems(batch))
    return arrow.array([None if row is None else [_fields(each) for each in row] for row in rows], made)


def counted(values: Iterable[str | bytes | None], judge: Values, arrow: Any) -> Any:
    """
    What is wrong with each of `values`, in few words: an array with a list for each, of one struct or of none.

    Its `kinds` are structs of `rule`, `pointer` with `*` for indices, `severity`, and the number of `problems`, in an
    order of their own; its `messages` are the first of each kind. What is missing has no problems.
    """
    text = arrow.string()
    names = ("rule", "pointer", "severity")
    kind = arrow.struct([*((name, text) for name in names), ("problems", arrow.int64())])
    made = arrow.struct([("kinds", arrow.list_(kind)), ("messages", arrow.list_(text))])
    rows = (each for batch in _batches(values, arrow) for each in judge.problems(batch))
    return arrow.array([[_kinds(row)] if row else [] for row in rows], arrow.list_(made))


def _kinds(problems: list[Problem]) -> dict[str, list[Any]]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for each in problems:
        kind = each.rule, _INDEX.sub("*", each.pointer), each.severity
        found.setdefault(kind, []).append(each.message)
    kinds = [
        {"rule": rule, "pointer": place, "severity": severity, "problems": len(found[rule, place, severity])}
        for rule, place, severity in sorted(found)
    ]
    return {"kinds": kinds, "messages": [found[each][0] for each in sorted(found)]}


def _fields(problem: Problem) -> dict[str, str | None]:
    return {name: getattr(problem, name) for name in _FIELDS}


def _schema(arrow: Any) -> Any:
    text = arrow.string()
    encoded = arrow.dictionary(arrow.int32(), text)
    fields = [(name, encoded if name in _ENCODED else text) for name in _FIELDS]
    return arrow.schema([("row", arrow.int64()), *fields])


def _record_batch(rows: list[tuple[int, Problem]], schema: Any, arrow: Any) -> Any:
    columns = [arrow.array([row for row, _ in rows], arrow.int64())]
    for name in _FIELDS:
        column = arrow.array([getattr(problem, name) for _, problem in rows], arrow.string())
        columns.append(column.dictionary_encode() if name in _ENCODED else column)
    return arrow.record_batch(columns, schema=schema)


def _batches(values: Any, arrow: Any) -> Iterator[list[bytes | None]]:
    """`values` as bytes, a batch at a time."""
    batch: list[bytes | None] = []
    size = 0
    for row, value in enumerate(_plain(values, arrow)):
        batch.append(_bytes(value, row))
        size += len(batch[-1] or b"")
        if len(batch) == _VALUES or size > _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _plain(values: Any, arrow: Any) -> Iterable[Any]:
    """What Python has for each of `values`, a column or any iterable."""
    if isinstance(values, (str, bytes)):
        # each of its characters would be judged
        raise TypeError("one text, not several: give a list of texts")
    if hasattr(values, "__arrow_c_stream__"):
        values = arrow.chunked_array(values)
    elif hasattr(values, "__arrow_c_array__"):
        values = arrow.chunked_array([arrow.array(values)])
    if not isinstance(values, arrow.ChunkedArray):
        found: Iterable[Any] = values
        return found
    kind = values.type.value_type if arrow.types.is_dictionary(values.type) else values.type
    if str(kind).removeprefix("large_").removesuffix("_view") not in {"string", "binary", "null"}:
        raise TypeError(f"a column of strings or of binary is needed, not of {kind}")
    return _scalars(values)


def _scalars(column: Any) -> Iterator[Any]:
    for chunk in column.chunks:
        for start in range(0, len(chunk), _VALUES):
            yield from chunk.slice(start, _VALUES).to_pylist()


def _bytes(value: object, row: int) -> bytes | None:
    if value is None or _is_missing(value):
        return None
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    raise TypeError(f"value {row} is no text but of the type {type(value).__name__}")


def _is_missing(value: object) -> bool:
    """Whether it is what pandas has where a text is missing: NaN, which is not equal to itself, or its NA."""
    if isinstance(value, float):
        return value != value  # noqa: PLR0124 - as above
    return type(value).__name__ == "NAType"


def _arrow() -> Any:
    try:
        return import_module("pyarrow")
    except ImportError:
        raise missing("pyarrow", "arrow") from None


def missing(library: str, extra: str) -> MissingExtraError:
    """The error that `library`, which `extra` brings, is not installed."""
    message = f"{library} is needed, and is not installed"
    hint = f'pip install "orq-schema[{extra}]"'
    return MissingExtraError(Problem(library, None, None, "", "needs-extra", "error", message, hint))
