"""Which files a command line means: directories, globs, what git ignores, and what cannot be read in them."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.cli.runs import brief, problems, process, report, validate, write

if TYPE_CHECKING:
    from pathlib import Path

BAD = {"retry": {"count": 9}}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*paths: str) -> list[tuple[str, str]]:
    return [(each["file"], each["rule"]) for each in problems(*paths)]


def test_a_glob_is_walked_as_a_directory_is(here: Path) -> None:
    for name in ("calls/a.json", "calls/deep/b.json", "calls/node_modules/c.json", "calls/.hidden/d.json"):
        write(here, name, BAD)
    write(here, "calls/body.json", {"model": "m"})
    expected = [("calls/a.json", "maximum"), ("calls/deep/b.json", "maximum")]
    assert found("calls/**/*.json") == expected
    assert found("calls/*.json") == expected[:1]
    assert found("calls", "calls/**/*.json", "calls/a.json") == expected


def test_a_file_by_several_names_is_checked_once_by_the_first(here: Path) -> None:
    write(here, "calls/a.json", BAD)
    (here / "b.json").symlink_to("calls/a.json")
    (here / "link").symlink_to("calls")
    names = [
        "./calls/a.json",
        "calls/../calls/a.json",
        "calls//a.json",
        str(here / "calls" / "a.json"),
        "b.json",
    ]
    for first in (*names, "link/a.json", "calls", "./calls", "calls/*.json"):
        run = validate("--format", "json", first, *names, "calls", "link", "calls/*.json")
        (problem,) = report(run)["problems"]
        assert problem["file"] == {"calls/*.json": "calls/a.json"}.get(
            first, first if first.endswith("json") else f"{first}/a.json"
        )
        assert report(run)["summary"]["files"] == 1
    # another file, though it has the same content
    write(here, "c.json", BAD)
    (here / "d.json").hardlink_to(here / "c.json")
    assert found("c.json", "d.json") == [("c.json", "maximum"), ("d.json", "maximum")]


def test_a_name_that_no_file_can_have_is_a_problem_of_its_own(here: Path) -> None:
    write(here, "a.json", BAD)
    write(
        here,
        "pyproject.toml",
        '[tool.orq-schema]\nfiles = [{match = ["a\\u0000.json", "x\\u0000/y.json", "a.json"]}]\n',
    )
    assert found() == [("a\0.json", "unreadable"), ("x\0/y.json", "unreadable"), ("a.json", "maximum")]
    run = validate("--format", "json", "-", "-", stdin=b'{"retry": {"count": 9}}')
    assert report(run)["summary"]["documents"] == 1


@pytest.mark.parametrize("path", ["empty", "*.json", "calls/**/*.toml", "none/*.json"])
def test_zero_files_are_an_error(path: str, here: Path) -> None:
    (here / "empty").mkdir()
    write(here, "calls/a.json", BAD)
    write(here, "good.yaml", "retry: {}\n")
    run = process("--format", "json", path, "good.yaml")
    assert run.code == 3
    assert [(each["file"], each["rule"]) for each in report(run)["problems"]] == [(path, "no-files")]
    assert report(run)["summary"]["files"] == 1


def test_what_git_ignores_is_not_checked(here: Path) -> None:
    write(here, "repo/.gitignore", "private/\n")
    for name in ("repo/a.json", "repo/private/b.json", "repo/c/d.yaml"):
        write(here, name, BAD)
    subprocess.run(["git", "init", "-q", "repo"], check=True, capture_output=True)
    assert found("repo") == [("repo/a.json", "maximum"), ("repo/c/d.yaml", "maximum")]
    # as a hook runs: the environment is that of another repository
    run = process("--format", "json", "repo", env={"GIT_DIR": str(here / "none"), "GIT_INDEX_FILE": "none"})
    assert [each["file"] for each in report(run)["problems"]] == ["repo/a.json", "repo/c/d.yaml"]
    assert found("repo/private/b.json") == [("repo/private/b.json", "maximum")]


def test_what_cannot_be_read_is_a_problem_each(here: Path) -> None:
    write(here, "d/good.json", BAD)
    os.mkfifo(here / "d/pipe.json")
    (here / "d/one.json").symlink_to("two.json")
    (here / "d/two.json").symlink_to("one.json")
    (here / "d/dead.yaml").symlink_to("none")
    (here / "d/around").symlink_to("..")
    run = process("--format", "json", "d")
    assert (run.code, run.err) == (3, "")
    assert [(each["file"], each["rule"]) for each in report(run)["problems"]] == [
        ("d/dead.yaml", "file-not-found"),
        ("d/good.json", "maximum"),
        ("d/one.json", "unreadable"),
        ("d/pipe.json", "not-a-file"),
        ("d/two.json", "unreadable"),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_directory_without_permission(here: Path) -> None:
    write(here, "d/a.json", BAD)
    write(here, "d/closed/b.json", BAD)
    (here / "d/closed").chmod(0)
    try:
        assert found("d") == [("d/a.json", "maximum"), ("d/closed", "unreadable")]
    finally:
        (here / "d/closed").chmod(0o755)


def test_a_link_to_a_directory_that_is_named(here: Path) -> None:
    write(here, "d/a.json", BAD)
    (here / "link").symlink_to("d")
    (here / "loop").symlink_to("loop")
    assert found("link") == [("link/a.json", "maximum")]
    assert found("loop") == [("loop", "unreadable")]


def test_names_that_are_hard_to_print(here: Path) -> None:
    name = "\x1b[31m\n::error::x.json"
    write(here, name, BAD)
    run = validate(".")
    assert run.code == 1
    assert "\x1b" not in run.out
    assert "\n::error" not in run.out
    assert brief("*.json") == brief(name)


def test_settings_with_comments_are_passed_over_where_nobody_named_them(here: Path) -> None:
    (here / "tsconfig.json").write_text('{"compilerOptions": {/* c */ "strict": true},}', "utf-8")
    assert found(".") == []
    assert found("tsconfig.json") == [("tsconfig.json", "json-syntax")]
    (here / "payload.json").write_text('// ours\n{"orq": {"retry": {"count": 3}}}', "utf-8")
    (here / "broken.json").write_text('{"compilerOptions": ', "utf-8")
    assert found(".") == [("broken.json", "json-syntax"), ("payload.json", "json-syntax")]
