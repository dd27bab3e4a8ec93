"""What msgspec cannot check while it decodes: statements that look at what it gave, and only where there is need."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.emit.python_names import attribute_names, class_names, snake
from orq_schema.errors import Problem, UnsupportedError
from orq_schema.ir.nodes import Array, Mapping, Record, Ref, Union
from orq_schema.templating.code import Code, ident, pyrepr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.ir.nodes import Definition, Field, Model, Type


class Choice(NamedTuple):
    """A function that tells whether a map is one of several records: whether one of the tests holds."""

    name: Code
    records: tuple[Code, ...]


class Shapes:
    """The definitions of a model, and what they are called in Python."""

    def __init__(self, model: Model, file: str) -> None:
        self.definitions = {each.name: each for each in model.definitions}
        self.classes = class_names(self.definitions)
        self._file = file

    def named(self, record: Record) -> Iterator[tuple[str, Field]]:
        """The fields of a Struct, each with the name of its attribute; what is deprecated has to be told of."""
        fields = [each for each in record.fields if not each.doc.deprecated]
        names = attribute_names([each.key for each in fields], self.classes.values())
        return ((names[each.key], each) for each in fields)

    def objects(self, type_: Record | Type) -> list[Record | Mapping]:
        """The kinds of objects, at most one of them a Struct's, that a union is of; none for another type."""
        if not isinstance(type_, Union):
            return []
        shapes = [
            self.definitions[each.name].shape if isinstance(each, Ref) else each for each in type_.options
        ]
        found = [each for each in shapes if isinstance(each, (Record, Mapping))]
        if len(found) > 1 and len(found) < len(shapes):
            raise self.refusal("several kinds of objects beside other values")
        return found

    def refusal(self, what: str) -> UnsupportedError:
        """There are no Structs for a model with that in it."""
        message = f"no Structs for msgspec: {what}"
        return UnsupportedError(Problem(self._file, None, None, "", "unsupported-keyword", "error", message))


class Checks:
    """Makes the statements that return False for a value with something wrong in it that its type allows."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._fresh = count(1)
        self.choices: dict[str, Choice] = {}

    def of(self, definition: Definition) -> list[Code]:
        """The statements for `value`, which is of that record."""
        shape = definition.shape
        if not isinstance(shape, Record):
            raise TypeError(definition.name)
        return self._record(shape, "value")

    def _record(self, record: Record, value: str) -> list[Code]:
        names = {field.key: name for name, field in self._shapes.named(record)}
        found: list[Code] = []
        for name, field in self._shapes.named(record):
            inner = self._value(field.type, part := self._variable(name))
            if inner and field.required:
                found += [Code(f"{part} = {value}.{name}"), *inner]
            elif inner:
                found += [Code(f"if ({part} := {value}.{name}) is not _UNSET:"), *_indented(inner)]
        if record.one_of:
            missing = [f"{value}.{names[key]} is _UNSET" for key in record.one_of if key in names]
            found += [Code(f"if {' and '.join(missing) or 'True'}:"), Code("    return False")]
        return found

    def _value(self, type_: Type, value: str) -> list[Code]:
        if isinstance(type_, Ref):
            shape = self._shapes.definitions[type_.name].shape
            if isinstance(shape, Record):
                return self._record(shape, value)
            objects = self._shapes.objects(shape)
            return self._chosen(type_.name, objects, value) if len(objects) > 1 else self._value(shape, value)
        if isinstance(type_, (Array, Mapping)):
            each = self._variable("each")
            inner = self._value(type_.item if isinstance(type_, Array) else type_.value, each)
            held = value if isinstance(type_, Array) else f"{value}.values()"
            return [Code(f"for {each} in {held}:"), *_indented(inner)] if inner else []
        return self._by_kind(type_.options, value) if isinstance(type_, Union) else []

    def _by_kind(self, types: tuple[Type, ...], value: str) -> list[Code]:
        found: list[Code] = []
        for each in types:
            inner = self._value(each, value)
            if inner:
                found += [Code(f"if type({value}) is {self._kind(each)}:"), *_indented(inner)]
        return found

    def _chosen(self, name: str, objects: list[Record | Mapping], value: str) -> list[Code]:
        """
        A map that is one of several kinds of object: which one, and then each value by its own kind.

        All values have the kind that one sort of map asks for, or else the map is one of the records.
        """
        kinds = [self._kind(each.value) for each in objects if isinstance(each, Mapping)]
        records = tuple(self._has_keys(each) for each in objects if isinstance(each, Record))
        if len(kinds) != 1:
            raise self._shapes.refusal("a choice between objects of which none, or several, are maps")
        function = ident(f"_is_{snake(name)}")
        self.choices[name] = Choice(function, records)
        each = self._variable("each")
        types = dict.fromkeys(type_ for shape in objects for type_ in values_of(shape))
        usual = [
            line for type_ in types if self._kind(type_) == kinds[0] for line in self._value(type_, each)
        ]
        others = self._by_kind(tuple(type_ for type_ in types if self._kind(type_) != kinds[0]), each)
        return [
            Code(f"for {each} in {value}.values():"),
            Code(f"    if type({each}) is {kinds[0]}:"),
            *_indented(_indented(usual or [Code("pass")])),
            Code(f"    elif not {function}({value}):"),
            Code("        return False"),
            *([Code("    else:"), *_indented(_indented(others))] if others else []),
        ]

    def _has_keys(self, record: Record) -> Code:
        """Whether the map `value` has the keys of `record` and no others, and values of the kinds it asks for."""
        keys = ", ".join(pyrepr(each.key) for each in record.fields)
        if all(each.required for each in record.fields):
            parts = [f"len(value) == {len(record.fields)}"]
        else:
            parts = [f"{{{keys}}}.issuperset(value)"]
        for each in record.fields:
            key = pyrepr(each.key)
            test = f"type(value[{key}]) is {self._kind(each.type)}"
            parts.append(f"{key} in value and {test}" if each.required else f"({key} not in value or {test})")
        return Code(f"({' and '.join(parts)})")

    def _kind(self, type_: Type) -> Code:
        """The class of a value of `type_`; in a choice it is plain from that which of its types a value has."""
        if isinstance(type_, Ref):
            shape = self._shapes.definitions[type_.name].shape
            if isinstance(shape, Record):
                return ident(self._shapes.classes[type_.name])
            return Code("dict") if len(self._shapes.objects(shape)) > 1 else self._kind(shape)
        if isinstance(type_, Array):
            return Code("list")
        if isinstance(type_, Mapping):
            return Code("dict")
        raise self._shapes.refusal("a choice between objects by a value that is none")

    def _variable(self, name: str) -> str:
        return f"{name.strip('_')}_{next(self._fresh)}"


def values_of(shape: Record | Mapping) -> list[Type]:
    """The types of what an object may hold."""
    return [shape.value] if isinstance(shape, Mapping) else [each.type for each in shape.fields]


def _indented(block: list[Code]) -> list[Code]:
    return [Code(f"    {each}") for each in block]
