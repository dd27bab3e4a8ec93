"""What two schemas demand and declare, place by place, without what they say in words: to be compared."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ANNOTATIONS = {
    "$defs", "$id", "$schema", "defaultSnippets", "description", "example", "examples", "markdownDescription",
    "title",
}  # fmt: skip


def facts(schema: Any, resolver: Any) -> Any:
    """Return `schema` dereferenced, with what it demands and declares and without what it says."""
    if not isinstance(schema, dict):
        return schema
    given = dict(cast("dict[str, Any]", schema))
    merged: dict[str, Any] = {}
    if "$ref" in given:
        resolved = resolver.lookup(given.pop("$ref"))
        merged = facts(resolved.contents, resolved.resolver)
    for part in (*given.pop("allOf", []), *only_branch(given)):
        merged = joined(merged, facts(part, resolver))
    return merged | {
        keyword: fact(keyword, value, resolver)
        for keyword, value in given.items()
        if keyword not in ANNOTATIONS and not keyword.startswith("x-")
    }


def only_branch(schema: dict[str, Any]) -> list[Any]:
    """Take out of `schema` a union of one branch, which says what that branch says."""
    alone = [keyword for keyword in ("anyOf", "oneOf") if len(schema.get(keyword, ())) == 1]
    return [schema.pop(keyword)[0] for keyword in alone]


def joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return two parts of an allOf as one object; they say nothing different of the same property."""
    properties = one.get("properties", {}) | other.get("properties", {})
    assert len(properties) == len(one.get("properties", {})) + len(other.get("properties", {}))
    return one | other | ({"properties": properties} if properties else {})


def fact(keyword: str, value: Any, resolver: Any) -> Any:
    if keyword == "properties":
        return {name: facts(each, resolver) for name, each in value.items()}
    if keyword in {"anyOf", "oneOf"}:
        return [facts(each, resolver) for each in value]
    if keyword in {"items", "additionalProperties"}:
        # `{}` and `true` say the same (core section 4.3.2)
        return True if value == {} else facts(value, resolver)
    return set(value) if keyword == "required" else value


def differing(ours: Any, theirs: Any, at: str) -> Iterator[str]:
    """Yield a line for each place where two trees of facts differ; the order of an enum is a fact too."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        mine, yours = cast("dict[str, Any]", ours), cast("dict[str, Any]", theirs)
        for key in sorted(mine.keys() | yours.keys()):
            yield from differing(mine.get(key, "absent"), yours.get(key, "absent"), f"{at}/{key}")
    elif at.endswith(("/anyOf", "/oneOf")) and isinstance(ours, list) and isinstance(theirs, list):
        branches = zip_longest(cast("Sequence[Any]", ours), cast("Sequence[Any]", theirs), fillvalue="absent")
        for index, (one, other) in enumerate(branches):
            yield from differing(one, other, f"{at}/{index}")
    elif json.dumps(ours, default=sorted) != json.dumps(theirs, default=sorted):
        yield f"{at}: ours {ours!r}, theirs {theirs!r}"
