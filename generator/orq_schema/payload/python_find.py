"""
Find the literals in Python source that are orq objects, or bodies with one.

These are the value of a key or keyword argument `orq`, also of one in `extra_body`; what is assigned to a key `orq`,
or put into what is there or has that name;
what is annotated with, returned as, cast to, or made by a call of one of the TypedDicts that we generate; what is
given to `Orq.from_dict`; and what is assigned to a variable, or is the default of a parameter, of the name `orq`.
"""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.payload.python_mentions import children, first_line
from orq_schema.payload.python_names import FUNCTIONS, Module, Scope
from orq_schema.payload.python_ways import last_name, reach
from orq_schema.payload.text import line_starts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.payload.python_types import Types
    from orq_schema.pointer import Steps

KEY, EXTRA = "orq", "extra_body"
# what makes a value of one of these what they are called with
_CALLED = frozenset(("dict", "cast", "copy", "deepcopy", "from_dict"))
Assigning = ast.Assign | ast.AnnAssign | ast.NamedExpr


class Found(NamedTuple):
    """
    A literal: `target` is an orq object, evaluated in `scope`, which is at `sits` of what the document is made of.

    That is the dict or call `holder`. Without one there is nothing else in the document: only the way `place` to a
    part of an orq object, which the target is, or else the key `orq`; the last step is written at `key`, if at all.
    `owner` assigns all of it, or something that it is part of. `sure`: whatever the target is should be an object.
    `presumed`: only its name says what it is.
    """

    target: ast.expr
    scope: Scope
    sits: Steps = ()
    holder: ast.Dict | ast.Call | None = None
    key: ast.expr | None = None
    place: Steps = ()
    owner: Assigning | None = None
    sure: bool = True
    presumed: bool = False


def find(tree: ast.Module, text: str, types: Types) -> Iterator[Found]:
    """The payloads of a file, which has the syntax tree `tree`, in no particular order."""
    return _Finder(tree, text, types).find()


class _Finder:
    def __init__(self, tree: ast.Module, text: str, types: Types) -> None:
        self._tree = tree
        self._types = types
        starts = line_starts(text)
        # the lines that have one of the words: a statement without any need not be looked at
        self._lines = sorted({bisect_right(starts, found.start()) for found in types.word.finditer(text)})
        self._top = Scope(tree, Module(tree, text))
        # dicts that are part of a payload that was found around them
        self._taken: set[int] = set()
        self._seekers: dict[type[ast.AST], Callable[[Any, Scope], Iterator[Found]]] = {
            ast.Dict: self._dict,
            ast.Call: self._call,
            ast.Assign: self._assignment,
            ast.AugAssign: self._augmented,
            ast.AnnAssign: self._annotation,
            ast.NamedExpr: self._walrus,
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.Lambda: self._function,
            ast.Return: self._return,
        }

    def find(self) -> Iterator[Found]:
        waiting: list[tuple[ast.AST, Scope, Assigning | None]] = [(self._tree, self._top, None)]
        while waiting:
            node, scope, owner = waiting.pop()
            if self._is_idle(node, scope):
                continue
            inner = scope
            if isinstance(node, Assigning):
                owner = node
            elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                inner, owner = self._inner(node, scope), None
            seek = self._seekers.get(type(node))
            if seek is not None:
                yield from (each._replace(owner=owner) for each in seek(node, scope))
            body = {id(each) for each in _body(node)} if inner is not scope else ()
            waiting += [
                (each, inner if id(each) in body else scope, owner)
                for each in children(node)
                if id(each) not in self._taken
            ]

    def _is_idle(self, node: ast.AST, scope: Scope) -> bool:
        """Whether no line of `node` has a word that speaks for a payload."""
        if not isinstance(node, (ast.stmt, ast.expr)) or scope.returns is not None:
            return False
        at = bisect_left(self._lines, first_line(node))
        return at == len(self._lines) or self._lines[at] > (node.end_lineno or node.lineno)

    def _inner(self, node: ast.AST, outer: Scope) -> Scope:
        returns: ast.expr | None = getattr(node, "returns", None)
        is_ours = returns is not None and self._types.mentions(returns)
        return Scope(node, outer.module, outer, returns=returns if is_ours else None)

    def _found(self, found: Found) -> Iterator[Found]:
        self._take(found.target)
        yield found

    def _take(self, node: ast.expr) -> None:
        """Do not look for payloads in `node`, but in those calls in it that are anybody's guess."""
        is_ours = isinstance(node, ast.Call) and last_name(node.func) in _CALLED | self._types.names
        if is_ours or isinstance(node, ast.Dict):
            self._taken.add(id(node))
        elif isinstance(node, (ast.IfExp, ast.BoolOp, ast.BinOp, ast.NamedExpr)):
            for each in ast.iter_child_nodes(node):
                if isinstance(each, ast.expr):
                    self._take(each)

    # -- keys and arguments ---------------------------------------------------------------------------------

    def _dict(self, node: ast.Dict, scope: Scope) -> Iterator[Found]:
        names = {
            key.value: value
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        }
        if KEY in names:
            # otherwise it may be a table of anything, with a name for a key
            sure = "messages" in names
            yield from self._found(Found(names[KEY], scope, (KEY,), node, sure=sure))
        elif EXTRA in names:
            yield from self._extra(node, names[EXTRA], scope)

    def _call(self, node: ast.Call, scope: Scope) -> Iterator[Found]:
        arguments = {each.arg: each.value for each in node.keywords}
        if KEY in arguments:
            yield from self._found(Found(arguments[KEY], scope, (KEY,), node, sure=False))
        elif EXTRA in arguments:
            yield from self._extra(node, arguments[EXTRA], scope)
        else:
            yield from self._put_in(node, scope)
            yield from self._made(node, scope)

    def _extra(self, holder: ast.Dict | ast.Call, extra: ast.expr, scope: Scope) -> Iterator[Found]:
        """What is under the key `orq` of `extra`, if that is a dict."""
        pairs: list[tuple[object, ast.expr]] = []
        if isinstance(extra, ast.Dict):
            pairs = [
                (key.value, value)
                for key, value in zip(extra.keys, extra.values, strict=True)
                if isinstance(key, ast.Constant)
            ]
        elif isinstance(extra, ast.Call) and last_name(extra.func) == "dict":
            pairs = [(each.arg, each.value) for each in extra.keywords]
        targets = [value for key, value in pairs if key == KEY]
        if targets:
            self._taken.add(id(extra))
            yield from self._found(Found(targets[-1], scope, (EXTRA, KEY), holder))

    def _made(self, node: ast.Call, scope: Scope) -> Iterator[Found]:
        """What is said to be one of ours by the function that is called."""
        name = last_name(node.func)
        place = self._types.place(name)
        if place is not None and (node.args or node.keywords):
            yield from self._placed(node, place, scope)
        elif name == "from_dict" and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
            if last_name(node.func.value) == "Orq":
                yield from self._placed(node.args[0], (), scope)
        elif name == "cast" and len(node.args) > 1:
            yield from self._annotated(node.args[0], node.args[1], scope)

    # -- annotations and names ------------------------------------------------------------------------------

    def _assignment(self, node: ast.Assign, scope: Scope) -> Iterator[Found]:
        for target in node.targets:
            key = target.slice if isinstance(target, ast.Subscript) else None
            if isinstance(key, ast.Constant) and key.value == KEY:
                yield from self._found(Found(node.value, scope, (KEY,), key=key, sure=False))
            elif isinstance(target, (ast.Name, ast.Attribute)):
                name = last_name(target)
                annotation = scope.annotation(name) if isinstance(target, ast.Name) else None
                yield from self._named(name, annotation, node.value, scope)
            elif isinstance(target, ast.Subscript):
                yield from self._inside(target, node.value, scope, key=target.slice)

    def _augmented(self, node: ast.AugAssign, scope: Scope) -> Iterator[Found]:
        if isinstance(node.op, ast.BitOr):
            yield from self._inside(node.target, node.value, scope)

    def _put_in(self, node: ast.Call, scope: Scope) -> Iterator[Found]:
        """What a method puts into an orq object, or into a list in it."""
        if isinstance(node.func, ast.Attribute) and len(node.args) == 1 and not node.keywords:
            if node.func.attr == "update":
                yield from self._inside(node.func.value, node.args[0], scope)
            elif node.func.attr == "append":
                yield from self._inside(node.func.value, node.args[0], scope, below=(0,))

    def _inside(
        self, target: ast.expr, value: ast.expr, scope: Scope, below: Steps = (), key: ast.expr | None = None
    ) -> Iterator[Found]:
        """A `value` for what is `below` the part of an orq object that `target` is; `key` is the last step."""
        place = _place(target)
        # a number right under a key `orq` may be anything, such as a count of what was sent there
        if place is None or not (isinstance(value, (ast.Dict, ast.List)) or len(place) > 1):
            return
        if id(value) not in self._taken and not _is_around(value):
            found = Found(value, scope, key=key, place=(*place, *below), sure=False, presumed=True)
            yield from self._found(found)

    def _walrus(self, node: ast.NamedExpr, scope: Scope) -> Iterator[Found]:
        yield from self._named(node.target.id, scope.annotation(node.target.id), node.value, scope)

    def _annotation(self, node: ast.AnnAssign, scope: Scope) -> Iterator[Found]:
        if node.value is not None:
            yield from self._named(last_name(node.target), node.annotation, node.value, scope)

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope
    ) -> Iterator[Found]:
        """The defaults of parameters."""
        args = node.args
        positional = [*args.posonlyargs, *args.args]
        pairs = [
            *zip(reversed(positional), reversed(args.defaults), strict=False),
            *zip(args.kwonlyargs, args.kw_defaults, strict=True),
        ]
        for each, default in pairs:
            if default is not None:
                yield from self._named(each.arg, each.annotation, default, scope)

    def _return(self, node: ast.Return, scope: Scope) -> Iterator[Found]:
        if node.value is not None and scope.returns is not None:
            yield from self._annotated(scope.returns, node.value, scope)

    def _named(
        self, name: str, annotation: ast.expr | None, value: ast.expr, scope: Scope
    ) -> Iterator[Found]:
        """What has a `name`, and perhaps an `annotation`, that says what it is."""
        found = [] if annotation is None else list(self._annotated(annotation, value, scope))
        yield from found
        if not found and name == KEY and id(value) not in self._taken and not _is_around(value):
            yield from self._found(Found(value, scope, sure=False, presumed=True))

    def _annotated(self, annotation: ast.expr, value: ast.expr, scope: Scope) -> Iterator[Found]:
        for each, place in self._types.within(annotation, value):
            yield from self._placed(each, place, scope)

    def _placed(self, value: ast.expr, place: Steps, scope: Scope) -> Iterator[Found]:
        is_none = isinstance(value, ast.Constant) and value.value in {None, ...}
        if not is_none and id(value) not in self._taken:
            yield from self._found(Found(value, scope, place=place))


def _place(target: ast.expr) -> Steps | None:
    """The steps from an orq object to `target`; None where that is in none, or they are not all written."""
    to = reach(target)
    if to is None:
        return None
    steps = [each for each in to.way if each is not None]
    if len(steps) < len(to.way):
        return None
    if KEY in steps:
        return tuple(steps[steps.index(KEY) + 1 :])
    return tuple(steps) if to.name.rpartition(".")[2] == KEY else None


def _body(node: ast.AST) -> list[ast.AST]:
    """What of a function or class is evaluated in a scope of its own."""
    body: list[ast.AST] | ast.AST = getattr(node, "body", [])
    return body if isinstance(body, list) else [body]


def _is_around(value: ast.expr) -> bool:
    """Whether `value` is a body that says itself where its orq object is."""
    keys = value.keys if isinstance(value, ast.Dict) else []
    return any(isinstance(each, ast.Constant) and each.value in {KEY, EXTRA} for each in keys)
