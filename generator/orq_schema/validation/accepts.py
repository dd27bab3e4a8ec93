"""Whether a subschema accepts a value: by its compiled function, and by hand where it was too small for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import elements, is_array, is_object, members
from orq_schema.validation.tree import REFERENCES, branches, kinds_of
from orq_schema.validation.undeclared import for_item, for_member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from orq_schema.validation.tree import Node, Tree

    # whether a subschema accepts a value
    Holds = Callable[[Node, Any], bool]
    Check = Callable[[Tree, Node, Any, Holds], bool]


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
    if node.location not in tree.checks:
        tree.checks[node.location] = tuple(
            check for check, keywords in _CHECKS if keywords & node.schema.keys()
        )

    def holds(inner: Node, each: Any) -> bool:
        return accepts(tree, functions, inner, each)

    return all(check(tree, node, value, holds) for check in tree.checks[node.location])


def _all_parts(tree: Tree, node: Node, value: Any, holds: Holds) -> bool:
    return all(holds(inner, part) for inner, part in _parts(tree, node, value))


def _parts(tree: Tree, node: Node, value: Any) -> Iterator[tuple[Node, Any]]:
    """The members or items of `value`, each with each subschema of `node` for it."""
    if is_object(value):
        for key, inner in value.items():
            yield from ((below, inner) for below in for_member(tree, node, key))
    elif is_array(value):
        for index, inner in enumerate(value):
            yield from ((below, inner) for below in for_item(tree, node, index))


def _has_no_more(tree: Tree, node: Node, value: Any, _: Holds) -> bool:
    """Whether `value` is no object with a key that is not declared where that is refused."""
    if node.says("additionalProperties") is not False or not is_object(value):
        return True
    return all(any(True for _ in for_member(tree, node, key)) for key in value)


def _is_of_type(_: Tree, node: Node, value: Any, __: Holds) -> bool:
    stated = node.says("type")
    return stated is None or not kinds_of(value).isdisjoint(stated if is_array(stated) else (stated,))


def _is_chosen(_: Tree, node: Node, value: Any, __: Holds) -> bool:
    chosen = [node.schema["const"]] if "const" in node.schema else node.schema.get("enum", [value])
    return any(value == each and kinds_of(value) == kinds_of(each) for each in chosen)


def _is_in_range(_: Tree, node: Node, value: Any, __: Holds) -> bool:
    """The keywords on numbers (validation section 6.2)."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return True
    low, high = node.schema.get("minimum", value), node.schema.get("maximum", value)
    above, below = node.schema.get("exclusiveMinimum"), node.schema.get("exclusiveMaximum")
    step = node.says("multipleOf")
    return (
        low <= value <= high
        and (above is None or value > above)
        and (below is None or value < below)
        and (step is None or value % step == 0)
    )


def _is_text(_: Tree, node: Node, value: Any, __: Holds) -> bool:
    """The keywords on strings (validation section 6.3)."""
    if not isinstance(value, str):
        return True
    least, most = node.schema.get("minLength", 0), node.schema.get("maxLength")
    if len(value) < least or (most is not None and len(value) > most):
        return False
    pattern = node.says("pattern")
    if pattern is None:
        return True
    from orq_schema.compile.regex import translate

    return re.search(translate(pattern), value) is not None


def _has_enough(_: Tree, node: Node, value: Any, __: Holds) -> bool:
    """The keywords on size and keys (validation sections 6.4 and 6.5)."""
    if not isinstance(value, (dict, list)):
        return True
    kind = "Properties" if is_object(value) else "Items"
    least, most = node.schema.get(f"min{kind}", 0), node.schema.get(f"max{kind}")
    wanted = node.says("required") or () if is_object(value) else ()
    size = len(elements(value) or members(value))
    return least <= size and (most is None or size <= most) and all(key in value for key in wanted)


def _all_referred(tree: Tree, node: Node, value: Any, holds: Holds) -> bool:
    return all(
        holds(tree.follow(node, keyword), value) for keyword in REFERENCES if node.says(keyword) is not None
    )


def _is_none_of(tree: Tree, node: Node, value: Any, holds: Holds) -> bool:
    return not holds(tree.below(node, "not"), value)


def _fits(tree: Tree, node: Node, value: Any, holds: Holds) -> bool:
    """Core section 10.2.1."""
    for keyword, is_fit in _FITTING:
        inner = branches(tree, node, keyword)
        if inner and not is_fit(sum(holds(each, value) for each in inner), len(inner)):
            return False
    return True


_FITTING: tuple[tuple[str, Callable[[int, int], bool]], ...] = (
    ("allOf", lambda fitting, total: fitting == total),
    ("anyOf", lambda fitting, _: fitting > 0),
    ("oneOf", lambda fitting, _: fitting == 1),
)
# each with the keywords without which it need not be asked
_CHECKS: tuple[tuple[Check, frozenset[str]], ...] = (
    (_is_of_type, frozenset(("type",))),
    (_is_chosen, frozenset(("const", "enum"))),
    (_is_in_range, frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"))),
    (_is_text, frozenset(("minLength", "maxLength", "pattern"))),
    (_has_enough, frozenset(("minProperties", "maxProperties", "minItems", "maxItems", "required"))),
    (_has_no_more, frozenset(("additionalProperties",))),
    (
        _all_parts,
        frozenset((
            "properties", "patternProperties", "additionalProperties", "unevaluatedProperties",
            "items", "prefixItems",
        )),
    ),
    (_all_referred, frozenset(REFERENCES)),
    (_is_none_of, frozenset(("not",))),
    (_fits, frozenset(("allOf", "anyOf", "oneOf"))),
)  # fmt: skip
