"""The type of a field in a few words: `number, from 1 to 5`, `array of Fallback`, `Filter`."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from orq_schema import pointer
from orq_schema.compile.words import any_of
from orq_schema.emit.words import json_text, limits_in_words
from orq_schema.explain.walk import Spot, items
from orq_schema.ir.docs import over, own_doc
from orq_schema.ir.nodes import Doc
from orq_schema.jsonvalue import members
from orq_schema.validation.tree import alternatives, in_place, kinds

if TYPE_CHECKING:
    from orq_schema.validation.tree import Node, Tree

_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")
_DEFINITIONS = ("$defs", "definitions")
# more values are counted, and listed only on the field's own page
_MOST_VALUES = 3
# arrays in arrays, beyond which nobody reads on
_DEEPEST = 4


def doc(tree: Tree, node: Node) -> Doc:
    """What `node` and the definitions that it refers to say beside the type; what is nearest comes first."""
    return functools.reduce(over, [own_doc(members(each.schema)) for each in in_place(tree, node)], Doc())


def values(tree: Tree, node: Node) -> list[Any] | None:
    """The values that `enum` or `const` allows; None where neither is there."""
    for each in in_place(tree, node):
        schema = members(each.schema)
        if "const" in schema:
            return [schema["const"]]
        if "enum" in schema:
            return list(schema["enum"])
    return None


def definition(tree: Tree, node: Node) -> str | None:
    """The name of the definition that `node` is or refers to, such as `Retry`."""
    for each in in_place(tree, node):
        steps = pointer.split(each.location.partition("#")[2])
        if len(steps) > 1 and steps[-2] in _DEFINITIONS:
            return steps[-1]
    return None


def owner(tree: Tree, node: Node) -> str:
    """The name of the definition that `node` is written in, else what the whole schema is called."""
    steps = pointer.split(node.location.partition("#")[2])
    if len(steps) > 1 and steps[0] in _DEFINITIONS:
        return steps[1]
    title: object = tree.root.says("title")
    return title if isinstance(title, str) else "the root"


def name(tree: Tree, node: Node) -> str | None:
    """What a branch of a union is called: its definition, else its title."""
    return definition(tree, node) or doc(tree, node).title


def type_in_words(tree: Tree, node: Node, depth: int = 0, *, named: bool = True) -> str:
    """The type of `node`, with its limits; if `named`, objects and unions that are definitions go by their names."""
    if node.schema is False:
        return "nothing: no value is allowed"
    listed = values(tree, node)
    if listed is not None:
        return _listed(listed)
    called = definition(tree, node) if named else None
    said = [_plain(tree, node, called, depth), *limits_in_words(doc(tree, node).limits)]
    return ", ".join(said)


def _plain(tree: Tree, node: Node, called: str | None, depth: int) -> str:
    allowed = kinds(tree, node)
    if called is not None and (allowed is None or "object" in allowed):
        return f"{called} or null" if allowed and "null" in allowed else called
    if allowed is not None:
        return any_of([_kind(tree, node, each, depth) for each in _TYPES if each in allowed])
    options = [option for each in in_place(tree, node) for option in alternatives(tree, each)]
    if options and depth < _DEEPEST:
        return any_of(list(dict.fromkeys([type_in_words(tree, option, depth + 1) for option in options])))
    return "anything"


def _kind(tree: Tree, node: Node, kind: str, depth: int) -> str:
    if kind != "array" or depth >= _DEEPEST:
        return kind
    each = [type_in_words(tree, item.node, depth + 1) for item in items(tree, Spot(node, ()), None)]
    if not each:
        return kind
    text = any_of(list(dict.fromkeys(each)))
    return f"array of ({text})" if " or " in text else f"array of {text}"


def _listed(found: list[Any]) -> str:
    if len(found) > _MOST_VALUES:
        return f"one of {len(found)} values"
    return any_of([json_text(each) for each in found]) if found else "nothing: no value is allowed"
