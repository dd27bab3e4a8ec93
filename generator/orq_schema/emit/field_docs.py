"""What a docstring says of a field or a type: description, limits, default, example, JSON key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.emit.words import json_text, limits_in_words
from orq_schema.ir.nodes import Literals, Record

if TYPE_CHECKING:
    from orq_schema.ir.nodes import Definition, Doc, Field, Type


def field_doc(field: Field, key: str | None = None) -> str:
    """The docstring of `field`; `key` is its JSON key where the docstring must name it."""
    facts = _facts(field.doc, field.type)
    if key is not None:
        facts.append(f"JSON key: `{json_text(key)}`")
    return _joined(field.doc.description or field.doc.title or "", facts)


def definition_doc(definition: Definition) -> str:
    """The docstring of a named type."""
    doc = definition.doc
    facts = _facts(doc, definition.shape, with_examples=not isinstance(definition.shape, Record))
    shape = definition.shape
    if isinstance(shape, Record) and shape.one_of:
        facts.append(f"At least one of {', '.join(json_text(key) for key in shape.one_of)} must be there.")
    return _joined(doc.description or doc.title or definition.name, facts)


def _facts(doc: Doc, type_: Record | Type, *, with_examples: bool = True) -> list[str]:
    facts: list[str] = []
    if doc.deprecated:
        facts.append("Deprecated.")
    if doc.read_only:
        facts.append("Set by the server.")
    if doc.write_only:
        facts.append("Never sent back by the server.")
    if isinstance(type_, Literals) and not all(
        isinstance(each, (str, int, type(None))) for each in type_.values
    ):
        facts.append(f"One of {', '.join(json_text(each) for each in type_.values)}.")
    limits = limits_in_words(doc.limits)
    if limits:
        text = "; ".join(limits)
        facts.append(f"{text[0].upper()}{text[1:]}.")
    if doc.default:
        facts.append(f"Declared default: `{json_text(doc.default[0])}`; it is not sent.")
    if doc.examples and with_examples:
        facts.append(f"Example: `{json_text(doc.examples[0])}`")
    return facts


def _joined(text: str, facts: list[str]) -> str:
    return "\n\n".join([part for part in (text.strip(), "\n".join(facts)) if part])


def keys_doc(definition: Definition) -> str:
    """The docstring of a record that has no room for one at each key."""
    text = definition_doc(definition)
    if not isinstance(definition.shape, Record) or not definition.shape.fields:
        return text
    lines = [_key_line(each) for each in definition.shape.fields]
    return "\n".join([text, "", "Keys:", "", *lines])


def _key_line(field: Field) -> str:
    text = " ".join(field_doc(field).split())
    return f"- `{json_text(field.key)}`: {text}" if text else f"- `{json_text(field.key)}`"
