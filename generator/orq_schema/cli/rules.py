"""`orq-schema rules`: the list of rules, and the page of one."""

from __future__ import annotations

import sys

import click

from orq_schema.cli import completion
from orq_schema.cli.help import Command, Example
from orq_schema.report.printable import printable
from orq_schema.rules import find, load, nearest
from orq_schema.rules.pages import as_json, table, text

_EXAMPLES = (
    Example("orq-schema rules", "List all rules."),
    Example("orq-schema rules unknown-key", "Explain the one that a report names."),
)


@click.command(
    cls=Command,
    examples=_EXAMPLES,
    short_help="list the rules, and explain one",
    epilog="Exit codes: 0 all good, 2 wrong usage or no such rule.",
)
@click.argument("rule", required=False, shell_complete=completion.one_of(completion.rules))
@click.option(
    "--format", "layout", type=click.Choice(("text", "json")), default="text", help="Layout of the output."
)
def command(rule: str | None, layout: str) -> None:
    """List all rules with their severities, or print the page of RULE: what it finds, why, and how to mend it."""
    if rule is None:
        sys.stdout.write((as_json if layout == "json" else table)(load().values()))
        return
    found = find(rule)
    if found is None:
        meant = nearest(rule)
        hint = "orq-schema rules lists them" if meant is None else f'did you mean "{meant}"?'
        raise click.BadParameter(f'there is no rule "{printable(rule)}"; {hint}', param_hint="RULE")
    sys.stdout.write(as_json([found]) if layout == "json" else text(found))
