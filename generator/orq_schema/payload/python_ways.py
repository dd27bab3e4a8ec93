"""From a name to a part of what it stands for: `body["orq"]["retry"]`, and what is held by a container as written."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# steps into a container, None for one that is known only at run time
Way = tuple[str | int | None, ...]

# methods that give a member
_GETTERS = frozenset(("get", "setdefault", "pop"))


class Reach(NamedTuple):
    """A name, dotted if it is one of an attribute, and the way from what it stands for."""

    name: str
    way: Way


def reach(node: ast.expr) -> Reach | None:
    """The name and the way that `a.b["c"]` or `a.b.get("c")` starts with and goes; None where it starts otherwise."""
    steps: list[str | int | None] = []
    while True:
        if isinstance(node, ast.Subscript):
            steps.append(step_of(node.slice))
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in _GETTERS:
                steps.append(step_of(node.args[0]) if node.args else -1)
            node = node.func.value
        else:
            break
    name = dotted(node)
    return None if name is None else Reach(name, tuple(reversed(steps)))


def held(node: ast.expr) -> Iterator[tuple[Way, ast.expr]]:
    """`node` and the expressions that are values in it, each with the way to it; outer ones first."""
    waiting: list[tuple[Way, ast.expr]] = [((), node)]
    while waiting:
        way, each = waiting.pop()
        yield way, each
        waiting += [((*way, *steps), inner) for steps, inner in _parts(each)]


def _parts(node: ast.expr) -> Iterator[tuple[Way, ast.expr]]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None:
                yield (step_of(key),), value
    elif isinstance(node, (ast.List, ast.Tuple)):
        spread = any(isinstance(each, ast.Starred) for each in node.elts)
        yield from (((None if spread else number,), each) for number, each in enumerate(node.elts))
    elif isinstance(node, ast.IfExp):
        yield from (((), each) for each in (node.body, node.orelse))
    elif isinstance(node, ast.BoolOp):
        yield from (((), each) for each in node.values)
    elif isinstance(node, (ast.NamedExpr, ast.Await)):
        yield (), node.value
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from (((), each) for each in (node.left, node.right) if isinstance(each, ast.Dict))
    elif isinstance(node, ast.Call) and is_copy(node):
        yield from (((each.arg,), each.value) for each in node.keywords if each.arg is not None)
        yield from (((), each) for each in node.args if isinstance(each, ast.Dict))


def is_copy(node: ast.Call) -> bool:
    """Whether what is called makes a container of its arguments, as `dict` does."""
    name = last_name(node.func)
    return name == "dict" or name.endswith("Dict")


def step_of(node: ast.expr | None) -> str | int | None:
    """The key or index that `node` is; None where it is not a constant one."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        operand = step_of(node.operand)
        return -operand if isinstance(operand, int) else None
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) or type(value) is int else None


def dotted(node: ast.expr) -> str | None:
    """`a.b.c` for that; None where the expression is no name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(names)]) if isinstance(node, ast.Name) else None


def last_name(node: ast.expr) -> str:
    """`c` for `a.b.c`, and for `c`; nothing where the expression is no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
