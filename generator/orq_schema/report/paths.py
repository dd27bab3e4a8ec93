"""File names as other programs want them: relative to the working directory, with slashes."""

from __future__ import annotations

import os


def relative(file: str) -> str:
    """
    `file`, in whatever way a user wrote it, as a path from the working directory with `/`.

    `-` for standard input stays, and so does what has no such path: a name that is no path at all, or one on
    another drive.
    """
    try:
        return os.path.relpath(file).replace(os.sep, "/")
    except (ValueError, OSError):
        return file
