"""Choose the branch of a failed `anyOf` or `oneOf` that the author meant, and report inside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema import pointer
from orq_schema.compile import words
from orq_schema.validate.tree import Node, Tree, alternatives, in_place

if TYPE_CHECKING:
    from collections.abc import Iterator


class Finding(NamedTuple):
    """One thing that is wrong: what is said of it, where, and the keys of which one would have mended it."""

    pointer: str
    keyword: str
    message: str
    missing: tuple[str, ...] = ()


def findings(tree: Tree, value: Any, errors: list[Any]) -> list[Finding]:
    """What to report for `errors`, the errors of `value`: a failed union is replaced by what failed inside it."""
    found: list[Finding] = []
    pending = list(reversed(errors))
    while pending:
        error = pending.pop()
        if not error.branches:
            missing = (error.expected,) if error.keyword == "required" else ()
            found.append(Finding(error.instance_pointer, error.keyword, error.message, missing))
            continue
        chosen = choose(tree, value, error)
        if chosen is None:
            found.append(_undecided(error))
        else:
            pending.extend(reversed(error.branches[chosen]))
    return list(dict.fromkeys(found))


def choose(tree: Tree, value: Any, error: Any) -> int | None:
    """
    The index of the branch of the failed union `error` that comes nearest to the value, None where none does.

    A branch of another type, or with another constant in a key that tells branches apart, is no candidate.
    Then counts, in this order: how few required keys are missing, whether the value has keys that the branch
    declares by name, how deep the first error is, how few errors there are.
    """
    instance, _ = pointer.resolve(value, error.instance_pointer)
    scores = [
        (_score(tree, instance, error.instance_pointer, node, inner), index)
        for index, (inner, node) in enumerate(zip(error.branches, _nodes(tree, error), strict=True))
    ]
    candidates = [(score, index) for score, index in scores if score is not None]
    if not candidates:
        return None
    best = max(score for score, _ in candidates)
    winners = [index for score, index in candidates if score == best]
    # several branches that lack one key each: no telling which was meant
    return winners[0] if len(winners) == 1 or best[0] == 0 else None


def _score(tree: Tree, value: Any, at: str, node: Node | None, errors: Any) -> tuple[int, ...] | None:
    if not _same_kind(errors, at) or any(_is_discriminator(each, at) for each in errors):
        return None
    missing = sum(each.instance_pointer == at and each.keyword == "required" for each in errors)
    declared = 0
    if node is not None and isinstance(value, dict):
        keys = {key for each in in_place(tree, node) for key in each.says("properties") or ()}
        declared = len(keys & value.keys())
    depth = max((each.instance_pointer.count("/") for each in _leaves(errors)), default=0)
    return (-missing, min(declared, 1), depth, -len(errors))


def _same_kind(errors: Any, at: str) -> bool:
    """Whether a branch with these errors is at least of the type, or the constant, of the value at `at`."""
    here = [each for each in errors if each.instance_pointer == at]
    return all(
        any(_same_kind(branch, at) for branch in each.branches)
        if each.branches
        else each.keyword not in ("type", "const", "enum")
        for each in here
    )


def _is_discriminator(error: Any, at: str) -> bool:
    """Whether a constant in a direct member, such as `"type": "a"`, says that another branch is meant."""
    expected = error.expected if error.keyword == "enum" else [error.expected]
    direct = error.instance_pointer.rpartition("/")[0] == at and error.instance_pointer != at
    return direct and error.keyword in ("const", "enum") and len(expected) == 1


def _leaves(errors: Any) -> Iterator[Any]:
    """`errors` with each failed union replaced by the errors of its branches, in their order."""
    pending = list(reversed(errors))
    while pending:
        error = pending.pop()
        if error.branches:
            pending.extend(each for branch in reversed(error.branches) for each in reversed(branch))
        else:
            yield error


def _nodes(tree: Tree, error: Any) -> list[Node | None]:
    """The branches as subschemas; None for each where the union cannot be found by its path."""
    node: Node | None = _find(tree, error.schema_pointer.rpartition("/")[0])
    found = alternatives(node) if node is not None else []
    wanted = [
        each for each in found if f"/{error.keyword}/" in each.location[len(node.location) if node else 0 :]
    ]
    return list(wanted) if len(wanted) == len(error.branches) else [None] * len(error.branches)


def _find(tree: Tree, path: str) -> Node | None:
    """The subschema at an evaluation path, which goes through references."""
    node = tree.root
    tokens = list(pointer.split(path))
    at = 0
    while at < len(tokens):
        keyword = tokens[at]
        if keyword == "$ref":
            node = tree.follow(node)
            at += 1
            continue
        inner = node.says(keyword)
        if isinstance(inner, (dict, list)) and keyword in _CONTAINERS and at + 1 < len(tokens):
            node = node.below(keyword, int(tokens[at + 1]) if isinstance(inner, list) else tokens[at + 1])
            at += 2
        elif inner is not None:
            node = node.below(keyword)
            at += 1
        else:
            return None
    return node


_CONTAINERS = frozenset(
    ("properties", "patternProperties", "dependentSchemas", "$defs", "allOf", "anyOf", "oneOf", "prefixItems")
)


def _undecided(error: Any) -> Finding:
    """What to say of a union where no branch is nearer than the others."""
    at: str = error.instance_pointer
    here = [each for each in _leaves([error]) if each.instance_pointer == at]
    keys = tuple(dict.fromkeys(each.expected for each in here if each.keyword == "required"))
    if keys:
        said = ", ".join(json.dumps(key, ensure_ascii=False) for key in keys)
        return Finding(at, error.keyword, f"expected at least one of the keys {said}", keys)
    if all(each.keyword == "type" for each in here):
        names = dict.fromkeys(
            name
            for each in here
            for name in ([each.expected] if isinstance(each.expected, str) else each.expected)
        )
        expected = words.any_of([words.of_type(name) for name in names])
        return Finding(at, "type", f"expected {expected}, found {here[0].message.rpartition(', found ')[2]}")
    return Finding(at, error.keyword, error.message)
