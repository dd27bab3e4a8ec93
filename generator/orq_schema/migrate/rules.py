"""
The reshapes that are safe: one entry for each, with the revision that brought it.

What they rest on is what was published on those days, as schemas/history/ states it. All else that changed takes
something away, or asks for something that only a person knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.jsonvalue import elements, is_array, is_object, members
from orq_schema.load.revisions import revisions
from orq_schema.migrate.operation import Operation, applied

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.load.revisions import Revision
    from orq_schema.pointer import Steps

# operations that can be made together, one such group after the other
Rounds = list[list[Operation]]

_BALANCER, _MODELS, _TYPE, _BY_WEIGHT = "load_balancer", "models", "type", "weight_based"


class Reshape(NamedTuple):
    """
    A change of form that loses nothing and adds nothing.

    `plan` says what is to be done to an orq object, in steps from that; nothing where it has not the old form.
    `by_hand` tells a person to do it.
    """

    id: str
    plan: Callable[[dict[str, Any]], Rounds]
    by_hand: str


class Rule(NamedTuple):
    """
    What to do on the way to the revision with the id `since`, and what on the way back from it.

    Where `renamed` has an old key and a new one, the old one is read since then too: it is in payloads of later
    revisions, and there is the same to do.
    """

    since: str
    forward: Reshape
    backward: Reshape
    renamed: tuple[str, str] | None = None


def _typed(orq: dict[str, Any]) -> Rounds:
    """Each model says how it is chosen, for which there is but one way."""
    return _rounds(
        [_insert(index) for index, each in enumerate(_weighted(orq.get(_BALANCER))) if _TYPE not in each]
    )


def _untyped(orq: dict[str, Any]) -> Rounds:
    return _rounds(
        [_remove(index) for index, each in enumerate(_weighted(orq.get(_BALANCER))) if _TYPE in each]
    )


def _object(orq: dict[str, Any]) -> Rounds:
    """What each model says of its type is said once for all of them."""
    models = orq.get(_BALANCER)
    if (
        not is_array(models)
        or len(_weighted(models)) < len(models)
        or any(_TYPE not in each for each in models)
    ):
        return []
    return _rounds(
        [_remove(index) for index in range(len(models))],
        [Operation("wrap", (_BALANCER,), _MODELS)],
        [Operation("insert", (_BALANCER,), _TYPE, _BY_WEIGHT)],
    )


def _list(orq: dict[str, Any]) -> Rounds:
    balancer = members(orq.get(_BALANCER))
    models = balancer.get(_MODELS)
    whole = balancer.keys() == {_TYPE, _MODELS} and balancer[_TYPE] == _BY_WEIGHT
    if not whole or not is_array(models) or len(_weighted(models)) < len(models):
        return []
    if any(_TYPE in each for each in models):
        return []
    return _rounds(
        [Operation("remove", (_BALANCER, _TYPE))],
        [Operation("unwrap", (_BALANCER,), _MODELS)],
        [_insert(index) for index in range(len(models))],
    )


def _renamed(old: str, new: str) -> Callable[[dict[str, Any]], Rounds]:
    def plan(orq: dict[str, Any]) -> Rounds:
        # which of the two counts where both are there, a person has to say
        fits = is_object(orq.get(old)) and new not in orq
        return [[Operation("rename", (old,), new)]] if fits else []

    return plan


def _listed(orq: dict[str, Any]) -> Rounds:
    """`metadata` has been a list of objects in every revision; people write a lone object."""
    outer = [key for key in ("contact", "identity") if is_object(members(orq.get(key)).get("metadata"))]
    return _rounds([Operation("list", (key, "metadata")) for key in outer])


RULES = (
    # `load_balancer[]` {model, weight} became {type, model, weight}
    Rule(
        "2025-12-17-03961abb3",
        Reshape("typed-models", _typed, 'give each model "type": "weight_based"'),
        Reshape("untyped-models", _untyped, 'take "type" from each model'),
    ),
    # `identity` has the shape of `contact`, which is deprecated from then on
    Rule(
        "2026-01-12-f9e0bcf42",
        Reshape("contact-to-identity", _renamed("contact", "identity"), 'rename it to "identity"'),
        Reshape("identity-to-contact", _renamed("identity", "contact"), 'rename it to "contact"'),
        ("contact", "identity"),
    ),
    # an array of {type, model, weight} became {type, models: array of {model, weight}}
    Rule(
        "2026-01-23-2a606c20e",
        Reshape(
            "balancer-object",
            _object,
            'write {"type": "weight_based", "models": [...]}, no model with a "type"',
        ),
        Reshape("balancer-list", _list, 'write the list of models alone, each with "type": "weight_based"'),
    ),
)
_ALWAYS = Reshape("metadata-list", _listed, "put the object into a list")


def reshapes(old: Revision, new: Revision) -> list[Reshape]:
    """What there is to do on the way from `old` to `new`, revision by revision."""
    order = [each.id for each in revisions()]
    start, end = order.index(old.id), order.index(new.id)
    ahead = [
        each.forward
        for each in RULES
        if order.index(each.since) <= end and (each.renamed or start < order.index(each.since))
    ]
    back = [each.backward for each in reversed(RULES) if end < order.index(each.since) <= start]
    return [_ALWAYS, *ahead, *back]


def undone(made: list[Reshape], orq: dict[str, Any]) -> dict[Steps, Reshape]:
    """
    What of `made` is still to be done to `orq`, by the place of it.

    Of several at one place it is the last, the others being on the way there.
    """
    found: dict[Steps, Reshape] = {}
    value: Any = orq
    for each in made:
        rounds = each.plan(members(value))
        # an item of a list is not to be told alone
        places = {operation.steps[: _named(operation.steps)] for some in rounds for operation in some}
        found |= dict.fromkeys(places, each)
        for some in rounds:
            value = applied(value, some)
    return found


def _named(steps: Steps) -> int:
    """How many of `steps` lead to the outermost list in them, or all."""
    return next((number for number, step in enumerate(steps) if isinstance(step, int)), len(steps))


def renames(new: Revision) -> list[tuple[str, str]]:
    """The keys of the orq object, old and new, both of which `new` reads, the old one as deprecated."""
    order = [each.id for each in revisions()]
    end = order.index(new.id)
    return [each.renamed for each in RULES if each.renamed and order.index(each.since) <= end]


def _weighted(models: Any) -> list[dict[str, Any]]:
    """The items of a list of models that are chosen by weight; none where there is anything else among them."""
    found = [
        each for each in elements(models) if is_object(each) and each.get(_TYPE, _BY_WEIGHT) == _BY_WEIGHT
    ]
    return found if is_array(models) and len(found) == len(models) else []


def _insert(index: int) -> Operation:
    return Operation("insert", (_BALANCER, index), _TYPE, _BY_WEIGHT)


def _remove(index: int) -> Operation:
    return Operation("remove", (_BALANCER, index, _TYPE))


def _rounds(*rounds: list[Operation]) -> Rounds:
    return [each for each in rounds if each]
