"""One of the two schemas that are compared, and validators of any part of it."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from referencing.jsonschema import DRAFT202012

from orq_schema import pointer
from orq_schema.compile.resolution import Resolution
from orq_schema.compile.validator import Validator
from orq_schema.errors import DepthError, UnsupportedError
from orq_schema.jsonvalue import is_object
from orq_schema.load.schema import LoadedSchema, from_contents
from orq_schema.load.subschemas import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from orq_schema.compile.resolution import Subschema

_WRAPPER = "orq-schema:part"
_NAMELESS = "https://orq-schema.example/nameless.json"


class Side:
    """
    A loaded schema, its subschemas, and compiled validators of it, of its parts and of parts of those.

    Raises UnsupportedError for a schema that cannot be compiled: of what has no validator nothing can be proven.
    """

    def __init__(self, schema: LoadedSchema) -> None:
        if not schema.uri:
            # a part is named by the URI of its resource, so it needs one
            contents = schema.contents
            schema = from_contents({"$id": _NAMELESS, **contents} if is_object(contents) else contents)
        self.schema = schema
        self.accepts = _without_depth(Validator(schema).is_valid)
        """Whether a value is valid under the whole schema; one nested too deeply is not."""
        self.resolution = Resolution(schema)
        self._parts: dict[str, Callable[[object], bool]] = {}

    @property
    def root(self) -> Subschema:
        """The whole schema."""
        return self.resolution.root

    @cached_property
    def asserts_formats(self) -> bool:
        """Whether a dialect in use makes `format` decide."""
        return self.resolution.any_asserts_formats()

    def part(self, schema: Any) -> Callable[[object], bool]:
        """
        Whether a value is valid under `schema`, which refers to places of this side by absolute URIs.

        Nothing is where it cannot be compiled by itself: a `$dynamicRef` may lead in a circle once it is seen from
        elsewhere. No proof rests on that, since none is attempted where there is such a keyword.
        """
        text = json.dumps(schema, sort_keys=True)
        if text not in self._parts:
            registry = self.schema.registry.with_resource(_WRAPPER, DRAFT202012.create_resource(schema))
            loaded = LoadedSchema(schema, _WRAPPER, "part", "part", "", registry)
            try:
                self._parts[text] = _without_depth(Validator(loaded).is_valid)
            except UnsupportedError:
                self._parts[text] = lambda _: False
        return self._parts[text]

    def reference(self, node: Subschema) -> Any:
        """A schema that means `node`, wherever it is written."""
        if not is_object(node.contents):
            return node.contents
        return {"$ref": f"{node.location.uri}#{quote(pointer.join(node.location.steps))}"}

    def excerpt(self, node: Subschema, keywords: Iterable[str]) -> Any:
        """A schema with those of `keywords` that `node` has, whose subschemas are references."""
        wanted = {keyword: node.contents[keyword] for keyword in sorted({*keywords} & node.contents.keys())}
        return replaced(wanted, lambda steps, _: self.reference(self.resolution.below(node, *steps)))


def _without_depth(is_valid: Callable[[object], bool]) -> Callable[[object], bool]:
    def accepts(value: object) -> bool:
        try:
            return is_valid(value)
        except DepthError:
            return False

    return accepts
