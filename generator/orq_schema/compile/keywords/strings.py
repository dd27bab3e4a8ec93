"""Keywords for strings: validation section 6.3. Lengths count code points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.compile import regex, words
from orq_schema.compile.keywords.base import Check
from orq_schema.compile.writer import Table, literal

if TYPE_CHECKING:
    from orq_schema.compile.site import Site
    from orq_schema.compile.writer import Expression


# beyond this a pattern gets a name of its own
_LONGEST_PATTERN = 90


def python_pattern(site: Site, keyword: str, pattern: str) -> str:
    """The literal of `pattern` translated; UnsupportedError where that cannot be done exactly."""
    try:
        translated = literal(regex.translate(pattern))
    except regex.UntranslatableError as error:
        why = f"a pattern that cannot be translated to Python exactly: {error}"
        raise site.program.refuse(site.location, keyword, why) from None
    if len(translated) <= _LONGEST_PATTERN:
        return translated
    return site.program.constant(keyword, Table("", (translated,), ""))


def _pattern(site: Site, pattern: str) -> list[str]:
    return [f"not {site.helper('matches')}({python_pattern(site, 'pattern', pattern)}, {site.value})"]


def _format(site: Site, name: str) -> list[str]:
    if not site.program.asserts_formats(site.location):
        return []
    return [f"not {site.helper('has_format')}({literal(name)}, {site.value})"]


def _found(text: str, site: Site) -> tuple[str | Expression, ...]:
    return (f"expected {text}, found ", site.found())


UNITS = (
    Check(
        "minLength",
        "string",
        lambda site, least: [f"len({site.value}) < {int(least)}"] if least else [],
        lambda site, least: _found(f"a string of at least {words.count(int(least), 'character')}", site),
    ),
    Check(
        "maxLength",
        "string",
        lambda site, most: [f"len({site.value}) > {int(most)}"],
        lambda site, most: _found(f"a string of at most {words.count(int(most), 'character')}", site),
    ),
    Check(
        "format",
        "string",
        _format,
        lambda site, name: _found(f"a string of the format {literal(name)}", site),
    ),
    Check(
        "pattern",
        "string",
        _pattern,
        lambda site, pattern: _found(f"a string that matches {literal(pattern)}", site),
    ),
)
