"""Read a schema, check it against its metaschema, and make its references resolvable without a network."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orq_schema import resources
from orq_schema.load import metaschema
from orq_schema.load.json_text import parse, read
from orq_schema.load.references import base_of, link, stem_of
from orq_schema.load.sources import Handed, Neighbours, own

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from referencing import Registry
    from referencing._core import Resolver  # the public name has no type of its own

    from orq_schema.load.sources import Files


@dataclass(frozen=True, slots=True)
class LoadedSchema:
    """
    A valid draft 2020-12 schema whose references all lead somewhere.

    `uri` is its base URI, `name` the stem that generated files are called after, `file` what messages call
    it. `sha256` is that of the file's bytes; where the schema refers to other files, that of their digests.
    """

    contents: Any
    uri: str
    name: str
    file: str
    sha256: str
    registry: Registry[Any]

    def resolver(self) -> Resolver[Any]:
        """Return a resolver whose base is the root of this schema."""
        return self.registry.resolver(self.uri)


def builtin(name: str) -> LoadedSchema:
    """Return our own schema called `name`: `orq` or `completions-request`."""
    return load_file(resources.schema_path(name))


def load_file(path: str, *, name: str | None = None) -> LoadedSchema:
    """
    Return the schema in the JSON file at `path`, called `name` or as the file is.

    References may lead to other files around it, by relative URI; none is fetched. Raises SchemaError.
    """
    raw = read(path)
    location = Path(path).resolve()
    stem = name or stem_of(Path(path).name)
    return among_files(raw, path, location.as_uri(), stem, partial(Neighbours, location))


def among_files(
    raw: bytes, file: str, location: str, name: str, around: Callable[[str], Files]
) -> LoadedSchema:
    """
    Return the schema `name` in `raw`, the bytes of `file`, which is at the URI `location`.

    `around` gives the files that references may lead to, for the base URI of the schema. Raises SchemaError.
    """
    contents = parse(raw, file)
    base = base_of(contents, location)
    files = around(base)
    metaschema.check(contents, file, find=files.metaschema)
    registry = link(contents, location, file, files)
    return LoadedSchema(contents, base, name, file, _digest({base: raw} | files.read), registry)


def from_contents(
    contents: Any, remotes: Mapping[str, Any] | None = None, *, name: str = "schema"
) -> LoadedSchema:
    """
    Return the schema `contents`, already parsed; `remotes` maps further URIs to schemas it may refer to.

    A remote schema is read only once something refers to it. Raises SchemaError.
    """
    contents = own(contents, name)
    raw = json.dumps(contents, ensure_ascii=False).encode("utf-8", "surrogatepass")
    handed = Handed(remotes or {})
    metaschema.check(contents, name, find=handed.metaschema)
    registry = link(contents, "", name, handed)
    return LoadedSchema(contents, base_of(contents, ""), name, name, _digest({"": raw}), registry)


def _digest(read_files: Mapping[str, bytes]) -> str:
    digests = [hashlib.sha256(raw).hexdigest() for _, raw in sorted(read_files.items())]
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
