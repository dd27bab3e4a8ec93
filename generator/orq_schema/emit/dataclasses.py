"""Target `dataclasses`: a module of dataclasses that take a payload in and give it back unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.emit.base import stamp
from orq_schema.emit.decoding import Coder, taken
from orq_schema.emit.field_docs import definition_doc, field_doc
from orq_schema.emit.python_names import attribute_names, class_names, stem
from orq_schema.emit.python_types import Alias, Annotator, laid_out, typing_imports
from orq_schema.ir.nodes import Anything, Definition, Field, Mapping, Model, Record
from orq_schema.templating.code import Code, ident
from orq_schema.templating.environment import render

if TYPE_CHECKING:
    from orq_schema.emit.base import Files
    from orq_schema.load.schema import LoadedSchema

_MODULE_DOC = (
    "Dataclasses of the {root} object and its parts.\n\n"
    "`from_dict` takes a payload in without validating it, and `to_dict` gives back an equal one: unknown "
    "keys are kept in `extra`, values of an unexpected type as they are. An attribute that is UNSET stands for an "
    "absent key, which None does not; where a payload lacks a required key, `from_dict` leaves that "
    "attribute UNSET as well. Values are shared with the payload, not copied."
)


class Attribute(NamedTuple):
    """One attribute of a dataclass, with the expressions that read and write its value."""

    name: str
    annotation: Code
    required: bool
    doc: str
    key: str
    decoded: Code
    encoded: Code


class Class(NamedTuple):
    """A dataclass; `rest` is the annotation of the values under keys it does not declare."""

    name: str
    doc: str
    attributes: tuple[Attribute, ...]
    rest: Code
    decoded_rest: Code
    encoded_rest: Code


def emit(model: Model, schema: LoadedSchema) -> Files:
    """The file `<stem>_models.py`; it needs nothing but the standard library."""
    writer = _Writer(model)
    declarations = [writer.declaration(each) for each in model.definitions]
    has_records = any(isinstance(each, Class) for each in declarations)
    body = render(
        "python/dataclasses.py.jinja",
        doc=(_MODULE_DOC if has_records else "Types of the {root} value.").format(root=model.root),
        declarations=declarations,
        functions=list(writer.coder.functions.values()),
        helpers=writer.coder.helpers,
        has_records=has_records,
        takes=any(isinstance(each, Class) and each.attributes for each in declarations),
        is_object=_needs_is_object(writer.coder),
        typing=_typing_names(declarations, writer.coder),
    )
    return {f"{stem(schema.name)}_models.py": stamp(body, model, "python")}


def _needs_is_object(coder: Coder) -> bool:
    choices = any(each.branches for each in coder.functions.values())
    return choices or not coder.helpers.isdisjoint(("_object", "_values"))


def _typing_names(declarations: list[Class | Alias], coder: Coder) -> list[Code]:
    """What the module imports from typing: what it declares with, and what its annotations name."""
    texts: list[str] = []
    names: set[str] = set()
    for each in declarations:
        if isinstance(each, Class):
            names |= {"Any", "Final", "Literal", "Self"}
            texts += [each.rest, *[attribute.annotation for attribute in each.attributes]]
        else:
            names.add("TypeAlias")
            texts.append(each.annotation)
    if _needs_is_object(coder) or "_each" in coder.helpers:
        names.add("TypeGuard")
    return typing_imports(texts, names)


class _Writer:
    """Turns definitions into what the template declares."""

    def __init__(self, model: Model) -> None:
        definitions = {each.name: each for each in model.definitions}
        self.classes = class_names(definitions)
        self.coder = Coder(self.classes, definitions)
        self._annotator = Annotator(self.classes, definitions)
        self._later = set(definitions)

    def declaration(self, definition: Definition) -> Class | Alias:
        """The class or the alias that `definition` becomes."""
        name = self.classes[definition.name]
        doc = definition_doc(definition)
        if isinstance(definition.shape, Record):
            self._later.discard(definition.name)
            return self._class(name, definition.shape, doc)
        self._annotator.later = frozenset(self._later)
        text = self._annotator.text(definition.shape)
        self._annotator.later = frozenset()
        self._later.discard(definition.name)
        return Alias(name, laid_out(text, 0, len(name) + 13), doc)

    def _class(self, name: str, record: Record, doc: str) -> Class:
        attributes = attribute_names([each.key for each in record.fields], self.classes.values())
        rest = record.rest or Anything()
        return Class(
            name,
            doc,
            tuple(self._attribute(attributes[each.key], each) for each in record.fields),
            laid_out(self._annotator.text(Mapping(rest)), 4, 11),
            self.coder.decoded(Mapping(rest), Code("rest")),
            self.coder.encoded(Mapping(rest), Code("self.extra")),
        )

    def _attribute(self, name: str, field: Field) -> Attribute:
        text = self._annotator.text(field.type)
        if not field.required and text != "Any":
            text = f"{text} | Unset"
        return Attribute(
            name,
            laid_out(text, 4, 6 + len(name)),
            field.required,
            field_doc(field, field.key if field.key != name else None),
            field.key,
            self.coder.decoded(field.type, taken(field.key)),
            self.coder.encoded(field.type, Code(f"self.{ident(name)}")),
        )
