"""Write a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from collections.abc import Iterable


# of files in the making
_temporaries: set[Path] = set()


def abandon() -> None:
    """Drop all files in the making, for when the process ends at once."""
    for each in tuple(_temporaries):
        each.unlink(missing_ok=True)


class Pending:
    """
    A file in the making, beside `path`: a reader, or an interruption, sees the old file or the new one.

    What `path` leads to is replaced by `commit`; `drop` leaves it as it was. OSError where something fails. Without
    `follow` a link at `path` is replaced itself.
    """

    def __init__(self, path: Path, *, follow: bool = True) -> None:
        # what a link leads to is the file
        self._path = path.resolve() if follow else path.parent.resolve() / path.name
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
        self._temporary = Path(name)
        _temporaries.add(self._temporary)
        self.stream: BinaryIO = cast("BinaryIO", os.fdopen(descriptor, "wb"))

    def commit(self) -> None:
        """Put the new file in place of the old one."""
        self.stream.close()
        # mkstemp keeps the file from others; ours has the mode that it had, or that any new file gets
        mode = 0o666 & ~_umask()
        if self._path.exists():
            known = self._path.stat()
            mode = known.st_mode & 0o777
            with contextlib.suppress(OSError):  # only root may give files away
                shutil.chown(self._temporary, known.st_uid, known.st_gid)
        self._temporary.chmod(mode)
        self._temporary.replace(self._path)
        _temporaries.discard(self._temporary)

    def drop(self) -> None:
        """Leave what is there."""
        with contextlib.suppress(OSError):
            self.stream.close()
        self._temporary.unlink(missing_ok=True)
        _temporaries.discard(self._temporary)


def replace(path: Path, data: bytes | Iterable[bytes]) -> None:
    """
    Write `data`, or the pieces of it, to `path`, as Pending does it.

    What is there and is no file, such as a pipe or the null device, is written to. OSError where that fails.
    """
    pieces = [data] if isinstance(data, bytes) else data
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            stream.writelines(pieces)
        return
    pending = Pending(path)
    try:
        pending.stream.writelines(pieces)
        pending.commit()
    except BaseException:
        pending.drop()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
