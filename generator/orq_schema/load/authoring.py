"""The rules for schemas that we write ourselves, beyond those of the metaschema."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from orq_schema import pointer
from orq_schema.errors import Problem
from orq_schema.jsonvalue import elements, members
from orq_schema.load.metaschema import first_error
from orq_schema.load.references import base_at
from orq_schema.load.subschemas import LIST, MAP, ONE, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.load.schema import LoadedSchema
    from orq_schema.pointer import Steps

_PASCAL_CASE = re.compile(r"(?:[A-Z][a-z0-9]*)+")
# a full stop, and then a word that could begin the next sentence
_NEXT_SENTENCE = re.compile(r"[.!?]\s+[A-Z`]")
_UNIONS = ("anyOf", "oneOf")
_OBJECTS = ("properties", "patternProperties", "additionalProperties")
_BOUNDS = (
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maximum",
    "maxItems",
    "maxLength",
    "minimum",
    "minItems",
    "minLength",
    "multipleOf",
    "pattern",
    "uniqueItems",
)
# what tells a shape worth a name from a bare type
_SHAPES = (*_OBJECTS, *_UNIONS, *_BOUNDS, "enum")
_TYPED = ("type", "$ref", "$dynamicRef", "allOf", *_UNIONS, "enum", "const")
_ANNOTATIONS = (
    "$comment",
    "default",
    "defaultSnippets",
    "deprecated",
    "description",
    "example",
    "examples",
    "markdownDescription",
    "readOnly",
    "title",
    "writeOnly",
)


def check(schema: LoadedSchema) -> list[Problem]:
    """
    Return every breach of the authoring rules in `schema`, rule by rule; none where it keeps them.

    The rules are ours (DESIGN.md, "Habits"): one name for each shape, a sentence and a valid example for each
    definition and property, nothing declared in vain.
    """
    return [
        Problem(schema.file, None, None, pointer.join(steps), rule, "error", message)
        for steps, rule, message in _Checker(schema).findings()
    ]


_Finding = tuple["Steps", str, str]


class _Checker:
    def __init__(self, schema: LoadedSchema) -> None:
        self._schema = schema
        self._all = [(steps, members(each)) for steps, each in walk(schema.contents)]
        self._root = members(schema.contents)
        self._definitions: dict[str, Any] = members(self._root.get("$defs"))

    def findings(self) -> Iterator[_Finding]:
        """Yield each breach as its place, its rule and a sentence."""
        yield from self._root_members()
        yield from self._descriptions()
        yield from self._definition_names()
        yield from self._inline_shapes()
        yield from self._duplicate_shapes()
        yield from self._examples()
        yield from self._values()
        yield from self._untyped_shapes()
        yield from self._unused_definitions()
        yield from self._undeclared_members()

    def _properties(self) -> Iterator[tuple[Steps, dict[str, Any]]]:
        for steps, each in self._all:
            for name, declared in members(each.get("properties")).items():
                yield (*steps, "properties", name), members(declared)

    def _named(self) -> Iterator[tuple[Steps, dict[str, Any]]]:
        yield (), self._root
        for name, definition in self._definitions.items():
            yield ("$defs", name), members(definition)

    def _root_members(self) -> Iterator[_Finding]:
        for keyword, rule in (("$schema", "dialect"), ("$id", "id"), ("title", "title")):
            if not self._root.get(keyword):
                yield (), f"missing-{rule}", f"the root has no {keyword!r}"

    def _descriptions(self) -> Iterator[_Finding]:
        for steps, each in (*self._named(), *self._properties()):
            text = each.get("description", "")
            if "description" not in each and _stands_for_a_property(each):
                continue
            if not text.strip():
                yield steps, "missing-description", "no description"
            elif text != " ".join(text.split()) or not text.endswith(".") or _NEXT_SENTENCE.search(text):
                message = "a description is one sentence on one line, with a full stop"
                yield (*steps, "description"), "description-style", message

    def _definition_names(self) -> Iterator[_Finding]:
        for steps, each in self._all:
            for name in members(each.get("$defs")):
                if not _PASCAL_CASE.fullmatch(name):
                    yield (*steps, "$defs", name), "definition-name", f"{name!r} is not in PascalCase"

    def _inline_shapes(self) -> Iterator[_Finding]:
        named = {steps for steps, _ in self._named()}
        for steps, each in self._all:
            kind = next((kind for kind in ("properties", *_UNIONS) if kind in each), None)
            if kind is not None and steps not in named:
                what = "an object" if kind == "properties" else "a union"
                yield steps, "inline-shape", f"{what} outside $defs has no name of its own"

    def _duplicate_shapes(self) -> Iterator[_Finding]:
        first: dict[str, Steps] = {}
        reported: list[Steps] = []
        for steps, each in self._all:
            # the parts of a duplicate are duplicates too: once is enough
            inside = any(steps[: len(outer)] == outer for outer in reported)
            if inside or not any(keyword in each for keyword in _SHAPES):
                continue
            known = first.setdefault(json.dumps(_shape(each), sort_keys=True), steps)
            if known != steps:
                reported.append(steps)
                yield steps, "duplicate-shape", f"the same shape as {pointer.join(known) or 'the root'}"

    def _examples(self) -> Iterator[_Finding]:
        for steps, each in self._all:
            if "example" in each:
                yield (*steps, "example"), "example-keyword", "'examples', a list, is the keyword of 2020-12"
        properties = ((steps, each) for steps, each in self._properties() if "$ref" not in each)
        for steps, each in (*self._named(), *properties):
            if not each.get("examples"):
                yield steps, "missing-examples", "no example"

    def _values(self) -> Iterator[_Finding]:
        for steps, each in self._all:
            given: list[tuple[Steps, str, Any]] = [
                (("examples", index), "invalid-example", value)
                for index, value in enumerate(elements(each.get("examples")))
            ]
            if "default" in each:
                given.append((("default",), "invalid-default", each["default"]))
            for below, rule, value in given:
                error = self._error(steps, each, value)
                if error is not None:
                    inside = pointer.join(error[0])
                    yield (*steps, *below), rule, f"at {inside}: {error[1]}" if inside else error[1]

    def _error(self, steps: Steps, subschema: Any, value: Any) -> tuple[Steps, str] | None:
        schema = self._schema
        resolver = schema.registry.resolver(base_at(schema.uri, schema.contents, steps))
        validator: Any = Draft202012Validator(schema.contents, registry=schema.registry)
        try:
            return first_error(validator.descend(value, subschema, resolver=resolver))
        except (re.error, RecursionError) as error:
            # ECMA 262 has patterns that Python lacks; a reference may lead back to itself
            return (), f"cannot be checked: {error}"

    def _untyped_shapes(self) -> Iterator[_Finding]:
        for steps, each in self._properties():
            if not any(keyword in each for keyword in _TYPED):
                yield steps, "untyped-shape", "neither type, reference, union, enum nor const"

    def _unused_definitions(self) -> Iterator[_Finding]:
        owners = {id(each): name for name in self._definitions for _, each in walk(self._definitions[name])}
        pending: list[Steps] = [()]
        used: set[str] = set()
        while pending:
            below = pending.pop()
            for target in self._targets(below):
                name = owners.get(id(target))
                if name is not None and name not in used:
                    used.add(name)
                    pending.append(("$defs", name))
        for name in self._definitions:
            if name not in used:
                yield ("$defs", name), "unused-definition", f"nothing refers to {name!r}"

    def _targets(self, below: Steps) -> Iterator[Any]:
        """Yield what the references under `below` lead to; under the root, those outside its definitions."""
        for steps, each in self._all:
            belongs = steps[: len(below)] == below and (below or steps[:1] != ("$defs",))
            reference = each.get("$ref")
            if belongs and reference is not None:
                base = base_at(self._schema.uri, self._schema.contents, steps)
                yield self._schema.registry.resolver(base).lookup(reference).contents

    def _undeclared_members(self) -> Iterator[_Finding]:
        for steps, each in self._all:
            declared = members(each.get("properties"))
            for index, name in enumerate(elements(each.get("required"))):
                if name not in declared:
                    message = f"{name!r} is required but is not among the properties"
                    yield (*steps, "required", index), "required-undeclared", message


def _stands_for_a_property(schema: dict[str, Any]) -> bool:
    """Whether `schema` refers to a property elsewhere: what is said of that one holds for this one too."""
    steps = str(schema.get("$ref", "")).partition("#")[2].split("/")
    return len(steps) > 1 and steps[-2] == "properties"


def _shape(schema: Any) -> Any:
    """Return `schema` without its annotations, and without the order of what has none."""
    if not isinstance(schema, dict):
        return schema
    return {
        keyword: _part(keyword, value)
        for keyword, value in members(schema).items()
        if keyword not in _ANNOTATIONS and not keyword.startswith("x-")
    }


def _part(keyword: str, value: Any) -> Any:
    if keyword in ONE:
        return _shape(value)
    if keyword in LIST:
        return [_shape(each) for each in elements(value)]
    if keyword in MAP:
        return {name: _shape(each) for name, each in members(value).items()}
    if keyword in {"enum", "required", "type"}:
        return _sorted(elements(value)) if isinstance(value, list) else value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _sorted(values: Iterable[Any]) -> list[str]:
    return sorted(json.dumps(value, sort_keys=True) for value in values)
