"""Numbers out of their digits, within limits, whatever the interpreter's own limits are."""

from __future__ import annotations

import re

from orq_schema.payload.text import ReadError

# RFC 8259 section 6
JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_NO_DIGIT = re.compile("[^0-9]+")
_NO_HEX_DIGIT = re.compile("[^0-9a-fA-F]+")
# sys.set_int_max_str_digits takes no limit lower than 640
_PART = 600
_INFINITY = float("inf")


def check_digits(text: str, offset: int, limit: int, *, hexadecimal: bool = False) -> None:
    """Raises ReadError where the number `text` has more digits than `limit`."""
    if len(text) > limit and len((_NO_HEX_DIGIT if hexadecimal else _NO_DIGIT).sub("", text)) > limit:
        message = f"a number with more digits than the limit of {limit:,}"
        raise ReadError(offset, "too-many-digits", message, end=offset + len(text))


def exact_int(text: str) -> int:
    """
    The decimal integer `text`, which may have a sign, of any length.

    int() alone follows sys.set_int_max_str_digits, which a user can set lower than our own limit. Quadratic:
    check_digits comes first.
    """
    if len(text) <= _PART:
        return int(text)
    digits = text.lstrip("+-")
    value = 0
    for at in range(0, len(digits), _PART):
        part = digits[at : at + _PART]
        value = value * 10 ** len(part) + int(part)
    return -value if text.startswith("-") else value


def finite_float(text: str, offset: int) -> float:
    """The double nearest to `text`; raises ReadError where that is infinite (RFC 8259 section 6)."""
    value = float(text)
    if value in {_INFINITY, -_INFINITY}:
        raise beyond_double(offset)
    return value


def beyond_double(offset: int) -> ReadError:
    """A number with a fraction or exponent, too large to be kept."""
    return ReadError(
        offset,
        "non-finite-number",
        "a number beyond the range of a double",
        "the largest is 1.7976931348623157e308",
    )


def not_finite(offset: int) -> ReadError:
    """NaN or an infinity, written as such, which JSON has not (RFC 8259 section 6)."""
    return ReadError(
        offset, "non-finite-number", "NaN and infinity are no JSON numbers", "write a number, or leave it out"
    )
