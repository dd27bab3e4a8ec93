"""Which problems are told together: those of one rule at places that are alike."""

from __future__ import annotations

import re

# of keys in one object that are told apart for a rule, of objects that have such, and of groups: memory is bounded
_KEYS = 12
_OBJECTS = 1_000
_GROUPS = 500
# of a pointer, in code points
_LONGEST = 300
_ANY = "*"
_INDEX = re.compile(r"[0-9]+|\*")


class Grouping:
    """
    Finds the group of a problem: as many groups as it takes to tell what is wrong, no more than fit into memory.

    Which keys are told apart depends on what came before: the same problems in the same order have the same groups.
    """

    def __init__(self) -> None:
        self._places = _Places()
        self._known: set[tuple[str, str, str]] = set()

    def of(self, severity: str, rule: str, pointer: str) -> str | None:
        """
        The place that stands for `pointer`, with `*` for what varies; None where there are too many.

        Together with `severity` and `rule` it names the group. A `*` that is in `pointer` already stands for indices.
        """
        place = self._places.of(rule, pointer)
        group = severity, rule, place
        if group not in self._known:
            if len(self._known) >= _GROUPS:
                return None
            self._known.add(group)
        return place


class _Places:
    """
    Pointers with `*` for what varies: indices, and keys of an object that has had many others.

    So keys that are a user's own, such as those of `inputs`, are a few places and one more for all others. What one
    rule finds there does not blur the places of another.
    """

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], set[str]] = {}

    def of(self, rule: str, pointer: str) -> str:
        """The place of `pointer`, which is cut where it is very long."""
        place = ""
        for token in pointer.split("/")[1:]:
            place = f"{place}/{self._step((rule, place), token)}"
            if len(place) > _LONGEST:
                return f"{place[:_LONGEST]}..."
        return place

    def _step(self, above: tuple[str, str], token: str) -> str:
        if _INDEX.fullmatch(token):
            return _ANY
        keys = self._keys.get(above)
        if keys is None:
            if len(self._keys) >= _OBJECTS:
                return _ANY
            keys = self._keys[above] = set()
        if token not in keys:
            if len(keys) >= _KEYS or len(token) > _LONGEST:
                return _ANY
            keys.add(token)
        return token
