"""`orq-schema generate` without --out: configured jobs and the lock; a repository that moves to another revision."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from tests.cli.runs import write

from orq_schema import __version__
from orq_schema.cli.generate import command

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

LOCK = "orq-schema.lock"
TWO_JOBS = """\
[tool.orq-schema]
[[tool.orq-schema.generate]]
out = "src/models"
target = ["dataclasses", "typeddicts"]
revision = "2025-12-05-34469f234"
[[tool.orq-schema.generate]]
out = "docs"
target = ["docs"]
"""


def generate(*args: str) -> Result:
    return CliRunner().invoke(command, args)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, "pyproject.toml", TWO_JOBS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lock(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / LOCK).read_text("utf-8"))["jobs"]
    return found


def relock(folder: Path, **changes: str) -> None:
    """Change what the lock says of the first job."""
    contents = json.loads((folder / LOCK).read_text("utf-8"))
    contents["jobs"][0].update(changes)
    write(folder, LOCK, contents)


def reconfigure(folder: Path, old: str, new: str) -> None:
    text = (folder / "pyproject.toml").read_text("utf-8")
    assert old in text
    write(folder, "pyproject.toml", text.replace(old, new))


def test_all_jobs_are_done_and_locked(repository: Path) -> None:
    result = generate()
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "wrote src/models/orq_models.py",
        "wrote src/models/orq_types.py",
        "wrote docs/orq.md",
        f"wrote {LOCK}",
    ]
    docs, models = lock(repository)
    assert (docs["out"], docs["revision"], docs["tool"]) == ("docs", "2025-09-04-297ef24d4", __version__)
    assert (models["out"], models["revision"]) == ("src/models", "2025-12-05-34469f234")
    head = (repository / "src" / "models" / "orq_types.py").read_text("utf-8").splitlines()[1]
    assert head.endswith(models["sha256"])
    assert generate("--check").exit_code == 0
    assert generate("--locked").exit_code == 0


def test_it_does_the_same_from_a_folder_below(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert generate().exit_code == 0
    before = (repository / LOCK).read_bytes()
    monkeypatch.chdir(repository / "src")
    assert generate("--check").exit_code == 0
    (repository / "docs" / "orq.md").unlink()
    assert generate("--check").stdout == "../docs/orq.md: stale: missing\n"
    assert generate().stdout == "wrote ../docs/orq.md\n"
    assert (repository / LOCK).read_bytes() == before


def test_check_names_each_stale_file_of_all_jobs(repository: Path) -> None:
    assert generate("--check").stdout.splitlines() == [
        "src/models/orq_models.py: stale: missing",
        "src/models/orq_types.py: stale: missing",
        "docs/orq.md: stale: missing",
        f"{LOCK}: stale: missing",
    ]
    assert not (repository / LOCK).exists()
    assert generate().exit_code == 0
    reconfigure(repository, "2025-12-05-34469f234", "2026-01-23")
    result = generate("--check")
    assert result.exit_code == 1
    *files, locked = result.stdout.splitlines()
    assert [each.partition(": stale: made from ")[0] for each in files] == [
        "src/models/orq_models.py",
        "src/models/orq_types.py",
    ]
    assert locked == (
        f"{LOCK}: stale: orq in src/models: the revision changed since the lock "
        "(2025-12-05-34469f234 -> 2026-01-23-2a606c20e)"
    )
    assert generate("--diff").stdout.count(f"--- {LOCK}\n") == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"tool": "0.0.1"}, f"orq in docs: the tool changed since the lock (0.0.1 -> {__version__})"),
        ({"sha256": "0" * 64}, "orq in docs: the schema changed since the lock (sha256 000000000000 -> "),
        (
            {"schema": "urn:x", "revision": "x"},
            "the revision changed since the lock (x -> 2025-09-04-297ef24d4)",
        ),
        ({"out": "doc"}, "orq in docs: not in the lock"),
    ],
)
def test_locked_refuses_and_check_tells_what_is_not_as_in_the_lock(
    repository: Path, changes: dict[str, str], reason: str
) -> None:
    assert generate().exit_code == 0
    relock(repository, **changes)
    (repository / "docs" / "orq.md").unlink()
    result = generate("--locked")
    assert result.exit_code == 1
    assert reason in result.stdout
    assert not (repository / "docs" / "orq.md").exists()
    assert reason in generate("--check").stdout
    assert generate().exit_code == 0
    assert generate("--locked").exit_code == 0


def test_a_job_that_is_gone_is_told(repository: Path) -> None:
    assert generate().exit_code == 0
    write(repository, "pyproject.toml", TWO_JOBS.partition('[[tool.orq-schema.generate]]\nout = "docs"')[0])
    assert generate("--check").stdout == f"{LOCK}: stale: orq in docs: no job any more\n"


@pytest.mark.parametrize(
    "text", ["<<<<<<< mine\n", "[]", '{"version": 1, "jobs": [1]}', '{"version": 2, "jobs": []}']
)
def test_what_is_no_lock_is_written_anew(repository: Path, text: str) -> None:
    assert generate().exit_code == 0
    good = (repository / LOCK).read_bytes()
    write(repository, LOCK, text)
    assert generate("--locked").stdout == f"{LOCK}: stale: not a lock of this tool\n"
    assert generate().stdout == f"wrote {LOCK}\n"
    assert (repository / LOCK).read_bytes() == good


def test_without_a_lock_locked_writes_nothing(repository: Path) -> None:
    result = generate("--locked")
    assert (result.exit_code, result.stdout) == (1, f"{LOCK}: stale: missing\n")
    assert not (repository / "docs").exists()


def test_a_schema_of_ones_own_is_locked_by_its_contents(repository: Path) -> None:
    job = '[tool.orq-schema]\n[[tool.orq-schema.generate]]\nout = "out"\nschema = "order.schema.json"\n'
    write(repository, "pyproject.toml", job)
    write(repository, "order.schema.json", {"title": "Order", "properties": {"id": {"type": "string"}}})
    assert generate().exit_code == 0
    (entry,) = lock(repository)
    assert (entry["schema"], entry["name"], entry["revision"]) == ("order.schema.json", "order", None)
    write(repository, "order.schema.json", {"title": "Order", "properties": {"id": {"type": "integer"}}})
    assert "order in out: the schema changed since the lock (sha256 " in generate("--locked").stdout


def test_options_win_over_jobs(repository: Path) -> None:
    assert generate("--target", "typeddicts", "--revision", "latest").exit_code == 0
    assert {path.name for path in repository.rglob("*.py")} == {"orq_types.py"}
    assert {each["revision"] for each in lock(repository)} == {"2026-08-20-b6c1c6a3b"}


def test_with_a_folder_no_job_is_done(repository: Path) -> None:
    assert generate("--out", "else", "--target", "docs").exit_code == 0
    assert sorted(each.name for each in repository.iterdir()) == ["else", "pyproject.toml"]


def test_two_jobs_must_not_write_the_same_file_from_different_schemas(repository: Path) -> None:
    reconfigure(repository, '"docs"\n', '"./src/models"\n')
    result = generate()
    assert result.exit_code == 2
    assert result.stdout.startswith(
        "pyproject.toml:7:7: error: another job has files of this name (orq) here"
    )
    assert not (repository / "src").exists()


def test_what_cannot_be_done_is_done_for_no_job(repository: Path) -> None:
    reconfigure(repository, 'target = ["docs"]', 'target = ["docs"]\nschema = "none.json"')
    assert generate().exit_code == 3
    assert not (repository / "src").exists()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "Missing option '--out', and no configuration has jobs to do."),
        (("--out", "x", "--locked"), "--locked and --config are for configured jobs"),
    ],
)
def test_wrong_usage(
    args: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    result = generate(*args)
    assert (result.exit_code, message in result.stderr) == (2, True)


def test_a_wrong_configuration_is_told_with_its_place(repository: Path) -> None:
    reconfigure(repository, '"dataclasses"', '"dataclass"')
    result = generate()
    assert result.exit_code == 2
    assert result.stdout.startswith("pyproject.toml:4:11: error: expected one of ")
    assert 'did you mean "dataclasses"?' in result.stdout


# -- a repository that moves on -----------------------------------------------------------------------------

USES = """\
from models.orq_types import OrqDict

balanced: OrqDict = {
    "load_balancer": [{"model": "openai/gpt-4o", "weight": 1}],
}
plain: OrqDict = {"retry": {"count": 3}}
"""


def mypy(folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "app.py"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_a_type_checker_points_at_the_lines_that_a_newer_revision_changes(repository: Path) -> None:
    job = '[[tool.orq-schema.generate]]\nout = "models"\ntarget = ["typeddicts"]\nrevision = "{}"\n'
    write(repository, "pyproject.toml", job.format("2025-12-05"))
    write(repository, "app.py", USES)
    assert generate().exit_code == 0
    assert mypy(repository) == []
    old = (repository / "models" / "orq_types.py").read_bytes(), (repository / LOCK).read_bytes()

    write(repository, "pyproject.toml", job.format("2026-01-23"))
    assert generate("--check").exit_code == 1
    assert generate().exit_code == 0
    found = mypy(repository)
    assert found
    assert {each.split(":")[1] for each in found} == {"4"}

    # the old checkout gives the old files again
    write(repository, "pyproject.toml", job.format("2025-12-05"))
    write(repository, LOCK, old[1])
    assert generate("--locked").exit_code == 0
    assert (repository / "models" / "orq_types.py").read_bytes() == old[0]


def test_without_a_configuration_there_is_only_what_options_say(repository: Path) -> None:
    result = generate("--no-config")
    assert (result.exit_code, "Missing option '--out'" in result.stderr) == (2, True)
    assert not (repository / LOCK).exists()
    assert generate("--no-config", "--out", "here", "--target", "docs").exit_code == 0
    assert (repository / "here" / "orq.md").exists()
    assert generate("--no-config", "--config", "pyproject.toml").exit_code == 2
