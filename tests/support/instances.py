"""
Random instances of a schema, and random damage done to them.

Covers type (lists of types too), enum, const, bounds and multipleOf, lengths, arrays, records, maps, `$ref`
(recursive too), anyOf, oneOf and allOf of objects. `not`, if/then/else, patterns, dependent and unevaluated
keywords are passed over: whoever needs certainty asks a validator.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any, cast

from referencing.jsonschema import DRAFT202012
from tests.support.mutations import mutate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.load.schema import LoadedSchema

__all__ = ["mutate", "pairs", "valid"]

# deeper or larger than this only what is required is made; much deeper there is no finite instance
_DEPTH = 10
_SIZE = 400
_LIMIT = 60

_STRINGS = (
    "", "a", "latest", "exact_match", "\u00e9\u00df", "\u65e5\u672c\u8a9e", "\U0001f600", "e\u0301", "a/b~c",
    'q"\\\n', " ", "\x00", "\u2028", "$gte", "{{name}}", "x" * 300,
)  # fmt: skip
_FORMATS = {
    "date": "2025-09-04",
    "date-time": "2025-09-04T12:00:00Z",
    "email": "ada@example.com",
    "uri": "https://example.com/a?b=c#d",
    "uuid": "0b7e6c1e-8f4f-4d7c-9a55-3f1d2c4b5a69",
}
_KEYS = ("zzz", "and", "or", "eq", "key", "\u00fc", "", "a.b", "Model", "$ref")
_NUMBERS: tuple[int | float, ...] = (
    0, -0.0, 1, 1.0, 3.0, -1, 0.5, 2.5, 429, 1e-9, 5e-324, 2**53 + 1, 10**30, -(10**30), 1e308,
    1800, 259200.0,
)  # fmt: skip
_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
# what tells the type of a schema that does not state it
_TELLING = {
    "object": ("properties", "required", "additionalProperties", "minProperties", "maxProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "string": ("minLength", "maxLength", "format", "pattern"),
}


def valid(schema: LoadedSchema, rng: random.Random) -> Any:
    """Return a random instance of `schema`. Raises ValueError where every instance would be infinite."""
    return _Maker(rng).make(schema.contents, schema.resolver(), 0)


def pairs(schema: LoadedSchema, seed: int, count: int) -> Iterator[tuple[Any, Any]]:
    """Yield `count` pairs of an instance of `schema` and that instance damaged, the same for each `seed`."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable test, no secret
    for _ in range(count):
        value = valid(schema, rng)
        yield value, mutate(value, rng)


class _Maker:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._size = 0

    def _is_enough(self, depth: int) -> bool:
        return depth > _DEPTH or self._size > _SIZE

    def make(self, schema: Any, resolver: Any, depth: int) -> Any:
        if depth > _LIMIT:
            raise ValueError("no instance of this schema is finite")
        self._size += 1
        if schema is True or schema == {}:
            return self._anything(depth)
        resolver = resolver.in_subresource(DRAFT202012.create_resource(schema))
        if "$ref" in schema:
            return self._referred(schema, resolver, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._rng.choice(schema["enum"])
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                return self._union(schema, keyword, resolver, depth)
        made = self._typed(schema, resolver, depth)
        for part in schema.get("allOf", ()):
            made = self._joined(made, self.make(part, resolver, depth))
        return made

    def _referred(self, schema: dict[str, Any], resolver: Any, depth: int) -> Any:
        resolved = resolver.lookup(schema["$ref"])
        made = self.make(resolved.contents, resolved.resolver, depth)
        beside = {keyword: value for keyword, value in schema.items() if keyword != "$ref"}
        return self._joined(made, self.make(beside, resolver, depth)) if "properties" in beside else made

    def _union(self, schema: dict[str, Any], keyword: str, resolver: Any, depth: int) -> Any:
        branches = cast("list[Any]", schema[keyword])
        beside = {each: value for each, value in schema.items() if each != keyword}
        # deep down, the branches are tried in turn: one of them ends the recursion
        chosen = branches[depth % len(branches)] if self._is_enough(depth) else self._rng.choice(branches)
        made = self.make(chosen, resolver, depth)
        # several keys at once, such as {"gte": 1, "lte": 5}: more than one branch of records holds
        while keyword == "anyOf" and not self._is_enough(depth) and self._rng.random() < 0.35:
            other = self._rng.choice(branches)
            if not (self._is_record(chosen, resolver) and self._is_record(other, resolver)):
                break
            made = self._joined(made, self.make(other, resolver, depth))
        return self._joined(made, self.make(beside, resolver, depth)) if "properties" in beside else made

    def _is_record(self, schema: Any, resolver: Any) -> bool:
        while isinstance(schema, dict) and "$ref" in schema:
            resolved = resolver.lookup(schema["$ref"])
            schema, resolver = resolved.contents, resolved.resolver
        return isinstance(schema, dict) and "properties" in schema and "additionalProperties" not in schema

    def _joined(self, one: Any, other: Any) -> Any:
        if isinstance(one, dict) and isinstance(other, dict):
            return cast("dict[str, Any]", one) | cast("dict[str, Any]", other)
        return cast("Any", one)

    def _typed(self, schema: dict[str, Any], resolver: Any, depth: int) -> Any:
        kind = self._kind(schema, depth)
        if kind == "object":
            return self._object(schema, resolver, depth)
        if kind == "array":
            return self._array(schema, resolver, depth)
        if kind == "string":
            return self._string(schema)
        if kind in {"number", "integer"}:
            return self._number(schema, whole=kind == "integer")
        return None if kind == "null" else self._rng.random() < 0.5

    def _kind(self, schema: dict[str, Any], depth: int) -> str:
        stated = schema.get("type")
        if isinstance(stated, str):
            return stated
        if stated is not None:
            kinds = cast("list[str]", stated)
            return "null" if self._is_enough(depth) and "null" in kinds else self._rng.choice(kinds)
        parts = [schema, *cast("list[Any]", schema.get("allOf", []))]
        for kind, keywords in _TELLING.items():
            if any(keyword in part for part in parts for keyword in keywords):
                return kind
        return "object" if "allOf" in schema else self._rng.choice(_TYPES)

    def _object(self, schema: dict[str, Any], resolver: Any, depth: int) -> dict[str, Any]:
        required = set(cast("list[str]", schema.get("required", [])))
        share = 0.0 if self._is_enough(depth) else self._rng.choice((0.0, 0.2, 0.5, 0.5, 1.0))
        made: dict[str, Any] = {}
        properties = cast("dict[str, Any]", schema.get("properties", {}))
        for name, each in properties.items():
            if each is not False and (name in required or self._rng.random() < share):
                made[name] = self.make(each, resolver, depth + 1)
        further = schema.get("additionalProperties", True)
        for name in required - properties.keys():
            made[name] = self.make(further, resolver, depth + 1)
        if further is not False:
            self._add_keys(made, schema, further, resolver, depth)
        return self._shuffled(made)

    def _add_keys(
        self, made: dict[str, Any], schema: dict[str, Any], further: Any, resolver: Any, depth: int
    ) -> None:
        declared = cast("dict[str, Any]", schema.get("properties", {}))
        is_map = "additionalProperties" in schema
        wanted = (
            0
            if self._is_enough(depth)
            else self._rng.choice((0, 1, 1, 2, 3) if is_map else (0, 0, 0, 0, 0, 1))
        )
        names = [name for name in _KEYS if name not in declared]
        self._rng.shuffle(names)
        names += [f"key{index}" for index in range(int(schema.get("minProperties", 0)))]
        least = max(int(schema.get("minProperties", 0)), len(made) + wanted)
        for name in names:
            if len(made) >= min(least, schema.get("maxProperties", math.inf)):
                return
            made.setdefault(name, self.make(further, resolver, depth + 1))

    def _shuffled(self, made: dict[str, Any]) -> dict[str, Any]:
        names = sorted(made)
        self._rng.shuffle(names)
        return {name: made[name] for name in names}

    def _array(self, schema: dict[str, Any], resolver: Any, depth: int) -> list[Any]:
        least = int(schema.get("minItems", 0))
        most = int(schema.get("maxItems", least + 3))
        length = (
            least if self._is_enough(depth) else self._rng.randint(least, max(least, min(most, least + 3)))
        )
        first = cast("list[Any]", schema.get("prefixItems", []))
        further = schema.get("items", True)
        made: list[Any] = []
        for index in range(length if further is not False else min(length, len(first))):
            item = self.make(first[index] if index < len(first) else further, resolver, depth + 1)
            if not (schema.get("uniqueItems") and item in made):
                made.append(item)
        return made

    def _string(self, schema: dict[str, Any]) -> str:
        text = _FORMATS.get(schema.get("format", "")) or self._rng.choice(_STRINGS)
        least = int(schema.get("minLength", 0))
        text += "\U0001f600" * (least - len(text))
        most = schema.get("maxLength")
        return text if most is None else text[: int(most)]

    def _number(self, schema: dict[str, Any], *, whole: bool) -> int | float:
        low, high = _bounds(schema)
        step = schema.get("multipleOf", 1 if whole else None)
        exact = [schema[keyword] for keyword in ("minimum", "maximum") if keyword in schema]
        candidates = [*exact, *_NUMBERS, self._between(low, high, whole=whole)]
        within = [number for number in candidates if low <= number <= high]
        if step is not None:
            exact = [number for number in exact if number % step == 0]
            within = [number for number in within if number % step == 0] or [math.ceil(low / step) * step]
        # half of the time a bound itself: that is where verdicts differ
        chosen = self._rng.choice(exact if exact and self._rng.random() < 0.5 else within)
        # 3.0 is an integer too (validation section 6.1.1)
        is_small = isinstance(chosen, int) and abs(chosen) < 2**53
        return float(chosen) if is_small and self._rng.random() < 0.2 else chosen

    def _between(self, low: float, high: float, *, whole: bool) -> int | float:
        if math.isinf(low):
            low = (0 if math.isinf(high) else high) - 1e6
        if math.isinf(high):
            high = low + 2e6
        if math.ceil(low) <= math.floor(high) and (whole or self._rng.random() < 0.5):
            return self._rng.randint(math.ceil(low), math.floor(high))
        return self._rng.uniform(low, high)

    def _anything(self, depth: int) -> Any:
        if self._is_enough(depth) or self._rng.random() < 0.7:
            plain: list[Any] = [None, True, False, *_NUMBERS, *_STRINGS, [], {}]
            return self._rng.choice(plain)
        inner = self._anything(depth + 2)
        return [inner] if self._rng.random() < 0.5 else {"deeper": inner}


def _bounds(schema: dict[str, Any]) -> tuple[float, float]:
    """Return the least and the largest number allowed; exclusive ones are the next float."""
    low = schema.get("minimum", -math.inf)
    high = schema.get("maximum", math.inf)
    if "exclusiveMinimum" in schema:
        low = max(low, math.nextafter(schema["exclusiveMinimum"], math.inf))
    if "exclusiveMaximum" in schema:
        high = min(high, math.nextafter(schema["exclusiveMaximum"], -math.inf))
    return low, high
