"""All that a schema demands of one value, gathered from every subschema that applies to it."""

from __future__ import annotations

import math
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from orq_schema.evolve.bounds import crossed, highest, lowest
from orq_schema.evolve.nodes import ASSERTING, Union, conditional, flat, identity_of
from orq_schema.evolve.values import ALL, NUMERIC, atoms, distinct, identity, kind
from orq_schema.jsonvalue import elements, is_object, members

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from orq_schema.compile.resolution import Subschema
    from orq_schema.evolve.bounds import Bound
    from orq_schema.evolve.side import Side
    from orq_schema.pointer import Step

# so many integers are still looked at one by one, so many mixtures of unknown keys
_FEW = 64
_MIXTURES = 16


class View:
    """
    The conjunction of `nodes`, subschemas of one side: a value is in it if each of them accepts it.

    What `allOf`, `$ref` and unions of one branch lead to are nodes too. With `only`, values of other kinds are left
    out. `split` are the unions of which one branch has become a node already, `around` the names that were declared
    before that.
    """

    def __init__(
        self,
        side: Side,
        nodes: Iterable[Subschema],
        only: frozenset[str] = ALL,
        split: frozenset[int] = frozenset(),
        around: frozenset[str] = frozenset(),
    ) -> None:
        self.side = side
        self.tops = tuple(nodes)
        self.nodes = tuple(flat(side, self.tops))
        self.only = only
        self.split = split
        self._around = around
        self.key: Hashable = (id(side), frozenset(identity_of(each) for each in self.nodes), only)

    def also(self, *nodes: Subschema, split: frozenset[int] = frozenset()) -> View:
        """The values of this view that `nodes` accept as well."""
        return View(self.side, (*self.tops, *nodes), self.only, self.split | split, self.names)

    def restricted(self, only: frozenset[str]) -> View:
        """The values of this view that are of the kinds `only`."""
        return View(self.side, self.tops, self.only & only, self.split, self.names)

    def having(self, keyword: str) -> Iterator[Subschema]:
        """The nodes that have `keyword`."""
        return (each for each in self.nodes if is_object(each.contents) and keyword in each.contents)

    def found(self, keyword: str) -> list[Any]:
        """What the nodes say by `keyword`, the nearest first."""
        return [each.contents[keyword] for each in self.having(keyword)]

    def below(self, node: Subschema, *steps: Step) -> Subschema:
        """The subschema of `node` at `steps`."""
        return self.side.resolution.below(node, *steps)

    def accepts(self, value: object) -> bool:
        """Whether `value` is in this view."""
        return (self.only is ALL or kind(value) in self.only) and self._decides(value)

    @cached_property
    def _decides(self) -> Callable[[object], bool]:
        return self.side.part({"allOf": [self.side.reference(each) for each in self.tops] or [True]})

    # of any value

    @cached_property
    def stated_types(self) -> frozenset[str]:
        """The kinds that the keywords `type`, `enum` and `const` and the branches of unions leave."""
        found = self.only
        for node in self.nodes:
            contents = members(node.contents)
            if node.contents is False:
                return frozenset()
            if "type" in contents:
                found &= atoms(contents["type"])
            if "enum" in contents:
                found &= {kind(each) for each in contents["enum"]}
            if "const" in contents:
                found &= {kind(contents["const"])}
        for union in self.unions:
            found &= frozenset().union(*(View(self.side, (each,)).stated_types for each in union.branches))
        return found

    @cached_property
    def types(self) -> frozenset[str]:
        """The kinds of which there may be a value in this view; none where it is surely empty."""
        found = self.stated_types
        if any(isinstance(each, int) and each > 0 for each in self.found("multipleOf")):
            found -= {"fraction"}
        if crossed(self.lower, self.upper):
            found -= NUMERIC
        if self.least("minLength") > self.most("maxLength"):
            found -= {"string"}
        if self.least("minItems") > self.most("maxItems"):
            found -= {"array"}
        # a value that is empty because of a part that leads back here is not looked for
        if "object" in found and (
            len(self.required) > self.most("maxProperties")
            or any(False in [node.contents for node in self.property(name).nodes] for name in self.required)
        ):
            found -= {"object"}
        return found

    @property
    def is_empty(self) -> bool:
        """Whether this view surely has no value; where it is False there may be none all the same."""
        return not self.types

    @cached_property
    def is_anything(self) -> bool:
        """Whether no node demands anything."""
        deciding = ASSERTING | {"format"} if self.side.asserts_formats else ASSERTING
        return self.only == ALL and not any(
            each.contents is False or members(each.contents).keys() & deciding for each in self.nodes
        )

    @cached_property
    def values(self) -> list[Any] | None:
        """A list that has all values of this view, and maybe others; None where there is no short one."""
        if self.listed is not None:
            return [each for each in self.listed if kind(each) in self.types]
        if self.types <= {"null", "boolean"}:
            return [each for each in (None, False, True) if kind(each) in self.types]
        if self.types == frozenset(("integer",)) and self.lower is not None and self.upper is not None:
            first, last = math.ceil(self.lower.value), math.floor(self.upper.value)
            return list(range(first, last + 1)) if last - first < _FEW else None
        return None

    @cached_property
    def listed(self) -> list[Any] | None:
        """The values that `enum` and `const` leave; None where neither is there."""
        lists = [*(elements(each) for each in self.found("enum")), *([each] for each in self.found("const"))]
        if not lists:
            return None
        first, *others = ({identity(value) for value in each} for each in lists)
        common = first.intersection(*others)
        return [
            each
            for each in distinct(lists[0])
            if identity(each) in common and kind(each) in self.stated_types
        ]

    @cached_property
    def unions(self) -> list[Union]:
        """The unions of the nodes that have not been split."""
        return [
            Union(keyword, node, tuple(self.below(node, keyword, index) for index in range(len(branches))))
            for node in self.nodes
            for keyword in ("anyOf", "oneOf")
            if len(branches := members(node.contents).get(keyword, ())) > 1 and id(branches) not in self.split
        ]

    def branches(self, union: Union) -> list[View]:
        """The values of this view that each branch of `union` accepts."""
        taken = frozenset((id(union.node.contents[union.keyword]),))
        return [self.also(each, split=taken) for each in union.branches]

    # of numbers, strings, and sizes

    @cached_property
    def lower(self) -> Bound | None:
        """The highest limit from below."""
        whole = "fraction" not in self.stated_types
        return lowest(self.found("minimum"), self.found("exclusiveMinimum"), whole=whole)

    @cached_property
    def upper(self) -> Bound | None:
        """The lowest limit from above."""
        whole = "fraction" not in self.stated_types
        return highest(self.found("maximum"), self.found("exclusiveMaximum"), whole=whole)

    def least(self, keyword: str) -> int | float:
        """The highest value of a keyword such as `minLength`, 0 where it is absent."""
        found: list[int | float] = self.found(keyword)
        return max(found, default=0)

    def most(self, keyword: str) -> int | float:
        """The lowest value of a keyword such as `maxLength`, infinity where it is absent."""
        found: list[int | float] = self.found(keyword)
        return min(found, default=math.inf)

    # of objects

    @cached_property
    def required(self) -> frozenset[str]:
        """The keys that must be there."""
        return frozenset(name for each in self.found("required") for name in each)

    @cached_property
    def declared(self) -> dict[str, Subschema]:
        """The properties that the nodes declare, by name, each as the first of them has it."""
        return {
            name: self.below(node, "properties", name)
            for node in reversed(self.nodes)
            for name in members(members(node.contents).get("properties"))
        }

    @cached_property
    def names(self) -> frozenset[str]:
        """The properties that are declared here, in any branch that may apply here, or in one that might have."""
        inside = [each for union in self.unions for each in union.branches]
        inside += [each for node in self.nodes for each in conditional(self.side, node)]
        return self._around.union(self.declared, *(View(self.side, (each,)).names for each in inside))

    def property(self, name: str) -> View:
        """What the nodes demand of the property `name`."""
        return View(self.side, [each for node in self.nodes for each in self._applying(node, name)])

    def may_have(self, name: str) -> bool:
        """Whether `propertyNames` leaves room for the key `name`."""
        return all(
            View(self.side, (self.below(node, "propertyNames"),)).accepts(name)
            for node in self.having("propertyNames")
        )

    def _applying(self, node: Subschema, name: str) -> Iterator[Subschema]:
        contents = members(node.contents)
        found = False
        if name in contents.get("properties", {}):
            found = True
            yield self.below(node, "properties", name)
        for pattern in contents.get("patternProperties", {}):
            if self.side.part({"pattern": pattern})(name):
                found = True
                yield self.below(node, "patternProperties", pattern)
        if not found and "additionalProperties" in contents:
            yield self.below(node, "additionalProperties")

    def unknown(self, beside: frozenset[str] = frozenset()) -> list[View] | None:
        """
        What may be demanded of a property that nothing declares, one of several; None where they are too many.

        A name may match a pattern, or none. The patterns `beside` are those that it surely does not match.
        """
        choices: list[list[Subschema | None]] = []
        for node in self.nodes:
            contents = members(node.contents)
            matching = [each for each in contents.get("patternProperties", {}) if each not in beside]
            further = self.below(node, "additionalProperties") if "additionalProperties" in contents else None
            choices.append([further, *(self.below(node, "patternProperties", each) for each in matching)])
        if math.prod(len(each) for each in choices) > _MIXTURES:
            return None
        return [
            View(self.side, [each for each in mixture if each is not None]) for mixture in product(*choices)
        ]

    @cached_property
    def further(self) -> View:
        """What is demanded of a property that nothing declares and no pattern is for, as far as that is known."""
        return (self.unknown() or [View(self.side, ())])[0]

    @cached_property
    def is_closed(self) -> bool:
        """Whether no key is possible that `properties` of some node does not name."""
        return any(
            contents.get("additionalProperties") is False and not contents.get("patternProperties")
            for contents in (members(node.contents) for node in self.nodes)
        )

    # of arrays

    def item(self, index: int) -> View:
        """What the nodes demand of the item `index`."""
        return View(self.side, [each for node in self.nodes for each in self._at(node, index)])

    def _at(self, node: Subschema, index: int) -> Iterator[Subschema]:
        contents = members(node.contents)
        if index < len(contents.get("prefixItems", ())):
            yield self.below(node, "prefixItems", index)
        elif "items" in contents:
            yield self.below(node, "items")

    @cached_property
    def prefix(self) -> int:
        """How many items have a subschema of their own."""
        return max((len(each) for each in self.found("prefixItems")), default=0)


def below(view: View, node: Subschema, *steps: Step) -> View:
    """The view of the subschema alone that `node`, one of those of `view`, has at `steps`."""
    return View(view.side, (view.below(node, *steps),))
