"""`orq-schema generate`: a schema in; models, types, a validator and a reference out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from orq_schema.cli import completion, options
from orq_schema.cli.failure import stop, stop_for
from orq_schema.cli.files import stale, write
from orq_schema.cli.help import Command, Example
from orq_schema.cli.jobs import all_of, work
from orq_schema.cli.lock import Lock
from orq_schema.cli.revision import chosen
from orq_schema.config.error import ConfigError
from orq_schema.config.model import Job
from orq_schema.emit import TARGETS
from orq_schema.errors import OrqSchemaError
from orq_schema.load import revisions
from orq_schema.report.printable import printable
from orq_schema.report.summary import FOUND, USAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orq_schema.cli.files import Stale
    from orq_schema.cli.jobs import Work
    from orq_schema.load.revisions import Revision

_EXAMPLES = (
    Example("orq-schema generate --out models", "Write all but pydantic models into the folder `models`."),
    Example("orq-schema generate --out models --check", "Fail where they are stale, as a build should."),
    Example(
        "orq-schema generate --out newest --target dataclasses,typeddicts --revision latest",
        "Write two targets for the newest revision of the orq object.",
    ),
    Example(
        "orq-schema generate --out mine --schema user.schema.json --diff",
        "Show what would be written for a schema of your own.",
    ),
    Example("orq-schema generate", "Do all that the configuration says, and lock what it was done from."),
    Example("orq-schema generate --check", "Fail where any of that is stale, the lock included."),
)


def _targets(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    if value is None:
        return ()
    wanted = tuple(dict.fromkeys(each.strip() for each in value.split(",") if each.strip()))
    unknown = [each for each in wanted if each not in TARGETS]
    if unknown or not wanted:
        raise click.BadParameter(
            f"{', '.join(unknown) or 'nothing'} is no target; there are {', '.join(TARGETS)}"
        )
    return wanted


@click.command(
    cls=Command,
    examples=_EXAMPLES,
    short_help="write models, types, a validator and a reference from a schema",
    epilog="Exit codes: 0 all good, 1 files are stale, 2 wrong usage or a schema that a target cannot carry, "
    "3 something could not be read or written.",
)
@click.option(
    "--out", metavar="DIR", shell_complete=completion.folders,
    help="Folder to write to; it is made if need be. Without it the jobs of the configuration are done.",
)  # fmt: skip
@click.option(
    "--target", "targets", callback=_targets, metavar="NAMES",
    shell_complete=completion.several_of(lambda: TARGETS),
    help=f"What to write, separated by commas: {', '.join(TARGETS)}. By default all but pydantic.",
)  # fmt: skip
@click.option(
    "--schema", metavar="FILE", shell_complete=completion.files,
    help="A draft 2020-12 schema; ours for the orq object by default.",
)  # fmt: skip
@click.option(
    "--revision", metavar="DATE|ID|latest", callback=chosen,
    shell_complete=completion.one_of(completion.revisions),
    help=f"Which revision of the orq object; {revisions.DEFAULT} by default.",
)  # fmt: skip
@click.option("--check", is_flag=True, help="Write nothing; say which files are stale and why.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option(
    "--locked", is_flag=True,
    help="Write nothing if a schema, or this tool, is not that of orq-schema.lock; say which.",
)  # fmt: skip
@click.option(
    "--config", metavar="FILE", shell_complete=completion.files,
    help="Configuration to go by, in place of the nearest pyproject.toml with a table [tool.orq-schema].",
)  # fmt: skip
@click.option("--no-config", is_flag=True, help="Go by no configuration; --out says where to write.")
def command(  # noqa: PLR0913 - click hands over options by name
    out: str | None, targets: tuple[str, ...], schema: str | None, revision: Revision | None,
    config: str | None, *, check: bool, diff: bool, locked: bool, no_config: bool,
) -> None:  # fmt: skip
    """
    Write Python models, types and a validator, and a Markdown reference.

    Each file stands alone, is written whole or not at all, and says at its head what it was made from. Other
    files in DIR are left alone. Without --out all jobs of the configuration are done, other options winning, and
    orq-schema.lock beside it keeps what they were done from.
    """
    if schema is not None and revision is not None:
        raise click.UsageError("--schema and --revision exclude each other")
    if out is not None and (locked or config is not None):
        raise click.UsageError("--locked and --config are for configured jobs, not for --out")
    asked = Job("", "", targets, schema, revision and revision.id)
    try:
        if out is not None:
            sys.exit(_do([work(asked._replace(out=out, folder=out))], None, check=check, diff=diff))
        found = options.configuration(config, none=no_config)
        if found is None or not found.jobs:
            raise click.UsageError("Missing option '--out', and no configuration has jobs to do.")
        made = all_of(found, [_overruled(each, asked) for each in found.jobs])
        lock = Lock(found.folder, [each.entry for each in made])
        if locked and (changed := lock.stale()):
            sys.exit(_told(changed, diff=False))
        sys.exit(_do(made, lock, check=check, diff=diff))
    except ConfigError as error:
        stop(error.problems, USAGE)
    except OrqSchemaError as error:
        stop_for(error)


def _overruled(job: Job, asked: Job) -> Job:
    """`job` with what the options ask for otherwise."""
    if asked.schema is not None or asked.revision is not None:
        job = job._replace(schema=asked.schema, revision=asked.revision)
    return job._replace(targets=asked.targets) if asked.targets else job


def _do(made: Sequence[Work], lock: Lock | None, *, check: bool, diff: bool) -> int:
    """Write all files, or tell which are stale; the exit code."""
    total = sum(len(each.files) for each in made) + (lock is not None)
    if check or diff:
        found = [every for each in made for every in stale(each.folder, each.files)]
        found += [] if lock is None else lock.stale()
        if not found:
            click.echo(f"{total} files are up to date", err=True)
        return _told(found, diff=diff)
    written = [path for each in made for path in write(each.folder, each.files)]
    # last: what failed before is not locked
    written += [] if lock is None else lock.write()
    for path in written:
        click.echo(f"wrote {printable(path)}")
    if len(written) < total:
        click.echo(f"{total - len(written)} of {total} files were up to date", err=True)
    return 0


def _told(found: Sequence[Stale], *, diff: bool) -> int:
    for each in dict.fromkeys(each.diff() if diff else _reason(each) for each in found):
        sys.stdout.write(each)
    return FOUND if found else 0


def _reason(found: Stale) -> str:
    return f"{printable(found.path)}: stale: {found.reason}\n"
