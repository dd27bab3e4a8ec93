"""One property of a request's body, out of an OpenAPI document into a schema with every shape in `$defs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from orq_schema import pointer
from orq_schema.jsonvalue import is_object, members
from orq_schema.load.subschemas import DIALECT, replaced, walk
from orq_schema.openapi.examples import drop_invalid
from orq_schema.openapi.find import find
from orq_schema.openapi.keywords import WORDS, Schema, is_ours, ordered, without
from orq_schema.openapi.known import Known, own_target, places
from orq_schema.openapi.naming import Naming
from orq_schema.openapi.normalise import Normaliser
from orq_schema.openapi.notes import Notes
from orq_schema.openapi.shapes import pascal, spaced
from orq_schema.openapi.taking import take

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orq_schema.openapi.document import Document
    from orq_schema.openapi.taking import Shape

_BASE = "https://orq-schema.example/imported/"
# as our own schemas begin
_FIRST = ("$id", "$ref", "title", "description")


class Wanted(NamedTuple):
    """
    What to take out of a document, and how.

    `operation` is a method and a path, `name` the property of the request's body. `uri` becomes the `$id`. `names`
    has PascalCase names by the pointers, into the document, of the shapes that get them. With `facts_only` no title,
    description or example is taken over.
    """

    operation: str
    name: str
    media_type: str = "application/json"
    uri: str | None = None
    names: Mapping[str, str] = {}
    facts_only: bool = False


class Imported(NamedTuple):
    """
    The schema, what was changed on the way, and the pointers, into the schema, of what is still to be described.

    Of what is to be described only an import of facts alone speaks: its words are not taken from the document.
    """

    schema: Schema
    notes: Notes
    undescribed: list[str]


def import_property(document: Document, wanted: Wanted, newest: Schema | None = None) -> Imported:
    """
    The property that is `wanted`, in draft 2020-12; the same for the same document.

    `newest` is a schema of it that we have, in one document: shapes that have no name, or whose names clash, get
    those that they have there, and where facts alone are wanted all that are the same in the same place do, with
    their words. Raises RefusedError for what is not there or cannot be named, SchemaError, UnsupportedError.
    """
    notes = Notes()
    found = find(document, wanted.operation, wanted.media_type, wanted.name)
    shapes = take(document, found, Normaliser(document, notes))
    known = Known(newest)
    naming = Naming(document.file, shapes, known, wanted.names, prefer_known=wanted.facts_only)
    schema = _Assembly(shapes, naming).schema()
    if wanted.facts_only:
        _reword(schema, known)
    schema["$defs"] = {
        name: _begun({"title": spaced(name)} | each) if is_object(each) else each
        for name, each in schema["$defs"].items()
    }
    title = pascal(wanted.name) or wanted.name
    uri = wanted.uri or f"{_BASE}{quote(wanted.name, safe='')}.schema.json"
    whole = drop_invalid(_begun({"$id": uri, "title": title} | schema), notes)
    if not whole["$defs"]:
        del whole["$defs"]
    return Imported({"$schema": DIALECT} | whole, notes, _undescribed(whole) if wanted.facts_only else [])


class _Assembly:
    """Puts shapes together again, those with a name as definitions."""

    def __init__(self, shapes: Mapping[str, Shape], naming: Naming) -> None:
        self._shapes = shapes
        self._first = naming.first
        self._names = naming.names
        self._root = next(iter(shapes))

    def schema(self) -> Schema:
        root = self._filled(self._shapes[self._root].body)
        definitions = {name: self._filled(self._shapes[at].body) for at, name in self._names.items()}
        return {**(root if is_object(root) else {"allOf": [root]}), "$defs": definitions}

    def _filled(self, schema: Any) -> Any:
        if not is_object(schema):
            return schema
        made = replaced(schema, lambda _, below: self._filled(below))
        if "$ref" not in made:
            return made
        at = self._first[made["$ref"]]
        if at == self._root:
            return made | {"$ref": "#"}
        if at in self._names:
            return made | {"$ref": f"#/$defs/{self._names[at]}"}
        return ordered(self._filled(self._shapes[at].body) | without(made, "$ref"))


def _reword(schema: Schema, known: Known) -> None:
    """Take all words out of `schema`, and put in those that are `known`."""
    for _, each in walk(schema):
        for keyword in WORDS if is_object(each) else ():
            each.pop(keyword, None)
    seen: set[int] = set()
    for place in places(schema, own_target(schema)):
        words = known.words(place) if id(place.schema) not in seen else {}
        if words:
            seen.add(id(place.schema))
            said = _begun(words | place.schema)
            place.schema.clear()
            place.schema.update(said)


def _begun(schema: Schema) -> Schema:
    """The members of `schema`, those that our own schemas begin with first, and examples and definitions last."""
    ours = [keyword for keyword in schema if is_ours(keyword)]
    last = [keyword for keyword in ("default", "examples", "$defs") if keyword in schema]
    first = [keyword for keyword in (*_FIRST, *ours) if keyword in schema]
    middle = [keyword for keyword in schema if keyword not in (*first, *last)]
    return {keyword: schema[keyword] for keyword in (*first, *middle, *last)}


def _undescribed(schema: Schema) -> list[str]:
    """The definitions and properties of `schema` without a description."""
    described = [((), schema), *((("$defs", name), each) for name, each in schema.get("$defs", {}).items())]
    for steps, each in walk(schema):
        below = members(members(each).get("properties"))
        described += [((*steps, "properties", name), value) for name, value in below.items()]
    return [pointer.join(steps) for steps, each in described if not members(each).get("description")]
