"""Each format, parsed back, says all that it was told, and no string in it is anything but a string."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sarif import faults
from tests.unit.report.problems import PROBLEM, PROBLEMS, written

from orq_schema.errors import Detail
from orq_schema.report.fingerprint import Fingerprints
from orq_schema.report.github_summary import Report as StepSummary
from orq_schema.report.paths import relative
from orq_schema.report.printable import printable
from orq_schema.report.sink import FORMATS, sink
from orq_schema.report.summary import FOUND, UNREADABLE, Summary

if TYPE_CHECKING:
    from orq_schema.errors import Problem


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own


SOME = st.lists(PROBLEMS, max_size=5)
# nothing that moves a cursor, starts a line or hides: the escape of a control character is six letters of ASCII
LINES = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]*")


@pytest.mark.parametrize("layout", FORMATS)
@given(problems=SOME)
def test_no_format_lets_control_characters_through(layout: str, problems: list[Problem]) -> None:
    text = written(layout, problems, unread=problems)
    assert LINES.fullmatch(text)
    assert "##[" not in text


@pytest.mark.parametrize("layout", FORMATS)
def test_a_report_without_problems_is_whole(layout: str) -> None:
    text = written(layout, [])
    if layout in {"json", "sarif", "gitlab"}:
        assert json.loads(text) is not None
    elif layout == "junit":
        assert parsed(text).get("tests") == "0"
    elif layout == "html":
        assert '<h1 class="good">No problems found</h1>' in text
        assert text.endswith("</html>\n")
    else:
        assert text == ""


# -- jsonl --------------------------------------------------------------------------------------------------


@given(SOME)
def test_jsonl(problems: list[Problem]) -> None:
    text = written("jsonl", problems)
    assert text.isascii()
    found = [json.loads(line) for line in text.splitlines()]
    assert [list(each.values()) for each in found] == [list(each[:8]) for each in problems]
    names = ["file", "line", "column", "pointer", "rule", "severity", "message", "hint"]
    assert all(list(each) == names for each in found)


def test_jsonl_is_written_as_it_comes() -> None:
    parts: list[str] = []
    report = sink("jsonl", parts.append)
    report.add(PROBLEM)
    assert "".join(parts).endswith("}\n")


# -- gitlab -------------------------------------------------------------------------------------------------


@given(SOME)
def test_gitlab(problems: list[Problem]) -> None:
    text = written("gitlab", problems)
    assert text.isascii()
    found = json.loads(text)
    assert [each["check_name"] for each in found] == [each.rule for each in problems]
    assert len({each["fingerprint"] for each in found}) == len(found)
    for each, problem in zip(found, problems, strict=True):
        assert each["severity"] == {"error": "major", "warning": "minor", "note": "info"}[problem.severity]
        assert each["location"]["lines"]["begin"] == (problem.line or 1)
        assert printable(problem.message) in each["description"]
        assert each["location"]["path"].isprintable()


def test_gitlab_of_one_problem() -> None:
    (found,) = json.loads(written("gitlab", [PROBLEM._replace(file="./calls/a.json")]))
    assert found.pop("fingerprint") == Fingerprints().of(PROBLEM._replace(file="calls/a.json"))
    assert found == {
        "description": "expected 1, found 2; write 1",
        "check_name": "maximum",
        "severity": "major",
        "location": {"path": "calls/a.json", "lines": {"begin": 3}},
    }


# -- junit --------------------------------------------------------------------------------------------------


@given(SOME, SOME)
def test_junit(problems: list[Problem], unread: list[Problem]) -> None:
    unread = [each._replace(severity="error") for each in unread]
    files = list(dict.fromkeys(each.file for each in [*problems, *unread]))
    parts: list[str] = []
    report = sink("junit", parts.append)
    for file in files:
        report.source(file)
        for each in problems:
            if each.file == file:
                report.add(each)
        for each in unread:
            if each.file == file:
                report.unread(each)
    report.close(Summary())
    text = "".join(parts)
    assert text.isascii()
    root = parsed(text)
    (suite,) = root
    cases = list(suite)
    assert [case.get("name") for case in cases] == [printable(relative(file)) for file in files]
    outcomes = {"failure": 0, "error": 0}
    for file, case in zip(files, cases, strict=True):
        mine = [each for each in [*problems, *unread] if each.file == file]
        errors = [each for each in mine if each.severity == "error"]
        kinds = [part.tag for part in case if part.tag != "system-out"]
        lost = any(each.file == file for each in unread)
        assert kinds == (["error" if lost else "failure"] if errors else [])
        for kind in kinds:
            outcomes[kind] += 1
        told = "".join(part.text or "" for part in case)
        assert len(re.findall(r": (?:error|warning|note): ", told)) >= len(mine)
    counts = {"tests": len(files), "failures": outcomes["failure"], "errors": outcomes["error"]}
    for element in (root, suite):
        assert {name: int(element.get(name, "")) for name in counts} == counts


def test_junit_of_a_good_file_and_a_bad_one() -> None:
    parts: list[str] = []
    report = sink("junit", parts.append)
    report.source("good.json")
    report.source("a.json")
    report.add(PROBLEM)
    report.add(PROBLEM._replace(severity="warning", rule="bom", message="a mark", hint=None))
    report.add(PROBLEM._replace(line=4))
    report.close(Summary())
    good, bad = parsed("".join(parts))[0]
    assert (good.get("name"), list(good)) == ("good.json", [])
    failure, out = bad
    assert (failure.get("type"), failure.get("message")) == ("maximum", "expected 1, found 2 (and 1 more)")
    assert (failure.text or "").splitlines() == [
        "a.json:3:14: error: expected 1, found 2 (/retry/count)",
        "  hint: write 1",
        "a.json:4:14: error: expected 1, found 2 (/retry/count)",
        "  hint: write 1",
    ]
    assert out.text == "a.json:3:14: warning: a mark (/retry/count)\n"


# -- github -------------------------------------------------------------------------------------------------


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as the runner does (ActionCommand.TryParseV2 of actions/runner)."""
    found: list[tuple[str, dict[str, str], str]] = []
    for line in re.split(r"\r\n|\r|\n", text):
        if not line.strip():
            continue
        assert line.startswith("::")
        info, _, data = line[2:].partition("::")
        name, _, listed = info.partition(" ")
        properties = dict(part.split("=", 1) for part in listed.split(","))
        found.append(
            (
                name,
                {key: unescape(value, {":": "%3A", ",": "%2C"}) for key, value in properties.items()},
                unescape(data, {}),
            )
        )
    return found


def unescape(text: str, besides: dict[str, str]) -> str:
    for char, code in ({"\r": "%0D", "\n": "%0A"} | besides | {"%": "%25"}).items():
        text = text.replace(code, char)
    return text


@given(SOME)
def test_github(problems: list[Problem]) -> None:
    found = commands(written("github", problems))
    assert len(found) == len(problems)
    for (name, properties, text), problem in zip(found, problems, strict=True):
        assert name == {"error": "error", "warning": "warning", "note": "notice"}[problem.severity]
        assert properties["title"] == problem.rule
        assert properties["file"] == printable(relative(problem.file))
        assert properties.get("line") == (None if problem.line is None else str(problem.line))
        assert text.startswith(printable(problem.message))
        assert text.count("\n") == (problem.hint is not None)


def test_github_of_one_problem() -> None:
    problem = PROBLEM._replace(file="a,b:c.json", message="100% wrong", detail=Detail(end=(3, 20)))
    assert written("github", [problem]) == (
        "::error file=a%2Cb%3Ac.json,line=3,endLine=3,col=14,endColumn=20,title=maximum::"
        "100%25 wrong (/retry/count)%0Ahint: write 1\n"
    )
    over_lines = written("github", [problem._replace(detail=Detail(end=(4, 2)))])
    assert "endLine=4,col=14,title" in over_lines


def test_github_shows_few_of_a_kind_and_how_many_more() -> None:
    parts: list[str] = []
    report = sink("github", parts.append)
    for file in ("a.json", "b.json"):
        report.source(file)
        for index in range(100):
            report.add(PROBLEM._replace(file=file, pointer=f"/fallbacks/{index}/model"))
    report.close(Summary())
    found = commands("".join(parts))
    assert len(found) == 2 * 6
    assert found[5] == (
        "error",
        {"file": "a.json", "title": "maximum"},
        "95 more like these at /fallbacks/*/model",
    )
    assert found[6][1]["file"] == "b.json"


# -- the summary of a step ----------------------------------------------------------------------------------


def summary_of(problems: list[Problem]) -> str:
    parts: list[str] = []
    report = StepSummary(parts.append)
    summary = Summary()
    for each in problems:
        report.source(each.file)
        report.add(each)
        summary.add(each)
    report.close(summary)
    return "".join(parts)


@given(SOME)
def test_no_string_breaks_the_table(problems: list[Problem]) -> None:
    rows = [line for line in summary_of(problems).split("\n") if line.startswith("| ")][2:]
    assert len(rows) == len(problems)
    for row, problem in zip(rows, problems, strict=True):
        severity, place, text = row.removeprefix("| ").removesuffix(" |").split(" | ")
        assert severity == problem.severity
        message = text.split("<br>")[0]
        for cell in (place, message):
            # letters, digits, spaces and references: no sign is left that Markdown or HTML knows
            assert re.fullmatch(r"(?:\w|\d| |&#\d+;)*", cell)
            assert "_" not in cell
        assert html.unescape(message) == printable(problem.message)[:300]


def test_the_summary_is_bounded() -> None:
    signs = "\U0001f600|" * 5000
    problems = [
        PROBLEM._replace(file=f"{index}{signs}", message=signs, hint=signs, pointer=f"/{index}")
        for index in range(3000)
    ]
    text = summary_of(problems)
    assert len(text.encode()) < 1 << 20
    assert "and 2,900 more" in text
    assert "3,000 errors" in text


# -- sarif --------------------------------------------------------------------------------------------------


def run_of(text: str) -> dict[str, Any]:
    assert text.isascii()
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    found: dict[str, Any] = run
    return found


@given(SOME, SOME)
def test_sarif_is_valid(problems: list[Problem], unread: list[Problem]) -> None:
    assert faults(json.loads(written("sarif", problems, unread=unread))) == []


def test_the_published_schema_can_say_no() -> None:
    log = json.loads(written("sarif", [PROBLEM]))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert faults(log)


@given(SOME, SOME)
def test_sarif(problems: list[Problem], unread: list[Problem]) -> None:
    run = run_of(written("sarif", problems, unread=unread))
    rules = run["tool"]["driver"]["rules"]
    assert len({each["id"] for each in rules}) == len(rules)
    told = [*problems, *unread]
    for result, problem in zip(run["results"], told, strict=True):
        assert result["ruleId"] == rules[result["ruleIndex"]]["id"] == problem.rule
        assert result["level"] == problem.severity
        text = result["message"]["text"]
        assert text.replace("\nhint: ", "").isprintable()
        assert not re.search(r"\[[^\]]*\]\(", text)
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        # RFC 3986, relative-ref: no scheme, no authority, no query
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
        assert (problem.line is not None) == ("region" in location["physicalLocation"])
    found = {each["partialFingerprints"]["orqSchema/v1"] for each in run["results"]}
    assert len(found) == len(told)
    (invocation,) = run["invocations"]
    assert len(invocation["toolExecutionNotifications"]) == len(unread)
    assert invocation["executionSuccessful"]


def test_sarif_of_one_problem() -> None:
    problem = PROBLEM._replace(file="./my calls/\u00e4#1.json", detail=Detail(end=(3, 20)))
    summary = Summary()
    summary.add(problem, code=FOUND)
    run = run_of(written("sarif", [problem], summary=summary))
    (result,) = run["results"]
    assert result.pop("partialFingerprints") == {"orqSchema/v1": Fingerprints().of(problem)}
    assert result == {
        "ruleId": "maximum",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "expected 1, found 2\nhint: write 1"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "my%20calls/%C3%A4%231.json"},
                    "region": {"startLine": 3, "startColumn": 14, "endLine": 3, "endColumn": 20},
                },
                "logicalLocations": [{"fullyQualifiedName": "/retry/count"}],
            }
        ],
    }
    assert run["columnKind"] == "unicodeCodePoints"
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["id"] == "maximum"
    assert rule["helpUri"].endswith("#maximum")
    assert run["invocations"] == [
        {"executionSuccessful": True, "exitCode": 1, "toolExecutionNotifications": []}
    ]


def test_a_name_that_is_not_utf8_keeps_its_bytes() -> None:
    file = b"caf\xe9.json".decode("utf-8", "surrogateescape")
    (result,) = run_of(written("sarif", [PROBLEM._replace(file=file)]))["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote_to_bytes(uri) == b"caf\xe9.json"


def test_nothing_was_checked_if_the_schema_is_bad() -> None:
    parts: list[str] = []
    report = sink("sarif", parts.append)
    report.unread(PROBLEM)
    summary = Summary()
    summary.add(PROBLEM, code=UNREADABLE)
    report.close(summary)
    run = run_of("".join(parts))
    assert not run["invocations"][0]["executionSuccessful"]
    assert run["invocations"][0]["exitCode"] == 3
    assert len(run["results"]) == 1
