"""The schema that peers get."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from payloads import SCHEMA

from orq_schema.jsonvalue import elements, is_array, is_object, members

if TYPE_CHECKING:
    from collections.abc import Iterator


def schema(*, closed: bool) -> bytes:
    """
    Our schema without what means nothing to a verdict but trips a peer.

    That is the `x-` annotations and `additionalProperties: true`. If `closed`, unknown keys are errors in
    every object with declared keys, other than branches of a union, which would exclude each other then.
    """
    whole: dict[str, Any] = json.loads(SCHEMA.read_bytes())
    if closed:
        _close(whole)
    return json.dumps(_plain(whole), indent=2).encode()


def _close(whole: dict[str, Any]) -> None:
    definitions = {f"#/$defs/{name}": each for name, each in whole["$defs"].items()}
    branches = {branch.get("$ref") for node in _objects(whole) for branch in node.get("anyOf", ())}
    for reference, definition in {"#": whole, **definitions}.items():
        if "properties" in definition and reference not in branches:
            definition.setdefault("additionalProperties", False)


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if is_object(node):
        yield node
    for child in (*members(node).values(), *elements(node)):
        yield from _objects(child)


def _plain(node: Any) -> Any:
    if is_array(node):
        return [_plain(each) for each in node]
    if not is_object(node):
        return node
    return {
        key: _plain(value)
        for key, value in node.items()
        if not key.startswith("x-") and (key, value) != ("additionalProperties", True)
    }
