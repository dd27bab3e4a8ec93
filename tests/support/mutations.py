"""Random damage to a JSON value, of the kinds that people and programs do."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

_WRONG: tuple[Any, ...] = (None, True, "", "wrong", 0, 7, 2.5, [], {}, [None], {"id": None})
_BEYOND: tuple[int | float, ...] = (-1, 0, 0.999, 1.0001, 1.5, 5.0001, 6, 101, 259201, -3, 10**30, 1e308)

_Place = tuple[str | int, ...]


def mutate(value: Any, rng: random.Random) -> Any:
    """Return a copy of `value` with one to three random mutations anywhere in it; `value` stays as it was."""
    mutated = copy.deepcopy(value)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        places = list(_places(mutated))
        mutated = _replaced(mutated, rng.choice(places), rng)
    return mutated


def _places(value: Any) -> list[_Place]:
    """Return the steps to every value in `value`; the root only where it has no parts."""
    found: list[_Place] = []
    pending: list[tuple[_Place, Any]] = [((), value)]
    while pending:
        steps, each = pending.pop()
        found.append(steps)
        pending.extend(((*steps, step), part) for step, part in _parts(each))
    return found[1:] or found


def _parts(value: Any) -> list[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return list(cast("dict[str | int, Any]", value).items())
    return list(enumerate(cast("Sequence[Any]", value))) if isinstance(value, list) else []


def _replaced(document: Any, steps: _Place, rng: random.Random) -> Any:
    if not steps:
        return rng.choice(_MUTATIONS)(document, rng)
    holder = document
    for step in steps[:-1]:
        holder = holder[step]
    last = steps[-1]
    action = rng.random()
    if action < 0.15:
        del holder[last]
    elif action < 0.3 and isinstance(last, str):
        holder[_renamed(last, rng)] = holder.pop(last)
    else:
        holder[last] = rng.choice(_MUTATIONS)(holder[last], rng)
    return document


def _renamed(key: str, rng: random.Random) -> str:
    return rng.choice((key + "s", key.upper(), "$" + key, key[:-1], key[::-1], "".join(key.split("_")), "id"))


def _wrong_type(_: Any, rng: random.Random) -> Any:
    return copy.deepcopy(rng.choice(_WRONG))


def _to_null(_value: Any, _rng: random.Random) -> Any:
    return None


def _beyond(_: Any, rng: random.Random) -> Any:
    return rng.choice(_BEYOND)


def _bad_enum(value: Any, rng: random.Random) -> Any:
    return (
        rng.choice((value.upper(), value + " ", "no-such-value"))
        if isinstance(value, str)
        else "no-such-value"
    )


def _wrapped(value: Any, _: random.Random) -> Any:
    return [value]


def _unwrapped(value: Any, _: random.Random) -> Any:
    parts = _parts(value)
    return parts[0][1] if parts else value


def _swapped_kind(value: Any, rng: random.Random) -> Any:
    """Return bool for int, int for bool, text for a number: what looks alike and is not."""
    if isinstance(value, bool):
        return rng.choice((int(value), str(value).lower()))
    return (
        rng.choice((value > 0, str(value), float(value) + 0.5)) if isinstance(value, (int, float)) else value
    )


_MUTATIONS: tuple[Callable[[Any, random.Random], Any], ...] = (
    _wrong_type,
    _to_null,
    _beyond,
    _bad_enum,
    _wrapped,
    _unwrapped,
    _swapped_kind,
)
