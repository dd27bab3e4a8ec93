"""Write the code of one subschema: decide in as few expressions as can be, or explain all that is wrong."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from orq_schema.compile.collecting import (
    collect_in_place,
    collected,
    finish_collection,
    needs_collection,
    start_collection,
)
from orq_schema.compile.expressions import alternatives, either, grouped, is_negation, negated
from orq_schema.compile.guards import guard, says_type
from orq_schema.compile.keywords import UNITS
from orq_schema.compile.keywords.base import Applicator, Check, JsonType, Logic, Unit
from orq_schema.compile.keywords.general import type_test
from orq_schema.compile.shapes import kinds_after
from orq_schema.compile.site import Emitter, Site

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

_GROUPS: tuple[JsonType, ...] = ("number", "string", "array", "object")
# Python allows twenty loops in one another, and a hundred levels of indentation
_LONGEST_PATH = 12


def emit(site: Site) -> None:
    """Write the statements that check the value of `site` against its subschema, in the mode of the site."""
    if site.schema is False:
        site.fail_here("no value is allowed here")
    elif site.is_trivial(site.schema):
        return
    elif _stands_alone(site):
        _call(site)
    elif site.explain:
        _explain(site)
    else:
        _decide(site)


def decide(site: Site) -> None:
    """Write the whole body of a deciding function."""
    if site.schema is False:
        site.writer.line("return False")
        return
    terms = [] if site.is_trivial(site.schema) else rejections(site)
    if terms and is_negation(terms[-1]):
        _reject_if(site, terms[:-1])
        site.writer.chain("return ", alternatives(terms[-1].removeprefix("not ")), "or", "")
        return
    emit(site)
    site.writer.line("return True")


def collect(site: Site) -> None:
    """Write the whole body of a function that gives the evaluated parts of a value, None for one it rejects."""
    collecting = start_collection(site._replace(reject="return None"))
    _decide(collecting)
    finish_collection(collecting)
    site.writer.line(f"return {collecting.evaluated}")


def rejections(site: Site) -> list[str] | None:
    """
    The alternatives, each an expression, of which one is true of a value that the subschema rejects.

    None where statements are needed because a part of the value must be looked at.
    """
    if isinstance(site.schema, bool):
        return [] if site.schema else ["True"]
    if _stands_alone(site):
        return [f"not {site.call_decide(site.program.function(site.subschema))}"]
    if site.evaluated:
        return None
    terms = _type_terms(site)
    for unit in _units(site):
        test = guard(site, unit.applies)
        own = unit.rejects(site, site.schema[unit.keyword])
        if own is None:
            return None
        terms += [f"({test} and {grouped(term)})" if test else term for term in own]
    return terms


def accepts(site: Site) -> str:
    """An expression that is true of a value that the subschema accepts; what is not simple gets a function."""
    if site.is_trivial(site.schema):
        return "True"
    if site.schema is False:
        return "False"
    if site.only("type"):
        return either(type_test(site, site.schema["type"])) or "False"
    terms = rejections(site)
    # longer ones read better under a name, and who explains asks for what looks at parts by its location
    if terms is None or len(terms) > 2 or "properties" in site.schema:  # noqa: PLR2004
        return site.call_decide(site.program.function(site.subschema))
    if not terms:
        return "True"
    return negated(either(terms))


def single_use(site: Site) -> str | None:
    """The rejecting expression, if it looks at the value once only, so that no variable is needed."""
    if site.is_trivial(site.schema):
        return None
    terms = rejections(site)
    if terms is None:
        return None
    expression = " or ".join(terms)
    return expression if expression.count(site.value) == 1 else None


EMITTER = Emitter(emit, accepts, rejections, single_use)


def _stands_alone(site: Site) -> bool:
    """Whether a subschema must be a function of its own: it is a resource, or too deep inside this one."""
    if not site.path:
        return False
    return not site.location.steps or len(site.path) > _LONGEST_PATH


def _call(site: Site) -> None:
    function = site.program.function(site.subschema)
    if site.explain:
        site.call_explain(function)
        return
    with site.block(f"if not {site.call_decide(function)}:"):
        site.writer.line(site.reject)


def _units(site: Site) -> list[Unit]:
    """The units for the keywords of the subschema that can matter for a value of its `type`."""
    schema = site.schema
    allowed = kinds_after(schema, site.known)
    return [
        unit
        for keyword, unit in UNITS.items()
        if keyword in schema
        and keyword != "type"
        and (unit.applies is None or allowed is None or unit.applies in allowed)
    ]


def _type_terms(site: Site) -> list[str]:
    unit = UNITS["type"]
    if not says_type(site) or isinstance(unit, Applicator):
        return []
    return list(unit.rejects(site, site.schema["type"]))


def _terms(unit: Unit, site: Site) -> list[str]:
    return [] if isinstance(unit, Applicator) else unit.rejects(site, site.schema[unit.keyword])


def _decide(site: Site) -> None:
    collecting = bool(site.evaluated) or needs_collection(site)
    terms = None if collecting else rejections(site)
    if terms is not None:
        _reject_if(site, terms)
        return
    # what is collected is decided in the same go
    later = collected(site) if collecting else frozenset[str]()
    units = _units(site)
    early = [unit for unit in units if not unit.last and unit.keyword not in later]
    terms = _decide_groups(site, early)
    _reject_if(site, terms + [term for unit in early if unit.applies is None for term in _terms(unit, site)])
    if collecting:
        site = site if site.evaluated else start_collection(site)
        collect_in_place(site)
    _emit_last(site, units)


def _decide_groups(site: Site, early: list[Unit]) -> list[str]:
    """Write what looks at values of one type; the terms that are left over, as no block followed them."""
    terms = _type_terms(site)
    for group in _GROUPS:
        own = [unit for unit in early if unit.applies == group]
        if not own:
            continue
        test = guard(site, group)
        if test:
            _reject_if(site, terms)
            terms = []
        with _guarded(site, test):
            inside = site._replace(known=frozenset[str]((group,)))
            _reject_if(site, terms + [term for unit in own for term in _terms(unit, inside)])
            terms = []
            for unit in own:
                if isinstance(unit, Applicator):
                    unit.emit(inside, site.schema[unit.keyword])
    return terms


def _emit_last(site: Site, units: list[Unit]) -> None:
    for unit in units:
        if isinstance(unit, Applicator) and unit.last:
            with _guarded(site, guard(site, unit.applies)):
                unit.emit(site, site.schema[unit.keyword])


def _guarded(site: Site, guard: str) -> AbstractContextManager[None]:
    return site.block(f"if {guard}:") if guard else nullcontext()


def _reject_if(site: Site, terms: list[str]) -> None:
    if terms:
        site.writer.chain("if ", terms, "or", ":")
        with site.writer.indented():
            site.writer.line(site.reject)


def _explain(site: Site) -> None:
    terms = _type_terms(site)
    units = _units(site)
    rest: AbstractContextManager[None] = nullcontext()
    if terms:
        kind = UNITS["type"]
        with site.block(f"if {' or '.join(terms)}:"):
            if isinstance(kind, Check):
                site.fail("type", site.schema["type"], *kind.sentence(site, site.schema["type"]))
            if units and site.top:
                site.writer.line("return")
        if units and not site.top:
            rest = site.block("else:")
    with rest:
        _explain_units(site, [unit for unit in units if not unit.last])
        if needs_collection(site):
            settled = site.names.lasting("settled")
            site.writer.line(f"{settled} = True")
            collecting = start_collection(site._replace(explain=False, reject=f"{settled} = False"))
            collect_in_place(collecting)
            # what failed in place is told above; what it would have evaluated is not known
            with site.block(f"if {settled}:"):
                _emit_last(site._replace(evaluated=collecting.evaluated), units)
        else:
            _emit_last(site, units)


def _explain_units(site: Site, units: list[Unit]) -> None:
    for group in (None, *_GROUPS):
        own = [unit for unit in units if unit.applies == group and not (group is None and _is_logic(unit))]
        if not own:
            continue
        inside = site if group is None else site._replace(known=frozenset[str]((group,)))
        with _guarded(site, guard(site, group)):
            for unit in own:
                _explain_unit(inside, unit)
    for unit in units:
        if unit.applies is None and _is_logic(unit):
            _explain_unit(site, unit)


def _is_logic(unit: Unit) -> bool:
    return isinstance(unit, Logic)


def _explain_unit(site: Site, unit: Unit) -> None:
    value = site.schema[unit.keyword]
    if isinstance(unit, Applicator):
        unit.emit(site, value)
    else:
        unit.explain(site, value)
