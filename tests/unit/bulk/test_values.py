"""Values of a column: judged as files with those bytes, however many there are."""

from __future__ import annotations

import json
import random
import sys
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from tests.fuzz.inputs import Inputs
from tests.spark.bodies import bodies
from tests.support.mutations import mutate

from orq_schema import arrow, validate_text
from orq_schema.bulk.values import Values, judging_of
from orq_schema.load.revisions import DEFAULT, UnknownRevisionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.errors import Problem

GOOD = b'{"orq": {"retry": {"count": 3}}}'
BAD = b'{"orq": {"retry": {"count": 9}, "cach": 1}}'


def values(*, strict: bool = False, revision: str | None = None, at: str = "", ignored: str = "") -> Values:
    return Values(
        judging_of(
            strict=strict, revision=revision, at=at.split(), ignored=ignored.split()
        )
    )  # fmt: skip


def told(problems: list[Problem] | None) -> list[tuple[object, ...]] | None:
    return None if problems is None else [tuple(each[3:8]) for each in problems]


def texts() -> list[bytes]:
    """More than it takes to ask what accepts at once, of every kind."""
    rng = random.Random(20_261_123)  # noqa: S311 - the same every time
    logged = [each.text for each in bodies(1_000)]
    known = [each.text for each in bodies(1_000) if not each.rules]
    damaged = [json.dumps(mutate(json.loads(text), rng)).encode() for text in known[:200]]
    hostile = [each.data for each in islice(Inputs(rng), 200)]
    return [
        *logged,
        *damaged,
        *hostile,
        b"",
        b" \n",
        b"\xef\xbb\xbf" + GOOD,
        GOOD + b"\n",
        GOOD + b"\r\n" + GOOD,
    ]


@pytest.mark.parametrize("options", [{}, {"strict": True}, {"revision": "latest"}], ids=str)
def test_a_value_is_judged_as_a_file(options: dict[str, object]) -> None:
    given = texts()
    assert sum(map(len, given)) > 1 << 18
    judge = values(**options)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # one of each kind
    # the first half brings what accepts at once; it says the same of the second
    found = [*judge.problems(given[:800]), *judge.problems(given[800:]), *judge.problems(given)]
    expected = [told(validate_text(each, "json", **options)) for each in given]  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert [told(each) for each in found] == expected + expected
    assert [] in expected


def test_a_line_has_the_problems_of_the_file_that_it_is_in() -> None:
    lines = [each.text for each in bodies(500) if b"\n" not in each.text and b"\xff" not in each.text]
    by_line: dict[int, list[tuple[object, ...]]] = {}
    for each in validate_text(b"\n".join(lines), "jsonl"):
        by_line.setdefault(each.line or 0, []).append(tuple(each[3:6]))
    found = values().problems(lines)
    assert {
        number: [each[:3] for each in told(row) or []] for number, row in enumerate(found, 1) if row
    } == by_line
    assert by_line


def test_of_what_is_missing_nothing_is_said() -> None:
    judge = values()
    padding = [GOOD] * 10_000
    judge.problems(padding)
    assert [told(each) for each in judge.problems([None, GOOD, None, BAD])] == [
        None, [], None, told(validate_text(BAD, "json")),
    ]  # fmt: skip
    assert judge.problems([]) == []


def test_options() -> None:
    assert [each.rule for each in values(ignored="unknown-key").problems([BAD])[0] or []] == ["maximum"]
    assert {each.severity for each in values(strict=True).problems([BAD])[0] or []} == {"error"}
    inner = b'{"log": {"count": 9}}'
    assert [each.pointer for each in values(at="/log").problems([b'{"log": {"retry": 1}}'])[0] or []] == [
        "/log/retry"
    ]
    assert [each.rule for each in values(at="/lag").problems([inner])[0] or []] == ["pointer-not-found"]
    with pytest.raises(UnknownRevisionError):
        values(revision="1999")


def test_the_default_revision_needs_no_name() -> None:
    assert judging_of(strict=False, revision=DEFAULT, at=(), ignored=()).revision is None
    assert judging_of(strict=False, revision="auto", at=(), ignored=()).revision == "auto"


def test_a_single_pointer_or_rule_is_no_sequence_of_letters() -> None:
    found = judging_of(strict=False, revision=None, at="/a/b", ignored="unknown-key")
    assert found.at == ("/a/b",)
    assert found.options.ignored == {"unknown-key"}


@pytest.mark.parametrize("call", [arrow.validate_many, arrow.problems_of])
def test_without_pyarrow_it_says_what_to_install(
    call: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(arrow.MissingExtraError) as error:
        call([GOOD])
    assert isinstance(error.value, ImportError)
    assert (
        str(error.value)
        == 'pyarrow: pyarrow is needed, and is not installed; pip install "orq-schema[arrow]"'
    )
