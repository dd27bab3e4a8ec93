"""What differs between two views of one place: each difference in words, and what would have to be proven of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from orq_schema.evolve import words
from orq_schema.evolve.nodes import ASSERTING, lone_unions
from orq_schema.evolve.values import NUMERIC, distinct, identity, kind
from orq_schema.jsonvalue import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.compile.resolution import Location, Subschema
    from orq_schema.evolve.side import Side
    from orq_schema.evolve.view import View

Readers = Literal["breaking", "compatible"]


class Difference(NamedTuple):
    """
    One difference at a place.

    `keywords` of the new side decide whether it can refuse anything; () where it surely cannot. Where a key has
    become required, `key` is that one. `refused` is the view of the old side whose values the new side must accept,
    where that is not all of the place: the values of a branch that is gone. `gone` is a listed value that is gone.
    `readers` says what it is for them.
    """

    sentence: str
    keywords: tuple[str, ...] = ()
    readers: Readers = "compatible"
    key: str | None = None
    refused: View | None = None
    location: Location | None = None
    """Where the new side says it, or the old one where it no longer does."""
    gone: tuple[Any] | None = None
    hidden: bool = False
    """Whether it is about more than is walked through, so that a name that was free may have a meaning unseen."""


def of_any(old: View, new: View) -> Iterator[Difference]:
    """Differences of types, listed values and annotations."""
    if old.stated_types != new.stated_types:
        wider = not new.stated_types <= old.stated_types
        at = place_of(old, new, ("type", "anyOf", "oneOf", "enum", "const"))
        said = words.types(old.stated_types, new.stated_types)
        refused = None if old.types <= new.types else old.restricted(old.types - new.types)
        keywords = () if refused is None else ("type", "enum", "const", "anyOf", "oneOf")
        readers: Readers = "breaking" if wider else "compatible"
        yield Difference(said, keywords, readers, refused=refused, location=at)
    yield from _listed(old, new)
    yield from _annotations(old, new)


def _listed(old: View, new: View) -> Iterator[Difference]:
    before, after = old.listed, new.listed
    at = place_of(old, new, ("enum", "const"))
    if before is None or after is None:
        if before is not None:
            yield Difference("any value, not only listed ones", (), "breaking", location=at)
        elif after is not None:
            yield Difference(words.only(after), ("enum", "const"), location=at)
        return
    known, kept = ({identity(each) for each in values} for values in (before, after))
    common = old.stated_types & new.stated_types
    for each in before:
        if identity(each) not in kept and kind(each) in common:
            said = f"value {words.value(each)} removed"
            yield Difference(said, ("enum", "const"), location=at, gone=(each,))
    for each in after:
        if identity(each) not in known and kind(each) in common:
            yield Difference(f"value {words.value(each)} added", (), "breaking", location=at)


def _annotations(old: View, new: View) -> Iterator[Difference]:
    for keyword in ("default", "deprecated", "readOnly", "writeOnly", "format"):
        before, after = distinct(old.found(keyword))[:1], distinct(new.found(keyword))[:1]
        if [identity(each) for each in before] == [identity(each) for each in after]:
            continue
        said = words.annotation(keyword, before, after)
        if said is not None:
            keywords = (keyword,) if keyword == "format" and after and new.side.asserts_formats else ()
            yield Difference(said, keywords, location=place_of(old, new, (keyword,)))


_LIMITS = {
    **dict.fromkeys(("minimum", "exclusiveMinimum"), NUMERIC),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "multipleOf"), NUMERIC),
    **dict.fromkeys(("minLength", "maxLength", "pattern"), frozenset(("string",))),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems"), frozenset(("array",))),
    **dict.fromkeys(("minProperties", "maxProperties"), frozenset(("object",))),
}


def of_limits(old: View, new: View) -> Iterator[Difference]:
    """Differences of keywords that have one plain value, as far as both sides have values of their kind."""
    for keyword, kinds in _LIMITS.items():
        if not kinds & old.stated_types & new.stated_types:
            continue
        before, after = distinct(old.found(keyword)), distinct(new.found(keyword))
        if [identity(each) for each in before] != [identity(each) for each in after]:
            at = place_of(old, new, (keyword,))
            yield Difference(words.limit(keyword, before, after), (keyword,) if after else (), location=at)


def of_required(old: View, new: View) -> Iterator[Difference]:
    """Keys that both sides declare, or that the new one alone requires; `key` says which."""
    for name in sorted(new.required - old.required):
        if name in old.declared or name not in new.declared:
            at = place_of(old, new, ("required",))
            yield Difference("now required", ("required",), "breaking", name, location=at)
    for name in sorted(old.required - new.required):
        if name in new.declared or name not in old.declared:
            at = place_of(old, new, ("required",))
            yield Difference("no longer required", (), "breaking", key=name, location=at)


_COMPLEX = {
    "patternProperties": ("patternProperties", "additionalProperties"),
    "propertyNames": ("propertyNames",),
    "dependentRequired": ("dependentRequired",),
    "dependentSchemas": ("dependentSchemas",),
    "contains": ("contains", "minContains", "maxContains"),
    "not": ("not",),
    "if": ("if", "then", "else"),
    "unevaluatedProperties": ("unevaluatedProperties",),
    "unevaluatedItems": ("unevaluatedItems",),
    "$dynamicRef": ("$dynamicRef",),
}


def of_others(old: View, new: View, differs: frozenset[str]) -> Iterator[Difference]:
    """Keywords that have no words of their own, of those in `differs`."""
    for keyword, group in _COMPLEX.items():
        if keyword in differs:
            before, after = (any(True for _ in view.having(keyword)) for view in (old, new))
            at = place_of(old, new, (keyword,))
            said = "changed" if before and after else "added" if after else "removed"
            # who keeps count of what is evaluated may miss what is gone
            yield Difference(f"`{keyword}` {said}", group, location=at, hidden=True)


def itself(side: Side, view: View, found: Difference) -> Callable[[Any], bool]:
    """Whether a value is refused by what `found` says, whatever else refuses it."""
    if found.refused is not None:
        return found.refused.accepts
    if found.gone is not None:
        (gone,) = found.gone
        return lambda value: identity(value) == identity(gone)
    if found.key is not None:
        accepts = side.part({"required": [found.key]})
    else:
        accepts = side.part({"allOf": [_alone(side, node, found.keywords) for node in view.nodes]})
    return lambda value: not accepts(value)


def _alone(side: Side, node: Subschema, keywords: tuple[str, ...]) -> object:
    """A schema that demands what `keywords` of `node` do."""
    if not is_object(node.contents):
        return node.contents
    made = side.excerpt(node, set(keywords) - lone_unions(node.contents))
    if "additionalProperties" in made:
        # which keys are further ones rests on it
        made["properties"] = dict.fromkeys(node.contents.get("properties", ()), True)
    return made


def excerpt(side: Side, view: View, left: tuple[str, ...], key: str | None) -> object:
    """A schema that demands what `view` does, but for the keywords `left`, or of `required` for `key` alone."""
    # a dynamic reference means something only where it stands
    kept = (ASSERTING | {"then", "else", "minContains", "maxContains"}) - {"$dynamicRef"}
    parts = [
        side.excerpt(node, kept - {*left} - lone_unions(node.contents))
        if is_object(node.contents)
        else node.contents
        for node in view.nodes
    ]
    others: list[object] = [{"required": sorted(view.required - {key})}] if key is not None else []
    return {"allOf": [*parts, *others]} if parts or others else True


def place_of(old: View, new: View, keywords: tuple[str, ...]) -> Location | None:
    """Where the new side has the first of `keywords`, else the old one."""
    for view in (new, old):
        for keyword in keywords:
            node = next(view.having(keyword), None)
            if node is not None:
                return node.location.below(keyword)
    return None
