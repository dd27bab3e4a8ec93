"""Strings and numbers of TypeScript and JavaScript (ECMA-262, sections 12.9.3, 12.9.4 and 12.9.6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typing import TypeGuard

    from tree_sitter import Node

    from orq_schema.payload.script_tree import Script

_DEEPEST = 60
_LONGEST = 100_000
# beyond this a double is no longer exact
_EXACT = 2**53
_CONSTANTS = {"true": True, "false": False, "null": None}
_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|([0-7]{1,3})|(\r\n|.))", re.DOTALL
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_CONTINUED = frozenset(("\n", "\r\n", "\r", "\u2028", "\u2029"))
_LAST = 0x10FFFF
_BASES = {"0x": 16, "0o": 8, "0b": 2}


class Open(NamedTuple):
    """An expression that is not known, or a string of these `parts`, those that are not known None."""

    parts: tuple[str | None, ...] = ()


UNKNOWN = Open()


def scalar(script: Script, syntax: Node, within: int = 0) -> Any:
    """The JSON scalar that `syntax` is, or an Open."""
    if within > _DEEPEST:
        return UNKNOWN
    kind = syntax.type
    if kind in _CONSTANTS:
        return _CONSTANTS[kind]
    if kind == "string":
        return _unescaped(script.written(syntax)[1:-1])
    if kind == "number":
        return _number(script.written(syntax))
    if kind == "template_string":
        return _template(script, syntax, within)
    if kind == "unary_expression":
        return _signed(script, syntax, within)
    if kind == "binary_expression":
        return _combined(script, syntax, within)
    if kind == "parenthesized_expression" and syntax.named_children:
        return scalar(script, syntax.named_children[0], within + 1)
    meant = script.constant(script.written(syntax)) if kind == "identifier" else None
    return UNKNOWN if meant is None else scalar(script, meant, within + 1)


def joined(parts: list[str | None]) -> Any:
    """The string of these `parts`."""
    if None in parts:
        return Open(tuple(parts))
    found = "".join([each or "" for each in parts])
    return found if len(found) <= _LONGEST else Open((None,))


def _unescaped(text: str) -> Any:
    """What is between quotes, its escapes replaced."""
    if "\\" not in text:
        return text
    found = _ESCAPE.sub(_meant, text)
    try:
        # the halves of a pair may be two escapes
        return found.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return Open((None,))


def _meant(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if digits or found[4]:
        code = int(digits, 16) if digits else int(found[4], 8)
        return chr(code) if code <= _LAST else "\ufffd"
    return "" if found[5] in _CONTINUED else _LETTERS.get(found[5], found[5])


def _number(text: str) -> Any:
    digits = text.replace("_", "").lower()
    try:
        if digits[:2] in _BASES:
            return int(digits, _BASES[digits[:2]])
        if digits.isdigit() and len(digits) <= _LONGEST // 100:
            # an old form of octal numbers begins with a zero
            return int(digits, 8 if re.fullmatch("0[0-7]+", digits) else 10)
        found = float(digits)
    except ValueError:
        # a bigint, which has no JSON
        return UNKNOWN
    return found if abs(found) < float("inf") else UNKNOWN


def _template(script: Script, syntax: Node, within: int) -> Any:
    parts: list[str | None] = []
    at = syntax.start_byte + 1
    for each in syntax.named_children:
        if each.type == "template_substitution":
            parts += _parts(_unescaped(script.between(at, each.start_byte)))
            inner = scalar(script, each.named_children[0], within + 1) if each.named_children else UNKNOWN
            parts += _parts(inner)
            at = each.end_byte
    return joined([*parts, *_parts(_unescaped(script.between(at, syntax.end_byte - 1)))])


def _parts(value: Any) -> tuple[str | None, ...]:
    """`value` as part of a string."""
    if isinstance(value, Open):
        return value.parts or (None,)
    if value is None or isinstance(value, bool):
        return ("null" if value is None else str(value).lower(),)
    # how a fraction is written as a string is another matter
    return (None,) if isinstance(value, float) else (str(value),)


def _signed(script: Script, syntax: Node, within: int) -> Any:
    operand = syntax.child_by_field_name("argument")
    sign = script.written(syntax)[0]
    value = UNKNOWN if operand is None else scalar(script, operand, within + 1)
    if sign not in "+-" or not _is_number(value):
        return UNKNOWN
    return -value if sign == "-" else value


def _combined(script: Script, syntax: Node, within: int) -> Any:
    sides = [syntax.child_by_field_name(name) for name in ("left", "right")]
    operator = syntax.child_by_field_name("operator")
    left, right = [UNKNOWN if each is None else scalar(script, each, within + 1) for each in sides]
    sign = "" if operator is None else operator.type
    if _is_number(left) and _is_number(right):
        return _computed(left, sign, right)
    is_text = any(isinstance(each, str) or (isinstance(each, Open) and each.parts) for each in (left, right))
    return joined([*_parts(left), *_parts(right)]) if sign == "+" and is_text else UNKNOWN


def _computed(left: float, sign: str, right: float) -> Any:
    if abs(left) > _EXACT or abs(right) > _EXACT:
        return UNKNOWN
    if sign == "/" and right:
        found = left / right
        return int(found) if found.is_integer() else found
    results = {"+": left + right, "-": left - right, "*": left * right}
    return results.get(sign, UNKNOWN)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
