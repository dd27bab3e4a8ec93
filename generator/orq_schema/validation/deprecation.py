"""What a payload uses that its revision declares to be deprecated, and what replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import members
from orq_schema.validation.hints import quoted
from orq_schema.validation.mistake import Mistake
from orq_schema.validation.tree import in_place
from orq_schema.validation.undeclared import for_member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from orq_schema.pointer import Steps
    from orq_schema.validation.engine import Engine
    from orq_schema.validation.tree import Node, Tree

# a Relative JSON Pointer (draft-bhutton-relative-json-pointer-00) from the deprecated value to what replaces it
_REPLACED_BY = "x-replaced-by"
# where there is something at the end of that pointer, if not everywhere
_REPLACED_IN = "x-replaced-in"
# how far up from a member of the orq object
_BESIDE, _BODY = "1/", "2/"


def deprecations(value: Any, engine: Engine) -> list[Mistake]:
    """Notes on the orq object in `value`, an instance of what `engine` judges, and on its members."""
    tree = engine.tree()
    nodes, orq = [tree.root], members(value)
    ahead: Steps = ()
    if engine.judges == "request":
        nodes, ahead, orq = list(for_member(tree, tree.root, "orq")), ("orq",), members(orq.get("orq"))
    if not orq:
        return []
    declared = {key: list(_parts(tree, nodes, key)) for key in orq}
    found = [_member(key, declared[key], ahead) for key in orq if _is_deprecated(declared[key])]
    whole = [part for node in nodes for part in in_place(tree, node)]
    return [_whole(declared, ahead), *found] if _is_deprecated(whole) else found


def moved_to_body(properties: Iterable[Mapping[str, Any]]) -> list[str]:
    """The names, in the body of every request, of what replaces `properties` of the orq object by what they say."""
    return [
        place[len(_BODY) :]
        for each in properties
        if (place := each.get(_REPLACED_BY, "")).startswith(_BODY) and not each.get(_REPLACED_IN)
    ]


def _parts(tree: Tree, nodes: list[Node], key: str) -> Iterator[Node]:
    for node in nodes:
        for outer in in_place(tree, node):
            for below in for_member(tree, outer, key):
                yield from in_place(tree, below)


def _is_deprecated(parts: list[Node]) -> bool:
    return any(part.says("deprecated") is True for part in parts)


def _said(parts: list[Node], annotation: str) -> str:
    return next((text for part in parts if isinstance(text := part.says(annotation), str)), "")


def _member(key: str, parts: list[Node], ahead: Steps) -> Mistake:
    place = _said(parts, _REPLACED_BY)
    new, only = quoted(place[len(_BODY) :]), _said(parts, _REPLACED_IN)
    hint = None
    if place.startswith(_BESIDE):
        hint = f"{new} replaces it"
    elif place.startswith(_BODY):
        hint = f"{new} in the request body replaces it{f', in {only} only' if only else ''}"
    return _note((*ahead, key), f"{quoted(key)} is deprecated", hint, at_key=True)


def _whole(declared: dict[str, list[Node]], ahead: Steps) -> Mistake:
    annotations = (_REPLACED_BY, _REPLACED_IN)
    moved = moved_to_body({each: _said(parts, each) for each in annotations} for parts in declared.values())
    hint = None
    if moved:
        names = ", ".join(map(quoted, moved))
        hint = f"in the request body itself there {'are' if len(moved) > 1 else 'is'} {names}"
    return _note(ahead, "the orq object is deprecated", hint, at_key=False)


def _note(steps: Steps, message: str, hint: str | None, *, at_key: bool) -> Mistake:
    return Mistake(steps, at_key, "deprecated", "note", message, hint)
