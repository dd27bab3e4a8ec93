"""`orq-schema diff`: what a change of the schema breaks, for those who write payloads and those who read models."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from orq_schema.cli import completion
from orq_schema.cli.atomic import replace
from orq_schema.cli.failure import stop, stop_for
from orq_schema.cli.help import Command, Example
from orq_schema.errors import DepthError, OrqSchemaError, UnreadableError
from orq_schema.evolve.changelog import updated
from orq_schema.evolve.compare import compare
from orq_schema.evolve.render import FORMATS, Comparison
from orq_schema.evolve.sources import find
from orq_schema.load.revisions import UnknownRevisionError
from orq_schema.payload.text import problem, reason
from orq_schema.report.printable import printable
from orq_schema.report.summary import FOUND, UNREADABLE


def _date(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """`value` if it is a day as ISO 8601 writes it."""
    if value is not None:
        try:
            return dt.date.fromisoformat(value).isoformat()
        except ValueError:
            raise click.BadParameter("a day is written YYYY-MM-DD") from None
    return None


_EXAMPLES = (
    Example(
        "orq-schema diff 2025-09-04 2025-12-05",
        "What breaks from one revision to another, each break with a payload.",
    ),
    Example("orq-schema diff 2026-01-12 2026-01-22 --for both", "For those who read models too."),
    Example("orq-schema diff 2025-08-26 2025-09-04 --format markdown", "For a pull request or a changelog."),
)


@click.command(
    cls=Command,
    examples=_EXAMPLES,
    short_help="say what a change of the schema breaks, with proof",
    epilog="Exit codes: 0 nothing breaks, 1 something does, 2 wrong usage or a schema that cannot be compiled, "
    "3 something could not be read or written. What is not decided does not count as breaking.",
)
@click.argument("old", shell_complete=completion.one_of(completion.revisions))
@click.argument("new", shell_complete=completion.one_of(completion.revisions))
@click.option(
    "--for", "audience", type=click.Choice(("writers", "readers", "both")), default="writers",
    help="For whom a break makes the exit code 1: who writes payloads (by default), who reads values by generated "
    "models, or both.",
)  # fmt: skip
@click.option(
    "--format", "layout", type=click.Choice(tuple(FORMATS)), default="text", help="Layout of the output."
)
@click.option("--changelog", metavar="FILE", help="Write a dated entry to the top of this Markdown file too.")
@click.option(
    "--date", metavar="YYYY-MM-DD", callback=_date,
    help="The day of the entry; that of the revision NEW, or today, by default.",
)  # fmt: skip
def command(  # noqa: PLR0913 - click hands over options by name
    old: str, new: str, audience: str, layout: str, changelog: str | None, date: str | None
) -> None:
    """
    Say what changed from OLD to NEW and what that breaks.

    Each is a revision of the orq object (a date, an id, latest), a schema file, or COMMIT:PATH in git, such as
    HEAD~1:schemas/orq.schema.json.

    A breaking change comes with a payload that was valid and no longer is. A compatible one is proven to be. A new
    optional property is a new name: payloads may have used it freely.
    """
    try:
        before, after = find(old), find(new)
        comparison = Comparison(before.name, after.name, compare(before.schema, after.schema))
        if changelog is not None:
            _write(changelog, comparison, date or after.date or _today())
    except UnknownRevisionError as error:
        raise click.UsageError(printable(f"{error.problem.message}; {error.problem.hint}")) from None
    except (RecursionError, DepthError):
        fault = problem(f"{old} and {new}", "too-deep", "nested too deeply to be compared")
        stop([fault], UNREADABLE, layout)
    except OrqSchemaError as error:
        stop_for(error, layout)
    sys.stdout.write(FORMATS[layout](comparison))
    sys.exit(FOUND if comparison.breaks(audience) else 0)


def _today() -> str:
    return dt.datetime.now(tz=dt.UTC).date().isoformat()


def _write(name: str, comparison: Comparison, date: str) -> None:
    path = Path(name)
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        changed = updated(text, comparison, date)
        if changed != text:
            replace(path, changed.encode("utf-8"))
    except OSError as error:
        raise UnreadableError(problem(name, "unwritable", reason(error))) from None
    except UnicodeDecodeError:
        message = "not UTF-8, so nothing is added to it"
        raise UnreadableError(problem(name, "unwritable", message)) from None
