"""`orq-schema validate` by a configuration: which files, by what, and what options say against it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.cli.runs import problems, process, report, validate, write

from orq_schema.cli.generate import command as generate
from orq_schema.cli.validate import command

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.runs import Run

ROOT = Path(__file__).parent.parent.parent
LATER = {"orq": {"load_balancer": [{"model": "openai/gpt-4o", "weight": 1}]}}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "payloads/good.json", {"orq": {"retry": {"count": 3}}})
    write(tmp_path, "payloads/bad.json", {"orq": {"retries": {"count": 3}}})
    write(tmp_path, "other.json", {"orq": {"retry": {"count": 9}}})
    (tmp_path / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(folder: Path, text: str) -> str:
    return write(folder, "pyproject.toml", f"[tool.orq-schema]\n{text}")


def test_without_a_path_the_configured_files_are_checked(repository: Path) -> None:
    configure(repository, 'strict = true\nfiles = [{match = ["payloads/*.json"]}]\n')
    run = validate("--format", "json")
    assert run.code == 1
    found = report(run)
    assert [(each["file"], each["rule"]) for each in found["problems"]] == [
        ("payloads/bad.json", "unknown-key")
    ]
    assert found["summary"]["files"] == 2


def test_from_a_folder_below_paths_are_as_they_are_reached(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(repository, 'strict = true\nfiles = [{match = ["payloads"]}]\n')
    monkeypatch.chdir(repository / "deep" / "er")
    assert [each["file"] for each in problems()] == ["../../payloads/bad.json"]


def test_without_a_path_or_patterns_it_is_wrong_usage(repository: Path) -> None:
    assert validate().code == 2
    configure(repository, "strict = true\n")
    run = validate()
    assert run.code == 2
    assert "no configuration has patterns for files" in run.err
    assert validate("--no-config").code == 2


def test_options_win(repository: Path) -> None:
    configure(repository, 'strict = true\nignore = ["unknown-key"]\n')
    bad = "payloads/bad.json"
    assert validate(bad).code == 0
    assert [each["rule"] for each in problems("--ignore", "bom", bad)] == ["unknown-key"]
    configure(repository, "strict = true\n")
    assert validate(bad).code == 1
    assert validate("--no-strict", bad).code == 0
    assert validate("--no-config", bad).code == 0
    assert validate("--no-config", "--strict", bad).code == 1


def test_each_file_is_judged_by_the_first_entry_that_is_for_it(repository: Path) -> None:
    write(repository, "own.schema.json", {"type": "object", "required": ["id"]})
    write(repository, "own/a.json", {"name": "x"})
    write(repository, "later/a.json", LATER)
    write(repository, "logs/a.json", {"deep": {"er": {"retry": {"count": 0}}}})
    configure(
        repository,
        """
        [[tool.orq-schema.files]]
        match = ["own"]
        schema = "own.schema.json"
        [[tool.orq-schema.files]]
        match = ["later/*.json"]
        revision = "2025-12-05-34469f234"
        [[tool.orq-schema.files]]
        match = ["logs"]
        at = "/deep/er"
        [[tool.orq-schema.files]]
        match = ["later", "logs"]
        schema = "own.schema.json"
        """,
    )
    found = [(each["file"], each["pointer"], each["rule"]) for each in problems()]
    assert found == [("own/a.json", "", "required"), ("logs/a.json", "/deep/er/retry/count", "minimum")]
    # with a path the same holds, and options win over entries too
    assert [each["rule"] for each in problems("own/a.json")] == ["required"]
    assert problems("later/a.json") == []
    assert [each["rule"] for each in problems("--revision", "2025-09-04", "later/a.json")] == ["unknown-key"]
    assert [each["rule"] for each in problems("--at", "/deep", "logs/a.json")] == ["unknown-key"]


def test_standard_input_is_judged_as_the_file_that_it_stands_for(repository: Path) -> None:
    configure(repository, 'files = [{match = ["payloads"], at = "/here"}]\n')
    text = json.dumps({"here": {"retry": {"count": 0}}}).encode()
    found = problems("--stdin-filename", "payloads/new.json", "-", stdin=text)
    assert [each["pointer"] for each in found] == ["/here/retry/count"]


def test_what_is_excluded_is_not_checked_and_that_is_told(repository: Path) -> None:
    configure(repository, 'strict = true\nexclude = ["payloads/bad*"]\nfiles = [{match = ["payloads"]}]\n')
    assert (validate().code, validate().err.startswith("1 file,")) == (0, True)
    run = validate("payloads/bad.json")
    assert run.code == 0
    assert run.err.startswith("payloads/bad.json: not checked: pyproject.toml excludes it\n0 files")
    assert validate("--no-config", "--strict", "payloads").code == 1


def test_a_pattern_without_files_is_a_problem(repository: Path) -> None:
    configure(repository, 'files = [{match = ["payloads", "payload/*.json", "gone.json"]}]\n')
    run = validate("--format", "json")
    assert run.code == 3
    rules = {each["file"]: each["rule"] for each in report(run)["problems"] if each["severity"] == "error"}
    assert rules == {"payload/*.json": "no-files", "gone.json": "file-not-found"}


def test_a_pattern_may_be_of_folders(repository: Path) -> None:
    for name in (
        "svc/a/calls/x.json",
        "svc/b c/calls/ü/y.json",
        "svc/calls/no.json",
        "svc/a/calls.d/no.json",
    ):
        write(repository, name, {"orq": {"retry": {"count": 9}}})
    write(repository, "svc/a/calls/drafts/no.json", {"orq": {"retry": {"count": 9}}})
    configure(repository, 'exclude = ["**/drafts"]\nfiles = [{match = ["svc/*/calls"], as = "request"}]\n')
    expected = {"svc/a/calls/x.json", "svc/b c/calls/ü/y.json"}
    assert {each["file"] for each in problems() if each["rule"] == "maximum"} == expected
    # with paths, what the entry says holds too: a body without its model
    write(repository, "svc/a/calls/z.json", {"retry": {}})
    assert validate("svc/a/calls/z.json", "svc/b c/calls").code == 1


def test_a_folder_by_a_link_or_a_worktree_has_the_configuration_of_its_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(repository, 'strict = true\nfiles = [{match = ["payloads"]}]\n')
    (repository / "link").symlink_to("deep/er")
    monkeypatch.chdir(repository / "link")
    assert [each["file"] for each in problems()] == ["../../payloads/bad.json"]
    # a submodule, or a worktree, is a repository of its own
    (repository / "deep" / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert validate().code == 2


def test_a_schema_that_is_none_is_told_once_and_others_are_still_checked(repository: Path) -> None:
    write(repository, "own/a.json", {})
    write(repository, "own/b.json", {})
    configure(
        repository,
        'files = [{match = ["own"], schema = "none.json"}, {match = ["other.json"]}]\n',
    )
    run = validate("--format", "json")
    assert run.code == 3
    assert sorted(each["rule"] for each in report(run)["problems"]) == ["maximum", "schema-unreadable"]


def test_a_baseline_is_taken_from_the_configuration(repository: Path) -> None:
    assert validate("--output", "json:known.json", "other.json").code == 1
    configure(repository, 'baseline = "known.json"\n')
    assert validate("other.json").code == 0
    write(repository, "known.json", "no report")
    run = validate("other.json")
    assert run.code == 2
    assert run.out.startswith("pyproject.toml:2:12: error: known.json: not a report of ours")


def test_a_wrong_configuration_is_reported_in_every_format_and_checks_nothing(repository: Path) -> None:
    configure(repository, "strct = true\n")
    assert validate("other.json").code == 2
    run = validate("--format", "json", "other.json")
    assert run.code == 2
    (found,) = report(run)["problems"]
    assert (found["file"], found["line"], found["column"]) == ("pyproject.toml", 2, 1)
    assert found["pointer"] == "/tool/orq-schema/strct"
    assert found["hint"] == 'did you mean "strict"?'
    assert validate("--format", "sarif", "other.json").code == 2
    assert validate("--no-config", "other.json").code == 1


def test_another_file_can_be_named(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(repository, "strict = false\n")
    write(repository, "deep/orq.toml", '[tool.orq-schema]\nstrict = true\nfiles = [{match = ["*.json"]}]\n')
    write(repository, "deep/a.json", {"retries": 1})
    assert [each["file"] for each in problems("--config", "deep/orq.toml")] == ["deep/a.json"]
    assert validate("--config", "deep/orq.toml", "payloads/bad.json").code == 1
    assert validate("--config", "none.toml", "other.json").code == 2
    assert validate("--config", "deep/orq.toml", "--no-config", "other.json").code == 2
    monkeypatch.chdir(repository / "deep")
    assert validate("--config", "orq.toml").code == 1


def test_a_report_is_not_written_over_the_configured_baseline(repository: Path) -> None:
    assert validate("--output", "json:known.json", "other.json").code == 1
    configure(repository, 'baseline = "known.json"\n')
    before = (repository / "known.json").read_bytes()
    assert validate("--output", "json:known.json", "other.json").code == 2
    assert (repository / "known.json").read_bytes() == before


def test_mends_go_by_the_configuration_too(repository: Path) -> None:
    write(repository, "logs/a.json", '{"here": {"retries": {"count": 1}}}')
    configure(repository, 'files = [{match = ["logs"], at = "/here"}]\n')
    assert validate("--fix").code == 0
    assert (repository / "logs" / "a.json").read_text("utf-8") == '{"here": {"retry": {"count": 1}}}'


@pytest.mark.parametrize("strict", [True, False])
def test_the_short_way_goes_by_the_configuration_as_well(repository: Path, *, strict: bool) -> None:
    configure(repository, f"strict = {str(strict).lower()}\n")
    assert process("payloads/bad.json").code == int(strict)
    assert process("--strict", "payloads/bad.json").code == 1
    configure(repository, "strct = true\n")
    run = process("payloads/good.json")
    assert run.code == 2
    assert run.out.startswith('pyproject.toml:2:1: error: unexpected key "strct"')


@pytest.mark.parametrize("run", [process, validate])
def test_a_misspelt_table_is_told_on_standard_error(repository: Path, run: Callable[..., Run]) -> None:
    write(repository, "pyproject.toml", "[tool.orq-shema]\nstrict = true\n")
    found = run("payloads/good.json")
    assert (found.code, found.out) == (0, "")
    assert found.err.splitlines() == [
        "pyproject.toml:1:7: warning: [tool.orq-shema] is no table of ours, and is not read",
        "  hint: did you mean [tool.orq-schema]?",
        "1 file, 1 document: 0 errors, 0 warnings",
    ]
    assert "did you mean [tool.orq-schema]?" in validate().err


def test_of_a_named_configuration_a_misspelt_table_is_told_too(repository: Path) -> None:
    write(repository, "orq.toml", "[tool.orq_schema]\nstrict = true\n")
    run = validate("--config", "orq.toml", "payloads/good.json")
    assert run.code == 2
    assert "it has no table [tool.orq-schema]" in run.out
    assert "did you mean [tool.orq-schema]?" in run.err


def test_all_revisions_are_tried_where_the_configuration_says_so(repository: Path) -> None:
    write(repository, "later/a.json", LATER)
    configure(repository, 'files = [{match = ["later"], revision = "auto"}]\n')
    (note,) = problems()
    assert (note["rule"], note["severity"]) == ("revision-fit", "note")
    # an option wins
    assert [each["rule"] for each in problems("--revision", "2025-09-04")] == ["unknown-key"]


# -- what it costs, and the page ----------------------------------------------------------------------------

CLICK, TOML = "click", "tomllib"


def imported(*args: str) -> set[str]:
    program = "import sys\nfrom orq_schema.cli import main\ntry:\n main()\nfinally:\n print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program, "validate", *args], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_a_pyproject_without_our_table_costs_next_to_nothing(repository: Path) -> None:
    alone = imported("payloads/good.json")
    write(repository, "pyproject.toml", '[project]\ndependencies = ["orq-schema"]\n[tool.ruff]\n')
    assert imported("payloads/good.json") == alone
    assert not {CLICK, TOML, "pathlib", "orq_schema.config.read"} & alone


def test_a_configuration_costs_no_more_than_reading_toml(repository: Path) -> None:
    configure(repository, 'strict = true\nexclude = ["x"]\nfiles = [{match = ["payloads"], as = "auto"}]\n')
    found = imported("payloads/good.json")
    assert TOML in found
    assert not {CLICK, "pathlib", "jsonschema", "yaml", "jinja2", "dataclasses", "difflib"} & found
    assert not {each for each in found if each.startswith("orq_schema.load")}


def test_the_example_of_the_page_is_a_configuration(repository: Path) -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```$", page, flags=re.DOTALL | re.MULTILINE)
    write(repository, "pyproject.toml", example)
    write(repository, "requests/a.yaml", "orq: {retry: {count: 3}}\n")
    write(repository, "payloads/drafts/a.json", {"orq": {"retries": 1}})
    write(repository, "logs/a.jsonl", '{"request": {"orq": {"retry": {"count": 9}}}}\n')
    found = {each["file"]: each["rule"] for each in problems() if each["severity"] == "error"}
    assert found == {"payloads/bad.json": "unknown-key", "logs/a.jsonl": "maximum"}
    assert CliRunner().invoke(generate, []).exit_code == 0
    assert (repository / "src" / "models" / "orq_models.py").exists()
    for option in re.findall(r"`(?:orq-schema )?(?:generate|validate) (--[a-z-]+)", page):
        assert option in {name for each in (*generate.params, *command.params) for name in each.opts}


@pytest.mark.parametrize("header", ["[tool.orq-schema", "[ tool . orq-schema ", '[tool."orq-schema"'])
def test_a_table_header_that_is_never_closed_is_not_passed_over(repository: Path, header: str) -> None:
    write(repository, "pyproject.toml", f"{header}\nstrict = true\n")
    (problem,) = problems("payloads/bad.json")
    assert (problem["file"], problem["line"], problem["rule"]) == ("pyproject.toml", 1, "toml-syntax")
    assert validate("payloads/bad.json").code == 2
