"""Problems over time: all moments are counted, in a bounded number of steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.report.html_time import Timeline

DAY = 86_400
# a Monday
START = 1_767_571_200


@given(
    st.lists(
        st.tuples(st.integers(946_684_800, 4_102_444_799), st.sampled_from(["error", "note"])), min_size=1
    )
)
def test_no_moment_is_lost_and_there_are_never_many_steps(moments: list[tuple[int, str]]) -> None:
    timeline = Timeline()
    for time, severity in moments:
        timeline.add(time, "error" if severity == "error" else "note")
    steps = timeline.steps()
    assert 24 <= len(steps) <= 60
    errors = sum(each.counts[0] for each in steps)
    assert errors == sum(severity == "error" for _, severity in moments)
    assert sum(sum(each.counts) for each in steps) == len(moments)
    begins = [each.begin for each in steps]
    assert begins == sorted(set(begins))


@pytest.mark.parametrize(
    ("span", "unit", "second"),
    [
        (59 * 60, "minute", "2026-01-05 00:01"),
        (60 * 60, "5 minutes", "2026-01-05 00:05"),
        (59 * 3600, "hour", "2026-01-05 01:00"),
        (59 * DAY, "day", "2026-01-06"),
        (60 * DAY, "week", "2026-01-12"),
    ],
)
def test_steps_are_as_long_as_it_takes(span: int, unit: str, second: str) -> None:
    timeline = Timeline()
    timeline.add(START, "error")
    timeline.add(START + span, "warning")
    steps = timeline.steps()
    assert (timeline.unit(), steps[0].begin, steps[1].begin) == (
        unit,
        "2026-01-05 00:00"[: len(second)],
        second,
    )
    assert steps[0].counts == (1, 0, 0)
    assert sum(each.counts[1] for each in steps) == 1


def test_the_order_of_moments_does_not_matter() -> None:
    moments = [START + each * each * 3607 % (300 * DAY) for each in range(500)]
    timelines = [Timeline(), Timeline()]
    for one, other in zip(moments, reversed(moments), strict=True):
        timelines[0].add(one, "error")
        timelines[1].add(other, "error")
    assert timelines[0].steps() == timelines[1].steps()
