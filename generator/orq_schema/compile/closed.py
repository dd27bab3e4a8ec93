"""A schema that accepts only what another one accepts and declares: who passes it has no error and no unknown key."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from orq_schema import pointer
from orq_schema.errors import Problem, UnsupportedError
from orq_schema.jsonvalue import is_object
from orq_schema.load.schema import from_contents
from orq_schema.load.subschemas import walk

if TYPE_CHECKING:
    from orq_schema.load.schema import LoadedSchema
    from orq_schema.pointer import Steps

# with these alone a schema accepts less if a subschema of it accepts less (so not with `not`, `oneOf`, `if`), and
# what is declared does not depend on a pattern
_ASSERTIONS = frozenset((
    "$ref", "type", "enum", "const", "properties", "required", "additionalProperties", "items", "anyOf", "allOf",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
))  # fmt: skip
_ANNOTATIONS = frozenset((
    "$schema", "$id", "$comment", "$defs", "title", "description", "markdownDescription", "default", "examples",
    "deprecated", "readOnly", "writeOnly", "format", "defaultSnippets",
))  # fmt: skip
_JOINING = ("anyOf", "allOf")


def closed(schema: LoadedSchema) -> LoadedSchema:
    """
    `schema` with every object closed whose keys it names.

    What the result accepts `schema` accepts too, and each key of each object in it is one that a subschema declares
    which accepts that object: branches are closed as well, and an object that is none of the branches' has a map's
    keys. Raises UnsupportedError where a keyword stands in the way of that.
    """
    contents = deepcopy(schema.contents)
    for steps, each in list(walk(contents)):
        if not is_object(each):
            continue
        for keyword in each:
            if keyword not in _ASSERTIONS | _ANNOTATIONS and not keyword.startswith("x-"):
                raise _refusal(schema, steps, f"the keyword {keyword}")
        for branch in [branch for keyword in _JOINING for branch in each.get(keyword, ())]:
            if not _says_its_keys(contents, branch):
                raise _refusal(schema, steps, "a branch that says nothing of the keys of an object")
        if "properties" in each:
            each.setdefault("additionalProperties", False)
    return from_contents(contents, name=schema.name)


def _says_its_keys(contents: Any, branch: Any) -> bool:
    """Whether the objects that `branch` accepts, if it does, have keys that it names, or are maps."""
    if not is_object(branch):
        return False
    if "$ref" in branch:
        return _says_its_keys(contents, pointer.resolve(contents, str(branch["$ref"]).removeprefix("#"))[0])
    if any(
        keyword in branch for keyword in ("properties", "additionalProperties", "enum", "const", *_JOINING)
    ):
        return True
    kinds = branch.get("type", "object")
    return "object" not in ([kinds] if isinstance(kinds, str) else kinds)


def _refusal(schema: LoadedSchema, steps: Steps, what: str) -> UnsupportedError:
    message = f"cannot be closed: {what}"
    return UnsupportedError(
        Problem(schema.file, None, None, pointer.join(steps), "unsupported-keyword", "error", message)
    )
