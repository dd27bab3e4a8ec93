"""`orq-schema validate`: what it takes for the orq object, how it reports, and with which exit code it ends."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runs import brief, problems, process, report, spot, validate, write

from orq_schema.cli.run import Settings, run

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"retry": {"count": 3}}
BAD = {"retry": {"count": 9}}
UNKNOWN = {"retries": {"count": 3}}
LINE = re.compile(
    r"[^:]+:(\d+:\d+:)? (error|warning|note): \S.*?( \(/.*\))?|  hint: \S.*|  = \S.*|[ \d] \|.*"
)


# -- exit codes ---------------------------------------------------------------------------------------------


def test_all_good(tmp_path: Path) -> None:
    done = validate(write(tmp_path, "a.json", GOOD))
    assert (done.code, done.out) == (0, "")
    assert done.err == "1 file, 1 document: 0 errors, 0 warnings\n"


def test_warnings_alone_are_good(tmp_path: Path) -> None:
    assert validate(write(tmp_path, "a.json", UNKNOWN)).code == 0


def test_the_highest_exit_code_applies(tmp_path: Path) -> None:
    good, bad = write(tmp_path, "good.json", GOOD), write(tmp_path, "bad.json", BAD)
    broken, also_broken = write(tmp_path, "broken.json", "{"), write(tmp_path, "also_broken.json", "{")
    assert validate(good, bad, good).code == 1
    assert validate(bad, broken, good).code == 3
    assert validate(broken, bad).code == 3
    # each file is checked all the same
    assert [each["rule"] for each in problems(broken, bad, also_broken)] == [
        "json-syntax",
        "maximum",
        "json-syntax",
    ]


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--as", "nothing", "a.json"],
        ["--at", "orq", "a.json"],
        ["--at", "/a~2", "a.json"],
        ["--format", "xml", "a.json"],
        ["--no-such-option", "a.json"],
        ["--max-depth", "0", "a.json"],
        ["--max-digits", "5000", "a.json"],
        ["--schema"],
    ],
)
def test_wrong_usage(args: list[str]) -> None:
    run = validate(*args)
    assert run.code == 2
    assert run.out == ""
    assert "Error" in run.err


def test_a_process_ends_as_the_command_does(tmp_path: Path) -> None:
    assert process(write(tmp_path, "good.json", GOOD)).code == 0
    assert process(write(tmp_path, "bad.json", BAD)).code == 1
    assert process("--at", "x", "good.json").code == 2
    assert process(str(tmp_path / "none.json")).code == 3


# -- where the orq object is --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (BAD, "/retry/count"),
        ({"orq": BAD}, "/orq/retry/count"),
        ({"model": "m", "messages": [], "orq": BAD}, "/orq/retry/count"),
        ({"model": "m", "extra_body": {"orq": BAD}}, "/extra_body/orq/retry/count"),
        ({"custom_id": "1", "url": "/v2", "body": {"model": "m", "orq": BAD}}, "/body/orq/retry/count"),
        # the nearest one wins
        ({"orq": BAD, "extra_body": {"orq": GOOD}, "body": {"orq": GOOD}}, "/orq/retry/count"),
        ({"extra_body": {"orq": BAD}, "body": {"orq": GOOD}}, "/extra_body/orq/retry/count"),
        ({"extra_body": {}, "body": {"orq": BAD}}, "/body/orq/retry/count"),
        ({"extra_body": None, "body": {"orq": BAD}}, "/body/orq/retry/count"),
        # no object, and yet the orq object
        ({"orq": None}, "/orq"),
        ({"orq": [BAD]}, "/orq"),
        ({"model": "m", "extra_body": {"orq": "retry"}}, "/extra_body/orq"),
        ([], ""),
        ("retry", ""),
        (None, ""),
        (3, ""),
    ],
)
def test_the_orq_object_is_found(document: Any, expected: str, tmp_path: Path) -> None:
    assert [each["pointer"] for each in problems(write(tmp_path, "a.json", document))] == [expected]


def test_any_object_that_is_no_body_is_bare(tmp_path: Path) -> None:
    (found,) = problems(write(tmp_path, "a.json", {"compilerOptions": {}}))
    assert (found["rule"], found["severity"], found["pointer"]) == (
        "unknown-key",
        "warning",
        "/compilerOptions",
    )
    assert "bare" in found["hint"]


def test_an_object_with_a_known_key_was_meant(tmp_path: Path) -> None:
    (found,) = problems(write(tmp_path, "a.json", {"compilerOptions": {}, **GOOD}))
    assert found["hint"].startswith('known here: "name", "retry", ')


@pytest.mark.parametrize("key", ["model", "messages", "input"])
@pytest.mark.parametrize("wrap", [False, True])
def test_a_body_without_orq_is_a_warning_where_it_was_named(key: str, wrap: bool, tmp_path: Path) -> None:  # noqa: FBT001
    body = {key: "x", "retry": {"count": 9}}
    file = write(tmp_path, "a.json", {"body": body} if wrap else body)
    assert brief(file) == [(1, 1, "", "no-orq-object")]
    run = validate("--strict", file)
    assert (run.code, run.lines[0]) == (
        0,
        f"{file}:1:1: warning: a request body without an orq object; nothing was checked",
    )
    assert validate(str(tmp_path)).out == ""


def test_as_orq_checks_the_document_itself(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", {"model": "m", "orq": BAD})
    assert [each["pointer"] for each in problems("--as", "orq", file)] == ["/model", "/orq"]
    assert validate("--as", "orq", write(tmp_path, "b.json", [])).code == 1


def test_as_request_checks_the_body_too(tmp_path: Path) -> None:
    body = {"model": 3, "prompt": "p", "orq": BAD}
    assert brief("--as", "request", write(tmp_path, "a.json", body)) == [
        (2, 12, "/model", "type"),
        (6, 16, "/orq/retry/count", "maximum"),
    ]
    # which is not looked at otherwise
    assert brief(write(tmp_path, "a.json", body)) == [(6, 16, "/orq/retry/count", "maximum")]
    line = {"custom_id": "1", "body": body}
    found = problems("--as", "request", write(tmp_path, "b.json", line))
    assert [each["pointer"] for each in found] == ["/body/model", "/body/orq/retry/count"]


def test_at_leads_to_what_is_checked(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", {"calls": [{"orq": GOOD}, {"a/b": BAD}]})
    assert validate("--at", "/calls/0/orq", file).code == 0
    assert brief("--at", "/calls/1/a~1b", file) == [(13, 20, "/calls/1/a~1b/retry/count", "maximum")]
    # and nothing is searched for from there
    assert [each["pointer"] for each in problems("--at", "/calls/0", file)] == ["/calls/0/orq"]
    assert [each["pointer"] for each in problems("--at", "", file)] == ["/calls"]


@pytest.mark.parametrize(
    "pointer", ["/calls/2", "/calls/-", "/calls/00", "/calls/x", "/Calls", "/", "/calls/0/orq/x"]
)
def test_at_leads_nowhere(pointer: str, tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", {"calls": [{"orq": GOOD}, {}]})
    assert brief("--at", pointer, file) == [(1, 1, "", "pointer-not-found")]
    assert validate("--at", pointer, file).code == 3


def test_at_leads_into_each_line_and_document(tmp_path: Path) -> None:
    lines = "".join(f"{json.dumps(each)}\n" for each in ({"a": GOOD}, {"a": BAD}, {"b": GOOD}))
    assert brief("--at", "/a", write(tmp_path, "a.jsonl", lines)) == [
        (2, 27, "/a/retry/count", "maximum"),
        (3, 1, "", "pointer-not-found"),
    ]
    yaml = "a: {retry: {count: 1}}\n---\na:\n  retry: {count: 9}\n---\n- a\n"
    assert brief("--at", "/a", write(tmp_path, "a.yaml", yaml)) == [
        (4, 18, "/a/retry/count", "maximum"),
        (6, 1, "", "pointer-not-found"),
    ]


def test_at_as_request(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", {"calls": [{"model": 1, "prompt": "p"}]})
    assert [each["pointer"] for each in problems("--as", "request", "--at", "/calls/0", file)] == [
        "/calls/0/model"
    ]


# -- documents ----------------------------------------------------------------------------------------------


def test_each_document_of_a_yaml_stream(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yml", "retry: {count: 1}\n---\nretry: {count: 9}\n---\nfallbacks: [{}]\n")
    assert brief(file) == [(3, 16, "/retry/count", "maximum"), (5, 13, "/fallbacks/0", "required")]
    assert report(validate("--format", "json", file))["summary"]["documents"] == 3


def test_a_bad_line_hides_no_other(tmp_path: Path) -> None:
    lines = [json.dumps({"orq": BAD}), "", "{oops", json.dumps(GOOD), json.dumps({"orq": BAD})]
    file = write(tmp_path, "a.jsonl", "\r\n".join(lines))
    assert brief(file) == [
        (1, 29, "/orq/retry/count", "maximum"),
        (3, 2, "", "json-syntax"),
        (5, 29, "/orq/retry/count", "maximum"),
    ]
    assert validate(file).code == 3
    assert report(validate("--format", "json", file))["summary"] == {
        "files": 1,
        "documents": 3,
        "errors": 3,
        "warnings": 0,
    }


@pytest.mark.parametrize(
    "text",
    [json.dumps({"orq": BAD}), "orq:\n  retry: {count: 9}\n", '{"orq": {"retry": {"count": 9}}}\n{}\n'],
)
def test_standard_input(text: str) -> None:
    (found,) = problems("-", stdin=text.encode())
    assert (found["file"], found["pointer"], found["rule"]) == ("-", "/orq/retry/count", "maximum")
    assert process("-", stdin=text.encode()).code == 1


def test_standard_input_is_closed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert run(["-"], Settings(layout="json")) == 3
    (found,) = json.loads(capsys.readouterr().out)["problems"]
    assert (found["file"], found["rule"]) == ("-", "unreadable")


@pytest.mark.parametrize(("target", "code"), [("1>&-", 1), ("1>/dev/full", 3)])
def test_an_output_that_takes_nothing_gives_no_traceback(tmp_path: Path, target: str, code: int) -> None:
    write(tmp_path, "bad.json", BAD)
    command = f"{shlex.quote(sys.executable)} -m orq_schema validate bad.json {target}"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize("arguments", [["--format", "text"], []])
def test_the_call_without_click_reports_the_same(tmp_path: Path, arguments: list[str]) -> None:
    write(tmp_path, "bad.json", BAD)
    tool = [sys.executable, "-m", "orq_schema", "validate", "--strict", *arguments]
    done = subprocess.run([*tool, "bad.json"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count(": error: ")) == (1, 1)
    assert done.stdout.startswith("bad.json:3:14: error: ")


def test_directories_are_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "calls/b.json", BAD)
    write(tmp_path, "calls/a.yaml", "retry: {count: 9}\n")
    write(tmp_path, "calls/deep/c.jsonl", json.dumps(BAD) + "\n")
    write(tmp_path, "calls/body.json", {"model": "m"})
    write(tmp_path, "calls/notes.txt", "retry")
    os.mkfifo(tmp_path / "calls" / "pipe.json")
    monkeypatch.chdir(tmp_path)
    assert [each["file"] for each in problems("calls")] == [
        "calls/a.yaml",
        "calls/b.json",
        "calls/pipe.json",
        "calls/deep/c.jsonl",
    ]
    (tmp_path / "empty").mkdir()
    assert brief("empty") == [(None, None, "", "no-files")]
    assert validate("empty").code == 3


# -- places -------------------------------------------------------------------------------------------------


def test_places(tmp_path: Path) -> None:
    text = (
        '{ "n\\u00e4me": 1,\n'
        '\t"fallbacks": [ {"model": "x"}, {"modle": "y"}, { } ],\n'
        '  "\U0001f600": 1, "cache": {"type": "x"},\n'
        '  "thread" : { "tags": ["a", 3] } }\n'
    )
    assert brief(write(tmp_path, "a.json", text)) == [
        (*spot(text, '"n\\u'), "/n\u00e4me", "unknown-key"),
        (*spot(text, '"modle'), "/fallbacks/1/modle", "unknown-key"),
        (*spot(text, "{ }"), "/fallbacks/2", "required"),
        (*spot(text, '"\U0001f600'), "/\U0001f600", "unknown-key"),
        (*spot(text, '"x"},\n'), "/cache/type", "enum"),
        (*spot(text, '{ "tags'), "/thread", "required"),
        (*spot(text, "3]"), "/thread/tags/1", "type"),
    ]


def test_the_same_places_in_every_language(tmp_path: Path) -> None:
    flow = '{"orq": {"retry": {"count": 9}, "retries": 1, "fallbacks": [{}]}}'
    expected = [
        (1, 29, "/orq/retry/count", "maximum"),
        (1, 33, "/orq/retries", "unknown-key"),
        (1, 61, "/orq/fallbacks/0", "required"),
    ]
    for name in ("a.json", "a.yaml", "a.jsonl"):
        assert brief(write(tmp_path, name, flow)) == expected


# -- text and json ------------------------------------------------------------------------------------------


def test_text_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.json", {"retry": {"count": "3"}, "retries": 1})
    run = validate("a.json", "none.json")
    assert run.out == (
        'a.json:3:14: error: expected a number from 1 to 5, found "3" (/retry/count)\n'
        "  |\n"
        '3 |     "count": "3"\n'
        "  |              ^^^\n"
        "  = retry.count: Largest number of further attempts.\n"
        "  hint: remove the quotes\n"
        'a.json:5:3: warning: unknown key "retries" (/retries)\n'
        "  |\n"
        '5 |   "retries": 1\n'
        "  |   ^^^^^^^^^\n"
        '  hint: "retry" is there already\n'
        "none.json: error: no such file\n"
    )
    assert all(LINE.fullmatch(line) for line in run.lines)
    assert run.err == "2 files, 1 document: 2 errors, 1 warning, up to 1 fixable with --fix\n"


def test_json_is_one_document_and_nothing_else(tmp_path: Path) -> None:
    good, bad = write(tmp_path, "good.json", GOOD), write(tmp_path, "bad.json", BAD)
    run = process("--format", "json", good)
    assert report(run) == {
        "problems": [],
        "summary": {"files": 1, "documents": 1, "errors": 0, "warnings": 0},
    }
    assert (run.code, run.err) == (0, "")
    run = process("--format", "json", bad, str(tmp_path / "none.json"), good)
    assert (run.code, run.err) == (3, "")
    parsed = report(run)
    assert parsed["problems"] == [
        {
            "file": bad,
            "line": 3,
            "column": 14,
            "pointer": "/retry/count",
            "rule": "maximum",
            "severity": "error",
            "message": "expected a number from 1 to 5, found 9",
            "hint": None,
        },
        {
            "file": str(tmp_path / "none.json"),
            "line": None,
            "column": None,
            "pointer": "",
            "rule": "file-not-found",
            "severity": "error",
            "message": "no such file",
            "hint": None,
        },
    ]
    assert parsed["summary"] == {"files": 3, "documents": 2, "errors": 2, "warnings": 0}


def test_strict_promotes_unknown_keys_and_nothing_else(tmp_path: Path) -> None:
    files = [
        write(tmp_path, "a.json", UNKNOWN),
        write(tmp_path, "b.json", {"model": "m"}),
        write(tmp_path, "c.json", b"\xef\xbb\xbf{}"),
    ]
    severities = {each["rule"]: each["severity"] for each in problems("--strict", *files)}
    assert severities == {"unknown-key": "error", "no-orq-object": "warning", "bom": "warning"}
    assert validate("--strict", files[0]).code == 1
    assert validate("--strict", *files[1:]).code == 0


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    document: dict[str, Any] = {
        "tags": 1,
        "count": 2,
        "knowledge-bases": 3,
        "zzz": {},
        "fallbacks": [{"modle": 1, "mode": 2}],
    }
    file = write(tmp_path, "a.json", document)
    runs = {process(file, env={"PYTHONHASHSEED": seed}).out for seed in ("0", "1", "2", "3")}
    assert len(runs) == 1


def test_a_terminal_that_cannot_show_a_character(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", '{"r\u00e9try": 1, "\u65e5\u672c": 2}')
    run = process(file, env={"PYTHONIOENCODING": "ascii"})
    assert run.code == 0
    assert r'unknown key "r\xe9try"' in run.out
    assert r'unknown key "\u65e5\u672c"' in run.out


def test_a_reader_that_stops_reading(tmp_path: Path) -> None:
    from subprocess import PIPE, Popen
    from sys import executable

    file = write(tmp_path, "a.json", {f"key{number}": 1 for number in range(3000)})
    command = [executable, "-m", "orq_schema", "validate", file]
    with Popen(command, stdout=PIPE, stderr=PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert b"unknown key" in running.stdout.readline()
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


@pytest.mark.parametrize("args", [(), ("--show-values",), ("--show-values", "--format", "json")])
def test_an_integer_that_python_does_not_write_out(args: tuple[str, ...], tmp_path: Path) -> None:
    text = f"orq: {{retry: {{count: 0x{'f' * 4_299}}}}}\n"
    run = process(*args, write(tmp_path, "a.yaml", text))
    assert run.code == 1
    assert "found an integer of 5177 digits" in run.out
