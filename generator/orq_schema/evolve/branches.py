"""Which branch of a union became which."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.evolve.values import text
from orq_schema.evolve.words import kinds
from orq_schema.jsonvalue import members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orq_schema.evolve.proof import Prover
    from orq_schema.evolve.view import View


class Matching(NamedTuple):
    """Pairs of indices, and those that are left over on either side."""

    pairs: list[tuple[int, int]]
    removed: list[int]
    added: list[int]


def match(prover: Prover, old: Sequence[View], new: Sequence[View]) -> Matching:
    """Pair the branches that are most alike first; those that have nothing in common stay alone."""
    likeness = {
        (mine, theirs): _likeness(prover, one, other)
        for mine, one in enumerate(old)
        for theirs, other in enumerate(new)
    }
    pairs: list[tuple[int, int]] = []
    removed, added = list(range(len(old))), list(range(len(new)))
    for mine, theirs in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
        if likeness[mine, theirs] > 0 and mine in removed and theirs in added:
            pairs.append((mine, theirs))
            removed.remove(mine)
            added.remove(theirs)
    return Matching(sorted(pairs), removed, added)


def _likeness(prover: Prover, old: View, new: View) -> int:
    if len(old.tops) == len(new.tops) and all(map(prover.same, old.tops, new.tops)):
        return 5
    if not old.stated_types & new.stated_types:
        return 0
    if (old.listed is None) is not (new.listed is None):
        return 0
    if "object" not in old.stated_types & new.stated_types:
        return 2 if old.stated_types == new.stated_types else 1
    if old.required & new.required:
        return 4
    # what both require differs: another alternative, unless it has the same members
    shared = old.declared.keys() & new.declared.keys()
    if old.required and new.required:
        return 1 if shared else 0
    return 3 if shared or (not old.declared and not new.declared) else 1


def called(view: View) -> str:
    """What to call a branch: the keys that it requires, else its title, its values, or its types."""
    if view.required:
        return ", ".join(f"`{each}`" for each in sorted(view.required))
    title = next(
        (members(each.contents).get("title") for each in view.nodes if "title" in members(each.contents)),
        None,
    )
    if isinstance(title, str):
        return f"{title!r}"
    if view.listed:
        return text(view.listed[0])
    return kinds(view.stated_types)
