"""Where the schemas come from that another one refers to: handed in, or files around it; never the network."""

from __future__ import annotations

import json
import os
import posixpath
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote_to_bytes, urlsplit

from referencing.exceptions import NoSuchResource
from referencing.jsonschema import DRAFT202012

from orq_schema.errors import Problem, SchemaError
from orq_schema.load import metaschema
from orq_schema.load.json_text import parse, read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

    from referencing import Resource


class Source(Protocol):
    """Where the resources come from that a schema refers to."""

    def __call__(self, uri: str) -> Resource[Any]:
        """Return the valid schema called `uri`. Raises NoSuchResource, SchemaError."""
        ...

    def metaschema(self, uri: str) -> Any:
        """Return the metaschema `uri` as it stands, None where it is not there."""
        ...

    def called(self, uri: str) -> str:
        """Return what messages call the schema `uri`."""
        ...


class Handed:
    """Schemas handed in by their URIs; each is looked at only once something refers to it."""

    def __init__(self, remotes: Mapping[str, Any]) -> None:
        self._remotes = {uri.removesuffix("#"): contents for uri, contents in remotes.items()}

    def __call__(self, uri: str) -> Resource[Any]:
        """Return the schema handed in as `uri`. Raises NoSuchResource, SchemaError."""
        if uri not in self._remotes:
            raise NoSuchResource(uri)
        contents = own(self._remotes[uri], self.called(uri))
        metaschema.check(contents, self.called(uri), find=self.metaschema)
        return DRAFT202012.create_resource(contents)

    def metaschema(self, uri: str) -> Any:
        """Return the metaschema handed in as `uri`, None where there is none."""
        return self._remotes.get(uri)

    def called(self, uri: str) -> str:
        """Return `uri`: a schema handed in has no other name."""
        return uri


class Files(ABC):
    """
    The files around a schema whose base URI is `base`; `read` keeps their bytes.

    What a relative reference leads to from `base`, it leads to from the file of the schema too.
    """

    def __init__(self, base: str) -> None:
        self.read: dict[str, bytes] = {}
        self._base = urlsplit(base)

    def __call__(self, uri: str) -> Resource[Any]:
        """Return the schema in the file that `uri` stands for. Raises NoSuchResource, SchemaError."""
        raw = self._raw(uri)
        if raw is None:
            raise NoSuchResource(uri)
        contents = parse(raw, self.called(uri))
        metaschema.check(contents, self.called(uri), find=self.metaschema)
        self.read[uri] = raw
        return DRAFT202012.create_resource(contents)

    def metaschema(self, uri: str) -> Any:
        """Return the metaschema in the file that `uri` stands for, None where there is none."""
        raw = self._raw(uri)
        return None if raw is None else parse(raw, self.called(uri))

    @abstractmethod
    def called(self, uri: str) -> str:
        """Return what messages call the file that `uri` stands for."""

    @abstractmethod
    def _raw(self, uri: str) -> bytes | None:
        """Return the bytes of the file that `uri` stands for, None where there is none."""

    def _relative(self, parts: SplitResult) -> str | None:
        """Return the path from the folder of `base` to the URI with `parts`, percent-encoded, None if elsewhere."""
        if parts[:2] != self._base[:2] or parts.query or not parts.path.startswith("/"):
            return None
        # a base without a path is that of a folder (RFC 3986 section 5.2.3)
        return posixpath.relpath(parts.path, posixpath.dirname(self._base.path) or "/")


class Neighbours(Files):
    """The files around the schema file at `location`, whose base URI is `base`."""

    def __init__(self, location: Path, base: str) -> None:
        super().__init__(base)
        self._folder = location.parent

    def called(self, uri: str) -> str:
        """Return the path of the file that `uri` stands for."""
        return str(self._path(uri) or uri)

    def _raw(self, uri: str) -> bytes | None:
        path = self._path(uri)
        return None if path is None or not path.is_file() else read(str(path))

    def _path(self, uri: str) -> Path | None:
        parts = urlsplit(uri)
        if parts.scheme == "file":
            return Path(_decoded(parts.path)) if parts.netloc in {"", "localhost"} else None
        relative = self._relative(parts)
        return None if relative is None else self._folder / _decoded(relative)


def _decoded(path: str) -> str:
    # a file's name need not be UTF-8
    return os.fsdecode(unquote_to_bytes(path))


def own(contents: Any, name: str) -> Any:
    """
    Return a copy of `contents` that shares no part with anything, not with itself either.

    Raises SchemaError for what is not JSON; messages call it `name`.
    """
    try:
        return json.loads(json.dumps(contents), parse_constant=_number)
    except RecursionError:
        raise SchemaError(Problem(name, None, None, "", "too-deep", "error", "nested too deeply")) from None
    except (TypeError, ValueError) as error:
        # a value that JSON lacks, a cycle, an integer of more digits than Python writes
        message = f"not a JSON value: {error}"
        raise SchemaError(Problem(name, None, None, "", "schema-invalid", "error", message)) from None


def _number(name: str) -> float:
    # a parsed 1e400 is infinite
    if name == "NaN":
        raise ValueError("NaN")
    return float(name)
