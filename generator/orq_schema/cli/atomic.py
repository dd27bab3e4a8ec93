"""Write a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path


def replace(path: Path, data: bytes) -> None:
    """
    Write beside `path` and rename: a reader, or an interruption, sees the old file or the new one.

    What is there and is no file, such as a pipe or the null device, is written to. OSError where that fails.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    path = path.resolve()  # what a link leads to is the file
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(descriptor, "wb") as stream:  # noqa: PTH123 - a descriptor, no path
            stream.write(data)
        # mkstemp keeps the file from others; ours has the mode that it had, or that any new file gets
        mode = 0o666 & ~_umask()
        if path.exists():
            known = path.stat()
            mode = known.st_mode & 0o777
            with contextlib.suppress(OSError):  # only root may give files away
                shutil.chown(temporary, known.st_uid, known.st_gid)
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
