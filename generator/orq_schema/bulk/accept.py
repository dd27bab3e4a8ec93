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
    from collections.abc import Callable, Sequence

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

    A look gives all that is in each line, or None where it is not sure; `encode` writes that as JSON into a buffer.
    """

    def __init__(
        self, looks: Sequence[Look], encode: Callable[[Any, bytearray], None], limits: Limits
    ) -> None:
        self._looks = looks
        self._encode = encode
        self._buffer = bytearray()
        self._within = _Within(limits)

    def doubtful(self, lines: Sequence[bytes]) -> list[int]:
        """The indices, ascending, of those `lines` that must go the exact way; they may end in a line break."""
        found: list[int] = []
        for start in range(0, len(lines), _TOGETHER):
            part = lines[start : start + _TOGETHER]
            unsure = self._unsure(part)
            if unsure:
                found += [start + index for index in unsure if not self._is_good(part[index])]
        return found

    def _unsure(self, lines: Sequence[bytes]) -> Sequence[int]:
        """The indices of those `lines` that are to be looked at one by one."""
        if max(map(len, lines)) > self._within.usual and not all(map(self._within.holds, lines)):
            return range(len(lines))
        values = self._looks[0](lines)
        unsure = [] if all(values) else [index for index, value in enumerate(values) if value is None]
        # what stands for a line that was not taken in has no quotes
        taken = (
            [line for line, value in zip(lines, values, strict=True) if value is not None]
            if unsure
            else lines
        )
        return unsure if self._is_lossless(taken, values) else range(len(lines))

    def _is_good(self, line: bytes) -> bool:
        if not self._within.holds(line):
            return False
        for look in self._looks:
            [value] = look([line])
            if value is not None:
                return self._is_lossless([line], value)
        return False

    def _is_lossless(self, lines: Sequence[bytes], values: Any) -> bool:
        r"""
        Whether all that stands in `lines` is in `values`, so that no key was there twice.

        Written back, each string has as many quotation marks as it has in the line: two around it, and an escaped one
        for each within, since `\"` is how msgspec writes it; only `\u0022` would be another way, which is refused.
        Numbers and the rest have none. A key that is there twice takes two of them away at least, and nothing adds
        any: so the sums are equal only if nothing was lost, for one line and for several together. Where nothing that
        is written has a backslash, no string in it has a quotation mark within, however the line has it.
        """
        self._encode(values, self._buffer)
        line = lines[0] if len(lines) == 1 else b"".join(lines)
        if b"\\" in self._buffer and _ESCAPED_QUOTE in line:
            return False
        return line.count(_QUOTE) == self._buffer.count(_QUOTE)


class _Within:
    """
    Whether a line is within limits, told by its bytes alone.

    Depth: each level takes two brackets, and no line has more levels than opening ones. Nodes: each takes a byte.
    Digits: the digits of one number stand in three runs at most, before the point, behind it and in the exponent;
    where there are more than the limit, one run has more than a third of that.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._run = b"0" * max(limits.digits // 3, 1)
        self.usual = min(limits.bytes, limits.nodes, limits.digits, limits.depth * 2)
        """A line of so many bytes is within all of them."""

    def holds(self, line: bytes) -> bool:
        """Whether `line` is surely within the limits."""
        if len(line) <= self.usual:
            return True
        limits = self._limits
        if len(line) > limits.bytes or len(line) > limits.nodes:
            return False
        if line.count(b"{") + line.count(b"[") > limits.depth:
            return False
        return len(line) <= limits.digits or self._run not in line.translate(_DIGITS)
