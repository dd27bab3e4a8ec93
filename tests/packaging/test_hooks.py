"""The hooks as the real pre-commit runs them, from a clone of this checkout, in a scratch repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from identify import extensions

from orq_schema import __version__
from orq_schema.payload.kinds import EXTENSIONS

ROOT = Path(__file__).parent.parent.parent
HOOKS: dict[str, dict[str, Any]] = {
    each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
ORQ = '{"retry": {"count": 3}}'
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://example.com/user.schema.json",
    "title": "User",
    "description": "Somebody.",
    "type": "object",
    "properties": {"name": {"description": "What to call them.", "type": "string", "examples": ["Ada"]}},
    "examples": [{"name": "Ada"}],
}
CELL = 'create(extra_body={"orq": {"retry": {"count": 3}}})'
# each language that the hook is for, with a good payload in it; `retry` becomes `retries` in the bad one
SAMPLES = {
    ".json": ORQ,
    ".jsonl": f'{{"body": {{"model": "m", "orq": {ORQ}}}}}\n',
    ".yaml": "orq:\n  retry:\n    count: 3\n",
    ".toml": "[orq.retry]\ncount = 3\n",
    ".py": f"{CELL}\n",
    ".ipynb": json.dumps(
        {
            "cells": [
                {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": [CELL]}
            ],
            "metadata": {"language_info": {"name": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    ),
    ".md": f'Send this:\n\n```json\n{{"model": "m", "orq": {ORQ}}}\n```\n',
    ".sh": f'curl https://api.example.com -d \'{{"model": "m", "orq": {ORQ}}}\'\n',
    ".ts": 'create({ model: "m", orq: { retry: { count: 3 } } });\n',
    ".js": 'create({ model: "m", orq: { retry: { count: 3 } } });\n',
}
WITHOUT_READER = sorted(set(SAMPLES) - set(EXTENSIONS))
READ = {extension: text for extension, text in SAMPLES.items() if extension in EXTENSIONS}


def git(*arguments: str, cwd: Path) -> str:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", *identity, *arguments], cwd=cwd, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files of this checkout, committed or not, under a tag."""
    folder = tmp_path_factory.mktemp("hooks") / "orq-schema"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    for name in listed:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    git("init", "-q", cwd=folder)
    git("add", "-A", cwd=folder)
    git("commit", "-qm", "as it is", cwd=folder)
    git("tag", f"v{__version__}", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def scratch(hooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that has the hooks as the README shows them, with good payloads, fresh models and a schema."""
    folder = tmp_path_factory.mktemp("scratch")
    git("init", "-q", cwd=folder)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    snippet = next(
        each
        for each in re.findall(r"^```yaml\n(.*?)^```$", readme, flags=re.DOTALL | re.MULTILINE)
        if "rev:" in each
    )
    config = snippet.replace("path/to/orq-schema", str(hooks))
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    (folder / "payloads").mkdir()
    for extension, text in READ.items():
        (folder / "payloads" / f"good{extension}").write_text(text, encoding="utf-8")
    # lies among payloads and is none; nor is what has no extension, whatever its first line says
    (folder / "payloads" / "NOTES.txt").write_text("{{ not: a payload\n", encoding="utf-8")
    script = folder / "payloads" / "send"
    script.write_text("#!/usr/bin/env bash\ntrue: [\n", encoding="utf-8")
    script.chmod(0o755)
    # another tool's, as a hook without `files` gets them all
    (folder / "payloads" / "package.json").write_text('{"name": "a", "version": "1"}', encoding="utf-8")
    (folder / "schemas").mkdir()
    (folder / "schemas" / "user.schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "orq_schema", "generate", "--out", "models"], cwd=folder, check=True
    )
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit-home")


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull}


COMMAND = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never")


def pre_commit(folder: Path, home: Path, *arguments: str) -> tuple[int, str]:
    git("add", "-A", cwd=folder)
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def changed(path: Path, text: str, home: Path, hook: str) -> tuple[int, str]:
    """What `hook` says while the file at `path` has another `text`."""
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(text, encoding="utf-8")
    try:
        return pre_commit(path.parent.parent, home, hook)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")


# -- what they are ------------------------------------------------------------------------------------------


def test_the_hooks_are_what_pre_commit_takes(hooks: Path) -> None:
    manifest = str(hooks / ".pre-commit-hooks.yaml")
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", manifest], check=True)
    assert list(HOOKS) == ["orq-validate", "orq-generate-check", "orq-lint-schema"]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_what_there_is_a_reader_for_reaches_it(extension: str) -> None:
    exclude = HOOKS["orq-validate"]["exclude"]
    assert not re.search(exclude, f"some folder/a.b{extension}")
    assert not re.search(exclude, f"A{extension.upper()}")
    assert re.search(exclude, f"a{extension}.bak")
    assert re.search(exclude, f"a{extension.replace('.', '')}")


@pytest.mark.skipif(bool(WITHOUT_READER), reason=f"no reader yet of {' '.join(WITHOUT_READER)}")
def test_nothing_else_reaches_it() -> None:
    exclude = HOOKS["orq-validate"]["exclude"]
    # identify is what pre-commit knows file types by
    known = {*extensions.EXTENSIONS, *extensions.EXTENSIONS_NEED_BINARY_CHECK, "jsonl.gz", "ndjson.gz"}
    known |= {"cts", "http", "jsonc", "jsonl", "mts", "ndjson", "rest", "zsh"}
    assert {f".{each}" for each in known if not re.search(exclude, f"a.{each}")} == set(EXTENSIONS)
    for name in (
        "README",
        "Makefile",
        "a.txt",
        "a.json.bak",
        "json",
        ".json/a",
        "a.pyc",
        "a.lock",
        "a.gz",
        ".github/a.yml",
        "b/.c.json",
    ):
        assert re.search(exclude, name), name


# -- what they do -------------------------------------------------------------------------------------------


def test_all_hooks_pass_where_all_is_well(scratch: Path, home: Path) -> None:
    code, output = pre_commit(scratch, home)
    assert code == 0, output
    assert output.count("Passed") == len(HOOKS)


def test_an_unknown_key_fails_the_commit_in_every_language(scratch: Path, home: Path) -> None:
    files = [scratch / "payloads" / f"bad{extension}" for extension in READ]
    for path, text in zip(files, READ.values(), strict=True):
        path.write_text(text.replace("retry", "retries"), encoding="utf-8")
    try:
        code, output = pre_commit(scratch, home, "orq-validate")
    finally:
        for path in files:
            path.unlink()
    assert code == 1
    for path in files:
        assert re.search(
            rf'^payloads/{path.name}:\d+:\d+: error: .*unknown key "retries"', output, flags=re.MULTILINE
        )
    assert output.count('did you mean "retry"?') == len(files)
    assert "payloads/good" not in output


def test_a_file_without_verdict_fails_the_commit(scratch: Path, home: Path) -> None:
    code, output = changed(scratch / "payloads" / "bad.json", '{"retry": ', home, "orq-validate")
    assert code == 1
    assert "exit code: 3" in output
    assert "payloads/bad.json:1:1: error: an object that is never closed" in output


def test_an_edited_model_fails_the_commit(scratch: Path, home: Path) -> None:
    models = scratch / "models" / "orq_models.py"
    text = models.read_text(encoding="utf-8")
    code, output = changed(models, text + "# mine\n", home, "orq-generate-check")
    assert code == 1
    assert "models/orq_models.py: stale: edited by hand" in output


def test_a_schema_against_the_rules_fails_the_commit(scratch: Path, home: Path) -> None:
    text = json.dumps({**SCHEMA, "description": "Somebody. Or nobody."})
    code, output = changed(scratch / "schemas" / "user.schema.json", text, home, "orq-lint-schema")
    assert code == 1
    assert "schemas/user.schema.json: error: a description is one sentence" in output
    assert "(/description)" in output


# -- several at once ----------------------------------------------------------------------------------------


def test_runs_at_the_same_time_do_not_disturb_each_other(scratch: Path, home: Path) -> None:
    expected = pre_commit(scratch, home)
    running = [
        subprocess.Popen(
            COMMAND, cwd=scratch, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(4)
    ]  # fmt: skip
    found = [(each.communicate()[0], each.returncode) for each in running]
    assert found == [(expected[1], 0)] * 4


def test_processes_on_the_same_files_say_what_one_alone_says(tmp_path: Path) -> None:
    for number in range(40):
        text = ORQ if number % 2 else ORQ.replace("retry", "retries")
        (tmp_path / f"{number:02}.json").write_text(text, encoding="utf-8")
    entry = [sys.executable, "-m", *HOOKS["orq-validate"]["entry"].replace("-", "_", 1).split()]
    files = sorted(each.name for each in tmp_path.iterdir())

    def started(names: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*entry, *names], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    alone, _ = started(files).communicate()
    assert alone.count(": error: ") == 20
    # as pre-commit deals files out to processes
    running = [started(files[first::4]) for first in range(4)]
    found = [each.communicate() for each in running]
    assert [each.returncode for each in running] == [1, 0, 1, 0]
    assert sorted("".join(out for out, _ in found).splitlines()) == sorted(alone.splitlines())


def test_processes_that_generate_into_one_folder_leave_whole_files(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "orq_schema", "generate", "--out", "models"]
    running = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    for each in running:
        _, errors = each.communicate()
        assert each.returncode == 0, errors
    assert subprocess.run([*command, "--check"], cwd=tmp_path, check=False).returncode == 0
    assert len(list((tmp_path / "models").iterdir())) == 4
