"""A schema and all that it refers to as one document, for editors and tools that read a single file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import unquote

from orq_schema import pointer
from orq_schema.errors import Problem, UnsupportedError
from orq_schema.jsonvalue import is_object
from orq_schema.load.references import base_of, stem_of, target
from orq_schema.load.subschemas import replaced

if TYPE_CHECKING:
    from orq_schema.load.references import Target
    from orq_schema.load.schema import LoadedSchema

# said beside a reference, these change nothing of what it asks for
_ANNOTATIONS = frozenset(
    ("$comment", "default", "deprecated", "description", "examples", "readOnly", "title", "writeOnly")
)
# of a document or a place in one, and no longer of what is taken out of it
_NAMES = ("$schema", "$id", "$anchor")
_DYNAMIC = ("$dynamicRef", "$dynamicAnchor")
_DEFINITIONS = ("$defs", "definitions")


def bundle(schema: LoadedSchema) -> dict[str, Any]:
    """
    `schema`, an object, with every reference led to a definition in its own `$defs`, under its own name.

    A reference to what is no definition, to a property say, becomes what it leads to. UnsupportedError where two
    definitions would meet under one name, where such a reference leads back to itself, and for what is dynamic.
    """
    return _Bundle(schema).made()


class _Bundle:
    def __init__(self, schema: LoadedSchema) -> None:
        self._schema = schema
        self._definitions: dict[str, Any] = {}
        # by identity: the registry keeps every one of them alive
        self._origins: dict[str, Any] = {}
        # what is being put in place, to tell a circle
        self._within: list[int] = []

    def made(self) -> dict[str, Any]:
        contents = self._schema.contents
        made: dict[str, Any] = self._copied(_without(contents, _DEFINITIONS), self._schema.uri, ())
        names = {keyword: contents[keyword] for keyword in ("$schema", "$id") if keyword in contents}
        return names | made | ({"$defs": self._definitions} if self._definitions else {})

    def _copied(self, schema: Any, base: str, at: pointer.Steps) -> Any:
        """A copy of `schema`, whose base URI is `base`, for the place `at` in the bundle."""
        if not is_object(schema):
            return schema
        for keyword in _DYNAMIC:
            if keyword in schema:
                message = f"{keyword} cannot be led to a definition"
                self._refuse("unsupported-keyword", (*at, keyword), message)
        made = replaced(
            _without(schema, _NAMES),
            lambda steps, below: self._copied(below, base_of(below, base), (*at, *steps)),
        )
        return self._led(made, base, at) if "$ref" in made else made

    def _led(self, made: dict[str, Any], base: str, at: pointer.Steps) -> dict[str, Any]:
        """`made`, whose reference is relative to `base`, with one that stays in the bundle."""
        reference: str = made["$ref"]
        found = target(self._schema.registry, base, reference)
        if found.contents is self._schema.contents:
            return made | {"$ref": "#"}
        name = _name(reference, found)
        if name is None:
            return self._put_in_place(made, found, at)
        if name not in self._origins:
            self._origins[name] = found.contents
            # before its parts: definitions stand in the order in which they are met
            self._definitions[name] = None
            whole = _without(found.contents, _DEFINITIONS)
            self._definitions[name] = self._copied(whole, found.base, ("$defs", name))
        elif self._origins[name] is not found.contents:
            self._refuse("bundle-name", (*at, "$ref"), f"two definitions are called {name!r}")
        return made | {"$ref": f"#/$defs/{pointer.escape(name)}"}

    def _put_in_place(self, made: dict[str, Any], found: Target, at: pointer.Steps) -> dict[str, Any]:
        """`made` with what its reference leads to in place of that."""
        if id(found.contents) in self._within:
            message = "the reference leads back to itself, and not by way of a definition"
            self._refuse("unsupported-keyword", (*at, "$ref"), message)
        self._within.append(id(found.contents))
        there = self._copied(found.contents, found.base, at)
        self._within.pop()
        beside: dict[str, Any] = _without(made, ("$ref",))
        if is_object(there) and all(each in _ANNOTATIONS or each.startswith("x-") for each in beside):
            return there | beside
        return beside | {"allOf": [*made.get("allOf", ()), there]}

    def _refuse(self, rule: str, at: pointer.Steps, message: str) -> NoReturn:
        raise UnsupportedError(
            Problem(self._schema.file, None, None, pointer.join(at), rule, "error", message)
        )


def _without(schema: Any, keywords: tuple[str, ...]) -> Any:
    if not is_object(schema):
        return schema
    return {keyword: value for keyword, value in schema.items() if keyword not in keywords}


def _name(reference: str, found: Target) -> str | None:
    """What a definition, an anchor or a whole file is called; None for any other place."""
    fragment = unquote(reference.partition("#")[2])
    if not fragment:
        title = found.contents.get("title") if is_object(found.contents) else None
        return title if isinstance(title, str) else stem_of(found.base)
    if not fragment.startswith("/"):
        return fragment
    steps = pointer.split(fragment)
    return steps[-1] if steps[-2:-1] in {(each,) for each in _DEFINITIONS} else None
