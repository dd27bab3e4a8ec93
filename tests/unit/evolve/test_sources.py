"""Revisions, files, and files in commits of git."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from orq_schema.errors import OrqSchemaError, SchemaError
from orq_schema.evolve.side import Side
from orq_schema.evolve.sources import find
from orq_schema.load.revisions import UnknownRevisionError, revisions

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two commits of a schema with a part in another file, and other contents in the checkout."""
    git(tmp_path, "init", "-q")
    (tmp_path / "schemas" / "parts").mkdir(parents=True)
    for limit in (1, 2):
        write(tmp_path / "schemas/a b.schema.json", {"properties": {"n": {"$ref": "parts/n.json#/$defs/N"}}})
        write(tmp_path / "schemas/parts/n.json", {"$defs": {"N": {"type": "integer", "maximum": limit}}})
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", f"limit {limit}")
    write(tmp_path / "schemas/parts/n.json", {"$defs": {"N": {"maximum": 3}}})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, contents: Any) -> None:
    path.write_text(json.dumps(contents), "utf-8")


def highest(text: str) -> int:
    """Return the largest number that the schema `text` accepts as `n`."""
    accepts = Side(find(text).schema).accepts
    return max(number for number in range(9) if accepts({"n": number}))


def test_revisions() -> None:
    assert find("latest").name == revisions()[-1].id
    found = find("2025-09-04")
    assert (found.name, found.date) == ("2025-09-04-297ef24d4", "2025-09-04")


def test_a_tag_that_begins_like_a_date_is_a_commit(repository: Path) -> None:
    git(repository, "tag", "2026-01-rel", "HEAD~1")
    assert highest("2026-01-rel:schemas/a b.schema.json") == 1


@pytest.mark.usefixtures("repository")
def test_a_folder_and_what_is_missing_are_problems() -> None:
    for text in ("HEAD:schemas", "HEAD:", "HEAD:none.json", "none:schemas/a b.schema.json", "a:b:c.json"):
        with pytest.raises(SchemaError) as caught:
            find(text)
        assert caught.value.problem.rule == "schema-unreadable"


@pytest.mark.parametrize("text", ["", "-x", "name"])
def test_what_is_neither_revision_nor_file(text: str) -> None:
    with pytest.raises(UnknownRevisionError):
        find(text)


def test_a_worktree_has_commits_of_its_own(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repository, "worktree", "add", "-q", "tree", "HEAD~1")
    monkeypatch.chdir(repository / "tree")
    assert highest("HEAD:schemas/a b.schema.json") == 1
    assert highest("schemas/a b.schema.json") == 1


@pytest.mark.usefixtures("repository")
def test_references_lead_to_files_of_the_same_commit() -> None:
    assert highest("HEAD~1:schemas/a b.schema.json") == 1
    assert highest("HEAD:schemas/a b.schema.json") == 2
    assert highest("schemas/a b.schema.json") == 3


def test_a_path_may_start_from_the_current_folder(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "schemas")
    assert highest("HEAD~1:./a b.schema.json") == 1
    assert highest("HEAD~1:schemas/a b.schema.json") == 1


def test_an_identifier_does_not_lead_elsewhere(repository: Path) -> None:
    write(
        repository / "schemas/named.json",
        {"$id": "https://example.com/x/named.json", "$ref": "n.json#/$defs/N"},
    )
    write(repository / "schemas/n.json", {"$defs": {"N": {"properties": {"n": {"maximum": 5}}}}})
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "named")
    assert highest("HEAD:schemas/named.json") == 5


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("HEAD:none.json", "git does not show it: path 'none.json' does not exist in 'HEAD'"),
        ("HEAD~9:schemas/a b.schema.json", "git does not show it: invalid object name 'HEAD~9'"),
        ("HEAD:", "git does not show it: it is not COMMIT:PATH"),
        ("--output=x:a", "git does not show it: it is not COMMIT:PATH"),
        ("no/such/file.json", "no such file"),
    ],
)
def test_what_is_not_there(text: str, said: str) -> None:
    with pytest.raises(SchemaError) as caught:
        find(text)
    assert caught.value.problem.message.startswith(said)
    assert caught.value.problem.file == text


def test_no_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(SchemaError, match="git cannot be run"):
        find("HEAD:schemas/a b.schema.json")


def test_a_committed_file_that_is_no_schema(repository: Path) -> None:
    (repository / "bad.json").write_text("{", "utf-8")
    write(repository / "astray.json", {"$ref": "gone.json"})
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "bad")
    for name, rule in (("bad.json", "json-syntax"), ("astray.json", "unresolvable-reference")):
        with pytest.raises(SchemaError) as caught:
            find(f"HEAD:{name}")
        assert (caught.value.problem.rule, caught.value.problem.file) == (rule, f"HEAD:{name}")


def test_neither_revision_nor_file() -> None:
    for text in ("2024-01-01", "nonsense", "2025-1"):
        with pytest.raises(UnknownRevisionError) as caught:
            find(text)
        assert isinstance(caught.value, OrqSchemaError)
        assert caught.value.problem.hint
