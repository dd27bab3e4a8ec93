"""Imports point one way: a stage knows those before it, and only the command line joins them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator" / "orq_schema"

BASE = {"errors", "grouping", "jsonvalue", "pointer", "resources", "version", "templating"}
# what each room may import besides itself and BASE
ALLOWED: dict[str, set[str]] = {
    **{name: set[str]() for name in BASE},
    # generated modules need nothing of ours
    "load": {"generated"},
    "ir": {"load"},
    "compile": {"load"},
    "emit": {"load", "ir", "compile"},
    "openapi": {"load"},
    "payload": set(),
    "generated": set(),
    "validation": {"load", "compile", "payload", "generated", "rules"},
    "report": {"rules"},
    "rules": set(),
    "fix": {"payload", "validation"},
    "migrate": {"load", "payload", "validation", "fix"},
    "config": {"load", "payload", "validation", "generated", "rules"},
    "evolve": {"load", "compile", "report"},
    "explain": {"load", "ir", "compile", "emit", "validation", "report"},
    "bulk": {"load", "payload", "validation", "generated"},
    "arrow": {"bulk"},
    "spark": {"load", "compile", "payload", "validation", "bulk", "arrow"},
    "api": {"compile", "load", "payload", "validation", "generated"},
}
# the package itself, the command and the rooms that join all others
JOINING = {"__init__", "__main__", "cli", "testing"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, f"{path}: imports are absolute"
            names = [f"{node.module}.{each.name}" for each in node.names]
        elif isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("orq_schema.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    if room(path) in JOINING:
        return
    assert imported(path) - BASE - {room(path)} <= ALLOWED[room(path)]


def test_base_modules_do_not_import_stages() -> None:
    for name in sorted(BASE):
        paths = (
            [PACKAGE / f"{name}.py"]
            if (PACKAGE / f"{name}.py").exists()
            else sorted((PACKAGE / name).glob("*.py"))
        )
        assert paths
        for path in paths:
            assert imported(path) <= BASE


def test_generated_modules_need_nothing_but_the_standard_library() -> None:
    for path in sorted((PACKAGE / "generated").glob("*.py")):
        assert not imported(path)
