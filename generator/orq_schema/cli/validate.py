"""`orq-schema validate`: its options."""

from __future__ import annotations

import sys
from typing import Literal

import click

from orq_schema import pointer
from orq_schema.cli.run import Settings, run
from orq_schema.payload.document import Limits
from orq_schema.report.sink import FORMATS
from orq_schema.validation.check import Options
from orq_schema.validation.judge import Judging


def _pointer(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            pointer.split(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
    return value


@click.command(
    short_help="check payload files",
    epilog="Exit codes: 0 all good, 1 errors found, 2 wrong usage, 3 something could not be read.",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...|-")
@click.option(
    "--as", "kind", type=click.Choice(["auto", "orq", "request"]), default="auto",
    help="What a document is: the orq object itself, or a whole request body. By default it is found out.",
)  # fmt: skip
@click.option("--at", metavar="POINTER", callback=_pointer, help="JSON Pointer of the value to check.")
@click.option("--schema", metavar="FILE", help="Check whole documents against this schema instead of ours.")
@click.option(
    "--engine", type=click.Choice(["compiled", "jsonschema"]), default="compiled",
    help="What decides: our compiled validator, or the jsonschema library, to check one against the other.",
)  # fmt: skip
@click.option("--assert-formats", is_flag=True, help="A string must be of the `format` that the schema says.")
@click.option("--strict", is_flag=True, help="Unknown keys are errors, not warnings.")
@click.option("--format", "layout", type=click.Choice(FORMATS), default="text", help="Layout of the report.")
@click.option(
    "--show-values", is_flag=True, help="Show the values that are wrong; payloads may hold secrets."
)
@click.option(
    "--max-depth", type=click.IntRange(1, 100_000), default=Limits().depth, help="Deepest nesting read."
)
@click.option(
    "--max-nodes", type=click.IntRange(1), default=Limits().nodes, help="Most values in one document."
)
@click.option(
    "--max-digits", type=click.IntRange(1, 4300), default=Limits().digits, help="Most digits in a number."
)
def command(  # noqa: PLR0913 - one parameter for each option
    paths: tuple[str, ...],
    kind: Literal["auto", "orq", "request"],
    at: str | None,
    schema: str | None,
    engine: Literal["compiled", "jsonschema"],
    layout: str,
    max_depth: int,
    max_nodes: int,
    max_digits: int,
    *,
    assert_formats: bool,
    strict: bool,
    show_values: bool,
) -> None:
    """
    Check the orq objects in JSON, YAML and JSON Lines files.

    A PATH is a file, a directory, or - for standard input. In each document the orq object is found by
    itself: under `orq`, in `extra_body`, in the `body` of a batch line, or bare. Unknown keys are warnings
    unless --strict is given.
    """
    limits = Limits(max_depth, max_nodes, max_digits)
    options = Options(strict=strict, show_values=show_values)
    judging = Judging(kind, at, schema, engine, assert_formats, options, limits)
    sys.exit(run(paths, Settings(judging, layout)))
