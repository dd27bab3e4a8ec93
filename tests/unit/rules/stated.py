"""Find the rules that the package states: whatever is handed to a parameter, or kept in a field, called `rule`."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent.parent.parent / "generator" / "orq_schema"
KEBAB = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")


@cache
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {"generated", "rules"} & set(path.relative_to(PACKAGE).parts[:-1])
    }


def constants(tree: ast.AST) -> set[str]:
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str)}


def stated(module: str) -> set[str]:
    """Give the rules that `module` names where a rule is asked for."""
    tree = trees()[module]
    known = _askers(tree)
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            # a name of this module hides that of another
            place = known.get(name, _everywhere().get(name))
            given = [each.value for each in node.keywords if each.arg == "rule"]
            given += [node.args[place]] if place is not None and place < len(node.args) else []
            found.update(text for each in given for text in _texts(each))
        elif isinstance(node, ast.Assign) and any("RULE" in getattr(each, "id", "") for each in node.targets):
            found.update(_texts(node.value))
    return found


def _texts(node: ast.expr) -> Iterator[str]:
    """Give the strings that `node` is, may be or has."""
    # an empty one stands for no rule
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Tuple):
        yield from (text for each in node.elts for text in _texts(each))


@cache
def _everywhere() -> dict[str, int]:
    """Give the callables of all modules that others may use."""
    return {name: at for tree in trees().values() for name, at in _askers(tree).items() if name[0] != "_"}


def _askers(tree: ast.Module) -> dict[str, int]:
    """Give where `rule` stands among the arguments of each class and function that has such a parameter or field."""
    return {name: names.index("rule") for name, names in _signatures(tree) if "rule" in names}


def _signatures(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(tree):
        # what click makes of a function is called by nobody
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:
            yield node.name, _parameters(node)
        elif isinstance(node, ast.ClassDef):
            starts = [
                each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"
            ]
            fields = [
                each.target.id
                for each in node.body
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
            ]
            yield node.name, _parameters(starts[0]) if starts else fields


def _parameters(function: ast.FunctionDef) -> list[str]:
    names = [each.arg for each in function.args.args]
    return names[1:] if names[:1] == ["self"] else names
