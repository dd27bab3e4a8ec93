"""Keywords for values of any type: validation section 6.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.compile import words
from orq_schema.compile.expressions import negated
from orq_schema.compile.keywords.base import Check
from orq_schema.compile.shapes import kinds_after, types_of
from orq_schema.compile.writer import Table, literal

if TYPE_CHECKING:
    from orq_schema.compile.site import Site
    from orq_schema.compile.writer import Expression


def _type(site: Site, names: Any) -> list[str]:
    tests = _type_tests(site, names)
    if len(tests) == 1:
        return [negated(condition) for condition in tests[0]]
    if not tests:
        return ["True"]
    return [" and ".join(_none_holds(conditions) for conditions in tests)]


def _none_holds(conditions: tuple[str, ...]) -> str:
    opposites = [negated(condition) for condition in conditions]
    return opposites[0] if len(opposites) == 1 else f"({' or '.join(opposites)})"


def type_test(site: Site, names: Any) -> list[str]:
    """The alternatives, each an expression, of which one is true of a value of one of the types `names`."""
    return [" and ".join(conditions) for conditions in _type_tests(site, names)]


def _type_tests(site: Site, names: Any) -> list[tuple[str, ...]]:
    wanted = [names] if isinstance(names, str) else list(names)
    if "number" in wanted:
        wanted = [name for name in wanted if name != "integer"]
    if site.known is not None:
        wanted = [name for name in wanted if ("number" if name == "integer" else name) in site.known]
    return [_one_type(site, name) for name in wanted]


def _one_type(site: Site, name: str) -> tuple[str, ...]:
    """The conditions that hold together for a value of the type `name`."""
    value = site.value
    if name == "number":
        # a bool is an int in Python, but no number in JSON
        return f"isinstance({value}, (int, float))", f"not isinstance({value}, bool)"
    if name == "integer":
        return (f"{site.helper('is_integer')}({value})",)
    if name == "null":
        return (f"{value} is None",)
    python = {"object": "dict", "array": "list", "string": "str", "boolean": "bool"}[name]
    return (f"isinstance({value}, {python})",)


def _enum(site: Site, choices: list[Any]) -> list[str]:
    if not any(_can_be(site, each) for each in choices):
        return ["True"]
    if not all(isinstance(each, str) for each in choices):
        closing = ",)" if len(choices) == 1 else ")"
        mixed = Table("(", tuple(map(literal, choices)), closing, "Final[tuple[Json, ...]]")
        table = site.program.constant(_hint(site), mixed)
        return [f"not {site.helper('one_of')}({site.value}, {table})"]
    if len(choices) == 1:
        return _const(site, choices[0])
    table = site.program.constant(_hint(site), Table("frozenset({", tuple(map(literal, choices)), "})"))
    return [f"not isinstance({site.value}, str) or {site.value} not in {table}"]


def _hint(site: Site) -> str:
    words_ = [str(step) for step in site.location.steps if isinstance(step, str)]
    named = [word for word in words_ if word not in ("$defs", "properties", "items", "definitions")]
    return "_".join([*named[-2:], "values"])


def _can_be(site: Site, value: Any) -> bool:
    left = kinds_after(site.schema, site.known)
    return left is None or bool(types_of(value) & left)


def _const(site: Site, value: Any) -> list[str]:
    if not _can_be(site, value):
        return ["True"]
    if isinstance(value, str):
        return [f"{site.value} != {literal(value)}"]
    if value is None or isinstance(value, bool):
        return [f"{site.value} is not {value!r}"]
    return [f"not {site.helper('equal')}({site.value}, {literal(value)})"]


def _expected(text: str, site: Site) -> tuple[str | Expression, ...]:
    return (f"expected {text}, found ", site.found())


UNITS = (
    Check("type", None, _type, lambda site, _: _expected(words.types(site.schema), site)),
    Check("enum", None, _enum, lambda site, choices: _expected(words.values(choices), site)),
    Check("const", None, _const, lambda site, value: _expected(words.values([value]), site)),
)
