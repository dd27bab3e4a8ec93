"""The jsonschema library in place of the compiled validator, so that one can be checked against the other."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from jsonschema import Draft202012Validator

from orq_schema import pointer
from orq_schema.compile import soundness
from orq_schema.compile.keywords import UNITS
from orq_schema.compile.keywords.base import Check
from orq_schema.compile.program import Program
from orq_schema.compile.shapes import implied
from orq_schema.errors import DepthError, Problem, UnsupportedError
from orq_schema.generated import orq_validator
from orq_schema.jsonvalue import members
from orq_schema.load.subschemas import LIST, MAP
from orq_schema.validation.engine import Engine, LoadedTree
from orq_schema.validation.tree import REFERENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from orq_schema.compile.site import Site
    from orq_schema.load.schema import LoadedSchema
    from orq_schema.validation.tree import Node, Tree


# the order in which the compiled validator looks at the keywords of one subschema
_ORDER = {keyword: index for index, keyword in enumerate(UNITS)}


_SENTENCES = {
    None: "no value is allowed here",
    "not": "is of the kind that is not allowed here",
    "oneOf": "fits several of the alternatives, of which it may fit only one",
}


class Error(NamedTuple):
    """What the generated validators call an error, made from one of the library's."""

    instance_pointer: str
    schema_pointer: str
    absolute_location: str
    keyword: str
    expected: Any
    message: str
    branches: tuple[tuple[Error, ...], ...] = ()


class _Stand(NamedTuple):
    """As much of a Site as the sentence of a keyword needs."""

    schema: Any
    instance: Any

    def found(self) -> str:
        # the very words of the generated modules
        words: str = orq_validator.__dict__["_found"](self.instance)
        return words


class _Definitions(dict[str, "Callable[[Any], bool]"]):
    """Any subschema by its location, asked through the library."""

    def __init__(self, validator: Any) -> None:
        super().__init__()
        self._validator = validator

    def get(self, location: str, _: Any = None, /) -> Callable[[Any], bool]:
        """The verdict of the library on one subschema."""
        verdict: Callable[[Any], bool] = self._validator.evolve(schema={"$ref": location}).is_valid
        return verdict


def library(schema: LoadedSchema, *, assert_formats: bool = False) -> Engine:
    """
    The engine that asks jsonschema, a hundred times as slowly.

    It says the same at the same places, but for what the library decides otherwise (patterns as Python has them,
    multiples of floats) or lumps together (`unevaluated...`, `contains`). UnsupportedError as compiling.
    """
    # a reference that leads back to itself would send the library round for ever
    soundness.check(Program(schema))
    formats = Draft202012Validator.FORMAT_CHECKER if assert_formats else None
    validator: Any = Draft202012Validator(schema.contents, registry=schema.registry, format_checker=formats)
    tree = LoadedTree(schema)
    convert = _Converter(tree)

    def is_valid(value: Any) -> bool:
        with _refused(schema):
            return bool(validator.is_valid(value))

    def iter_errors(value: Any) -> Iterator[Error]:
        with _refused(schema):
            telling = convert.telling(validator.iter_errors(value))
        return iter([made for error in telling for made in convert.all(error)])

    return Engine(is_valid, iter_errors, lambda: _Definitions(validator), lambda: tree)


@contextmanager
def _refused(schema: LoadedSchema) -> Generator[None]:
    """Say so where the library gives no verdict: it takes patterns for Python's, and follows a value by recursion."""
    try:
        yield
    except RecursionError:
        problem = Problem(
            "", None, None, "", "too-deep", "error", "nested too deeply for the jsonschema library"
        )
        raise DepthError(problem) from None
    except re.error:
        message = "a pattern that the jsonschema library cannot use; the compiled engine can"
        raise UnsupportedError(Problem(schema.file, None, None, "", "engine", "error", message)) from None


class _Converter:
    """Turns errors of the library into ours."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def telling(self, errors: Any) -> list[Any]:
        """`errors` in our order, without those that follow from a wrong type, or that a constant says better."""
        listed = sorted(errors, key=lambda each: _ORDER.get(each.validator, len(_ORDER)))
        wrong = {self._place(each) for each in listed if each.validator == "type" and not _is_implied(each)}
        return [
            each
            for each in listed
            if not (each.validator == "type" and _is_implied(each))
            and (each.validator == "type" or self._place(each) not in wrong)
        ]

    def all(self, error: Any) -> Iterator[Error]:
        """The errors of ours that one of the library's stands for: one for each key that it lumps together."""
        if (
            error.validator in ("additionalProperties", "unevaluatedProperties")
            and error.validator_value is False
        ):
            for key in _unexpected(error):
                message = f"unexpected key {json.dumps(key)}"
                yield self._made(error, message, at=(*error.absolute_path, key))
        else:
            yield self._made(error, self._sentence(error), branches=self._branches(error))

    def _made(self, error: Any, message: str, *, at: Any = None, branches: Any = ()) -> Error:
        keyword = str(error.validator)
        path, node = self._evaluated(list(error.absolute_schema_path))
        location = f"{node.location}/{keyword}"
        expected = _missing(error) if keyword == "required" else error.validator_value
        if at is None:
            # what is wrong with a key is placed at the key
            of_name = "propertyNames" in error.absolute_schema_path and isinstance(error.instance, str)
            at = (*error.absolute_path, error.instance) if of_name else error.absolute_path
        where = pointer.join(tuple(at))
        return Error(where, f"{path}/{keyword}", location, keyword, expected, message, branches)

    def _evaluated(self, steps: list[Any]) -> tuple[str, Node]:
        """
        The path of evaluation to the subschema whose keyword ends `steps`, and that subschema.

        The library leaves references out of its paths; they are gone through where a keyword is not at hand.
        """
        node, path = self._tree.root, ""
        while True:
            reference = next((each for each in REFERENCES if each in node.schema), None)
            if steps[0] not in node.schema and reference is not None:
                node, path = self._tree.follow(node, reference), f"{path}/{reference}"
                continue
            if len(steps) == 1:
                return path, node
            taken = 2 if steps[0] in LIST or steps[0] in MAP else 1
            node = self._tree.below(node, *steps[:taken])
            path += pointer.join(tuple(steps[:taken]))
            steps = steps[taken:]

    def _place(self, error: Any) -> tuple[str, str]:
        schema = pointer.join(tuple(error.absolute_schema_path)[:-1])
        return pointer.join(tuple(error.absolute_path)), schema

    def _branches(self, error: Any) -> tuple[tuple[Error, ...], ...]:
        if (
            error.validator not in ("anyOf", "oneOf")
            or not error.context
            or _only_types(error.validator_value)
        ):
            return ()
        branches: list[list[Any]] = [[] for _ in error.validator_value]
        for each in error.context:
            branches[each.schema_path[0]].append(each)
        return tuple(
            tuple(made for each in self.telling(branch) for made in self.all(each)) for branch in branches
        )

    def _sentence(self, error: Any) -> str:
        unit = UNITS.get(error.validator)
        if isinstance(unit, Check):
            site = cast("Site", _Stand(error.schema, error.instance))
            return "".join(unit.sentence(site, error.validator_value))
        if error.validator == "required":
            return f"missing key {json.dumps(_missing(error), ensure_ascii=False)}"
        if error.validator == "anyOf" and _only_types(error.validator_value):
            names = dict.fromkeys(name for each in error.validator_value for name in _listed(each["type"]))
            site = cast("Site", _Stand({"type": list(names)}, error.instance))
            return "".join(cast("Check", UNITS["type"]).sentence(site, list(names)))
        if error.validator in ("anyOf", "oneOf") and error.context:
            return "fits none of the alternatives"
        # never the library's own sentence, which quotes the instance
        return _SENTENCES.get(error.validator, f"does not satisfy {error.validator}")


def _is_implied(error: Any) -> bool:
    return implied(error.schema)


def _listed(names: Any) -> list[str]:
    return [names] if isinstance(names, str) else names


def _only_types(schemas: list[Any]) -> bool:
    return all(members(each).keys() & UNITS.keys() == {"type"} for each in schemas)


def _missing(error: Any) -> str:
    """The one key that this error of `required` is about: the library gives one error for each."""
    lacking = [key for key in error.validator_value if key not in error.instance]
    quoted = [key for key in lacking if error.message.startswith(repr(key))]
    return str((quoted or lacking)[0])


def _unexpected(error: Any) -> list[str]:
    """The keys that nothing in the schema of the error takes; for unevaluated ones those that its message names."""
    declared, patterns = (members(error.schema.get(each)) for each in ("properties", "patternProperties"))
    others = [key for key in error.instance if key not in declared]
    if error.validator == "unevaluatedProperties":
        return [key for key in others if repr(key) in error.message]
    return [key for key in others if not any(re.search(pattern, key) for pattern in patterns)]
