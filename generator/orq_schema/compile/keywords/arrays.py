"""Keywords for arrays: core section 10.3.1 and 11.2, validation section 6.4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.compile import words
from orq_schema.compile.coverage import coverage
from orq_schema.compile.keywords.base import Applicator, Check, Unit, nothing_if_trivial
from orq_schema.compile.writer import Expression

if TYPE_CHECKING:
    from orq_schema.compile.site import Site


def _found(text: str, site: Site) -> tuple[str | Expression, ...]:
    return (f"expected {text}, found ", site.found())


def _prefix_items(site: Site, schemas: list[Any]) -> None:
    for index, schema in enumerate(schemas):
        if site.is_trivial(schema):
            continue
        with site.block(f"if len({site.value}) > {index}:"), site.names.scope():
            if schema is False:
                site.at_keyword("prefixItems", index).member("", str(index)).emit()
                continue
            item = site.names.fresh("item")
            site.writer.line(f"{item} = {site.value}[{index}]")
            site.at_keyword("prefixItems", index).member(item, str(index)).emit()


def _items(site: Site, schema: Any) -> None:
    _items_from(site, "items", schema, len(site.schema.get("prefixItems", ())))


def _items_from(site: Site, keyword: str, schema: Any, skipped: int) -> None:
    """Write what holds all items from the index `skipped` on against the subschema under `keyword`."""
    if site.is_trivial(schema):
        return
    if schema is False and not site.explain:
        with site.block(f"if len({site.value}) > {skipped}:" if skipped else f"if {site.value}:"):
            site.writer.line(site.reject)
        return
    rest = f"{site.value}[{skipped}:]" if skipped else site.value
    with site.names.scope():
        item, index = site.names.fresh("item"), site.names.fresh("index")
        start = f", {skipped}" if skipped else ""
        loop = f"{index}, {item} in enumerate({rest}{start})" if site.explain else f"{item} in {rest}"
        if schema is False:
            loop = f"{index} in range({skipped}, len({site.value}))"
        with site.block(f"for {loop}:"):
            site.at_keyword(keyword).member(item, Expression(index)).emit()


def contains(site: Site, _: Any) -> None:
    """Write the loop that counts the items that fit, and what the count must be."""
    least = int(site.schema.get("minContains", 1))
    most = site.schema.get("maxContains")
    if least == 0 and most is None and not site.evaluated:
        return
    count = site.names.lasting("matching")
    with site.names.scope():
        item = site.names.fresh("item")
        test = site.at_keyword("contains").member(item, "").accepts()
        if test in ("True", "False"):
            _count_without_looking(site, count, all_fit=test == "True")
        else:
            _count(site, count, item, test)
    _bound(site, count, least, most)


def _count_without_looking(site: Site, count: str, *, all_fit: bool) -> None:
    site.writer.line(f"{count} = {f'len({site.value})' if all_fit else 0}")
    if all_fit and site.evaluated:
        site.writer.line(f"{site.evaluated}.update(range({count}))")


def _count(site: Site, count: str, item: str, test: str) -> None:
    site.writer.line(f"{count} = 0")
    index = site.names.fresh("index") if site.evaluated else ""
    loop = f"{index}, {item} in enumerate({site.value})" if index else f"{item} in {site.value}"
    with site.block(f"for {loop}:"), site.block(f"if {test}:"):
        site.writer.line(f"{count} += 1")
        if index:
            site.writer.line(f"{site.evaluated}.add({index})")


def _bound(site: Site, count: str, least: int, most: Any) -> None:
    if least:
        with site.block(f"if {count} < {least}:"):
            site.fail(
                "minContains" if "minContains" in site.schema else "contains",
                least,
                f"expected at least {words.count(least, 'item')} of the kind asked for, found ",
                Expression(count),
            )
    if most is not None:
        with site.block(f"if {count} > {int(most)}:"):
            kind = f"expected at most {words.count(int(most), 'item')} of the kind counted, found "
            site.fail("maxContains", most, kind, Expression(count))


def _unevaluated_items(site: Site, schema: Any) -> None:
    covered = coverage(site.program, site.subschema, "unevaluatedItems")
    if covered.all_items or site.is_trivial(schema):
        return
    if not covered.some_items:
        _items_from(site, "unevaluatedItems", schema, covered.prefix)
        return
    with site.names.scope():
        item, index = site.names.fresh("item"), site.names.fresh("index")
        loop = f"{index}, {item} in enumerate({site.value})"
        if schema is False:
            loop = f"{index} in range(len({site.value}))"
        with site.block(f"for {loop}:"), site.block(f"if {index} not in {site.evaluated}:"):
            site.at_keyword("unevaluatedItems").member(item, Expression(index)).emit()


UNITS: tuple[Unit, ...] = (
    Check(
        "minItems",
        "array",
        lambda site, least: [f"len({site.value}) < {int(least)}"] if least else [],
        lambda site, least: _found(f"an array of at least {words.count(int(least), 'item')}", site),
    ),
    Check(
        "maxItems",
        "array",
        lambda site, most: [f"len({site.value}) > {int(most)}"],
        lambda site, most: _found(f"an array of at most {words.count(int(most), 'item')}", site),
    ),
    Check(
        "uniqueItems",
        "array",
        lambda site, wanted: [f"not {site.helper('all_unique')}({site.value})"] if wanted else [],
        lambda _site, _: ("expected an array without equal items",),
    ),
    Applicator("prefixItems", "array", _prefix_items),
    Applicator("items", "array", _items, rejects=nothing_if_trivial),
    Applicator("contains", "array", contains),
    Applicator("unevaluatedItems", "array", _unevaluated_items, last=True),
)
