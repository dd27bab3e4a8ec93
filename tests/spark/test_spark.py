"""The problems of a column on Spark: as here, for every row."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from tests.spark.bodies import bodies

from orq_schema import problems_of
from orq_schema.arrow import MissingExtraError
from orq_schema.load.revisions import UnknownRevisionError
from orq_schema.spark import summarize, validate_column

if TYPE_CHECKING:
    from pathlib import Path

pa: Any = import_module("pyarrow")
pq: Any = import_module("pyarrow.parquet")
COUNT = 200_000
GOOD = '{"orq": {"retry": {"count": 3}}}'
BAD = '{"orq": {"retry": {"count": 9}, "cach": 1, "fallbacks": [{"model": 1}, {"model": "m"}, {"model": 2}]}}'


@pytest.fixture(scope="module")
def made() -> Any:
    """All bodies with their numbers, and the rules that they break."""
    known = list(bodies(COUNT))
    columns = [range(COUNT), [each.text for each in known], [each.rules for each in known]]
    return pa.table([pa.array(each) for each in columns], names=["id", "body", "rules"])


@pytest.fixture(scope="module")
def stored(made: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lake") / "bodies.parquet"
    pq.write_table(made.select(["id", "body"]), path, row_group_size=COUNT // 8)
    return path


@pytest.fixture(scope="module")
def here(made: Any) -> tuple[Any, float]:
    """The problems of all bodies as this process finds them, and the seconds that it takes."""
    start = time.perf_counter()
    found = problems_of(made["body"])
    return found, time.perf_counter() - start


def rows(spark: Any, *texts: Any, kind: str = "string") -> Any:
    return spark.createDataFrame(list(enumerate(texts)), f"id int, body {kind}")


def told(frame: Any, output: str = "problems") -> list[Any]:
    found = sorted(frame.collect(), key=lambda row: row["id"])
    return [None if row[output] is None else [each.asDict() for each in row[output]] for row in found]


def importable(spark: Any, name: str) -> set[bool]:
    """Whether the Pythons of the executors have a module."""

    def asked(_: Any) -> Any:
        import importlib.util

        yield importlib.util.find_spec(name) is not None

    return set(spark.sparkContext.parallelize(range(8), 8).mapPartitions(asked).collect())


def test_every_row_has_the_verdict_that_it_has_here(
    spark: Any, stored: Path, made: Any, here: tuple[Any, float], capsys: pytest.CaptureFixture[str]
) -> None:
    assert importable(spark, "orq_schema") == importable(spark, "msgspec") == {False}
    assert importable(spark, "pyarrow") == {True}
    local, seconds = here
    frame = spark.read.parquet(str(stored))
    start = time.perf_counter()
    found = validate_column(frame, "body").toArrow()
    there = time.perf_counter() - start
    # nothing is lost, and nothing stands elsewhere than before
    assert found["id"].combine_chunks() == frame.select("id").toArrow()["id"].combine_chunks()
    found = found.sort_by("id")
    assert found["body"].combine_chunks() == made["body"].combine_chunks()
    assert found["problems"].to_pylist() == local.to_pylist()
    with capsys.disabled():
        print(f"\n{COUNT} bodies: Spark takes {there / seconds:.2f} of one process here ({seconds:.1f} s)")


def test_the_mistakes_are_those_that_were_made(made: Any, here: tuple[Any, float]) -> None:
    expected = made["rules"].to_pylist()
    assert [[each["rule"] for each in row] for row in here[0].to_pylist()] == expected
    assert 0.045 * COUNT < sum(map(bool, expected)) < 0.055 * COUNT
    assert len({rule for row in expected for rule in row}) == 7


def test_a_summary_counts_what_is_found_here(spark: Any, stored: Path, here: tuple[Any, float]) -> None:
    problems: Counter[tuple[str, str, str]] = Counter()
    documents: Counter[tuple[str, str, str]] = Counter()
    examples: dict[tuple[str, str, str], list[str]] = {}
    for row in here[0].to_pylist():
        kinds = [(each["rule"], re.sub(r"/\d+", "/*", each["pointer"]), each["severity"]) for each in row]
        problems.update(kinds)
        documents.update(set(kinds))
        for kind, each in zip(kinds, row, strict=True):
            examples.setdefault(kind, []).append(each["message"])
    found = summarize(spark.read.parquet(str(stored)), "body")
    assert found.columns == ["rule", "pointer", "severity", "problems", "documents", "example"]
    counted = [tuple(row) for row in found.collect()]
    expected = [
        (*kind, count, documents[kind])
        for kind, count in sorted(problems.items(), key=lambda each: (-each[1], each[0]))
    ]
    assert [row[:5] for row in counted] == expected
    assert all(row[5] in examples[row[:3]] for row in counted)
    twice = "type", "/orq/fallbacks/*/model", "error"
    assert problems[twice] == 2 * documents[twice] > 0


def test_keys_of_a_user_s_own_make_few_groups_and_documents_are_counted_once(spark: Any) -> None:
    # the key "often" in each second row, others in one row each, two in a row
    texts = [
        json.dumps({"orq": {"retry": {"often" if index % 2 else f"k{index}": 1, f"x{index}": 1}}})
        for index in range(400)
    ]
    counted = {
        (row["rule"], row["pointer"]): (row["problems"], row["documents"])
        for row in summarize(rows(spark, *texts).repartition(5), "body").collect()
    }
    unknown = {pointer: found for (rule, pointer), found in counted.items() if rule == "unknown-key"}
    assert len(unknown) == 13
    assert unknown["/orq/retry/often"] == (200, 200)
    told = sum(found[0] for pointer, found in unknown.items() if pointer != "/orq/retry/*")
    # where both keys of a row are told apart the row is not among the others
    problems, documents = unknown["/orq/retry/*"]
    assert problems == 800 - told
    assert documents <= 400
    assert documents < problems
    again = summarize(rows(spark, *reversed(texts)).repartition(2), "body").collect()
    assert {(row["rule"], row["pointer"]): (row["problems"], row["documents"]) for row in again} == counted


def test_null_has_no_verdict(spark: Any) -> None:
    good, missing, blank = told(validate_column(rows(spark, GOOD, None, ""), "body"))
    assert (good, missing) == ([], None)
    assert [each["rule"] for each in blank] == ["empty-document"]
    assert summarize(rows(spark, GOOD, None), "body").collect() == []


@pytest.mark.parametrize("kind", ["string", "binary"])
@pytest.mark.parametrize(
    "options",
    [
        {}, {"strict": True}, {"revision": "latest"}, {"revision": "2025-12-05"}, {"revision": "auto"},
        {"ignored": ["unknown-key"]}, {"at": "/orq"}, {"at": ["/nowhere", "/orq/retry"], "strict": True},
    ],
    ids=str,
)  # fmt: skip
def test_options_do_what_they_do_here(spark: Any, kind: str, options: dict[str, Any]) -> None:
    texts: list[Any] = [BAD, GOOD, '{"orq": {"identity": {"id": 1}, "inputs": []}}', "[]", BAD]
    given = [bytearray(each, "utf-8") for each in texts] if kind == "binary" else texts
    found = told(validate_column(rows(spark, *given, kind=kind), "body", **options))
    assert found == problems_of(texts, **options).to_pylist()
    assert found[0] == found[4]


def test_nothing_runs_before_it_is_asked_for(spark: Any) -> None:
    frame = rows(spark, BAD, GOOD).repartition(3)
    tracker = spark.sparkContext.statusTracker()
    before = tracker.getJobIdsForGroup(None)
    judged = validate_column(frame, "body")
    summarize(frame, "body")
    assert tracker.getJobIdsForGroup(None) == before
    assert judged.columns == [*frame.columns, "problems"]
    assert judged.rdd.getNumPartitions() == 3
    assert judged.schema["problems"].dataType.simpleString() == (
        "array<struct<pointer:string,rule:string,severity:string,message:string,hint:string>>"
    )
    judged.collect()
    assert tracker.getJobIdsForGroup(None) != before


def test_what_executors_have_installed_is_not_asked(spark: Any, tmp_path: Path) -> None:
    other = tmp_path / "orq_schema.py"
    other.write_text("raise ValueError('another version')\n", encoding="utf-8")
    spark.sparkContext.addPyFile(str(other))
    assert importable(spark, "orq_schema") == {True}
    assert told(validate_column(rows(spark, BAD), "body")) == problems_of([BAD]).to_pylist()


def test_a_column_may_have_any_name(spark: Any) -> None:
    frame = rows(spark, BAD).withColumnRenamed("body", "the.`body`")
    assert told(validate_column(frame, "the.`body`", output="a.b"), "a.b") == problems_of([BAD]).to_pylist()


def test_a_column_is_replaced_on_purpose_only(spark: Any) -> None:
    frame = validate_column(rows(spark, BAD), "body", output="Found")
    with pytest.raises(ValueError, match="there is a column 'found' already"):
        validate_column(frame, "body", output="found")
    again = validate_column(frame, "body", output="Found", ignored=["unknown-key"], overwrite=True)
    assert again.columns == frame.columns
    assert told(again, "Found") == problems_of([BAD], ignored=["unknown-key"]).to_pylist()


@pytest.mark.parametrize("call", [validate_column, summarize])
def test_mistakes_are_told_at_once(spark: Any, call: Any) -> None:
    frame = rows(spark, BAD)
    with pytest.raises(ValueError, match="there is no column 'bodies'; the columns are 'id', 'body'"):
        call(frame, "bodies")
    with pytest.raises(TypeError, match="the column 'id' is of integer, not of strings or of binary"):
        call(frame, "id")
    with pytest.raises(ValueError, match="there are 2 columns 'body'"):
        call(frame.select("body", "body"), "body")
    with pytest.raises(TypeError, match=r"of struct, .*; to_json makes strings of it"):
        call(frame.selectExpr("struct(body) AS body"), "body")
    with pytest.raises(UnknownRevisionError, match="there is no revision '1999-01-01'"):
        call(frame, "body", revision="1999-01-01")


def test_an_old_spark_is_told(spark: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("pyspark.sql.functions.arrow_udf")
    with pytest.raises(MissingExtraError, match=r"PySpark 4.1 .* pip install \"orq-schema\[spark\]\""):
        validate_column(rows(spark, BAD), "body")
