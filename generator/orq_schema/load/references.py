"""Where references lead: the schema itself, files beside it, schemas handed in; never the network."""

from __future__ import annotations

import json
import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import unquote, unquote_to_bytes, urldefrag, urljoin, urlsplit

from jsonschema_specifications import (  # type: ignore[import-untyped] # pyright: ignore[reportMissingTypeStubs]
    REGISTRY as SPECIFICATIONS,
)
from referencing import Registry
from referencing.exceptions import NoSuchResource, Unresolvable, Unretrievable
from referencing.jsonschema import DRAFT202012

from orq_schema import pointer
from orq_schema.errors import Problem, SchemaError
from orq_schema.jsonvalue import members
from orq_schema.load import metaschema
from orq_schema.load.json_text import parse, read
from orq_schema.load.subschemas import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from referencing import Resource

_REFERENCES = ("$ref", "$dynamicRef")
# what `referencing` lets through where a pointer leads into a value that is no schema
_ASTRAY = (Unresolvable, LookupError, TypeError, ValueError, AttributeError)


class Source(Protocol):
    """Where the resources come from that a schema refers to."""

    def __call__(self, uri: str) -> Resource[Any]:
        """Return the valid schema called `uri`. Raises NoSuchResource, SchemaError."""
        ...

    def metaschema(self, uri: str) -> Any:
        """Return the metaschema `uri` as it stands, None where it is not there."""
        ...

    def called(self, uri: str) -> str:
        """Return what messages call the schema `uri`."""
        ...


class Handed:
    """Schemas handed in by their URIs; each is looked at only once something refers to it."""

    def __init__(self, remotes: Mapping[str, Any]) -> None:
        self._remotes = {uri.removesuffix("#"): contents for uri, contents in remotes.items()}

    def __call__(self, uri: str) -> Resource[Any]:
        """Return the schema handed in as `uri`. Raises NoSuchResource, SchemaError."""
        if uri not in self._remotes:
            raise NoSuchResource(uri)
        contents = own(self._remotes[uri], self.called(uri))
        metaschema.check(contents, self.called(uri), find=self.metaschema)
        return DRAFT202012.create_resource(contents)

    def metaschema(self, uri: str) -> Any:
        """Return the metaschema handed in as `uri`, None where there is none."""
        return self._remotes.get(uri)

    def called(self, uri: str) -> str:
        """Return `uri`: a schema handed in has no other name."""
        return uri


class Neighbours:
    """
    The files around the schema file at `location`, whose base URI is `base`; `read` keeps their bytes.

    What a relative reference leads to from `base`, it leads to from the file too.
    """

    def __init__(self, location: Path, base: str) -> None:
        self.read: dict[str, bytes] = {}
        self._folder = location.parent
        self._base = urlsplit(base)

    def __call__(self, uri: str) -> Resource[Any]:
        """Return the schema in the file that `uri` stands for. Raises NoSuchResource, SchemaError."""
        path = self._path(uri)
        if path is None or not path.is_file():
            raise NoSuchResource(uri)
        raw = read(str(path))
        contents = parse(raw, str(path))
        metaschema.check(contents, str(path), find=self.metaschema)
        self.read[uri] = raw
        return DRAFT202012.create_resource(contents)

    def metaschema(self, uri: str) -> Any:
        """Return the metaschema in the file that `uri` stands for, None where there is none."""
        path = self._path(uri)
        return None if path is None or not path.is_file() else parse(read(str(path)), str(path))

    def called(self, uri: str) -> str:
        """Return the path of the file that `uri` stands for."""
        return str(self._path(uri) or uri)

    def _path(self, uri: str) -> Path | None:
        parts = urlsplit(uri)
        if parts.scheme == "file":
            return Path(_decoded(parts.path)) if parts.netloc in {"", "localhost"} else None
        if parts[:2] != self._base[:2] or parts.query or not parts.path.startswith("/"):
            return None
        # a base without a path is that of a folder (RFC 3986 section 5.2.3)
        folder = posixpath.dirname(self._base.path) or "/"
        return self._folder / _decoded(posixpath.relpath(parts.path, folder))


def _decoded(path: str) -> str:
    # a file's name need not be UTF-8
    return os.fsdecode(unquote_to_bytes(path))


def own(contents: Any, name: str) -> Any:
    """
    Return a copy of `contents` that shares no part with anything, not with itself either.

    Raises SchemaError for what is not JSON; messages call it `name`.
    """
    try:
        return json.loads(json.dumps(contents), parse_constant=_number)
    except RecursionError:
        raise SchemaError(Problem(name, None, None, "", "too-deep", "error", "nested too deeply")) from None
    except (TypeError, ValueError) as error:
        # a value that JSON lacks, a cycle, an integer of more digits than Python writes
        message = f"not a JSON value: {error}"
        raise SchemaError(Problem(name, None, None, "", "schema-invalid", "error", message)) from None


def _number(name: str) -> float:
    # a parsed 1e400 is infinite
    if name == "NaN":
        raise ValueError("NaN")
    return float(name)


def base_of(contents: Any, retrieved_from: str) -> str:
    """Return the base URI of the schema `contents` that was found at `retrieved_from` (core section 9.1)."""
    identifier = members(contents).get("$id")
    return (
        urldefrag(urljoin(retrieved_from, identifier)).url if isinstance(identifier, str) else retrieved_from
    )


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


class Target(NamedTuple):
    """What a reference leads to, and the base URI for the references in that."""

    contents: Any
    base: str


def target(registry: Registry[Any], base: str, reference: str) -> Target:
    """Return what `reference`, which is known to lead somewhere, leads to from `base` in a linked `registry`."""
    uri = base if reference.startswith("#") else urldefrag(urljoin(base, reference)).url
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
            uri = base if reference.startswith("#") else urldefrag(urljoin(base, reference)).url
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
