"""`--format` and `--output`: which report goes where, whole, and what stands in its way."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from tests.cli.runs import process, report, validate, write
from tests.support.sarif import faults

from orq_schema import cli
from orq_schema.cli import run as run_module
from orq_schema.cli import validate as validate_module
from orq_schema.report.sink import FORMATS

if TYPE_CHECKING:
    from orq_schema.cli.run import Settings

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir())
BAD = {"retry": {"count": 9}, "retries": 1}
GOOD = {"retry": {"count": 3}}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    write(tmp_path, "good.json", GOOD)
    write(tmp_path, "bad.json", BAD)
    write(tmp_path, "broken.json", "{")


def names() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def rules_in(layout: str, text: str) -> list[str]:
    """Give the rules that a report names, in its order."""
    if layout == "json":
        return [each["rule"] for each in json.loads(text)["problems"]]
    if layout == "jsonl":
        return [json.loads(line)["rule"] for line in text.splitlines()]
    if layout == "sarif":
        return [each["ruleId"] for each in json.loads(text)["runs"][0]["results"]]
    if layout == "gitlab":
        return [each["check_name"] for each in json.loads(text)]
    if layout == "github":
        return [line.partition("title=")[2].partition("::")[0] for line in text.splitlines()]
    if layout == "junit":
        cases = ET.fromstring(text).iter("testcase")  # noqa: S314 - our own
        return [each.get("type", "") for case in cases for each in case if each.tag != "system-out"]
    if layout == "html":
        return re.findall(r'<tr data-severity="\w+" data-rule="([\w-]+)">', text)
    return [line.split(": ")[1] for line in text.splitlines() if line.startswith(("bad", "broken", "good"))]


EXPECTED = {
    **{
        layout: ["maximum", "unknown-key", "json-syntax"]
        for layout in ("json", "jsonl", "sarif", "gitlab", "github", "html")
    },
    "junit": ["maximum", "json-syntax"],
    "text": ["error", "warning", "error"],
}


@pytest.mark.parametrize("layout", FORMATS)
def test_each_format_on_standard_output_and_in_a_file(layout: str) -> None:
    files = ["good.json", "bad.json", "broken.json"]
    plain = validate("--format", layout, *files)
    assert plain.code == 3
    assert rules_in(layout, plain.out) == EXPECTED[layout]
    assert plain.err == ("3 files, 2 documents: 2 errors, 1 warning\n" if layout == "text" else "")
    both = validate("--output", f"{layout}:saved", *files)
    assert Path("saved").read_bytes().decode() == plain.out
    # text is what standard output has unless something else is asked for
    assert (both.code, both.out) == (3, validate(*files).out)


def test_all_formats_at_once() -> None:
    wanted = [f"--output={layout}:{layout}.out" for layout in FORMATS]
    done = validate("--format", "jsonl", *wanted, "bad.json", "broken.json")
    assert done.code == 3
    assert rules_in("jsonl", done.out) == EXPECTED["jsonl"]
    for layout in FORMATS:
        assert rules_in(layout, Path(f"{layout}.out").read_text("utf-8")) == EXPECTED[layout]


@pytest.mark.parametrize("layout", FORMATS)
def test_a_report_is_the_same_every_time_and_everywhere(layout: str, tmp_path: Path) -> None:
    first = process("--format", layout, "bad.json", "broken.json")
    again = process(
        "--format", layout, "bad.json", "broken.json", env={"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    )
    assert first.out == again.out
    assert str(tmp_path) not in first.out


@pytest.mark.parametrize("layout", FORMATS)
def test_a_bad_schema_is_in_every_report(layout: str, tmp_path: Path) -> None:
    write(tmp_path, "schema.json", {"type": "strnig"})
    done = validate("--schema", "schema.json", "--format", layout, "--output", f"{layout}:saved", "good.json")
    assert done.code == 3
    assert done.out == Path("saved").read_text("utf-8")
    assert "schema.json" in done.out


def test_sarif_of_a_run_with_a_bad_schema_says_that_nothing_was_checked(tmp_path: Path) -> None:
    write(tmp_path, "schema.json", {"type": "strnig"})
    text = validate("--schema", "schema.json", "--format", "sarif", "good.json").out
    assert json.loads(text)["runs"][0]["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize("case", CASES)
def test_each_golden_case_in_sarif_is_valid(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN / case)
    (file,) = (path.name for path in Path().glob("input.*"))
    log: Any = json.loads(validate("--format", "sarif", file).out)
    assert faults(log) == []
    wanted = json.loads(Path("expected.json").read_text("utf-8"))["problems"]
    results = log["runs"][0]["results"]
    assert [each["ruleId"] for each in results] == [each["rule"] for each in wanted]
    for result, problem in zip(results, wanted, strict=True):
        physical = result["locations"][0]["physicalLocation"]
        region = physical.get("region", {})
        assert (region.get("startLine"), region.get("startColumn")) == (problem["line"], problem["column"])
        if "endLine" in region:
            end, start = [(region[f"{at}Line"], region[f"{at}Column"]) for at in ("end", "start")]
            assert end > start


# -- files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--format", "jsno"], 'did you mean "json"?'),
        (["--format", "pdf"], "there are text, json, jsonl"),
        (["--output", "serif:a"], 'did you mean "sarif"?'),
        (["--output", "sarif"], "FORMAT:FILE"),
        (["--output", "sarif:"], "FORMAT:FILE"),
        (["--output", "report.sarif"], "FORMAT:FILE"),
        (["--output", "sarif:-"], "--format sarif"),
        (["--output", "sarif:a", "--output", "json:./a"], "overwrite"),
        (["--output", "json:good.json"], "overwrite"),
        (["--output", "json:../x/../bad.json"], "overwrite"),
        (["--output", "json:schema.json", "--schema", "schema.json"], "overwrite"),
        (["--max-errors", "0"], "max-errors"),
    ],
)
def test_wrong_usage(args: list[str], said: str, tmp_path: Path) -> None:
    before = names()
    done = validate(
        *[each.replace("../x/..", f"../{tmp_path.name}") for each in args], "good.json", "bad.json"
    )
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert names() == before


def test_only_the_first_colon_counts() -> None:
    assert validate("--output", r"json:C:\x.json", "good.json").code == 0
    assert json.loads(Path(r"C:\x.json").read_text("utf-8"))["problems"] == []


def test_a_link_to_an_input_is_an_input() -> None:
    Path("link.json").symlink_to("good.json")
    assert validate("--output", "json:link.json", "good.json").code == 2


@pytest.mark.parametrize("target", ["none/report.json", "folder"])
def test_what_cannot_be_written_is_told(target: str) -> None:
    Path("folder").mkdir()
    done = validate("--output", f"json:{target}", "--output", "jsonl:other", "bad.json")
    assert done.code == 3
    assert f"{target} is not written: " in done.err
    assert "error: expected a number from 1 to 5" in done.out
    # the others are
    assert rules_in("jsonl", Path("other").read_text("utf-8")) == ["maximum", "unknown-key"]


def test_a_file_is_replaced_and_keeps_its_mode() -> None:
    old = Path("report.json")
    old.write_text("old" * 1000, "utf-8")
    old.chmod(0o640)
    with old.open(encoding="utf-8") as reader:
        assert validate("--output", "json:report.json", "bad.json").code == 1
        assert reader.read() == "old" * 1000
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert rules_in("json", old.read_text("utf-8")) == ["maximum", "unknown-key"]
    assert names() == ["bad.json", "broken.json", "good.json", "report.json"]


def test_a_device_is_written_to_and_not_replaced() -> None:
    before = os.stat(os.devnull)  # noqa: PTH116 - os.devnull is a name
    both = ["--output", f"json:{os.devnull}", "--output", f"sarif:{os.devnull}"]
    assert validate(*both, "good.json").code == 0
    assert os.stat(os.devnull).st_ino == before.st_ino  # noqa: PTH116


def test_a_report_in_a_folder_that_is_walked_is_no_payload() -> None:
    for _ in range(2):
        done = validate("--output", "json:report.json", "--format", "json", ".")
        assert {each["file"] for each in report(done)["problems"]} == {"bad.json", "broken.json"}
        assert report(done)["summary"]["files"] == 3


# -- fewer problems -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", FORMATS)
def test_quiet(layout: str) -> None:
    done = validate("--quiet", "--format", layout, "bad.json", "broken.json")
    expected = [
        each
        for each in EXPECTED[layout]
        if layout not in {"text", "github"} or each[:7] not in {"unknown", "warning"}
    ]
    assert rules_in(layout, done.out) == expected
    assert (done.code, done.err) == (3, "")
    assert validate("-q", "good.json") == (0, "", "")


def test_warnings_are_counted_though_they_are_not_shown() -> None:
    done = validate("-q", "--output", "json:all.json", "bad.json")
    assert "warning" not in done.out
    assert json.loads(Path("all.json").read_text("utf-8"))["summary"]["warnings"] == 1


@pytest.mark.parametrize("layout", FORMATS)
def test_max_errors(layout: str, tmp_path: Path) -> None:
    many = {"retry": {"count": 9, "on_codes": ["x", "y"]}, "retries": 1}
    write(tmp_path, "bad_many.json", many)
    done = validate(
        "--max-errors", "2", "--format", layout, "--output", "json:all.json", "bad_many.json", "broken.json"
    )
    assert done.code == 1
    assert done.err.startswith("stopped at 2 errors (--max-errors); there may be more\n")
    found = json.loads(Path("all.json").read_text("utf-8"))
    assert [each["pointer"] for each in found["problems"]] == ["/retry/count", "/retry/on_codes/0"]
    assert found["summary"]["errors"] == 2
    assert rules_in(layout, done.out)


def test_max_errors_counts_what_cannot_be_read_and_not_warnings() -> None:
    done = validate("--max-errors", "1", "--format", "json", "broken.json", "bad.json")
    assert (done.code, rules_in("json", done.out)) == (3, ["json-syntax"])
    enough = validate("--max-errors", "3", "--format", "json", "broken.json", "bad.json")
    assert (len(rules_in("json", enough.out)), enough.err) == (3, "")


def test_nothing_is_read_after_the_last_error() -> None:
    # a pipe that nobody writes to would be waited for
    command = [sys.executable, "-m", "orq_schema", "validate", "--max-errors", "1", "bad.json", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.wait(timeout=30) == 1


@pytest.mark.parametrize("layout", ["json", "sarif"])
def test_ignored_rules(layout: str) -> None:
    assert rules_in(layout, validate("--ignore", "unknown-key", "--format", layout, "bad.json").out) == [
        "maximum"
    ]
    strict = validate(
        "--strict", "--ignore", "bom, unknown-key", "--ignore=no-orq-object", "--format", layout, "bad.json"
    )
    assert rules_in(layout, strict.out) == ["maximum"]


def test_a_warning_of_reading_can_be_ignored(tmp_path: Path) -> None:
    write(tmp_path, "bom.json", b"\xef\xbb\xbf{}")
    assert rules_in("json", validate("--format", "json", "bom.json").out) == ["bom"]
    assert rules_in("json", validate("--format", "json", "--ignore", "bom", "bom.json").out) == []


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("unknwon-key", 'did you mean "unknown-key"?'),
        ("json-syntax", "only warnings"),
        ("bom,", 'no rule ""'),
    ],
)
def test_rules_that_cannot_be_ignored(rule: str, said: str) -> None:
    done = validate("--ignore", rule, "bad.json")
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_standard_input_has_the_name_that_it_is_given() -> None:
    text = b"retry:\n  count: 9\n"
    named = report(validate("--stdin-filename", "calls/a.yaml", "--format", "json", "-", stdin=text))[
        "problems"
    ]
    assert [(each["file"], each["line"], each["rule"]) for each in named] == [("calls/a.yaml", 2, "maximum")]
    as_json = validate("--stdin-filename", "a.json", "--format", "json", "-", stdin=text)
    assert rules_in("json", as_json.out) == ["json-syntax"]


# -- GitHub -------------------------------------------------------------------------------------------------


def test_the_summary_of_a_step_is_appended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "step.md")
    Path("step.md").write_text("before\n", "utf-8")
    assert validate("--format", "github", "bad.json", "broken.json").code == 3
    text = Path("step.md").read_text("utf-8")
    assert text.startswith("before\n### orq-schema\n\n2 files, 1 document: 2 errors, 1 warning\n")
    assert len([line for line in text.splitlines() if line.startswith(("| error", "| warning"))]) == 3
    # only where GitHub is meant
    assert validate("--format", "json", "bad.json").code == 1
    assert Path("step.md").read_text("utf-8") == text
    assert validate("--output", "github:log", "bad.json").code == 1
    assert Path("step.md").read_text("utf-8").count("### orq-schema") == 2


def test_a_summary_that_cannot_be_written_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "none/step.md")
    done = validate("--format", "github", "good.json")
    assert done.code == 0
    assert "none/step.md is not written" in done.err


# -- the fast way -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args", [["good.json"], ["--strict", "good.json", "bad.json"], ["-", "--strict"], ["-"]]
)
def test_the_call_without_click_means_the_same(args: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[list[str], Settings]] = []

    def note(paths: list[str], settings: Settings) -> int:
        seen.append((list(paths), settings))
        return 0

    monkeypatch.setattr(run_module, "run", note)
    monkeypatch.setattr(validate_module, "run", note)
    monkeypatch.setattr(sys, "argv", ["orq-schema", "validate", *args])
    with pytest.raises(SystemExit):
        cli.main()
    assert validate(*args).code == 0
    assert len(seen) == 2
    assert seen[0] == seen[1]


# -- hostile input ------------------------------------------------------------------------------------------

FORGED = "x\n::error file=evil.py::pwned\x1b[31m\r]]>\u2028\u202e\x00|<b>%0A##[error]"


@pytest.mark.parametrize("layout", FORMATS)
def test_no_key_and_no_name_can_forge_anything(layout: str, tmp_path: Path) -> None:
    file = FORGED.replace("\x00", "").replace("/", "") + ".json"
    write(tmp_path, file, {"orq": {FORGED: 1, "retry": {FORGED: 1, "count": FORGED}}})
    text = process("--format", layout, "--show-values", file, "./none.json").out
    assert text.replace("\n", "").isprintable()
    assert "##[" not in text
    forged = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert forged == (text.splitlines() if layout == "github" else [])
    if layout == "github":
        assert rules_in(layout, text) == ["unknown-key", "unknown-key", "type", "file-not-found"]
        assert all(line.startswith(("::error file=x", "::warning file=x")) for line in forged[:3])
