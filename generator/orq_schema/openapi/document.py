"""An OpenAPI document: its bytes to values, and where the references in it lead."""

from __future__ import annotations

from typing import Any, NamedTuple, NoReturn
from urllib.parse import unquote

from orq_schema import pointer
from orq_schema.errors import OrqSchemaError, Problem, SchemaError
from orq_schema.jsonvalue import is_object, members
from orq_schema.load import json_text
from orq_schema.openapi import yaml_text

# whoever refers through more objects than this goes in a circle, or means harm
_MOST_STEPS = 100
_DIALECTS = (
    "https://spec.openapis.org/oas/3.1/dialect/base",
    "https://json-schema.org/draft/2020-12/schema",
)


class RefusedError(OrqSchemaError):
    """What was asked for is not in the document, or a person must decide on it first: exit code 2."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0])
        self.problems = problems


class Found(NamedTuple):
    """A value in the document, and the steps to it."""

    value: Any
    steps: pointer.Steps


class Document(NamedTuple):
    """The `contents` of the OpenAPI document that messages call `file`; `version` is 3.0 or 3.1."""

    file: str
    contents: dict[str, Any]
    version: str

    def follow(self, found: Found) -> Found:
        """
        What `found` stands for: itself, unless it is an object with `$ref`, whose other members do not count.

        Raises SchemaError: `unresolvable-reference`, `reference-cycle`.
        """
        for _ in range(_MOST_STEPS):
            reference = members(found.value).get("$ref")
            if not isinstance(reference, str):
                return found
            found = self.target(reference, found.steps)
        return self.refuse("reference-cycle", "the reference leads back to itself", found.steps)

    def target(self, reference: str, steps: pointer.Steps) -> Found:
        """What `reference`, in the object at `steps`, leads to. Raises SchemaError `unresolvable-reference`."""
        at = (*steps, "$ref")
        base, _, fragment = reference.partition("#")
        if base or not reference.startswith("#"):
            message = f"the reference {reference!r} leads out of the document"
            hint = "nothing is fetched; bundle the document into one file first"
            self.refuse("unresolvable-reference", message, at, hint)
        try:
            return Found(*pointer.resolve(self.contents, unquote(fragment)))
        except (LookupError, ValueError):
            return self.refuse("unresolvable-reference", f"the reference {reference!r} leads nowhere", at)

    def refuse(self, rule: str, message: str, steps: pointer.Steps, hint: str | None = None) -> NoReturn:
        """Raise SchemaError of `rule` for what stands at `steps`."""
        raise SchemaError(Problem(self.file, None, None, pointer.join(steps), rule, "error", message, hint))


def read(path: str) -> Document:
    """
    The OpenAPI document in the file at `path`, JSON or YAML.

    Raises SchemaError: `not-openapi`, and whatever keeps the file from being read.
    """
    return document(json_text.read(path), path)


def document(raw: bytes, file: str) -> Document:
    """As `read`, of the bytes `raw`; `file` is what messages call them, and how they are known to be JSON or YAML."""
    contents = _value(raw, file)
    declared = members(contents).get("openapi")
    version = ".".join(str(declared).split(".")[:2])
    if not is_object(contents) or version not in {"3.0", "3.1"}:
        found = (
            "OpenAPI 2.0 (Swagger)" if "swagger" in members(contents) else "no `openapi: 3.0` or `3.1` in it"
        )
        hint = "convert it to OpenAPI 3 first" if "swagger" in members(contents) else None
        raise SchemaError(
            Problem(file, None, None, "", "not-openapi", "error", f"not OpenAPI 3.0 or 3.1: {found}", hint)
        )
    made = Document(file, contents, version)
    dialect = contents.get("jsonSchemaDialect", _DIALECTS[0])
    if dialect not in _DIALECTS:
        made.refuse("schema-dialect", f"the dialect {dialect!r} is not supported", ("jsonSchemaDialect",))
    return made


def _value(raw: bytes, file: str) -> Any:
    if file.endswith(".json") or (
        not file.endswith((".yaml", ".yml")) and raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    ):
        return json_text.parse(raw, file)
    try:
        return yaml_text.parse(raw.decode("utf-8-sig"), file)
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte {error.start} is invalid"
        raise SchemaError(Problem(file, None, None, "", "invalid-utf8", "error", message)) from None
