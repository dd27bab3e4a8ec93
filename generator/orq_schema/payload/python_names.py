"""What the names in Python source stand for, where they are bound once and for all."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.payload.python_changes import Changes
from orq_schema.payload.python_mentions import Mentions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.python_changes import Change

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = (*FUNCTIONS, ast.ClassDef)
_SEVERAL = object()
# more than these are harmless, and a word boundary in front is five times as slow
_OUTER = re.compile(r"(?:global|nonlocal)\b([^\n;#]*)")


class Bound(NamedTuple):
    """The one thing that a name is bound to, and the scope in which that is evaluated."""

    expression: ast.expr
    scope: Scope


class Module:
    """What holds for the names of a whole file."""

    def __init__(self, tree: ast.Module, text: str) -> None:
        self.mentions = Mentions(tree, text)
        # the names that some function declares to be those of a scope around it
        self.outer = frozenset(name for found in _OUTER.findall(text) for name in re.findall(r"\w+", found))
        self._tree = tree
        self._changes = Changes(self.mentions)

    def changes(self, name: str, scope: Scope) -> frozenset[Change]:
        """What is done, wherever it may be, to what the dotted `name` stands for that is bound in `scope`."""
        is_local = isinstance(scope.node, _SCOPES) and "." not in name and name not in self.outer
        return self._changes.to(name, scope.node if is_local else self._tree)


class Scope:
    """
    A module, class or function, and what its names are bound to.

    `returns` is what a function that returns one of ours is annotated with.
    """

    def __init__(
        self, node: ast.AST, module: Module, outer: Scope | None = None, *, returns: ast.expr | None = None
    ) -> None:
        self.module = module
        self.returns = returns
        self.node = node
        self._outer = outer
        self._found: dict[str, object] = {}
        parameters = _parameters(node.args) if isinstance(node, FUNCTIONS) else []
        self._parameters = {each.arg: each.annotation for each in parameters}

    def lookup(self, name: str) -> Bound | None:
        """What `name` stands for in here; None where it is bound several times, or by anything but an assignment."""
        scope: Scope | None = self
        while scope is not None:
            # the names of a class are not seen from its functions
            if scope is self or not isinstance(scope.node, ast.ClassDef):
                found = scope._binding(name)  # noqa: SLF001 - its own class
                if found is not None:
                    fixed = isinstance(found, ast.expr) and name not in self.module.outer
                    return Bound(found, scope) if fixed and isinstance(found, ast.expr) else None
            scope = scope._outer  # noqa: SLF001 - its own class
        return None

    def annotation(self, name: str) -> ast.expr | None:
        """What `name` is annotated with in here, at whatever statement."""
        declared = [self._parameters[name]] if name in self._parameters else []
        stated = [each for each in self._own(name) if isinstance(each, ast.AnnAssign)]
        declared += [each.annotation for each in stated if _is_named(each.target, name)]
        return next((each for each in declared if each is not None), None)

    def _binding(self, name: str) -> object:
        """The expression that is assigned to `name`, if that is all that binds it here; None if nothing does."""
        if name not in self._found:
            values = [None] if name in self._parameters else list(self._bindings(name))
            is_one = len(values) == 1 and values[0] is not None
            self._found[name] = values[0] if is_one else _SEVERAL if values else None
        return self._found[name]

    def _bindings(self, name: str) -> Iterator[ast.expr | None]:
        """Each binding of `name` in here: the expression that is assigned, None if it is not as simple as that."""
        simple: set[int] = set()
        for node in self._own(name):
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                plain = [each for each in targets if _is_named(each, name)]
                simple |= {id(each) for each in plain}
                if plain and node.value is not None:
                    yield node.value
            elif id(node) not in simple and name in _bound_by(node):
                yield None

    def _own(self, name: str) -> Iterator[ast.AST]:
        """The nodes in here that mention `name`, among others, without those in inner scopes; outer ones first."""
        mentions = self.module.mentions
        waiting = [
            each
            for each in mentions.below(self.node, name)
            if isinstance(each, ast.stmt) or each is getattr(self.node, "body", None)
        ]
        while waiting:
            node = waiting.pop()
            yield node
            if not isinstance(node, _SCOPES) and mentions.may_bind(node):
                waiting += mentions.below(node, name)


def _is_named(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name


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
