"""The smallest payload found that the old side accepts and the new one refuses because of one change."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.evolve.samples import Samples, simpler
from orq_schema.evolve.values import size
from orq_schema.jsonvalue import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.evolve.side import Side
    from orq_schema.evolve.view import View
    from orq_schema.pointer import Step, Steps

    _Test = Callable[[Any], bool]

# of the values that a change refuses, so many are put into a payload; steps by which one is made smaller
_TRIED = 40
_SHRINKS = 400
_DEPTHS = (1, 2, 3)
# items that an array is given; where more are asked for, no payload is found
_LONGEST = 1_000


class Level(NamedTuple):
    """A step on the way to a changed place: what both sides demand of the value in which it is taken."""

    old: View
    new: View
    step: Step | None
    """The key or index; None for any key that nothing declares."""


def _any(_: Any) -> bool:
    return True


class Blames(NamedTuple):
    """Which of the values that the new side refuses are refused because of a change."""

    itself: _Test
    """Whether the change itself refuses a value."""
    alone: _Test
    """Whether everything else accepts it."""

    def only(self, value: Any) -> bool:
        """Whether nothing but the change refuses `value`."""
        return self.itself(value) and self.alone(value)


class Hole(NamedTuple):
    """A changed place: the way to it, and what each side demands there."""

    levels: tuple[Level, ...]
    old: View
    new: View
    blames: Blames = Blames(_any, _any)
    """By default each value that the new side refuses shows the change."""
    named: tuple[Any, ...] = ()
    """Values that the change speaks of."""

    def tells_apart(self, value: Any) -> bool:
        """Whether the old side alone accepts `value` there."""
        return self.old.accepts(value) and not self.new.accepts(value)


class Witnesses:
    """Searches payloads for two sides; what was tried at one place serves at others."""

    def __init__(self, old: Side, new: Side) -> None:
        self._old = old
        self._new = new
        self._samples = Samples()

    def find(self, hole: Hole) -> tuple[Any] | None:
        """A payload in a tuple (null is one too) that shows the change at `hole`; None where none was found."""
        for blamed, values in self._refused(hole):
            for value in values[:_TRIED]:
                payload, steps = self._surrounded(hole.levels, value)
                if self._tells_apart(payload):
                    return (self._shrunk(payload, steps, hole, blamed),)
        return None

    def _controls(self, payload: Any, steps: Steps, hole: Hole) -> _Test:
        """
        Whether a payload is refused for nothing but what stands at `steps`, as far as `payload` is.

        With something else there that both sides accept, or with nothing there, it must be accepted.
        """
        fine = self._samples.fitting(hole.old, hole.new)
        choices: list[Callable[[Any], Any]] = [lambda each: _without(each, steps)]
        if hole.old.accepts(fine) and hole.new.accepts(fine):
            choices.insert(0, lambda each: _replaced(each, steps, fine))
        kept = next((each for each in choices if self._new.accepts(each(payload))), None)
        return lambda smaller: kept is None or self._new.accepts(kept(smaller))

    def _refused(self, hole: Hole) -> Iterator[tuple[_Test, list[Any]]]:
        """
        Values that the change refuses, and what tells them from others; from few to many.

        Those come last that something else refuses too.
        """
        left: list[Any] = []
        for depth in _DEPTHS:
            refused = [*filter(hole.tells_apart, hole.named), *self._samples.apart(hole.old, hole.new, depth)]
            left = [each for each in refused if hole.blames.itself(each)]
            yield hole.blames.only, [each for each in left if hole.blames.alone(each)]
        yield hole.blames.itself, left

    def _tells_apart(self, payload: Any) -> bool:
        return self._old.accepts(payload) and not self._new.accepts(payload)

    def _surrounded(self, levels: tuple[Level, ...], value: Any) -> tuple[Any, Steps]:
        """The whole payload in which `value` stands at the end of `levels`, and the steps to it."""
        steps: list[Step] = []
        for level in reversed(levels):
            if isinstance(level.step, int):
                value = [*self._items(level, 0, level.step), value]
                wanted = max(level.old.least("minItems"), level.new.least("minItems"))
                value += self._items(level, len(value), min(int(wanted), _LONGEST))
                steps.append(level.step)
            else:
                name = level.step if level.step is not None else _free_name(level)
                value = self._siblings(level, name) | {name: value}
                steps.append(name)
        return value, tuple(reversed(steps))

    def _items(self, level: Level, start: int, end: int) -> list[Any]:
        return self._samples.items(level.old, level.new, range(start, end))

    def _siblings(self, level: Level, name: str) -> dict[str, Any]:
        # what only the new side requires is given too, so that its lack is not what is refused
        further = {each for each in level.new.required if not level.old.property(each).is_empty}
        names = sorted((level.old.required | further) - {name})
        found = self._samples.properties(level.old, level.new, names)
        wanted = max(level.old.least("minProperties"), level.new.least("minProperties"))
        spare = self._samples.spare(level.old, level.new, {name, *found})
        return found | dict(islice(spare, max(0, int(wanted) - len(found) - 1)))

    def _shrunk(self, payload: Any, steps: Steps, hole: Hole, blamed: _Test) -> Any:
        """`payload` made smaller step by step while it still shows the change."""
        controls = self._controls(payload, steps, hole)
        for _ in range(_SHRINKS):
            plainer = (each for each in sorted(simpler(payload), key=size) if size(each) < size(payload))
            smaller = next(
                (each for each in plainer if self._shows(each, steps, hole, blamed) and controls(each)), None
            )
            if smaller is None:
                return payload
            payload = smaller
        return payload

    def _shows(self, payload: Any, steps: Steps, hole: Hole, blamed: _Test) -> bool:
        value = payload
        for step in steps:
            if isinstance(step, int):
                if not is_array(value) or step >= len(value):
                    return False
                value = value[step]
            elif not is_object(value) or step not in value:
                return False
            else:
                value = value[step]
        return hole.tells_apart(value) and blamed(value) and self._tells_apart(payload)


def _replaced(value: Any, steps: Steps, by: Any) -> Any:
    """A copy of `value` in which `by` stands at `steps`."""
    if not steps:
        return by
    step, *further = steps
    if isinstance(step, int):
        return [*value[:step], _replaced(value[step], tuple(further), by), *value[step + 1 :]]
    return value | {step: _replaced(value[step], tuple(further), by)}


def _without(value: Any, steps: Steps) -> Any:
    """A copy of `value` in which nothing stands at `steps`; an empty object for nothing at all."""
    if not steps:
        return {}
    step, *further = steps
    if further:
        return _replaced(value, (step,), _without(value[step], tuple(further)))
    if isinstance(step, int):
        return value[:step] + value[step + 1 :]
    return {key: each for key, each in value.items() if key != step}


def _free_name(level: Level) -> str:
    names = level.old.names | level.new.names
    patterns = [
        each for view in (level.old, level.new) for found in view.found("patternProperties") for each in found
    ]
    for name in ("a", "b", "c", "x", "A", "1", ""):
        if name not in names and not any(level.old.side.part({"pattern": each})(name) for each in patterns):
            return name
    return "zzz"
