"""What would mend a value that is wrong: another spelling, quotes, a list around it, or an example to follow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import is_array, is_object
from orq_schema.validation.hints import quoted, similar
from orq_schema.validation.tree import Found, Node, Tree, in_place, kinds, names

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_EXAMPLE = 100
_WORDS = frozenset(("true", "false", "null"))


def kinds_of(value: Any) -> frozenset[str]:
    """The names of the JSON types that `value` has: `integer` and `number` for a whole number."""
    if isinstance(value, bool) or value is None:
        return frozenset(("null",) if value is None else ("boolean",))
    if isinstance(value, (int, float)):
        return frozenset(("number", "integer") if value == value // 1 else ("number",))
    return frozenset(
        ("string",) if isinstance(value, str) else ("object",) if is_object(value) else ("array",)
    )


def advice(tree: Tree, found: Found, keyword: str, value: Any) -> str | None:
    """How to mend `value`, which fails `keyword` of the subschema `found`; None where there is nothing to say."""
    if keyword == "enum":
        return spelling(value, found.node.says("enum"))
    if keyword == "const":
        return spelling(value, [found.node.says("const")])
    if keyword in ("type", "anyOf", "oneOf"):
        return _retyped(tree, found.node, value) or example(tree, found.use)
    return None


def spelling(value: Any, choices: Sequence[Any]) -> str | None:
    """The one of `choices`, the values that are allowed, that `value` resembles."""
    texts = [each for each in choices if isinstance(each, str)]
    meant = similar(value, texts) if isinstance(value, str) else None
    return None if meant is None else f"did you mean {quoted(meant)}?"


def example(tree: Tree, node: Node) -> str | None:
    """The first example that the schema gives, if it is short."""
    return _shown(tree, node, "for example ")


def example_member(tree: Tree, node: Node, key: str) -> str | None:
    """As `example`, for the member `key` of an object, which lacks it."""
    below = names(tree, node).get(key)
    return None if below is None else _shown(tree, below, f"for example {quoted(key)}: ")


def _shown(tree: Tree, node: Node, words: str) -> str | None:
    for each in in_place(tree, node):
        examples = each.says("examples")
        if is_array(examples) and examples:
            text = json.dumps(examples[0], ensure_ascii=False)
            return f"{words}{text}" if len(text) <= _LONGEST_EXAMPLE else None
    return None


def _retyped(tree: Tree, node: Node, value: Any) -> str | None:
    """The same value in a form that has the right type."""
    allowed = kinds(tree, node) or frozenset()
    if isinstance(value, str) and _unquoted(value) & allowed:
        return "remove the quotes"
    if isinstance(value, (bool, int, float)) and "string" in allowed and not _has_values(tree, node):
        return "put it in quotes"
    if "array" in allowed and not is_array(value):
        inner = [
            kinds(tree, tree.below(each, "items")) for each in in_place(tree, node) if each.says("items")
        ]
        return "put it in a list" if any(each and kinds_of(value) & each for each in inner) else None
    return None


def _unquoted(text: str) -> frozenset[str]:
    """The JSON types of the number or word that is quoted in a string of `text`."""
    if text in _WORDS or text[:1].isdecimal() or text[:1] == "-":
        try:
            return kinds_of(json.loads(text))
        except ValueError:
            return frozenset()
    return frozenset()


def _has_values(tree: Tree, node: Node) -> bool:
    return any(
        each.says("enum") is not None or each.says("const") is not None for each in in_place(tree, node)
    )
