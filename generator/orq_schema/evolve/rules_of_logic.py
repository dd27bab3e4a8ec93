"""Rules of proof for what puts subschemas together; rules.py says what a rule is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.evolve.disjoint import disjoint
from orq_schema.evolve.view import View, below

if TYPE_CHECKING:
    from orq_schema.compile.resolution import Subschema
    from orq_schema.evolve.proof import Prover


def any_of(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """`old` is in one branch; that it may be in several together is a matter of splitting it."""
    branches = range(len(node.contents["anyOf"]))
    if any(prover.why_not(old, below(new, node, "anyOf", index)) is None for index in branches):
        return None
    return "no alternative is proven to accept it"


def one_of(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """`old` is in one branch and disjoint from each other; or has the same branches, each equal to one of these."""
    count = len(node.contents["oneOf"])
    branches = [below(new, node, "oneOf", index) for index in range(count)]
    for index, branch in enumerate(branches):
        others = branches[:index] + branches[index + 1 :]
        if prover.why_not(old, branch) is None and all(disjoint(old, each) for each in others):
            return None
    for union in old.unions:
        if union.keyword == "oneOf" and len(union.branches) == count:
            left = [each.tops[0] if each.tops else None for each in branches]
            for mine in union.branches:
                found = next((each for each in left if each is not None and prover.same(mine, each)), None)
                if found is not None:
                    left.remove(found)
            if not left:
                return None
    return "no single alternative is proven to accept it"


def negation(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """`old` is disjoint from the subschema, or excludes the same one."""
    inner = new.below(node, "not")
    excluded = any(prover.same(old.below(each, "not"), inner) for each in old.having("not"))
    good = excluded or disjoint(old, View(new.side, (inner,)))
    return None if good else "`not` is another"


def condition(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """
    One of four, with C, T, E for `if`, `then`, `else`.

    `old` is in T and in E; or in C and in T; or disjoint from C, and in E; or it has the same C, and is in T with its
    own T, in E with its own E.
    """
    condition = below(new, node, "if")
    then, otherwise = (
        below(new, node, each) if each in node.contents else View(new.side, ()) for each in ("then", "else")
    )
    in_then = prover.why_not(old, then) is None
    in_else = prover.why_not(old, otherwise) is None
    if (in_then and in_else) or (in_else and disjoint(old, condition)):
        return None
    if in_then and not prover.free_names and prover.why_not(old, condition) is None:
        return None
    for each in old.having("if"):
        if prover.same(old.below(each, "if"), condition.tops[0]):
            given = [[old.below(each, key)] if key in each.contents else [] for key in ("then", "else")]
            if all(
                prover.why_not(old.also(*mine), theirs) is None
                for mine, theirs in zip(given, (then, otherwise), strict=True)
            ):
                return None
    return "`if` is another"


def whole(_: Prover, __: View, ___: View, node: Subschema) -> str | None:
    """What is unevaluated depends on all keywords beside it: only a node that says the same proves anything."""
    found = [each for each in ("unevaluatedProperties", "unevaluatedItems") if each in node.contents]
    if all(node.contents[each] in (True, {}) for each in found):
        return None
    return f"`{found[0]}` is not followed"
