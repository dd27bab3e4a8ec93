"""What is wrong with a text that is nearly JSON: the words, and the place that a reader has to mend."""

from __future__ import annotations

import re

from orq_schema.payload.number import not_finite
from orq_schema.payload.text import ReadError

_WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_NON_FINITE = re.compile(r"[+-]?(?:NaN|Infinity)(?![A-Za-z0-9_])")
_PYTHON = {"True": "true", "False": "false", "None": "null"}
_VALUE_STARTS = frozenset("\"'[{-0123456789")
_NUMBER_LIKE = frozenset("0123456789.eExX_+-")


def _fault(at: int, message: str, hint: str | None = None) -> ReadError:
    return ReadError(at, "json-syntax", message, hint)


def _foreign(text: str, at: int) -> ReadError | None:
    """What many a reader takes, and JSON has nowhere between its tokens."""
    if text.startswith("\ufeff", at):
        return _fault(at, "a byte order mark that is not at the start of the file", "remove it")
    if text.startswith("\x00", at):
        return _fault(at, "a NUL character", "remove it")
    if text.startswith(("//", "/*", "#"), at):
        return _fault(at, "a comment", "JSON has no comments: remove it")
    return None


def unclosed(text: str, opening: int, rule: str = "json-syntax") -> ReadError:
    """The bracket at `opening` has no counterpart."""
    name, closer = ("object", "}") if text[opening] == "{" else ("array", "]")
    return ReadError(opening, rule, f"an {name} that is never closed", f'close it with "{closer}"')


def _closing(text: str, at: int, opening: int | None) -> ReadError | None:
    if not text.startswith(("]", "}"), at):
        return None
    if opening is not None and (text[opening] == "{") != (text[at] == "}"):
        name, closer = ("object", "}") if text[opening] == "{" else ("array", "]")
        return _fault(at, f'"{text[at]}" where an {name} is open', f'close the {name} with "{closer}"')
    return None


def no_value(text: str, at: int, opening: int | None) -> ReadError:
    """At `at` a value must start, and none does; `opening` is where the container around it starts."""
    if at >= len(text):
        return _fault(at, "a value is missing") if opening is None else unclosed(text, opening)
    if _NON_FINITE.match(text, at):
        return not_finite(at)
    found = _foreign(text, at) or _closing(text, at, opening) or _bad_number_start(text, at)
    if found:
        return found
    if text[at] == "'":
        return _fault(at, "a string in single quotes", "use double quotes")
    if text[at] in ",:]}":
        return _fault(at, f'a value is missing before "{text[at]}"')
    word = _WORD.match(text, at)
    if word:
        literal = _PYTHON.get(word.group())
        hint = f"write {literal}" if literal else "put text in double quotes"
        message = f"{word.group()} is no JSON value" if literal else "a word that is no JSON value"
        return ReadError(at, "json-syntax", message, hint, end=word.end())
    return _fault(at, "a character that cannot start a value")


def _bad_number_start(text: str, at: int) -> ReadError | None:
    if text[at] == "+":
        return _fault(at, "a number with a plus sign", "remove the sign")
    if text[at] == ".":
        return _fault(at, "a number without a digit before its point", "write 0 before the point")
    if text[at] == "-":
        return _fault(at, "a minus sign without a number")
    return None


def bad_number(text: str, at: int, end: int) -> ReadError | None:
    """What follows the number from `at` to `end` without a gap, if it makes the number a wrong one."""
    if text[end - 1] == "0" and text[end].isdecimal() and text[at:end] in {"0", "-0"}:
        return _fault(at, "a number with a leading zero", "remove the zero, or put it in double quotes")
    if text[end] == ".":
        return _fault(at, "a number without a digit after its point")
    if text[end] in _NUMBER_LIKE or text[end].isalnum():
        return _fault(at, "a number that is not written as JSON has it")
    return None


def no_comma(text: str, at: int, opening: int) -> ReadError:
    """At `at`, behind a value, neither a comma nor the end of the container that starts at `opening`."""
    if at >= len(text):
        return unclosed(text, opening)
    found = _foreign(text, at) or _closing(text, at, opening)
    if found:
        return found
    if text[at] in _VALUE_STARTS or text[at].isalpha():
        return _fault(at, "a comma is missing before this")
    if text[at] == ":" and text[opening] == "[":
        return _fault(at, "a colon in an array", 'a key belongs in an object: "{"')
    return _fault(at, "a character where a comma or the end of the container must be")


def trailing_comma(at: int) -> ReadError:
    """The comma at `at` has nothing after it."""
    return _fault(at, "a trailing comma", "remove it")


def no_key(text: str, at: int, opening: int) -> ReadError:
    """At `at` a key must start, and none does."""
    if at >= len(text):
        return unclosed(text, opening)
    found = _foreign(text, at) or _closing(text, at, opening)
    if found:
        return found
    if text[at] == "'":
        return _fault(at, "a key in single quotes", "use double quotes")
    if _WORD.match(text, at):
        return _fault(at, "a key without quotes", "put it in double quotes")
    if text[at] == ",":
        return _fault(at, "a comma without a member before it", "remove it")
    return _fault(at, "a key must be a string in double quotes")


def no_colon(text: str, at: int, opening: int) -> ReadError:
    """At `at`, behind a key, there is no colon."""
    if at >= len(text):
        return unclosed(text, opening)
    return _foreign(text, at) or _fault(at, "a colon is missing after the key")


def trailing(text: str, start: int, end: int, at: int) -> ReadError:
    """The document's value, from `start` to `end`, is complete, and yet there is something at `at`."""
    if text.startswith(("]", "}"), at):
        return _fault(at, f'"{text[at]}" closes nothing', "remove it")
    found = _foreign(text, at)
    if found:
        return found
    hint = None
    if "\n" in text[end:at] and "\n" not in text[start:end] and text[at] in '{["':
        hint = "one value a line is JSON Lines: name it .jsonl"
    return _fault(at, "more text after the end of the JSON value", hint)


def string_break(text: str, opening: int, at: int) -> ReadError:
    """The string that starts at `opening` stops at `at` without a closing quote."""
    if at >= len(text):
        return _fault(opening, "a string that is never closed", "close it with a double quote")
    if text[at] in "\r\n":
        return _fault(at, "a line break inside a string", r"close the string, or write the break as \n")
    if text[at] == "\t":
        return _fault(at, "a tab inside a string", r"write it as \t")
    hint = f"write it as \\u{ord(text[at]):04x}"
    return _fault(at, "a control character inside a string", hint)


def bad_escape(text: str, opening: int, at: int) -> ReadError:
    """The backslash at `at` starts no escape (RFC 8259 section 7)."""
    if at + 1 >= len(text):
        return string_break(text, opening, at + 1)
    if text[at + 1] == "u":
        return _fault(at, r"\u without four hexadecimal digits")
    return _fault(at, "a backslash that starts no escape", r"write a backslash itself as \\")


def lone_surrogate(at: int) -> ReadError:
    """Half of a UTF-16 pair, which is no character (RFC 8259 section 8.2)."""
    return ReadError(
        at, "lone-surrogate", "half of a surrogate pair is no character", "write both halves or none"
    )
