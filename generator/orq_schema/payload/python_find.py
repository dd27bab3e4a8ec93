"""
Find the literals in Python source that are orq objects, or bodies with one.

These are the value of a key or keyword argument `orq`, also of one in `extra_body`; what is assigned to a key `orq`;
what is annotated with, returned as, cast to, or made by a call of one of the TypedDicts that we generate; and what is
given to `Orq.from_dict`.
"""

from __future__ import annotations

import ast
import re
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.payload.python_names import FUNCTIONS, Module, Scope, children
from orq_schema.payload.python_value import last_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.pointer import Steps

KEY, EXTRA = "orq", "extra_body"
# the names of generated TypedDicts, and where in an orq object each is used
_ROOT = "OrqDict"
_PLACES: dict[str, Steps] = {
    "RetryDict": ("retry",),
    "FallbackDict": ("fallbacks", 0),
    "PromptDict": ("prompt",),
    "ContactDict": ("contact",),
    "ThreadDict": ("thread",),
    "CacheDict": ("cache",),
    "KnowledgeBaseDict": ("knowledge_bases", 0),
    "SearchOptionsDict": ("knowledge_bases", 0, "search_options"),
    "RerankConfigDict": ("knowledge_bases", 0, "rerank_config"),
    "RerankParametersDict": ("knowledge_bases", 0, "rerank_config", "model_parameters"),
    "AgenticRagConfigDict": ("knowledge_bases", 0, "agentic_rag_config"),
}
_ALIAS = re.compile(r"\b(\w+Dict)\s+as\s+(\w+)")
_MODULE = "orq_types"
# what an annotation may have around the type itself
_AROUND = frozenset(
    ("Optional", "Annotated", "Final", "ClassVar", "Union", "Required", "NotRequired", "ReadOnly")
)
_LISTS = frozenset(("list", "List", "Sequence", "Iterable", "tuple", "Tuple"))
_MAPPINGS = frozenset(("dict", "Dict", "Mapping", "MutableMapping"))
# what makes a value of one of these what they are called with
_CALLED = frozenset(("dict", "cast", "copy", "deepcopy", "from_dict"))


class Found(NamedTuple):
    """
    A literal: `target` is an orq object, evaluated in `scope`, which is at `sits` of what the document is made of.

    That is the dict or call `holder`. Without one there is nothing else in the document: only the key, which is
    written at `key`, or else the way `place` to a part of an orq object, which the target is. `owner` is the variable
    that all of it is assigned to. `sure`: whatever the target is should be an object.
    """

    target: ast.expr
    scope: Scope
    sits: Steps = ()
    holder: ast.Dict | ast.Call | None = None
    key: ast.expr | None = None
    place: Steps = ()
    owner: str | None = None
    sure: bool = True


def typed(text: str) -> frozenset[str]:
    """The names of our TypedDicts that count in a file: but for the main one they are common words."""
    return frozenset(_types(text))


def _types(text: str) -> dict[str, Steps]:
    """The same, also as they are imported, with where in an orq object each is used."""
    found: dict[str, Steps] = {_ROOT: ()} | (_PLACES if _MODULE in text else {})
    return found | {alias: found[name] for name, alias in _ALIAS.findall(text) if name in found}


def find(tree: ast.Module, text: str) -> Iterator[Found]:
    """The payloads of a file, which has the syntax tree `tree`, in no particular order."""
    return _Finder(tree, text).find()


class _Finder:
    def __init__(self, tree: ast.Module, text: str) -> None:
        self._tree = tree
        self._types = _types(text)
        word = re.compile(rf"orq|\b(?:{'|'.join(self._types)})\b", re.IGNORECASE)
        # how many lines up to each have one of the words: what has none need not be looked at
        lines = re.split(r"\r\n?|\n", text)
        self._counts = [0, *accumulate(int(word.search(line) is not None) for line in lines), 0]
        self._top = Scope(tree, Module(tree, text))
        # dicts that are part of a payload that was found around them
        self._taken: set[int] = set()
        self._seekers: dict[type[ast.AST], Callable[[Any, Scope], Iterator[Found]]] = {
            ast.Dict: self._dict,
            ast.Call: self._call,
            ast.Assign: self._assignment,
            ast.AnnAssign: self._annotation,
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.Return: self._return,
        }

    def find(self) -> Iterator[Found]:
        waiting: list[tuple[ast.AST, Scope, str | None]] = [(self._tree, self._top, None)]
        while waiting:
            node, scope, owner = waiting.pop()
            if self._is_idle(node, scope):
                continue
            inner = scope
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                owner = _owner(node)
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
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        first = decorators[0].lineno if decorators else node.lineno
        return self._counts[node.end_lineno or node.lineno] == self._counts[first - 1]

    def _inner(self, node: ast.AST, outer: Scope) -> Scope:
        returns = getattr(node, "returns", None)
        place = None if returns is None else self._place(returns)
        return Scope(node, outer.module, outer, returns=place)

    def _found(self, found: Found) -> Iterator[Found]:
        self._take(found.target)
        yield found

    def _take(self, node: ast.expr) -> None:
        """Do not look for payloads in `node`, but in those calls in it that are anybody's guess."""
        is_ours = isinstance(node, ast.Call) and last_name(node.func) in _CALLED | self._types.keys()
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
        if name in self._types and (node.args or node.keywords):
            yield from self._placed(node, self._types[name], scope)
        elif name == "from_dict" and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
            if last_name(node.func.value) == "Orq":
                yield from self._placed(node.args[0], (), scope)
        elif name == "cast" and len(node.args) > 1:
            yield from self._annotated(node.args[0], node.args[1], scope)

    # -- annotations ----------------------------------------------------------------------------------------

    def _assignment(self, node: ast.Assign, scope: Scope) -> Iterator[Found]:
        for target in node.targets:
            key = target.slice if isinstance(target, ast.Subscript) else None
            if isinstance(key, ast.Constant) and key.value == KEY:
                yield from self._found(Found(node.value, scope, (KEY,), key=key, sure=False))

    def _annotation(self, node: ast.AnnAssign, scope: Scope) -> Iterator[Found]:
        if node.value is not None:
            yield from self._annotated(node.annotation, node.value, scope)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Iterator[Found]:
        """The defaults of annotated parameters."""
        args = node.args
        positional = [*args.posonlyargs, *args.args]
        pairs = [
            *zip(reversed(positional), reversed(args.defaults), strict=False),
            *zip(args.kwonlyargs, args.kw_defaults, strict=True),
        ]
        for each, default in pairs:
            if each.annotation is not None and default is not None:
                yield from self._annotated(each.annotation, default, scope)

    def _return(self, node: ast.Return, scope: Scope) -> Iterator[Found]:
        if node.value is not None and scope.returns is not None:
            yield from self._placed(node.value, scope.returns, scope)

    def _annotated(self, annotation: ast.expr, value: ast.expr, scope: Scope) -> Iterator[Found]:
        place = self._place(annotation)
        if place is not None:
            yield from self._placed(value, place, scope)
        elif isinstance(annotation, ast.BinOp):
            yield from self._annotated(annotation.left, value, scope)
            yield from self._annotated(annotation.right, value, scope)
        elif isinstance(annotation, ast.Subscript):
            yield from self._items(annotation, value, scope)

    def _items(self, annotation: ast.Subscript, value: ast.expr, scope: Scope) -> Iterator[Found]:
        """What is in a list or dict of ours."""
        outer, inner = last_name(annotation.value), annotation.slice
        kinds = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        items: list[ast.expr] = []
        if outer in _LISTS and isinstance(value, (ast.List, ast.Tuple)):
            items = [each for each in value.elts if not isinstance(each, ast.Starred)]
        elif outer in _MAPPINGS and isinstance(value, ast.Dict):
            kinds = kinds[1:] or kinds
            items = [each for key, each in zip(value.keys, value.values, strict=True) if key is not None]
        around = [(kind, value) for kind in kinds if outer in _AROUND]
        for kind, each in [*around, *[(kind, each) for kind in kinds[:1] for each in items]]:
            yield from self._annotated(kind, each, scope)

    def _placed(self, value: ast.expr, place: Steps, scope: Scope) -> Iterator[Found]:
        is_none = isinstance(value, ast.Constant) and value.value in {None, ...}
        if not is_none and id(value) not in self._taken:
            yield from self._found(Found(value, scope, place=place))

    def _place(self, annotation: ast.expr) -> Steps | None:
        """Where in an orq object a value belongs that has this `annotation`; None where it is not one of ours."""
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            try:
                annotation = ast.parse(annotation.value, mode="eval").body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return None
            # in quotes once; in more of them it is none
            return None if isinstance(annotation, ast.Constant) else self._place(annotation)
        if isinstance(annotation, ast.BinOp):
            found = [self._place(annotation.left), self._place(annotation.right)]
            return next((each for each in found if each is not None), None)
        if isinstance(annotation, ast.Subscript):
            return self._inside(last_name(annotation.value), annotation.slice)
        return self._types.get(last_name(annotation))

    def _inside(self, outer: str, inner: ast.expr) -> Steps | None:
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        found = next((place for place in map(self._place, parts) if place is not None), None)
        if outer in _LISTS and found and found[-1] == 0:
            return found[:-1]
        return found if outer in _AROUND else None


def _body(node: ast.AST) -> list[ast.AST]:
    """What of a function or class is evaluated in a scope of its own."""
    body: list[ast.AST] | ast.AST = getattr(node, "body", [])
    return body if isinstance(body, list) else [body]


def _owner(node: ast.Assign | ast.AnnAssign) -> str | None:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return next((each.id for each in targets if isinstance(each, ast.Name)), None)
