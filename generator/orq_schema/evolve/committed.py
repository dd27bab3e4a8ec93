"""A schema as a commit of git has it, with the files around it as that commit has them."""

from __future__ import annotations

import hashlib
import os
import posixpath
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from referencing.exceptions import NoSuchResource
from referencing.jsonschema import DRAFT202012

from orq_schema.errors import Problem, SchemaError
from orq_schema.load import metaschema
from orq_schema.load.json_text import parse
from orq_schema.load.references import base_of, link
from orq_schema.load.schema import LoadedSchema

if TYPE_CHECKING:
    from referencing import Resource


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
    contents = parse(raw, reference)
    location = f"file:///{quote(posixpath.normpath(path))}"
    base = base_of(contents, location)
    files = _Commit(commit, path, base)
    metaschema.check(contents, reference, find=files.metaschema)
    registry = link(contents, location, reference, files)
    stem = posixpath.basename(path).removesuffix(".json").removesuffix(".schema")
    digest = hashlib.sha256(b"".join([raw, *(each for _, each in sorted(files.read.items()))])).hexdigest()
    return LoadedSchema(contents, base, stem, reference, digest, registry)


class _Commit:
    """The files of one commit, as schemas that lie around `path`, whose base URI is `base`."""

    def __init__(self, commit: str, path: str, base: str) -> None:
        self.read: dict[str, bytes] = {}
        self._commit = commit
        self._folder = posixpath.dirname(path)
        self._base = urlsplit(base)

    def __call__(self, uri: str) -> Resource[Any]:
        """The schema that `uri` stands for. Raises NoSuchResource, SchemaError."""
        raw = self._raw(uri)
        if raw is None:
            raise NoSuchResource(uri)
        contents = parse(raw, self.called(uri))
        metaschema.check(contents, self.called(uri), find=self.metaschema)
        self.read[uri] = raw
        return DRAFT202012.create_resource(contents)

    def metaschema(self, uri: str) -> Any:
        """The metaschema that `uri` stands for, None where there is none."""
        raw = self._raw(uri)
        return None if raw is None else parse(raw, self.called(uri))

    def called(self, uri: str) -> str:
        """The reference of git that `uri` stands for."""
        return f"{self._commit}:{self._path(uri)}"

    def _raw(self, uri: str) -> bytes | None:
        path = self._path(uri)
        raw = None if path is None else _shown(self._commit, path)
        return raw if isinstance(raw, bytes) else None

    def _path(self, uri: str) -> str | None:
        parts = urlsplit(uri)
        if parts[:2] != self._base[:2] or parts.query or not parts.path.startswith("/"):
            return None
        folder = posixpath.dirname(self._base.path) or "/"
        path = posixpath.normpath(
            posixpath.join(self._folder, unquote(posixpath.relpath(parts.path, folder)))
        )
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
