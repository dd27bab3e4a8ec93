"""Pages as text for people, and as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from orq_schema.emit.words import json_text
from orq_schema.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.explain.page import Page, Row

_REQUIRED = {True: "; required", False: "; optional", None: ""}


def render_json(pages: list[Page]) -> str:
    """One JSON object, all of it ASCII; `default` is there only where the schema declares one."""
    return json.dumps({"declared": [_plain(each) for each in pages]}, indent=2) + "\n"


def _plain(page: Page) -> dict[str, Any]:
    plain = page._asdict()
    plain["default"] = page.default[0] if page.default else None
    if not page.default:
        del plain["default"]
    plain["forms"] = [each._asdict() for each in page.forms]
    plain["fields"] = [each._asdict() for each in page.fields]
    return plain


def render_text(pages: list[Page]) -> str:
    """The pages one below the other; control characters are escaped."""
    return "\n".join("".join(f"{printable(line)}\n" for line in _lines(each)) for each in pages)


def _lines(page: Page) -> Iterator[str]:
    within = f"; in {', '.join(page.within)}" if page.within else ""
    yield f"{page.field or page.declared_in}: {page.type}{_REQUIRED[page.required]}{within}"
    if page.descriptions:
        yield ""
        yield from (f"  {each}" for each in page.descriptions)
    yield ""
    yield from _facts(page)
    yield from _table("forms", page.forms)
    yield from _table("fields", page.fields)


def _facts(page: Page) -> Iterator[str]:
    if page.marks:
        yield f"  note: {', '.join(page.marks)}"
    if page.unit is not None:
        yield f"  unit: {page.unit}"
    if page.values:
        yield f"  values: {', '.join(json_text(each) for each in page.values)}"
    if page.default:
        yield f"  default: {json_text(page.default[0])}, as documented; nothing sends it"
    yield from (f"  example: {json_text(each)}" for each in page.examples)
    if page.since is not None:
        yield f"  since: {page.since}"
    if page.definition is not None:
        yield f"  definition: {page.definition}"
    place = page.schema.partition("#")[2]
    yield f"  declared in: {page.declared_in}{f', {place}' if place else ''}"


def _table(title: str, rows: tuple[Row, ...]) -> Iterator[str]:
    if rows:
        yield ""
        yield f"  {title}:"
    for row in rows:
        # optional is the rule, and needs no word in a list
        required = "; required" if row.required else ""
        within = f"; in {', '.join(row.within)}" if row.within else ""
        yield f"    {row.name}: {row.type}{required}{within}"
        if row.description:
            yield f"      {row.description}"
