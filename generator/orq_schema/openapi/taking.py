"""Shapes that stand inside others are taken out: a reference stays, and with it what is said of the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema import pointer
from orq_schema.errors import Problem
from orq_schema.jsonvalue import is_object, members
from orq_schema.load.subschemas import replaced
from orq_schema.openapi.document import Found, RefusedError
from orq_schema.openapi.keywords import ANNOTATIONS, OF_THE_PLACE, Schema, is_null, without, without_parts
from orq_schema.openapi.shapes import (
    branch_name,
    counted,
    is_shape,
    must_be_named,
    null_or,
    pascal,
    references,
    singular,
    titled,
)

if TYPE_CHECKING:
    from orq_schema.openapi.document import Document
    from orq_schema.openapi.normalise import Normaliser
    from orq_schema.pointer import Steps

# telling them apart takes quadratic time in a chain of references
MAX_SHAPES = 1_000


class Shape:
    """
    A schema by itself, whose references are the pointers of other shapes.

    `name` is what its place or title calls it, empty where they do not. What `is_optional` needs no definition unless
    it is written twice. With `null_or` it is a union of null and the shape that has that pointer.
    """

    __slots__ = ("body", "is_optional", "name", "null_or")

    def __init__(self, body: Any, name: str, *, is_optional: bool) -> None:
        self.body = body
        self.name = name
        self.is_optional = is_optional
        self.null_or = null_or(body) if is_object(body) else None


def take(document: Document, found: list[Found], normaliser: Normaliser) -> dict[str, Shape]:
    """
    Every shape that the property at `found` is made of, by pointer into the document; the property's own first.

    Raises what Normaliser.schema does, and RefusedError `too-many-nodes`.
    """
    return _Taking(document, normaliser).all(found)


class _Taking:
    def __init__(self, document: Document, normaliser: Normaliser) -> None:
        self._document = document
        self._normaliser = normaliser
        self._shapes: dict[str, Shape] = {}
        self._pending: dict[str, Found] = {}
        # what shapes are called by the places that they stand in, or are referred to from
        self._called: dict[str, dict[str, None]] = {}

    def all(self, found: list[Found]) -> dict[str, Shape]:
        first, whole, said = self._root(found)
        # keeps the first place, whatever is found within it
        self._shapes[first] = Shape({}, "", is_optional=False)
        body = self._parts(whole, "")
        self._shapes[first] = Shape(body | said if is_object(body) else body, "", is_optional=False)
        self._follow(references(body))
        while self._pending:
            at, target = self._pending.popitem()
            name = pascal(str(target.steps[-1])) if target.steps else ""
            body = self._parts(self._normaliser.schema(target), counted(name) or name)
            self._add(at, Shape(body, name, is_optional=False))
        self._uncount()
        return self._shapes

    def _uncount(self) -> None:
        """Take away the names that a generator has numbered: the next release would number them otherwise."""
        for at, shape in self._shapes.items():
            places = self._called.get(at, {})
            stem = counted(shape.name)
            if stem and shape.name not in places:
                title = titled(shape.body)
                alone = next(iter(places)) if len(places) == 1 else ""
                shape.name = (title if not counted(title) else "") or (stem if stem in places else alone)

    def _call(self, at: str, name: str) -> None:
        if name:
            self._called.setdefault(at, {})[name] = None

    def _root(self, found: list[Found]) -> tuple[str, Any, Schema]:
        """The pointer of the property's own shape, its schema, and what is said of it by those that refer to it."""
        declared = [self._normaliser.schema(each) for each in found]
        whole = declared[0] if len(found) == 1 else without_parts({"allOf": declared})[0]
        at, said = pointer.join(found[0].steps), Schema()
        seen = {at}
        while is_object(whole) and "$ref" in whole and set(whole) <= {"$ref", *ANNOTATIONS}:
            said = without(whole, "$ref") | said
            at = whole["$ref"]
            target = Found(*pointer.resolve(self._document.contents, at))
            if at in seen:
                self._document.refuse("reference-cycle", "the reference leads back to itself", target.steps)
            seen.add(at)
            whole = self._normaliser.schema(target)
        return at, whole, said

    def _add(self, at: str, shape: Shape) -> None:
        if len(self._shapes) >= MAX_SHAPES:
            message = f"the property is made of more than {MAX_SHAPES:,} shapes"
            raise RefusedError(
                Problem(self._document.file, None, None, at, "too-many-nodes", "error", message)
            )
        self._shapes[at] = shape
        self._follow(references(shape.body))

    def _follow(self, pointers: list[str]) -> None:
        for each in pointers:
            if each not in self._shapes and each not in self._pending:
                self._pending[each] = Found(*pointer.resolve(self._document.contents, each))

    def _parts(self, schema: Any, name: str) -> Any:
        """`schema`, of which the place is called `name`, with the shapes below it taken out."""
        if not is_object(schema):
            return schema
        return replaced(schema, lambda steps, below: self._taken(schema, steps, below, name))

    def _taken(self, parent: Schema, steps: Steps, schema: Any, name: str) -> Any:
        """What stands for `schema` at `steps` below `parent`: itself, or a reference where it is a shape."""
        own, around = _names(parent, steps, schema, name)
        # of a branch the title is part of that
        called, _ = _names(parent, steps, {**members(schema), "title": None}, name)
        body = self._parts(schema, own or around)
        if not is_object(body) or not is_shape(body):
            if is_object(body) and "$ref" in body:
                self._call(body["$ref"], called)
            return body
        at = pointer.join(self._normaliser.steps(schema))
        place = {keyword: body[keyword] for keyword in OF_THE_PLACE if keyword in body}
        kept = {keyword: value for keyword, value in body.items() if keyword not in OF_THE_PLACE[1:]}
        self._call(at, called)
        self._pending.pop(at, None)
        self._add(at, Shape(kept, titled(body) or own, is_optional=not must_be_named(body)))
        return {"$ref": at} | place


def _names(parent: Schema, steps: Steps, schema: Any, name: str) -> tuple[str, str]:
    """What `schema` is called by its place below `parent`, and what its own parts may be called after."""
    keyword, last = steps[0], steps[-1]
    if keyword == "properties":
        return pascal(str(last)), ""
    if keyword == "items":
        return singular(name) if name else "", ""
    if keyword in {"anyOf", "oneOf"}:
        others = [each for at, each in enumerate(parent[str(keyword)]) if at != last]
        if all(map(is_null, others)):
            return name, name
        return branch_name(schema, others), name
    return "", name if keyword == "allOf" else ""
