"""`--help` and docs/cli.md: their examples do what they say; and what a shell completes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.support import cli_docs

from orq_schema.cli.commands import group
from orq_schema.cli.help import Command

if TYPE_CHECKING:
    from orq_schema.cli.help import Example

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
COMMANDS = {context.command_path: (context, command) for context, command in cli_docs.commands()}
EXAMPLES = [
    each for _, command in COMMANDS.values() if isinstance(command, Command) for each in command.examples
]
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://example.com/user.schema.json",
    "title": "User",
    "description": "Somebody.",
    "type": "object",
    "properties": {"name": {"description": "What to call them.", "type": "string", "examples": ["Ada"]}},
    "examples": [{"name": "Ada"}],
}
OPENAPI = """\
openapi: 3.1.0
info: { title: Gateway, version: "1" }
paths:
  /v2/proxy/completions:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                orq:
                  type: object
                  properties:
                    retry:
                      type: object
                      properties:
                        count: { type: number, minimum: 1, maximum: 5 }
"""
CONFIGURATION = """\
[tool.orq-schema]
[[tool.orq-schema.files]]
match = ["payloads"]
[[tool.orq-schema.generate]]
out = "models"
"""
# those that say by their exit code that there is something to do
FAILING = {
    "orq-schema generate --out mine --schema user.schema.json --diff": 1,
    "orq-schema migrate payloads": 1,
    "orq-schema diff 2025-09-04 2025-12-05": 1,
    "orq-schema diff 2025-08-26 2025-09-04 --format markdown": 1,
}
# where an example has something to show, the beginning of it
SHOWN = {
    "orq-schema validate --fix --diff payloads": "",
    "orq-schema generate --out models": "wrote models/orq_models.py\n",
    "orq-schema generate --out models --check": "",
    "orq-schema generate --check": "",
    "orq-schema init": "request.yaml: 1 payload, right by ",
    "orq-schema generate --out mine --schema user.schema.json --diff": "--- mine/user_models.py\n",
    "orq-schema explain retry.count": "retry.count: number",
    "orq-schema explain /orq/cache/ttl": "cache.ttl: number",
    "orq-schema rules unknown-key": "unknown-key: warning",
    "orq-schema schema check user.schema.json": "",
}


def environment() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    left_out = ("GITHUB_", "_ORQ_SCHEMA")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)} | {
        "PATH": path
    }


def bash(script: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "--noprofile", "--norc", "-c", script]
    return subprocess.run(
        command, cwd=folder, env=environment() | more, capture_output=True, text=True, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as the examples have it: good payloads, models that are fresh, a schema."""
    examples = ROOT / "examples"
    (tmp_path / "payloads" / "old").mkdir(parents=True)
    shutil.copy(examples / "support-chat.json", tmp_path / "payloads")
    shutil.copy(examples / "nightly-batch.jsonl", tmp_path / "payloads" / "old")
    (tmp_path / "request.yaml").write_text("model: m\norq: { retry: { count: 3 } }\n", encoding="utf-8")
    (tmp_path / "user.schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    (tmp_path / "openapi.yaml").write_text(OPENAPI, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(CONFIGURATION, encoding="utf-8")
    return tmp_path


# -- examples -----------------------------------------------------------------------------------------------


def test_every_command_has_examples_of_itself() -> None:
    assert len(COMMANDS) >= 9
    for path, (context, command) in COMMANDS.items():
        assert isinstance(command, Command), f"{path} has no examples"
        lines = [each.line for each in command.examples]
        assert lines, path
        assert all(line == path or line.startswith(f"{path} ") for line in lines)
        shown = CliRunner().invoke(group, [*path.split()[1:], "--help"]).stdout
        assert all(f"  {line}\n" in shown for line in lines)
        assert context.command_path == path


@pytest.mark.parametrize("example", dict.fromkeys(EXAMPLES), ids=lambda each: each.line)
def test_an_example_runs(example: Example, folder: Path) -> None:
    if "--check" in example.line:
        assert bash("orq-schema generate", folder).returncode == 0
    if " init" in example.line:
        (folder / "pyproject.toml").unlink()
    done = bash(example.line, folder)
    assert done.returncode == FAILING.get(example.line, 0), done
    assert done.stdout.startswith(SHOWN.get(example.line, ""))
    assert "rror" not in done.stderr.replace("0 errors", "")


def test_what_examples_leave_behind_is_what_they_say(folder: Path) -> None:
    bash("orq-schema validate --format github --output sarif:orq.sarif payloads", folder)
    assert json.loads((folder / "orq.sarif").read_bytes())["version"] == "2.1.0"
    bash("orq-schema schema show --bundle latest > orq.schema.json", folder)
    assert "$defs" in json.loads((folder / "orq.schema.json").read_bytes())
    bash("orq-schema generate --out newest --target dataclasses,typeddicts --revision latest", folder)
    assert sorted(each.name for each in (folder / "newest").iterdir()) == ["orq_models.py", "orq_types.py"]


def test_an_example_for_finding_mistakes_finds_one(folder: Path) -> None:
    (folder / "payloads" / "old" / "bad.jsonl").write_text('{"orq": {"retries": {}}}\n', encoding="utf-8")
    (strict,) = [each.line for each in EXAMPLES if "--strict" in each.line]
    done = bash(strict, folder)
    assert (done.returncode, done.stdout.partition(" (")[0]) == (
        1,
        'payloads/old/bad.jsonl:1:10: error: unknown key "retries"',
    )


# -- the page -----------------------------------------------------------------------------------------------


def test_the_page_is_made_of_the_help() -> None:
    assert cli_docs.page() == {"cli.md": PAGE}
    for path, (context, _) in COMMANDS.items():
        assert f"\n## {path}\n" in PAGE
        for each in context.command.get_params(context):
            if each.param_type_name == "option":
                assert all(name in PAGE for name in each.opts)


def test_links_within_the_page_lead_somewhere() -> None:
    headings = {each.replace(" ", "-") for each in re.findall(r"^## (.*)$", PAGE, flags=re.MULTILINE)}
    links = re.findall(r"\]\(#(.*?)\)", PAGE)
    assert len(links) >= 8
    assert set(links) <= headings


# -- completion ---------------------------------------------------------------------------------------------


def completed(line: str, folder: Path, shell: str = "bash") -> list[str]:
    """What is offered at the end of `line`, each with its type in front, as the protocol of `shell` has it."""
    words = line.split(" ")
    # fish gives the word itself, the others its number
    last = words[-1] if shell == "fish" else str(len(words) - 1)
    asked = {"_ORQ_SCHEMA_COMPLETE": f"{shell}_complete", "COMP_WORDS": line, "COMP_CWORD": last}
    done = bash("orq-schema", folder, **asked)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip("\n").splitlines()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("orq-schema va", ["plain,validate"]),
        ("orq-schema schema s", ["plain,show"]),
        ("orq-schema validate --max-d", ["plain,--max-depth", "plain,--max-digits"]),
        ("orq-schema validate pay", ["file,pay"]),
        ("orq-schema validate --schema ", ["file,"]),
        ("orq-schema validate --baseline a", ["file,a"]),
        ("orq-schema validate --format j", ["plain,json", "plain,jsonl", "plain,junit"]),
        ("orq-schema validate --as r", ["plain,request"]),
        ("orq-schema validate --ignore bo", ["plain,bom"]),
        ("orq-schema validate --ignore bom,unused-i", ["plain,bom,unused-ignore", "plain,bom,unused-input"]),
        ("orq-schema generate --out mo", ["dir,mo"]),
        ("orq-schema generate --target docs,d", ["plain,docs,dataclasses"]),
        ("orq-schema generate --revision la", ["plain,latest"]),
        ("orq-schema explain retry.c", ["plain,retry.count"]),
        ("orq-schema rules duplicate-f", ["plain,duplicate-fallback"]),
        ("orq-schema schema show 2025-08", ["plain,2025-08-26-24d12c1ac"]),
        ("orq-schema schema check us", ["file,us"]),
        ("orq-schema rules nothing-like-it", []),
        ("orq-schema validate --at /", []),
    ],
)
def test_what_is_completed(line: str, offered: list[str], tmp_path: Path) -> None:
    assert completed(line, tmp_path) == offered


def test_an_error_is_never_offered_to_be_ignored(tmp_path: Path) -> None:
    offered = completed("orq-schema validate --ignore ", tmp_path)
    assert "plain,unknown-key" in offered
    assert "plain,json-syntax" not in offered


def test_other_shells_complete_the_same(tmp_path: Path) -> None:
    assert completed("orq-schema rules bom", tmp_path, "zsh")[:2] == ["plain", "bom"]
    assert any("bom" in each for each in completed("orq-schema rules bom", tmp_path, "fish"))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_documented_lines_tell_a_shell(shell: str, tmp_path: Path) -> None:
    (line,) = re.findall(rf"^```{shell}\n(.*?)\n```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    source = re.findall(r"_ORQ_SCHEMA_COMPLETE=\w+ orq-schema", line)
    done = bash(source[0], tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"_ORQ_SCHEMA_COMPLETE={shell}_complete" in done.stdout
    if shell != "bash" and shutil.which(shell) is None:
        return
    if shell == "bash":
        # as bash does where somebody presses the tabulator
        script = f"{line}\nCOMP_WORDS=(orq-schema val)\nCOMP_CWORD=1\n_orq_schema_completion orq-schema\n"
        assert bash(f'{script}echo "${{COMPREPLY[@]}}"', tmp_path).stdout == "validate\n"
    else:
        subprocess.run([shell, "-n"], input=done.stdout, text=True, check=True)
