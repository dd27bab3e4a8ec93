"""The Mermaid class diagram of a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orq_schema.ir.nodes import Array, Definition, Literals, Mapping, Record, Ref, Scalar, Type, Union
from orq_schema.ir.order import references
from orq_schema.templating.code import Code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingType

_KINDS: dict[type, str] = {Union: "union", Mapping: "map", Array: "list"}


def diagram(definitions: MappingType[str, Definition]) -> Code:
    """
    The records with their fields, the types that lead to records, and arrows between them.

    Nothing but letters of ASCII, digits and `_` is taken over from a schema, so nothing can end the diagram.
    """
    shown = _leading_to_records(definitions)
    names = _node_names(shown)
    lines = ["classDiagram", "    direction LR"]
    for name in shown:
        lines += _node(names[name], definitions[name].shape, names)
    for name in shown:
        lines += list(dict.fromkeys(_arrows(names[name], definitions[name].shape, names)))
    return Code("\n".join(lines))


def _leading_to_records(definitions: MappingType[str, Definition]) -> list[str]:
    """The records, and what uses them, in order."""
    leading = {name for name, each in definitions.items() if isinstance(each.shape, Record)}
    grown = True
    while grown:
        more = {name for name, each in definitions.items() if leading.intersection(references(each.shape))}
        grown = not more <= leading
        leading |= more
    return [name for name in definitions if name in leading]


def _node_names(names: list[str]) -> dict[str, str]:
    taken: set[str] = set()
    found: dict[str, str] = {}
    for name in names:
        made = _word(name)
        while made.lower() in taken:
            made += "_"
        taken.add(made.lower())
        found[name] = made
    return found


def _word(text: str) -> str:
    return re.sub("[^A-Za-z0-9_]", "_", text) or "_"


def _node(name: str, shape: Record | Type, names: MappingType[str, str]) -> list[str]:
    if not isinstance(shape, Record):
        return [f"    class {name} {{", f"        <<{_KINDS.get(type(shape), 'alias')}>>", "    }"]
    fields = [
        f"        {_word(field.key)}{'' if field.required else '?'} {_words(field.type, names)}"
        for field in shape.fields
    ]
    return [f"    class {name} {{", *fields, "    }"] if fields else [f"    class {name}"]


def _words(type_: Type, names: MappingType[str, str]) -> str:
    if isinstance(type_, Scalar):
        return type_.kind
    if isinstance(type_, Literals):
        return "enum"
    if isinstance(type_, Array):
        return f"list of {_words(type_.item, names)}"
    if isinstance(type_, Mapping):
        return f"map of {_words(type_.value, names)}"
    if isinstance(type_, Ref):
        return names.get(type_.name, _word(type_.name))
    if isinstance(type_, Union):
        return " or ".join([_words(option, names) for option in type_.options])
    return "any"


def _arrows(name: str, shape: Record | Type, names: MappingType[str, str]) -> Iterator[str]:
    if isinstance(shape, Record):
        for field in shape.fields:
            least = "1" if field.required else "0..1"
            for target, many in _targets(field.type):
                if target in names:
                    yield f'    {name} --> "{"*" if many else least}" {names[target]} : {_word(field.key)}'
        rest = _targets(shape.rest) if shape.rest else []
        yield from [f'    {name} --> "*" {names[target]}' for target, _ in rest if target in names]
    else:
        for target, many in _targets(shape):
            if target in names:
                arrow = f'--> "*" {names[target]}' if many else f"..> {names[target]}"
                yield f"    {name} {arrow}"


def _targets(type_: Type, *, many: bool = False) -> list[tuple[str, bool]]:
    """The named types in `type_`, each with whether there may be several of it."""
    if isinstance(type_, Ref):
        return [(type_.name, many)]
    if isinstance(type_, Array):
        return _targets(type_.item, many=True)
    if isinstance(type_, Mapping):
        return _targets(type_.value, many=True)
    if isinstance(type_, Union):
        return [target for option in type_.options for target in _targets(option, many=many)]
    return []
