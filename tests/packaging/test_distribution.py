"""What is built is whole: the wheel and the sdist, installed away from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from orq_schema import __version__

ROOT = Path(__file__).parent.parent.parent
SCHEMAS = sorted(str(path.relative_to(ROOT / "schemas")) for path in (ROOT / "schemas").rglob("*.json"))
TEMPLATES = sorted(
    str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.jinja")
)
PACKAGE = ROOT / "generator" / "orq_schema"
MODULES = sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py"))
RULES = sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.toml"))


def run(*command: str, cwd: Path) -> str:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COVERAGE"))
    }
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return next(dist.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel), cwd=folder)
    return folder


def test_the_wheel_has_schemas_templates_and_every_module(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert f"orq_schema-{__version__}-" in wheel.name
    for name in SCHEMAS:
        assert f"orq_schema/schemas/{name}" in names
    for name in TEMPLATES:
        assert f"orq_schema/templates/{name}" in names
    assert RULES
    for name in (*MODULES, *RULES):
        assert f"orq_schema/{name}" in names
    assert "orq_schema/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert all(name.startswith(("orq_schema/", "orq_schema-")) for name in names)


def test_the_sdist_has_what_building_and_testing_need(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in (*(f"schemas/{each}" for each in SCHEMAS), *(f"templates/{each}" for each in TEMPLATES)):
        assert name in names
    assert {"pyproject.toml", "LICENSE", "README.md", "Makefile", "tests/test_layers.py"} <= names


def test_the_installed_command_validates_and_generates(installed: Path) -> None:
    command = str(installed / "venv" / "bin" / "orq-schema")
    payload = installed / "payload.json"
    payload.write_text('{"retries": {"count": 3}}', encoding="utf-8")
    report = json.loads(run(command, "validate", "--format", "json", str(payload), cwd=installed))
    assert [each["hint"] for each in report["problems"]] == ['did you mean "retry"?']
    run(command, "generate", "--out", "models", cwd=installed)
    assert sorted(path.name for path in (installed / "models").iterdir()) == [
        "orq.md",
        "orq_models.py",
        "orq_types.py",
        "orq_validator.py",
    ]
    run(command, "schema", "check", cwd=installed)
    run(command, "generate", "--revision", "latest", "--out", "newest", cwd=installed)
    assert run(command, "rules", "bom", cwd=installed).startswith("bom: warning")
    assert run(command, "explain", "retry.count", cwd=installed).startswith("retry.count: number")
    assert run(command, "--version", cwd=installed).strip().endswith(__version__)


def test_generated_files_are_those_that_are_shipped(installed: Path) -> None:
    command = str(installed / "venv" / "bin" / "orq-schema")
    run(command, "generate", "--out", "again", cwd=installed)
    for name in ("orq_models.py", "orq_types.py", "orq_validator.py"):
        shipped = (PACKAGE / "generated" / name).read_bytes()
        assert (installed / "again" / name).read_bytes() == shipped


def test_types_are_seen_from_outside(installed: Path) -> None:
    consumer = installed / "consumer.py"
    consumer.write_text(
        "from orq_schema.generated.orq_types import OrqDict\n"
        "import orq_schema\n"
        'payload: OrqDict = {"retry": {"count": 3}}\n'
        "print(orq_schema.is_valid(payload))\n",
        encoding="utf-8",
    )
    python = str(installed / "venv" / "bin" / "python")
    assert run(python, "consumer.py", cwd=installed).strip() == "True"
    command = (sys.executable, "-m", "mypy", "--strict", "--python-executable", python, "consumer.py")
    assert "Success" in run(*command, cwd=installed)
