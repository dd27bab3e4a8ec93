"""Which functions a validator is made of: one for each definition that is used, and their names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from orq_schema import pointer
from orq_schema.compile.cycles import components
from orq_schema.compile.resolution import Location, Resolution, Scope, Subschema
from orq_schema.compile.shapes import Shapes
from orq_schema.errors import Problem, UnsupportedError
from orq_schema.jsonvalue import members

if TYPE_CHECKING:
    from orq_schema.compile.coverage import Coverage
    from orq_schema.compile.writer import Table
    from orq_schema.load.schema import LoadedSchema

Kind = Literal["decided", "collected", "explained"]


@dataclass(slots=True)
class Function:
    """
    One subschema that gets functions of its own: `_is_NAME`, `_collect_NAME`, `_explain_NAME`.

    `kinds` says which of them. What is explained is decided too, for those who look a subschema up by its location.
    """

    name: str
    schema: Subschema
    kinds: set[Kind] = field(default_factory=set["Kind"])


class Program:
    """
    The functions of one validator, in the order in which they were first needed.

    `helpers` collects what the generated module must define besides, `constants` its tables by name.
    """

    def __init__(self, schema: LoadedSchema, *, assert_formats: bool = False) -> None:
        self.schema = schema
        self.resolution = Resolution(schema)
        self.functions: dict[tuple[int, Scope], Function] = {}
        # functions that are still to be written
        self.pending: list[tuple[Function, Kind]] = []
        self.helpers: set[str] = set()
        self.constants: dict[str, Table] = {}
        self.shapes = Shapes(formats=assert_formats or self.resolution.any_asserts_formats())
        # the unevaluated... keywords in use, and what is known of subschemas for their sake
        self.parts = frozenset(self.resolution.keywords & {"unevaluatedProperties", "unevaluatedItems"})
        self.coverages: dict[tuple[tuple[int, Scope], str], Coverage] = {}
        self._assert_formats = assert_formats
        self._components: dict[tuple[int, Scope], int] | None = None
        self._constant_names: dict[Table, str] = {}
        # what the shell of the module calls its own
        self._names = {"format", "integer", "multiple", "number", "patterns"}
        self._counts: Counter[str] = Counter()

    def refuse(self, location: Location, keyword: str, why: str) -> UnsupportedError:
        """The error that says which keyword, and where, cannot be compiled."""
        at = pointer.join((*location.steps, keyword))
        file = self.schema.file if location.uri == self.schema.uri else location.uri
        return UnsupportedError(Problem(file, None, None, at, "unsupported-keyword", "error", why))

    def asserts_formats(self, location: Location) -> bool:
        """Whether `format` decides at `location`."""
        return self._assert_formats or self.resolution.asserts_formats(location)

    def function(self, schema: Subschema) -> Function:
        """The function of `schema`; the same one each time."""
        known = self.functions.get(schema.key)
        if known is None:
            known = self.functions[schema.key] = Function(self._name(schema), schema)
        return known

    def leads_back(self, schema: Subschema, start: Subschema) -> bool:
        """Whether `schema`, which is below `start`, leads to it again."""
        if self._components is None:
            self._components = components(self.resolution)
        number = self._components.get(schema.key)
        return number is not None and number == self._components.get(start.key)

    def want(self, function: Function, *kinds: Kind) -> None:
        """Have `function` written in these kinds, once each."""
        for kind in kinds:
            if kind not in function.kinds:
                function.kinds.add(kind)
                self.pending.append((function, kind))

    def constant(self, hint: str, table: Table) -> str:
        """The name of a module constant that holds `table`; the same table gets the same name."""
        name = self._constant_names.get(table)
        if name is None:
            name = self._constant_names[table] = f"_{self._unique(_snake(hint) or 'table').upper()}"
            self.constants[name] = table
        return name

    def _name(self, schema: Subschema) -> str:
        location = schema.location
        steps = list(location.steps)
        while len(steps) > 1 and steps[0] in ("$defs", "definitions"):
            del steps[0]
        words = [str(step) for step in steps if step not in ("properties", "$defs", "definitions")]
        if not words:
            title = members(schema.contents).get("title")
            words = [title if isinstance(title, str) else location.uri.rpartition("/")[2].partition(".")[0]]
        name = _snake("_".join(words)) or "schema"
        return self._unique(f"schema_{name}" if name[0].isdigit() else name)

    def _unique(self, wanted: str) -> str:
        name = wanted
        while name in self._names:
            self._counts[wanted] += 1
            name = f"{wanted}_{self._counts[wanted] + 1}"
        # a function's location has the name of the function behind `at`
        self._names |= {name, f"at_{name}"}
        return name


def _snake(text: str) -> str:
    """`KnowledgeBase` and `Knowledge base` become `knowledge_base`; ASCII letters, digits and `_` only."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    return re.sub(r"[^0-9A-Za-z]+", "_", spaced).strip("_").lower()
