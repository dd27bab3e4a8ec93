"""Gather what a schema says of one field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.explain import words
from orq_schema.explain.path import CARRIERS, parse, shown
from orq_schema.explain.suggest import suggestions
from orq_schema.explain.walk import AstrayError, Spot, children, find
from orq_schema.jsonvalue import members
from orq_schema.validation.tree import alternatives, in_place, names

if TYPE_CHECKING:
    from orq_schema.explain.path import Steps
    from orq_schema.validation.tree import Node, Tree


class Row(NamedTuple):
    """A field below the one that is explained, or a form that it may take; `within` are branches of a union."""

    name: str
    type: str
    required: bool | None
    within: tuple[str, ...]
    description: str


class Page(NamedTuple):
    """
    All that one declaration says of `field`.

    `required` is None for what is no named member. `within` are the branches of a union that declare it,
    `descriptions` the field's own and that of its definition, `values` all that are allowed where they are
    listed. `default` holds one value or none: a default may itself be null. `unit` is what `x-unit` says, `since`
    what `x-since` says. `definition` is the one that describes the field, `declared_in` the one that declares it,
    and `schema` the URI of the subschema that does.
    """

    field: str
    type: str
    required: bool | None
    within: tuple[str, ...]
    descriptions: tuple[str, ...]
    values: tuple[Any, ...]
    default: tuple[Any, ...]
    examples: tuple[Any, ...]
    marks: tuple[str, ...]
    unit: str | None
    since: str | None
    definition: str | None
    declared_in: str
    schema: str
    forms: tuple[Row, ...]
    fields: tuple[Row, ...]


class NoFieldError(Exception):
    """A field that the schema does not declare: why, and the fields that may have been meant."""

    def __init__(self, message: str, meant: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.meant = meant


def explain(tree: Tree, field: str) -> list[Page]:
    """
    What `tree` says of `field`, one page for each declaration of it; the whole schema for the empty string.

    A path from the root of a request, such as `/extra_body/orq/retry`, is taken too. Raises NoFieldError.
    """
    try:
        steps = _from_root(tree, parse(field))
    except ValueError as error:
        raise NoFieldError(str(error)) from None
    try:
        return [_page(tree, spot) for spot in find(tree, steps)]
    except AstrayError as error:
        meant = tuple(shown(each) for each in suggestions(tree, error))
        raise NoFieldError(_reason(tree, error), meant) from None


def _from_root(tree: Tree, steps: Steps) -> Steps:
    """`steps` without the way from a request to the orq object in it, where the schema is of that object."""
    declared = names(tree, tree.root)
    for carrier in CARRIERS:
        if steps[: len(carrier)] == carrier and carrier[0] not in declared:
            return steps[len(carrier) :]
    return steps


def _reason(tree: Tree, error: AstrayError) -> str:
    before, step = shown(error.steps[: error.number]), error.steps[error.number]
    kind = " or ".join(dict.fromkeys(words.type_in_words(tree, each.node) for each in error.spots))
    owner = f'"{before}"' if before else "the document"
    if not isinstance(step, str):
        return f"{owner} has no items: its type is {kind}"
    if not any(children(tree, each) for each in error.spots):
        return f"{owner} has no members: its type is {kind}"
    return f'there is no field "{shown(error.steps[: error.number + 1])}"'


def _page(tree: Tree, spot: Spot) -> Page:
    doc = words.doc(tree, spot.node)
    own = in_place(tree, spot.node)
    said = [members(each.schema).get("description") for each in own]
    marks = (
        (doc.deprecated, "deprecated"),
        (doc.read_only, "set by the server"),
        (doc.write_only, "never sent back by the server"),
    )
    return Page(
        field=shown(spot.steps),
        type=words.type_in_words(tree, spot.node, named=False),
        required=spot.required,
        within=_called(tree, spot.through),
        descriptions=tuple(dict.fromkeys(each for each in said if isinstance(each, str))),
        values=tuple(words.values(tree, spot.node) or ()),
        default=doc.default,
        examples=doc.examples,
        marks=tuple(word for holds, word in marks if holds),
        unit=next((unit for each in own if isinstance(unit := each.says("x-unit"), str)), None),
        since=spot.since,
        definition=words.definition(tree, spot.node),
        declared_in=words.owner(tree, spot.node),
        schema=spot.node.location,
        forms=tuple(_form(tree, option) for each in own for option in alternatives(tree, each)),
        fields=_fields(tree, spot),
    )


def _fields(tree: Tree, spot: Spot) -> tuple[Row, ...]:
    """The fields below `spot`; for an array those of its items, which are what people look for."""
    rows: list[Row] = []
    for each in children(tree, spot):
        rows.append(_row(tree, each))
        if each.steps[-1] is None:
            rows += [_row(tree, below) for below in children(tree, each)]
    return tuple(rows)


def _form(tree: Tree, option: Node) -> Row:
    type_ = words.type_in_words(tree, option, named=False)
    return Row(
        words.name(tree, option) or "(no name)", type_, None, (), words.doc(tree, option).description or ""
    )


def _row(tree: Tree, spot: Spot) -> Row:
    return Row(
        shown(spot.steps),
        words.type_in_words(tree, spot.node),
        spot.required,
        _called(tree, spot.through),
        words.doc(tree, spot.node).description or "",
    )


def _called(tree: Tree, branches: tuple[Node, ...]) -> tuple[str, ...]:
    return tuple(words.name(tree, each) or "a branch without a name" for each in branches)
