"""
ECMA-262 regular expressions, as `pattern` has them, in the words of Python's `re` (core section 6.4).

The grammar is that of ECMA-262 section 22.2.1 with the flag `u`. What means the same in both is taken over; what
differs is rewritten; what cannot be said exactly is refused. One liberty: an escaped ASCII punctuation character
stands for itself, as it does without the flag, since it has no other meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from orq_schema.compile.regex_classes import CLASSES, DOT, character_class, escape_sequence, property_class
from orq_schema.compile.regex_classes import UntranslatableError as UntranslatableError  # noqa: PLC0414 - ours too

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYNTAX = frozenset("^$\\.*+?()[]{}|")
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??")
_NAME = re.compile(r"<([A-Za-z_$][A-Za-z0-9_$]*)>")
_OPENINGS = ("(?:", "(?=", "(?!", "(?<=", "(?<!")
# Python's words for these: the end without a last line feed before it; boundaries of ASCII words
_ASSERTIONS = {"^": "^", "$": r"\Z", r"\b": r"(?a:\b)", r"\B": r"(?!(?a:\b))"}


def translate(pattern: str) -> str:
    """The Python pattern that `re.search` must use for the ECMA-262 `pattern`, else UntranslatableError."""
    translated = parse(pattern)
    try:
        re.compile(translated)
    except (re.error, OverflowError) as error:
        raise UntranslatableError(f"Python refuses it: {error}") from None
    except RecursionError:
        raise UntranslatableError("nested too deeply") from None
    return translated


def parse(pattern: str) -> str:
    """The same, though Python may not take it: it looks behind by a fixed length only."""
    try:
        return _Translator(pattern).translate()
    except RecursionError:
        raise UntranslatableError("nested too deeply") from None


@dataclass(eq=False, slots=True)
class _Group:
    """A pair of brackets, or the whole pattern: what it opens with, and where it stands."""

    opening: str
    outer: _Group | None = None
    # the alternative of the outer group in which it stands
    alternative: int = 0
    alternatives: int = 1
    quantified: bool = False
    closed: bool = False

    def places(self) -> Iterator[tuple[_Group, int]]:
        """The groups around this one from the inside, each with the alternative of it."""
        inner, outer = self, self.outer
        while outer is not None:
            yield outer, inner.alternative
            inner, outer = outer, outer.outer

    def is_plain(self) -> bool:
        """Whether what is inside surely takes part, once, if the group is reached."""
        return not self.quantified and self.alternatives == 1 and self.opening in ("(", "(?:", "(?=")


@dataclass(slots=True)
class _Translator:
    pattern: str
    at: int = 0
    captures: list[_Group] = field(default_factory=list[_Group])
    names: dict[str, int] = field(default_factory=dict[str, int])

    def translate(self) -> str:
        alternatives = self._alternatives(_Group(""))
        if self.at < len(self.pattern):
            raise UntranslatableError("a bracket is closed that was not opened")
        return "|".join(alternatives)

    def _alternatives(self, group: _Group) -> list[str]:
        """Translate up to the end of `group`."""
        alternatives: list[str] = []
        while True:
            group.alternatives = len(alternatives) + 1
            alternatives.append("".join(self._terms(group)))
            if not self.pattern.startswith("|", self.at):
                return alternatives
            self.at += 1

    def _terms(self, group: _Group) -> Iterator[str]:
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            start = self.at
            assertion = self._assertion()
            if assertion:
                yield self._unquantified(assertion, start)
            elif self.pattern[self.at] == "(":
                yield self._group(group)
            else:
                atom = self._atom(group)
                yield atom + self._quantifier()

    def _assertion(self) -> str:
        for text, python in _ASSERTIONS.items():
            if self.pattern.startswith(text, self.at):
                self.at += len(text)
                return python
        return ""

    def _unquantified(self, python: str, start: int) -> str:
        if self._quantifier():
            raise UntranslatableError(f"{self.pattern[start : self.at]} cannot be repeated")
        return python

    def _quantifier(self) -> str:
        found = _QUANTIFIER.match(self.pattern, self.at)
        if found is None:
            if self.pattern.startswith("{", self.at):
                raise UntranslatableError("a brace that is not escaped")
            return ""
        least, most = found.groups()
        if most and int(most) < int(least):
            raise UntranslatableError(f"the numbers of {found[0]} are out of order")
        self.at = found.end()
        # two in a row mean something to Python, and nothing to ECMA-262
        if self.pattern[self.at : self.at + 1] in tuple("*+?{"):
            raise UntranslatableError(f"nothing to repeat before {self.pattern[self.at]}")
        return found[0]

    def _group(self, outer: _Group) -> str:
        start, opening = self.at, self._opening()
        group = _Group(opening, outer, outer.alternatives - 1)
        if opening == "(":
            self.captures.append(group)
        alternatives = self._alternatives(group)
        if not self.pattern.startswith(")", self.at):
            raise UntranslatableError("a bracket is not closed")
        self.at += 1
        group.closed = True
        if opening in ("(", "(?:"):
            quantifier = self._quantifier()
            group.quantified = bool(quantifier)
            return f"{opening}{'|'.join(alternatives)}){quantifier}"
        return self._unquantified(_look(opening, alternatives), start)

    def _opening(self) -> str:
        for opening in _OPENINGS:
            if self.pattern.startswith(opening, self.at):
                self.at += len(opening)
                return opening
        if not self.pattern.startswith("(?", self.at):
            self.at += 1
            return "("
        name = _NAME.match(self.pattern, self.at + 2)
        if name is None or name[1] in self.names:
            raise UntranslatableError(f"a group that opens with {self.pattern[self.at : self.at + 4]!r}")
        self.at = name.end()
        self.names[name[1]] = len(self.captures) + 1
        return "("

    def _atom(self, group: _Group) -> str:
        char = self.pattern[self.at]
        if char == "\\":
            return self._escape(group)
        if char == "[":
            python, self.at = character_class(self.pattern, self.at)
            return python
        if char == ".":
            self.at += 1
            return DOT
        if char in _SYNTAX:
            raise UntranslatableError(f"a {char} that is not escaped")
        self.at += 1
        return re.escape(char)

    def _escape(self, group: _Group) -> str:
        char = self.pattern[self.at + 1 : self.at + 2]
        if char and char in "123456789":
            number = re.compile(r"\d+").match(self.pattern, self.at + 1)
            return self._back_reference(
                group, int(number[0]) if number else 0, 1 + len(number[0] if number else "")
            )
        if char == "k":
            name = _NAME.match(self.pattern, self.at + 2)
            if name is None or name[1] not in self.names:
                raise UntranslatableError("a back reference to a group that is not there, or comes later")
            return self._back_reference(group, self.names[name[1]], name.end() - self.at)
        if char.lower() in CLASSES and char:
            self.at += 2
            return f"[{'^' if char.isupper() else ''}{CLASSES[char.lower()]}]"
        if char in ("p", "P"):
            python, self.at = property_class(self.pattern, self.at)
            return f"[{python}]"
        point, self.at = escape_sequence(self.pattern, self.at)
        return re.escape(chr(point))

    def _back_reference(self, group: _Group, number: int, length: int) -> str:
        """
        Translate a reference to a group that surely has taken part.

        Where one has not, ECMA-262 matches nothing in its place, and Python fails.
        """
        self.at += length
        captured = self.captures[number - 1] if number <= len(self.captures) else None
        here = _Group("", group, group.alternatives - 1)
        if captured is None or not captured.closed or not _takes_part(captured, here):
            raise UntranslatableError("a back reference to a group that may not have taken part")
        return f"(?:\\{number})"


def _takes_part(captured: _Group, reference: _Group) -> bool:
    places = set(reference.places())
    around = (captured, *(outer for outer, _ in captured.places()))
    behind = any(outer.opening.startswith("(?<") for outer in (*around, *(outer for outer, _ in places)))
    inner = captured
    for place in captured.places():
        if behind or inner.quantified or (inner is not captured and not inner.is_plain()):
            return False
        if place in places:
            return True
        inner = place[0]
    return False


def _look(opening: str, alternatives: list[str]) -> str:
    """A look ahead or behind; Python looks behind by a fixed length only, so each alternative on its own."""
    if len(alternatives) == 1 or opening in ("(?=", "(?!"):
        return f"{opening}{'|'.join(alternatives)})"
    each = [f"{opening}{alternative})" for alternative in alternatives]
    return "".join(each) if opening == "(?<!" else f"(?:{'|'.join(each)})"
