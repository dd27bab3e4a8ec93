"""Which names in Python source stand for containers that something else may change."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# calls with one of these arguments are requests, which carry the payload as it is
_CARRIES = frozenset(("orq", "extra_body"))
# what changes nothing in its arguments
_HARMLESS = frozenset((
    "bool", "cast", "copy", "deepcopy", "dict", "dumps", "from_dict", "isinstance", "len", "list", "pprint", "print",
    "repr", "sorted", "str", "tuple", "type",
))  # fmt: skip


def base(node: ast.expr) -> Iterator[str]:
    """The name at the start of `a["b"].c`, or of `a.get("b")`."""
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        yield node.id


def escaped(tree: ast.Module, changed: Iterable[str]) -> frozenset[str]:
    """The names `changed`, those that are handed to other code, and those whose parts have such a name too."""
    found = set(changed)
    aliases: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found.update(_handed(node))
        for target, value in _named(node):
            if isinstance(target, ast.Name):
                aliases.setdefault(target.id, set()).update(base(value))
            elif not _is_carrier(target):
                found.update(base(value))
    waiting = [*found]
    while waiting:
        new = aliases.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found)


def _handed(node: ast.Call) -> Iterator[str]:
    """The names that a call may change what they stand for."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in _HARMLESS or name.endswith("Dict") or any(each.arg in _CARRIES for each in node.keywords):
        return
    for each in [*node.args, *[each.value for each in node.keywords if each.arg is not None]]:
        if isinstance(each, (ast.Name, ast.Subscript, ast.Attribute)):
            yield from base(each)


def _named(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target that `node` gives a value, or its items, to."""
    if isinstance(node, ast.Assign):
        yield from ((each, node.value) for each in node.targets)
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
        yield node.target, node.value
    elif isinstance(node, (ast.For, ast.AsyncFor)):
        targets = node.target.elts if isinstance(node.target, ast.Tuple) else [node.target]
        yield from ((each, node.iter) for each in targets)


def _is_carrier(target: ast.expr) -> bool:
    """Whether it is `body["orq"]`: the payload is put where it belongs."""
    key = target.slice if isinstance(target, ast.Subscript) else None
    return isinstance(key, ast.Constant) and key.value in _CARRIES
