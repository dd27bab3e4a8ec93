"""The one place that writes generated files, and compares what is there with what would be written."""

from __future__ import annotations

import contextlib
import difflib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.cli.atomic import replace
from orq_schema.emit.base import stale_reason
from orq_schema.errors import UnreadableError
from orq_schema.payload.text import problem, reason

if TYPE_CHECKING:
    from collections.abc import Generator

    from orq_schema.emit.base import Files


class Stale(NamedTuple):
    """A file that is not what would be generated: why, and both texts (`actual` is None where it is missing)."""

    path: str
    reason: str
    expected: str
    actual: str | None

    def diff(self) -> str:
        """What generating would change, as a unified diff."""
        before = [] if self.actual is None else self.actual.splitlines(keepends=True)
        after = self.expected.splitlines(keepends=True)
        lines = difflib.unified_diff(before, after, self.path, f"{self.path} (generated)")
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
        )


def stale(folder: str, files: Files) -> list[Stale]:
    """Those of `files` that `folder` lacks or has otherwise. UnreadableError for one that cannot be read."""
    found: list[Stale] = []
    for name, expected in files.items():
        path = Path(folder, name)
        actual = read(path)
        reason = stale_reason(expected, actual)
        if reason is not None:
            found.append(Stale(str(path), reason, expected, actual))
    return found


def write(folder: str, files: Files) -> list[str]:
    """
    Write those of `files` that are not there already, each whole or not at all; the paths that were written.

    Foreign files in `folder`, which is made if need be, are left alone. UnreadableError where that fails.
    """
    written: list[str] = []
    for each in stale(folder, files):
        path = Path(each.path)
        with _problem_at(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path, each.expected.encode("utf-8"))
        written.append(each.path)
    return written


def read(path: Path) -> str | None:
    """The text of the file at `path`; None where there is none, "" where it is no text. Raises UnreadableError."""
    with _problem_at(path):
        try:
            return path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            return ""  # some other file under that name


@contextlib.contextmanager
def _problem_at(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise UnreadableError(problem(str(path), "unwritable", reason(error))) from None
