"""The report for people, as the command prints it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.cli.runs import problems, process, validate, write

SGR = re.compile(r"\x1b\[[0-9;]*m")
BAD = {"orq": {"retry": {"count": 9}}}


def test_the_lines_of_a_problem(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yaml", "orq:\n  cache: { type: exact_match, ttl: 0 }\n")
    assert validate(file).out == (
        f"{file}:2:36: error: expected a number from 1 to 259200, found 0 (/orq/cache/ttl)\n"
        "  |\n"
        "2 |   cache: { type: exact_match, ttl: 0 }\n"
        "  |                                    ^\n"
        "  = cache.ttl: Seconds for which an answer is kept; three days at most.\n"
        "  hint: this was valid until 2025-09-04\n"
    )


def marked(*args: str) -> list[tuple[str, str]]:
    """Give the text and the marks of each excerpt."""
    run = validate(*args)
    framed = [line.partition("|")[2][1:] for line in run.lines if re.match(r" *\d* \|", line)]
    return list(zip(framed[1::3], framed[2::3], strict=True))


@pytest.mark.parametrize(
    ("text", "line", "marks"),
    [
        ('{"retry": {"count": 9}}', '{"retry": {"count": 9}}', " " * 20 + "^"),
        # a missing key: the bracket only; a container that is wrong: all of it on one line, else its bracket
        ('{"cache": {}}', '{"cache": {}}', " " * 10 + "^"),
        ('{"fallbacks": {"model": 1}}', '{"fallbacks": {"model": 1}}', " " * 14 + "^" * 12),
        ('{"fallbacks":\n {"model":\n "m"}}', ' {"model":', " ^"),
        # tabs are shown as four blanks, wide characters take two columns, combining marks none
        ('{\t"retry":\t{"count": 9}}', '{    "retry":    {"count": 9}}', " " * 27 + "^"),
        ('{"\u6f22": 1, "retry": 1}', '{"\u6f22": 1, "retry": 1}', " " + "^" * 4),
        ('{"e\u0301": 1}', '{"e\u0301": 1}', " " + "^" * 3),
        ('{"\\u0000\u202e": 1}', r'{"\u0000\u202e": 1}', " " + "^" * 14),
        ('{"retry":\r\n  {"count": 9}}\r\n', '  {"count": 9}}', " " * 12 + "^"),
        # the mark moves with what is masked before it, and covers a mask
        ('{"contact": "ada", "name": 1}', '{"contact": <string of 3>, "name": 1}', " " * 12 + "^" * 13),
        (
            '{"inputs": {"a": "xyz"}, "name": 1}',
            '{"inputs": {"a": <string of 3>}, "name": 1}',
            " " * 41 + "^",
        ),
    ],
)
def test_what_is_marked(text: str, line: str, marks: str, tmp_path: Path) -> None:
    assert (line, marks) in marked(write(tmp_path, "a.json", text))


@pytest.mark.parametrize(
    ("text", "line", "marks"),
    [
        ("cache:\n  ttl: 5\n", "  ttl: 5", "  ^"),
        ("fallbacks:\n  - modle: x\n", "  - modle: <string of 1>", "    ^^^^^"),
        ("fallbacks:\n  model: x\n", "  model: <string of 1>", "  ^"),
        ("retry: {count: 9} # none of your business\n", "retry: {count: 9} <comment>", " " * 15 + "^"),
        ("name:\n", "name:", "     ^"),
    ],
)
def test_what_is_marked_in_yaml(text: str, line: str, marks: str, tmp_path: Path) -> None:
    assert (line, marks) in marked(write(tmp_path, "a.yaml", text))


def test_one_long_line(tmp_path: Path) -> None:
    inputs = {f"key{index}": "value" * 5 for index in range(120_000)}
    file = write(tmp_path, "a.json", json.dumps({"inputs": inputs, **BAD["orq"], "thread": {"id": "x" * 10}}))
    run = process(file)
    assert run.lines[2].startswith("1 | ...")
    assert run.lines[2].endswith('"retry": {"count": 9}, "thread": {"id": <string of 10>}}')
    assert len(run.lines[2]) <= 104
    assert run.lines[3].index("^") == run.lines[2].index("9}, ")


def test_both_places_of_a_duplicate_key(tmp_path: Path) -> None:
    run = validate(write(tmp_path, "a.json", '{\n  "retry": 1,\n  "name": "x",\n  "retry": 2\n}'))
    assert run.lines[1:] == [
        "  |",
        '2 |   "retry": 1,',
        "  |   -------",
        '4 |   "retry": 2',
        "  |   ^^^^^^^",
        "  hint: the first one is at line 2, column 3",
    ]


def test_ten_thousand_errors_are_a_few_and_a_count(tmp_path: Path) -> None:
    payload: dict[str, Any] = {"fallbacks": [{}] * 10_000, "retry": {"count": 9}}
    many, few = write(tmp_path, "many.json", payload), write(tmp_path, "few.json", BAD)
    run = process(many, few)
    heads = [line for line in run.lines if re.match(r".*\.json:\d+:\d+: error: ", line)]
    assert len(heads) == 7
    assert f"{many}: 9,995 more errors of rule required at /fallbacks/*" in run.lines
    # the count comes before the next file
    assert heads[-1].startswith(few)
    assert run.lines.index(heads[-1]) > run.lines.index(
        f"{many}: 9,995 more errors of rule required at /fallbacks/*"
    )
    assert run.err == "2 files, 2 documents: 10,002 errors, 0 warnings\n"
    assert len(problems(many)) == 10_001


def test_lines_of_json_lines_that_are_alike_are_counted(tmp_path: Path) -> None:
    line = json.dumps({"body": {"model": "m", "orq": {"retries": {"count": 1}}}}) + "\n"
    run = validate(write(tmp_path, "a.jsonl", line * 100))
    assert run.lines[-1].endswith("a.jsonl: 95 more warnings of rule unknown-key at /body/orq/retries")


def test_colours_on_request_and_never_in_a_pipe(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", BAD)
    plain = process(file)
    assert "\x1b" not in plain.out + plain.err
    for run in (process("--color", "always", file), process(file, env={"FORCE_COLOR": "1"})):
        assert run.out.startswith("\x1b[1m")
        assert SGR.sub("", run.out) == plain.out
    assert process("--color", "never", file, env={"FORCE_COLOR": "1"}).out == plain.out
    assert process(file, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out == plain.out
    assert "\x1b" not in process("--color", "always", "--format", "json", file).out
    assert process("--color", "some", file).code == 2


@pytest.mark.parametrize(
    "name", ["::error::x.json", "  ::error::x.json", "##[error]x.json", "##vso[task.complete]x.json"]
)
def test_a_file_name_is_no_command_of_a_build_server(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(json.dumps({"##[error]": 1, "fallbacks": [{}] * 9, "x": "##teamcity[x]"}), "utf-8")
    for args in ([name], [name, "--show-values"], [name + "x"]):
        run = validate(*args)
        assert len(run.lines) > 1 or run.code == 3
        for line in run.lines:
            assert not line.strip().startswith("::")
            assert not any(mark in line for mark in ("##[", "##vso[", "##teamcity["))


def test_no_line_ends_in_blanks(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yaml", "orq:   \n  retry:   \n    count: 9   \n  \n  name: \n")
    assert [line for line in validate(file).lines if line != line.rstrip()] == []


def test_a_valid_file_says_nothing(tmp_path: Path) -> None:
    run = validate(write(tmp_path, "a.json", {"retry": {"count": 1}}))
    assert (run.out, run.code) == ("", 0)
