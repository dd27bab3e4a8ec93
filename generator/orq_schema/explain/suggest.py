"""The field that was probably meant by one that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.explain.walk import AstrayError, everything, find, items, members
from orq_schema.validation.hints import respelled, similar

if TYPE_CHECKING:
    from orq_schema.explain.path import Steps
    from orq_schema.explain.walk import Spot
    from orq_schema.validation.tree import Tree

# more would be a list, not a suggestion
_MOST = 3


def suggestions(tree: Tree, error: AstrayError) -> list[Steps]:
    """
    The fields that `error`, of a field that is not there, was probably about: at most three, none for no idea.

    Another spelling in the same place comes before the same name in another place, and that before a name that
    is merely near.
    """
    step = error.steps[error.number]
    if not isinstance(step, str):
        return []
    here = _named(tree, error.spots)
    meant = respelled(step, here)
    if meant is not None:
        return _mended(tree, error, here[meant])
    fields = list(everything(tree))
    names: dict[str, list[Steps]] = {}
    for each in fields:
        if each.steps and isinstance(each.steps[-1], str) and each.required is not None:
            names.setdefault(each.steps[-1], []).append(each.steps)
    same = respelled(step, names)
    if same is not None:
        return names[same][:_MOST]
    meant = similar(step, list(here))
    if meant is not None:
        return _mended(tree, error, here[meant])
    same = similar(step, list(names))
    return [] if same is None else names[same][:_MOST]


def _named(tree: Tree, spots: list[Spot]) -> dict[str, Steps]:
    """The keys that may stand at `spots`, or in the items there, each with the steps to it."""
    found: dict[str, Steps] = {}
    for spot in spots:
        for each in (spot, *items(tree, spot, None)):
            for key in members(tree, each):
                found.setdefault(key, (*each.steps, key))
    return found


def _mended(tree: Tree, error: AstrayError, meant: Steps) -> list[Steps]:
    """`meant` with what stood behind the wrong step, as far as that can be mended too."""
    steps = (*meant, *error.steps[error.number + 1 :])
    try:
        return [find(tree, steps)[0].steps]
    except AstrayError as another:
        return suggestions(tree, another) or [meant]
