"""
What a driver calls: columns of problems, and counts of them.

The functions of Spark are Any here: its data frames are of two classes, one for each way to talk to Spark.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from orq_schema.arrow import missing
from orq_schema.load.revisions import DEFAULT, find
from orq_schema.spark.archive import archive
from orq_schema.spark.worker import grouping_batches, judging_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from orq_schema.spark.worker import Settings

# whatever data frame Spark has: the caller gets one of the same class
Frame = TypeVar("Frame")

PROBLEMS = "array<struct<pointer:string,rule:string,severity:string,message:string,hint:string>>"
_KINDS = "array<struct<rule:string,pointer:string,severity:string,problems:bigint>>"
_COUNTS = f"array<struct<kinds:{_KINDS},messages:array<string>>>"
_GROUPS = "rule string, pointer string, severity string, problems bigint, documents bigint, example string"


def validate_column(  # noqa: PLR0913 - one parameter for each option
    df: Frame,
    column: str,
    *,
    output: str = "problems",
    strict: bool = False,
    revision: str | None = None,
    at: Sequence[str] = (),
    ignored: Iterable[str] = (),
    overwrite: bool = False,
) -> Frame:
    """
    `df` with one more column: what is wrong with the JSON text in `column`, which is of strings or of binary.

    The column `output` has an array of structs of `pointer`, `rule`, `severity`, `message` and `hint`, those that
    `orq-schema validate` tells of a file with that text; empty if all is well, null where `column` is null. Nothing
    is computed until Spark is asked for rows; rows, their order and partitions, and other columns stay as they are.

    `revision` is a date, an id, "latest" or "auto", and is resolved here and now: all executors judge by it, whatever
    they have installed. `strict`, `at` and `ignored` are options of the command. A column `output` that is there
    already is replaced only with `overwrite`. Raises ValueError for a column that is not there, TypeError for one of
    another type, UnknownRevisionError, and MissingExtraError where Spark or pyarrow is not installed.
    """
    frame: Any = df
    _check(frame, column)
    if not overwrite and output.casefold() in (each.casefold() for each in frame.columns):
        raise ValueError(f"there is a column {output!r} already; give another output, or overwrite=True")
    settings = _settings("listed", strict=strict, revision=revision, at=at, ignored=ignored)
    added: Frame = frame.withColumn(output, _judged(frame, column, settings, PROBLEMS))
    return added


def summarize(  # noqa: PLR0913 - as above
    df: Frame,
    column: str,
    *,
    strict: bool = False,
    revision: str | None = None,
    at: Sequence[str] = (),
    ignored: Iterable[str] = (),
) -> Frame:
    """
    The problems of `column`, counted: a row for each `rule`, `pointer` with `*` for what varies, and `severity`.

    `problems` is how many there are, `documents` in how many rows, and `example` the message of one. What occurs most
    comes first. What varies are indices, and of an object in which a rule finds fault with more than twelve keys all
    but twelve that are in the commonest rows. There are 500 groups at most; what is in none of them has null for a
    pointer. Parameters and errors are those of `validate_column`.
    """
    frame: Any = df
    _check(frame, column)
    functions = _functions()
    settings = _settings("counted", strict=strict, revision=revision, at=at, ignored=ignored)
    counted = _judged(frame, column, settings, _COUNTS).alias("counted")
    # rows with problems of the same kinds are one from here on, however many they are
    alike = (
        frame.select(counted)
        # a plain inline would have Spark filter before it, and judge every row twice
        .select(functions.inline_outer("counted"))
        .where("kinds IS NOT NULL")
        .groupBy("kinds")
        .agg(functions.min("messages").alias("messages"), functions.count("*").alias("documents"))
    )
    # in one order, whatever the partitions were: the first ones decide what is told apart. Where many occur once, a
    # mixture comes first: so a key that most of them have is met early
    mixed = functions.xxhash64("kinds")
    ordered = alike.repartition(1).sortWithinPartitions(functions.desc("documents"), mixed, "kinds")
    grouped: Frame = ordered.mapInArrow(grouping_batches(archive(settings["revision"])), _GROUPS).orderBy(
        functions.desc("problems"), "rule", "pointer", "severity"
    )
    return grouped


def _judged(frame: Any, column: str, settings: Settings, returned: str) -> Any:
    """The expression that judges `column`."""
    made = _functions().arrow_udf(judging_array(archive(settings["revision"]), settings), returned)
    return made(frame[_quoted(column)])


def _settings(
    form: str, *, strict: bool, revision: str | None, at: Sequence[str], ignored: Iterable[str]
) -> Settings:
    pinned = revision if revision == "auto" else find(revision or DEFAULT).id
    pointers = (at,) if isinstance(at, str) else tuple(at)
    rules = (ignored,) if isinstance(ignored, str) else tuple(sorted(ignored))
    return {"form": form, "strict": strict, "revision": pinned, "at": pointers, "ignored": rules}


def _check(frame: Any, column: str) -> None:
    """Raise what says that `column` cannot be judged: here, not in a log of an executor."""
    found = [each for each in frame.schema.fields if each.name == column]
    if len(found) != 1:
        there = ", ".join(repr(each) for each in frame.columns)
        raise ValueError(
            f"there are {len(found)} columns {column!r}; the columns are {there}"
            if found
            else f"there is no column {column!r}; the columns are {there}"
        )
    kind = found[0].dataType.typeName()
    if kind not in {"string", "varchar", "char", "binary"}:
        hint = "; to_json makes strings of it" if kind in {"struct", "map", "array", "variant"} else ""
        raise TypeError(f"the column {column!r} is of {kind}, not of strings or of binary{hint}")


def _quoted(column: str) -> str:
    """A name as Spark takes it, dots and all."""
    return "`" + column.replace("`", "``") + "`"


def _functions() -> Any:
    wanted = missing("PySpark 4.1 or newer with pyarrow", "spark")
    try:
        functions: Any = import_module("pyspark.sql.functions")
        import_module("pyarrow")
    except ImportError:
        raise wanted from None
    if not hasattr(functions, "arrow_udf"):
        raise wanted
    return functions
