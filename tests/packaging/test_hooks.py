"""The hooks as the real pre-commit runs them, from a clone of this checkout, in a scratch repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from orq_schema import __version__

ROOT = Path(__file__).parent.parent.parent
GOOD = '{"retry": {"count": 3}}\n'


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
    folder = tmp_path_factory.mktemp("scratch")
    git("init", "-q", cwd=folder)
    # the very snippet that the README shows
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    snippet = re.findall(r"^```yaml\n(.*?)^```$", readme, flags=re.DOTALL | re.MULTILINE)[0]
    config = snippet.replace("path/to/orq-schema", str(hooks))
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    (folder / "payloads").mkdir()
    (folder / "payloads" / "good.json").write_text(GOOD, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "orq_schema", "generate", "--out", "models"], cwd=folder, check=True
    )
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit-home")


def pre_commit(folder: Path, home: Path, *arguments: str) -> tuple[int, str]:
    git("add", "-A", cwd=folder)
    environment = {**os.environ, "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_both_hooks_pass_on_good_payloads_and_fresh_models(scratch: Path, home: Path) -> None:
    code, output = pre_commit(scratch, home)
    assert code == 0, output
    assert output.count("Passed") == 2


def test_an_unknown_key_fails_the_commit(scratch: Path, home: Path) -> None:
    bad = scratch / "payloads" / "bad.yaml"
    bad.write_text("retries: {count: 3}\n", encoding="utf-8")
    try:
        code, output = pre_commit(scratch, home, "orq-validate")
    finally:
        bad.unlink()
    assert code == 1
    assert 'payloads/bad.yaml:1:1: error: unknown key "retries" (/retries)' in output
    assert 'did you mean "retry"?' in output


def test_an_edited_model_fails_the_commit(scratch: Path, home: Path) -> None:
    models = scratch / "models" / "orq_models.py"
    before = models.read_text(encoding="utf-8")
    models.write_text(before + "# mine\n", encoding="utf-8")
    try:
        code, output = pre_commit(scratch, home, "orq-generate-check")
    finally:
        models.write_text(before, encoding="utf-8")
    assert code == 1
    assert "models/orq_models.py: stale: edited by hand" in output
