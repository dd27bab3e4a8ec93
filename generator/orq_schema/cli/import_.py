"""`orq-schema import`: a property of a request's body, out of an OpenAPI document into a schema."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orq_schema import pointer
from orq_schema.cli import completion
from orq_schema.cli.atomic import replace
from orq_schema.cli.failure import stop, stop_for
from orq_schema.cli.help import Command, Example
from orq_schema.compile.validator import Validator
from orq_schema.errors import OrqSchemaError
from orq_schema.evolve.compare import compare
from orq_schema.evolve.render import Comparison, as_text
from orq_schema.load import revisions
from orq_schema.load.bundle import bundle
from orq_schema.load.schema import from_contents
from orq_schema.openapi.document import RefusedError, read
from orq_schema.openapi.importer import Wanted, import_property
from orq_schema.openapi.layout import render
from orq_schema.payload.text import reason
from orq_schema.report.printable import printable
from orq_schema.report.summary import UNREADABLE, USAGE
from orq_schema.report.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.load.schema import LoadedSchema
    from orq_schema.openapi.importer import Imported

# our own revisions are of this property
_OURS = "orq"
# what this writes: nothing else is ever on standard output
_LAYOUT = "schema"


def _names(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """The names in `value`, each written POINTER=Name, by pointer; a pointer may begin with `#`."""
    found: dict[str, str] = {}
    for each in value:
        at, equals, name = each.rpartition("=")
        try:
            pointer.split(at.removeprefix("#"))
        except ValueError as error:
            raise click.BadParameter(printable(f'"{each}": {error}')) from None
        if not equals or not name:
            raise click.BadParameter(
                printable(f'"{each}" is not POINTER=Name, such as /components/schemas/A=Filter')
            )
        found[at.removeprefix("#")] = name
    return found


_EXAMPLES = (
    Example(
        'orq-schema import openapi.yaml --operation "POST /v2/proxy/completions" --property orq --out orq.json',
        "Write a schema of the property orq of that body.",
    ),
    Example(
        'orq-schema import openapi.yaml --operation "POST /v2/proxy/completions" --property orq --facts-only',
        "Show it, in our own words.",
    ),
)


@click.command(
    cls=Command,
    examples=_EXAMPLES,
    short_help="take a property of a request's body out of an OpenAPI document",
    epilog="Exit codes: 0 all good, 2 wrong usage or something that a person must decide, 3 something could not be "
    "read or written.",
)
@click.argument("openapi", shell_complete=completion.files)
@click.option(
    "--operation", required=True, metavar="OPERATION", help='Method and path, such as "POST /v2/proxy/completions".',
)  # fmt: skip
@click.option(
    "--property", "name", required=True, metavar="NAME", help="The property of the request's body, such as orq.",
)  # fmt: skip
@click.option(
    "--media-type", default="application/json", show_default=True, metavar="TYPE", help="Which of the contents.",
)  # fmt: skip
@click.option(
    "--out", metavar="FILE", shell_complete=completion.files,
    help="File to write to, whole or not at all; standard output by default.",
)  # fmt: skip
@click.option("--id", "uri", metavar="URI", help="The `$id` of the schema.")
@click.option(
    "--facts-only", is_flag=True,
    help="Take over no title, description or example; ours stand where our newest revision has the same shape.",
)  # fmt: skip
@click.option(
    "--name", "names", multiple=True, callback=_names, metavar="POINTER=Name",
    help="What the shape at POINTER, in the document, is called; may be repeated.",
)  # fmt: skip
def command(  # noqa: PLR0913 - click hands over options by name
    openapi: str, operation: str, name: str, media_type: str, out: str | None, uri: str | None,
    names: dict[str, str], *, facts_only: bool,
) -> None:  # fmt: skip
    """
    Take a property of a request's body out of OPENAPI, an OpenAPI 3.0 or 3.1 document in YAML or JSON.

    The result is a draft 2020-12 schema that accepts what the property accepts, with every shape in `$defs` under
    a name of its own. What was changed on the way, and how it differs from our newest revision, goes to standard
    error.
    """
    newest = revisions.load(revisions.find(revisions.LATEST)) if name == _OURS else None
    wanted = Wanted(operation, name, media_type, uri, names, facts_only)
    try:
        imported = import_property(read(openapi), wanted, bundle(newest) if newest else None)
        loaded = from_contents(imported.schema, name=name)
        # a circle of references that describes no value, a pattern that is none: better told now
        Validator(loaded)
        changes = _changes(newest, loaded) if newest else ""
    except RefusedError as error:
        stop(error.problems, USAGE, _LAYOUT)
    except OrqSchemaError as error:
        stop_for(error, _LAYOUT)
    text = render(imported.schema)
    if out is None:
        click.echo(text, nl=False)
    else:
        _write(out, text)
    for each in _summary(imported):
        click.echo(printable(each), err=True)
    click.echo(changes, err=True, nl=False)


def _write(out: str, text: str) -> None:
    try:
        replace(Path(out), text.encode("utf-8"))
    except OSError as error:
        click.echo(printable(f"{out}: {reason(error)}"), err=True)
        sys.exit(UNREADABLE)


def _summary(imported: Imported) -> Iterator[str]:
    """What there is to know of an import, line by line."""
    yield counted(len(imported.schema.get("$defs", ())), "definition")
    for kind, places in imported.notes.places.items():
        more = "" if len(places) == 1 else f" and {len(places) - 1:,} more"
        yield f"{kind}: at {places[0] or 'the root'}{more}"
    for each in imported.undescribed:
        yield f"to be described: {each or 'the root'}"


def _changes(newest: LoadedSchema, imported: LoadedSchema) -> str:
    """How `imported` differs from `newest`, our newest revision, and what that breaks."""
    name = revisions.find(revisions.LATEST).id
    return as_text(Comparison(name, "imported", compare(newest, imported)))
