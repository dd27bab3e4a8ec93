"""Which types a value can still have where a keyword is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.compile.keywords.general import kind_test
from orq_schema.compile.shapes import implied, kinds, kinds_after

if TYPE_CHECKING:
    from orq_schema.compile.keywords.base import JsonType
    from orq_schema.compile.site import Site


def guard(site: Site, applies: JsonType | None) -> str:
    """The test for values of the type that a unit applies to; empty where no others are left."""
    if applies is None or kinds_after(site.schema, site.known) == frozenset[str]((applies,)):
        return ""
    return kind_test(site, applies)


def says_type(site: Site) -> bool:
    """Whether `type` has anything to say that is not known, and that nothing else says better."""
    if "type" not in site.schema or implied(site.schema):
        return False
    names = site.schema["type"]
    # an integer is more than the number that a value is known to be
    integers = names == "integer" or ("integer" in names and "number" not in names)
    return integers or site.known is None or not site.known <= (kinds(site.schema) or frozenset())
