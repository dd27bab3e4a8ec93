"""The option `--revision`: a revision of the orq object, as people name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orq_schema.load.revisions import UnknownRevisionError, find

if TYPE_CHECKING:
    from orq_schema.load.revisions import Revision


def chosen(_: click.Context, __: click.Parameter, value: str | None) -> Revision | None:
    """The revision that `value` means; None where the option is absent. BadParameter for one that is unknown."""
    try:
        return None if value is None else find(value)
    except UnknownRevisionError as error:
        raise click.BadParameter(f"{error.problem.message}; {error.problem.hint}") from None
