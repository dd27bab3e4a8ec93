"""Compile a schema and load the module that comes of it."""

from __future__ import annotations

import linecache
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any

from orq_schema.compile.module import source
from orq_schema.compile.output import basic
from orq_schema.errors import DepthError, Problem
from orq_schema.load.schema import from_contents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from orq_schema.load.schema import LoadedSchema


class _TooDeepError(DepthError):
    """DepthError that is made without a call into Python: it is raised where the stack has come to its end."""

    problem = Problem("", None, None, "", "too-deep", "error", "nested too deeply to be checked")
    # pyright has no way to say that it takes nothing
    __init__ = Exception.__init__  # pyright: ignore[reportAssignmentType]


class Validator:
    """
    A compiled schema.

    `is_valid(value)` tells whether a value, made of what json.loads gives, is valid. What explains is compiled
    only once it is asked for: who has nothing but valid values never pays for it.
    """

    def __init__(self, schema: LoadedSchema, *, assert_formats: bool = False) -> None:
        self._schema = schema
        self._assert_formats = assert_formats
        deciding = source(schema, assert_formats=assert_formats, explains=False)
        self.is_valid: Callable[[object], bool] = _loaded(deciding, schema.name)["is_valid"]

    @cached_property
    def source(self) -> str:
        """The text of the module with all its functions; it stands alone and can be written to a file."""
        return source(self._schema, assert_formats=self._assert_formats)

    @cached_property
    def _module(self) -> dict[str, Any]:
        return _loaded(self.source, self._schema.name)

    @property
    def definitions(self) -> dict[str, Callable[[Any], bool]]:
        """The deciding function of each subschema that has one, by the URI of the subschema."""
        found: dict[str, Callable[[Any], bool]] = self._module["DEFINITIONS"]
        return found

    def iter_errors(self, value: object) -> Iterator[Any]:
        """
        All errors of `value` in the order of the document; none if it is valid.

        Each has `instance_pointer`, `schema_pointer`, `absolute_location`, `keyword`, `expected`, `message` and
        `branches`. DepthError if `value` is nested too deeply.
        """
        found: Iterator[Any] = self._module["iter_errors"](value)
        return found

    def basic(self, value: object) -> dict[str, Any]:
        """The `basic` output of the specification for `value`: core section 12.4.2."""
        return basic(self.iter_errors(value))


def _loaded(text: str, name: str) -> dict[str, Any]:
    """What the module `text` defines; tracebacks and debuggers show its lines."""
    file = f"<validator of {name}>"
    module = ModuleType("orq_schema_compiled")
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    exec(compile(text, file, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - our own code writer's text
    module.__dict__["DepthError"] = _TooDeepError
    return module.__dict__


def compile_schema(
    schema: Any, remotes: Mapping[str, Any] | None = None, *, assert_formats: bool = False
) -> Validator:
    """
    A validator for the draft 2020-12 schema `schema`, parsed JSON; `remotes` maps URIs to schemas it refers to.

    Nothing is fetched. With `assert_formats` a string must be of its `format`. Raises SchemaError for a schema
    that is not valid or refers to what is not there, UnsupportedError for one that cannot be compiled exactly.
    """
    return Validator(from_contents(schema, remotes), assert_formats=assert_formats)
