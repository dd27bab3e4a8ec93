"""
Tell at once of most good lines of JSON that they are good; all others go the exact way.

A line is accepted only if the exact way would give one document and nothing to say of it: no error, no warning, no
note. Why that holds is said where it is seen to. msgspec's decoder alone sees to the grammar (RFC 8259: no NaN, no
control character in a string, nothing behind the value), to UTF-8 (each string becomes a `str`, which is decoded
strictly), to pairs of surrogates, to numbers beyond a double, and to what the generated Structs say: keys, types,
ranges, and integers that a double keeps. What it passes over is a key that is there twice, which `_is_lossless` sees,
and what is beyond a limit, which `_Within` sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from orq_schema.bulk.accept_shapes import Look
    from orq_schema.payload.document import Limits
    from orq_schema.validation.judge import Judging

# so many lines are written back at once: fewer cost calls, more cost memory that is near
_TOGETHER = 16
_DIGITS = bytes.maketrans(b"123456789", b"0" * 9)
_QUOTE = b'"'
_ESCAPED_QUOTE = b"\\u0022"


def acceptor(judging: Judging) -> Acceptor | None:
    """
    What accepts lines that are judged by `judging`; None where nothing can be accepted but by the exact way.

    That is so for a schema of the user's, for revisions but the default one, and without msgspec.
    """
    if judging.kind == "request" or judging.schema is not None or judging.revision is not None:
        return None
    if judging.engine != "compiled" or judging.assert_formats:
        return None
    try:
        from orq_schema.bulk.accept_shapes import looks
    except ImportError:
        return None
    from msgspec import json

    return Acceptor(looks(judging), json.Encoder().encode_into, judging.limits)


class Acceptor:
    """
    Accepts the lines that one of `looks` takes in.

    A look gives all that is in some lines, or None where it is not sure of each; `encode` writes that as JSON into a
    buffer.
    """

    def __init__(
        self, looks: Iterable[Look], encode: Callable[[Any, bytearray], None], limits: Limits
    ) -> None:
        self._looks = list(looks)
        self._encode = encode
        self._buffer = bytearray()
        self._within = _Within(limits)

    def doubtful(self, lines: Sequence[bytes]) -> list[int]:
        """The indices, ascending, of those `lines` that must go the exact way; they may end in a line break."""
        found: list[int] = []
        for start in range(0, len(lines), _TOGETHER):
            part = lines[start : start + _TOGETHER]
            if not self._takes(self._looks[0], part):
                found += [start + index for index, line in enumerate(part) if not self._is_good(line)]
        return found

    def _is_good(self, line: bytes) -> bool:
        for index, look in enumerate(self._looks):
            if self._takes(look, [line]):
                # most files have lines of one shape only
                self._looks.insert(0, self._looks.pop(index))
                return True
        return False

    def _takes(self, look: Look, lines: Sequence[bytes]) -> bool:
        """Whether all of `lines` are good, as `look` tells."""
        if max(map(len, lines)) > self._within.usual and not all(map(self._within.holds, lines)):
            return False
        values = look(lines)
        return values is not None and self._is_lossless(lines, values)

    def _is_lossless(self, lines: Sequence[bytes], values: Sequence[Any]) -> bool:
        r"""
        Whether all that stands in `lines` is in `values`, so that no key was there twice.

        Written back, each string has as many quotation marks as it has in the line: two around it, and an escaped one
        for each within, since `\"` is how msgspec writes it; only `\u0022` would be another way, which is refused.
        Numbers and the rest have none. A key that is there twice takes two of them away at least, and nothing adds
        any: so the sums are equal only if nothing was lost, for one line and for several together. Where nothing that
        is written has a backslash, no string in it has a quotation mark within, however the line has it.
        """
        self._encode(values, self._buffer)
        # one byte is found far faster than six
        if b"\\" in self._buffer and any(_ESCAPED_QUOTE in line for line in lines if b"\\" in line):
            return False
        return b"".join(lines).count(_QUOTE) == self._buffer.count(_QUOTE)


class _Within:
    """
    Whether a line is within limits, told by its bytes alone; how deep it is a look sees to.

    Nodes: each takes a byte. Digits: the digits of one number stand in three runs at most, before the point, behind
    it and in the exponent; where there are more than the limit, one run has more than a third of that.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._run = b"0" * max(limits.digits // 3, 1)
        self.usual = min(limits.bytes, limits.nodes, limits.digits)
        """A line of so many bytes is within all of them."""

    def holds(self, line: bytes) -> bool:
        """Whether `line` is surely within the limits."""
        if len(line) <= self.usual:
            return True
        if len(line) > self._limits.bytes or len(line) > self._limits.nodes:
            return False
        return len(line) <= self._limits.digits or self._run not in line.translate(_DIGITS)
