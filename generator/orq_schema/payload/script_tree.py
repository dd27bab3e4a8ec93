"""The syntax tree of TypeScript and JavaScript, by tree-sitter, with offsets in code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from orq_schema.payload.script_scalars import scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node, Parser

    from orq_schema.payload.document import Span

# parents that give a name a value; each other one only uses it
_BINDING = frozenset({
    "array_pattern", "arrow_function", "assignment_expression", "assignment_pattern",
    "augmented_assignment_expression", "catch_clause", "class_declaration", "enum_declaration", "for_in_statement",
    "formal_parameters", "function_declaration", "function_expression", "generator_function_declaration",
    "import_clause", "import_specifier", "namespace_import", "object_assignment_pattern", "optional_parameter",
    "pair_pattern", "required_parameter", "rest_pattern", "update_expression", "variable_declarator",
})  # fmt: skip
_CHANGES = frozenset(
    ("assignment_expression", "augmented_assignment_expression", "unary_expression", "update_expression")
)
_MUTATORS = frozenset(
    (b"copyWithin", b"fill", b"pop", b"push", b"reverse", b"shift", b"sort", b"splice", b"unshift")
)
_TEXTS = frozenset(("comment", "string", "string_fragment", "template_string"))
_KEYS = frozenset(("string", "number", "template_string"))
# the children of such parents that are no name that is given a value
_USES = ("value", "right", "body")


class Script:
    """A parsed text. ImportError where the parser is not installed."""

    def __init__(self, text: str, kind: str) -> None:
        self.text = text
        self._data = text.encode()
        self._starts: list[int] | None = None
        self._constants: dict[str, Node | None] = {}
        self.root = parser(kind)().parse(self._data).root_node

    def span(self, node: Node) -> Span:
        """Where `node` is in the text."""
        return self._offset(node.start_byte), self._offset(node.end_byte)

    def written(self, node: Node) -> str:
        """The text of `node`."""
        return self._data[node.start_byte : node.end_byte].decode()

    def between(self, start: int, end: int) -> str:
        """The text between two offsets in bytes."""
        return self._data[start:end].decode()

    def key(self, syntax: Node) -> str | None:
        """The name of a member; None for one that is computed."""
        if syntax.type == "computed_property_name" and syntax.named_children:
            syntax = syntax.named_children[0]
        elif syntax.type == "property_identifier":
            return self.written(syntax)
        known = scalar(self, syntax) if syntax.type in _KEYS else None
        return str(known) if type(known) in (str, int) else None

    def named(self, pattern: str) -> Iterator[Node]:
        """The innermost nodes at each match of `pattern`, in order."""
        for found in re.finditer(pattern.encode(), self._data):
            node = self.root.named_descendant_for_byte_range(*found.span())
            if node is not None:
                yield node

    def at(self, start: int, end: int) -> Node | None:
        """The innermost node that has in it all from `start` to `end`."""
        first, last = (len(self.text[:offset].encode()) for offset in (start, end))
        return self.root.named_descendant_for_byte_range(first, last)

    def is_lost(self, start: int, end: int) -> bool:
        """Whether what stands there is code that the parser can make nothing of."""
        node = self.at(start, end)
        if node is not None and node.type in _TEXTS:
            return False
        while node is not None and node.type != "ERROR":
            node = node.parent
        return node is not None

    def constant(self, name: str) -> Node | None:
        """The value of the only thing of that `name`, a `const`; None if it is anything else."""
        if name not in self._constants:
            self._constants[name] = None
            self._constants[name] = self._constant(name)
        return self._constants[name]

    def is_changed(self, name: str) -> bool:
        """Whether something is put into, or taken out of, what the `name` stands for."""
        return any(map(_is_changed, self.named(_name(name))))

    def _constant(self, name: str) -> Node | None:
        bound = [node for node in self.named(_name(name)) if _is_bound(node)]
        declarator = bound[0].parent if len(bound) == 1 else None
        if declarator is None or declarator.type != "variable_declarator" or declarator.parent is None:
            return None
        keyword = declarator.parent.child_by_field_name("kind")
        is_const = keyword is not None and keyword.type == "const"
        return declarator.child_by_field_name("value") if is_const else None

    def _offset(self, byte: int) -> int:
        if len(self._data) == len(self.text):
            return byte
        if self._starts is None:
            self._starts = [0, *accumulate(len(each.encode()) for each in self.text)]
        return bisect_right(self._starts, byte) - 1


def broken_in(syntax: Node) -> Node | None:
    """The first node in `syntax` that is an error, or is missing."""
    waiting = [syntax]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            return node
        waiting += [each for each in reversed(node.children) if each.has_error or each.is_missing]
    return None


def _name(name: str) -> str:
    return rf"(?<![\w$]){re.escape(name)}(?![\w$])"


def _is_changed(node: Node) -> bool:
    """Whether a part of what is named by `node` is assigned or deleted, or a method changes it."""
    part, outer = node, node.parent
    while outer is not None and outer.type in ("member_expression", "subscript_expression"):
        if outer.child_by_field_name("object") != part:
            return False
        part, outer = outer, outer.parent
    if outer is None or part is node:
        # as the first argument of `Object.assign`
        call = None if outer is None or outer.type != "arguments" else outer.parent
        return call is not None and outer is not None and outer.named_children[0] == node and _assigns(call)
    if outer.type == "call_expression":
        called = part.child_by_field_name("property")
        return called is not None and called.text in _MUTATORS
    return outer.type in _CHANGES and outer.child_by_field_name("right") != part


def _assigns(call: Node) -> bool:
    called = call.child_by_field_name("function")
    return called is not None and called.text == b"Object.assign"


def _is_bound(node: Node) -> bool:
    if node.type == "shorthand_property_identifier_pattern":
        return True
    parent = node.parent
    if node.type != "identifier" or parent is None or parent.type not in _BINDING:
        return False
    uses = [parent.child_by_field_name(field) for field in _USES]
    return node not in uses or parent.type == "pair_pattern"


@cache
def parser(kind: str) -> Callable[[], Parser]:
    """What makes a parser of `javascript`, `typescript` or `tsx`; ImportError where it is not installed."""
    from tree_sitter import Language, Parser

    if kind == "javascript":
        import tree_sitter_javascript

        language = Language(tree_sitter_javascript.language())
    else:
        import tree_sitter_typescript as typescript

        language = Language(typescript.language_tsx() if kind == "tsx" else typescript.language_typescript())
    return lambda: Parser(language)
