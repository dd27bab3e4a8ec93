"""Groups of problems: nothing is lost in them, and there are never many."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.report.problems import PROBLEM, PROBLEMS

from orq_schema.errors import Detail, Problem, Record
from orq_schema.report.groups import Groups
from orq_schema.report.printable import cells
from orq_schema.report.sink import GROUPED, sink, step_summary
from orq_schema.report.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable

SOME = st.lists(PROBLEMS, max_size=30)


def written(layout: str, problems: Iterable[Problem]) -> str:
    parts: list[str] = []
    report = sink(layout, parts.append, grouped=True)
    for problem in problems:
        report.source(problem.file)
        report.add(problem)
    report.close(Summary())
    return "".join(parts)


def groups(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written("json", problems))["groups"]
    return found


def at(pointer: str, line: int = 1, rule: str = "maximum") -> Problem:
    record = Record(line, 1, None)
    return PROBLEM._replace(pointer=pointer, line=line, rule=rule, detail=Detail(record=record))


def test_indices_are_alike_and_keys_are_not() -> None:
    found = groups([at("/a/0/b", 1), at("/a/17/b", 1), at("/a/2/c", 2), at("", 3), at("/a/0/b", 4)])
    told = [(each["pointer"], each["problems"], each["documents"]) for each in found]
    assert told == [("/a/*/b", 3, 2), ("/a/*/c", 1, 1), ("", 1, 1)]


def test_rules_and_severities_are_groups_of_their_own() -> None:
    problems = [at("/a"), at("/a", rule="minimum"), at("/a")._replace(severity="warning")]
    assert len(groups(problems)) == 3


def test_the_first_three_are_examples() -> None:
    (found,) = groups([at("/a", line)._replace(message=f"number {line}") for line in range(1, 9)])
    assert [each["line"] for each in found["examples"]] == [1, 2, 3]
    assert list(found["examples"][0].values()) == ["a.json", 1, 14, "/a", "number 1", "write 1"]


def test_keys_of_the_user_come_together() -> None:
    found = groups([at(f"/filter_by/field {index}/$gte", index) for index in range(1000)])
    assert len(found) < 20
    assert found[0]["pointer"] == "/filter_by/*/$gte"
    assert sum(each["problems"] for each in found) == sum(each["documents"] for each in found) == 1000


def test_keys_that_one_rule_finds_leave_the_places_of_another_alone() -> None:
    noise = [at(f"/key {index}", index, "unknown-key") for index in range(500)]
    found = groups([*noise, at("/cache/ttl", 501), at("/cache/ttl", 502)])
    assert ("maximum", "/cache/ttl", 2) in [
        (each["rule"], each["pointer"], each["problems"]) for each in found
    ]


def test_there_are_never_many_groups() -> None:
    problems = [
        at(f"/{first}/{second}/{third}", rule=f"rule {first}")
        for first in range(60, 100)
        for second in "abcdefgh"
        for third in "ijklmnop"
    ]
    problems = [
        each._replace(pointer=each.pointer.replace(f"/{number}/", f"/k{number}/", 1))
        for each in problems
        for number in [each.pointer.split("/")[1]]
    ]
    found = groups(problems)
    # a group for the rest of each rule besides
    assert len(found) <= 500 + 40
    assert any(each["pointer"] is None for each in found)
    assert sum(each["problems"] for each in found) == len(problems)


def test_a_long_pointer_is_cut() -> None:
    (found,) = groups([at("/" + "k" * 10_000 + "/" + "l" * 10_000)])
    assert len(found["pointer"]) < 400
    (deep,) = groups([at("/a" * 10_000)])
    assert len(deep["pointer"]) < 400


@given(SOME)
def test_nothing_is_lost(problems: list[Problem]) -> None:
    found = groups(problems)
    counted = Counter((each.severity, each.rule) for each in problems)
    again: Counter[tuple[str, str]] = Counter()
    for each in found:
        again[each["severity"], each["rule"]] += each["problems"]
        assert 1 <= each["documents"] <= each["problems"]
        assert len(each["examples"]) == min(3, each["problems"])
    assert again == counted
    sizes = [each["problems"] for each in found]
    assert sizes == sorted(sizes, reverse=True)


@given(SOME)
def test_jsonl_has_the_same_groups(problems: list[Problem]) -> None:
    text = written("jsonl", problems)
    assert text.isascii()
    assert [json.loads(line) for line in text.splitlines()] == groups(problems)


@given(SOME)
def test_the_table_is_harmless_and_fits(problems: list[Problem]) -> None:
    text = written("text", problems)
    assert text.replace("\n", "").isprintable()
    for line in text.splitlines():
        assert cells(line) <= 100
        assert not line.lstrip().startswith("::")
        assert not re.search(r"##\[", line)


@given(SOME)
def test_annotations_are_one_a_group_and_commands_only(problems: list[Problem]) -> None:
    lines = written("github", problems).split("\n")[:-1]
    found = groups(problems)
    levels = {"error": "error", "warning": "warning", "note": "notice"}
    assert [each.split(" ")[0] for each in lines] == [f"::{levels[each['severity']]}" for each in found]
    for line, each in zip(lines, found, strict=True):
        assert line.isprintable()
        assert f"{each['problems']:,} problem" in line


@given(SOME)
def test_no_cell_of_a_step_summary_is_markup(problems: list[Problem]) -> None:
    parts: list[str] = []
    report = step_summary(parts.append, grouped=True)
    for problem in problems:
        report.add(problem)
    report.close(Summary())
    rows = [each for each in "".join(parts).split("\n") if each.startswith("|")][2:]
    assert len(rows) == len(groups(problems))
    for row in rows:
        cells = row[2:-2].replace("<br>", " ").split(" | ")
        assert len(cells) == 6
        assert all(re.fullmatch(r"(?:\w| |,|&#\d+;)*", each) for each in cells)


def test_annotations_end_with_what_is_not_annotated() -> None:
    lines = written("github", [at("/a", rule=f"rule-{index}") for index in range(60)]).splitlines()
    assert len(lines) == 51
    assert lines[-1] == "::notice ::10 more in 10 smaller groups"


def test_wide_characters_are_counted() -> None:
    text = written(
        "text", [at("/\u8a9e\u8a9e")._replace(file="\u6a21" * 60 + ".json", message="\u8a9e" * 90)]
    )
    assert max(map(cells, text.splitlines())) in (99, 100)
    assert ".json:1:14: " in text


def test_the_table_names_the_first_groups_and_counts_the_others() -> None:
    problems = [at("/a", rule=f"rule-{index}") for index in range(60)]
    lines = written("text", problems).splitlines()
    assert len(lines) == 1 + 50 * 2 + 1
    assert lines[-1].split() == ["10", "in", "10", "smaller", "groups"]


@pytest.mark.parametrize("layout", GROUPED)
def test_without_problems(layout: str) -> None:
    text = written(layout, [])
    assert json.loads(text)["groups"] == [] if layout == "json" else text == ""


def test_documents_keep_no_excerpts_alive() -> None:
    made = Groups()
    made.add(at("/a"))
    assert made.sorted()[0].examples[0].detail == Detail()
