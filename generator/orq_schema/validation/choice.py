"""Which branch of a failed union the author meant, and what to say where that cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.compile import words
from orq_schema.jsonvalue import is_object, members
from orq_schema.pointer import join
from orq_schema.validation.hints import quoted, respelled
from orq_schema.validation.tree import Node, Tree, kinds, kinds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CONSTANTS = ("const", "enum")


class Branch(NamedTuple):
    """An alternative of a failed union: what is wrong with the value by it, the keys that it declares, its title."""

    number: int
    errors: Sequence[Any]
    declared: dict[str, Node]
    title: str | None = None


class Said(NamedTuple):
    """What to say of a union where no branch is nearer than the others."""

    pointer: str
    keyword: str
    message: str
    missing: tuple[str, ...] = ()
    choices: tuple[Any, ...] = ()


def choose(tree: Tree, branches: list[Branch], value: Any, at: str) -> tuple[list[Branch], bool]:
    """
    The branches that come nearest to `value`, which is at `at`, and whether they were meant.

    A branch of another type, or with a constant in a key where another branch takes the value, is no candidate.
    Then counts, in this order: how few required keys are missing, whether the value has keys that the branch
    declares, how deep the first error is, how few errors there are. One in another spelling is not missing, unless
    other keys speak for a branch that takes any. Several were meant where each has a mistake of its own:
    `{"gte": "1", "lte": "5"}`. A branch without an error lacks nothing but values for placeholders.
    """
    free = [each for each in branches if not each.errors]
    if free:
        return [max(free, key=lambda each: not each.declared.keys().isdisjoint(members(value)))], True
    alike = [each for each in branches if is_alike(each.errors, at)]
    if not alike or _shared_constant(alike, at):
        return alike or branches, False
    candidates = [each for each in alike if not _speaks_for_another(each, alike, at)] or alike
    respelling = not any(_takes_a_key(each, value, at) for each in candidates)
    scores = [_nearness(tree, each, value, at, respelling=respelling) for each in candidates]
    near = _best(candidates, scores)
    if len(near) > 1 and max(scores)[0] == 0:
        near = _best(near, [_depth(each) for each in near])
        if not _are_apart(near) and _one_place(near) is None:
            near = near[:1]
        return near, len(near) == 1 or _are_apart(near)
    return near, len(near) == 1


def _best(branches: list[Branch], scores: list[tuple[int, int]]) -> list[Branch]:
    best = max(scores)
    return [each for each, score in zip(branches, scores, strict=True) if score == best]


def is_alike(errors: Iterable[Any], at: str) -> bool:
    """Whether a branch with these errors is at least of the type, or the constant, of the value at `at`."""
    here = [each for each in errors if each.instance_pointer == at]
    return all(
        any(is_alike(branch, at) for branch in each.branches)
        if each.branches
        else each.keyword not in ("type", *_CONSTANTS)
        for each in here
    )


def constant_errors(branch: Branch, at: str) -> dict[str, Any]:
    """The errors of constants in direct members, such as `"type": "a"`, by the pointer of the member."""
    return {
        each.instance_pointer: each
        for each in branch.errors
        if each.keyword in _CONSTANTS
        and each.instance_pointer != at
        and each.instance_pointer.rpartition("/")[0] == at
    }


def _shared_constant(branches: list[Branch], at: str) -> str | None:
    """The direct member whose value is none of the constants by which the branches are told apart."""
    errors = [constant_errors(each, at) for each in branches]
    return next(
        (place for place in errors[0] if len(errors) > 1 and all(place in each for each in errors)), None
    )


def _speaks_for_another(branch: Branch, branches: list[Branch], at: str) -> bool:
    """Whether a direct member has no constant of this branch, but one that another branch takes."""
    from orq_schema.pointer import split

    places = constant_errors(branch, at)
    return any(
        split(place)[-1] in other.declared and place not in constant_errors(other, at)
        for place in places
        for other in branches
        if other is not branch
    )


def _takes_a_key(branch: Branch, value: Any, at: str) -> bool:
    """Whether the branch is of objects with keys of the user's own, and `value` has one whose value may be meant."""
    if branch.declared or not is_object(value) or _missing(branch.errors, at):
        return False
    wrong: dict[str, list[Any]] = {}
    for each in branch.errors:
        wrong.setdefault(each.instance_pointer, []).append(each)
    return any(is_alike(wrong.get(place, ()), place) for place in [at + join((key,)) for key in value])


def _nearness(tree: Tree, branch: Branch, value: Any, at: str, *, respelling: bool) -> tuple[int, int]:
    if not is_object(value):
        return 0, 0
    missing = _missing(branch.errors, at)
    written = [key for key in missing if respelling and _is_respelled(tree, branch, key, value)]
    return len(written) - len(missing), int(bool(written) or not branch.declared.keys().isdisjoint(value))


def _is_respelled(tree: Tree, branch: Branch, key: str, value: dict[str, Any]) -> bool:
    """Whether `value` has the declared `key` in another spelling, with a value of a type that it may have."""
    found = respelled(key, value) if key in branch.declared else None
    if found is None:
        return False
    allowed = kinds(tree, branch.declared[key])
    return allowed is None or not allowed.isdisjoint(kinds_of(value[found]))


def _missing(errors: Iterable[Any], at: str) -> tuple[str, ...]:
    """The required keys that the value at `at` lacks; by the branch that lacks the fewest, where there are more."""
    found: list[str] = []
    for each in errors:
        if each.instance_pointer == at and each.keyword == "required":
            found.append(each.expected)
        elif each.instance_pointer == at and each.branches:
            inner = sorted([_missing(branch, at) for branch in each.branches], key=_length)
            found += inner[0]
    return tuple(found)


def _length(keys: tuple[str, ...]) -> int:
    return len(keys)


def _depth(branch: Branch) -> tuple[int, int]:
    return max(each.instance_pointer.count("/") for each in _leaves(branch.errors)), -len(branch.errors)


def _leaves(errors: Iterable[Any]) -> Iterator[Any]:
    """`errors` with each failed union replaced by the errors of its branches, in their order."""
    pending = list(reversed(list(errors)))
    while pending:
        error = pending.pop()
        if error.branches:
            pending.extend(each for branch in reversed(error.branches) for each in reversed(branch))
        else:
            yield error


def _are_apart(branches: list[Branch]) -> bool:
    """Whether each branch has one error, which is not that of another."""
    errors = [each.errors[0] for each in branches if len(each.errors) == 1]
    what = {(each.instance_pointer, each.expected if each.keyword == "required" else None) for each in errors}
    return len(what) == len(errors) == len(branches)


def _one_place(branches: list[Branch]) -> str | None:
    """Where the value is of none of the types and constants that are expected, if all that is wrong is there."""
    leaves = [leaf for each in branches for leaf in _leaves(each.errors)]
    places = {each.instance_pointer for each in leaves}
    told = all(each.keyword in _CONSTANTS or _expected(each) for each in leaves)
    return places.pop() if told and len(places) == 1 else None


def _expected(error: Any) -> str:
    """The words for the type that the value should have; empty if that is not what is wrong."""
    types = error.keyword in ("type", "anyOf") and not error.branches
    return error.message.removeprefix("expected ").rpartition(", found ")[0] if types else ""


def undecided(error: Any, near: list[Branch]) -> Said:
    """What is wrong by `error`, a failed union, of which `near` are the nearest branches."""
    at: str = error.instance_pointer
    shared = _shared_constant(near, at)
    if shared is not None:
        return _mistyped(shared, [constant_errors(each, at)[shared] for each in near])
    lacking = [_missing(each.errors, at) for each in near]
    if all(lacking):
        return _lacking(error, lacking)
    here = [leaf for each in near for leaf in _leaves(each.errors)]
    place = _one_place(near)
    if place is None:
        place, here = at, [leaf for leaf in here if leaf.instance_pointer == at]
    if here and all(leaf.keyword in _CONSTANTS or _expected(leaf) for leaf in here):
        return _mistyped(place, here)
    return Said(at, error.keyword, error.message)


def _mistyped(at: str, errors: list[Any]) -> Said:
    """Of several types and constants the value is none."""
    constants = [each for each in errors if each.keyword in _CONSTANTS]
    pooled = [
        value
        for each in constants
        for value in (each.expected if each.keyword == "enum" else [each.expected])
    ]
    choices = [value for index, value in enumerate(pooled) if value not in pooled[:index]]
    expected = list(dict.fromkeys(_expected(each) for each in errors if each not in constants))
    said = words.any_of(expected + ([words.values(choices)] if choices else []))
    message = f"expected {said}, found {errors[0].message.rpartition(', found ')[2]}"
    return Said(at, "type" if expected else "enum", message, choices=tuple(choices))


def _lacking(error: Any, groups: list[tuple[str, ...]]) -> Said:
    """Every branch wants keys that are not there."""
    common = [key for key in groups[0] if all(key in group for group in groups)]
    if common:
        keys = tuple(common[:1])
        return Said(error.instance_pointer, "required", f"missing key {quoted(common[0])}", keys)
    keys = tuple(dict.fromkeys(key for group in groups for key in group))
    if all(len(group) == 1 for group in groups):
        message = f"expected at least one of the keys {', '.join(map(quoted, keys))}"
    else:
        sets = [" and ".join(map(quoted, group)) for group in dict.fromkeys(groups)]
        message = f"expected the keys {', or '.join(sets)}"
    return Said(error.instance_pointer, error.keyword, message, keys)
