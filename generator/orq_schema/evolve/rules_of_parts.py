"""Rules of proof for the keywords of objects and arrays; rules.py says what a rule is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.evolve.view import View, below
from orq_schema.jsonvalue import elements, members

if TYPE_CHECKING:
    from orq_schema.compile.resolution import Subschema
    from orq_schema.evolve.proof import Prover


def required(_: Prover, old: View, __: View, node: Subschema) -> str | None:
    """`old` requires each of them."""
    missing = [each for each in node.contents["required"] if each not in old.required]
    return f"{missing[0]!r} is required" if missing else None


def properties(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """Sub(name) <= the property, for each; a name that `old` cannot have needs none, nor one that is free."""
    for name in node.contents["properties"]:
        demanded = old.property(name)
        if not old.may_have(name):
            continue
        if prover.free_names and name not in old.names and demanded.is_anything and name not in new.required:
            continue
        why = prover.why_not(demanded, below(new, node, "properties", name))
        if why is not None:
            return why
    return None


def _further(prover: Prover, old: View, wanted: View, beside: frozenset[str]) -> str | None:
    """Sub(name) <= `wanted` for all names that no property of `old` has, whatever patterns match them."""
    mixtures = old.unknown(beside)
    if mixtures is None:
        return "too many patterns"
    return next((why for each in mixtures if (why := prover.why_not(each, wanted)) is not None), None)


def additional(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """Sub(name) <= the subschema, for each name that the node neither declares nor matches."""
    contents = node.contents
    patterns = frozenset(members(contents.get("patternProperties")))
    wanted = below(new, node, "additionalProperties")
    for name in sorted(old.declared.keys() - members(contents.get("properties")).keys()):
        if not any(new.side.part({"pattern": each})(name) for each in patterns):
            why = prover.why_not(old.property(name), wanted)
            if why is not None:
                return why
    return _further(prover, old, wanted, patterns)


def pattern_properties(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """Sub(name) <= the subschema, for each name of `old` that matches, and for all others, which may match."""
    for pattern in node.contents["patternProperties"]:
        wanted = below(new, node, "patternProperties", pattern)
        matches = new.side.part({"pattern": pattern})
        same = [
            old.below(each, "patternProperties", pattern)
            for each in old.having("patternProperties")
            if pattern in each.contents["patternProperties"]
        ]
        for name in sorted(old.declared):
            if matches(name) and prover.why_not(old.property(name), wanted) is not None:
                return f"names that match {pattern!r} are checked otherwise"
        if same and prover.why_not(View(old.side, same), wanted) is None:
            continue
        why = _further(prover, old, wanted, frozenset())
        if why is not None:
            return why
    return None


def property_names(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """`old` is closed and each of its names is accepted, or what it demands of names is in the subschema."""
    wanted = below(new, node, "propertyNames")
    if old.is_closed and all(wanted.accepts(each) for each in old.declared):
        return None
    names = [old.below(each, "propertyNames") for each in old.having("propertyNames")]
    return prover.why_not(View(old.side, names, frozenset(("string",))), wanted)


def dependent_required(_: Prover, old: View, __: View, node: Subschema) -> str | None:
    """For each key: `old` requires what it requires, by itself or for that key; or the key cannot be there."""
    for key, wanted in node.contents["dependentRequired"].items():
        given = old.required.union(*(each.get(key, ()) for each in old.found("dependentRequired")))
        if not given >= set(wanted) and not old.property(key).is_empty:
            return f"{key!r} requires other keys"
    return None


def dependent_schemas(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """For each key: `old`, with what it demands where the key is there, is in the subschema."""
    for key in node.contents["dependentSchemas"]:
        if old.property(key).is_empty:
            continue
        demanded = [
            old.below(each, "dependentSchemas", key)
            for each in old.having("dependentSchemas")
            if key in each.contents["dependentSchemas"]
        ]
        why = prover.why_not(old.also(*demanded), below(new, node, "dependentSchemas", key))
        if why is not None:
            return why
    return None


def prefix_items(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """Sub(index) <= the subschema at each index that a value of `old` may have."""
    for index in range(len(node.contents["prefixItems"])):
        if old.most("maxItems") > index:
            why = prover.why_not(old.item(index), below(new, node, "prefixItems", index))
            if why is not None:
                return why
    return None


def items(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """Sub(index) <= the subschema, for each index behind `prefixItems` up to where `old` treats all alike."""
    first = len(elements(node.contents.get("prefixItems")))
    wanted = below(new, node, "items")
    for index in range(first, max(first, old.prefix) + 1):
        if old.most("maxItems") > index:
            why = prover.why_not(old.item(index), wanted)
            if why is not None:
                return why
    return None


def contains(prover: Prover, old: View, new: View, node: Subschema) -> str | None:
    """
    Enough items match, and not too many.

    Enough: none is needed; or a `contains` of `old` with a narrower subschema asks for as many; or all items are in
    the subschema, and there are as many. Not too many: no limit; or at most as many items; or a `contains` of `old`
    with the same subschema has as low a limit.
    """
    least = node.contents.get("minContains", 1)
    most = node.contents.get("maxContains")
    wanted = below(new, node, "contains")
    enough = least == 0 or any(
        each.contents.get("minContains", 1) >= least
        and prover.why_not(View(old.side, (old.below(each, "contains"),)), wanted) is None
        for each in old.having("contains")
    )
    if not enough and old.least("minItems") >= least:
        enough = all(prover.why_not(old.item(index), wanted) is None for index in range(old.prefix + 1))
    few = (
        most is None
        or old.most("maxItems") <= most
        or any(
            members(each.contents).get("maxContains", most + 1) <= most
            and any(prover.same(old.below(each, "contains"), inner) for inner in wanted.tops)
            for each in old.having("contains")
        )
    )
    return None if enough and few else "`contains` is another"


def unique(_: Prover, old: View, __: View, node: Subschema) -> str | None:
    """It asks for nothing, `old` asks for it too, or there is one item at most."""
    good = not node.contents["uniqueItems"] or any(old.found("uniqueItems")) or old.most("maxItems") <= 1
    return None if good else "items must be unique"
