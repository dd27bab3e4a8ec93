"""
For each keyword of draft 2020-12: when it cannot refuse a value of a view.

A rule is given the prover, the view `old` whose values are known to be valid, the view `new`, and the subschema
`node` of that one, which has the keyword. It gives None where it has a proof, else a reason in words. What a rule
rests on stands in its docstring; `Sub(v)` is what `old` demands of the part `v` of a value, as all its nodes together
have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.evolve import rules_of_logic as logic
from orq_schema.evolve import rules_of_parts as parts
from orq_schema.evolve import rules_of_values as values

if TYPE_CHECKING:
    from orq_schema.compile.resolution import Subschema
    from orq_schema.evolve.proof import Prover
    from orq_schema.evolve.rules_of_values import Rule
    from orq_schema.evolve.side import Side
    from orq_schema.evolve.view import View


class Unit(NamedTuple):
    """A keyword that decides, together with those `beside` it on which its meaning rests; () for the whole node."""

    keyword: str
    kind: str | None
    rule: Rule
    beside: tuple[str, ...]

    def why_not(self, prover: Prover, old: View, new: View, node: Subschema) -> str | None:
        """Why a value of `old` may be refused by this unit of `node`; values of other kinds never are."""
        if (
            self.kind is not None
            and self.kind not in old.types
            and not (self.kind == "number" and old.types & {"integer", "fraction"})
        ):
            return None
        return self.rule(prover, old, new, node)

    def schema(self, side: Side, node: Subschema) -> Any:
        """A schema that demands what this unit of `node` does, or the whole node."""
        return side.excerpt(node, (self.keyword, *self.beside)) if self.beside else side.reference(node)


def _unit(keyword: str, kind: str | None, rule: Rule, *beside: str) -> Unit:
    return Unit(keyword, kind, rule, (keyword, *beside))


UNITS = (
    _unit("type", None, values.types),
    _unit("enum", None, values.listed),
    _unit("const", None, values.listed),
    _unit("minimum", "number", values.minimum),
    _unit("exclusiveMinimum", "number", values.exclusive_minimum),
    _unit("maximum", "number", values.maximum),
    _unit("exclusiveMaximum", "number", values.exclusive_maximum),
    _unit("multipleOf", "number", values.multiple_of),
    _unit("minLength", "string", values.at_least("minLength")),
    _unit("maxLength", "string", values.at_most("maxLength")),
    _unit("pattern", "string", values.equal("pattern")),
    _unit("format", "string", values.formats),
    _unit("required", "object", parts.required),
    _unit("minProperties", "object", values.at_least("minProperties")),
    _unit("maxProperties", "object", values.at_most("maxProperties")),
    _unit("properties", "object", parts.properties),
    _unit("patternProperties", "object", parts.pattern_properties),
    _unit("additionalProperties", "object", parts.additional, "properties", "patternProperties"),
    _unit("propertyNames", "object", parts.property_names),
    _unit("dependentRequired", "object", parts.dependent_required),
    _unit("dependentSchemas", "object", parts.dependent_schemas),
    _unit("minItems", "array", values.at_least("minItems")),
    _unit("maxItems", "array", values.at_most("maxItems")),
    _unit("uniqueItems", "array", parts.unique),
    _unit("prefixItems", "array", parts.prefix_items),
    _unit("items", "array", parts.items, "prefixItems"),
    _unit("contains", "array", parts.contains, "minContains", "maxContains"),
    _unit("anyOf", None, logic.any_of),
    _unit("oneOf", None, logic.one_of),
    _unit("not", None, logic.negation),
    _unit("if", None, logic.condition, "then", "else"),
    Unit("unevaluatedProperties", "object", logic.whole, ()),
    Unit("unevaluatedItems", "array", logic.whole, ()),
)
