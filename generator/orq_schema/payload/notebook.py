"""Jupyter notebooks to the payloads in their cells, placed in the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.jsonvalue import elements, is_array, is_object, members
from orq_schema.payload.code import mentions, read_text
from orq_schema.payload.document import Document, Unread
from orq_schema.payload.embedded import Embedded
from orq_schema.payload.json_scan import scan
from orq_schema.payload.notebook_cells import of_shell, runs, without_magics
from orq_schema.payload.python_text import parse, read_source
from orq_schema.payload.text import ReadError, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Limits, Node
    from orq_schema.payload.embedded import Run
    from orq_schema.payload.text import Lines

_PYTHON = "python"


class _Cell(NamedTuple):
    """A cell: its type, its number from 1, its execution count, its source, and where that is in the file."""

    kind: str
    number: int
    count: Any
    source: Any
    node: Node

    @property
    def name(self) -> str:
        """What people call it: `cell 3 (In [5])`."""
        return f"cell {self.number}" if self.count is None else f"cell {self.number} (In [{self.count}])"


def read_notebook(
    file: str, lines: Lines, limits: Limits, *, named: bool = False
) -> Iterator[Document | Unread]:
    """
    The payloads in the cells of a notebook of nbformat 4 or 3, in order, or why it cannot be read.

    One without the letters `orq`, in small letters or capitals, has none: it is only parsed if it was `named`. Code
    in another language than Python is passed over, but for what is handed to a shell.
    """
    if not (named or mentions(lines.content)):
        return
    try:
        value, node = scan(lines.content, limits)
    except ReadError as error:
        yield error.unread(file, "json", lines)
        return
    cells = list(_cells(value, node))
    if not cells and not is_array(members(value).get("cells")):
        message = "JSON that is no Jupyter notebook: it has no cells"
        yield Unread(problem(file, "notebook-syntax", message, place=lines.place(node.start)), "json")
    for cell in cells:
        if cell.kind == "markdown" or (cell.kind == "code" and _is_python(value)):
            yield from _read(file, cell, lines, limits)


def _read(file: str, cell: _Cell, lines: Lines, limits: Limits) -> Iterator[Document | Unread]:
    pieces = list(runs(lines, cell.source, cell.node))
    text = Embedded(lines, pieces)
    if not mentions(text.content):
        return
    if cell.kind == "markdown":
        for each in read_text(file, "markdown", text, limits):
            yield _named(each, cell)
        return
    shell = of_shell(text.content)
    if shell is not None:
        for each in read_text(file, "shell", Embedded(lines, _changed(pieces, shell)), limits):
            yield _named(each, cell)
    try:
        parse(text.content)
    except ReadError:
        # there may be commands in it that are for the notebook
        text = Embedded(lines, _changed(pieces, without_magics(text.content)))
    for each in read_source(file, text, limits, cell.name):
        yield each if isinstance(each, Document) else _named(each, cell)


def _changed(pieces: list[Run], content: str) -> Iterator[Run]:
    """`pieces` with the text `content`, which is as long as all of theirs."""
    at = 0
    for each in pieces:
        yield each._replace(text=content[at : at + len(each.text)])
        at += len(each.text)


def _named(found: Document | Unread, cell: _Cell) -> Document | Unread:
    if isinstance(found, Document):
        if found.origin is not None:
            found.origin = found.origin._replace(part=cell.name)
        return found
    return found._replace(problem=found.problem._replace(message=f"{found.problem.message}; in {cell.name}"))


def _cells(value: Any, node: Node) -> Iterator[_Cell]:
    """The cells of a notebook; before nbformat 4 they were on worksheets."""
    holders = [(value, node)]
    sheets = _inner(node, "worksheets")
    if sheets is not None and isinstance(sheets.members, list):
        holders = [*zip(elements(members(value).get("worksheets")), sheets.members, strict=True)]
    number = 0
    for holder, place in holders:
        inner = _inner(place, "cells")
        parts = inner.members if inner is not None and isinstance(inner.members, list) else []
        for cell, part in zip(elements(members(holder).get("cells")), parts, strict=True):
            number += 1
            key = "source" if "source" in members(cell) else "input"
            source = _inner(part, key)
            if source is not None and is_object(cell):
                count = cell.get("execution_count", cell.get("prompt_number"))
                yield _Cell(
                    str(cell.get("cell_type")),
                    number,
                    count if type(count) is int else None,
                    cell[key],
                    source,
                )


def _inner(node: Node, key: str) -> Node | None:
    return node.members.get(key) if isinstance(node.members, dict) else None


def _is_python(notebook: Any) -> bool:
    """Whether the notebook's code is Python, or does not say what it is."""
    metadata = members(members(notebook).get("metadata"))
    stated = [
        members(metadata.get("kernelspec")).get("language"), members(metadata.get("language_info")).get("name"),
    ]  # fmt: skip
    return all(not isinstance(each, str) or each.lower().startswith((_PYTHON, "ipython")) for each in stated)
