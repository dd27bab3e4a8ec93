"""A schema as a commit of git has it, with the files around it as that commit has them."""

from __future__ import annotations

import os
import posixpath
import subprocess
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from orq_schema.errors import Problem, SchemaError
from orq_schema.load.references import stem_of
from orq_schema.load.schema import among_files
from orq_schema.load.sources import Files

if TYPE_CHECKING:
    from orq_schema.load.schema import LoadedSchema


def load_committed(reference: str) -> LoadedSchema:
    """
    The schema `COMMIT:PATH`, such as `HEAD~1:schemas/orq.schema.json`.

    Relative references lead to files of that commit. As git has it, PATH counts from the root of the
    repository, and from the current folder where it begins with `./`. Raises SchemaError, also where git is not there
    or has no such file.
    """
    commit, _, path = reference.partition(":")
    raw = _shown(commit, path)
    if isinstance(raw, str):
        problem = Problem(
            reference, None, None, "", "schema-unreadable", "error", f"git does not show it: {raw}"
        )
        raise SchemaError(problem)
    location = f"file:///{quote(posixpath.normpath(path))}"
    return among_files(raw, reference, location, stem_of(path), partial(_Commit, commit, path))


class _Commit(Files):
    """The files of one commit, as schemas that lie around `path`, whose base URI is `base`."""

    def __init__(self, commit: str, path: str, base: str) -> None:
        super().__init__(base)
        self._commit = commit
        self._folder = posixpath.dirname(path)

    def called(self, uri: str) -> str:
        """The reference of git that `uri` stands for."""
        path = self._path(uri)
        return uri if path is None else f"{self._commit}:{path}"

    def _raw(self, uri: str) -> bytes | None:
        path = self._path(uri)
        raw = None if path is None else _shown(self._commit, path)
        return raw if isinstance(raw, bytes) else None

    def _path(self, uri: str) -> str | None:
        relative = self._relative(urlsplit(uri))
        if relative is None:
            return None
        path = posixpath.normpath(posixpath.join(self._folder, unquote(relative)))
        # for git a path counts from the root of the repository unless it says otherwise
        return f"./{path}" if self._folder.split("/")[0] in {".", ".."} else path


def _shown(commit: str, path: str) -> bytes | str:
    """The bytes of the file `path` in `commit`, or what git says instead."""
    if commit.startswith("-") or not path:
        return "it is not COMMIT:PATH"
    # without a shell; what a partial clone lacks is not fetched
    command = ["git", "cat-file", "blob", f"{commit}:{path}"]
    try:
        done = subprocess.run(  # noqa: S603 - one argument, which git takes for an object
            command,
            capture_output=True,
            check=False,
            env=os.environ | {"GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"},
        )
    except OSError as error:
        return f"git cannot be run ({(error.strerror or 'unknown error').lower()})"
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it failed"]
    return said[0].removeprefix("fatal: ")
