"""
Make the mends of one text, and keep only those that prove right when the text is read again.

A changed text is accepted if it can be read, if its values are what the mends make of the old ones, if no problem is
in it that was not there before, and if it has fewer of them, by the number of the mends at least. What a mend brings
to light may be mended too: a key that is renamed has its value checked from then on.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from orq_schema import pointer
from orq_schema.fix.change import Change, Spot, apart, written
from orq_schema.fix.edits import edits_of
from orq_schema.fix.values import UnfitError, mended, moved, same, same_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from orq_schema.errors import Mend, Problem
    from orq_schema.fix.change import Edit
    from orq_schema.payload.document import Document, Limits

# how many code points are read again at most, but so many times in any case
_MOST_READ = 5_000_000
_LEAST_TRIES = 20
# how far what was brought to light is followed
_MOST_LEVELS = 10

# the document, the pointer and the rule: messages change with what is around
Found = Counter[tuple[int, str, str]]


class State(NamedTuple):
    """A text, what it says, and the problems of each of its documents."""

    text: str
    documents: list[Document]
    problems: list[list[Problem]]

    def found(self) -> Found:
        """What is wrong, and how often."""
        return Counter(
            (index, each.pointer, each.rule) for index, found in enumerate(self.problems) for each in found
        )


class Step(NamedTuple):
    """A way on: the new state, and what was changed at a time to get there."""

    state: State
    rounds: list[list[Change]]


class Mender:
    """
    Mends texts of one file.

    `read` gives the documents of a text, None where some of it cannot be read; `judge` the problems of a
    document; `ignored` has the rules of mends that are not to be made.
    """

    def __init__(
        self,
        read: Callable[[str], list[Document] | None],
        judge: Callable[[Document], list[Problem]],
        ignored: frozenset[str],
        limits: Limits,
    ) -> None:
        self._read = read
        self._judge = judge
        self._ignored = ignored
        self._limits = limits
        self._tries = 0

    def mend(self, text: str) -> tuple[str, Counter[str]] | None:
        """`text` with all that can be mended, and how many mends of which rule; None if it cannot be read."""
        self._tries = max(_LEAST_TRIES, _MOST_READ // (len(text) + 1))
        state = self._look(text)
        if state is None:
            return None
        mends = Counter[str]()
        # each round leaves fewer problems
        while made := self._some(state, apart(self._changes(state, state.found())), [], _MOST_LEVELS):
            state = made.state
            mends.update(change.mend.rule for changes in made.rounds for change in changes)
        return state.text, mends

    def _look(self, text: str) -> State | None:
        documents = self._read(text)
        return (
            None if documents is None else State(text, documents, [self._judge(each) for each in documents])
        )

    def _some(self, state: State, changes: list[Change], taken: list[Change], levels: int) -> Step | None:
        """As many of `changes` as prove right beside those `taken`; None if none does."""
        if not changes:
            return None
        made = self._try(state, [*taken, *changes], levels)
        if isinstance(made, Step):
            return made
        innocent = _innocent(changes, made)
        if len(innocent) < len(changes):
            return self._some(state, innocent, taken, levels)
        if len(changes) == 1:
            return None
        half = len(changes) // 2
        first = self._some(state, changes[:half], taken, levels)
        kept = [] if first is None else first.rounds[0]
        return self._some(state, changes[half:], kept or taken, levels) or first

    def _try(self, state: State, changes: list[Change], levels: int) -> Step | Found:
        """What `changes` lead to; if they do not prove right, what is wrong then, as far as it has a place."""
        if not self._tries:
            return Found()
        self._tries -= 1
        after = self._look(written(state.text, changes))
        if after is None or len(after.documents) != len(state.documents):
            return Found()
        unlike = self._unlike(state, changes, after)
        if unlike is not None:
            return unlike
        step = Step(after, [changes])
        while new := _worse(state, step):
            further = self._further(step.state, new, levels)
            if not isinstance(further, Step):
                return further
            step = Step(further.state, [*step.rounds, *further.rounds])
        # each change has to be worth its while
        fewer = state.found().total() - step.state.found().total()
        return step if fewer >= len(changes) else Found()

    def _further(self, state: State, new: Found, levels: int) -> Step | Found:
        """On from `state` by mending what is `new` in it; those of the new problems that cannot be mended."""
        changes = self._changes(state, new) if levels else []
        mended_by = {(spot.document, spot.pointer) for change in changes for spot in change.spots}
        lasting = Found({each: count for each, count in new.items() if each[:2] not in mended_by})
        return lasting or self._some(state, apart(changes), [], levels - 1) or new

    def _unlike(self, state: State, changes: list[Change], after: State) -> Found | None:
        """None if the values of `after` are what `changes` make of those of `state`, else where they are not."""
        by_document = _mends(changes)
        for index, (old, new) in enumerate(zip(state.documents, after.documents, strict=True)):
            mends = by_document.get(index, {})
            try:
                expected = mended(old.value, mends, self._limits) if mends else old.value
            except UnfitError:
                return Found()
            if not same(expected, new.value):
                made = [moved(at, mends) for at in mends]
                return Found((index, at, "") for at in made if not same_at(at, expected, new.value))
        return None

    def _changes(self, state: State, wanted: Found) -> list[Change]:
        """What those problems propose that are `wanted`: one change for all values made of the same text."""
        spots: dict[tuple[Edit, ...], list[tuple[Spot, Mend]]] = {}
        for index, document in enumerate(state.documents):
            for spot, mend in _alone(self._proposed(state, index, wanted)):
                edits = edits_of(document, spot.steps, mend)
                if edits:
                    spots.setdefault(edits, []).append((spot, mend))
        return [
            Change(found[0][1], edits, tuple(spot for spot, _ in found)) for edits, found in spots.items()
        ]

    def _proposed(self, state: State, index: int, wanted: Found) -> Iterable[tuple[Spot, Mend]]:
        for problem in state.problems[index]:
            mend = problem.detail.mend
            if (
                mend is not None
                and mend.rule not in self._ignored
                and (index, problem.pointer, problem.rule) in wanted
            ):
                yield Spot(index, pointer.resolve(state.documents[index].value, problem.pointer)[1]), mend


def _alone(proposed: Iterable[tuple[Spot, Mend]]) -> list[tuple[Spot, Mend]]:
    """`proposed` without the keys of one object that would all become the same."""
    found = dict.fromkeys(proposed)
    rivals = Counter(_target(spot, mend) for spot, mend in found)
    return [(spot, mend) for spot, mend in found if rivals[_target(spot, mend)] == 1]


def _target(spot: Spot, mend: Mend) -> tuple[object, ...]:
    renamed = mend.rule == "rename-key"
    return (spot.document, spot.steps[:-1], mend.argument) if renamed else (spot, mend)


def _mends(changes: Iterable[Change]) -> dict[int, dict[str, Mend]]:
    """What is mended in each document, by its pointer."""
    found: dict[int, dict[str, Mend]] = {}
    for change in changes:
        for spot in change.spots:
            found.setdefault(spot.document, {})[spot.pointer] = change.mend
    return found


def _worse(state: State, step: Step) -> Found:
    """The problems at the end of `step` that were not there in `state`, wherever they have moved to."""
    allowed = state.found()
    for changes in step.rounds:
        mends = _mends(changes)
        moves = Found()
        for (index, at, rule), count in allowed.items():
            moves[index, moved(at, mends.get(index, {})), rule] += count
        allowed = moves
    return step.state.found() - allowed


def _innocent(changes: list[Change], new: Found) -> list[Change]:
    """Those of `changes` that have none of the `new` problems at or below what they make."""
    mends = _mends(changes)
    above = set[tuple[int, str]]()
    for index, at, _ in new:
        while (index, at) not in above:
            above.add((index, at))
            at = at.rpartition("/")[0]  # noqa: PLW2901 - on to what is around it
    return [
        each
        for each in changes
        if not any((spot.document, moved(spot.pointer, mends[spot.document])) in above for spot in each.spots)
    ]
