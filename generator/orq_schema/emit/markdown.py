"""Target `docs`: one Markdown page with a diagram, and a section for each named type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.emit.base import stamp
from orq_schema.emit.diagram import diagram
from orq_schema.emit.examples import example_of
from orq_schema.emit.python_names import stem
from orq_schema.emit.words import json_block, json_text, limits_in_words
from orq_schema.ir.nodes import (
    Anything,
    Array,
    Definition,
    Doc,
    Field,
    Literals,
    Mapping,
    Model,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
)
from orq_schema.ir.order import references
from orq_schema.templating.code import Code, md, mdcode
from orq_schema.templating.environment import render

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType

    from orq_schema.emit.base import Files
    from orq_schema.load.schema import LoadedSchema


class Row(NamedTuple):
    """One line of a table of fields."""

    key: str
    type: Code
    required: bool
    default: Code
    limits: Code
    description: Code
    example: Code


class Section(NamedTuple):
    """What the page says of one named type. `options`: branches of a union, or values of a list."""

    name: str
    anchor: Code
    paragraphs: tuple[Code, ...]
    facts: tuple[Code, ...]
    options: tuple[Code, ...]
    rows: tuple[Row, ...]
    example: Code | None
    users: tuple[Code, ...]


def emit(model: Model, schema: LoadedSchema) -> Files:
    """The file `<stem>.md`."""
    page = _Page(model)
    root = model.definition(model.root)
    listed = _reading_order(model)
    body = render(
        "markdown/reference.md.jinja",
        title=root.doc.title or model.root,
        diagram=diagram({each.name: each for each in listed if each not in model.branches}),
        sections=[page.section(each) for each in listed],
    )
    return {f"{stem(schema.name)}.md": stamp(body, model, "markdown")}


def _reading_order(model: Model) -> list[Definition]:
    """The root first, each type where it is first used; then what the root does not lead to."""
    table = {each.name: each for each in (*model.definitions, *model.branches)}
    found: dict[str, Definition] = {}
    pending = [*reversed(table), model.root]
    while pending:
        name = pending.pop()
        if name not in found:
            found[name] = table[name]
            pending.extend(reversed(_mentioned(table[name].shape)))
    return list(found.values())


def _mentioned(shape: Record | Type) -> list[str]:
    """The types that the section of `shape` leads to: those that it was merged from, then those it refers to."""
    merged = shape.merged if isinstance(shape, Record) else ()
    return list(dict.fromkeys((*merged, *references(shape))))


class _Page:
    """Writes sections; it knows the anchor and the users of each type."""

    def __init__(self, model: Model) -> None:
        self._definitions = {each.name: each for each in (*model.definitions, *model.branches)}
        self._anchors = _anchors(self._definitions)
        self._users: dict[str, list[str]] = {name: [] for name in self._definitions}
        for each in self._definitions.values():
            for name in _mentioned(each.shape):
                self._users[name].append(each.name)

    def section(self, definition: Definition) -> Section:
        """All that is said of `definition`."""
        shape, doc = definition.shape, definition.doc
        example = example_of(definition, self._definitions)
        text = doc.description or ""
        return Section(
            definition.name,
            self._anchors[definition.name],
            tuple(md(part) for part in re.split(r"\n\s*\n", text) if part.strip()),
            tuple(self._facts(definition)),
            tuple(self._options(shape)),
            tuple(self._row(each) for each in shape.fields) if isinstance(shape, Record) else (),
            Code(json_block(example[0])) if example else None,
            tuple(self._link(name) for name in self._users[definition.name]),
        )

    def _facts(self, definition: Definition) -> list[Code]:
        """Sentences that hold for the type as a whole."""
        shape, doc = definition.shape, definition.doc
        facts = [Code("**Deprecated.**")] if doc.deprecated else []
        if isinstance(shape, Record):
            facts += self._record_facts(shape)
        elif not isinstance(shape, (Union, Literals)):
            facts.append(Code(f"Type: {self._type(shape)}."))
        if definition.nullable:
            facts.append(Code(f"{mdcode('null')} may stand in its place."))
        limits = limits_in_words(doc.limits)
        if limits:
            facts.append(Code(f"Limits: {md('; '.join(limits))}."))
        if doc.default:
            facts.append(Code(f"Declared default: {mdcode(json_text(doc.default[0]))}."))
        return facts

    def _record_facts(self, record: Record) -> list[Code]:
        if record.one_of:
            branches = Code(", ").join([self._link(name) for name in record.merged])
            return [
                Code(
                    f"At least one of the fields must be there, as in {branches}; others may stand beside it."
                )
            ]
        if record.rest is None:
            return [Code("No other keys are allowed.")]
        if not isinstance(record.rest, Anything):
            return [Code(f"Other keys have values of type: {self._type(record.rest)}.")]
        return []

    def _options(self, shape: Record | Type) -> list[Code]:
        if isinstance(shape, Union):
            return [self._type(option) for option in shape.options]
        return [mdcode(json_text(value)) for value in shape.values] if isinstance(shape, Literals) else []

    def _row(self, field: Field) -> Row:
        doc = field.doc
        example = doc.examples[:1] if doc.examples else ()
        return Row(
            field.key,
            self._type(field.type),
            field.required,
            mdcode(json_text(doc.default[0])) if doc.default else Code(),
            md("; ".join(limits_in_words(doc.limits))),
            _description(doc),
            mdcode(json_text(example[0])) if example else Code(),
        )

    def _link(self, name: str) -> Code:
        return Code(f"[{md(name)}](#{self._anchors[name]})")

    def _type(self, type_: Type) -> Code:
        """The type in words, names as links."""
        if isinstance(type_, Scalar):
            return Code(type_.kind)
        if isinstance(type_, Literals):
            return Code(" or ").join([mdcode(json_text(value)) for value in type_.values])
        if isinstance(type_, Array):
            return Code(f"list of {self._grouped(type_.item)}")
        if isinstance(type_, Mapping):
            return Code(f"object: any key → {self._grouped(type_.value)}")
        if isinstance(type_, Ref):
            return self._link(type_.name)
        if isinstance(type_, Union):
            return Code(" or ").join([self._type(option) for option in type_.options])
        return Code("anything")

    def _grouped(self, type_: Type) -> Code:
        text = self._type(type_)
        return Code(f"({text})") if isinstance(type_, Union) else text


def _description(doc: Doc) -> Code:
    marks = [
        (doc.deprecated, "**Deprecated.**"),
        (doc.read_only, "**Read-only.**"),
        (doc.write_only, "**Write-only.**"),
    ]
    text = md(doc.description or doc.title or "")
    return Code(" ").join([*[Code(mark) for holds, mark in marks if holds], *([text] if text else [])])


def _anchors(names: MappingType[str, Definition]) -> dict[str, Code]:
    """An anchor for each type, of ASCII letters, digits and `-`; browsers and sites differ on all else."""
    taken: set[str] = set()
    found: dict[str, Code] = {}
    for name in names:
        made = "type-" + re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
        while made in taken:
            made += "-x"
        taken.add(made)
        found[name] = Code(made)
    return found
