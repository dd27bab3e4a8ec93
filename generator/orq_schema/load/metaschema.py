"""Whether a value is a draft 2020-12 schema: its dialect, its metaschema, its identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match  # pyright: ignore[reportUnknownVariableType] # partly typed

from orq_schema import pointer
from orq_schema.errors import Problem, SchemaError
from orq_schema.generated.metaschema_validator import DepthError, is_valid
from orq_schema.jsonvalue import members
from orq_schema.load import vocabularies
from orq_schema.load.subschemas import DIALECT, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jsonschema.exceptions import ValidationError

# the library quotes the whole instance, which may be the whole schema
_LONGEST_MESSAGE = 300


def check(
    contents: Any, file: str, at: pointer.Steps = (), find: Callable[[str], Any] = lambda _: None
) -> None:
    """
    Raise SchemaError unless `contents`, which lies at `at` in `file`, is a draft 2020-12 schema.

    `find` gives the metaschema of another dialect, None where it is not known. Where one puts fewer vocabularies
    in force, the keywords of the others are taken out of `contents`.

    Rules: `schema-dialect` where it, or a resource embedded in it, declares a dialect that is not known (core
    section 8.1.1) or requires a vocabulary that is not (section 8.1.2), `schema-invalid` where the metaschema or
    RFC 3986 is violated, `too-deep`.
    """
    if not isinstance(contents, (dict, bool)):
        raise _error(file, at, "schema-invalid", "a schema is an object or a boolean")
    own = _check_dialects(contents, file, at, find)
    if own:
        vocabularies.prune(contents, own.__getitem__)
    _check_metaschema(contents, file, at)
    for steps, schema in walk(contents, at):
        _check_identifier(schema, file, steps)


def first_error(errors: Iterable[ValidationError]) -> tuple[pointer.Steps, str] | None:
    """Return where in the instance the error lies that says most, and what it says; None for no errors."""
    error = cast("ValidationError | None", best_match(errors))
    if error is None:
        return None
    message = error.message
    if len(message) > _LONGEST_MESSAGE:
        message = message[:_LONGEST_MESSAGE] + "..."
    return tuple(error.absolute_path), message


def _check_dialects(
    contents: Any, file: str, at: pointer.Steps, find: Callable[[str], Any]
) -> dict[str, Any]:
    """Return the metaschemas that are declared besides that of draft 2020-12, by the URIs of their dialects."""
    found: dict[str, Any] = {}
    for steps, schema in walk(contents, at):
        dialect = vocabularies.dialect_of(schema)
        if dialect in {"", DIALECT, *found}:
            continue
        found[dialect] = find(dialect)
        place = (*steps, "$schema")
        if found[dialect] is None:
            message = f"the dialect {schema['$schema']!r} is not supported"
            raise _error(file, place, "schema-dialect", message, f"use {DIALECT}")
        for vocabulary in vocabularies.unknown(found[dialect]):
            message = f"the vocabulary {vocabulary!r}, which {dialect!r} requires, is not supported"
            raise _error(file, place, "schema-dialect", message)
    return found


def _check_metaschema(contents: Any, file: str, at: pointer.Steps) -> None:
    try:
        # our own validator decides in a hundredth of the time; the library is asked what to say
        if is_valid(contents):
            return
        validator: Any = Draft202012Validator(Draft202012Validator.META_SCHEMA)
        error = first_error(validator.iter_errors(contents))
    except (RecursionError, DepthError):
        raise _error(file, at, "too-deep", "nested too deeply") from None
    if error is not None:
        steps, message = error
        raise _error(file, (*at, *steps), "schema-invalid", message)


def _check_identifier(schema: Any, file: str, at: pointer.Steps) -> None:
    identifier = members(schema).get("$id")
    try:
        urlsplit(identifier if isinstance(identifier, str) else "")
    except ValueError:
        raise _error(file, (*at, "$id"), "schema-invalid", f"{identifier!r} is no URI reference") from None


def _error(file: str, at: pointer.Steps, rule: str, message: str, hint: str | None = None) -> SchemaError:
    return SchemaError(Problem(file, None, None, pointer.join(at), rule, "error", message, hint))
