"""Text that has to wait until the end of a report, however much it is."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# so much is kept in memory; what is more goes into a temporary file
_MOST = 1 << 20


class Spool:
    """Takes text piece by piece, and gives it back as UTF-8."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._size = 0
        self._file: IO[bytes] | None = None

    def write(self, text: str) -> None:
        """Put `text` behind all else."""
        self._kept.append(text)
        self._size += len(text)
        if self._size > _MOST:
            self._put_aside()

    def pieces(self) -> Iterator[bytes]:
        """All that was written; nothing is to be written after that."""
        if self._file is None:
            yield "".join(self._kept).encode()
            return
        self._put_aside()
        self._file.seek(0)
        while piece := self._file.read(_MOST):
            yield piece
        self._file.close()

    def texts(self) -> Iterator[str]:
        """The same, where all of it is ASCII."""
        return (each.decode("ascii") for each in self.pieces())

    def _put_aside(self) -> None:
        if self._file is None:
            from tempfile import TemporaryFile

            self._file = TemporaryFile()  # noqa: SIM115 - closed when it was read
        self._file.write("".join(self._kept).encode())
        self._kept.clear()
        self._size = 0
