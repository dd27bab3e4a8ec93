"""The model that emitters read: no JSON Schema words in it, and no words of any output language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ScalarKind = Literal["string", "number", "integer", "boolean", "null"]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value without parts."""

    kind: ScalarKind


@dataclass(frozen=True, slots=True)
class Literals:
    """One of a closed list of values; any JSON value may be among them, null included."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """A list of items of one type."""

    item: Type


@dataclass(frozen=True, slots=True)
class Mapping:
    """An object whose keys are the user's own."""

    value: Type


@dataclass(frozen=True, slots=True)
class Ref:
    """A use of the named type `name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Union:
    """A value of one of several types; null among them is how nullable is said."""

    options: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value."""


Type = Scalar | Literals | Array | Mapping | Ref | Union | Anything


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What further restricts a value; None where there is no limit. Lengths count code points.

    `also` names the rules that restrict a value in ways which have no words here, such as `contains`.
    """

    minimum: float | int | None = None
    maximum: float | int | None = None
    above: float | int | None = None
    below: float | int | None = None
    multiple_of: float | int | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    format: str | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    min_keys: int | None = None
    max_keys: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doc:
    """What is said of a type or a field. `default` holds one value or none: a default may itself be null."""

    title: str | None = None
    description: str | None = None
    default: tuple[Any, ...] = ()
    examples: tuple[Any, ...] = ()
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Field:
    """One declared key of a record. `pointer` is where the schema declares it."""

    key: str
    type: Type
    required: bool
    doc: Doc
    pointer: str


@dataclass(frozen=True, slots=True)
class Record:
    """
    An object with declared keys.

    `rest` is the type of all other keys: Anything where the object is open, None where it is closed.
    For a record that was merged from the branches of a union, `one_of` lists the keys of which at least one
    must be there, and `merged` names the branches.
    """

    fields: tuple[Field, ...]
    rest: Type | None
    one_of: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """
    A named type: a record, or an alias of any other type. `pointer` is where the schema declares it.

    `nullable` is true only of a record in whose place null may stand: each use of it is then a Union of its
    Ref and null, so that the record itself stays one.
    """

    name: str
    shape: Record | Type
    doc: Doc
    pointer: str
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """
    All named types; `root` names the whole schema.

    A type stands before those that use it where there is no cycle; in a cycle, records stand before the
    aliases that name them. `branches` are those that merged records took in and that no other type uses: they
    are documented, but need no type of their own. `schema_id` is the URI of the schema, or the name of its file
    where it has none.
    """

    root: str
    definitions: tuple[Definition, ...]
    schema_id: str
    schema_sha256: str
    branches: tuple[Definition, ...] = ()

    def definition(self, name: str) -> Definition:
        """The definition called `name`; KeyError where there is none."""
        for each in self.definitions:
            if each.name == name:
                return each
        raise KeyError(name)
