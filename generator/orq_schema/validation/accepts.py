"""Whether a subschema accepts a value: by its compiled function, and by hand where it was too small for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import is_array, is_object
from orq_schema.validation.tree import REFERENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from orq_schema.validation.tree import Node, Tree


def accepts(tree: Tree, functions: Mapping[str, Callable[[Any], bool]], node: Node, value: Any) -> bool:
    """
    Whether `node` accepts `value`, an object or array.

    `functions` has the deciding function of each subschema that got one, by its location. The compiler writes the
    others in line: those look at no parts of a value, so that what is tested here is all that they can say.
    """
    function = functions.get(node.location)
    if function is not None:
        return function(value)
    if not is_object(node.schema):
        return node.schema is not False

    def holds(inner: Node) -> bool:
        return accepts(tree, functions, inner, value)

    return (
        _is_of_type(node, value)
        and _has_enough(node, value)
        and all(holds(tree.follow(node, keyword)) for keyword in REFERENCES if node.says(keyword) is not None)
        and (node.says("not") is None or not holds(tree.below(node, "not")))
        and all(_fits(tree, node, keyword, holds) for keyword in ("allOf", "anyOf", "oneOf"))
    )


def _is_of_type(node: Node, value: Any) -> bool:
    kind = "object" if is_object(value) else "array"
    stated = node.says("type")
    chosen = [node.schema["const"]] if "const" in node.schema else node.schema.get("enum", [value])
    return value in chosen and (stated is None or kind in (stated if is_array(stated) else (stated,)))


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
