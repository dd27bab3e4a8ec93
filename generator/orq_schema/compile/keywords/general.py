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
    tests = type_test(site, names)
    return [" and ".join(negated(test) for test in tests)] if tests else ["True"]


def type_test(site: Site, names: Any) -> list[str]:
    """The alternatives, each an expression, of which one is true of a value of one of the types `names`."""
    wanted = [names] if isinstance(names, str) else list(dict.fromkeys(names))
    if site.known is not None:
        wanted = [name for name in wanted if ("number" if name == "integer" else name) in site.known]
    classes = [_CLASSES[name] for name in wanted if name in _CLASSES]
    tests: list[str] = []
    if "number" in wanted and "boolean" in wanted:
        # a bool is an int in Python, so that here it need not be told apart
        classes = [each for each in classes if each != "bool"] + ["int", "float"]
    elif "number" in wanted:
        tests = _number_tests(site, "is_number", "int", "float")
    elif "integer" in wanted:
        tests = _number_tests(site, "is_integer", "int")
    if len(classes) > 1:
        tests.insert(0, f"isinstance({site.value}, ({', '.join(classes)}))")
    elif classes:
        tests.insert(0, f"isinstance({site.value}, {classes[0]})")
    return tests + ([f"{site.value} is None"] if "null" in wanted else [])


_CLASSES = {"object": "dict", "array": "list", "string": "str", "boolean": "bool"}


def _number_tests(site: Site, helper: str, *classes: str) -> list[str]:
    rest = f"{site.helper(helper)}({site.value})"
    # the classes that numbers nearly always have are told without a call
    told = [] if site.explain or site.once else [f"type({site.value}) is {each}" for each in classes]
    return [*told, rest]


def kind_test(site: Site, kind: str) -> str:
    """The expression that is true of a value of the type `kind`, numbers of any class."""
    if kind == "number":
        return f"{site.helper('is_number')}({site.value})"
    return type_test(site, kind)[0]


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
