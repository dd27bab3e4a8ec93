"""
Write the statements that gather which parts of a value are evaluated: core section 11.

They stand only in functions of schemas with `unevaluatedProperties` or `unevaluatedItems`, and only where that
depends on the value: what is certain is folded into one set beforehand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orq_schema.compile.coverage import NOTHING, Coverage, coverage, of_keyword
from orq_schema.compile.expressions import negated
from orq_schema.compile.guards import guard
from orq_schema.compile.keywords.arrays import contains
from orq_schema.compile.keywords.strings import python_pattern
from orq_schema.compile.shapes import kinds_after
from orq_schema.compile.writer import Table, literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.compile.program import Program
    from orq_schema.compile.site import Site

_IN_PLACE = ("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "contains")
_APPLIES = {"dependentSchemas": "object", "contains": "array"}
_PARTS = {"unevaluatedProperties": "str", "unevaluatedItems": "int"}
_LONGEST_SET = 80


def evaluated_type(program: Program) -> str:
    """The Python type of a set of evaluated parts: keys, indices, or both."""
    return f"set[{' | '.join(kind for keyword, kind in _PARTS.items() if keyword in program.parts)}]"


def needs_collection(site: Site) -> bool:
    """Whether an `unevaluated...` keyword of the subschema depends on what applies in place."""
    return any(_depends(site, keyword) for keyword in _PARTS if keyword in site.schema)


def _depends(site: Site, keyword: str) -> bool:
    found = coverage(site.program, site.subschema, keyword)
    keys = keyword == "unevaluatedProperties"
    left = kinds_after(site.schema, site.known)
    matters = left is None or ("object" if keys else "array") in left
    return (
        matters
        and not site.is_trivial(site.schema[keyword])
        and (found.some_keys if keys else found.some_items)
    )


def collected(site: Site) -> frozenset[str]:
    """The keywords of the subschema that `collect_in_place` writes the code of."""
    left = kinds_after(site.schema, site.known)
    return frozenset(
        keyword
        for keyword in _IN_PLACE
        if keyword in site.schema
        and (left is None or _APPLIES.get(keyword) in (None, *left))
        and of_keyword(site.program, site.subschema, keyword).depends
    )


def start_collection(site: Site) -> Site:
    """Declare the set of evaluated parts, with all that is certain in it; the site that knows its name."""
    name = site.names.lasting("evaluated")
    # what the subschema leaves to its own unevaluated... keywords is what they go by
    certain = NOTHING
    for keyword in site.schema:
        if keyword not in _PARTS:
            certain |= of_keyword(site.program, site.subschema, keyword)
    start = [literal(each) for each in certain.names] + [str(index) for index in range(certain.prefix)]
    shown = f"{{{', '.join(start)}}}" if start else "set()"
    if len(shown) > _LONGEST_SET:
        shown = f"set({site.program.constant('evaluated', Table('frozenset({', tuple(start), '})'))})"
    site.writer.line(f"{name}: {evaluated_type(site.program)} = {shown}")
    site = site._replace(evaluated=name)
    _add(site, replace(certain, names=(), prefix=0))
    return site


def finish_collection(site: Site) -> None:
    """Add what the `unevaluated...` keywords of the subschema have taken."""
    for keyword in _PARTS:
        if keyword in site.schema:
            _add(site, of_keyword(site.program, site.subschema, keyword))


def _add(site: Site, found: Coverage) -> None:
    """Write what adds the certain parts of `found`."""
    start = [literal(each) for each in found.names] + [str(index) for index in range(found.prefix)]
    if start:
        site.writer.call(f"{site.evaluated}.update", [f"({', '.join(start)},)"])
    if found.all_keys:
        site.writer.line(f"{site.evaluated}.update({site.helper('keys')}({site.value}))")
    if found.all_items:
        site.writer.line(f"{site.evaluated}.update({site.helper('indices')}({site.value}))")
    for pattern in found.patterns:
        python = python_pattern(site, "patternProperties", pattern)
        matching = f"{site.helper('matching_keys')}({python}, {site.value})"
        site.writer.line(f"{site.evaluated}.update({matching})")


def collect_in_place(site: Site) -> None:
    """Write the code of all keywords that apply in place and evaluate parts only of some values."""
    for keyword in _IN_PLACE:
        if keyword in collected(site):
            _COLLECTORS[keyword](site, keyword)


def _reference(site: Site, keyword: str) -> None:
    target = site._replace(subschema=site.target(keyword), path=(*site.path, keyword), evaluated="")
    _require(site, target)


def _all_of(site: Site, keyword: str) -> None:
    for index in range(len(site.schema[keyword])):
        _require(site, site.at_keyword(keyword, index))


def _dependent_schemas(site: Site, keyword: str) -> None:
    present = guard(site, "object")
    for key in site.schema[keyword]:
        test = f"{literal(key)} in {site.value}"
        with site.block(f"if {present} and {test}:" if present else f"if {test}:"):
            branch = site.at_keyword(keyword, key)
            _require(site, branch)
            _add_certain(site, branch)


def _contains(site: Site, _: str) -> None:
    present = guard(site, "array")
    if present:
        with site.block(f"if {present}:"):
            contains(site, site.schema["contains"])
    else:
        contains(site, site.schema["contains"])


def _if(site: Site, keyword: str) -> None:
    branch = site.at_keyword(keyword)
    found = coverage(site.program, branch.subschema)
    test = _more(site, branch) if found.depends else branch.accepts()
    before = site.writer.size
    with site.block(f"if {test}:"):
        if found.depends:
            site.writer.line(f"{site.evaluated} |= {_name_of(test)}")
        else:
            _add(site, found)
        _follow(site, "then")
    # a block that stayed empty was not written
    with site.block("else:" if site.writer.size > before else f"if {negated(test)}:"):
        _follow(site, "else")


def _follow(site: Site, keyword: str) -> None:
    if keyword not in site.schema:
        return
    branch = site.at_keyword(keyword)
    _require(site, branch)
    _add_certain(site, branch)


def _any_of(site: Site, keyword: str) -> None:
    branches = [site.at_keyword(keyword, index) for index in range(len(site.schema[keyword]))]
    if keyword == "anyOf" and any(site.is_trivial(branch.schema) for branch in branches):
        for branch in branches:
            _if_fits(site, branch, "")
        return
    fits = site.names.lasting("fits")
    site.writer.line(f"{fits}: int = 0")
    for branch in branches:
        _if_fits(site, branch, f"{fits} += 1")
    with site.block(f"if {fits} {'== 0' if keyword == 'anyOf' else '!= 1'}:"):
        site.writer.line(site.reject)


def _require(site: Site, branch: Site) -> None:
    """Write what rejects the value unless `branch` accepts it, and adds what depends on the value."""
    returns = site.reject.startswith("return")
    depends = coverage(site.program, branch.subschema).depends
    if returns and not depends:
        branch.emit()
        return
    test = _more(site, branch) if depends else branch.accepts()
    if test != "True":
        with site.block(f"if {negated(test)}:"):
            site.writer.line(site.reject)
    if depends:
        with site.writer.plain() if returns else site.block("else:"):
            site.writer.line(f"{site.evaluated} |= {_name_of(test)}")


def _if_fits(site: Site, branch: Site, statement: str) -> None:
    found = coverage(site.program, branch.subschema)
    test = _more(site, branch) if found.depends else branch.accepts()
    if test == "False":
        return
    with site.block(f"if {test}:") if test != "True" else site.writer.plain():
        if statement:
            site.writer.line(statement)
        if found.depends:
            site.writer.line(f"{site.evaluated} |= {_name_of(test)}")
        else:
            _add(site, found)


def _add_certain(site: Site, branch: Site) -> None:
    found = coverage(site.program, branch.subschema)
    if not found.depends:
        _add(site, found)


def _more(site: Site, branch: Site) -> str:
    """Write what asks `branch` for the parts that it evaluates; the test that it has accepted the value."""
    name = site.names.lasting("more")
    site.writer.line(f"{name} = {branch.call_collect(site.program.function(branch.subschema))}")
    return f"{name} is not None"


def _name_of(test: str) -> str:
    return test.removesuffix(" is not None")


_COLLECTORS: dict[str, Callable[[Site, str], None]] = {
    "$ref": _reference,
    "$dynamicRef": _reference,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _any_of,
    "if": _if,
    "dependentSchemas": _dependent_schemas,
    "contains": _contains,
}
