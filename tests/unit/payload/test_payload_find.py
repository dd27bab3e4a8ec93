"""Which files directories and globs mean, with git and without."""

from __future__ import annotations

import os
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from orq_schema.errors import Problem
from orq_schema.payload.document import Unread
from orq_schema.payload.find import Source, find
from orq_schema.payload.folders import matches
from orq_schema.payload.read import read_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own, with a git that knows nothing of the user's settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "no-home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


def make(here: Path, *names: str, text: str = "{}") -> None:
    for name in names:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(text)


def git(folder: Path, *args: str) -> None:
    command = ["git", "-c", "user.name=n", "-c", "user.email=n@example.org", "-C", str(folder), *args]
    subprocess.run(command, check=True, capture_output=True)


def files(*paths: str) -> list[str]:
    found = list(find(paths))
    assert all(isinstance(each, Source) for each in found), found
    return [each.file for each in found]


def rules(*paths: str) -> list[tuple[str, str]]:
    return [(each.rule, each.file) for each in find(paths) if isinstance(each, Problem)]


# -- each file once -----------------------------------------------------------------------------------------


def test_each_file_comes_once_and_keeps_that_it_was_named(here: Path) -> None:
    make(here, "a/x.json", "a/y.json")
    assert list(find(["a", "a/y.json", "a/*.json", "-", "-", "z.json", "z.json"])) == [
        Source("a/x.json", named=False),
        Source("a/y.json", named=True),
        Source("-", named=True),
        Source("z.json", named=True),
    ]


# -- globs --------------------------------------------------------------------------------------------------

TREE = [
    "a.json",
    "b.yaml",
    "c.txt",
    "d/a.json",
    "d/e/a.toml",
    "d/e/f/b.jsonl.gz",
    "d/.g/a.json",
    "d/venv/a.json",
]
GLOBS = [
    ("*.json", ["a.json"]),
    ("*", ["a.json", "b.yaml"]),
    ("./*.json", ["a.json"]),
    ("d/*.json", ["d/a.json"]),
    ("./d/*.json", ["./d/a.json"]),
    ("**/*.json", ["a.json", "d/a.json"]),
    ("**", ["a.json", "b.yaml", "d/a.json", "d/e/a.toml", "d/e/f/b.jsonl.gz"]),
    ("d/**", ["d/a.json", "d/e/a.toml", "d/e/f/b.jsonl.gz"]),
    ("d/**/a.*", ["d/a.json", "d/e/a.toml"]),
    ("**/e/**/b.*", ["d/e/f/b.jsonl.gz"]),
    ("d/*/*.toml", ["d/e/a.toml"]),
    ("[ab].[jy]*", ["a.json", "b.yaml"]),
    ("?.json", ["a.json"]),
    ("d/.g/*.json", ["d/.g/a.json"]),
]


@pytest.mark.parametrize(("glob", "expected"), GLOBS)
def test_globs(glob: str, expected: list[str], here: Path) -> None:
    make(here, *TREE)
    assert files(glob) == expected
    assert all(not each.named for each in find([glob]) if isinstance(each, Source))


def test_a_glob_from_the_root_of_the_file_system(here: Path) -> None:
    make(here, *TREE)
    assert files(f"{here}/**/*.toml") == [f"{here}/d/e/a.toml"]


@pytest.mark.parametrize(
    "glob", ["*.yml", "./*.yml", "d/*.txt", "none/*.json", "**/none/*", "[", "a.json/*", "x\0/*.json"]
)
def test_a_glob_that_matches_nothing(glob: str, here: Path) -> None:
    make(here, *TREE)
    assert rules(glob) == [("no-files", glob)]


def test_a_file_with_glob_characters_in_its_name_is_a_file(here: Path) -> None:
    make(here, "[a].json", "a.json")
    assert list(find(["[a].json"])) == [Source("[a].json", named=True)]


@pytest.mark.parametrize(
    ("file", "pattern", "expected"),
    [
        ("a/b", "**/b", True),
        ("b", "**/b", True),
        ("b", "**/**/b", True),
        ("b", "**/*/b", False),
        ("a/x/b", "a/**/b", True),
        ("a/b/c", "a/**/b", True),
        ("a/b", "*", False),
        ("a/b", "a", True),
        ("a", "a/**", False),
        ("a/b", "a/**", True),
        ("A", "a", False),
        ("/".join("a" * 200), "/".join(["**", "a"] * 50) + "/b", False),
    ],
)
def test_matching(file: str, pattern: str, expected: bool) -> None:  # noqa: FBT001
    assert matches(file, pattern) is expected


# -- git ----------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(here: Path) -> Path:
    top = here / "repo"
    make(
        top,
        "a.json",
        "b.json",
        "gone.json",
        "sub/c.json",
        "sub/d.json",
        "build/e.json",
        "node_modules/f.json",
    )
    make(top, ".hidden/g.json", "new.json", "tracked.json")
    make(top, ".gitignore", text="build/\nb.json\ntracked.json\n")
    make(top, "sub/.gitignore", text="d.json\n")
    git(top, "init", "-q")
    git(top, "add", "a.json", "gone.json", "sub/c.json")
    git(top, "add", "-f", "tracked.json")
    (top / "gone.json").unlink()
    return top


EXPECTED = ["repo/a.json", "repo/new.json", "repo/tracked.json", "repo/sub/c.json"]


def test_what_git_ignores_is_left_out(repository: Path) -> None:
    assert repository.is_dir()
    assert files("repo") == EXPECTED
    assert files("repo/sub") == ["repo/sub/c.json"]
    assert files("repo/**/*.json") == EXPECTED
    assert files("repo/sub/*.json") == ["repo/sub/c.json"]


def test_what_is_named_is_not_ignored(repository: Path) -> None:
    assert repository.is_dir()
    assert files("repo/b.json") == ["repo/b.json"]
    assert files("repo/build") == ["repo/build/e.json"]


def test_a_directory_with_nothing_but_what_is_ignored(repository: Path) -> None:
    make(repository, "only/x.json")
    make(repository, "only/.gitignore", text="*\n")
    assert rules("repo/only") == [("no-files", "repo/only")]


def test_what_a_hook_inherits_does_not_lead_elsewhere(
    repository: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = here / "other"
    make(other, "z.json")
    git(other, "init", "-q")
    git(other, "add", "z.json")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert repository.is_dir()
    assert files("repo") == EXPECTED


def test_nested_repositories_and_submodules_are_walked(repository: Path, here: Path) -> None:
    for name in ("sub/nested", "module"):
        make(repository, f"{name}/n.json", f"{name}/ignored.json")
        make(repository, f"{name}/.gitignore", text="ignored.json\n")
        git(repository / name, "init", "-q")
        git(repository / name, "add", ".")
        git(repository / name, "commit", "-qm", "m")
    git(repository, "add", "module")
    (here / "link").symlink_to("repo/module")
    found = files("repo")
    assert sorted(found) == sorted([*EXPECTED, "repo/module/n.json", "repo/sub/nested/n.json"])
    assert files("link") == ["link/n.json"]


def test_links_to_directories_are_not_followed(repository: Path) -> None:
    (repository / "link").symlink_to("sub")
    (repository / "link.json").symlink_to("sub")
    (repository / "up").symlink_to("..")
    git(repository, "add", "link", "link.json")
    assert files("repo") == EXPECTED


def test_odd_names(repository: Path) -> None:
    make(repository, "é 😀.json", "new\nline.json", "-x.json", '"q".json')
    raw = os.fsencode(repository) + b"/\xff.json"
    with open(raw, "w") as handle:  # noqa: PTH123 - a name that is no text
        handle.write("{}")
    found = files("repo")
    assert set(found) - set(EXPECTED) == {
        "repo/é 😀.json", "repo/new\nline.json", "repo/-x.json", 'repo/"q".json', "repo/\udcff.json",
    }  # fmt: skip


def test_a_repository_cannot_have_a_program_run(repository: Path, here: Path) -> None:
    program = here / "program"
    program.write_text(f"#!/bin/sh\ntouch {here}/ran\n")
    program.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(program))
    assert files("repo") == EXPECTED
    assert not (here / "ran").exists()


@pytest.mark.parametrize("fault", ["none", "broken"])
def test_without_git_it_is_a_plain_walk(
    fault: str, repository: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "none":
        monkeypatch.setenv("PATH", str(here))
    else:
        (repository / ".git" / "HEAD").write_text("nonsense")
    assert files("repo") == [
        "repo/a.json", "repo/b.json", "repo/new.json", "repo/tracked.json", "repo/build/e.json", "repo/sub/c.json",
        "repo/sub/d.json",
    ]  # fmt: skip


# -- what a tree may have in it -----------------------------------------------------------------------------


def problems(*paths: str) -> list[tuple[str, str]]:
    """Give the rules of all problems, those of reading too."""
    found: list[tuple[str, str]] = []
    for source in find(paths):
        if isinstance(source, Problem):
            found.append((source.file, source.rule))
        else:
            items = read_file(source.file)
            found += [(source.file, each.problem.rule) for each in items if isinstance(each, Unread)]
    return found


def test_what_is_no_file_in_a_directory_is_a_problem_each(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(here, "d/a.json")
    os.mkfifo(here / "d/fifo.json")
    (here / "d/loop.json").symlink_to("loop.json")
    (here / "d/one.json").symlink_to("two.json")
    (here / "d/two.json").symlink_to("one.json")
    (here / "d/dead.json").symlink_to("nowhere")
    (here / "d/self").symlink_to(".")
    monkeypatch.chdir(here / "d")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.json")
        monkeypatch.chdir(here)
        assert problems("d") == [
            ("d/dead.json", "file-not-found"),
            ("d/fifo.json", "not-a-file"),
            ("d/loop.json", "unreadable"),
            ("d/one.json", "unreadable"),
            ("d/socket.json", "not-a-file"),
            ("d/two.json", "unreadable"),
        ]


def test_a_directory_that_is_named_like_a_file_is_a_directory(here: Path) -> None:
    make(here, "d/x.json/a.json")
    assert files("d") == ["d/x.json/a.json"]


def test_a_folder_that_cannot_be_listed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(here, "d/a.json", "d/closed/b.json", "d/open/c.json")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert problems("d") == [("d/closed", "unreadable")]
    assert [each.file for each in find(["d"])] == ["d/a.json", "d/closed", "d/open/c.json"]


def test_files_that_change_while_others_are_read(here: Path) -> None:
    make(here, "d/a.json", "d/b.json", "d/c.json", "d/e/f.json", "d/z.json")
    walk = find(["d"])
    found: list[tuple[str, str]] = []
    for source in walk:
        if source.file == "d/a.json":
            (here / "d/b.json").unlink()
            (here / "d/c.json").unlink()
            (here / "d/c.json").mkdir()
            (here / "d/e/f.json").unlink()
            (here / "d/e").rmdir()
        if isinstance(source, Problem):
            found.append((source.file, source.rule))
            continue
        items = read_file(source.file)
        found += [(source.file, each.problem.rule if isinstance(each, Unread) else "") for each in items]
    assert found == [
        ("d/a.json", ""),
        ("d/b.json", "file-not-found"),
        ("d/c.json", "not-a-file"),
        ("d/z.json", ""),
        ("d/e", "unreadable"),
    ]
