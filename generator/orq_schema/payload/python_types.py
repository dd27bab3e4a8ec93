"""The TypedDicts that we generate, in annotations of Python source: where in an orq object each is used."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from orq_schema.payload.python_ways import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.pointer import Steps

    # a value, and the steps from an orq object to where it belongs
    Placed = tuple[ast.expr, Steps]

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
_MARK = "Dict"
_WORD = re.compile("[oO][rR][qQ]")
# what an annotation may have around the type itself
_AROUND = frozenset(
    ("Optional", "Annotated", "Final", "ClassVar", "Union", "Required", "NotRequired", "ReadOnly")
)
_LISTS = frozenset(("list", "List", "Sequence", "Iterable", "tuple", "Tuple"))
_MAPPINGS = frozenset(("dict", "Dict", "Mapping", "MutableMapping"))
# what a field of a class is made by, and how it is told its default
_FIELDS = frozenset(("field", "Field"))


class Types:
    """Those of the file with that `text`: but for the main one they are common words, which count if imported."""

    def __init__(self, text: str) -> None:
        # most files have none of them, which takes far less time to see
        found: dict[str, Steps] = {_ROOT: ()} | (_PLACES if _MODULE in text else {})
        aliases = _ALIAS.findall(text) if _MARK in text else []
        self._places = found | {alias: found[name] for name, alias in aliases if name in found}
        self.names = frozenset(self._places)
        words = "|".join(self.names)
        is_used = any(name in text for name in self.names)
        declared = re.findall(rf"\b(\w+)\s*:[^=\n]*\b(?:{words})\b", text) if is_used else []
        # what speaks for a payload on a line; a name may be annotated on another one
        others = [each for each in {*self.names, *declared} if _WORD.search(each) is None]
        self.word = re.compile("|".join([_WORD.pattern, *[rf"\b{each}\b" for each in others]]))

    def place(self, name: str) -> Steps | None:
        """Where in an orq object the type of that `name` is used; None where it is not one of ours."""
        return self._places.get(name)

    def mentions(self, annotation: ast.expr) -> bool:
        """Whether one of ours is in `annotation`, in quotes or not."""
        return any(
            self.place(last_name(each)) is not None
            for each in ast.walk(unquoted(annotation))
            if isinstance(each, ast.expr)
        ) or any(
            self.mentions(each)
            for each in ast.walk(unquoted(annotation))
            if isinstance(each, ast.Constant) and unquoted(each) is not each
        )

    def within(self, annotation: ast.expr, value: ast.expr) -> Iterator[Placed]:
        """What of `value`, which has the `annotation`, is one of ours."""
        annotation, value = unquoted(annotation), _default(value)
        place = self._place(annotation)
        if place is not None:
            yield value, place
        elif isinstance(annotation, ast.BinOp):
            yield from self.within(annotation.left, value)
            yield from self.within(annotation.right, value)
        elif isinstance(annotation, ast.Subscript):
            yield from self._items(annotation, value)

    def _items(self, annotation: ast.Subscript, value: ast.expr) -> Iterator[Placed]:
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
            yield from self.within(kind, each)

    def _place(self, annotation: ast.expr) -> Steps | None:
        """Where in an orq object a value belongs that has this `annotation`; None where it is not one of ours."""
        annotation = unquoted(annotation)
        if isinstance(annotation, ast.BinOp):
            found = [self._place(annotation.left), self._place(annotation.right)]
            return next((each for each in found if each is not None), None)
        if isinstance(annotation, ast.Subscript):
            return self._inside(last_name(annotation.value), annotation.slice)
        return self.place(last_name(annotation))

    def _inside(self, outer: str, inner: ast.expr) -> Steps | None:
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        found = next((place for place in map(self._place, parts) if place is not None), None)
        if outer in _LISTS and found and found[-1] == 0:
            return found[:-1]
        return found if outer in _AROUND else None


def unquoted(annotation: ast.expr) -> ast.expr:
    """What an `annotation` in quotes is; one in more of them is left as it is."""
    if not isinstance(annotation, ast.Constant) or not isinstance(annotation.value, str):
        return annotation
    try:
        inner = ast.parse(annotation.value, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return annotation
    return annotation if isinstance(inner, ast.Constant) else inner


def _default(value: ast.expr) -> ast.expr:
    """The default that a call of `field` in a class states; any other value as it is."""
    if not isinstance(value, ast.Call) or last_name(value.func) not in _FIELDS:
        return value
    stated = {each.arg: each.value for each in value.keywords}
    made = stated.get("default_factory")
    if isinstance(made, ast.Lambda):
        return made.body
    return stated.get("default") or next(iter(value.args), value)
