"""What a schema that we have already says in words, and which names it has: found again by place and shape."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.jsonvalue import elements, is_array, is_object, members
from orq_schema.load.subschemas import LIST, ONE, children
from orq_schema.openapi.keywords import ANNOTATIONS, ORDER, WORDS, Schema, is_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.pointer import Steps

# definitions are entered anew in every place; a document may have them in more places than anybody can look at
_MOST_PLACES = 20_000
# the kind of a shape is the first of these that it has
_KINDS = ("properties", "anyOf", "oneOf", "additionalProperties", "items", "enum")

# the examples of what a place refers to, for one where the same shape stands itself
_OF_WHOLE = "$ref examples"

Path = tuple[str, ...]
_Entry = tuple[Path, Any, str | None, frozenset[str]]


class Place(NamedTuple):
    """
    A schema as it applies to the value at `path`: names of members, `[]` for items, `{}` for further members.

    `name` is that of a definition, None for what stands in another schema. `whole` is what it refers to, else itself.
    """

    path: Path
    schema: Schema
    name: str | None
    whole: Schema


def places(root: Any, target: Callable[[str], tuple[str, Any]]) -> Iterator[Place]:
    """Every schema under `root`; `target` gives the name of what a reference leads to, and that."""
    pending: list[_Entry] = [((), root, "", frozenset())]
    for _ in range(_MOST_PLACES):
        if not pending:
            return
        path, schema, name, within = pending.pop()
        if not is_object(schema):
            continue
        below: list[_Entry] = [
            ((*path, *_step(steps)), each, None, within)
            for steps, each in children(schema)
            if steps[0] != "$defs"
        ]
        whole = schema
        if "$ref" in schema:
            called, led = target(schema["$ref"])
            whole = led if is_object(led) else schema
            if called not in within:
                below.insert(0, (path, led, called, within | {called}))
        yield Place(path, schema, name, whole)
        pending.extend(reversed(below))


def own_target(schema: Any) -> Callable[[str], tuple[str, Any]]:
    """What `places` asks for references into the `$defs` of `schema` and to its root, which has no name."""

    def target(reference: str) -> tuple[str, Any]:
        name = reference.rpartition("/")[2]
        return ("", schema) if name == "#" else (name, schema["$defs"][name])

    return target


def _step(steps: Steps) -> Path:
    if steps[0] == "properties":
        return (str(steps[1]),)
    if steps[0] in {"items", "prefixItems", "contains"}:
        return ("[]",)
    if steps[0] in {"additionalProperties", "patternProperties"}:
        return ("{}",)
    return ()


class Known:
    """The names and the words in `schema`, which is one document; without it there are none."""

    def __init__(self, schema: Schema | None = None) -> None:
        self._names: dict[tuple[Path, str], dict[str, None]] = {}
        self._words: dict[tuple[Path, bool, str], Schema] = {}
        for each in places(schema, own_target(schema)):
            outline = _outline(each.whole)
            said = {keyword: value for keyword, value in each.schema.items() if _is_word(keyword)}
            if "examples" in each.whole:
                said.setdefault(_OF_WHOLE, each.whole["examples"])
            self._words.setdefault((each.path, each.name is not None, outline), said)
            if each.name:
                for form in filter(None, (outline, _kind(each.whole))):
                    self._names.setdefault((each.path, form), {})[each.name] = None

    def name(self, place: Place) -> str | None:
        """What the definition is called that has the shape of `place` there, or that is the only one of its kind."""
        for form in (_outline(place.whole), _kind(place.whole)):
            found = list(self._names.get((place.path, form), ()))
            if len(found) == 1:
                return found[0]
        return None

    def words(self, place: Place) -> Schema:
        """What is said of the same shape in the same place: title, description, examples and our own keywords."""
        found = dict(self._words.get((place.path, place.name is not None, _outline(place.whole)), {}))
        of_whole = found.pop(_OF_WHOLE, None)
        if of_whole is not None and "$ref" not in place.schema:
            found.setdefault("examples", of_whole)
        return found


def _is_word(keyword: str) -> bool:
    return keyword in WORDS or is_ours(keyword)


def _kind(schema: Schema) -> str:
    return next((keyword for keyword in _KINDS if keyword in schema), "")


def _outline(schema: Schema) -> str:
    """The facts of `schema` itself, without those of the schemas below it."""
    return json.dumps(
        {
            keyword: _part(keyword, value)
            for keyword, value in schema.items()
            if keyword in ORDER and keyword not in ANNOTATIONS
        },
        sort_keys=True,
    )


def _part(keyword: str, value: Any) -> Any:
    if keyword == "properties":
        return sorted(members(value))
    if keyword in {"required", "type"} and is_array(value):
        return sorted(map(str, elements(value)))
    if keyword in LIST:
        return len(elements(value))
    return {} if keyword in ONE and value is not False else value
