"""Judge the values of a column: JSON texts, each a document of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.load.revisions import unusual
from orq_schema.payload.read import read_bytes
from orq_schema.validation.check import Options
from orq_schema.validation.files import judged
from orq_schema.validation.judge import Judge, Judging

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from orq_schema.bulk.accept import Acceptor
    from orq_schema.errors import Problem
    from orq_schema.validation.judge import Engines

# of fewer bytes than that no more is known faster than without what accepts at once
_WORTHWHILE = 1 << 18
# what a value is called in the problems that it has
_NAME = "value"


def judging_of(*, strict: bool, revision: str | None, at: Sequence[str], ignored: Iterable[str]) -> Judging:
    """What to check in each value, and by what: the options of the command that a column can have too."""
    # a text is a sequence of pointers too, and never meant so
    pointers = (at,) if isinstance(at, str) else tuple(at)
    if revision not in (None, "auto") and unusual(revision) is None:
        # the default one, whatever it is called, is judged by what is made already
        revision = None
    options = Options(strict=strict, ignored=frozenset((ignored,) if isinstance(ignored, str) else ignored))
    return Judging(at=pointers, options=options, revision=revision)


class Values:
    """
    Judges one value after the other; `engines` is that of Judge.

    A value is judged as a JSON file with the same bytes would be; so one without line breaks gets the problems that
    it has as a line of JSON Lines. Only that it is never passed over: one that is blank is `empty-document`.
    Raises what Judge raises.
    """

    def __init__(self, judging: Judging, engines: Engines | None = None) -> None:
        self._judging = judging
        self._judge = Judge(judging, engines)
        self._acceptor: Acceptor | None = None
        # how many bytes came by until there was an acceptor to ask for
        self._seen = 0

    def problems(self, values: Sequence[bytes | None]) -> list[list[Problem] | None]:
        """The problems of each of `values`; None for one that is None, of which nothing is said."""
        doubtful = self._doubtful(values)
        return [
            None if value is None else self._problems(value) if index in doubtful else []
            for index, value in enumerate(values)
        ]

    def _doubtful(self, values: Sequence[bytes | None]) -> Container[int]:
        """The indices of those `values` that must go the exact way."""
        if self._seen < _WORTHWHILE:
            self._seen += sum(map(len, filter(None, values)))
            if self._seen >= _WORTHWHILE:
                from orq_schema.bulk.accept import acceptor

                self._acceptor = acceptor(self._judging)
        if self._acceptor is None:
            return range(len(values))
        present = [(index, value) for index, value in enumerate(values) if value is not None]
        found = self._acceptor.doubtful([value for _, value in present])
        return {present[each][0] for each in found}

    def _problems(self, value: bytes) -> list[Problem]:
        found = read_bytes(_NAME, value, self._judging.limits, kind="json")
        return [each.problem for each in judged(found, self._judge, self._judging.options, named=True)]
