"""Target `typeddicts`: a module of TypedDicts that describe the payload as it is sent, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.emit.base import stamp
from orq_schema.emit.field_docs import definition_doc, field_doc, keys_doc
from orq_schema.emit.python_names import class_names, is_plain_key, stem
from orq_schema.emit.python_types import Alias, Annotator, laid_out, typing_imports
from orq_schema.ir.nodes import Definition, Field, Model, Record, Type
from orq_schema.ir.order import references
from orq_schema.templating.code import Code, pyrepr
from orq_schema.templating.environment import render

if TYPE_CHECKING:
    from orq_schema.emit.base import Files
    from orq_schema.load.schema import LoadedSchema

_MODULE_DOC = """TypedDicts of the {root} payload and its parts: the very keys that are sent.

A key that may be absent is not one that may be None. No default is ever filled in.
"""


class Key(NamedTuple):
    """One key of a TypedDict."""

    key: str
    annotation: Code
    doc: str


class Dict(NamedTuple):
    """A TypedDict; `total`: some key is required; `plain`: each key is an identifier."""

    name: str
    doc: str
    keys: tuple[Key, ...]
    total: bool
    plain: bool


def emit(model: Model, schema: LoadedSchema) -> Files:
    """The file `<stem>_types.py`; it needs nothing but the standard library."""
    writer = _Writer(model)
    declarations = [writer.declaration(each) for each in model.definitions]
    body = render(
        "python/typed_dicts.py.jinja",
        doc=_MODULE_DOC.format(root=model.root),
        declarations=declarations,
        typing=_typing_names(declarations),
    )
    return {f"{stem(schema.name)}_types.py": stamp(body, model, "python")}


def _typing_names(declarations: list[Dict | Alias]) -> list[Code]:
    texts: list[str] = []
    names: set[str] = set()
    for each in declarations:
        if isinstance(each, Dict):
            names.add("TypedDict")
            texts += [key.annotation for key in each.keys]
        else:
            names.add("TypeAlias")
            texts.append(each.annotation)
    return typing_imports(texts, names)


class _Writer:
    """Turns definitions into what the template declares, in order: what is not declared yet is quoted."""

    def __init__(self, model: Model) -> None:
        definitions = {each.name: each for each in model.definitions}
        records = {name for name, each in definitions.items() if isinstance(each.shape, Record)}
        self.classes = class_names(definitions, records, "Dict")
        self._annotator = Annotator(self.classes, definitions)
        self._later = set(definitions)

    def declaration(self, definition: Definition) -> Dict | Alias:
        """The TypedDict or the alias that `definition` becomes."""
        name = self.classes[definition.name]
        if isinstance(definition.shape, Record):
            declared = self._dict(name, definition, definition.shape)
            self._later.discard(definition.name)
            return declared
        self._annotator.later = frozenset(self._later)
        text = self._annotator.text(definition.shape)
        self._annotator.later = frozenset()
        self._later.discard(definition.name)
        return Alias(name, laid_out(text, 0, len(name) + 13), definition_doc(definition))

    def _dict(self, name: str, definition: Definition, record: Record) -> Dict:
        total = any(each.required for each in record.fields) or not record.fields
        classes = set(self.classes.values())
        plain = all(is_plain_key(each.key) and each.key not in classes for each in record.fields)
        keys = tuple(self._key(each, total=total, plain=plain) for each in record.fields)
        return Dict(name, definition_doc(definition) if plain else keys_doc(definition), keys, total, plain)

    def _key(self, field: Field, *, total: bool, plain: bool) -> Key:
        text = self._quoted(field.type)
        if total and not field.required:
            text = f"NotRequired[{text}]"
        indent, name = (4, field.key) if plain else (8, pyrepr(field.key))
        return Key(field.key, laid_out(text, indent, indent + len(name) + 3), field_doc(field))

    def _quoted(self, type_: Type) -> str:
        text = self._annotator.text(type_)
        return pyrepr(text) if self._later.intersection(references(type_)) else text
