"""Random draft 2020-12 schemas over few keys, hostile shapes included, and instances that come near them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

KEYS = ("a", "b", "c", "x-1", "a/b", "~")
SCALARS: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 2, 3, -1, 1.0, 1.5, 0.5, 1e3, 2**53 + 1, 9007199254740993.0),
    *("", "a", "b", "ab", "abc", "A1", "é", "\U0001f600", "x-1", "1"),
)
TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")
PATTERNS = ("^a", "b$", "^[a-c]+$", "^x-", ".", "^\\d+$", "^.{2}$", "", "[^a]")


class Schemas:
    """A source of schemas; `rng` makes them repeatable."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._names = [f"d{index}" for index in range(rng.randint(1, 4))]
        # relative references mean something else within an embedded resource
        self._base = "https://example.com/dir/root.json" if rng.random() < 0.5 else ""

    def schema(self) -> dict[str, Any]:
        """A whole schema with definitions that refer to one another."""
        rng = self._rng
        root = self._object(3)
        root["$defs"] = {name: self.subschema(2) for name in self._names}
        if self._base:
            root["$id"] = self._base
        if self._base and rng.random() < 0.5:
            root["$defs"]["embedded"] = {**self._object(1), "$id": "sub/embedded.json", "$anchor": "there"}
            uses = {"$ref": rng.choice(("sub/embedded.json", "sub/embedded.json#there"))}
            root.setdefault("properties", {})["c"] = uses
        if rng.random() < 0.2:
            root["x-unknown"] = {"deep": [self.subschema(1), self.subschema(1)]}
            root.setdefault("allOf", []).append({"$ref": f"#/x-unknown/deep/{rng.randint(0, 1)}"})
        if self._base and rng.random() < 0.4:
            self._extend(root)
        return root

    def _extend(self, root: dict[str, Any]) -> None:
        """Have a dynamic reference lead out of an embedded resource."""
        root["$dynamicAnchor"] = "node"
        list_ = {"$id": "list", "$dynamicAnchor": "node", "items": {"$dynamicRef": "#node"}}
        root["$defs"]["list"] = {**self._object(1), **list_}
        root["properties"] = {
            **root.get("properties", {}),
            "a": {"$ref": "list"},
            "b": {"$dynamicRef": "#node"},
        }

    def subschema(self, depth: int) -> Any:
        """A boolean or an object."""
        return self._rng.random() < 0.7 if self._rng.random() < 0.12 else self._object(depth)

    def _object(self, depth: int) -> dict[str, Any]:
        rng = self._rng
        makers = rng.sample(_MAKERS, rng.randint(0, 4) if depth else rng.randint(1, 2))
        schema: dict[str, Any] = {}
        for maker in makers:
            schema.update(maker(self, depth))
        return schema

    def reference(self, _: int) -> dict[str, Any]:
        places = [f"{self._base}#/$defs/{name}" for name in self._names]
        return {"$ref": self._rng.choice([*places, f"{self._base}#"])}

    def kinds(self, _: int) -> dict[str, Any]:
        rng = self._rng
        return {"type": rng.choice(TYPES) if rng.random() < 0.6 else rng.sample(TYPES, rng.randint(1, 3))}

    def values(self, _: int) -> dict[str, Any]:
        choices = [self.instance(1) for _ in range(self._rng.randint(1, 4))]
        return {"enum": choices} if self._rng.random() < 0.6 else {"const": choices[0]}

    def bounds(self, _: int) -> dict[str, Any]:
        rng = self._rng
        keyword = rng.choice(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"))
        return {keyword: rng.choice((1, 2, 3, 0.5, 1.5))}

    def text(self, _: int) -> dict[str, Any]:
        rng = self._rng
        return rng.choice(
            (
                {"minLength": rng.randint(0, 3)},
                {"maxLength": rng.choice((0, 1, 2.0))},
                {"pattern": rng.choice(PATTERNS)},
                {"format": "date"},
            )
        )

    def array(self, depth: int) -> dict[str, Any]:
        rng = self._rng
        prefix = [self.subschema(depth - 1) for _ in range(rng.randint(1, 2))] if depth else [True]
        found = {"prefixItems": prefix} if rng.random() < 0.5 else {}
        choices: list[Callable[[], dict[str, Any]]] = [
            lambda: {"items": self.below(depth)},
            lambda: {"contains": self.below(depth), "minContains": rng.randint(0, 2)},
            lambda: {"contains": self.below(depth), "maxContains": rng.randint(0, 2)},
            lambda: {"contains": self.below(depth)},
            lambda: {"uniqueItems": rng.random() < 0.8},
            lambda: {"minItems": rng.randint(0, 2), "maxItems": rng.randint(0, 3)},
            lambda: {"unevaluatedItems": self.below(depth)},
            lambda: {"unevaluatedItems": False},
        ]
        return found | rng.choice(choices)()

    def members(self, depth: int) -> dict[str, Any]:
        rng = self._rng
        keys = rng.sample(KEYS, rng.randint(1, 3))
        choices: list[Callable[[], dict[str, Any]]] = [
            lambda: {"required": keys},
            lambda: {"patternProperties": {rng.choice(PATTERNS): self.below(depth)}},
            lambda: {"additionalProperties": self.below(depth)},
            lambda: {"additionalProperties": False},
            lambda: {"propertyNames": self.below(depth)},
            lambda: {"dependentRequired": {keys[0]: keys}},
            lambda: {"dependentSchemas": {key: self.below(depth) for key in keys}},
            lambda: {"minProperties": rng.randint(0, 2), "maxProperties": rng.randint(0, 3)},
            lambda: {"unevaluatedProperties": self.below(depth)},
            lambda: {"unevaluatedProperties": False},
        ]
        properties = {key: self.below(depth) for key in rng.sample(KEYS, rng.randint(1, 3))}
        return ({"properties": properties} if rng.random() < 0.7 else {}) | rng.choice(choices)()

    def logic(self, depth: int) -> dict[str, Any]:
        rng = self._rng
        some = [self.below(depth) for _ in range(rng.randint(1, 3))]
        choices: list[Callable[[], dict[str, Any]]] = [
            lambda: {"allOf": some},
            lambda: {"anyOf": some},
            lambda: {"oneOf": some},
            lambda: {"not": some[0]},
            lambda: {"if": some[0], "then": self.below(depth), "else": self.below(depth)},
            lambda: {"if": some[0], "then": self.below(depth)},
            lambda: {"if": some[0], "else": self.below(depth)},
            lambda: {"if": some[0]},
        ]
        return rng.choice(choices)()

    def below(self, depth: int) -> Any:
        """A subschema of the next level; at the last one small, or a reference."""
        if depth > 0:
            return self.subschema(depth - 1)
        rng = self._rng
        maker = rng.choice((Schemas.kinds, Schemas.values, Schemas.reference))
        anything: list[Any] = [True, False, {}]
        return rng.choice(anything) if rng.random() < 0.5 else maker(self, 0)

    def instance(self, depth: int) -> Any:
        """A value over the same few keys and scalars."""
        rng = self._rng
        draw = rng.random()
        if depth <= 0 or draw < 0.35:
            return rng.choice(SCALARS)
        if draw < 0.6:
            return [self.instance(depth - 1) for _ in range(rng.randint(0, 3))]
        return {key: self.instance(depth - 1) for key in rng.sample(KEYS, rng.randint(0, 3))}


_MAKERS = [
    *(Schemas.reference, Schemas.kinds, Schemas.values, Schemas.bounds, Schemas.text),
    *(Schemas.array, Schemas.members, Schemas.members, Schemas.logic, Schemas.logic),
]
