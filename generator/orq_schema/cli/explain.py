"""`orq-schema explain`: what the schema says of one field."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from orq_schema.cli import completion
from orq_schema.cli.failure import stop_for
from orq_schema.cli.help import Command, Example
from orq_schema.cli.revision import chosen
from orq_schema.errors import OrqSchemaError
from orq_schema.explain.page import NoFieldError, explain
from orq_schema.explain.text import render_json, render_text
from orq_schema.explain.tree import tree_of
from orq_schema.load.revisions import DEFAULT, revisions
from orq_schema.report.printable import printable
from orq_schema.validation.fits import runs

if TYPE_CHECKING:
    from orq_schema.load.revisions import Revision
    from orq_schema.validation.tree import Tree

_EXAMPLES = (
    Example("orq-schema explain", "List all fields."),
    Example("orq-schema explain retry.count", "Explain one of them."),
    Example("orq-schema explain /orq/cache/ttl", "The same by the JSON Pointer that a report gives."),
    Example("orq-schema explain --revision latest load_balancer", "Explain what a later revision has."),
    Example("orq-schema explain --format json 'knowledge_bases[].search_type'", "For a program."),
)


@click.command(
    cls=Command,
    examples=_EXAMPLES,
    short_help="say what the schema has on one field",
    epilog="Exit codes: 0 all good, 2 wrong usage or no such field, 3 a schema that could not be read.",
)
@click.argument("field", default="", shell_complete=completion.one_of(completion.fields))
@click.option(
    "--schema", metavar="FILE", shell_complete=completion.files,
    help="A draft 2020-12 schema; ours for the orq object by default.",
)  # fmt: skip
@click.option(
    "--revision", metavar="DATE|ID|latest", callback=chosen,
    shell_complete=completion.one_of(completion.revisions),
    help=f"Which revision of the orq object; {DEFAULT} by default.",
)  # fmt: skip
@click.option(
    "--format", "layout", type=click.Choice(("text", "json")), default="text", help="Layout of the page."
)
def command(field: str, schema: str | None, revision: Revision | None, layout: str) -> None:
    """
    Say what the schema has on FIELD: type, limits, default, examples, description, since when.

    FIELD is written like retry.count, fallbacks[].model, or as a JSON Pointer, such as a report has it:
    /orq/retry/count. Without FIELD the fields of the whole object are listed.
    """
    if schema is not None and revision is not None:
        raise click.UsageError("--schema and --revision exclude each other")
    try:
        pages = explain(tree_of(schema, revision), field)
    except NoFieldError as error:
        elsewhere = None if schema is not None else _elsewhere(field)
        raise click.BadParameter(printable(elsewhere or _said(error)), param_hint="FIELD") from None
    except OrqSchemaError as error:
        stop_for(error, layout)
    sys.stdout.write((render_json if layout == "json" else render_text)(pages))


def _said(error: NoFieldError) -> str:
    meant = " or ".join(f'"{each}"' for each in error.meant)
    return f"{error.message}; did you mean {meant}?" if meant else error.message


def _elsewhere(field: str) -> str | None:
    """Which revisions have `field`, where the one that was asked for has not; None if none has."""
    having = [_has(tree_of(None, each), field) for each in revisions()]
    return f'there is no field "{field}" here; it is in {runs(having)}' if any(having) else None


def _has(tree: Tree, field: str) -> bool:
    try:
        explain(tree, field)
    except NoFieldError:
        return False
    return True
