"""The option `--revision` and its like: a revision of the orq object, as people name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from orq_schema.load.revisions import Revision


def chosen(_: click.Context, __: click.Parameter, value: str | None) -> Revision | None:
    """The revision that `value` means; None where the option is absent. BadParameter for one that is unknown."""
    if value is None:
        return None
    # half of what starting up takes
    from orq_schema.load.revisions import UnknownRevisionError, find

    try:
        return find(value)
    except UnknownRevisionError as error:
        raise click.BadParameter(f"{error.problem.message}; {error.problem.hint}") from None


def checked(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """`value` if it is "auto" or means a revision. BadParameter as above."""
    if value != "auto":
        chosen(context, parameter, value)
    return value
