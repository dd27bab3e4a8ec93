"""Read a schema, check it against its metaschema, and make its references resolvable without a network."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orq_schema import resources
from orq_schema.load import metaschema
from orq_schema.load.json_text import parse, read
from orq_schema.load.references import Handed, Neighbours, base_of, link, own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from referencing import Registry
    from referencing._core import Resolver  # the public name has no type of its own


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
    contents = parse(raw, path)
    location = Path(path).resolve()
    base = base_of(contents, location.as_uri())
    files = Neighbours(location, base)
    metaschema.check(contents, path, find=files.metaschema)
    registry = link(contents, location.as_uri(), path, files)
    stem = name or Path(path).name.removesuffix(".json").removesuffix(".schema")
    return LoadedSchema(contents, base, stem, path, _digest({base: raw} | files.read), registry)


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
