"""What `orq-schema generate` has to do: a folder that options name, or the jobs of the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.cli.lock import Entry
from orq_schema.config.error import ConfigError
from orq_schema.emit import TARGETS
from orq_schema.ir.build import build, without_types
from orq_schema.jsonvalue import members
from orq_schema.load import revisions
from orq_schema.load.schema import load_file
from orq_schema.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.config.model import Config, Job
    from orq_schema.emit.base import Files
    from orq_schema.load.schema import LoadedSchema

DEFAULT = ("dataclasses", "typeddicts", "validator", "docs")


class Work(NamedTuple):
    """What one job comes to: all its files, the folder they go to, and the entry in the lock."""

    folder: str
    files: Files
    entry: Entry


def work(job: Job) -> Work:
    """What `job` comes to; nothing is written. OrqSchemaError as the stages raise it."""
    revision = None
    if job.schema is not None:
        schema = load_file(job.schema)
    else:
        revision = revisions.find(job.revision or revisions.DEFAULT)
        schema = revisions.load(revision)
    identifier = members(schema.contents).get("$id") or Path(schema.file).name
    entry = Entry(job.out, schema.name, identifier, revision and revision.id, schema.sha256, __version__)
    return Work(job.folder, render(schema, job.targets or DEFAULT), entry)


def all_of(config: Config, jobs: Iterable[Job]) -> list[Work]:
    """
    What all `jobs` of `config` come to.

    Raises ConfigError where two of them would write files of one name from different schemas.
    """
    found: list[Work] = []
    taken: dict[tuple[Path, str], str] = {}
    for index, job in enumerate(jobs):
        made = work(job)
        digest = taken.setdefault((Path(made.folder).resolve(), made.entry.name), made.entry.sha256)
        if digest != made.entry.sha256:
            message = f"another job has files of this name ({made.entry.name}) here, from another schema"
            raise ConfigError([config.problem(("generate", index, "out"), message)])
        found.append(made)
    return found


def render(schema: LoadedSchema, targets: tuple[str, ...]) -> Files:
    """All files of `targets` for `schema`, by name. OrqSchemaError as the stages raise it."""
    # a validator can be made of schemas that no type can carry
    typeless = {"validator"}
    model = without_types(schema) if typeless.issuperset(targets) else build(schema)
    return {name: text for target in targets for name, text in TARGETS[target](model, schema).items()}
