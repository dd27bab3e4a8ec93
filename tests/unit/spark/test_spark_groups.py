"""The groups of rows that are alike: those of a report that has the same problems one by one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from orq_schema.errors import Detail, Problem, Record
from orq_schema.report.groups import Groups
from orq_schema.spark.groups import COLUMNS, grouped

if TYPE_CHECKING:
    from collections.abc import Iterable

# so many keys that not all of them are told apart
POINTERS = st.tuples(st.sampled_from(["a", "a/*", "b/*/c"]), st.integers(0, 40)).map("/{0[0]}/k{0[1]}".format)
KINDS = st.fixed_dictionaries(
    {"rule": st.sampled_from(["x", "y"]), "pointer": POINTERS, "problems": st.integers(1, 3)}
)
ALIKE = st.lists(
    st.fixed_dictionaries(
        {
            "kinds": st.lists(KINDS, max_size=4, unique_by=lambda each: (each["rule"], each["pointer"])),
            "documents": st.integers(1, 3),
        }
    ),
    max_size=40,
)


def made(alike: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "kinds": [each | {"severity": "error"} for each in row["kinds"]],
            "messages": [json.dumps(each) for each in row["kinds"]],
            "documents": row["documents"],
        }
        for row in alike
    ]


@given(ALIKE)
def test_groups_are_those_of_a_report(alike: list[dict[str, Any]]) -> None:
    groups = Groups()
    line = 0
    for row in alike:
        for _ in range(row["documents"]):
            line += 1
            for kind in row["kinds"]:
                pointer = kind["pointer"].replace("*", "7")
                for _ in range(kind["problems"]):
                    detail = Detail(record=Record(line, 1, None))
                    groups.add(Problem("f", line, 1, pointer, kind["rule"], "error", "", None, detail))
    expected = {(each.rule, each.pointer, each.problems) for each in groups.sorted()}
    found = grouped(made(alike))
    assert {(each["rule"], each["pointer"], each["problems"]) for each in found} == expected
    assert all(tuple(each) == COLUMNS for each in found)


def test_a_document_counts_once_in_a_group() -> None:
    kinds = [{"rule": "x", "pointer": f"/k{index}", "problems": 2} for index in range(20)]
    found = {each["pointer"]: each for each in grouped(made([{"kinds": kinds, "documents": 3}]))}
    assert len(found) == 13
    assert (found["/k0"]["problems"], found["/k0"]["documents"]) == (6, 3)
    assert (found["/*"]["problems"], found["/*"]["documents"]) == (8 * 6, 3)


def test_the_example_is_the_least_message() -> None:
    rows = [
        {
            "kinds": [{"rule": "x", "pointer": "", "severity": "error", "problems": 1}],
            "messages": [each],
            "documents": 1,
        }
        for each in ("m", "c", "z")
    ]
    assert [each["example"] for each in grouped(rows)] == ["c"]


def test_there_are_never_many_groups() -> None:
    kinds = [{"rule": f"r{index}", "pointer": "/a", "problems": 1} for index in range(600)]
    found = grouped(made([{"kinds": kinds, "documents": 1}]))
    assert sum(each["pointer"] is not None for each in found) == 500
    assert sum(each["problems"] for each in found) == 600
