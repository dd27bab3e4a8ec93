"""The problems of columns as tables: those of Arrow, pandas and Polars, and of what is none."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from orq_schema import problems_of, validate_many, validate_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pa: Any = import_module("pyarrow")
pandas: Any = import_module("pandas")
polars: Any = import_module("polars")
GOOD = '{"orq": {"retry": {"count": 3}}}'
BAD = '{"orq": {"retry": {"count": 9}, "cach": 1}}'
TEXTS = [BAD, None, GOOD, "", "{", '{"orq": {"contact": {"id": 1}}}', None, BAD]
FIELDS = ("pointer", "rule", "severity", "message", "hint")
COLUMNS: dict[str, Callable[[list[Any]], Any]] = {
    "list": list,
    "iterator": iter,
    "bytes": lambda texts: [None if each is None else each.encode() for each in texts],
    "arrow": pa.array,
    "chunks": lambda texts: pa.chunked_array([texts[:3], texts[3:3], texts[3:]], pa.string()),
    "large": lambda texts: pa.array(texts, pa.large_string()),
    "view": lambda texts: pa.array(texts, pa.string_view()),
    "binary": lambda texts: pa.array(texts, pa.binary()),
    "dictionary": lambda texts: pa.array(texts).dictionary_encode(),
    "pandas": pandas.Series,
    "pandas of arrow": lambda texts: pandas.Series(texts, dtype="string[pyarrow]").astype(object),
    "polars": polars.Series,
    "categories": lambda texts: polars.Series(texts).cast(polars.Categorical),
}


def expected() -> list[list[dict[str, Any]] | None]:
    return [
        None
        if text is None
        else [{name: getattr(each, name) for name in FIELDS} for each in validate_text(text, "json")]
        for text in TEXTS
    ]


@pytest.mark.parametrize("kind", COLUMNS)
def test_any_column_will_do(kind: str) -> None:
    assert problems_of(COLUMNS[kind](TEXTS)).to_pylist() == expected()
    rows = [{"row": row, **each} for row, found in enumerate(expected()) for each in found or []]
    assert validate_many(COLUMNS[kind](TEXTS)).to_pylist() == rows


def test_the_columns_are_the_same_whatever_is_found() -> None:
    nothing, something = validate_many([GOOD, None]), validate_many([BAD])
    assert nothing.num_rows == 0
    assert something.num_rows == 2
    assert nothing.schema == something.schema == validate_many([]).schema
    assert [(each.name, str(each.type)) for each in nothing.schema] == [
        ("row", "int64"),
        ("pointer", "string"),
        ("rule", "dictionary<values=string, indices=int32, ordered=0>"),
        ("severity", "dictionary<values=string, indices=int32, ordered=0>"),
        ("message", "string"),
        ("hint", "string"),
    ]
    assert problems_of([]).type == problems_of([BAD]).type


def test_rows_are_counted_over_batches() -> None:
    texts = [BAD if index % 1_500 == 0 else GOOD for index in range(6_000)]
    found = validate_many(texts)
    assert found["row"].to_pylist() == [0, 0, 1500, 1500, 3000, 3000, 4500, 4500]
    assert found["rule"].to_pylist() == ["maximum", "unknown-key"] * 4


def test_an_iterable_is_read_a_batch_at_a_time() -> None:
    held: list[int] = []

    def endless() -> Iterator[str]:
        for index in range(10_000):
            held.append(index)
            yield GOOD
        raise LookupError

    with pytest.raises(LookupError):
        validate_many(endless())
    assert len(held) == 10_000


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (BAD, "one text, not several"),
        (b"{}", "one text, not several"),
        ([GOOD, 7], "value 1 is no text but of the type int"),
        ([{"orq": 1}], "value 0 is no text but of the type dict"),
        (pa.array([1]), "a column of strings or of binary is needed, not of int64"),
        (pa.table({"body": [BAD]}), "not of struct<body: string>"),
    ],
)
def test_what_is_no_column_of_texts_is_refused(values: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        validate_many(values)


def test_a_pandas_column_may_have_nan() -> None:
    assert problems_of(pandas.Series([GOOD, float("nan")], dtype=object)).to_pylist() == [[], None]
