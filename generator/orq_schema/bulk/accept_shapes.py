"""Look at a line of JSON through msgspec: where its orq object sits, and that nothing is wrong with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from orq_schema.bulk.accept_around import SHAPES
from orq_schema.bulk.accept_lints import is_quiet
from orq_schema.generated.orq_lines import Orq
from orq_schema.jsonvalue import members
from orq_schema.payload.locate import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from orq_schema.payload.locate import Target
    from orq_schema.validation.judge import Judging

    # all that is in each line of which there is surely nothing to say; None for any other line
    Look = Callable[[Sequence[bytes]], list[Any]]

# an integer that may be beyond what a double keeps, which has 16 digits at least; what is in quotes stands behind one
_LONG = re.compile(rb"[-:\[, \t\r\n][0-9]{16}")
# UnicodeDecodeError is a ValueError
_FAILURES = (msgspec.DecodeError, ValueError, RecursionError)


def looks(judging: Judging) -> Sequence[Look]:
    """The looks for lines that are judged by `judging`, the fastest first."""
    if judging.at or judging.kind == "orq":
        return [_Placed(judging).look]
    return [_Shapes().look, _Placed(judging).look]


class _Shapes:
    """Looks at lines of SHAPES; most files have one of these only, and the last that a line had comes first."""

    def __init__(self) -> None:
        self._decoders: list[Callable[[bytes], Any] | None] = [None for _ in SHAPES]
        self._usual = 0

    def look(self, lines: Sequence[bytes]) -> list[Any]:
        """All that is in each line, or None."""
        decode, is_quiet = self._decoder(self._usual), SHAPES[self._usual].is_quiet
        try:
            values = [decode(line) for line in lines]
        except _FAILURES:
            return [self._one(line) for line in lines]
        return [value if is_quiet(value) else None for value in values]

    def _one(self, line: bytes) -> Any:
        for index in sorted(range(len(SHAPES)), key=self._usual.__ne__):
            try:
                value = self._decoder(index)(line)
            except _FAILURES:
                continue
            self._usual = index
            return value if SHAPES[index].is_quiet(value) else None
        return None

    def _decoder(self, index: int) -> Callable[[bytes], Any]:
        """What decodes lines of that shape; made when there is need, since it takes some milliseconds."""
        decode = self._decoders[index]
        if decode is None:
            decode = self._decoders[index] = msgspec.json.Decoder(SHAPES[index].type).decode
        return decode


class _Placed:
    """Looks at orq objects wherever `judging` says that they are, in whatever is around them."""

    def __init__(self, judging: Judging) -> None:
        self._decode = msgspec.json.Decoder().decode
        self._pointers = judging.at or (None,)
        self._judging = judging

    def look(self, lines: Sequence[bytes]) -> list[Any]:
        """All that is in each line, or None."""
        return [self._one(line) for line in lines]

    def _one(self, line: bytes) -> Any:
        try:
            if _LONG.search(line):
                return None
            value = self._decode(line)
            target = self._located(value)
            if target is None:
                return None
            body = members(target.request)
            around = (body.get("model"), body.get("messages"), body.get("prompt"))
            if is_quiet(msgspec.convert(target.value, Orq), *around):
                return (value,)
        except _FAILURES:
            pass
        return None

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
