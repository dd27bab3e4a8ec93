"""Compile a schema and load the module that comes of it."""

from __future__ import annotations

import linecache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from orq_schema.compile.module import source
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

    `is_valid(value)` tells whether a value, made of what json.loads gives, is valid. `iter_errors(value)` yields
    all its errors in the order of the document; each has `instance_pointer`, `schema_pointer`,
    `absolute_location`, `keyword`, `expected`, `message` and `branches`. Both raise DepthError for a value that
    is nested too deeply.

    `source` is the text of the module, which stands alone and can be written to a file. `definitions` has the
    deciding function of each subschema that got one, by the URI of the subschema.
    """

    def __init__(self, schema: LoadedSchema, *, assert_formats: bool = False) -> None:
        self.source = source(schema, assert_formats=assert_formats)
        name = f"<validator of {schema.name}>"
        module = ModuleType("orq_schema_compiled")
        # tracebacks and debuggers show the lines of the module
        linecache.cache[name] = (len(self.source), None, self.source.splitlines(keepends=True), name)
        exec(compile(self.source, name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - our own code writer's text
        module.__dict__["DepthError"] = _TooDeepError
        self.is_valid: Callable[[object], bool] = module.__dict__["is_valid"]
        self.iter_errors: Callable[[object], Iterator[Any]] = module.__dict__["iter_errors"]
        self.definitions: dict[str, Callable[[Any], bool]] = module.__dict__["DEFINITIONS"]


def compile_schema(
    schema: Any, remotes: Mapping[str, Any] | None = None, *, assert_formats: bool = False
) -> Validator:
    """
    A validator for the draft 2020-12 schema `schema`, parsed JSON; `remotes` maps URIs to schemas it refers to.

    Nothing is fetched. With `assert_formats` a string must be of its `format`. Raises SchemaError for a schema
    that is not valid or refers to what is not there, UnsupportedError for one that cannot be compiled exactly.
    """
    return Validator(from_contents(schema, remotes), assert_formats=assert_formats)
