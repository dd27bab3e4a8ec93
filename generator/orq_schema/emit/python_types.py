"""Types of the model -> annotations, for both Python targets."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.ir.nodes import Array, Literals, Mapping, Record, Ref, Scalar, Type, Union
from orq_schema.ir.shapes import kind_of
from orq_schema.templating.code import Code, annotation, ident, pyrepr

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as MappingType

    from orq_schema.ir.nodes import Definition

_WIDTH = 100
_TYPING = frozenset(["Any", "Literal", "NotRequired", "Union"])
_SCALARS = {"string": "str", "number": "float", "integer": "int", "boolean": "bool", "null": "None"}
_KINDS = {**_SCALARS, "array": "list[Any]", "object": "dict[str, Any]"}


class Alias(NamedTuple):
    """A name for a type that is no record."""

    name: str
    annotation: Code
    doc: str


class Annotator:
    """
    Writes annotations with `classes`, the name in Python of each definition.

    `later` are the names that do not exist yet where an annotation is evaluated at run time; they are quoted.
    """

    def __init__(self, classes: MappingType[str, str], definitions: MappingType[str, Definition]) -> None:
        self._classes = classes
        self._definitions = definitions
        self.later: frozenset[str] = frozenset()

    def text(self, type_: Type) -> str:
        """The annotation of `type_`, on one line."""
        if isinstance(type_, Scalar):
            return _SCALARS[type_.kind]
        if isinstance(type_, Literals):
            return _literals(type_)
        if isinstance(type_, Array):
            return self._array(type_)
        if isinstance(type_, Mapping):
            return f"dict[str, {self.text(type_.value)}]"
        if isinstance(type_, Ref):
            name = ident(self._classes[type_.name])
            return f'"{name}"' if type_.name in self.later else name
        return self._union(type_) if isinstance(type_, Union) else "Any"

    def _array(self, array: Array) -> str:
        """A list is invariant: without `list[int]`, a variable of that type would not do for numbers."""
        item = self.text(array.item)
        return f"list[int] | list[{item}]" if self._is_number(array.item) else f"list[{item}]"

    def _is_number(self, type_: Type) -> bool:
        while isinstance(type_, Ref):
            shape = self._definitions[type_.name].shape
            if isinstance(shape, Record):
                return False
            type_ = shape
        return type_ == Scalar("number")

    def _union(self, union: Union) -> str:
        options = list(dict.fromkeys(self.text(each) for each in union.options))
        if "Any" in options:
            return "Any"
        options.sort(key=lambda each: each == "None")
        if any(option.startswith('"') for option in options):
            return f"Union[{', '.join(options)}]"  # at run time a text has no `|`
        return " | ".join(options)


def _literals(literals: Literals) -> str:
    """The values that typing.Literal may hold (typing spec, "Literals"); else their types."""
    if all(isinstance(value, (str, int, type(None))) for value in literals.values):
        if literals.values == (None,):
            return "None"
        values = [value for value in literals.values if value is not None]
        null = " | None" if len(values) < len(literals.values) else ""
        return f"Literal[{', '.join(pyrepr(value) for value in values)}]{null}"
    kinds = list(dict.fromkeys(_KINDS[kind_of(value)] for value in literals.values))
    kinds.sort(key=lambda each: each == "None")
    return " | ".join([kind for kind in kinds if kind != "int" or "float" not in kinds])


def typing_imports(annotations: Iterable[str], names: Iterable[str] = ()) -> list[Code]:
    """The names to import from typing: `names`, and those in `annotations`, sorted."""
    found = set(names)
    for text in annotations:
        nodes = ast.walk(ast.parse(f"({text}\n)", mode="eval"))
        found.update(_TYPING.intersection(node.id for node in nodes if isinstance(node, ast.Name)))
    return [ident(name) for name in sorted(found)]


def laid_out(text: str, indent: int, used: int) -> Code:
    """
    The annotation `text` over several lines, if too long for the line of which `used` columns are taken.

    `indent` is the column at which that line begins.
    """
    checked = annotation(text)
    if used + len(text) <= _WIDTH:
        return checked
    tree = ast.parse(text, mode="eval").body
    options = _options(tree)
    if len(options) > 1:
        parts = [_source(text, option) for option in options]
        inner = " " * (indent + 4)
        lines = [f"{inner}{'| ' if index else ''}{part}" for index, part in enumerate(parts)]
        return Code("(\n" + "\n".join(lines) + "\n" + " " * indent + ")")
    return Code(_broken_subscript(text, tree, indent))


def _options(tree: ast.expr) -> list[ast.expr]:
    if isinstance(tree, ast.BinOp):
        return [*_options(tree.left), *_options(tree.right)]
    return [tree]


def _broken_subscript(text: str, tree: ast.expr, indent: int) -> str:
    """`Literal[...]` with each value on a line of its own."""
    if not isinstance(tree, ast.Subscript):
        return text
    items = tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice]
    inner = " " * (indent + 4)
    lines = [f"{inner}{_source(text, item)}," for item in items]
    return f"{_source(text, tree.value)}[\n" + "\n".join(lines) + "\n" + " " * indent + "]"


def _source(text: str, node: ast.expr) -> str:
    return ast.get_source_segment(text, node) or ""
