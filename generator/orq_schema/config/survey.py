"""Which files of a folder hold payloads, and which revisions of the orq object those fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.errors import Problem
from orq_schema.jsonvalue import members
from orq_schema.load import revisions
from orq_schema.payload.document import Document
from orq_schema.payload.folders import listing
from orq_schema.payload.kinds import kind_of_name
from orq_schema.payload.locate import target_of
from orq_schema.payload.read import read_file
from orq_schema.validation.check import Options
from orq_schema.validation.judge import Judge, Judging

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.load.revisions import Revision

# keys of the orq object that many an object has that is none
_COMMON = frozenset({"name", "metadata"})


class Payloads(NamedTuple):
    """
    A file that holds payloads, so `many` of them.

    `errors` has how many mistakes they have by each revision, by its id, unknown keys included.
    """

    file: str
    many: int
    errors: dict[str, int]


class Survey(NamedTuple):
    """The files with payloads, and those that are data too and would be taken for payloads, though they are none."""

    payloads: list[Payloads]
    others: list[str]


def contents() -> tuple[Revision, ...]:
    """The revisions that differ in more than text, the oldest first."""
    return tuple(each for each in revisions.revisions() if each.twin_of is None)


def survey(folder: str) -> Survey:
    """
    What there is in `folder` and below, but for what git ignores; paths start there, and have `/` between names.

    An object that is no request body and has no member `orq` counts if its keys are those of the orq object, or if
    the name of its file says `orq` and some of its keys are.
    """
    surveyor = _Surveyor(folder)
    for each in listing(folder):
        if not isinstance(each, Problem) and kind_of_name(each) and _can_be_written(each):
            surveyor.look(Path(each).as_posix())
    return surveyor.found


def best(found: Iterable[Payloads]) -> tuple[str, int]:
    """The id of the revision by which there are the fewest mistakes, and how many: the default one if it may be."""
    sums = {each.id: 0 for each in contents()}
    default = revisions.find(revisions.DEFAULT).id
    for file in found:
        for name, count in file.errors.items():
            sums[name] += count
    # else the first one after it, which asks for the least change
    name = min(sums, key=lambda each: (sums[each], each != default, each < default))
    return name, sums[name]


class _Surveyor:
    def __init__(self, folder: str) -> None:
        self.found = Survey([], [])
        self._folder = folder
        self._judges = {
            each.id: Judge(Judging(revision=each.id, options=Options(strict=True))) for each in contents()
        }
        self._known = {key for each in contents() for key in revisions.load(each).contents["properties"]}

    def look(self, file: str) -> None:
        read = list(read_file(str(Path(self._folder, file))))
        documents = [each for each in read if isinstance(each, Document)]
        payloads = [each for each in documents if self._is_payload(file, each)]
        if payloads:
            errors = {name: self._errors(judge, payloads) for name, judge in self._judges.items()}
            self.found.payloads.append(Payloads(file, len(payloads), errors))
        elif len(documents) < len(read) or any(target_of(each) is not None for each in documents):
            self.found.others.append(file)

    def _is_payload(self, file: str, document: Document) -> bool:
        target = target_of(document)
        if target is None or not target.bare:
            return target is not None
        keys = set(members(target.value))
        known = keys & self._known
        return bool(known - _COMMON) and (known == keys or "orq" in Path(file).name.lower())

    def _errors(self, judge: Judge, payloads: list[Document]) -> int:
        return sum(
            problem.severity == "error" for each in payloads for problem in judge.judge(each, named=False)
        )


def _can_be_written(file: str) -> bool:
    """Whether the name is text, which a file of TOML can hold."""
    return all(not "\ud800" <= char <= "\udfff" for char in file)


def spans(found: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The revisions in `found` as stretches, each by its first and its last."""
    order = [each.id for each in contents()]
    places = {order.index(each) for each in found}
    starts = sorted(each for each in places if each - 1 not in places)
    ends = sorted(each for each in places if each + 1 not in places)
    for start, end in zip(starts, ends, strict=True):
        yield order[start], order[end]
