"""`orq-schema init`: a first configuration, by what there is in a folder."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orq_schema.cli import completion
from orq_schema.cli.atomic import replace
from orq_schema.cli.failure import stop
from orq_schema.cli.help import Command, Example
from orq_schema.config.cut import cut
from orq_schema.config.find import OURS
from orq_schema.config.propose import short, table
from orq_schema.config.survey import best, contents, spans, survey
from orq_schema.jsonvalue import members
from orq_schema.payload.document import Unread
from orq_schema.payload.read import read_bytes
from orq_schema.payload.text import problem, reason
from orq_schema.report.printable import printable
from orq_schema.report.summary import UNREADABLE, USAGE
from orq_schema.report.text import counted

if TYPE_CHECKING:
    from orq_schema.config.survey import Payloads
    from orq_schema.payload.document import Document

_EXAMPLES = (
    Example("orq-schema init --dry-run", "Show what there is, and the configuration that it asks for."),
    Example("orq-schema init", "Write that into pyproject.toml besides."),
    Example("orq-schema init --force", "Write it anew, in place of the table that is there."),
)


@click.command(
    cls=Command,
    examples=_EXAMPLES,
    short_help="write a first configuration",
    epilog="Exit codes: 0 all good, 2 wrong usage or a configuration that is there already, 3 something could not be "
    "read or written.",
)
@click.argument(
    "folder", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False),
    shell_complete=completion.folders,
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option(
    "--force", is_flag=True, help="Replace a table [tool.orq-schema] that is there, with all that it says."
)
def command(folder: str, *, dry_run: bool, force: bool) -> None:
    """
    Look for payloads in DIR and below, and write a first [tool.orq-schema] into the pyproject.toml in DIR.

    What git ignores is left out. All revisions of the orq object are tried on each payload. What is in
    pyproject.toml stays byte for byte, but for a table that --force replaces; without one, it is made.
    """
    path = Path(folder, "pyproject.toml")
    around = _around(path, force=force)
    found = survey(folder)
    for each in found.payloads:
        click.echo(f"{printable(each.file)}: {_said(each)}")
    if not found.payloads:
        click.echo("no payloads found")
    text = table(found)
    after = _joined(path, around, text)
    click.echo(f"\n{''.join(_shown(text))}")
    if not dry_run:
        try:
            replace(path, after)
        except OSError as error:
            stop([problem(str(path), "unwritable", f"it cannot be written: {reason(error)}")], UNREADABLE)
        click.echo(f"wrote {printable(str(path))}")


def _shown(text: str) -> list[str]:
    return [f"{printable(each)}\n" for each in text.splitlines()]


def _said(found: Payloads) -> str:
    """How many payloads there are in a file, and which revisions they fit."""
    many = counted(found.many, "payload")
    fitting = [name for name, errors in found.errors.items() if not errors]
    if len(fitting) == len(contents()):
        return f"{many}, right by all revisions"
    if not fitting:
        name, errors = best([found])
        return f"{many}, right by no revision; by {short(name)} {counted(errors, 'mistake')}"
    stretches = [
        short(start) if start == end else f"{short(start)} to {short(end)}" for start, end in spans(fitting)
    ]
    return f"{many}, right by {', '.join(stretches)}"


def _around(path: Path, *, force: bool) -> tuple[str, str]:
    """What is to stand before and behind the table in the file at `path`, without one that is there if `force`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return "", ""
    except OSError as error:
        stop([problem(str(path), "unreadable", f"a file that cannot be read: {reason(error)}")], UNREADABLE)
    for each in read_bytes(str(path), data) if data.strip() else ():
        if not isinstance(each, Unread):
            if OURS in members(members(each.value).get("tool")):
                return _without(each, data.decode("utf-8"), force=force)
        elif each.problem.severity == "error":
            stop([each.problem], UNREADABLE)
    text = data.decode("utf-8")
    newline = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return text + (newline.replace("\n", "\r\n") if "\r\n" in text else newline), ""


def _without(document: Document, text: str, *, force: bool) -> tuple[str, str]:
    """What stands around the table in `text`, which `document` was read from, if that is to be replaced."""
    body = text.removeprefix("\ufeff")
    found = cut(body) if force else None
    if found is None:
        message = "a table [tool.orq-schema] is there already"
        hint = "edit that" if force else "edit that, or have it replaced with --force"
        if force:
            message += ", and has no header of its own by which to replace it"
        place = document.key_place(("tool", OURS))
        stop([problem(document.file, "configuration", message, hint, place)], USAGE)
    return text[: len(text) - len(body)] + found[0], found[1]


def _joined(path: Path, around: tuple[str, str], text: str) -> bytes:
    """The whole file with the table in its place."""
    before, behind = around
    after = before + (text.replace("\n", "\r\n") if "\r\n" in before + behind else text) + behind
    try:
        tomllib.loads(after.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        message = 'a table cannot be added behind what it says of "tool"; write that as [tool.NAME]'
        stop([problem(str(path), "configuration", message)], USAGE)
    return after.encode("utf-8")
