"""Rules of proof for types, listed values, limits and sizes; rules.py says what a rule is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.evolve.values import atoms, identity, kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.compile.resolution import Subschema
    from orq_schema.evolve.proof import Prover
    from orq_schema.evolve.view import View

    Rule = Callable[["Prover", View, View, Subschema], str | None]


def types(_: Prover, old: View, __: View, node: Subschema) -> str | None:
    """The kinds that `old` leaves are among those allowed; `integer` is part of `number`."""
    return None if old.types <= atoms(node.contents["type"]) else "the type is narrower"


def listed(_: Prover, old: View, __: View, ___: Subschema) -> str | None:
    """Only of few values, which the prover has tried before it comes here, can any be listed."""
    return f"only listed values are accepted, and {'strings' if 'string' in old.types else 'values'} were not listed"


def minimum(_: Prover, old: View, __: View, node: Subschema) -> str | None:
    """`old` has a limit that is at least as high."""
    limit = node.contents["minimum"]
    return None if old.lower is not None and old.lower.value >= limit else "`minimum` is higher"


def exclusive_minimum(_: Prover, old: View, __: View, node: Subschema) -> str | None:
    """`old` has a limit that is higher, or equal and open."""
    limit = node.contents["exclusiveMinimum"]
    low = old.lower
    good = low is not None and (low.value > limit or (low.value == limit and low.open))
    return None if good else "`exclusiveMinimum` is higher"


def maximum(_: Prover, old: View, __: View, node: Subschema) -> str | None:
    """`old` has a limit that is at least as low."""
    limit = node.contents["maximum"]
    return None if old.upper is not None and old.upper.value <= limit else "`maximum` is lower"


def exclusive_maximum(_: Prover, old: View, __: View, node: Subschema) -> str | None:
    """`old` has a limit that is lower, or equal and open."""
    limit = node.contents["exclusiveMaximum"]
    high = old.upper
    good = high is not None and (high.value < limit or (high.value == limit and high.open))
    return None if good else "`exclusiveMaximum` is lower"


def multiple_of(_: Prover, old: View, __: View, node: Subschema) -> str | None:
    """`old` has the same step; or both are whole and its is a multiple of this one, 1 where it has integers alone."""
    step = node.contents["multipleOf"]
    steps = old.found("multipleOf")
    whole = [each for each in steps if isinstance(each, int)]
    if "fraction" not in old.types:
        whole.append(1)
    good = step in steps or (kind(step) == "integer" and any(each % int(step) == 0 for each in whole))
    return None if good else "`multipleOf` is another"


def at_least(keyword: str) -> Rule:
    """`old` has a size that is at least as large, by the keyword or by what must be there."""

    def rule(_: Prover, old: View, __: View, node: Subschema) -> str | None:
        least = old.least(keyword)
        if keyword == "minProperties":
            least = max(least, len(old.required))
        if keyword == "minItems" and list(old.having("contains")):
            least = max(least, *(each.contents.get("minContains", 1) for each in old.having("contains")))
        return None if least >= node.contents[keyword] else f"`{keyword}` is higher"

    return rule


def at_most(keyword: str) -> Rule:
    """`old` has a size that is at most as large, by the keyword or because it is closed."""

    def rule(_: Prover, old: View, __: View, node: Subschema) -> str | None:
        most = old.most(keyword)
        if keyword == "maxProperties" and old.is_closed:
            most = min(most, len(old.declared))
        return None if most <= node.contents[keyword] else f"`{keyword}` is lower"

    return rule


def equal(keyword: str) -> Rule:
    """A node of `old` has the very same value: what it means depends on nothing else."""

    def rule(_: Prover, old: View, __: View, node: Subschema) -> str | None:
        wanted = identity(node.contents[keyword])
        found = any(identity(each) == wanted for each in old.found(keyword))
        return None if found else f"`{keyword}` is another"

    return rule


def formats(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """Decides only where the dialect says so (validation section 7.2), and then as _equal has it."""
    return equal("format")(prover, old, new, node) if new.side.asserts_formats else None
