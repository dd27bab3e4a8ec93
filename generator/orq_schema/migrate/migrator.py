"""
Reshape one text, and keep only what proves right when the text is read again.

A changed text is accepted if it can be read, and if its values are what the operations make of the old ones.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.fix.change import replaced
from orq_schema.fix.values import same
from orq_schema.jsonvalue import members
from orq_schema.migrate.edits import edits_of
from orq_schema.migrate.operation import applied
from orq_schema.payload.locate import target_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.fix.change import Edit
    from orq_schema.migrate.operation import Operation
    from orq_schema.migrate.rules import Reshape, Rounds
    from orq_schema.payload.document import Document

    # by the number of the document
    Planned = dict[int, Rounds]


class State(NamedTuple):
    """A text, and what it says."""

    text: str
    documents: list[Document]


class Migrator:
    """
    Reshapes texts of one file.

    `read` gives the documents of a text, None where some of it cannot be read; `wanted` says of a document whether
    it is to be changed.
    """

    def __init__(
        self,
        read: Callable[[str], list[Document] | None],
        reshapes: list[Reshape],
        wanted: Callable[[Document], bool],
    ) -> None:
        self._read = read
        self._reshapes = reshapes
        self._wanted = wanted

    def migrate(self, text: str) -> tuple[str, Counter[str]] | None:
        """`text` as far as it can be reshaped, and how many documents each reshape changed; None if unreadable."""
        documents = self._read(text)
        if documents is None:
            return None
        state, counts = State(text, documents), Counter[str]()
        for reshape in self._reshapes:
            planned = self._planned(state, reshape)
            state, done = self._most(state, planned)
            if done:
                counts[reshape.id] += done
        return state.text, counts

    def _planned(self, state: State, reshape: Reshape) -> Planned:
        found: Planned = {}
        for number, document in enumerate(state.documents):
            target = target_of(document) if self._wanted(document) else None
            rounds = [] if target is None else reshape.plan(members(target.value))
            if target is not None and rounds:
                found[number] = [
                    [each._replace(steps=(*target.steps, *each.steps)) for each in operations]
                    for operations in rounds
                ]
        return found

    def _most(self, state: State, planned: Planned) -> tuple[State, int]:
        """As many of the documents reshaped as can be, and how many those are."""
        if not planned:
            return state, 0
        made = self._all(state, planned)
        if made is not None:
            return made, len(planned)
        if len(planned) == 1:
            return state, 0
        numbers = list(planned)
        done = 0
        for half in (numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :]):
            state, more = self._most(state, {number: planned[number] for number in half})
            done += more
        return state, done

    def _all(self, state: State, planned: Planned) -> State | None:
        """Every round in all of the documents, or nothing."""
        for number in range(max(map(len, planned.values()))):
            made = self._round(
                state, {index: rounds[number] for index, rounds in planned.items() if number < len(rounds)}
            )
            if made is None:
                return None
            state = made
        return state

    def _round(self, state: State, operations: dict[int, list[Operation]]) -> State | None:
        # what YAML aliases make several values of is changed once
        edits: set[Edit] = set()
        for index, each in operations.items():
            proposed = [edits_of(state.documents[index], operation) for operation in each]
            if not all(proposed):
                return None
            edits.update(edit for some in proposed for edit in some)
        text = replaced(state.text, edits)
        documents = self._read(text)
        if documents is None or len(documents) != len(state.documents):
            return None
        for index, (old, new) in enumerate(zip(state.documents, documents, strict=True)):
            if not same(applied(old.value, operations.get(index, [])), new.value):
                return None
        return State(text, documents)
