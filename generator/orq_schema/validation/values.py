"""What would mend a value that is wrong: another spelling, quotes, a list around it, or an example to follow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from orq_schema.errors import Mend
from orq_schema.jsonvalue import is_array, is_object
from orq_schema.validation.hints import quoted, similar
from orq_schema.validation.tree import Found, Node, Tree, in_place, kinds, kinds_of, names, perhaps
from orq_schema.validation.units import rescaled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # whether a subschema accepts a value
    Fits = Callable[[Node, Any], bool]

_LONGEST_EXAMPLE = 100
_WORDS = frozenset(("true", "false", "null"))
# of a list of one they may say anything
_INTRICATE = ("contains", "unevaluatedItems", "if")
_OPENING = {"{": "object", "[": "array"}


class Advice(NamedTuple):
    """What would mend a value, in words, and as a change that is safe to make by itself if there is one."""

    hint: str | None
    mend: Mend | None = None


def advice(tree: Tree, fits: Fits, found: Found, keyword: str, value: Any) -> Advice:
    """How to mend `value`, which fails `keyword` of the subschema `found`."""
    if keyword == "enum":
        return Advice(spelling(value, found.node.says("enum")))
    if keyword == "const":
        return Advice(spelling(value, [found.node.says("const")]))
    if keyword in ("type", "anyOf", "oneOf"):
        return (
            _retyped(tree, fits, found, value)
            or _spelt_out(tree, fits, found.node, value)
            or Advice(rescaled(tree, fits, found.use, value) or example(tree, found.use))
        )
    return Advice(rescaled(tree, fits, found.use, value))


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


def _retyped(tree: Tree, fits: Fits, found: Found, value: Any) -> Advice | None:
    """The same value in a form that has the right type."""
    allowed = kinds(tree, found.node) or frozenset()
    if isinstance(value, str):
        quoted_ = unquoted(value)
        if kinds_of(quoted_) & allowed and not isinstance(quoted_, str):
            return Advice("remove the quotes", Mend("unquote") if fits(found.use, quoted_) else None)
        if _is_json_text(value, allowed):
            return Advice("this is JSON text in a string: write the value itself")
    if isinstance(value, (bool, int, float)) and "string" in allowed and not _has_values(tree, found.node):
        return Advice("put it in quotes")
    if is_array(value) and len(value) == 1 and "array" not in allowed and fits(found.use, value[0]):
        return Advice("take it out of the list")
    if "array" in allowed and not is_array(value):
        return _listed(tree, fits, found, value)
    return None


def _listed(tree: Tree, fits: Fits, found: Found, value: Any) -> Advice | None:
    plain = not any(
        each.says(keyword) is not None for each in in_place(tree, found.use) for keyword in _INTRICATE
    )
    if plain and fits(found.use, [value]):
        return Advice("put it in a list", Mend("wrap-in-list"))
    inner = [
        kinds(tree, tree.below(each, "items")) for each in in_place(tree, found.node) if each.says("items")
    ]
    return Advice("put it in a list") if any(each and kinds_of(value) & each for each in inner) else None


def unquoted(text: str) -> Any:
    """The number or word that is quoted in a string of `text`; `text` itself where there is none."""
    if text in _WORDS or text[:1].isdecimal() or text[:1] == "-":
        try:
            return json.loads(text, parse_constant=_refuse)
        except ValueError:
            return text
    return text


def _refuse(_: str) -> NoReturn:
    raise ValueError


def _is_json_text(text: str, allowed: frozenset[str]) -> bool:
    """Whether `text` is the JSON of an object or array, where such a value is `allowed`."""
    if _OPENING.get(text.lstrip()[:1]) not in allowed:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _spelt_out(tree: Tree, fits: Fits, node: Node, value: Any) -> Advice | None:
    """The object whose one required key takes `value`, by the first alternative that has such a key."""
    if value is None or is_object(value):
        return None
    for each in perhaps(tree, node):
        wanted: list[str] = each.says("required") or []
        below = names(tree, each).get(wanted[0]) if len(wanted) == 1 else None
        if below is not None and fits(below, value):
            return Advice(f"write {{{quoted(wanted[0])}: ...}}")
    return None


def _has_values(tree: Tree, node: Node) -> bool:
    return any(
        each.says("enum") is not None or each.says("const") is not None for each in in_place(tree, node)
    )
