"""Keywords for objects: core section 10.3.2 and 11.3, validation section 6.5."""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from orq_schema.compile import words
from orq_schema.compile.coverage import coverage
from orq_schema.compile.expressions import grouped
from orq_schema.compile.keywords.base import Applicator, Check, Logic, Unit, nothing_if_trivial
from orq_schema.compile.keywords.strings import python_pattern
from orq_schema.compile.writer import Expression, Table, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from orq_schema.compile.site import Site


def _found(text: str, site: Site) -> tuple[str | Expression, ...]:
    return (f"expected {text}, found ", site.found())


def _missing(key: str) -> str:
    return f"missing key {json.dumps(key, ensure_ascii=False)}"


def _lacks(site: Site, keys: list[str]) -> list[str]:
    return [f"{literal(key)} not in {site.value}" for key in keys]


def _explain_required(site: Site, keys: list[str]) -> None:
    for key, lacking in zip(keys, _lacks(site, keys), strict=True):
        with site.block(f"if {lacking}:"):
            site.fail("required", key, _missing(key))


def _dependent_required(site: Site, dependents: dict[str, list[str]]) -> None:
    for key, keys in dependents.items():
        with site.block(f"if {literal(key)} in {site.value}:"):
            for each, lacking in zip(keys, _lacks(site, keys), strict=True):
                with site.block(f"if {lacking}:"):
                    because = f", which {json.dumps(key, ensure_ascii=False)} requires"
                    site.fail("dependentRequired", each, _missing(each) + because)


def _properties(site: Site, schemas: dict[str, Any]) -> None:
    required: list[str] = [] if site.explain else site.schema.get("required", [])
    for key in _in_order(site, schemas):
        if not site.is_trivial(schemas[key]):
            with site.names.scope():
                _property(site, key, "" if key in required else f"{literal(key)} in {site.value}")


def _in_order(site: Site, schemas: dict[str, Any]) -> Iterable[str]:
    """
    The keys in the order of the schema; when deciding, those that lead back to where they come from last.

    An alternative that another member rules out must not go down first: the next alternative goes down too, and
    from there both again.
    """
    if site.explain or len(schemas) == 1 or not site.program.resolution.keywords & {"anyOf", "oneOf"}:
        return schemas

    def leads_back(key: str) -> bool:
        return site.program.leads_back(site.at_keyword("properties", key).subschema, site.subschema)

    return sorted(schemas, key=leads_back)


def _property(site: Site, key: str, present: str) -> None:
    below = site.at_keyword("properties", key)
    item = f"{site.value}[{literal(key)}]"
    short = site.emitter.single_use(below.member(item, key))
    if short is not None and not site.explain:
        condition = grouped(short) if present else short
        with site.block(f"if {present} and {condition}:" if present else f"if {condition}:"):
            site.writer.line(site.reject)
        return
    with site.block(f"if {present}:") if present else nullcontext():
        if short is not None and below.only("$ref"):
            below.member(item, key).emit()
            return
        if below.schema is False:
            below.member(item, key).emit()
            return
        variable = site.names.of_key(key)
        site.writer.line(f"{variable} = {item}")
        below.member(variable, key).emit()


def _rejects_properties(site: Site, schemas: dict[str, Any]) -> list[str] | None:
    """The terms for members that must be there and are looked at once each; None where there are others."""
    terms: list[str] = []
    for key, schema in schemas.items():
        if site.is_trivial(schema):
            continue
        below = site.at_keyword("properties", key).member(f"{site.value}[{literal(key)}]", key)
        short = site.emitter.single_use(below._replace(once=True))
        if short is None or key not in site.schema.get("required", ()):
            return None
        terms.append(short)
    return terms if len(terms) == 1 else None


def _pattern_properties(site: Site, schemas: dict[str, Any]) -> None:
    for pattern, schema in schemas.items():
        if site.is_trivial(schema):
            continue
        python = python_pattern(site, "patternProperties", pattern)
        with site.names.scope():
            key, item = site.names.fresh("key"), site.names.fresh("member")
            members = (
                f"{key}, {item} in {site.value}.items()" if schema is not False else f"{key} in {site.value}"
            )
            with (
                site.block(f"for {members}:"),
                site.block(f"if {site.helper('matches')}({python}, {key}):"),
            ):
                site.at_keyword("patternProperties", pattern).member(item, _token(site, key)).emit()


def _token(site: Site, key: str) -> Expression:
    return Expression(f"{site.helper('token')}({key})") if site.explain else Expression(key)


def _additional_properties(site: Site, schema: Any) -> None:
    declared, patterns = site.schema.get("properties", {}), site.schema.get("patternProperties", {})
    _other_properties(
        site, "additionalProperties", schema, lambda key: _undeclared(site, key, declared, patterns)
    )


def _unevaluated_properties(site: Site, schema: Any) -> None:
    covered = coverage(site.program, site.subschema, "unevaluatedProperties")
    if covered.all_keys:
        return
    _other_properties(
        site,
        "unevaluatedProperties",
        schema,
        lambda key: (
            f"{key} not in {site.evaluated}"
            if covered.some_keys
            else _undeclared(site, key, covered.names, covered.patterns)
        ),
    )


def _other_properties(site: Site, keyword: str, schema: Any, others: Callable[[str], str]) -> None:
    """Write what holds all members against `schema` of whose keys the expression `others` is true."""
    if site.is_trivial(schema):
        return
    key, item = site.names.fresh("key"), site.names.fresh("member")
    test = others(key)
    if schema is False and not test and not site.explain:
        with site.block(f"if {site.value}:"):
            site.writer.line(site.reject)
        return
    if schema is False:
        with (
            site.block(f"for {key} in {site.value}:"),
            site.block(f"if {test}:") if test else nullcontext(),
        ):
            at_key = site.member(site.value, _token(site, key))
            at_key.fail(keyword, False, "unexpected key ", _quoted(site, key))  # noqa: FBT003
        return
    keyed = test or site.explain
    with (
        site.block(
            f"for {key}, {item} in {site.value}.items():"
            if keyed
            else f"for {item} in {site.value}.values():"
        ),
        site.block(f"if {test}:") if test else nullcontext(),
    ):
        site.at_keyword(keyword).member(item, _token(site, key)).emit()


def _undeclared(site: Site, key: str, declared: Collection[str], patterns: Iterable[str]) -> str:
    """The expression that is true of a key that is not among `declared` and matches none of `patterns`."""
    conditions: list[str] = []
    if declared:
        table = site.program.constant(
            f"{_owner(site)}_keys", Table("frozenset({", tuple(map(literal, declared)), "})")
        )
        conditions.append(f"{key} not in {table}")
    for pattern in patterns:
        python = python_pattern(site, "patternProperties", pattern)
        conditions.append(f"not {site.helper('matches')}({python}, {key})")
    return " and ".join(conditions)


def _quoted(site: Site, key: str) -> Expression:
    return Expression(f"{site.helper('quoted')}({key})")


def _owner(site: Site) -> str:
    names = [str(step) for step in site.location.steps if step not in ("$defs", "properties")]
    return "_".join(names) or "declared"


def _property_names(site: Site, schema: Any) -> None:
    if site.is_trivial(schema):
        return
    if schema is False and not site.explain:
        with site.block(f"if {site.value}:"):
            site.writer.line(site.reject)
        return
    name = site.names.fresh("name")
    with site.block(f"for {name} in {site.helper('names')}({site.value}):"):
        site.at_keyword("propertyNames").member(name, _token(site, name)).emit()


def _dependent_schemas(site: Site, schemas: dict[str, Any]) -> None:
    for key in schemas:
        with site.block(f"if {literal(key)} in {site.value}:"):
            site.at_keyword("dependentSchemas", key).emit()


UNITS: tuple[Unit, ...] = (
    Check(
        "minProperties",
        "object",
        lambda site, least: [f"len({site.value}) < {int(least)}"] if least else [],
        lambda site, least: _found(f"an object of at least {words.count(int(least), 'property')}", site),
    ),
    Check(
        "maxProperties",
        "object",
        lambda site, most: [f"len({site.value}) > {int(most)}"],
        lambda site, most: _found(f"an object of at most {words.count(int(most), 'property')}", site),
    ),
    Logic("required", "object", _lacks, _explain_required),
    Applicator("dependentRequired", "object", _dependent_required),
    Applicator("properties", "object", _properties, rejects=_rejects_properties),
    Applicator("patternProperties", "object", _pattern_properties),
    Applicator("additionalProperties", "object", _additional_properties, rejects=nothing_if_trivial),
    Applicator("propertyNames", "object", _property_names, rejects=nothing_if_trivial),
    Applicator("dependentSchemas", "object", _dependent_schemas),
    Applicator("unevaluatedProperties", "object", _unevaluated_properties, last=True),
)
