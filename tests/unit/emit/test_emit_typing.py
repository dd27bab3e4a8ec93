"""What a type checker says of the generated modules, of good use of them, and of mistakes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.emit.test_emit_golden import SCHEMAS

from orq_schema.emit import TARGETS
from orq_schema.ir.build import build
from orq_schema.load import schema as load

CONSUMERS = Path(__file__).parents[2] / "typing"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, set[int]]]:
    """For each checker, the lines that it reports by file, over all generated modules and both consumers."""
    folder = tmp_path_factory.mktemp("typing")
    for case, schema in SCHEMAS.items():
        model = build(schema)
        for target in ("dataclasses", "typeddicts", *(["pydantic"] if case == "orq" else [])):
            for name, text in TARGETS[target](model, schema).items():
                (folder / name).write_text(text, encoding="utf-8")
    for consumer in CONSUMERS.glob("consumer_*.py"):
        (folder / consumer.name).write_text(consumer.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    return {"mypy": mypy(folder), "pyright": pyright(folder)}


def mypy(folder: Path) -> dict[str, set[int]]:
    files = sorted(path.name for path in folder.glob("*.py"))
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file=", *files]
    out = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
    found: dict[str, set[int]] = {}
    for name, line in re.findall(r"^([\w.]+):(\d+): error", out, flags=re.MULTILINE):
        found.setdefault(name, set()).add(int(line))
    assert "checked" in out or "no issues" in out, out
    return found


def pyright(folder: Path) -> dict[str, set[int]]:
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    out = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
    report = json.loads(out)
    assert report["summary"]["filesAnalyzed"] > len(SCHEMAS)
    found: dict[str, set[int]] = {}
    for each in report["generalDiagnostics"]:
        if each["severity"] == "error":
            line = each["range"]["start"]["line"] + 1
            found.setdefault(Path(each["file"]).name, set()).add(line)
    return found


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_only_mistakes_are_reported(checker: str, checked: dict[str, dict[str, set[int]]]) -> None:
    lines = (CONSUMERS / "consumer_bad.py").read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith("# error")}
    assert checked[checker] == {"consumer_bad.py": marked}


def test_the_good_consumer_runs(checked: object) -> None:
    del checked
    schema = load.builtin("orq")
    model = build(schema)
    from tests.unit.emit.modules import import_text

    for target in ("dataclasses", "typeddicts"):
        for name, text in TARGETS[target](model, schema).items():
            import_text(text, name.removesuffix(".py"))
    import_text((CONSUMERS / "consumer_good.py").read_text(encoding="utf-8"), "consumer_good")
