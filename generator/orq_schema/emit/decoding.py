"""
Types of the model -> the expressions by which a dataclass takes its values in and gives them out.

An expression leaves a value alone that has not the form it is for, so nothing is ever lost; what needs no
decoding, such as a value of any type, is not even looked into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.emit.choices import Branch, branches
from orq_schema.emit.python_names import snake
from orq_schema.ir.nodes import Array, Definition, Mapping, Record, Ref, Type, Union
from orq_schema.ir.shapes import key_of, union
from orq_schema.templating.code import Code, ident, pyrepr

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType

_VALUE = Code("value")
_EACH = Code("each")


class Function(NamedTuple):
    """
    A generated function of one value, called `name`, about the type called `title`.

    Where `branches` has entries, they say what an object becomes, and `result` what any other value does.
    """

    name: Code
    title: str
    result: Code
    branches: tuple[Branch, ...] = ()


class Coder:
    """Writes the expressions; `functions` and `helpers` tell afterwards what they call."""

    def __init__(self, classes: MappingType[str, str], definitions: MappingType[str, Definition]) -> None:
        self._classes = classes
        self._definitions = definitions
        self._named: dict[str, Code] = {}
        self.functions: dict[str, Function] = {}
        self.helpers: set[str] = set()

    def decoded(self, type_: Type, value: Code) -> Code:
        """What turns `value`, found in a payload, into a value of `type_`."""
        if self.is_plain(type_):
            return value
        if isinstance(type_, Ref):
            if isinstance(self._definitions[type_.name].shape, Record):
                return self._call("_object", value, ident(self._classes[type_.name]))
            return self._applied(self._alias(type_, "decode"), value)
        if isinstance(type_, Union):
            return self._decoded_union(type_, value)
        return self._container(type_, value, "decode")

    def encoded(self, type_: Type, value: Code) -> Code:
        """What turns `value`, of `type_`, into what stands in a payload."""
        if self.is_plain(type_):
            return value
        if isinstance(type_, Ref):
            if isinstance(self._definitions[type_.name].shape, Record):
                return self._call("_plain", value)
            return self._applied(self._alias(type_, "encode"), value)
        if isinstance(type_, Union):
            # each step passes over what is not of its kind; records last: what they become is an object
            for option in sorted(type_.options, key=lambda each: isinstance(each, Ref)):
                step = self.encoded(option, value)
                value = value if step.startswith("_plain(") and value.startswith("_plain(") else step
            return value
        return self._container(type_, value, "encode")

    def is_plain(self, type_: Type) -> bool:
        """Whether a value of this type is the same in a payload and in a dataclass."""
        return not self._needs_coding(type_, frozenset())

    def _needs_coding(self, type_: Type, seen: frozenset[str]) -> bool:
        if isinstance(type_, Array):
            return self._needs_coding(type_.item, seen)
        if isinstance(type_, Mapping):
            return self._needs_coding(type_.value, seen)
        if isinstance(type_, Union):
            return any(self._needs_coding(each, seen) for each in type_.options)
        if not isinstance(type_, Ref) or type_.name in seen:
            return False
        shape = self._definitions[type_.name].shape
        return isinstance(shape, Record) or self._needs_coding(shape, seen | {type_.name})

    # -- pieces of expressions

    def _call(self, helper: str, *arguments: Code) -> Code:
        self.helpers.add(helper)
        return Code(f"{helper}({Code(', ').join(arguments)})")

    def _applied(self, function: Code, value: Code) -> Code:
        return Code(f"{function}({value})")

    def _container(self, type_: Type, value: Code, way: str) -> Code:
        if isinstance(type_, Array):
            return self._call("_each", value, self._callable(type_.item, way))
        if isinstance(type_, Mapping):
            return self._call("_values", value, self._callable(type_.value, way))
        return value

    def _callable(self, type_: Type, way: str) -> Code:
        """A function of one value that codes it; its bare name where there is one."""
        body = self.decoded(type_, _EACH) if way == "decode" else self.encoded(type_, _EACH)
        name = body.removesuffix("(each)")
        return Code(name) if name.isidentifier() else Code(f"lambda each: {body}")

    def _alias(self, ref: Ref, way: str) -> Code:
        """The function that codes a named type which is no record."""
        key = f"{way} {ref.name}"
        if key not in self._named:
            shape = self._definitions[ref.name].shape
            name = self._function_name(way, self._classes[ref.name])
            self._named[key] = name  # before its body: a type may hold itself
            if not isinstance(shape, Record):
                self._write(name, self._classes[ref.name], shape, way)
        return self._named[key]

    def _function_name(self, way: str, title: str) -> Code:
        name = f"_{way}_{snake(title)}"
        while name in self._named.values():
            name += "_"
        return ident(name)

    def _write(self, name: Code, title: str, type_: Type, way: str) -> None:
        self.functions[name] = Function(name, title, _VALUE)  # holds its place in the order
        if way == "decode" and isinstance(type_, Union) and len(self._objects(type_)) > 1:
            found = branches(self._objects(type_), self._definitions, lambda each: self.decoded(each, _VALUE))
            self.functions[name] = Function(name, title, self._decoded_lists(type_, _VALUE), found)
        else:
            result = self.decoded(type_, _VALUE) if way == "decode" else self.encoded(type_, _VALUE)
            self.functions[name] = Function(name, title, result)

    # -- unions

    def _decoded_union(self, type_: Union, value: Code) -> Code:
        objects = self._objects(type_)
        if len(objects) > 1 and not all(self.is_plain(each) for each in objects):
            return self._applied(self._choice(type_, objects), value)
        value = self._decoded_lists(type_, value)
        return self.decoded(objects[0], value) if len(objects) == 1 else value

    def _choice(self, type_: Union, objects: list[Type]) -> Code:
        """The function that chooses among the branches of a union without a name."""
        key = f"decode {key_of(type_)}"
        if key not in self._named:
            names = [self._classes[each.name] for each in objects if isinstance(each, Ref)]
            self._named[key] = self._function_name("decode", "_or_".join(names))
            self._write(self._named[key], "_or_".join(names), type_, "decode")
        return self._named[key]

    def _decoded_lists(self, type_: Union, value: Code) -> Code:
        items = [leaf.item for leaf in self._leaves(type_) if isinstance(leaf, Array)]
        return self.decoded(Array(union(items)), value) if items else value

    def _objects(self, type_: Union) -> list[Type]:
        """The records and mappings among the options."""
        return [leaf for leaf in self._leaves(type_) if isinstance(leaf, (Ref, Mapping))]

    def _leaves(self, type_: Type) -> list[Type]:
        """The options of a union, those of aliases included; only records stay references."""
        if isinstance(type_, Union):
            return [leaf for option in type_.options for leaf in self._leaves(option)]
        if isinstance(type_, Ref):
            shape = self._definitions[type_.name].shape
            return [type_] if isinstance(shape, Record) else self._leaves(shape)
        return [type_]


def taken(value: str) -> Code:
    """The expression that takes the key `value` out of what is left of a payload."""
    return Code(f"_take(rest, {pyrepr(value)})")
