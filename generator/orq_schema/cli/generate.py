"""`orq-schema generate`: a schema in; models, types, a validator and a reference out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from orq_schema.cli import completion
from orq_schema.cli.files import stale, write
from orq_schema.cli.help import Command, Example
from orq_schema.cli.revision import chosen
from orq_schema.emit import TARGETS
from orq_schema.errors import OrqSchemaError, UnsupportedError
from orq_schema.ir.build import build, without_types
from orq_schema.load import revisions
from orq_schema.load.schema import load_file
from orq_schema.report.summary import FOUND, UNREADABLE, USAGE
from orq_schema.report.text import line

if TYPE_CHECKING:
    from orq_schema.emit.base import Files
    from orq_schema.load.revisions import Revision
    from orq_schema.load.schema import LoadedSchema

DEFAULT = ("dataclasses", "typeddicts", "validator", "docs")

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
)


def _targets(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
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
    "--out", metavar="DIR", required=True, shell_complete=completion.folders,
    help="Folder to write to; it is made if need be.",
)  # fmt: skip
@click.option(
    "--target", "targets", default=",".join(DEFAULT), callback=_targets, metavar="NAMES",
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
def command(  # noqa: PLR0913 - click hands over options by name
    out: str, targets: tuple[str, ...], schema: str | None, revision: Revision | None,
    *, check: bool, diff: bool,
) -> None:  # fmt: skip
    """
    Write Python models, types and a validator, and a Markdown reference.

    Each file stands alone, is written whole or not at all, and says at its head what it was made from. Other
    files in DIR are left alone.
    """
    if schema is not None and revision is not None:
        raise click.UsageError("--schema and --revision exclude each other")
    try:
        files = render(_loaded(schema, revision), targets)
        if check or diff:
            sys.exit(_report(out, files, diff=diff))
        written = write(out, files)
    except OrqSchemaError as error:
        sys.stdout.write(line(error.problem))
        sys.exit(USAGE if isinstance(error, UnsupportedError) else UNREADABLE)
    for path in written:
        click.echo(f"wrote {path}")
    if len(written) < len(files):
        click.echo(f"{len(files) - len(written)} of {len(files)} files were up to date", err=True)


def _loaded(schema: str | None, revision: Revision | None) -> LoadedSchema:
    if schema is not None:
        return load_file(schema)
    return revisions.load(revision or revisions.find(revisions.DEFAULT))


def render(schema: LoadedSchema, targets: tuple[str, ...]) -> Files:
    """All files of `targets` for `schema`, by name. OrqSchemaError as the stages raise it."""
    # a validator can be made of schemas that no type can carry
    typeless = {"validator"}
    model = without_types(schema) if typeless.issuperset(targets) else build(schema)
    return {name: text for target in targets for name, text in TARGETS[target](model, schema).items()}


def _report(out: str, files: Files, *, diff: bool) -> int:
    found = stale(out, files)
    for each in found:
        if diff:
            sys.stdout.write(each.diff())
        else:
            click.echo(f"{each.path}: stale: {each.reason}")
    if not found:
        click.echo(f"{len(files)} files are up to date", err=True)
    return FOUND if found else 0
