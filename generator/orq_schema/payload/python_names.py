"""What the names in Python source stand for, where they are bound once and for all."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple, cast

from orq_schema.payload.python_escape import base, escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.pointer import Steps

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = (*FUNCTIONS, ast.ClassDef)
_MUTATORS = (
    "append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort", "update",
)  # fmt: skip
# a first look, which takes far less time than the syntax tree
_PERHAPS_CHANGED = re.compile(rf"\b(\w+)\s*(?:\[|\.\s*(?:{'|'.join(_MUTATORS)})\s*\()")
_SEVERAL = object()
_LEAVES = frozenset((ast.Constant, ast.Load, ast.Store))


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below `node` that have any below them, or are names; in no order."""
    found: list[ast.AST] = []
    for value in vars(node).values():
        if type(value) is list:
            found += [each for each in cast("list[object]", value) if isinstance(each, ast.AST)]
        elif isinstance(value, ast.AST) and type(value) not in _LEAVES:
            found.append(value)
    return found


class Bound(NamedTuple):
    """The one thing that a name is bound to, and the scope in which that is evaluated."""

    expression: ast.expr
    scope: Scope


class Module:
    """What holds for the names of a whole file."""

    def __init__(self, tree: ast.Module, text: str) -> None:
        self._tree = tree
        self._text = text
        self._suspects: frozenset[str] | None = None
        self._changed: frozenset[str] | None = None
        self._escaped: frozenset[str] | None = None
        self._outer: frozenset[str] | None = None

    def changes(self, name: str) -> bool:
        """Whether something is put into, or taken out of, what the `name` stands for, in whatever scope."""
        if self._suspects is None:
            self._suspects = frozenset(_PERHAPS_CHANGED.findall(self._text))
        if name not in self._suspects:
            return False
        if self._changed is None:
            self._changed = frozenset(_changed(self._tree))
        return name in self._changed

    def escapes(self, name: str) -> bool:
        """Whether what the `name` stands for may be another by the time that it is used, in whatever scope."""
        if self._escaped is None:
            self._escaped = escaped(self._tree, _changed(self._tree))
        return name in self._escaped

    def outer(self) -> frozenset[str]:
        """The names that some function declares to be those of a scope around it."""
        if self._outer is None:
            declared = re.search(r"\b(?:global|nonlocal)\b", self._text)
            nodes = ast.walk(self._tree) if declared else iter(())
            self._outer = frozenset(
                name for each in nodes if isinstance(each, (ast.Global, ast.Nonlocal)) for name in each.names
            )
        return self._outer


class Scope:
    """
    A module, class or function, and what its names are bound to.

    `returns` says where in an orq object belongs what a function returns, if it is annotated so.
    """

    def __init__(
        self, node: ast.AST, module: Module, outer: Scope | None = None, *, returns: Steps | None = None
    ) -> None:
        self.module = module
        self.returns = returns
        self._node = node
        self._outer = outer
        self._bound: dict[str, object] | None = None

    def lookup(self, name: str) -> Bound | None:
        """What `name` stands for in here; None where it is bound several times, or by anything but an assignment."""
        scope: Scope | None = self
        while scope is not None:
            # the names of a class are not seen from its functions
            if scope is self or not isinstance(scope._node, ast.ClassDef):  # noqa: SLF001 - its own class
                found = scope._names().get(name)  # noqa: SLF001 - its own class
                if found is not None:
                    fixed = isinstance(found, ast.expr) and name not in self.module.outer()
                    return Bound(found, scope) if fixed and isinstance(found, ast.expr) else None
            scope = scope._outer  # noqa: SLF001 - its own class
        return None

    def _names(self) -> dict[str, object]:
        if self._bound is None:
            self._bound = {}
            for name, value in _bindings(self._node):
                self._bound[name] = _SEVERAL if name in self._bound or value is None else value
        return self._bound


def _bindings(scope: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Each binding of a name in `scope`, with the expression that is assigned if it is as simple as that."""
    if isinstance(scope, FUNCTIONS):
        yield from ((each.arg, None) for each in _parameters(scope.args))
    body: list[ast.AST] | ast.AST = getattr(scope, "body", [])
    waiting = [*body] if isinstance(body, list) else [body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            simple = [each for each in targets if isinstance(each, ast.Name)]
            yield from ((each.id, node.value) for each in simple)
            waiting += [each for each in targets if each not in simple]
            waiting.append(node.value)
            continue
        if isinstance(node, ast.AnnAssign):
            # only a type is stated
            continue
        yield from ((name, None) for name in _bound_by(node))
        if not isinstance(node, _SCOPES):
            waiting += children(node)


def _bound_by(node: ast.AST) -> list[str]:
    """The names that `node` itself binds, other than by a plain assignment."""
    if isinstance(node, ast.Name):
        return [] if isinstance(node.ctx, ast.Load) else [node.id]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(each.asname or each.name).split(".")[0] for each in node.names]
    if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        return [node.name] if node.name else []
    if isinstance(node, ast.MatchMapping):
        return [node.rest] if node.rest else []
    return []


def _parameters(args: ast.arguments) -> list[ast.arg]:
    rest = [each for each in (args.vararg, args.kwarg) if each is not None]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *rest]


def _changed(tree: ast.Module) -> Iterator[str]:
    """The names whose containers are changed somewhere."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            yield from base(node)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _MUTATORS
        ):
            yield from base(node.func)
