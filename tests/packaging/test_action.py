"""The GitHub action, the GitLab job and what docs/ci.md shows: the commands in them, run as the runners run them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from tests.support import sarif

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GITLAB: dict[str, Any] = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text(encoding="utf-8"))
WORKFLOW, INCLUDE = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
(COMMANDS,) = re.findall(r"^```sh\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
GOOD = '{"orq": {"retry": {"count": 3}}}'
BAD = '{"orq": {\n  "retries": {"count": 3}}}'


class Step(NamedTuple):
    """How a step ended: its exit code, what it wrote, its outputs and its summary."""

    code: int
    out: str
    outputs: dict[str, str]
    summary: str


class Runner:
    """
    Runs the steps of the action as GitHub's runner does: bash with -e and pipefail, outputs through a file.

    Of expressions it knows those that are a dotted name.
    """

    def __init__(self, temporary: Path) -> None:
        self.context = {"github.action_path": str(ROOT), "runner.temp": str(temporary)}
        self._files = temporary / "files"
        self._files.mkdir()

    def run(self, name: str, folder: Path, **inputs: str) -> Step:
        (step,) = [each for each in ACTION["runs"]["steps"] if each["id"] == name]
        assert step["shell"] == "bash"
        given = {f"inputs.{key}": each.get("default", "") for key, each in ACTION["inputs"].items()}
        given |= {f"inputs.{key}": value for key, value in inputs.items()}
        script, output, summary = [self._files / each for each in ("script.sh", "output", "summary")]
        for each in (output, summary):
            each.write_text("", encoding="utf-8")
        # what stands in a script itself is not for people to decide
        assert "${{" not in step["run"]
        script.write_text(step["run"], encoding="utf-8")
        variables = {key: self._evaluated(value, given) for key, value in step["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=folder,
            env={
                **os.environ, **variables,
                "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_ACTIONS": "true",
            },
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        lines = output.read_text(encoding="utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        self.context |= {f"steps.{name}.outputs.{key}": value for key, value in outputs.items()}
        return Step(done.returncode, done.stdout, outputs, summary.read_text(encoding="utf-8"))

    def _evaluated(self, text: str, inputs: dict[str, str]) -> str:
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: (self.context | inputs)[found[1]], text)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the tool is installed."""
    made = Runner(tmp_path_factory.mktemp("runner with blanks"))
    step = made.run("install", ROOT, python=sys.executable)
    assert step.code == 0, step.out
    return made


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "payloads").mkdir()
    (tmp_path / "payloads" / "good.json").write_text(GOOD, encoding="utf-8")
    return tmp_path


def conforms(schema: str, path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


# -- GitHub -------------------------------------------------------------------------------------------------


def test_the_action_is_one(tmp_path: Path) -> None:
    conforms("vendor.github-actions", ROOT / "action.yml")
    workflow = tmp_path / "workflow.yml"
    workflow.write_text(WORKFLOW, encoding="utf-8")
    conforms("vendor.github-workflows", workflow)


def test_the_page_says_what_the_action_takes() -> None:
    steps = yaml.safe_load(WORKFLOW)["jobs"]["orq"]["steps"]
    (use,) = [each for each in steps if "orq-schema" in each["uses"]]
    needed = {name for name, each in ACTION["inputs"].items() if each.get("required")}
    assert needed <= set(use["with"]) <= set(ACTION["inputs"])
    rows = re.findall(r"^\| `(\w+)` \| (?:`([^`]*)`)? *\|", PAGE, flags=re.MULTILINE)
    assert dict(rows) == {name: each.get("default", "") for name, each in ACTION["inputs"].items()}
    assert f"steps.{use['id']}.outputs.sarif" in WORKFLOW
    assert list(ACTION["outputs"]) == ["sarif"]


def test_nothing_but_its_own_checkout_and_pypi_is_used() -> None:
    assert all("uses" not in each for each in ACTION["runs"]["steps"])
    assert "http" not in (ROOT / "action.yml").read_text(encoding="utf-8")


def test_good_payloads_pass(runner: Runner, checkout: Path) -> None:
    step = runner.run("check", checkout, paths="payloads")
    assert (step.code, step.outputs) == (0, {"sarif": "orq-schema.sarif"})
    assert "::" not in step.out
    assert "1 file, 1 document: 0 errors, 0 warnings" in step.summary
    log = json.loads((checkout / "orq-schema.sarif").read_bytes())
    assert log["runs"][0]["results"] == []


def test_a_mistake_is_annotated_and_reported(runner: Runner, checkout: Path) -> None:
    (checkout / "payloads" / "bad.json").write_text(BAD, encoding="utf-8")
    step = runner.run("check", checkout, paths="payloads\n", sarif="out.sarif")
    assert (step.code, step.outputs) == (1, {"sarif": "out.sarif"})
    (line,) = [each for each in step.out.splitlines() if each.startswith("::")]
    assert line.startswith("::error file=payloads/bad.json,line=2,")
    assert 'unknown key "retries"' in line
    assert "1 error" in step.summary
    log = json.loads((checkout / "out.sarif").read_bytes())
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == ["unknown-key"]
    assert sarif.faults(log) == []


def test_what_is_not_strict_warns(runner: Runner, checkout: Path) -> None:
    (checkout / "payloads" / "bad.json").write_text(BAD, encoding="utf-8")
    step = runner.run("check", checkout, paths="payloads", strict="false", sarif="")
    assert (step.code, step.outputs) == (0, {})
    assert step.out.startswith("::warning file=payloads/bad.json,line=2,")
    assert not list(checkout.glob("*.sarif"))


def test_paths_are_no_code_and_no_options(runner: Runner, checkout: Path) -> None:
    (checkout / "-a b.json").write_text(BAD, encoding="utf-8")
    step = runner.run("check", checkout, paths="-a b.json\n\npayloads/*.json\n$(touch made)", sarif="")
    assert step.code == 3
    assert "::error file=-a b.json,line=2," in step.out
    assert "file=$(touch made),title=file-not-found::no such file" in step.out
    assert not (checkout / "made").exists()


@pytest.mark.parametrize("paths", ["", "\n\n"])
def test_nothing_to_check_is_wrong_usage(paths: str, runner: Runner, checkout: Path) -> None:
    step = runner.run("check", checkout, paths=paths)
    assert (step.code, step.outputs) == (2, {})


# -- GitLab, and anywhere else ------------------------------------------------------------------------------


def shell(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    # `python3` is the Python of this test
    (folder / "bin").mkdir()
    (folder / "bin" / "python3").symlink_to(sys.executable)
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder, env={**os.environ, "PATH": path, **variables}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_job_for_gitlab(checkout: Path) -> None:
    conforms("vendor.gitlab-ci", ROOT / "ci" / "gitlab.yml")
    job = GITLAB["orq-schema"]
    (checkout / "payloads" / "bad.json").write_text(BAD, encoding="utf-8")
    done = shell("\n".join(job["script"]), checkout, **{**job["variables"], "ORQ_SCHEMA": str(ROOT)})
    assert done.returncode == 1, done.stderr
    assert job["artifacts"]["when"] == "always"
    (found,) = json.loads((checkout / job["artifacts"]["reports"]["codequality"]).read_bytes())
    assert found["check_name"] == "unknown-key"
    assert found["location"] == {"path": "payloads/bad.json", "lines": {"begin": 2}}


def test_what_is_included_has_the_variables_of_the_job(tmp_path: Path) -> None:
    path = tmp_path / "gitlab.yml"
    path.write_text(INCLUDE, encoding="utf-8")
    conforms("vendor.gitlab-ci", path)
    job = yaml.safe_load(INCLUDE)["orq-schema"]
    assert set(job["variables"]) == set(GITLAB["orq-schema"]["variables"])


def test_the_commands_for_anywhere_else(checkout: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "orq_schema", "generate", "--out", "models"], cwd=checkout, check=False
    )
    assert made.returncode == 0
    done = shell(COMMANDS.replace("path/to/orq-schema", str(ROOT)), checkout)
    assert done.returncode == 0, done.stderr
    assert (checkout / "orq-schema.xml").read_text(encoding="utf-8").startswith("<?xml")
