"""Where each schema stands, so that a reference can be followed and a message can name its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]
from referencing import Resource
from referencing.jsonschema import DRAFT202012

from orq_schema import pointer
from orq_schema.errors import Problem, SchemaError, UnsupportedError
from orq_schema.load.subschemas import children

if TYPE_CHECKING:
    from referencing._core import Resolver  # the public name has no type of its own

    from orq_schema.load.schema import LoadedSchema


@dataclass(frozen=True, slots=True)
class Place:
    """
    A schema, the resolver for references in it, and the steps to it from the root of its document.

    `file` is what messages call the document. `parent` is None for the root of a document.
    """

    contents: Any
    resolver: Resolver[Any]
    file: str
    steps: pointer.Steps
    parent: Place | None

    @property
    def keywords(self) -> dict[str, Any]:
        """The keywords of the schema; a boolean schema has none."""
        return {} if isinstance(self.contents, bool) else self.contents

    @property
    def pointer(self) -> str:
        """The JSON Pointer of this schema."""
        return pointer.join(self.steps)

    def unsupported(self, keyword: str, message: str, hint: str | None = None) -> UnsupportedError:
        """The refusal of what `keyword` says here."""
        at = pointer.join((*self.steps, keyword)) if keyword else self.pointer
        return UnsupportedError(
            Problem(self.file, None, None, at, "unsupported-keyword", "error", message, hint)
        )

    def cycle(self) -> SchemaError:
        """The error for a reference that leads back to itself without a step into a value."""
        message = "the reference leads back to itself, so that no value is ever described"
        return SchemaError(Problem(self.file, None, None, self.pointer, "reference-cycle", "error", message))


class Places:
    """All schemas of a LoadedSchema, found by identity: a reference leads to objects of its registry."""

    def __init__(self, schema: LoadedSchema) -> None:
        self._by_identity: dict[int, Place] = {}
        self.root = self._add(schema.contents, schema.resolver(), schema.file)
        for uri in sorted(schema.registry):
            if uri not in REGISTRY:
                self._add(schema.registry.contents(uri), schema.registry.resolver(uri), uri)

    def _add(self, contents: Any, resolver: Resolver[Any], file: str) -> Place:
        root = Place(contents, resolver, file, (), None)
        pending = [root]
        while pending:
            place = pending.pop()
            if id(place.contents) in self._by_identity:
                continue
            if place.keywords:
                self._by_identity[id(place.contents)] = place
            pending.extend(
                [self.child(place, steps, below) for steps, below in reversed(list(children(place.contents)))]
            )
        return root

    def child(self, place: Place, steps: pointer.Steps, contents: Any) -> Place:
        """The schema `contents`, which stands `steps` below `place`."""
        below = Place(contents, place.resolver, place.file, (*place.steps, *steps), place)
        if "$id" not in below.keywords:
            return below
        resource = Resource.from_contents(contents, default_specification=DRAFT202012)
        return replace(below, resolver=place.resolver.in_subresource(resource))

    def target(self, place: Place, reference: str) -> Place:
        """The schema that `reference` in `place` leads to; loading has checked that it leads somewhere."""
        resolved = place.resolver.lookup(reference)
        found = self._by_identity.get(id(resolved.contents))
        if found is None:  # it stands where no keyword puts a schema, or is a boolean
            fragment = reference.partition("#")[2]
            steps = tuple(fragment.strip("/").split("/"))
            found = Place(resolved.contents, resolved.resolver, place.file, steps, None)
        return found
