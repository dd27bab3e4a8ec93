"""A pyproject.toml to a Config: what is taken, what is refused and where, and which file counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orq_schema.config.error import ConfigError
from orq_schema.config.find import candidates
from orq_schema.config.read import first, read

if TYPE_CHECKING:
    from pathlib import Path

    from orq_schema.errors import Problem

FULL = """\
[project]
name = "shop"

[tool.orq-schema]
strict = true
ignore = ["bom"]
exclude = ["drafts"]
baseline = "known.json"

[[tool.orq-schema.files]]
match = ["payloads", "*.jsonl"]
revision = 2025-12-17
as = "orq"
at = "/a/b"

[[tool.orq-schema.files]]
match = ["own"]
schema = "schemas/own.json"
at = ["/a", "/b#/c"]

[[tool.orq-schema.generate]]
out = "src/models"
target = ["docs", "typeddicts"]
revision = "latest"
"""


def ignore(_: Problem) -> None:
    """Take a warning."""


def written(folder: Path, text: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return str(folder / "pyproject.toml")


def wrong(folder: Path, table: str) -> list[tuple[int | None, int | None, str, str | None]]:
    """Give line, column, message and hint of all that is wrong with `table`, which starts in line 2."""
    with pytest.raises(ConfigError) as caught:
        read(written(folder, f"[tool.orq-schema]\n{table}"), ignore)
    assert caught.value.problem == caught.value.problems[0]
    return [(each.line, each.column, each.message, each.hint) for each in caught.value.problems]


def test_all_of_a_table(tmp_path: Path) -> None:
    found = read(written(tmp_path, FULL), ignore)
    assert (found.strict, found.ignored, found.exclude) == (True, frozenset({"bom"}), ("drafts",))
    assert found.baseline == str(tmp_path / "known.json")
    payloads, own = found.files
    assert payloads == (("payloads", "*.jsonl"), None, "2025-12-17", "orq", ("/a/b",))
    assert own == (("own",), str(tmp_path / "schemas" / "own.json"), None, None, ("/a", "/b#/c"))
    assert found.jobs == (
        ("src/models", str(tmp_path / "src" / "models"), ("docs", "typeddicts"), None, "latest"),
    )


def test_an_empty_table_leaves_all_open(tmp_path: Path) -> None:
    found = read(written(tmp_path, "[tool.orq-schema]\n"), ignore)
    assert (found.strict, found.ignored, found.baseline, found.files, found.jobs) == (
        None,
        None,
        None,
        (),
        (),
    )


@pytest.mark.parametrize(
    ("table", "place", "said", "hint"),
    [
        ("strct = true", (2, 1), 'unexpected key "strct"', 'did you mean "strict"?'),
        ("strict = 1", (2, 10), "expected a boolean, found 1", None),
        ("files = [{}]", (2, 10), 'missing key "match"', None),
        ("files = [{match = []}]", (2, 19), "expected an array of at least 1 item", None),
        ('files = [{match = ["a"], as = "reqest"}]', (2, 31), 'found "reqest"', 'did you mean "request"?'),
        (
            'files = [{match = ["/a"]}]',
            (2, 20),
            "a pattern that no file can match",
            "it starts at the folder",
        ),
        ("exclude = ['a\\b']", (2, 12), "a path with backslashes", 'write "/" between folders'),
        ("files = [{match = ['a\\*.json']}]", (2, 20), "a path with backslashes", 'write "/"'),
        ("generate = [{out = 'src\\models'}]", (2, 20), "a path with backslashes", 'write "/"'),
        ('exclude = ["a/../../b"]', (2, 12), "a pattern that no file can match", "it starts at the folder"),
        ('files = [{match = ["a"], at = "b"}]', (2, 31), "JSON Pointer", None),
        (
            'files = [{match = ["a"], revision = "2025-12-18"}]',
            (2, 37),
            "no revision '2025-12-18'",
            "next one is",
        ),
        ('generate = [{out = "a", revision = "auto"}]', (2, 36), "no revision 'auto'", None),
        (
            'generate = [{out = "a", schema = "b", revision = "latest"}]',
            (2, 39),
            '"revision" and "schema" exclude each other',
            None,
        ),
        ('generate = [{out = "a", target = ["doc"]}]', (2, 35), 'found "doc"', 'did you mean "docs"?'),
        ('ignore = ["unused-inptu"]', (2, 11), 'no rule "unused-inptu"', 'did you mean "unused-input"?'),
        ('ignore = ["json-syntax"]', (2, 11), "only warnings can be switched off", None),
        ("strict = ", (2, 9), "value", None),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    table: str, place: tuple[int, int], said: str, hint: str | None, tmp_path: Path
) -> None:
    ((line, column, message, told),) = wrong(tmp_path, table)
    assert (line, column) == place
    assert said in message
    if hint is not None:
        assert hint in (told or "")


def test_all_mistakes_are_told_in_their_order(tmp_path: Path) -> None:
    found = wrong(tmp_path, 'files = [{match = ["/a"]}]\nignore = ["nothing-like-it"]\nexclude = [""]\n')
    assert [line for line, *_ in found] == [2, 3, 4]


def test_a_file_without_the_table_is_refused_when_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"it has no table \[tool\.orq-schema\]"):
        read(written(tmp_path, "[project]\n"), ignore)
    with pytest.raises(ConfigError, match="no such file"):
        read(str(tmp_path / "none.toml"), ignore)
    with pytest.raises(ConfigError, match="cannot be read"):
        read(str(tmp_path), ignore)


@pytest.mark.parametrize(
    "text",
    [
        "[tool.orq-schema]\nstrict = true\n",
        '[ tool . "orq-schema" ]\nstrict = true\n',
        "[tool]\norq-schema.strict = true\n",
        "[tool]\norq-schema = { strict = true }\n",
        "tool.orq-schema.strict = true\n",
        "tool = {orq-schema = {strict = true}}\n",
        "tool.'orq-schema' = {strict = true}\n",
        "[[tool.orq-schema.files]]\nmatch = ['a']\n[tool.orq-schema]\nstrict = true\n",
    ],
)
def test_the_table_is_found_however_it_is_written(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, text)
    monkeypatch.chdir(tmp_path)
    assert candidates() == ["pyproject.toml"]
    found = first(candidates(), ignore)
    assert found is not None
    assert found.strict is True


@pytest.mark.parametrize(
    "text",
    [
        '[project]\ndependencies = ["orq-schema>=0.1", "orq-schema"]\n',
        '[project.scripts]\norq-schema = "orq_schema.cli:main"\n',
        '[project]\nname = "orq-schema"\n',
        "[tool.other]\nstrict = true\n",
    ],
)
def test_another_file_costs_no_reading_of_toml(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, text)
    monkeypatch.chdir(tmp_path)
    assert candidates() == []


def test_what_only_looks_like_the_table_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "[tool.orq-schema]\nstrict = true\n")
    written(tmp_path / "inner", '[tool.uv.sources]\norq-schema = { path = "x" }\n')
    monkeypatch.chdir(tmp_path / "inner")
    found = first(candidates(), ignore)
    assert found is not None
    assert found.file == "../pyproject.toml"


def test_the_nearest_counts_and_no_repository_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "[tool.orq-schema]\nstrict = true\n")
    written(tmp_path / "a" / "b", "[tool.orq-schema]\nstrict = false\n")
    (tmp_path / "a" / "b" / "c").mkdir()
    monkeypatch.chdir(tmp_path / "a" / "b" / "c")
    assert candidates() == ["../pyproject.toml", "../../../pyproject.toml"]
    (tmp_path / "a" / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert candidates() == ["../pyproject.toml"]
    monkeypatch.chdir(tmp_path / "a")
    assert candidates() == []


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("[tool.orq-shema]\nstrict = true\n", (1, 7), "tool.orq-shema"),
        ("[tool.orq_schema]\n", (1, 7), "tool.orq_schema"),
        ("\n[ tool . 'orqschema' ]\n", (2, 10), "tool.orqschema"),
        ("[[tool.OrqSchema.files]]\nmatch = ['a']\n", (1, 8), "tool.OrqSchema"),
        ("[tool.orq-schemas.x]\n", (1, 7), "tool.orq-schemas"),
        ("[orq-schema]\n", (1, 2), "orq-schema"),
    ],
)
def test_a_misspelt_table_is_told_with_its_place(
    text: str, place: tuple[int, int], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, text)
    monkeypatch.chdir(tmp_path)
    told: list[Problem] = []
    assert first(candidates(), told.append) is None
    ((line, column, severity, message, hint),) = [
        (each.line, each.column, each.severity, each.message, each.hint) for each in told
    ]
    assert (line, column, severity) == (*place, "warning")
    assert message == f"[{name}] is no table of ours, and is not read"
    assert hint == "did you mean [tool.orq-schema]?"


def test_a_misspelt_table_does_not_end_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "[tool.orq-schema]\nstrict = true\n[[tool.orq-shema.files]]\nmatch = ['a']\n")
    written(tmp_path / "inner", "[tool.orq_schema]\nstrict = false\n")
    monkeypatch.chdir(tmp_path / "inner")
    told: list[Problem] = []
    found = first(candidates(), told.append)
    assert found is not None
    assert found.strict is True
    assert [(each.file, each.line) for each in told] == [("pyproject.toml", 1), ("../pyproject.toml", 3)]


@pytest.mark.parametrize(
    "name",
    ["orq", "orq-router", "orqestra", "schema", "json-schema", "orm-schema", "orq-cli", "x.orq_schema"],
)
def test_tables_of_other_tools_are_nobodys_mistake(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, f"[tool.{name}]\nstrict = true\n")
    monkeypatch.chdir(tmp_path)
    assert candidates() == []
