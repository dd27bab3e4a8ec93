"""
What other revisions of the orq object have where one has a mistake.

Their schemas alone say it, and they are read only once there is a mistake to explain. A revision that was withdrawn
the day it came is no help to anybody, and is passed over.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.jsonvalue import is_array, is_object
from orq_schema.load.revisions import DEFAULT, find, label, revisions
from orq_schema.validation.accepts import accepts
from orq_schema.validation.alike import saying
from orq_schema.validation.engine import OwnTree
from orq_schema.validation.hints import quoted, respelled
from orq_schema.validation.redaction import value_at
from orq_schema.validation.tree import in_place, kinds, kinds_of, names, perhaps
from orq_schema.validation.undeclared import for_item, for_member

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.load.revisions import Revision
    from orq_schema.pointer import Steps
    from orq_schema.validation.engine import Engine
    from orq_schema.validation.mistake import Mistake
    from orq_schema.validation.tree import Node, Tree
    from orq_schema.validation.undeclared import Undeclared


# longer texts are hardly wrong twice
_SHORT = 100


class Period(NamedTuple):
    """
    The days, as ISO 8601 writes them, between which something held that does not hold now.

    `since` is None where that is over; then only the end, which is the day of the change, is of interest.
    """

    since: str | None
    until: str | None

    def told(self) -> str:
        """The period behind a verb."""
        until = "" if self.until is None else f"until {self.until}"
        return until if self.since is None else f"from {self.since} {until or 'on'}"


class History:
    """The other revisions, as seen from the one that is `now`; `ahead` are the steps to the orq object."""

    def __init__(self, now: Revision, ahead: Steps) -> None:
        self._now = now
        self._ahead = ahead
        self._timeline = [each for each in revisions() if each.standing != "short-lived" or each == now]

    def inside(self, steps: Steps) -> Steps | None:
        """`steps` from the orq object on; None where they lead to something else."""
        ahead = len(self._ahead)
        return steps[ahead:] if steps[:ahead] == self._ahead else None

    def around(self, steps: Steps) -> str | None:
        """That a key at `steps` may be newer than what is known of the request; None for one of the orq object."""
        if self._now == find(DEFAULT) or self.inside(steps) is not None:
            return None
        return (
            f"{quoted(steps[-1])} may be newer: the body around the orq object is known as of {DEFAULT} only"
        )

    def key(self, undeclared: Undeclared) -> str | None:
        """When there was a key like the one that is not declared now; None if there never was."""
        steps = self.inside(undeclared.steps)
        if not steps:
            return None
        near = [keys_of(each, steps[:-1]) for each in self._timeline]
        meant = respelled(str(steps[-1]), list(dict.fromkeys(key for keys in near for key in keys)))
        found = meant and self._period(lambda each: meant in keys_of(each, steps[:-1]))
        if not meant or not found:
            return None
        path = self._now.path
        parts = [part for node in _at(path, _general(steps[:-1])) for part in in_place(_tree(path), node)]
        closed = any(part.says("additionalProperties") is False for part in parts)
        fate = f"it is {'refused' if closed else 'ignored'} under {label(self._now)}"
        return f"{quoted(meant)} exist{'s' if found.since else 'ed'} {found.told()}; {fate}"

    def value(self, mistake: Mistake, value: Any) -> str | None:
        """
        When the value that is wrong, which is in `value`, was right; None if it never was.

        Of a wrong type it is told when that type was right.
        """
        steps = self.inside(mistake.steps)
        if not steps:
            return None
        wrong, of_type = value_at(value, mistake.steps), mistake.rule == "type"
        # in many lines the same value is wrong
        valid = History._valid_once if _is_small(wrong) else History._valid
        found = valid(self, _general(steps), wrong, of_type)
        if found is None:
            return None
        name = "this"
        if of_type:
            name = f"{quoted(steps[-1])} as {_kind(wrong)}" if isinstance(steps[-1], str) else _kind(wrong)
        return f"{name} {'is' if found.since else 'was'} valid {found.told()}"

    def _valid(self, place: Steps, wrong: Any, of_type: bool) -> Period | None:  # noqa: FBT001 - part of a key
        """When the value `wrong` was right at `place`, or its type was."""
        takes = _takes_type if of_type else _takes
        told: dict[str, bool] = {}

        def holds(revision: Revision) -> bool:
            says = _saying(revision.path, place)
            # most revisions say the same of most places
            if says not in told:
                told[says] = takes(revision.path, place, wrong)
            return told[says]

        return self._period(holds)

    # True is another value than 1
    _valid_once = lru_cache(maxsize=1000, typed=True)(_valid)

    def _period(self, holds: Callable[[Revision], bool]) -> Period | None:
        """When that held: the time to come that is nearest, else what is past."""
        verdicts = [holds(each) for each in self._timeline]
        now = self._timeline.index(self._now)
        if verdicts[now]:
            return None
        dates = [each.date for each in self._timeline]
        if True in verdicts[now:]:
            since = verdicts.index(True, now)
            until = verdicts.index(False, since) if False in verdicts[since:] else None
            return Period(dates[since], None if until is None else dates[until])
        past = [index for index in range(now) if verdicts[index]]
        return Period(None, dates[past[-1] + 1]) if past else None


def history(engine: Engine) -> History | None:
    """What there is to say of mistakes that `engine` finds; nothing if it judges by a schema that is not ours."""
    if engine.judges is None:
        return None
    return _history(engine.revision or DEFAULT, ("orq",) if engine.judges == "request" else ())


@cache
def _history(revision: str, ahead: Steps) -> History:
    return History(find(revision), ahead)


def dated(mistakes: list[Mistake], value: Any, engine: Engine) -> list[Mistake]:
    """`mistakes` that `engine` finds in `value`; for a wrong value that another revision takes the hint says when."""
    told = history(engine)
    if told is None:
        return mistakes
    found: list[Mistake] = []
    for each in mistakes:
        when = None if each.at_key or each.severity != "error" else told.value(each, value)
        hint = when if each.hint is None else f"{each.hint}; {when}"
        found.append(each if when is None else each._replace(hint=hint))
    return found


def keys_of(revision: Revision, steps: Steps) -> frozenset[str]:
    """The keys that `revision` declares for the object at `steps` of the orq object."""
    return _keys(revision.path, _general(steps))


@cache
def _tree(path: str) -> Tree:
    return OwnTree(path)


@lru_cache(maxsize=1000)
def _keys(path: str, steps: Steps) -> frozenset[str]:
    tree = _tree(path)
    return frozenset(key for node in _at(path, steps) for key in names(tree, node))


def _general(steps: Steps) -> Steps:
    """`steps` with one number for all items of a list: what holds for one holds for all."""
    return tuple(0 if isinstance(step, int) else step for step in steps)


@lru_cache(maxsize=1000)
def _at(path: str, steps: Steps) -> tuple[Node, ...]:
    """The subschemas of the revision in the file at `path` that may apply to the value at `steps`."""
    tree = _tree(path)
    nodes = [tree.root]
    for step in steps:
        parts = [part for node in nodes for part in perhaps(tree, node)]
        nodes = [
            below
            for part in parts
            for below in (
                for_item(tree, part, step) if isinstance(step, int) else for_member(tree, part, step)
            )
        ]
    return tuple(nodes)


@lru_cache(maxsize=1000)
def _saying(path: str, steps: Steps) -> str:
    return saying(_tree(path), _at(path, steps))


def _takes(path: str, steps: Steps, value: Any) -> bool:
    return any(accepts(_tree(path), {}, node, value) for node in _at(path, steps))


def _takes_type(path: str, steps: Steps, value: Any) -> bool:
    allowed = [kinds(_tree(path), node) for node in _at(path, steps)]
    return any(each is None or not each.isdisjoint(kinds_of(value)) for each in allowed)


def _is_small(value: Any) -> bool:
    return len(value) <= _SHORT if isinstance(value, str) else not is_object(value) and not is_array(value)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if is_object(value) or is_array(value):
        return "an object" if is_object(value) else "an array"
    return "a string" if isinstance(value, str) else "a boolean" if isinstance(value, bool) else "a number"
