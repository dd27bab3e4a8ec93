"""Plain YAML scalars that YAML 1.1 and the core schema of YAML 1.2 (section 10.3.2) read differently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from orq_schema.payload.document import Oddity
from orq_schema.payload.integers import is_unsafe, unsafe_integer

if TYPE_CHECKING:
    from yaml.events import ScalarEvent

    from orq_schema.payload.document import Span

_INTEGER = re.compile("[-+]?[0-9]+")
_NUMBER = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
)
_NUMBER_STARTS = frozenset("+-.0123456789")
# https://yaml.org/type/timestamp.html
_DATE = re.compile(
    r"""[0-9]{4}-[0-9]{2}-[0-9]{2}
    |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?
    (?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?""",
    re.VERBOSE,
)
_QUOTE = "put it in quotes"


def oddities(event: ScalarEvent, value: Any, span: Span) -> list[Oddity]:
    """What other clients read otherwise in the scalar `event`, which stands for `value` here."""
    if isinstance(value, str) and value[:1] not in _NUMBER_STARTS:
        # as good as every text
        return []
    found: list[Oddity] = []
    if is_unsafe(value):
        found.append(unsafe_integer(span))
    # only what is plain and without a tag goes by its looks
    if event.implicit[0] and event.tag is None:
        readings = _readings(event.value, value)
        if readings is not None:
            old, new, hint = readings
            message = f"read as {old} by YAML 1.1 and as {new} by YAML 1.2"
            found.append(Oddity(span, "yaml-version", message, hint))
    return found


def _readings(text: str, value: Any) -> tuple[str, str, str] | None:
    """How either version reads `text`, which is `value` by the older one, and what makes it the same for both."""
    if isinstance(value, bool):
        word = "true" if value else "false"
        return None if text.lower() == word else (word, "text", f"write {word}, or {_QUOTE} for text")
    if isinstance(value, str):
        return _text_readings(text)
    if value is None:
        return None
    if _NUMBER.fullmatch(text) is None:
        return "a number", "text", f"write it in decimal digits, or {_QUOTE} for text"
    return _octal_readings(text) if isinstance(value, int) and _INTEGER.fullmatch(text) else None


def _octal_readings(text: str) -> tuple[str, str, str] | None:
    digits = text.lstrip("+-")
    # a single digit is the same in both
    if not digits.startswith("0") or len(digits.lstrip("0")) <= 1:
        return None
    return "an octal number", "a decimal number", f"write it without the leading zero, or {_QUOTE} for text"


def _text_readings(text: str) -> tuple[str, str, str] | None:
    if _DATE.fullmatch(text):
        return "a date", "text", _QUOTE
    if _NUMBER.fullmatch(text):
        return "text", "a number", f"{_QUOTE} for text, or write a number that both versions know"
    return None
