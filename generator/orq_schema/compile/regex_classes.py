"""The characters and classes of characters in ECMA-262 regular expressions (sections 22.2.1 and 22.2.2.9)."""

from __future__ import annotations

import re
import string
import sys
import unicodedata
from functools import lru_cache

Ranges = list[tuple[int, int]]

_SPACE = r"\t\n\x0b\x0c\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
# as they stand inside the brackets of a Python class; upper case is the complement
CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": _SPACE}
DOT = r"[^\n\r\u2028\u2029]"

_CLASS_RANGES: dict[str, Ranges] = {
    "d": [(0x30, 0x39)],
    "w": [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
    "s": [
        *((0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)),
        *((0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
    ],
}
_CONTROL = {"f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09, "v": 0x0B}
_CODE_POINT = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{(0*[0-9a-fA-F]{1,6})\})")
_TRAIL = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_PROPERTY = re.compile(r"\\([pP])\{(?:(?:gc|General_Category)=)?([A-Za-z_]+)\}")

_ASCII = 0x7F
_ASTRAL = 0x10000

# the short names of the general categories, each with its long ones
_NAMES = """
L Letter, LC Cased_Letter, Lu Uppercase_Letter, Ll Lowercase_Letter, Lt Titlecase_Letter, Lm Modifier_Letter,
Lo Other_Letter, M Mark Combining_Mark, Mn Nonspacing_Mark, Mc Spacing_Mark, Me Enclosing_Mark, N Number,
Nd Decimal_Number digit, Nl Letter_Number, No Other_Number, P Punctuation punct, Pc Connector_Punctuation,
Pd Dash_Punctuation, Ps Open_Punctuation, Pe Close_Punctuation, Pi Initial_Punctuation, Pf Final_Punctuation,
Po Other_Punctuation, S Symbol, Sm Math_Symbol, Sc Currency_Symbol, Sk Modifier_Symbol, So Other_Symbol,
Z Separator, Zs Space_Separator, Zl Line_Separator, Zp Paragraph_Separator, C Other, Cc Control cntrl, Cf Format,
Cs Surrogate, Co Private_Use, Cn Unassigned
"""
_CATEGORIES = {name: names.split()[0] for names in _NAMES.split(",") for name in names.split()}


class UntranslatableError(ValueError):
    """A pattern that Python's `re` cannot express exactly."""


def character_class(pattern: str, at: int) -> tuple[str, int]:
    """The Python class for the one that begins at `at`, and where it ends."""
    at += 1
    inverted = pattern.startswith("^", at)
    at += inverted
    parts: list[str] = []
    while True:
        if at >= len(pattern):
            raise UntranslatableError("a character class is not closed")
        if pattern[at] == "]":
            break
        part, at = _member(pattern, at)
        parts.append(part)
    if not parts:
        return (r"[\s\S]" if inverted else "(?!)"), at + 1
    return f"[{'^' if inverted else ''}{''.join(parts)}]", at + 1


def _member(pattern: str, at: int) -> tuple[str, int]:
    """One member of a class, or one range, as it stands in a Python class."""
    low, at = _class_atom(pattern, at)
    if not pattern.startswith("-", at) or pattern.startswith("-]", at):
        return (low if isinstance(low, str) else _char(low)), at
    high, at = _class_atom(pattern, at + 1) if at + 1 < len(pattern) else ("", at)
    if isinstance(low, str) or isinstance(high, str) or low > high:
        raise UntranslatableError("a range of characters without a beginning or an end")
    return f"{_char(low)}-{_char(high)}", at


def _class_atom(pattern: str, at: int) -> tuple[int | str, int]:
    """One code point, or the members of a class within the class."""
    if pattern[at] != "\\":
        return ord(pattern[at]), at + 1
    char = pattern[at + 1 : at + 2]
    if char and char.lower() in CLASSES:
        name = char.lower()
        return (CLASSES[name] if char == name else text_of(complement(_CLASS_RANGES[name]))), at + 2
    if char in ("p", "P"):
        return property_class(pattern, at)
    if char == "b":
        return 0x08, at + 2
    return escape_sequence(pattern, at)


def escape_sequence(pattern: str, at: int) -> tuple[int, int]:
    """The code point that the escape at `at` stands for, and where it ends."""
    char = pattern[at + 1 : at + 2]
    after = pattern[at + 2 : at + 3]
    if char in _CONTROL:
        return _CONTROL[char], at + 2
    if char == "0" and not after.isdigit():
        return 0, at + 2
    if char == "c" and after and after in string.ascii_letters:
        return ord(after) % 32, at + 3
    if char and char in "xu":
        return _code_point(pattern, at)
    if char and char in string.punctuation:
        return ord(char), at + 2
    raise UntranslatableError(f"the escape \\{char}" if char else "a backslash ends the pattern")


def _code_point(pattern: str, at: int) -> tuple[int, int]:
    found = _CODE_POINT.match(pattern, at)
    number = int(next(filter(None, found.groups())), 16) if found is not None else sys.maxunicode + 1
    if found is None or number > sys.maxunicode:
        raise UntranslatableError("an incomplete \\x or \\u escape")
    trail = _TRAIL.match(pattern, found.end())
    if found[2] and 0xD800 <= number < 0xDC00 and trail is not None:  # noqa: PLR2004 - lead surrogates
        return 0x10000 + (number - 0xD800) * 0x400 + int(trail[1], 16) - 0xDC00, trail.end()
    return number, found.end()


def property_class(pattern: str, at: int) -> tuple[str, int]:
    """The members of the Unicode property at `at`, as they stand in a Python class, and where it ends."""
    found = _PROPERTY.match(pattern, at)
    if found is None:
        raise UntranslatableError("a Unicode property other than a general category")
    ranges = property_ranges(found[2])
    return text_of(complement(ranges) if found[1] == "P" else ranges), found.end()


def property_ranges(name: str) -> Ranges:
    """The code points with the property `name`, by the Unicode version of this Python."""
    if name == "Any":
        return [(0, sys.maxunicode)]
    if name == "ASCII":
        return [(0, 0x7F)]
    if name == "Assigned":
        return complement(_merged(("Cn",)))
    short = _CATEGORIES.get(name)
    if short is None:
        raise UntranslatableError(f"the Unicode property {name}, which Python has no table of")
    return _merged(("Lu", "Ll", "Lt") if short == "LC" else (short,))


@lru_cache(maxsize=1)
def _runs() -> list[tuple[int, int, str]]:
    """All code points in runs of one general category."""
    runs: list[tuple[int, int, str]] = []
    start, current = 0, unicodedata.category("\0")
    for point in range(1, sys.maxunicode + 1):
        category = unicodedata.category(chr(point))
        if category != current:
            runs.append((start, point - 1, current))
            start, current = point, category
    return [*runs, (start, sys.maxunicode, current)]


def _merged(prefixes: tuple[str, ...]) -> Ranges:
    merged: Ranges = []
    for low, high, category in _runs():
        if category.startswith(prefixes):
            if merged and merged[-1][1] == low - 1:
                merged[-1] = (merged[-1][0], high)
            else:
                merged.append((low, high))
    return merged


def complement(ranges: Ranges) -> Ranges:
    """All other code points; `ranges` is in order."""
    others: Ranges = []
    start = 0
    for low, high in ranges:
        if low > start:
            others.append((start, low - 1))
        start = high + 1
    return [*others, (start, sys.maxunicode)] if start <= sys.maxunicode else others


def text_of(ranges: Ranges) -> str:
    """`ranges` as they stand in a Python class."""
    shown = [[_plain(point) for point in dict.fromkeys(each)] for each in ranges]
    return "".join("-".join(each) for each in shown)


def _char(point: int) -> str:
    """A code point that the schema names, as it stands in a Python class."""
    char = chr(point)
    return char if char.isprintable() and _ASCII < point < _ASTRAL else _plain(point)


def _plain(point: int) -> str:
    """A code point in ASCII; doubled punctuation has meanings to come in Python, and so is escaped."""
    char = chr(point)
    if point <= _ASCII:
        plain = char.isalnum() or char in " _"
        return char if plain else f"\\{char}" if char.isprintable() else f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < _ASTRAL else f"\\U{point:08x}"
