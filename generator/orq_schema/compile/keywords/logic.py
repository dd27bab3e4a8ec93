"""Keywords that combine subschemas on the value itself: core sections 8.2.3 and 10.2."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from orq_schema.compile import words
from orq_schema.compile.expressions import grouped, negated, operators
from orq_schema.compile.keywords.base import Logic, Unit
from orq_schema.compile.shapes import kinds_after
from orq_schema.compile.writer import Expression

if TYPE_CHECKING:
    from orq_schema.compile.site import Site

# the compiler of Python goes down one level for each `+` of a sum
_LONGEST_SUM = 50


def _accepts(site: Site, *steps: str | int) -> str:
    return site.at_keyword(*steps).accepts()


def _reference(keyword: str) -> Logic:
    def rejects(site: Site, _: str) -> list[str]:
        target = site.target(keyword)
        if isinstance(target.contents, bool):
            return [] if target.contents else ["True"]
        return [f"not {site.call_decide(site.program.function(target))}"]

    def explain(site: Site, reference: str) -> None:
        target = site.target(keyword)
        if target.contents is False:
            site.fail(keyword, reference, "no value is allowed here")
        if not isinstance(target.contents, bool):
            site.call_explain(site.program.function(target), keyword)

    return Logic(keyword, None, rejects, explain)


def _all_of(site: Site, schemas: list[Any]) -> list[str]:
    terms: list[str] = []
    known = kinds_after(site.schema, site.known)
    for index in range(len(schemas)):
        branch = replace(site.at_keyword("allOf", index), known=known)
        simple = site.emitter.rejections(branch)
        terms += [negated(branch.accepts())] if simple is None else simple
        # the terms follow one another: what one has excluded the next need not
        known = known if simple is None else kinds_after(branch.schema, known)
    return terms


def _explain_all_of(site: Site, schemas: list[Any]) -> None:
    for index in range(len(schemas)):
        site.at_keyword("allOf", index).emit()


def _any_of(site: Site, schemas: list[Any]) -> list[str]:
    branches = [_accepts(site, "anyOf", index) for index in range(len(schemas))]
    if "True" in branches:
        return []
    branches = [each for each in branches if each != "False"] or ["False"]
    if len(branches) > 1:
        return [f"not ({' or '.join(map(grouped, branches))})"]
    return [negated(branches[0])]


def _explain_any_of(site: Site, schemas: list[Any]) -> None:
    rejected = _any_of(site, schemas)
    if rejected and _names_types(site, schemas):
        with site.block(f"if {rejected[0]}:"):
            site.fail("anyOf", None, *_expected_types(site, schemas))
    elif rejected:
        branches = [_accepts(site, "anyOf", index) for index in range(len(schemas))]
        # any() keeps type checkers from narrowing the value for what is inside
        with site.block(f"if not any(({', '.join(branches)},)):"):
            _explain_branches(site, "anyOf", schemas)


def _names_types(site: Site, schemas: list[Any]) -> bool:
    return all(site.program.shapes.only(each, "type") for each in schemas)


def _expected_types(site: Site, schemas: list[Any]) -> tuple[str | Expression, ...]:
    names = [
        name
        for each in schemas
        for name in ([each["type"]] if isinstance(each["type"], str) else each["type"])
    ]
    return (f"expected {words.types({'type': list(dict.fromkeys(names))})}, found ", site.found())


def _explain_branches(site: Site, keyword: str, schemas: list[Any]) -> None:
    name = site.names.lasting("branches")
    site.writer.line(f"{name}: list[list[Error]] = [{', '.join(['[]'] * len(schemas))}]")
    for index in range(len(schemas)):
        branch = replace(site.at_keyword(keyword, index), sink=f"{name}[{index}]", top=False)
        function = site.program.functions.get(branch.subschema.key)
        if function is None:
            branch.emit()
        else:
            branch.call_explain(function)
    site.fail(keyword, None, "fits none of the alternatives", branches=name)


def _one_of(site: Site, schemas: list[Any]) -> list[str]:
    return [f"{_matching(site, schemas)} != 1"]


def _matching(site: Site, schemas: list[Any]) -> str:
    branches = [_accepts(site, "oneOf", index) for index in range(len(schemas))]
    if len(branches) == 1:
        return f"bool({branches[0]})"
    if len(branches) > _LONGEST_SUM:
        return f"sum(({', '.join(branches)}))"
    return " + ".join(f"({each})" if " " in each else each for each in branches)


def _explain_one_of(site: Site, schemas: list[Any]) -> None:
    matching = site.names.fresh("matching")
    site.writer.line(f"{matching} = {_matching(site, schemas)}")
    with site.block(f"if {matching} > 1:"):
        site.fail(
            "oneOf", None, "fits ", Expression(matching), " of the alternatives, of which it may fit only one"
        )
    with site.block(f"if {matching} == 0:"):
        _explain_branches(site, "oneOf", schemas)


def _not(site: Site, _: Any) -> list[str]:
    accepted = _accepts(site, "not")
    return [grouped(accepted) if " if " in operators(accepted) else accepted]


def _explain_not(site: Site, _: Any) -> None:
    with site.block(f"if {_accepts(site, 'not')}:"):
        site.fail("not", None, "is of the kind that is not allowed here")


def _if(site: Site, _: Any) -> list[str]:
    follows = {
        keyword: _accepts(site, keyword)
        for keyword in ("then", "else")
        if not site.is_trivial(site.schema.get(keyword, True))
    }
    if not follows:
        return []
    condition = _accepts(site, "if")
    if len(follows) > 1:
        # asked once: a condition may go deep
        return [f"not ({follows['then']} if {condition} else {follows['else']})"]
    if "else" in follows:
        condition = negated(condition)
    rejected = negated(follows.popitem()[1])
    return [condition if rejected == "True" else f"({grouped(condition)} and {grouped(rejected)})"]


def _explain_if(site: Site, _: Any) -> None:
    follows = [each for each in ("then", "else") if not site.is_trivial(site.schema.get(each, True))]
    if not follows:
        return
    # any() keeps type checkers from narrowing the value for what is inside
    condition = f"any(({_accepts(site, 'if')},))"
    before = site.writer.size
    if "then" in follows:
        with site.block(f"if {condition}:"):
            site.at_keyword("then").emit()
    if "else" in follows:
        # a block that stayed empty was not written
        with site.block("else:" if site.writer.size > before else f"if not {condition}:"):
            site.at_keyword("else").emit()


UNITS: tuple[Unit, ...] = (
    _reference("$ref"),
    _reference("$dynamicRef"),
    Logic("allOf", None, _all_of, _explain_all_of),
    Logic("anyOf", None, _any_of, _explain_any_of),
    Logic("oneOf", None, _one_of, _explain_one_of),
    Logic("not", None, _not, _explain_not),
    Logic("if", None, _if, _explain_if),
)
