"""Whether a subschema accepts a value: by its compiled function, and by hand where it was too small for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import is_array, is_object
from orq_schema.validation.tree import REFERENCES, kinds_of
from orq_schema.validation.undeclared import for_item, for_member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from orq_schema.validation.tree import Node, Tree


def accepts(tree: Tree, functions: Mapping[str, Callable[[Any], bool]], node: Node, value: Any) -> bool:
    """
    Whether `node` accepts `value`.

    `functions` has the deciding function of each subschema that got one, by its location. The compiler writes the
    others in line: those say little, so that what is tested here is all that the usual ones say.
    """
    function = functions.get(node.location)
    if function is not None:
        return function(value)
    if not is_object(node.schema):
        return node.schema is not False

    def holds(inner: Node, each: Any = value) -> bool:
        return accepts(tree, functions, inner, each)

    return (
        _is_of_type(node, value)
        and _is_in_bounds(node, value)
        and not (node.says("additionalProperties") is False and _has_more(tree, node, value))
        and all(holds(inner, part) for inner, part in _parts(tree, node, value))
        and all(holds(tree.follow(node, keyword)) for keyword in REFERENCES if node.says(keyword) is not None)
        and (node.says("not") is None or not holds(tree.below(node, "not")))
        and all(_fits(tree, node, keyword, holds) for keyword in ("allOf", "anyOf", "oneOf"))
    )


def _parts(tree: Tree, node: Node, value: Any) -> Iterator[tuple[Node, Any]]:
    """The members or items of `value`, each with each subschema of `node` for it."""
    if is_object(value):
        for key, inner in value.items():
            yield from ((below, inner) for below in for_member(tree, node, key))
    elif is_array(value):
        for index, inner in enumerate(value):
            yield from ((below, inner) for below in for_item(tree, node, index))


def _has_more(tree: Tree, node: Node, value: Any) -> bool:
    """Whether `value` is an object with a key that is not declared."""
    return is_object(value) and not all(any(for_member(tree, node, key)) for key in value)


def _is_of_type(node: Node, value: Any) -> bool:
    stated = node.says("type")
    kinds = kinds_of(value)
    chosen = [node.schema["const"]] if "const" in node.schema else node.schema.get("enum", [value])
    return any(value == each and kinds == kinds_of(each) for each in chosen) and (
        stated is None or not kinds.isdisjoint(stated if is_array(stated) else (stated,))
    )


def _is_in_bounds(node: Node, value: Any) -> bool:
    if is_object(value) or is_array(value):
        return _has_enough(node, value)
    if isinstance(value, str):
        return _is_text(node, value)
    return not isinstance(value, (int, float)) or isinstance(value, bool) or _is_in_range(node, value)


def _is_in_range(node: Node, value: float) -> bool:
    """The keywords on numbers (validation section 6.2)."""
    low, high = node.schema.get("minimum", value), node.schema.get("maximum", value)
    above, below = node.schema.get("exclusiveMinimum"), node.schema.get("exclusiveMaximum")
    step = node.says("multipleOf")
    return (
        low <= value <= high
        and (above is None or value > above)
        and (below is None or value < below)
        and (step is None or value % step == 0)
    )


def _is_text(node: Node, value: str) -> bool:
    """The keywords on strings (validation section 6.3)."""
    least, most = node.schema.get("minLength", 0), node.schema.get("maxLength")
    if len(value) < least or (most is not None and len(value) > most):
        return False
    pattern = node.says("pattern")
    if pattern is None:
        return True
    from orq_schema.compile.regex import translate

    return re.search(translate(pattern), value) is not None


def _has_enough(node: Node, value: Any) -> bool:
    """The keywords on size and keys (validation sections 6.4 and 6.5)."""
    kind = "Properties" if is_object(value) else "Items"
    least, most = node.schema.get(f"min{kind}", 0), node.schema.get(f"max{kind}")
    wanted = node.says("required") or () if is_object(value) else ()
    return (
        least <= len(value) and (most is None or len(value) <= most) and all(key in value for key in wanted)
    )


def _fits(tree: Tree, node: Node, keyword: str, holds: Callable[[Node], bool]) -> bool:
    """Core section 10.2.1."""
    if node.says(keyword) is None:
        return True
    fitting = sum(holds(tree.below(node, keyword, index)) for index in range(len(node.says(keyword))))
    return {"allOf": fitting == len(node.says(keyword)), "anyOf": fitting > 0, "oneOf": fitting == 1}[keyword]
