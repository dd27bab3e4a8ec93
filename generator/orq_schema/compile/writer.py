"""Write Python source: indentation, and the only ways in which a schema's text may enter it."""

from __future__ import annotations

import keyword
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.jsonvalue import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

WIDTH = 110


def literal(value: Any) -> str:
    """The Python literal of a JSON value; strings in double quotes where that needs no escape."""
    if isinstance(value, str):
        plain = repr(value)
        return plain if '"' in value or "'" in value else f'"{plain[1:-1]}"'
    if is_array(value):
        return "[" + ", ".join(literal(each) for each in value) + "]"
    if is_object(value):
        return "{" + ", ".join(f"{literal(key)}: {literal(each)}" for key, each in value.items()) + "}"
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return f'float("{value!r}")'
    if value is None or isinstance(value, (bool, int, float)):
        return repr(value)
    raise TypeError(f"no JSON value: {type(value).__name__}")


def identifier(name: str) -> str:
    """`name` itself, if it can be a Python identifier; ValueError otherwise."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"not an identifier: {name!r}")
    return name


def fstring(*parts: str | Expression) -> str:
    """An f-string of fixed text and expressions; a plain literal or expression where that is enough."""
    parts = tuple(part for part in parts if part != "")
    if not any(isinstance(part, Expression) for part in parts):
        return literal("".join(str(part) for part in parts))
    if len(parts) == 1:
        return str(parts[0])
    fixed = "".join(part for part in parts if not isinstance(part, Expression))
    quote = "'" if '"' in fixed and "'" not in fixed else '"'
    return f"f{quote}" + "".join(_fpart(part, quote) for part in parts) + quote


class Expression(str):
    """Source text of an expression without quotes or backslashes, for use within an f-string."""

    __slots__ = ()


def _fpart(part: str | Expression, quote: str) -> str:
    if isinstance(part, Expression):
        return "{" + part + "}"
    # repr of a text with both kinds of quotes is in single ones, and escapes those
    text = repr(part + "'\"")[1:-1].removesuffix("\\'\"").replace("\\'", "'").replace(quote, "\\" + quote)
    return text.replace("{", "{{").replace("}", "}}")


class Table(NamedTuple):
    """The source of a constant: its items between what opens and closes it."""

    opening: str
    items: tuple[str, ...]
    closing: str
    kind: str = "Final"


class CodeWriter:
    """Lines of source at a current indentation."""

    def __init__(self, level: int = 0) -> None:
        self._lines: list[str] = []
        self._level = level

    @property
    def size(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def line(self, text: str) -> None:
        """One line, already free of newlines."""
        self._lines.append("    " * self._level + text if text else "")

    @contextmanager
    def block(self, head: str) -> Generator[None]:
        """`head` and, indented below it, what is written inside; an empty block is not written at all."""
        start = len(self._lines)
        self.line(head)
        with self.indented():
            yield
        if len(self._lines) == start + 1:
            del self._lines[start:]

    @contextmanager
    def plain(self) -> Generator[None]:
        """What is written inside stands where it is."""
        yield

    def line_if_empty(self, text: str) -> None:
        """`text`, if nothing was written since the head of the block: Python has no empty blocks."""
        if self._lines[-1].endswith(":"):
            self.line(text)

    @contextmanager
    def indented(self) -> Generator[None]:
        """What is written inside stands one level deeper."""
        self._level += 1
        yield
        self._level -= 1

    def chain(self, head: str, terms: Sequence[str], operator: str, tail: str) -> None:
        """`head (a or b or c) tail` on one line if it fits, else one term a line."""
        one_line = f"{head}{f' {operator} '.join(terms)}{tail}"
        if len(one_line) + 4 * self._level <= WIDTH or len(terms) == 1:
            self.line(one_line)
            return
        self.line(f"{head}(")
        self._level += 1
        for index, term in enumerate(terms):
            self.line(f"{operator} {term}" if index else term)
        self._level -= 1
        self.line(f"){tail}")

    def call(self, function: str, arguments: Sequence[str]) -> None:
        """`function(a, b)` on one line if it fits, else its arguments in filled lines."""
        one_line = f"{function}({', '.join(arguments)})"
        if len(one_line) + 4 * self._level <= WIDTH:
            self.line(one_line)
            return
        with self.block(f"{function}("):
            self._fill(arguments)
        self.line(")")

    def _fill(self, items: Sequence[str]) -> None:
        row = ""
        for item in items:
            if row and 4 * self._level + len(row) + len(item) + 1 > WIDTH:
                self.line(row.rstrip())
                row = ""
            row += f"{item}, "
        self.line(row.rstrip())

    def table(self, name: str, table: Table) -> None:
        """`name = frozenset({...})` on one line if it fits, else filled lines."""
        one_line = f"{name} = {table.opening}{', '.join(table.items)}{table.closing}"
        if len(one_line) <= WIDTH or not table.opening:
            self.line(one_line)
            return
        with self.block(f"{name} = {table.opening}"):
            self._fill(table.items)
        # each item has its comma already
        self.line(table.closing.removeprefix(","))

    def text(self) -> str:
        """All lines, each ended by a line feed."""
        return "".join(line + "\n" for line in self._lines)
