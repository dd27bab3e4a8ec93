"""Where subschemas stand and where references lead: core sections 8.2 and 9."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag

from orq_schema import pointer
from orq_schema.jsonvalue import is_object, members
from orq_schema.load import vocabularies
from orq_schema.load.references import absolute, base_in, base_of, holders
from orq_schema.load.subschemas import DIALECT, children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.load.schema import LoadedSchema

Scope = tuple[tuple[str, str], ...]
"""The dynamic anchors that are bound, each with the URI of the outermost resource that has it (section 8.2.3.2)."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a subschema stands: the URI of its resource and the steps from that resource's root."""

    uri: str
    steps: pointer.Steps

    def below(self, *steps: pointer.Step) -> Location:
        """The location that many steps further down, in the same resource."""
        return Location(self.uri, self.steps + steps)

    def __str__(self) -> str:
        return f"{self.uri}#{pointer.join(self.steps)}"


@dataclass(frozen=True, slots=True)
class Subschema:
    """A schema, where it stands, and the dynamic scope in which it is evaluated."""

    contents: Any
    location: Location
    scope: Scope = ()

    @property
    def key(self) -> tuple[int, Scope]:
        """What tells it from all others; loading sees to it that no two places share one object."""
        return id(self.contents), self.scope


class Resolution:
    """
    The subschemas of a loaded schema and of all that it refers to.

    `root` is the whole schema; `keywords` has all the keywords in use.
    """

    def __init__(self, schema: LoadedSchema) -> None:
        self._registry = schema.registry
        self._locations: dict[int, Location] = {}
        self._targets: dict[tuple[str, str], Subschema] = {}
        # by the URI of a resource: its dynamic anchors, and its dialect
        self._anchors: dict[str, dict[str, Subschema]] = {}
        self._dialects: dict[str, str] = {}
        self._pending: list[tuple[str, str]] = []
        # dynamic anchors that nothing refers to need no binding
        self._dynamic: set[str] = set()
        self.keywords: set[str] = set()
        whole = Subschema(schema.contents, Location(schema.uri, ()))
        self._index(whole.contents, whole.location)
        while self._pending:
            self._target(*self._pending.pop())
        self.root = self._entered(whole)

    def below(self, schema: Subschema, *steps: pointer.Step) -> Subschema:
        """The subschema that many steps below `schema`; an `$id` of its own makes it a resource."""
        contents = schema.contents
        for step in steps:
            contents = contents[step]
        location = _location(contents, schema.location.below(*steps))
        found = Subschema(contents, location, schema.scope)
        return found if location.uri == schema.location.uri else self._entered(found)

    def follow(self, schema: Subschema, keyword: str) -> Subschema:
        """What the `$ref` or `$dynamicRef` of `schema` leads to."""
        reference: str = schema.contents[keyword]
        target = self._target(schema.location.uri, reference)
        if keyword == "$dynamicRef":
            name = urldefrag(reference).fragment
            if name in self._anchors.get(target.location.uri, {}):
                bound = dict(schema.scope).get(name, target.location.uri)
                target = self._anchors[bound][name]
        return self._entered(Subschema(target.contents, target.location, schema.scope))

    def any_asserts_formats(self) -> bool:
        """Whether there is a resource whose dialect makes `format` an assertion."""
        return any(self.asserts_formats(Location(uri, ())) for uri in self._dialects)

    def asserts_formats(self, location: Location) -> bool:
        """Whether the dialect of the resource of `location` makes `format` an assertion."""
        dialect = self._dialects.get(location.uri, "")
        if dialect in ("", DIALECT):
            return False
        return vocabularies.asserts_formats(self._registry.get_or_retrieve(dialect).value.contents)

    def _target(self, base: str, reference: str) -> Subschema:
        known = self._targets.get((base, reference))
        if known is None:
            known = self._targets[base, reference] = self._looked_up(base, reference)
        return known

    def _looked_up(self, base: str, reference: str) -> Subschema:
        uri = absolute(base, reference)
        document = self._registry.get_or_retrieve(uri).value.contents
        if id(document) not in self._locations and is_object(document):
            self._enter(document, uri)
        fragment = unquote(urldefrag(reference).fragment)
        if fragment and not fragment.startswith("/"):
            # a resolver without a past: `$ref` does not care for the dynamic scope
            anchor = f"#{urldefrag(reference).fragment}"
            found = self._registry.resolver(uri).lookup(anchor).contents
            return Subschema(found, self._locations[id(found)])
        contents: Any = document
        location = self._locations.get(id(document), Location(uri, ()))
        for step in pointer.resolve(document, fragment)[1]:
            contents = contents[step]
            location = self._locations.get(id(contents), location.below(step))
        if is_object(contents) and id(contents) not in self._locations:
            # under an unknown keyword, and a schema because something refers to it
            self._index(contents, location)
        return Subschema(contents, location)

    def _enter(self, document: dict[str, Any], uri: str) -> None:
        """Index `document`, found as `uri`; what it is embedded in first, which gives it its base and dialect."""
        holder = self._holders.get(id(document))
        if holder is not None:
            self._enter(self._registry.contents(holder), holder)
        self._index(document, Location(base_in(self._registry, uri), ()))

    @cached_property
    def _holders(self) -> dict[int, str]:
        return holders(self._registry)

    def _index(self, contents: Any, location: Location) -> None:
        pending = [(contents, location)]
        while pending:
            schema, at = pending.pop()
            if not is_object(schema) or id(schema) in self._locations:
                continue
            self._locations[id(schema)] = at
            self._note(schema, at)
            for steps, child in children(schema):
                inside = _location(child, at.below(*steps))
                # an embedded resource that declares no dialect has that of the one around it
                self._dialects.setdefault(inside.uri, self._dialects.get(at.uri, ""))
                pending.append((child, inside))

    def _note(self, schema: dict[str, Any], at: Location) -> None:
        self.keywords |= schema.keys()
        for keyword in ("$ref", "$dynamicRef"):
            if isinstance(schema.get(keyword), str):
                self._pending.append((at.uri, schema[keyword]))
        dynamic = schema.get("$dynamicRef")
        if isinstance(dynamic, str):
            self._dynamic.add(urldefrag(dynamic).fragment)
        anchor = schema.get("$dynamicAnchor")
        if isinstance(anchor, str):
            self._anchors.setdefault(at.uri, {})[anchor] = Subschema(schema, at)
        self._dialects[at.uri] = vocabularies.dialect_of(schema) or self._dialects.get(at.uri, "")

    def _entered(self, schema: Subschema) -> Subschema:
        """`schema` with the dynamic anchors of its resource bound, those that no outer resource binds."""
        bound = dict(schema.scope)
        fresh = [
            (name, schema.location.uri)
            for name in self._anchors.get(schema.location.uri, ())
            if name in self._dynamic and name not in bound
        ]
        if not fresh:
            return schema
        return Subschema(schema.contents, schema.location, tuple(sorted((*schema.scope, *fresh))))


def _location(contents: Any, at: Location) -> Location:
    if isinstance(members(contents).get("$id"), str):
        return Location(base_of(contents, at.uri), ())
    return at


def in_place(resolution: Resolution, schema: Subschema) -> Iterator[tuple[pointer.Steps, Subschema]]:
    """The subschemas that apply to the same value as `schema`, each with the steps or the reference to it."""
    contents = members(schema.contents)
    for keyword in ("$ref", "$dynamicRef"):
        if keyword in contents:
            yield (keyword,), resolution.follow(schema, keyword)
    for steps, _ in children(contents):
        # without an `if` nothing follows
        if steps[0] in _IN_PLACE and (steps[0] not in ("then", "else") or "if" in contents):
            yield steps, resolution.below(schema, *steps)


_NOT_EVALUATED = frozenset(("$defs", "definitions", "contentSchema"))
_IN_PLACE = frozenset(("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"))


def into_parts(resolution: Resolution, schema: Subschema) -> Iterator[Subschema]:
    """The subschemas below `schema` that apply to parts of the value, or to the value as `in_place` has it."""
    for steps, _ in children(schema.contents):
        if steps[0] not in _NOT_EVALUATED:
            yield resolution.below(schema, *steps)
