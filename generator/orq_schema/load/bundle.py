"""A schema and all that it refers to as one document, for editors and tools that read a single file."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from orq_schema import pointer
from orq_schema.errors import Problem, SchemaError
from orq_schema.jsonvalue import is_object
from orq_schema.load.subschemas import children

if TYPE_CHECKING:
    from referencing._core import Resolver  # the public name has no type of its own

    from orq_schema.load.schema import LoadedSchema


def bundle(schema: LoadedSchema) -> dict[str, Any]:
    """
    One of our own schemas with every reference led to a definition in its own `$defs`, under its own name.

    A reference to a property, beside which only annotations stand, becomes that property. SchemaError where two
    definitions would meet under one name.
    """
    return _Bundle(schema).made()


class _Bundle:
    def __init__(self, schema: LoadedSchema) -> None:
        self._schema = schema
        self._definitions: dict[str, Any] = {}
        # by identity: the registry keeps every one of them alive
        self._origins: dict[str, Any] = {}

    def made(self) -> dict[str, Any]:
        root = {keyword: value for keyword, value in self._schema.contents.items() if keyword != "$defs"}
        made = self._copied(root, self._schema.resolver())
        return {**made, "$defs": self._definitions} if self._definitions else made

    def _copied(self, schema: Any, resolver: Resolver[Any]) -> Any:
        if not is_object(schema):
            return schema
        made = {keyword: copy.copy(value) for keyword, value in schema.items()}
        for steps, below in children(schema):
            holder: Any = made if len(steps) == 1 else made[str(steps[0])]
            holder[steps[-1]] = self._copied(below, resolver)
        return self._led(made, resolver) if "$ref" in made else made

    def _led(self, made: dict[str, Any], resolver: Resolver[Any]) -> dict[str, Any]:
        """`made`, whose reference is for `resolver`, with one that stays in the bundle."""
        reference = made["$ref"]
        resolved = resolver.lookup(reference)
        steps = pointer.split(unquote(reference.partition("#")[2]))
        if steps[-2:-1] == ("properties",):
            del made["$ref"]
            there: dict[str, Any] = self._copied(resolved.contents, resolved.resolver)
            return there | made
        name = steps[-1] if steps else resolved.contents["title"]
        if name not in self._origins:
            self._origins[name] = resolved.contents
            # before its parts: definitions stand in the order in which they are met
            self._definitions[name] = None
            whole = {k: v for k, v in resolved.contents.items() if k not in ("$schema", "$id", "$defs")}
            self._definitions[name] = self._copied(whole, resolved.resolver)
        elif self._origins[name] is not resolved.contents:
            message = f"two definitions are called {name!r}"
            raise SchemaError(Problem(self._schema.file, None, None, "", "bundle-name", "error", message))
        return made | {"$ref": f"#/$defs/{pointer.escape(name)}"}
