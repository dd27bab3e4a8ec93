"""The class of each difference: proven to refuse nothing, shown to refuse something, or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from orq_schema import pointer
from orq_schema.evolve import difference
from orq_schema.evolve.difference import Difference
from orq_schema.evolve.proof import Prover
from orq_schema.evolve.view import View
from orq_schema.evolve.witness import Blames, Hole, Level, Witnesses

if TYPE_CHECKING:
    from orq_schema.evolve.side import Side

Verdict = Literal["breaking", "unknown", "new-name", "compatible"]


class Change(NamedTuple):
    """
    One change at one place.

    `pointer` is where it is in instances (`*` for any item or key), `schema` where a schema says so. `writers` is its
    class for those who write payloads, `readers` for those who read values by generated models. A breaking change has
    a `witness`, a payload in a tuple; an unknown one has the reason `why`.
    """

    pointer: str
    schema: str
    sentence: str
    writers: Verdict
    readers: difference.Readers
    witness: tuple[Any] | None = None
    why: str | None = None


class Place(NamedTuple):
    """A place in instances that both sides speak of."""

    old: View
    new: View
    levels: tuple[Level, ...]
    path: tuple[str, ...]
    safe: bool
    """Whether it is proven that nothing is refused here, whatever the parts say."""
    turning: str | None
    """Why accepting more here may mean to accept less as a whole, None where it may not."""

    def within(self, old: View, new: View, step: pointer.Step | None, shown: str) -> Place:
        """The place of a part."""
        level = Level(self.old, self.new, step)
        return self._replace(old=old, new=new, levels=(*self.levels, level), path=(*self.path, shown))

    def pointer(self, key: str | None) -> str:
        """The place in instances, or that of `key` below it."""
        return pointer.join(self.path if key is None else (*self.path, key))


class _Finding(NamedTuple):
    writers: Verdict
    witness: tuple[Any] | None = None
    why: str | None = None


class _Uncertain(NamedTuple):
    """Where nothing was proven or found, and what it is once a payload shows it."""

    place: Place
    shown: Verdict


_COMPATIBLE = _Finding("compatible")


class Judge:
    """Collects in `found` the changes between two sides, in the order in which they are judged."""

    def __init__(self, old: Side, new: Side) -> None:
        self.found: list[Change] = []
        self.strict = Prover(old, new)
        self.free = Prover(old, new, free_names=True)
        self._old = old
        self._new = new
        self._witnesses = Witnesses(old, new)
        self._uncertain: dict[int, _Uncertain] = {}

    def judge(self, place: Place, found: Difference) -> None:
        """Prove that a difference refuses nothing, or find what it refuses."""
        at = place.pointer(found.key)
        if any(each.pointer == at and each.sentence == found.sentence for each in self.found):
            return
        shown: Verdict = "breaking"
        why = None if place.safe else self._why_not(place, found)
        if why is None and found.hidden:
            why, shown = self._why_not_strictly(place, found), "new-name"
        if why is None:
            self._add(place, found, _COMPATIBLE)
        else:
            self._add_witnessed(_Uncertain(place, shown), found, self._witness(place, found), why)

    def _witness(self, place: Place, found: Difference) -> tuple[Any] | None:
        """A payload that the difference itself refuses; what only accepts more refuses nothing at its own place."""
        new = place.new
        if not found.keywords:
            refused = found.refused
            return None if refused is None else self._witnesses.find(Hole(place.levels, refused, new))
        itself = difference.itself(self._new, new, found)
        alone = self._new.part(difference.excerpt(self._new, new, found.keywords, found.key))
        hole = Hole(place.levels, place.old, new, Blames(itself, alone), found.gone or ())
        return self._witnesses.find(hole)

    def _why_not(self, place: Place, found: Difference) -> str | None:
        """Why it is not proven that the difference itself refuses nothing."""
        if found.refused is not None:
            return self.free.why_not(found.refused, place.new) or place.turning
        if place.turning is not None:
            return place.turning
        return self._why_not_by(self.free, place, found) if found.keywords else None

    def _why_not_strictly(self, place: Place, found: Difference) -> str | None:
        """The same with no name passed over."""
        why = self.strict.why_not(place.old, place.new)
        return None if why is None else self._why_not_by(self.strict, place, found)

    @staticmethod
    def _why_not_by(prover: Prover, place: Place, found: Difference) -> str | None:
        reasons = (prover.node(place.old, place.new, node, found.keywords) for node in place.new.nodes)
        return next((each for each in reasons if each is not None), None)

    def added(self, place: Place, found: Difference) -> None:
        """Judge a property whose name was free to be used: a new name, unless proven to refuse nothing."""
        level = place.levels[-1]
        why = self.strict.why_not(place.old, place.new)
        if why is None or not level.old.may_have(str(level.step)):
            self._add(place, found, _COMPATIBLE)
        else:
            witness = self._witnesses.find(Hole(place.levels, place.old, place.new))
            self._add_witnessed(_Uncertain(place, "new-name"), found, witness, why)

    def unproven(self, place: Place, said: str, why: str | None) -> None:
        """Add what no difference accounts for."""
        self._add(place, Difference(said), _Finding("unknown", why=why))

    def _add_witnessed(
        self, claim: _Uncertain, found: Difference, witness: tuple[Any] | None, why: str
    ) -> None:
        """Add what `witness` shows; without one there is no more than `why` it is not proven."""
        if witness is None:
            self._uncertain[len(self.found)] = claim
        finding = _Finding("unknown", why=why) if witness is None else _Finding(claim.shown, witness)
        self._add(claim.place, found, finding)

    def _add(self, place: Place, found: Difference, finding: _Finding) -> None:
        location = found.location or place.new.side.root.location
        at = f"{location.uri.rpartition('/')[2]}#{pointer.join(location.steps)}"
        writers, witness, why = finding
        self.found.append(
            Change(place.pointer(found.key), at, found.sentence, writers, found.readers, witness, why)
        )

    def look_around(self) -> None:
        """Of a single change that is uncertain, look for a witness in all that is around it."""
        if any(each.writers == "breaking" for each in self.found):
            return
        uncertain = [index for index, each in enumerate(self.found) if each.writers == "unknown"]
        if len(uncertain) != 1:
            return
        index = uncertain[0]
        known = self._uncertain.get(index)
        levels = known.place.levels if known is not None else ()
        shown: Verdict = known.shown if known is not None else "breaking"
        root = View(self._old, (self._old.root,)), View(self._new, (self._new.root,))
        for count in reversed(range(len(levels) + 1)):
            if count == len(levels) and levels:
                continue
            # the outermost level may be a branch of the whole
            old, new = (levels[count].old, levels[count].new) if count else root
            witness = self._witnesses.find(Hole(levels[:count], old, new))
            if witness is not None:
                self.found[index] = self.found[index]._replace(writers=shown, witness=witness, why=None)
                return
