"""
Internal target: a module of msgspec Structs that take in only what is valid and has no unknown key.

The command looks at a great many JSON Lines with them. They are narrower than the schema: what they refuse may well
be valid. What they take in, and the module's function `fits` does not refuse, is valid, every object in it that is no
map has declared keys only, none of them deprecated, and every integer in it is one that a double keeps.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.emit.base import stamp
from orq_schema.emit.line_checks import Checks, Shapes, values_of
from orq_schema.emit.python_names import stem
from orq_schema.ir.nodes import Array, Limits, Literals, Mapping, Record, Ref, Scalar, Union
from orq_schema.templating.code import Code, ident, pyrepr
from orq_schema.templating.environment import render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.emit.base import Files
    from orq_schema.ir.nodes import Definition, Field, Model, Type
    from orq_schema.load.schema import LoadedSchema

# how deep values may be nested that are the user's own; msgspec knows no recursive type but a Struct, and each level
# doubles the time that it takes to make a decoder
_DEEPEST = 5
# beyond this an integer is an oddity (RFC 8259 section 6)
_SAFE = 2**53
_SCALARS = {"string": Code("str"), "boolean": Code("bool"), "null": Code("None")}
_FILLED = "Annotated["
_RANGES = frozenset(("minimum", "maximum", "above", "below", "format"))


class Member(NamedTuple):
    """One field of a Struct; `key` where its JSON key is no name for it."""

    name: str
    annotation: Code
    required: bool
    key: str | None


class Declared(NamedTuple):
    """A Struct."""

    name: str
    members: tuple[Member, ...]


def emit(model: Model, schema: LoadedSchema) -> Files:
    """The file `<stem>_lines.py`, which needs msgspec. UnsupportedError where Structs cannot say what is valid."""
    shapes = Shapes(model, schema.file)
    writer, checks = _Writer(shapes), Checks(shapes)
    made = {each.name: writer.struct(each) for each in model.definitions if isinstance(each.shape, Record)}
    statements = checks.of(shapes.definitions[model.root])
    body = render(
        "python/lines.py.jinja",
        root=model.root,
        structs=[each for name, each in made.items() if name in writer.used or name == model.root],
        root_class=shapes.classes[model.root],
        statements=statements,
        choices=list(checks.choices.values()),
        deepest=_DEEPEST,
        levels=range(1, _DEEPEST),
    )
    return {f"{stem(schema.name)}_lines.py": stamp(body, model, "python")}


class _Writer:
    """Turns records into Structs, in order."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._declared: set[str] = set()
        self.used: set[str] = set()

    def struct(self, definition: Definition) -> Declared:
        """The Struct of a record."""
        record = definition.shape
        if not isinstance(record, Record):
            raise TypeError(definition.name)
        members = tuple(self._member(each, name) for name, each in self._shapes.named(record))
        self._declared.add(definition.name)
        return Declared(self._shapes.classes[definition.name], members)

    def _member(self, field: Field, name: str) -> Member:
        text = self._text(field.type, field.doc.limits)
        if not field.required:
            text = Code(f"{text} | msgspec.UnsetType")
        return Member(name, text, field.required, None if name == field.key else field.key)

    def _text(self, type_: Type, limits: Limits) -> Code:
        """The annotation of `type_`; UnsupportedError where msgspec has none."""
        if isinstance(type_, Ref):
            return self._used(self._shapes.definitions[type_.name], limits)
        if isinstance(type_, Scalar) and type_.kind in ("number", "integer"):
            return _number(self._ranges(limits), whole=type_.kind == "integer")
        self._ranges(limits)
        if isinstance(type_, Scalar):
            return _SCALARS[type_.kind]
        if isinstance(type_, Literals):
            if not all(isinstance(each, str) for each in type_.values):
                raise self._shapes.refusal("listed values that are no strings")
            return Code(f"Literal[{', '.join(pyrepr(each) for each in type_.values)}]")
        if isinstance(type_, Array):
            return Code(f"list[{self._text(type_.item, Limits())}]")
        if isinstance(type_, Mapping):
            return Code(f"dict[str, {self._text(type_.value, Limits())}]")
        return self._union(type_) if isinstance(type_, Union) else Code("Json")

    def _used(self, definition: Definition, limits: Limits) -> Code:
        """The annotation where `definition` is used."""
        shape = definition.shape
        if isinstance(shape, Record):
            if definition.name not in self._declared:
                raise self._shapes.refusal("types that contain each other")
            self.used.add(definition.name)
            return ident(self._shapes.classes[definition.name])
        objects = self._shapes.objects(shape)
        if len(objects) < 2:  # noqa: PLR2004 - several
            # limits at the use are those of the definition, or narrow them
            return self._text(shape, definition.doc.limits if limits == Limits() else limits)
        for record in objects:
            for field in record.fields if isinstance(record, Record) else ():
                self._ranges(field.doc.limits)
        values = [self._filled(each) for value in objects for each in values_of(value)]
        return _filled(Code(f"dict[str, {self._one_of(values)}]"))

    def _filled(self, type_: Type) -> Code:
        """The annotation of a value in a choice of objects: what is empty there is valid, and never meant."""
        if isinstance(type_, Array):
            return _filled(Code(f"list[{self._filled(type_.item)}]"))
        if isinstance(type_, Mapping):
            return _filled(Code(f"dict[str, {self._filled(type_.value)}]"))
        if isinstance(type_, Ref):
            named = self._shapes.definitions[type_.name]
            if isinstance(named.shape, (Array, Mapping)):
                self._ranges(named.doc.limits)
                return self._filled(named.shape)
        return self._text(type_, Limits())

    def _union(self, union: Union) -> Code:
        if len(self._shapes.objects(union)) > 1:
            raise self._shapes.refusal("several kinds of objects without a name")
        return self._one_of(self._text(each, Limits()) for each in union.options)

    def _one_of(self, texts: Iterable[Code]) -> Code:
        distinct = list(dict.fromkeys(texts))
        # of each kind that JSON has there can be one
        kinds = [
            kind for text in distinct if (kind := text.removeprefix(_FILLED).partition("[")[0]).islower()
        ]
        if len(set(kinds)) < len(kinds) or ("Json" in distinct and len(distinct) > 1):
            raise self._shapes.refusal("values of one kind that differ in what is in them")
        return Code(" | ").join(distinct)

    def _ranges(self, limits: Limits) -> Limits:
        """`limits`; UnsupportedError where they are more than the range of a number."""
        usual = Limits()
        for name in Limits.__slots__:
            if name not in _RANGES and getattr(limits, name) != getattr(usual, name):
                raise self._shapes.refusal(f"the limit {name}")
        return limits


def _filled(text: Code) -> Code:
    return Code(f"{_FILLED}{text}, msgspec.Meta(min_length=1)]")


def _number(limits: Limits, *, whole: bool) -> Code:
    lowest, highest = -_SAFE, _SAFE
    if limits.minimum is not None:
        lowest = max(lowest, math.ceil(limits.minimum))
    if limits.above is not None:
        lowest = max(lowest, math.floor(limits.above) + 1)
    if limits.maximum is not None:
        highest = min(highest, math.floor(limits.maximum))
    if limits.below is not None:
        highest = min(highest, math.ceil(limits.below) - 1)
    if (lowest, highest) == (-_SAFE, _SAFE):
        integer = Code("Integer")
    else:
        integer = Code(f"Annotated[int, msgspec.Meta(ge={lowest}, le={highest})]")
    return integer if whole else Code(f"{integer} | {_fraction(limits)}")


def _fraction(limits: Limits) -> Code:
    ranges = {"ge": limits.minimum, "gt": limits.above, "le": limits.maximum, "lt": limits.below}
    said = [f"{word}={pyrepr(value)}" for word, value in ranges.items() if value is not None]
    return Code(f"Annotated[float, msgspec.Meta({', '.join(said)})]") if said else Code("float")
