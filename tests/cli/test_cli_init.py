"""`orq-schema init`: what it finds, what it writes, and what it leaves as it is."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from tests.cli.runs import validate, write

from orq_schema.cli.init import command

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

GOOD = {"orq": {"retry": {"count": 3}}}
# `identity` is new in 2026-01-12
LATER: dict[str, Any] = {"model": "m", "messages": [], "orq": {"identity": {"id": "x"}}}


def init(*args: str) -> Result:
    return CliRunner().invoke(command, args)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["tool"][
        "orq-schema"
    ]
    return found


def test_a_first_configuration_that_validate_goes_by(repository: Path) -> None:
    write(repository, "payloads/a.json", GOOD)
    write(repository, "payloads/deep/b.yaml", "orq: {cache: {type: exact_match}}\n")
    write(repository, "logs/batch.jsonl", '{"body": {"orq": {}}}\n{"body": {"model": "m"}}\n')
    result = init()
    assert result.exit_code == 0
    assert "payloads/a.json: 1 payload, right by " in result.stdout
    assert result.stdout.endswith("wrote pyproject.toml\n")
    assert table(repository) == {
        "strict": True,
        "files": [
            {
                "match": ["logs/**/*.jsonl", "payloads/**/*.json", "payloads/**/*.yaml"],
                "revision": "2025-09-04",
            }
        ],
    }
    run = validate()
    assert (run.code, run.err) == (0, "3 files, 4 documents: 0 errors, 0 warnings\n")


def test_what_is_there_stays_byte_for_byte(repository: Path) -> None:
    write(repository, "payloads/a.json", GOOD)
    before = '[project]\r\nname = "é" # mine\r\n'.encode()
    write(repository, "pyproject.toml", before)
    assert init().exit_code == 0
    after = (repository / "pyproject.toml").read_bytes()
    assert after.startswith(before + b"\r\n[tool.orq-schema]\r\n")
    assert b"\n" not in after.replace(b"\r\n", b"")


def test_a_last_line_without_an_end_gets_one(repository: Path) -> None:
    write(repository, "pyproject.toml", '[project]\nname = "x"')
    assert init().exit_code == 0
    assert (repository / "pyproject.toml").read_text(
        "utf-8"
    ) == '[project]\nname = "x"\n\n[tool.orq-schema]\n'


def test_a_dry_run_writes_nothing(repository: Path) -> None:
    write(repository, "payloads/a.json", GOOD)
    result = init("--dry-run")
    assert result.exit_code == 0
    assert 'match = ["payloads/**/*.json"]' in result.stdout
    assert not (repository / "pyproject.toml").exists()


def test_a_table_that_is_there_is_left_alone(repository: Path) -> None:
    text = "[project]\n\n[tool.orq-schema]\nstrict = false\n"
    write(repository, "pyproject.toml", text)
    result = init()
    assert result.exit_code == 2
    assert result.stdout.startswith("pyproject.toml:3:7: error: a table [tool.orq-schema] is there already")
    assert (repository / "pyproject.toml").read_text("utf-8") == text


@pytest.mark.parametrize(
    ("text", "code"),
    [("[project\n", 3), ("tool = { other = 1 }\n", 2)],
)
def test_what_cannot_be_added_to_is_left_alone(repository: Path, text: str, code: int) -> None:
    write(repository, "pyproject.toml", text)
    assert init().exit_code == code
    assert (repository / "pyproject.toml").read_text("utf-8") == text


def test_a_pyproject_that_cannot_be_read_is_a_problem(repository: Path) -> None:
    (repository / "pyproject.toml").mkdir()
    result = init()
    assert (result.exit_code, "cannot be read" in result.stdout) == (3, True)
    assert init("nowhere").exit_code == 2


def test_files_that_fit_another_revision_better_get_it(repository: Path) -> None:
    write(repository, "new/a.json", LATER)
    assert init().exit_code == 0
    assert table(repository)["files"] == [{"match": ["new/**/*.json"], "revision": "2026-01-12"}]
    assert validate().code == 0


def test_one_entry_for_each_revision_where_none_fits_all(repository: Path) -> None:
    write(repository, "new/a.json", LATER)
    # the list was valid until 2026-01-23, the object is since
    write(repository, "old/a.json", {"orq": {"load_balancer": [{"model": "m", "weight": 1}]}})
    object_form = {"type": "weight_based", "models": [{"model": "m", "weight": 1}]}
    write(repository, "newest/a.json", {"orq": {"load_balancer": object_form, "identity": {"id": "x"}}})
    result = init()
    assert result.exit_code == 0
    by_pattern = {each["match"][0]: each["revision"] for each in table(repository)["files"]}
    assert by_pattern["old/**/*.json"] < "2025-12-17"
    assert by_pattern["newest/**/*.json"] >= "2026-01-23"
    assert table(repository)["strict"] is True
    assert validate().code == 0


def test_mistakes_are_counted_and_strictness_is_left_open(repository: Path) -> None:
    write(repository, "payloads/a.json", {"orq": {"retries": {}}})
    result = init()
    assert "payloads/a.json: 1 payload, right by no revision; by 2025-09-04 1 mistake\n" in result.stdout
    assert "strict" not in table(repository)


def test_other_files_are_no_payloads_and_patterns_go_round_them(repository: Path) -> None:
    write(repository, "src/package.json", {"name": "x", "version": "1"})
    write(repository, "src/name.json", {"name": "x"})
    write(repository, "src/body.json", {"model": "m", "messages": []})
    write(repository, "src/list.json", [1])
    write(repository, "src/broken.yaml", "a: [")
    write(repository, "src/fine.yaml", "orq: {}\n")
    write(repository, "src/orq-settings.json", {"retry": {"count": 9}, "mine": 1})
    write(repository, "src/bare.json", {"retry": {"count": 1}})
    assert init().exit_code == 0
    (entry,) = table(repository)["files"]
    assert entry["match"] == ["src/bare.json", "src/fine.yaml", "src/orq-settings.json"]


def test_python_code_is_read_too(repository: Path) -> None:
    write(repository, "src/a.py", 'client.create(extra_body={"orq": {"retry": {"count": 3}}})\n')
    write(repository, "src/b.py", "print(1)\n")
    assert init().exit_code == 0
    assert table(repository)["files"][0]["match"] == ["src/**/*.py"]


def test_nothing_found_is_told(repository: Path) -> None:
    result = init()
    assert result.stdout == "no payloads found\n\n[tool.orq-schema]\n\nwrote pyproject.toml\n"
    assert table(repository) == {}


def test_names_are_written_as_toml_and_shown_without_harm(repository: Path) -> None:
    name = 'a"b\x1b\x7f[1].json'
    write(repository, f"p/{name}", GOOD)
    write(repository, "p/other.json", {"version": 1})
    result = init()
    assert "\x1b" not in result.stdout
    assert validate().code == 0
    assert validate().err.startswith("1 file, 1 document")


# -- in place of a table that is there ----------------------------------------------------------------------

FIRST = '\ufeff[project]\nname = "é" # mine\n\n# of ours\n'
OLD = '[tool.orq-schema] # old\nstrict = false\nignore = ["bom"] # [why]\n'
TEXTS = '[tool.mine]\ntext = """\n[tool.orq-schema]\n"""\nlists = [\n[1],\n]\n'


def forced(folder: Path, before: str) -> str:
    """Give what --force makes of the file, each of our lines replaced by one mark."""
    write(folder, "pyproject.toml", before)
    write(folder, "payloads/a.json", GOOD)
    result = init("--force")
    assert result.exit_code == 0, result.stdout
    after = (folder / "pyproject.toml").read_bytes().decode()
    new = """[tool.orq-schema]
strict = true

[[tool.orq-schema.files]]
match = ["payloads/**/*.json"]
revision = "2025-09-04"
"""
    newline = "\r\n" if "\r\n" in before else "\n"
    assert after.count(new.replace("\n", newline)) == 1
    return after.replace(new.replace("\n", newline), "<new>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OLD, "<new>"),
        (OLD.rstrip("\n"), "<new>"),
        (FIRST + OLD, f"{FIRST}<new>"),
        (f"{FIRST}{OLD}\n# of the next\n{TEXTS}", f"{FIRST}<new>\n# of the next\n{TEXTS}"),
        (
            f"{OLD}\n{TEXTS}[[tool.orq-schema.files]]\nmatch = [\n  'a', # one\n]\n\n# last\n",
            f"<new>\n{TEXTS}\n# last\n",
        ),
        (f"{OLD}[tool.'orq-schema'.x]\n[ tool.\"orq-schema\".y ]\n[tool.ruff]\n", "<new>[tool.ruff]\n"),
        (f"{TEXTS}{OLD}".replace("\n", "\r\n"), TEXTS.replace("\n", "\r\n") + "<new>"),
        ("\ufeff" + OLD, "\ufeff<new>"),
    ],
)
def test_force_replaces_our_table_and_nothing_else(repository: Path, before: str, after: str) -> None:
    assert forced(repository, before) == after


def test_force_without_a_table_adds_one(repository: Path) -> None:
    assert forced(repository, "[project]\n") == "[project]\n\n<new>"


@pytest.mark.parametrize(
    "text",
    [
        "[tool]\norq-schema.strict = true\n",
        "tool.orq-schema = { strict = true }\n",
        "[tool.orq-schema]\nstrict = true\n[tool]\norq-schema.ignore = []\n",
    ],
)
def test_what_cannot_be_replaced_is_left_alone(repository: Path, text: str) -> None:
    write(repository, "pyproject.toml", text)
    result = init("--force")
    assert result.exit_code in (2, 3)
    assert (repository / "pyproject.toml").read_text("utf-8") == text


def test_a_forced_dry_run_writes_nothing(repository: Path) -> None:
    write(repository, "pyproject.toml", OLD)
    assert init("--force", "--dry-run").exit_code == 0
    assert (repository / "pyproject.toml").read_text("utf-8") == OLD
