"""When a line was written: what is read as a moment, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.payload.moment import stamped

NOON = int(datetime(2026, 1, 12, 12, 30, tzinfo=UTC).timestamp())


@pytest.mark.parametrize("key", ["timestamp", "@timestamp", "time", "ts", "created_at", "created", "date"])
def test_the_keys(key: str) -> None:
    assert stamped({"id": 1, key: "2026-01-12T12:30:00Z"}) == NOON


@pytest.mark.parametrize(
    "value",
    [
        "2026-01-12T12:30:00Z", "2026-01-12 12:30:00", "2026-01-12T14:30:00+02:00", "20260112T123000Z",
        "2026-01-12T12:30:00.999Z", " 2026-01-12T12:30Z ", NOON, NOON + 0.75, NOON * 1000, NOON * 10**6 + 5,
        NOON * 10**9, str(NOON), f"{NOON}.5", str(NOON * 1000),
    ],
)  # fmt: skip
def test_what_is_read(value: Any) -> None:
    assert stamped({"time": value}) == NOON


@pytest.mark.parametrize(
    "value",
    [
        None, True, [], {}, "", "yesterday", "12:30", "2026-13-01", "x" * 100_000, 0, 1, 2026, 20260112, -NOON,
        10**400,
        float("inf"), float("nan"), "1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00", "\x00", "١٧٦٨٢٢١٠٠٠",
    ],
)  # fmt: skip
def test_what_is_not(value: Any) -> None:
    assert stamped({"time": value}) is None


def test_a_day_is_its_first_second() -> None:
    assert stamped({"date": "2026-01-12"}) == NOON - 45_000


def test_the_first_key_that_can_be_read_counts() -> None:
    assert stamped({"date": "2020-01-01", "created": NOON, "time": "soon"}) == NOON


@pytest.mark.parametrize("document", [None, "2026-01-12", 3, [], [{"time": NOON}], {"body": {"time": NOON}}])
def test_only_the_top_of_an_object(document: Any) -> None:
    assert stamped(document) is None


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.timezones()))  # noqa: DTZ001
def test_any_moment_as_text(moment: datetime) -> None:
    assert stamped({"ts": moment.isoformat()}) in (None, int(moment.timestamp() // 1))
