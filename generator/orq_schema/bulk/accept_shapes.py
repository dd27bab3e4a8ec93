"""Look at a line of JSON through msgspec: where its orq object sits, and that nothing is wrong with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from orq_schema.bulk.accept_around import BARE, DEPTH, SHAPES
from orq_schema.bulk.accept_lints import are_quiet, suits
from orq_schema.generated.orq_lines import Orq
from orq_schema.jsonvalue import members
from orq_schema.payload.locate import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from orq_schema.bulk.accept_around import Shape
    from orq_schema.payload.locate import Target
    from orq_schema.validation.judge import Judging

    # all that is in each line where there is surely nothing to say of any; None otherwise
    Look = Callable[[Sequence[bytes]], Sequence[Any] | None]

# an integer that may be beyond what a double keeps, which has 16 digits at least; what is in quotes stands behind one
_LONG = re.compile(rb"[-:\[, \t\r\n][0-9]{16}")
# UnicodeDecodeError is a ValueError
_FAILURES = (msgspec.DecodeError, ValueError, RecursionError)


def looks(judging: Judging) -> Sequence[Look]:
    """The looks for lines that are judged by `judging`, the fastest first."""
    placed = _Placed(judging).look
    if judging.at or judging.limits.depth < DEPTH:
        return [placed]
    if judging.kind == "orq":
        return [_Shaped(BARE).look]
    return [*(_Shaped(each).look for each in SHAPES), placed]


class _Shaped:
    """Looks at lines of one shape."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._decoder: Callable[[bytes], Any] | None = None

    def look(self, lines: Sequence[bytes]) -> Sequence[Any] | None:
        """All that is in `lines`, or None."""
        # it takes some milliseconds to be made
        decode = self._decoder = self._decoder or msgspec.json.Decoder(self._shape.type).decode
        try:
            values = [decode(line) for line in lines]
        except _FAILURES:
            return None
        return values if self._shape.are_quiet(values) else None


class _Placed:
    """Looks at orq objects wherever `judging` says that they are, in whatever is around them."""

    def __init__(self, judging: Judging) -> None:
        self._decode = msgspec.json.Decoder().decode
        self._pointers = judging.at or (None,)
        self._judging = judging

    def look(self, lines: Sequence[bytes]) -> Sequence[Any] | None:
        """All that is in `lines`, or None."""
        values: list[Any] = []
        for line in lines:
            try:
                value = self._decode(line)
                if not self._is_quiet(line, value):
                    return None
            except _FAILURES:
                return None
            values.append(value)
        return values

    def _is_quiet(self, line: bytes, value: Any) -> bool:
        # each level takes two brackets, and no line has more levels than opening ones
        if _LONG.search(line) or line.count(b"{") + line.count(b"[") > self._judging.limits.depth:
            return False
        target = self._located(value)
        if target is None:
            return False
        body = members(target.request)
        around = (body.get("model"), body.get("messages"), body.get("prompt"))
        orq = msgspec.convert(target.value, Orq)
        return are_quiet([orq]) and suits(orq, *around)

    def _located(self, value: Any) -> Target | None:
        """What is to be checked in `value`, as `logs.reached` finds it; None where the exact way has to find it."""
        for at in self._pointers:
            try:
                return locate(value, kind=self._judging.kind, at=at)
            except LookupError:
                if at is not None and "#" in at:
                    # into a string that holds JSON
                    return None
        return None
