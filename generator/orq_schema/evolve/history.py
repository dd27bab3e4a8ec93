"""docs/history.md: which field each revision of the orq object has, and what each change breaks."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from orq_schema import pointer
from orq_schema.evolve.compare import compare
from orq_schema.evolve.markdown import Row, rows
from orq_schema.evolve.render import summary
from orq_schema.evolve.side import Side
from orq_schema.evolve.view import View
from orq_schema.load.revisions import load, revisions
from orq_schema.templating import Code, render
from orq_schema.templating.code import md, mdcode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from orq_schema.evolve.judging import Change
    from orq_schema.load.revisions import Revision

_ABSENT, _NEW, _SAME, _CHANGED, _BREAKS, _DEPRECATED = "·", "+", "●", "≠", "✗", "○"
# a field may hold others of its own kind
_DEEPEST = 12


class _Line(NamedTuple):
    """A field, and a symbol for each content."""

    field: Code
    cells: list[Code]


class _Step(NamedTuple):
    """One revision: what it is called, what was new, and the changes since the one before."""

    id: str
    said: str
    standing: str
    counted: str | None
    rows: list[Row]


class _Content(NamedTuple):
    """One content, under the first revision that had it: its fields, True for deprecated ones, and the changes."""

    revision: Revision
    fields: Mapping[str, bool]
    changes: list[Change]


def document() -> str:
    """The text of the page, without a stamp."""
    contents = _contents()
    fields = list(dict.fromkeys(field for each in reversed(contents) for field in each.fields))
    lines = {field: _line(field, fields, contents) for field in fields}
    parts = [
        field
        for field in sorted(fields)
        if field.count("/") > 1 and _moves(field, lines[field].cells, contents)
    ]
    by_revision = {each.revision.id: each for each in contents}
    return render(
        "markdown/history.md.jinja",
        columns=_columns([each.revision for each in contents]),
        top=[lines[field] for field in fields if field.count("/") == 1],
        parts=[lines[field] for field in parts],
        steps=[_step(each, by_revision.get(each.id)) for each in revisions()],
    )


def _moves(field: str, cells: Sequence[str], contents: Sequence[_Content]) -> bool:
    """Whether something becomes of `field` that is more than to come and to go with the field around it."""
    known = {each for content in contents for each in content.fields if field.startswith(f"{each}/")}
    around = max(known, key=len)
    there = [(field in each.fields, around in each.fields) for each in contents]
    moved = any(
        own is not own_before and around_now is around_before
        for (own_before, around_before), (own, around_now) in pairwise(there)
    )
    return moved or bool({_BREAKS, _CHANGED, _DEPRECATED} & set(cells))


def _columns(listed: Sequence[Revision]) -> list[Code]:
    """The day of each, and as much of the commit as tells it from another one of that day."""
    days = [each.date for each in listed]
    return [
        md(each.date[2:] if days.count(each.date) == 1 else f"{each.date[2:]} {each.id[11:15]}")
        for each in listed
    ]


def _contents() -> list[_Content]:
    """The contents, oldest first, each with what changed since the one before."""
    distinct = [each for each in revisions() if each.twin_of is None]
    loaded = [load(each) for each in distinct]
    changes: list[list[Change]] = [[], *(compare(old, new) for old, new in pairwise(loaded))]
    fields = [dict(_fields(View(side, (side.root,)), ())) for side in map(Side, loaded)]
    return [_Content(*each) for each in zip(distinct, fields, changes, strict=True)]


def _fields(view: View, path: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """The pointer of each property, and whether it is deprecated."""
    if len(path) > _DEEPEST:
        return
    for name, inner in ((name, view.property(name)) for name in view.declared):
        yield pointer.join((*path, name)), True in inner.found("deprecated")
        yield from _fields(inner, (*path, name))
    if "array" in view.stated_types:
        yield from _fields(view.item(view.prefix), (*path, "*"))
    if view.found("additionalProperties"):
        yield from _fields(view.further, (*path, "*"))
    for union in view.unions:
        for branch in union.branches:
            yield from _fields(View(view.side, (branch,)), path)


def _line(field: str, fields: Sequence[str], contents: Sequence[_Content]) -> _Line:
    is_top = field.count("/") == 1
    cells = [_SAME if field in contents[0].fields else _ABSENT]
    for before, each in pairwise(contents):
        inner = [change for change in each.changes if _owner(change.pointer, fields, top=is_top) == field]
        cells.append(_symbol(field, each, before.fields, inner))
    return _Line(mdcode(field), [Code(cell) for cell in cells])


def _symbol(field: str, content: _Content, before: Mapping[str, bool], changes: Iterable[Change]) -> str:
    if any(each.writers == "breaking" for each in changes):
        return _BREAKS
    if field not in content.fields:
        return _ABSENT
    if field not in before:
        return _NEW
    if content.fields[field] and not before[field]:
        return _DEPRECATED
    return _CHANGED if list(changes) else _SAME


def _owner(at: str, fields: Sequence[str], *, top: bool) -> str | None:
    """The field that a change at `at` belongs to: the innermost one, or the outermost where `top` ones are listed."""
    around = [each for each in fields if at == each or at.startswith(f"{each}/")]
    return (min if top else max)(around, key=len, default=None)


def _step(revision: Revision, content: _Content | None) -> _Step:
    standing = revision.standing if revision.until is None else f"{revision.standing} until {revision.until}"
    if content is None:
        return _Step(revision.id, revision.change, standing, None, [])
    counted = summary(content.changes) if content.changes else None
    return _Step(revision.id, revision.change, standing, counted, rows(content.changes))
