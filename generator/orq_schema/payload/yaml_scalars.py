"""YAML 1.1 scalars to JSON values, as PyYAML's SafeLoader resolves them, within our limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from orq_schema.payload.number import (
    JSON_NUMBER,
    beyond_double,
    check_digits,
    exact_int,
    finite_float,
    not_finite,
)
from orq_schema.payload.text import ReadError, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.events import ScalarEvent

CORE = "tag:yaml.org,2002:"
MERGE = CORE + "merge"
_NULL, _BOOL, _INT, _FLOAT = CORE + "null", CORE + "bool", CORE + "int", CORE + "float"
# kept as text: JSON has no dates, and `=` and `<<` mean nothing as values
_TEXTS = frozenset({CORE + "str", CORE + "timestamp", CORE + "value", MERGE})
_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = yaml.SafeLoader.yaml_implicit_resolvers
_BOOLS = yaml.SafeLoader.bool_values
_HEX = re.compile("[-+]?0x")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SIXTY = 60
# https://yaml.org/type/, and what PyYAML runs code for
_PUBLISHED = re.compile(
    "map|omap|pairs|set|seq|binary|bool|float|int|merge|null|str|timestamp|value|yaml|python/[a-z/]+(:.*)?"
)


def is_merge(event: ScalarEvent) -> bool:
    """Whether the key `event` is the merge key (https://yaml.org/type/merge.html)."""
    return event.tag == MERGE or (event.tag is None and event.implicit[0] and event.value == "<<")


def scalar(event: ScalarEvent, offset: int, digits: int) -> Any:
    """
    The JSON value of `event`, which starts at `offset`.

    Raises ReadError where JSON has no such value, where the text does not fit its tag, or where a number has
    more digits than `digits`.
    """
    text: str = event.value
    if not text.isascii() and _SURROGATE.search(text):
        raise lone_surrogate(offset)
    if event.tag is None or event.tag == "!":
        tag = _resolve(text) if event.implicit[0] else None
        return text if tag is None or tag in _TEXTS else _CONVERT[tag](text, offset, digits)
    if event.tag in _TEXTS:
        return text
    convert = _CONVERT.get(event.tag)
    if convert is None:
        raise unknown_tag(event.tag, offset)
    if not _fits(text, event.tag):
        raise ReadError(offset, "yaml-tag", f"a value that does not fit {_name(event.tag)}")
    return convert(text, offset, digits)


def unknown_tag(tag: str, offset: int) -> ReadError:
    """A tag that stands for no JSON type, or for another one than it is put on."""
    hint = "remove the tag, or put text that starts with ! in quotes"
    return ReadError(offset, "yaml-tag", f"{_name(tag)} gives no JSON value", hint)


def lone_surrogate(offset: int) -> ReadError:
    """An escape of one UTF-16 unit: YAML has no pairs of them (YAML 1.1 section 5.6, `ns-esc-32-bit`)."""
    hint = r"write the character itself, or \U with eight hexadecimal digits"
    return ReadError(offset, "lone-surrogate", "half of a surrogate pair is no character", hint)


def _name(tag: str) -> str:
    """The tag in words; one that nobody has published may be text without quotes, a password even."""
    name = tag.removeprefix(CORE)
    return f"the tag {shown('!!' + name)}" if _PUBLISHED.fullmatch(name) else "a tag"


def _resolve(text: str) -> str | None:
    for tag, pattern in _RESOLVERS.get(text[:1], ()):
        if pattern.match(text):
            return tag
    return None


def _fits(text: str, tag: str) -> bool:
    resolved = _resolve(text)
    if tag == _FLOAT:
        return resolved in {_FLOAT, _INT} or JSON_NUMBER.fullmatch(text) is not None
    return resolved == tag


def _null(_text: str, _offset: int, _digits: int) -> None:
    return None


def _bool(text: str, _offset: int, _digits: int) -> bool:
    return bool(_BOOLS[text.lower()])


def _int(text: str, offset: int, digits: int) -> int:
    check_digits(text, offset, digits, hexadecimal=_HEX.match(text) is not None)
    bare = text.replace("_", "").lstrip("+-")
    if bare.startswith("0b"):
        # `0b_` has no digits at all, and PyYAML's pattern lets it pass
        value = int(bare[2:] or "0", 2)
    elif bare.startswith("0x"):
        value = int(bare[2:] or "0", 16)
    elif ":" in bare:
        value = 0
        for part in bare.split(":"):
            value = value * _SIXTY + exact_int(part)
    else:
        value = int(bare, 8) if bare.startswith("0") else exact_int(bare)
    return -value if text.startswith("-") else value


def _float(text: str, offset: int, digits: int) -> float:
    check_digits(text, offset, digits)
    bare = text.replace("_", "").lower()
    if bare.endswith((".inf", ".nan")):
        raise not_finite(offset)
    if ":" not in bare:
        return finite_float(bare, offset)
    return -_sexagesimal(bare[1:], offset) if bare.startswith("-") else _sexagesimal(bare.lstrip("+"), offset)


def _sexagesimal(text: str, offset: int) -> float:
    value, base = 0.0, 1
    try:
        for part in reversed(text.split(":")):
            value += float(part) * base
            base *= _SIXTY
    except OverflowError:
        raise beyond_double(offset) from None
    return finite_float(repr(value), offset)


_CONVERT: dict[str, Callable[[str, int, int], Any]] = {
    _NULL: _null,
    _BOOL: _bool,
    _INT: _int,
    _FLOAT: _float,
}
