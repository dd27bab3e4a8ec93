"""Where references lead: the schema itself, files beside it, schemas handed in; never the network."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urldefrag, urljoin

from jsonschema_specifications import (  # type: ignore[import-untyped] # pyright: ignore[reportMissingTypeStubs]
    REGISTRY as SPECIFICATIONS,
)
from referencing import Registry
from referencing.exceptions import Unresolvable, Unretrievable
from referencing.jsonschema import DRAFT202012

from orq_schema import pointer
from orq_schema.errors import Problem, SchemaError
from orq_schema.jsonvalue import members
from orq_schema.load import metaschema
from orq_schema.load.subschemas import walk

if TYPE_CHECKING:
    from orq_schema.load.sources import Source

_REFERENCES = ("$ref", "$dynamicRef")
# what `referencing` lets through where a pointer leads into a value that is no schema
_ASTRAY = (Unresolvable, LookupError, TypeError, ValueError, AttributeError)


def base_of(contents: Any, retrieved_from: str) -> str:
    """Return the base URI of the schema `contents` that was found at `retrieved_from` (core section 9.1)."""
    identifier = members(contents).get("$id")
    return (
        urldefrag(urljoin(retrieved_from, identifier)).url if isinstance(identifier, str) else retrieved_from
    )


def stem_of(path: str) -> str:
    """Return what the schema in the file at `path`, or at that URI, is called: without folders and endings."""
    return posixpath.basename(path).removesuffix(".json").removesuffix(".schema")


def base_at(base: str, contents: Any, steps: pointer.Steps) -> str:
    """Return the base URI at `steps` in `contents`, whose own base is `base`: embedded `$id`s change it."""
    value = contents
    for step in steps:
        value = value[step]
        base = base_of(value, base)
    return base


def base_in(registry: Registry[Any], uri: str) -> str:
    """
    Return the base URI of the resource that `registry`, which is crawled, has as `uri`.

    A resource whose `$id` is relative is there by the URI that it was found at, from which the `$id` leads on, and
    by the one that it has itself, from which it does not.
    """
    contents = registry.get_or_retrieve(uri).value.contents
    named = base_of(contents, uri)
    there = registry.get(named)
    return named if there is not None and there.contents is contents else uri


def holders(registry: Registry[Any]) -> dict[int, str]:
    """
    Return for each resource that is embedded in another, by its identity, the URI of such another.

    The specification's own are left out: none is embedded.
    """
    found: dict[int, str] = {}
    for uri in registry:
        if uri not in SPECIFICATIONS:
            below = [each for steps, each in walk(registry.contents(uri)) if steps and "$id" in members(each)]
            found |= {id(each): uri for each in below}
    return found


def absolute(base: str, reference: str) -> str:
    """Return the URI of the resource that `reference` leads to, or into, from `base`."""
    return base if reference.startswith("#") else urldefrag(urljoin(base, reference)).url


class Target(NamedTuple):
    """What a reference leads to, and the base URI for the references in that."""

    contents: Any
    base: str


def target(registry: Registry[Any], base: str, reference: str) -> Target:
    """Return what `reference`, which is known to lead somewhere, leads to from `base` in a linked `registry`."""
    uri = absolute(base, reference)
    document = registry.get_or_retrieve(uri).value.contents
    start = base_in(registry, uri)
    fragment = unquote(urldefrag(reference).fragment)
    if fragment and not fragment.startswith("/"):
        return Target(registry.resolver(uri).lookup(f"#{urldefrag(reference).fragment}").contents, start)
    contents, steps = pointer.resolve(document, fragment)
    # the `$id` of the document itself is in its base already
    inner = document[steps[0]] if steps else document
    return Target(contents, base_at(base_of(inner, start), inner, steps[1:]) if steps else start)


class _Document(NamedTuple):
    base: str
    contents: Any
    file: str


def link(contents: Any, retrieved_from: str, file: str, source: Source) -> Registry[Any]:
    """
    Return a registry of the valid schema `contents` and all that its references lead to, each followed once.

    Raises SchemaError: `unresolvable-reference`, and whatever is wrong with a schema that is referred to.
    """
    registry: Registry[Any] = Registry(retrieve=source)  # type: ignore[call-arg] # attrs hides it from mypy
    registry = registry.combine(SPECIFICATIONS)
    registry = registry.with_resource(retrieved_from, DRAFT202012.create_resource(contents)).crawl()
    return _Linker(registry, source).link(_Document(base_of(contents, retrieved_from), contents, file))


class _Linker:
    """Follows references, breadth before depth, and collects in `_registry` what they lead to."""

    def __init__(self, registry: Registry[Any], source: Source) -> None:
        self._registry = registry
        self._source = source
        self._pending: list[tuple[_Document, pointer.Steps]] = []
        # by identity: the registry keeps every one of them alive
        self._known: set[int] = set()

    def link(self, root: _Document) -> Registry[Any]:
        self._enter(root, ())
        while self._pending:
            document, start = self._pending.pop()
            value, _ = pointer.resolve(document.contents, pointer.join(start))
            for steps, schema in walk(value, start):
                for keyword in _REFERENCES:
                    if isinstance(members(schema).get(keyword), str):
                        self._follow(document, (*steps, keyword), schema[keyword])
        return self._registry

    def _enter(self, document: _Document, start: pointer.Steps) -> None:
        value, _ = pointer.resolve(document.contents, pointer.join(start))
        self._known.update(id(schema) for _, schema in walk(value))
        self._pending.append((document, start))

    def _follow(self, document: _Document, at: pointer.Steps, reference: str) -> None:
        base = base_at(document.base, document.contents, at[:-1])
        try:
            uri = absolute(base, reference)
            retrieved = self._registry.get_or_retrieve(uri)
            self._registry = retrieved.registry.crawl()
            target = self._registry.resolver(base).lookup(reference).contents
        except _ASTRAY as error:
            if isinstance(error, Unretrievable) and isinstance(error.__cause__, SchemaError):
                raise error.__cause__ from None
            hint = "nothing is fetched; hand the schema in, or keep it beside this file"
            raise _unresolvable(document, at, f"the reference {reference!r} leads nowhere", hint) from None
        if not isinstance(target, (dict, bool)):
            raise _unresolvable(document, at, f"the reference {reference!r} leads to what is no schema")
        self._reach(document, uri, retrieved.value.contents, target, reference)

    def _reach(self, document: _Document, uri: str, contents: Any, target: Any, reference: str) -> None:
        """Enter the resource `contents` at `uri` unless it is known, and `target` where that lies outside."""
        if uri in SPECIFICATIONS:
            metaschema.check(contents, uri)
            return
        if id(contents) not in self._known and isinstance(contents, dict):
            self._enter(_Document(base_of(contents, uri), contents, self._source.called(uri)), ())
        if id(target) not in self._known and isinstance(target, dict):
            # a pointer into an unknown keyword: its value becomes a schema by being referred to
            _, steps = pointer.resolve(contents, unquote(urldefrag(reference).fragment))
            file = document.file if uri == document.base else self._source.called(uri)
            metaschema.check(target, file, steps)
            self._enter(_Document(uri, contents, file), steps)


def _unresolvable(
    document: _Document, at: pointer.Steps, message: str, hint: str | None = None
) -> SchemaError:
    place = pointer.join(at)
    return SchemaError(
        Problem(document.file, None, None, place, "unresolvable-reference", "error", message, hint)
    )
