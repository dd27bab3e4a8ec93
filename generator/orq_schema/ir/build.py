"""LoadedSchema -> Model."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from orq_schema.errors import Problem, SchemaError
from orq_schema.ir import shapes
from orq_schema.ir.docs import doc_of
from orq_schema.ir.finish import finished
from orq_schema.ir.names import is_definition, is_property, type_name
from orq_schema.ir.nodes import (
    Anything,
    Definition,
    Doc,
    Mapping,
    Model,
    Record,
    Ref,
    Type,
    Union,
)
from orq_schema.ir.own import SHAPING, OwnShapes, only_restricts
from orq_schema.ir.places import Place, Places
from orq_schema.ir.refuse import refuse_below, refuse_keywords
from orq_schema.load.references import stem_of

if TYPE_CHECKING:
    from orq_schema.load.schema import LoadedSchema


def build(schema: LoadedSchema) -> Model:
    """
    The model of `schema`: its root, its `$defs`, and what they refer to, in this file or in others.

    Raises UnsupportedError for a keyword that no generated type can carry, or for two shapes that want one
    name; SchemaError for a reference that leads back to itself, and for nesting that cannot be followed.
    """
    try:
        return _Builder(schema).model()
    except RecursionError:
        problem = Problem(schema.file, None, None, "", "too-deep", "error", "the schema is nested too deeply")
        raise SchemaError(problem) from None


def without_types(schema: LoadedSchema) -> Model:
    """A model that says only where it comes from, for targets that need no types: any schema has one."""
    uri = schema.uri
    is_file = urlsplit(uri).scheme == "file" or not uri
    schema_id = unquote(uri or schema.file).rpartition("/")[2] if is_file else uri
    return Model("", (), schema_id, schema.sha256)


@dataclass(frozen=True, slots=True)
class _NullableRecord:
    """A record in whose place null may stand; it becomes a Definition that is nullable."""

    record: Record


class _Builder:
    """Builds definitions one after the other; a reference only queues what it leads to."""

    def __init__(self, schema: LoadedSchema) -> None:
        self._schema = schema
        self._places = Places(schema)
        self._queue: deque[Place] = deque()
        self._names: dict[int, str] = {}
        self._owners: dict[str, Place] = {}
        self._shapes: dict[int, shapes.Shape | _NullableRecord] = {}
        self._started: set[int] = set()
        # properties that a reference is being followed to
        self._open: set[int] = set()
        self._definitions: dict[str, Definition] = {}
        self._own_shapes = OwnShapes(self._places, self.type_of)

    def model(self) -> Model:
        """Build all definitions, then settle what needs all of them."""
        root = self._places.root
        refuse_below(root, self._places)
        # a root that only refers to one of its `$defs` is that one
        first = self._use(self._pure_reference(root) or root)
        named = [self._use(place).name for place in self._own_definitions(root)]
        while self._queue:
            self._define(self._queue.popleft())
        bare = without_types(self._schema)
        model = replace(bare, root=first.name, definitions=tuple(self._definitions.values()))
        return finished(model, tuple(named), self._owners)

    def _own_definitions(self, root: Place) -> list[Place]:
        return [
            self._places.child(root, (keyword, key), each)
            for keyword in ("$defs", "definitions")
            for key, each in root.keywords.get(keyword, {}).items()
            if each is not False
        ]

    # -- names

    def _use(self, place: Place) -> Ref:
        """A reference to the type at `place`, which is built later if it is not built yet."""
        name = self._names.get(id(place.contents)) if place.keywords else None
        if name is None:
            name = self._claim(place)
            self._queue.append(place)
        return Ref(name)

    def _claim(self, place: Place) -> str:
        """Give the type at `place` its name; who holds a name already is settled in `_define`."""
        name = type_name(
            place, self._schema.name if place.file == self._schema.file else stem_of(unquote(place.file))
        )
        self._owners.setdefault(name, place)
        if place.keywords:
            self._names[id(place.contents)] = name
        return name

    def _define(self, place: Place) -> None:
        name = self._names.get(id(place.contents)) or self._claim(place)
        shape, doc = self._shape(place), doc_of(place, self._places)
        nullable = False
        if isinstance(shape, _NullableRecord):
            shape, nullable = shape.record, True
        self._keep(place, Definition(name, shape, doc, place.pointer, nullable))

    def _keep(self, place: Place, definition: Definition) -> None:
        name = definition.name
        held = self._definitions.setdefault(name, definition)
        if held is not definition and _identity(held) != _identity(definition):
            other = self._owners[name].pointer or "the root"
            message = f"{other} is called {name} too, and has another shape"
            raise place.unsupported("", message, 'give one of them another "title", or an entry in "$defs"')

    # -- types

    def type_of(self, place: Place) -> Type:
        """The type of a value at `place`: a reference where it has a name of its own."""
        if place.contents is False:
            raise place.unsupported("", "the schema false allows no value", "leave the key out")
        if place.contents is True or place.contents == {}:
            return Anything()
        refuse_keywords(place)
        target = self._pure_reference(place)
        if target is not None:
            return self._referred(target)
        if is_definition(place):
            return self._use(place)
        shape = self._shape(place)
        if isinstance(shape, (Record, _NullableRecord)) or _deserves_name(shape):
            name = self._names.get(id(place.contents))
            if name is None:
                name = self._claim(place)
                self._define(place)
            return Ref(name)
        return shape

    def _referred(self, target: Place) -> Type:
        """The type of a pure reference to `target`: a property is taken as if it were written in its place."""
        key = id(target.contents)
        unfinished = key in self._open or (key in self._started and key not in self._shapes)
        if target.contents is True:
            return Anything()
        if unfinished or not is_property(target):
            return self._use(target)
        self._open.add(key)
        type_ = self.type_of(target)
        self._open.discard(key)
        return type_

    def _pure_reference(self, place: Place) -> Place | None:
        """Where a schema leads that is a reference and annotations, but no shape of its own."""
        if any(keyword in place.keywords for keyword in SHAPING):
            return None
        reference = self._reference(place)
        return self._places.target(place, reference) if reference else None

    def _reference(self, place: Place) -> str | None:
        reference = place.keywords.get("$ref")
        dynamic = place.keywords.get("$dynamicRef")
        if dynamic is None:
            return reference
        target = self._places.target(place, dynamic)
        anchor = target.keywords.get("$dynamicAnchor")
        if reference is not None or (anchor is not None and dynamic.endswith(f"#{anchor}")):
            message = "what a dynamic reference leads to depends on where it is reached from"
            raise place.unsupported("$dynamicRef", message, "use $ref")
        return str(dynamic)

    def _shape(self, place: Place) -> shapes.Shape | _NullableRecord:
        """The shape of the schema at `place`; a _NullableRecord for a record or null."""
        key = id(place.contents)
        if not isinstance(place.contents, dict):
            return self.type_of(place)
        known = self._shapes.get(key)
        if known is not None:
            return known
        if key in self._started:
            raise place.cycle()
        self._started.add(key)
        refuse_keywords(place)
        shape = self._shapes[key] = self._joined(place)
        return shape

    def _joined(self, place: Place) -> shapes.Shape | _NullableRecord:
        """What all keywords of the schema say together."""
        joined: shapes.Shape = Anything()
        nullable = True
        for keyword, part in self._parts(place):
            nullable = nullable and not isinstance(part, (Record, Mapping))
            shape = part.record if isinstance(part, _NullableRecord) else part
            try:
                joined = shapes.joined(joined, shape, self._look_up)
            except shapes.DisjointError:
                message = f'what "{keyword}" says cannot be joined into one type with what stands beside it'
                raise place.unsupported(keyword, message, "describe the value by one schema") from None
        return _NullableRecord(joined) if isinstance(joined, Record) and nullable else joined

    def _look_up(self, ref: Ref) -> shapes.Shape:
        shape = self._shape(self._owners[ref.name])
        return shape.record if isinstance(shape, _NullableRecord) else shape

    def _parts(self, place: Place) -> list[tuple[str, shapes.Shape | _NullableRecord]]:
        """The shape that each keyword gives by itself, with the keyword."""
        schema = place.keywords
        parts: list[tuple[str, shapes.Shape | _NullableRecord]] = []
        reference = self._reference(place)
        if reference is not None:
            target = self._places.target(place, reference)
            parts.append(("$ref", self._use(target) if target.contents is not True else Anything()))
        own = self._own(place)
        if own is not None:
            parts.append(("type" if "type" in schema else "properties", own))
        for index, branch in enumerate(schema.get("allOf", ())):
            below = self._places.child(place, ("allOf", index), branch)
            direct = isinstance(branch, dict) and self._pure_reference(below) is None
            parts.append(("allOf", self._shape(below) if direct else self.type_of(below)))
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema and not (parts and only_restricts(schema[keyword])):
                parts.append((keyword, self._union(place, keyword)))
        return parts

    def _union(self, place: Place, keyword: str) -> shapes.Shape | _NullableRecord:
        branches = [
            self._places.child(place, (keyword, index), each)
            for index, each in enumerate(place.keywords[keyword])
        ]
        present = [each for each in branches if each.contents != {"type": "null"}]
        if len(present) == 1 and len(branches) > 1 and self._pure_reference(present[0]) is None:
            # a schema or null: an inline record then is the record of this place, and not a branch of it
            shape = self._shape(present[0])
            if isinstance(shape, (Record, _NullableRecord)):
                return _NullableRecord(shape.record if isinstance(shape, _NullableRecord) else shape)
        return shapes.union([self.type_of(each) for each in branches if each.contents is not False])

    def _own(self, place: Place) -> shapes.Shape | _NullableRecord | None:
        """The shape that the schema's own keywords give; None where they give none."""
        options = self._own_shapes.options(place)
        if not options:
            return None
        present = [each for each in options if each != shapes.NULL]
        if len(present) == 1 and isinstance(present[0], Record):
            return _NullableRecord(present[0]) if len(options) > 1 else present[0]
        return shapes.union([self._named(place, each) for each in options])

    def _named(self, place: Place, shape: shapes.Shape) -> Type:
        """The type `shape`; a record among other types gets a name of its own."""
        if not isinstance(shape, Record):
            return shape
        name = type_name(place, self._schema.name) + "Object"
        self._owners.setdefault(name, place)
        self._keep(place, Definition(name, shape, Doc(), place.pointer))
        return Ref(name)


def _deserves_name(shape: shapes.Shape) -> bool:
    """Whether an inline type is a choice of named ones, which is easier to read under a name."""
    return isinstance(shape, Union) and sum(isinstance(each, (Ref, Mapping)) for each in shape.options) > 1


def _identity(definition: Definition) -> str:
    """A text that is the same for definitions of the same values, whatever is said of them."""
    shape = definition.shape
    if not isinstance(shape, Record):
        return shapes.key_of(shape)
    bare = [replace(each, doc=Doc(limits=each.doc.limits), pointer="") for each in shape.fields]
    return repr((bare, shape.rest, definition.nullable))
