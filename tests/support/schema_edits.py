"""Edits of a schema of which it is known what they do to the set of its instances."""

from __future__ import annotations

import copy
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from orq_schema.jsonvalue import elements, is_object
from orq_schema.load.subschemas import walk

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

Effect = Literal["loosen", "tighten", "neutral", "new-name"]
# where less is accepted of a part when more is of the part's part, or nothing is known
_TURNING = {"not", "if", "oneOf", "contains", "then", "else", "unevaluatedProperties", "unevaluatedItems"}
_BOUNDS = {"minimum": -1, "exclusiveMinimum": -1, "maximum": 1, "exclusiveMaximum": 1}
_COUNTS = {
    **dict.fromkeys(("minLength", "minItems", "minProperties"), -1),
    **dict.fromkeys(("maxLength", "maxItems", "maxProperties"), 1),
}
_TYPES = ("array", "boolean", "null", "number", "object", "string")


if TYPE_CHECKING:
    _Option = Callable[[], tuple[Effect, str]]


class Edit(NamedTuple):
    """An edited copy of a schema, what was done, and what that does at most: to loosen is to refuse nothing."""

    schema: Any
    effect: Effect
    what: str


def edit(schema: Any, rng: random.Random) -> Edit | None:
    """Return `schema` with one random edit, at a place where what it does has the same direction for the whole."""
    edited = copy.deepcopy(schema)
    places = [each for steps, each in walk(edited) if is_object(each) and not _TURNING.intersection(steps)]
    options = [option for place in places for option in _options(place, rng)]
    if not options:
        return None
    effect, what = rng.choice(options)()
    return Edit(edited, effect, what)


def _options(place: dict[str, Any], rng: random.Random) -> list[_Option]:
    """Return the edits that make sense at `place`; several of one keyword make it the more likely."""
    bounds = [each for each in (*_BOUNDS, *_COUNTS) if each in place]
    lists = [each for each in ("required", "enum", "type", "anyOf") if _is_long(place.get(each))]
    # what stands beside them tells what else may be let in
    loose = (
        "pattern",
        "additionalProperties",
        "items",
        "uniqueItems",
        "multipleOf",
        "propertyNames",
        "required",
    )
    found: list[_Option] = [
        *(partial(_moved, place, keyword, rng) for keyword in bounds),
        *(partial(_gone, place, keyword) for keyword in (*bounds, *loose) if keyword in place),
        *(partial(_shorter, place, keyword, rng) for keyword in lists),
        *(partial(edit, place, rng) for edit in (_wrapped, _bounded)),
        partial(_said, place),
    ]
    if place.get("properties"):
        found += [partial(edit, place, rng) for edit in (_required, _named)]
        found += [partial(edit, place) for edit in (_closed, _reordered)]
    further = {"enum": "no-such-value-yet", "anyOf": {"type": "string", "maxLength": 3}}
    found += [
        partial(_longer, place, keyword, value) for keyword, value in further.items() if keyword in place
    ]
    return [*found, partial(_retyped, place, rng)] if "type" in place else found


def _is_long(value: Any) -> bool:
    return len(elements(value)) > 1


def _moved(place: dict[str, Any], keyword: str, rng: random.Random) -> tuple[Effect, str]:
    outwards = {**_BOUNDS, **_COUNTS}[keyword]
    loosen = rng.random() < 0.5
    before = place[keyword]
    step = outwards if loosen else -outwards
    place[keyword] = max(0, before + step) if keyword in _COUNTS else before + step * rng.choice((0.5, 1, 10))
    effect: Effect = "neutral" if place[keyword] == before else "loosen" if loosen else "tighten"
    return effect, f"{keyword} {before} -> {place[keyword]}"


def _gone(place: dict[str, Any], keyword: str) -> tuple[Effect, str]:
    del place[keyword]
    return "loosen", f"{keyword} removed"


def _shorter(place: dict[str, Any], keyword: str, rng: random.Random) -> tuple[Effect, str]:
    gone = place[keyword].pop(rng.randrange(len(place[keyword])))
    return "loosen" if keyword == "required" else "tighten", f"{gone!r:.40} removed from {keyword}"


def _longer(place: dict[str, Any], keyword: str, value: Any) -> tuple[Effect, str]:
    place[keyword].append(value)
    return "loosen", f"{value!r} added to {keyword}"


def _retyped(place: dict[str, Any], rng: random.Random) -> tuple[Effect, str]:
    before = place["type"]
    listed = [before] if isinstance(before, str) else list(before)
    if "number" in listed and rng.random() < 0.5:
        place["type"] = ["integer" if each == "number" else each for each in listed]
        return "tighten", f"type {before} -> {place['type']}"
    new = [each for each in _TYPES if each not in listed]
    place["type"] = [*listed, rng.choice(new)] if new else listed
    return "loosen", f"type {before} -> {place['type']}"


def _required(place: dict[str, Any], rng: random.Random) -> tuple[Effect, str]:
    name = rng.choice([*place["properties"], "brand-new"])
    place["required"] = sorted({*place.get("required", []), name})
    return "tighten", f"{name} required"


def _named(place: dict[str, Any], rng: random.Random) -> tuple[Effect, str]:
    name = rng.choice(("brand_new", "Model"))
    if name in place["properties"]:
        return "neutral", "nothing"
    place["properties"][name] = rng.choice(
        ({"type": "string"}, {"type": "object", "required": ["id"]}, {"minimum": 3})
    )
    return "new-name", f"{name} declared"


def _closed(place: dict[str, Any]) -> tuple[Effect, str]:
    if "additionalProperties" in place:
        return "neutral", "nothing"
    place["additionalProperties"] = False
    return "tighten", "closed"


def _reordered(place: dict[str, Any]) -> tuple[Effect, str]:
    place["properties"] = dict(reversed(place["properties"].items()))
    return "neutral", "properties reordered"


def _said(place: dict[str, Any]) -> tuple[Effect, str]:
    place["description"] = "Said otherwise."
    place["x-note"] = {"minimum": 5}
    return "neutral", "said otherwise"


def _wrapped(place: dict[str, Any], rng: random.Random) -> tuple[Effect, str]:
    """Write a keyword another way."""
    movable = [
        each
        for each in ("type", "enum", "minimum", "maximum", "required", "pattern", "minLength")
        if each in place
    ]
    if not movable:
        return "neutral", "nothing"
    keyword = rng.choice(movable)
    inner = {keyword: place.pop(keyword)}
    how = rng.choice(("allOf", "anyOf", "oneOf"))
    place["allOf"] = [*place.get("allOf", []), {how: [inner]} if how != "allOf" else inner]
    return "neutral", f"{keyword} into {how}"


def _bounded(place: dict[str, Any], rng: random.Random) -> tuple[Effect, str]:
    """Add a demand in a part of its own, where it disturbs no other."""
    further = rng.choice(
        (
            {"minimum": 2}, {"maximum": 3}, {"minLength": 1}, {"maxLength": 2}, {"minItems": 1}, {"maxItems": 1},
            {"maxProperties": 1}, {"uniqueItems": True}, {"pattern": "^[a-m]"}, {"multipleOf": 2},
            {"type": ["object", "array", "string", "boolean", "number"]}, {"propertyNames": {"maxLength": 9}},
            {"not": {"const": "latest"}},
        )
    )  # fmt: skip
    place["allOf"] = [*place.get("allOf", []), further]
    return "tighten", f"{further} added"
