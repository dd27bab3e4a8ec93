"""Every snippet of the README does what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
JSONL = (
    '{"custom_id": "1", "body": {"model": "openai/gpt-4o", "orq": {"retry": {"count": 2}}}}\n'
    '{"custom_id": "2", "body": {"model": "openai/gpt-4o", "orq": {"retry": {"onCodes": [429]}}}}\n'
)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("readme")
    # what the README shows with `cat`, and the payloads that it validates
    shown = blocks("console")[0].split("\n\n")[0]
    (made / "request.yaml").write_text(shown.partition("\n")[2] + "\n", encoding="utf-8")
    (made / "payloads").mkdir()
    shutil.copy(ROOT / "examples" / "support-chat.json", made / "payloads")
    (made / "payloads" / "nightly.jsonl").write_text(JSONL, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "orq_schema", "generate", "--out", "models"], cwd=made, check=True)
    return made


def shell(command: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.splitlines()[-1][:40])
def test_what_the_console_shows(block: str, folder: Path, tmp_path: Path) -> None:
    work = shutil.copytree(folder, tmp_path / "work")
    if "wrote" in block:
        shutil.rmtree(work / "models")
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        assert shell(command, work).strip() == expected.strip()


@pytest.mark.parametrize("block", blocks("python"), ids=["api", "models"])
def test_python_snippets_run(block: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_python_snippets_pass_a_type_checker(folder: Path, tmp_path: Path) -> None:
    work = shutil.copytree(folder, tmp_path / "work")
    for index, block in enumerate(blocks("python")):
        (work / f"snippet_{index}.py").write_text(block, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "snippet_0.py", "snippet_1.py"],
        cwd=work,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_two_commands_are_there() -> None:
    commands = re.findall(r"^make (\w+)", "".join(blocks("sh")), flags=re.MULTILINE)
    assert commands == ["run", "test"]
    for target in commands:
        subprocess.run(["make", "-n", target], cwd=ROOT, check=True, capture_output=True)


def test_make_run_shows_payloads_and_models() -> None:
    done = subprocess.run(
        [sys.executable, "examples/run.py"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert 'hint: did you mean "retry"?' in done.stdout
    assert "wrote out/models/orq_models.py" in done.stdout or "up to date" in done.stderr
    assert "to_dict() gives the payload back: True" in done.stdout


def test_the_install_command_names_a_folder_that_pip_takes() -> None:
    command = next(line for line in "".join(blocks("sh")).splitlines() if "pip install" in line)
    assert command == "python -m pip install path/to/orq-schema"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--dry-run",
            "--no-deps",
            "--no-build-isolation",
            str(ROOT),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_pre_commit_snippet_names_hooks_that_exist() -> None:
    # tests/packaging/test_hooks.py runs the same two through the real pre-commit
    (snippet,) = blocks("yaml")
    repository = yaml.safe_load(snippet)["repos"][0]
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [each["id"] for each in repository["hooks"]] == [each["id"] for each in offered]


def test_the_comparison_is_the_one_that_was_measured() -> None:
    found = re.search(r"<!-- benchmarks -->\n(.*)<!-- /benchmarks -->", README, flags=re.DOTALL)
    assert found is not None
    assert len(found[1].splitlines()) > 5
    assert found[1] in (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_what_is_claimed_of_other_tools_is_on_the_page() -> None:
    page = (ROOT / "docs" / "diagnosis.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| \d+ \| (\d+) \| \d+ \| [^|]+ \|$", page, flags=re.MULTILINE)
    (_, payloads, ours), *others = rows
    best = max(int(places) for _, _, places in others)
    claim = f"ours names line and column in {ours} of {payloads}, the next best in {best} of {payloads}"
    assert claim in " ".join(README.split())
    assert f"What {_number(len(rows))} tools print for {payloads} mistakes" in " ".join(README.split())


def _number(count: int) -> str:
    return {9: "nine", 10: "ten", 11: "eleven"}[count]
