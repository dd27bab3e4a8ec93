"""Which parts of a value a subschema evaluates, as far as the schema alone tells: core section 11."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import is_object

if TYPE_CHECKING:
    from orq_schema.compile.program import Program
    from orq_schema.compile.resolution import Subschema
    from orq_schema.pointer import Steps

_REFERENCES = ("$ref", "$dynamicRef")
_IN_PLACE = ("allOf", "anyOf", "oneOf", "if", "dependentSchemas")


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    The parts of any value that a subschema accepts: those that it evaluates.

    `names`, `patterns` and `prefix` are certain, so are all keys and all items; `some_keys` and `some_items` say
    that further ones depend on the value.
    """

    names: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    prefix: int = 0
    all_keys: bool = False
    all_items: bool = False
    some_keys: bool = False
    some_items: bool = False

    def __or__(self, other: Coverage) -> Coverage:
        all_keys, all_items = self.all_keys or other.all_keys, self.all_items or other.all_items
        return Coverage(
            () if all_keys else tuple(dict.fromkeys(self.names + other.names)),
            () if all_keys else tuple(dict.fromkeys(self.patterns + other.patterns)),
            0 if all_items else max(self.prefix, other.prefix),
            all_keys,
            all_items,
            not all_keys and (self.some_keys or other.some_keys),
            not all_items and (self.some_items or other.some_items),
        )

    @property
    def depends(self) -> bool:
        """Whether the value must be looked at to know all of it."""
        return self.some_keys or self.some_items

    @property
    def _keys(self) -> bool:
        return bool(self.names or self.patterns or self.all_keys or self.some_keys)

    @property
    def _items(self) -> bool:
        return bool(self.prefix or self.all_items or self.some_items)

    def perhaps(self) -> Coverage:
        """The same of a subschema that need not apply."""
        return Coverage(some_keys=self._keys, some_items=self._items)

    def only(self, parts: frozenset[str]) -> Coverage:
        """Without what nobody asks for; `parts` has the `unevaluated...` keywords in use."""
        kept = self
        if "unevaluatedProperties" not in parts:
            kept = replace(kept, names=(), patterns=(), all_keys=False, some_keys=False)
        if "unevaluatedItems" not in parts:
            kept = replace(kept, prefix=0, all_items=False, some_items=False)
        return kept


NOTHING = Coverage()


def coverage(program: Program, schema: Subschema, without: str = "") -> Coverage:
    """What `schema` evaluates of a value that it accepts; `without` names a keyword of it to be passed over."""
    if not is_object(schema.contents) or not program.parts:
        return NOTHING
    known = program.coverages.get((schema.key, without))
    if known is None:
        known = NOTHING
        for keyword in schema.contents:
            if keyword != without:
                known |= of_keyword(program, schema, keyword)
        program.coverages[schema.key, without] = known
    return known


def of_keyword(program: Program, schema: Subschema, keyword: str) -> Coverage:
    """What one keyword of `schema` contributes."""
    if keyword in _REFERENCES:
        return coverage(program, program.resolution.follow(schema, keyword))
    if keyword not in _IN_PLACE:
        return _of_parts(schema, keyword).only(program.parts)
    found = NOTHING
    for steps in _steps_below(schema.contents, keyword):
        each = coverage(program, program.resolution.below(schema, *steps))
        found |= each if keyword == "allOf" else each.perhaps()
    return found


def _steps_below(contents: dict[str, Any], keyword: str) -> list[Steps]:
    if keyword == "if":
        return [(each,) for each in ("if", "then", "else") if each in contents]
    value = contents[keyword]
    return [(keyword, each) for each in (value if is_object(value) else range(len(value)))]


def _of_parts(schema: Subschema, keyword: str) -> Coverage:
    value = schema.contents[keyword]
    if keyword == "properties":
        return Coverage(names=tuple(value))
    if keyword == "patternProperties":
        return Coverage(patterns=tuple(value))
    if keyword == "prefixItems":
        return Coverage(prefix=len(value))
    if keyword == "contains":
        return Coverage(some_items=True)
    return Coverage(
        all_keys=keyword in ("additionalProperties", "unevaluatedProperties"),
        all_items=keyword in ("items", "unevaluatedItems"),
    )
