"""What a person must decide once all that is safe is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema import pointer
from orq_schema.errors import Problem
from orq_schema.jsonvalue import members
from orq_schema.load.revisions import label
from orq_schema.migrate.rules import renames, reshapes, undone
from orq_schema.payload.document import NOWHERE
from orq_schema.payload.locate import target_of
from orq_schema.validation.hints import quoted
from orq_schema.validation.history import keys_of
from orq_schema.validation.judge import Judge, Judging

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.load.revisions import Revision
    from orq_schema.payload.document import Document
    from orq_schema.pointer import Steps

_UNKNOWN = "unknown-key"
_PACKED = "unpack the file: what is compressed is not rewritten"


class Remaining:
    """Compares documents before and after they were rewritten from revision `old` to `new`."""

    def __init__(self, old: Revision, new: Revision) -> None:
        self._old, self._new = old, new
        self._renames = renames(new)
        self._reshapes = reshapes(old, new)
        self._before, self._after = (Judge(Judging(revision=each.id)) for each in (old, new))

    def problems(self, before: Document, after: Document, *, named: bool) -> list[Problem]:
        """
        What is wrong with `after`, ignored or deprecated in it, read only now, or still in its old form.

        A key and the one that it was renamed to, side by side, are an error: which of them counts is to be decided.
        """
        judged = list(self._after.judge(after, named=named))
        found = [
            self._lost(after, each)
            for each in judged
            if each.severity == "error" or each.rule in {_UNKNOWN, "deprecated"}
        ]
        found += self._undecided(after)
        found += self._undone(after)
        wrong = [each.pointer for each in judged if each.severity == "error"]
        found += [each for each in self._gained(before, after) if not self._is_ours(before, each, wrong)]
        return sorted(found, key=lambda each: (each.line or 0, each.column or 0))

    def _lost(self, document: Document, problem: Problem) -> Problem:
        """`problem`, or more than that: a key that is ignored now was read before."""
        # where it is an error already, it says what is missing on account of the key
        is_ignored = problem.rule == _UNKNOWN and problem.severity == "warning"
        steps = self._steps(document, problem) if is_ignored else None
        if not steps or steps[-1] not in keys_of(self._old, steps[:-1]):
            return problem
        message = (
            f"{quoted(steps[-1])} is read under {label(self._old)}, and ignored under {label(self._new)}"
        )
        return problem._replace(rule="no-longer-read", severity="error", message=message)

    def _gained(self, before: Document, after: Document) -> Iterator[Problem]:
        for each in self._before.judge(before, named=False):
            steps = self._steps(before, each) if each.rule == _UNKNOWN else None
            if steps and steps[-1] in keys_of(self._new, steps[:-1]):
                was = f"{quoted(steps[-1])} was ignored under {label(self._old)}"
                line, column = _place(after, each.pointer)
                message = f"{was}, and is read under {label(self._new)}"
                hint = "see whether that is meant, with this value"
                yield Problem(after.file, line, column, each.pointer, "newly-read", "warning", message, hint)

    def _is_ours(self, document: Document, problem: Problem, wrong: list[str]) -> bool:
        """
        Whether what `problem` is said of may be our own writing: the new name of a key alone, with a right value.

        A second run is not to warn of what the first one wrote.
        """
        target = target_of(document)
        steps = self._steps(document, problem)
        orq = members(None if target is None else target.value)
        renamed = any(steps == (new,) and old not in orq for old, new in self._renames)
        return renamed and not any(f"{each}/".startswith(f"{problem.pointer}/") for each in wrong)

    def _undecided(self, document: Document) -> Iterator[Problem]:
        target = target_of(document)
        if target is None:
            return
        orq = members(target.value)
        for old, new in self._renames:
            if old in orq and new in orq:
                at = pointer.join((*target.steps, old))
                message = f"{quoted(old)} is not renamed: {quoted(new)} is there too"
                hint = "decide which of the two counts, and take the other away"
                line, column = _place(document, at)
                yield Problem(document.file, line, column, at, "renamed-twice", "error", message, hint)

    def _undone(self, document: Document) -> Iterator[Problem]:
        target = target_of(document)
        if target is None:
            return
        for steps, reshape in undone(self._reshapes, members(target.value)).items():
            at = pointer.join((*target.steps, *steps))
            message = f"{quoted(steps[-1])} could not be rewritten in the form that the text has here"
            line, column = _place(document, at)
            hint = _PACKED if document.file.endswith(".gz") else reshape.by_hand
            yield Problem(document.file, line, column, at, "not-reshaped", "warning", message, hint)

    def _steps(self, document: Document, problem: Problem) -> Steps | None:
        """The steps from the orq object to the place of `problem`."""
        target = target_of(document)
        _, steps = pointer.resolve(document.value, problem.pointer)
        return None if target is None else steps[len(target.steps) :]


def _place(document: Document, at: str) -> tuple[int | None, int | None]:
    """The place of the key at `at`, where it is still there."""
    try:
        span = document.key_span(pointer.resolve(document.value, at)[1])
    except LookupError:
        span = None
    return NOWHERE if span is None else document.lines.place(span[0])
