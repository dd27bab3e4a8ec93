"""Schemas as OpenAPI 3.0 and 3.1 write them -> draft 2020-12, keyword by keyword, references kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema import pointer
from orq_schema.errors import Problem, UnsupportedError
from orq_schema.jsonvalue import elements, is_array, is_object, members
from orq_schema.load.subschemas import LIST, MAP, ONE
from orq_schema.openapi.document import Found
from orq_schema.openapi.keywords import (
    ANNOTATIONS,
    ORDER,
    REFUSED,
    Schema,
    ordered,
    plain_bounds,
    plain_constant,
    plain_type,
    with_null,
    without_lone_branch,
    without_null_branch,
    without_parts,
)

if TYPE_CHECKING:
    from orq_schema.openapi.document import Document
    from orq_schema.openapi.notes import Notes
    from orq_schema.pointer import Steps

# of schemas and of values in them, aliases of YAML written out
MAX_NODES = 100_000
# of schemas in one another, without references
MAX_DEPTH = 60
# of values in examples, defaults and constants
_DATA_DEPTH = 100

# what 3.0 allows beside `$ref` although it has no effect: taken for what is said of the place
_BESIDE_REFERENCE = frozenset({"$ref", "example", "nullable", *ANNOTATIONS})
# said elsewhere in the result, or taken in by other keywords
_SILENT = frozenset({"$schema", "$defs", "definitions", "example", "examples", "nullable"})


class Normaliser:
    """
    Schemas of `document`, one by one, each with the pointers of those that it refers to for its references.

    What had to change is put down in `notes`. All of them together may have MAX_NODES nodes.
    """

    def __init__(self, document: Document, notes: Notes) -> None:
        self._document = document
        self._notes = notes
        self._nodes = 0
        # by identity; `_kept` keeps them alive
        self._steps: dict[int, Steps] = {}
        self._kept: list[Schema] = []

    def steps(self, schema: Schema) -> Steps:
        """Where in the document that stands which a part of a result was made from."""
        return self._steps[id(schema)]

    def schema(self, found: Found, depth: int = 0) -> Schema | bool:
        """
        The schema `found` in draft 2020-12.

        Raises SchemaError for what is no schema, is too large or refers to what is not there; UnsupportedError for a
        keyword that would be lost.
        """
        self._count(found.steps, depth, MAX_DEPTH)
        if isinstance(found.value, bool):
            return found.value
        if not is_object(found.value):
            self._document.refuse("schema-invalid", "a schema is an object or a boolean", found.steps)
        made = self._simplified(self._kept_keywords(found, depth), found)
        self._steps[id(made)] = found.steps
        self._kept.append(made)
        return made

    def _kept_keywords(self, found: Found, depth: int) -> Schema:
        """The keywords that mean something in draft 2020-12, with the schemas below them normalised."""
        made: Schema = {}
        given = self._given(found)
        for keyword, value in given.items():
            if keyword in REFUSED:
                message = f"{keyword!r} cannot be carried over"
                at = pointer.join((*found.steps, keyword))
                raise UnsupportedError(
                    Problem(self._document.file, None, None, at, "unsupported-keyword", "error", message)
                )
            if keyword in ORDER and keyword not in _SILENT:
                made[keyword] = self._kept_value(keyword, value, found, depth)
            elif keyword not in _SILENT:
                self._notes.add(f"dropped `{keyword}`", (*found.steps, keyword))
        examples = self._examples(given, found.steps)
        return made | ({"examples": examples} if examples else {})

    def _given(self, found: Found) -> Schema:
        """The keywords of the object `found` that count."""
        given: Schema = found.value
        if self._document.version != "3.0" or "$ref" not in given:
            return given
        for keyword in given.keys() - _BESIDE_REFERENCE:
            self._notes.add("dropped what 3.0 ignores beside `$ref`", (*found.steps, keyword))
        return {keyword: value for keyword, value in given.items() if keyword in _BESIDE_REFERENCE}

    def _kept_value(self, keyword: str, value: Any, found: Found, depth: int) -> Any:
        steps = (*found.steps, keyword)
        if keyword == "$ref":
            return self._target(value, found)
        if keyword in ONE:
            made = self.schema(Found(value, steps), depth + 1)
            return True if made == {} and keyword == "additionalProperties" else made
        if keyword in LIST and is_array(value):
            return [self.schema(Found(each, (*steps, at)), depth + 1) for at, each in enumerate(value)]
        if keyword in MAP and is_object(value):
            return {name: self.schema(Found(each, (*steps, name)), depth + 1) for name, each in value.items()}
        if keyword in (*LIST, *MAP):
            self._document.refuse("schema-invalid", f"the value of {keyword!r} is of the wrong type", steps)
        return self._data(value, steps)

    def _target(self, reference: Any, found: Found) -> str:
        """The pointer to what `reference` leads to; of what refers on and says nothing else, to what that does."""
        if not isinstance(reference, str):
            self._document.refuse("schema-invalid", "the value of '$ref' is of the wrong type", found.steps)
        target = self._document.target(reference, found.steps)
        if set(members(target.value)) == {"$ref"}:
            target = self._document.follow(target)
        return pointer.join(target.steps)

    def _examples(self, given: Schema, steps: Steps) -> list[Any]:
        """The values of `example` and of `examples`, which is a list in draft 2020-12."""
        if "example" in given:
            self._notes.add("`example` made `examples`", steps)
        if "examples" in given and not is_array(given["examples"]):
            self._notes.add("dropped `examples` that are no list", steps)
        single = [given["example"]] if "example" in given else []
        return [
            self._data(each, (*steps, "examples")) for each in (*single, *elements(given.get("examples")))
        ]

    def _data(self, value: Any, steps: Steps, depth: int = 0) -> Any:
        """A copy of `value` that shares nothing with anything: one alias of YAML may stand for a million values."""
        self._count(steps, depth, _DATA_DEPTH)
        if is_object(value):
            return {key: self._data(each, steps, depth + 1) for key, each in value.items()}
        if is_array(value):
            return [self._data(each, steps, depth + 1) for each in value]
        return value

    def _count(self, steps: Steps, depth: int, limit: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            message = f"the property and what it refers to have more than {MAX_NODES:,} nodes"
            self._document.refuse("too-many-nodes", message, steps)
        if depth > limit:
            self._document.refuse("too-deep", f"nested deeper than {limit} levels", steps)

    def _simplified(self, made: Schema, found: Found) -> Schema:
        steps, given = found.steps, found.value
        if plain_bounds(made):
            self._notes.add("boolean exclusive bound made a number", steps)
        if plain_constant(made):
            self._notes.add("`const` made an `enum` of one value", steps)
        made, together = without_parts(made)
        if together:
            self._notes.add("members of `allOf` put together", steps)
        made, alone = without_lone_branch(made)
        if alone:
            self._notes.add("union of one branch made that branch", steps)
        made, folded = without_null_branch(made)
        if folded:
            self._notes.add("union with null made a type", steps)
        made = self._with_null(made, given, steps)
        plain_type(made)
        for name in elements(made.get("required")):
            if isinstance(name, str) and "default" in members(members(made.get("properties")).get(name)):
                self._notes.add("kept `default` on a required property", (*steps, "properties", name))
        return ordered(made)

    def _with_null(self, made: Schema, given: Schema, steps: Steps) -> Schema:
        """`made` with what `nullable` in `given` adds to it."""
        if self._document.version != "3.0":
            if "nullable" in given:
                self._notes.add("dropped `nullable`, which 3.1 has not", steps)
            return made
        if given.get("nullable") is not True:
            return made
        if is_array(given.get("enum")) and None not in given["enum"]:
            # clarified with 3.0.3: `enum` refuses null whatever stands beside it
            self._notes.add("dropped `nullable`, since `enum` beside it has no null", steps)
            return made
        self._notes.add("`nullable` made a type", steps)
        made = with_null(made)
        self._place_wrapped(made, steps)
        return made

    def _place_wrapped(self, made: Schema, steps: Steps) -> None:
        """Give what `nullable` put into a union of its own a place that no other schema has."""
        for each in elements(made.get("anyOf")):
            if id(each) not in self._steps:
                self._steps[id(each)] = (*steps, "nullable")
                self._kept.append(each)
