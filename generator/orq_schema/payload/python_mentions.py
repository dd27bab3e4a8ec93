"""Which parts of a syntax tree mention a name: whoever asks after one need not look at the rest."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, cast
from unicodedata import normalize

from orq_schema.payload.text import line_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

# comprehensions and walruses, which give names a value within an expression
_BINDING = re.compile(r"for\b|:=")
# what holds expressions, and is no target of an assignment
_PLAIN = (ast.Call, ast.Dict, ast.JoinedStr, ast.BinOp, ast.BoolOp, ast.Compare)
_LEAVES = frozenset((ast.Constant, ast.Load, ast.Store))


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below `node` that have any below them, or are names; in no order."""
    found: list[ast.AST] = []
    attributes = vars(node)
    # fields only: half of the attributes are numbers of lines and columns
    for field in node._fields:
        value = attributes.get(field)
        if type(value) is list:
            found += [each for each in cast("list[object]", value) if isinstance(each, ast.AST)]
        elif isinstance(value, ast.AST) and type(value) not in _LEAVES:
            found.append(value)
    return found


def first_line(node: ast.stmt | ast.expr) -> int:
    """The line that `node` starts on, with its decorators."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return decorators[0].lineno if decorators else node.lineno


class Mentions:
    """The mentions of names in the syntax tree `tree` of `text`, by line."""

    def __init__(self, tree: ast.Module, text: str) -> None:
        self._tree = tree
        # as identifiers are compared (Python reference, section 2.3)
        self._text = text if text.isascii() else normalize("NFKC", text)
        self._starts = line_starts(self._text)
        self._lines: dict[str, list[int]] = {}
        self._tops: list[int] | None = None
        self._binding = sorted(
            {bisect_right(self._starts, each.start()) for each in _BINDING.finditer(self._text)}
        )

    def below(self, node: ast.AST, name: str) -> list[ast.AST]:
        """The nodes right below `node` that mention `name` on one of their lines, among others."""
        lines = self._of(name)
        if node is self._tree:
            return self._statements(lines)
        return [each for each in children(node) if _is_on(each, lines)]

    def may_bind(self, node: ast.AST) -> bool:
        """Whether some name may be given a value in `node`; most expressions have nothing that could do so."""
        return not isinstance(node, _PLAIN) or _is_on(node, self._binding)

    def all(self, root: ast.AST, name: str) -> Iterator[ast.AST]:
        """All nodes below `root` that mention `name`, among others; outer ones first."""
        waiting = self.below(root, name)
        while waiting:
            node = waiting.pop()
            yield node
            waiting += self.below(node, name)

    def _of(self, name: str) -> list[int]:
        if name not in self._lines:
            self._lines[name] = list(self._search(name))
        return self._lines[name]

    def _search(self, name: str) -> Iterator[int]:
        text = self._text
        last = -1
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            # no identifier starts in the middle of another one, nor in a number
            if not (text[at - 1 : at].isidentifier() or text[end : end + 1].isidentifier()):
                line = bisect_right(self._starts, at)
                if line != last:
                    yield line
                last = line
            at = text.find(name, end)

    def _statements(self, lines: list[int]) -> list[ast.AST]:
        if self._tops is None:
            self._tops = [first_line(each) for each in self._tree.body]
        numbers: set[int] = set()
        for line in lines:
            # the last one that starts before the line, and all that start on it
            first = max(bisect_left(self._tops, line) - 1, 0)
            numbers.update(range(first, bisect_right(self._tops, line)))
        return [self._tree.body[number] for number in sorted(numbers)]


def _is_on(node: ast.AST, lines: list[int]) -> bool:
    if not isinstance(node, (ast.stmt, ast.expr)):
        return True
    at = bisect_left(lines, first_line(node))
    return at < len(lines) and lines[at] <= (node.end_lineno or node.lineno)
