"""What a subschema says, as one text: where two texts are the same, so is every verdict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import elements, is_array, is_object
from orq_schema.validation.tree import REFERENCES, Node, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

# these say nothing of what is valid; a subschema under a key of that name is no string
_PROSE = frozenset(("title", "description"))
_VALUES = frozenset(("const", "enum"))


def saying(tree: Tree, nodes: Iterable[Node]) -> str:
    """What `nodes` say, and all that they refer to, names of definitions included."""
    said: dict[str, Any] = {}
    pending = list(nodes)
    first = [_rules(each.schema) for each in pending]
    while pending:
        for reference, target in _targets(tree, pending.pop()):
            if reference not in said:
                said[reference] = _rules(target.schema)
                pending.append(target)
    return json.dumps([first, said], sort_keys=True)


def _rules(schema: Any) -> Any:
    """`schema` without what only people read."""
    if is_array(schema):
        return [_rules(each) for each in schema]
    if not is_object(schema):
        return schema
    return {
        key: each if key in _VALUES else _rules(each)
        for key, each in schema.items()
        if not (key in _PROSE and isinstance(each, str))
    }


def _targets(tree: Tree, node: Node) -> list[tuple[str, Node]]:
    """What the references in `node` lead to, by how they are written."""
    found: list[tuple[str, Node]] = []
    pending = [node.schema]
    while pending:
        schema = pending.pop()
        if is_object(schema):
            for keyword in REFERENCES:
                written = schema.get(keyword)
                if isinstance(written, str):
                    # a name for what has none: only what it refers to is asked for
                    use = Node({keyword: written}, node.scope, f"{node.location.partition('#')[0]}?{written}")
                    found.append((written, tree.follow(use, keyword)))
            pending += schema.values()
        else:
            pending += elements(schema)
    return found
