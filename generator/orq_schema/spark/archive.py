"""Pack what judges, for machines that have none of it: most of this package, and validators made beforehand."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from orq_schema import resources
from orq_schema.load.revisions import revisions, unusual
from orq_schema.spark.places import MADE, folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.load.revisions import Revision

_PACKAGE = "orq_schema"
# rooms that make, mend and report: an executor only judges
_LEFT_OUT = frozenset((
    "cli", "config", "emit", "evolve", "explain", "fix", "ir", "migrate", "openapi", "report", "templating",
    "testing",
))  # fmt: skip
_NAME = re.compile(rf"\b{_PACKAGE}\b")
_DIGITS = 16


class Archive(NamedTuple):
    """A zip archive with one Python package, called `package`: the name has the digest of what is in it."""

    data: bytes
    package: str


@cache
def archive(revision: str) -> Archive:
    """
    What judges by `revision`, an id or "auto", with nothing but the standard library and pyarrow.

    The same sources give the same bytes. The package is renamed, so that it stands beside one that is installed, or
    one of another driver, in the same process.
    """
    needed = [unusual(each.id) for each in revisions()] if revision == "auto" else [unusual(revision)]
    files = {**dict(_sources()), **dict(_schemas())}
    for each in needed:
        if each is not None:
            files.update(_made(each))
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    package = f"{_PACKAGE}_{digest.hexdigest()[:_DIGITS]}"
    return Archive(_zipped(files, package), package)


def _zipped(files: dict[str, str], package: str) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for name, text in sorted(files.items()):
            # with a date of its own, which is the oldest that there is
            info = ZipInfo(f"{package}/{name}")
            info.compress_type = ZIP_DEFLATED
            made.writestr(info, _NAME.sub(package, text) if name.endswith(".py") else text)
    return stream.getvalue()


def _sources() -> Iterator[tuple[str, str]]:
    root = Path(resources.__file__).parent
    for path in root.rglob("*.py"):
        name = path.relative_to(root)
        if name.parts[0].removesuffix(".py") not in _LEFT_OUT:
            yield name.as_posix(), path.read_text(encoding="utf-8")


def _schemas() -> Iterator[tuple[str, str]]:
    # all revisions: hints tell what others have
    root = Path(resources.schemas())
    for path in root.rglob("*.json"):
        yield f"schemas/{path.relative_to(root).as_posix()}", path.read_text(encoding="utf-8")


def _made(revision: Revision) -> Iterator[tuple[str, str]]:
    """The validators of `revision`, compiled, and the schema of the request with it."""
    # what compiles is not in an archive
    from orq_schema.compile.module import source
    from orq_schema.load.bundle import bundle
    from orq_schema.load.revisions import load
    from orq_schema.load.schema import builtin
    from orq_schema.validation.revisions import schema_of

    made = MADE.removeprefix(f"{_PACKAGE}.")
    folder = f"{made}/{folder_of(revision)}"
    yield f"{made}/__init__.py", ""
    yield f"{folder}/__init__.py", ""
    yield f"{folder}/orq.py", source(schema_of(revision, "orq"))
    yield f"{folder}/request.py", source(schema_of(revision, "request"))
    # the request refers to the orq object beside it, by a name that is the same whatever the revision
    request = schema_of(revision, "request").contents
    yield f"{folder}/completions-request.schema.json", json.dumps(request)
    yield f"{folder}/orq.schema.json", json.dumps({**bundle(load(revision)), "$id": builtin("orq").uri})
