"""`orq-schema schema`: list, show and check the schemas that come with this tool."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from orq_schema import resources
from orq_schema.cli import completion
from orq_schema.cli.help import Command, Example, Group
from orq_schema.errors import OrqSchemaError, Problem
from orq_schema.load.authoring import check as check_authoring
from orq_schema.load.bundle import bundle
from orq_schema.load.revisions import UnknownRevisionError, find, revisions
from orq_schema.load.schema import load_file
from orq_schema.report.summary import FOUND, UNREADABLE
from orq_schema.report.text import line


def _ours() -> dict[str, Path]:
    """The path of each of our own schemas, by its name."""
    return {
        path.name.removesuffix(".schema.json"): path
        for path in sorted(Path(resources.schemas()).glob("*.json"))
    }


def _names() -> list[str]:
    return [*_ours(), *completion.revisions()]


_LIST = (Example("orq-schema schema list", "List schemas and revisions."),)
_SHOW = (
    Example("orq-schema schema show", "Print the schema of the orq object."),
    Example(
        "orq-schema schema show --bundle latest > orq.schema.json",
        "Save that of the newest revision for an editor, in one file.",
    ),
)
_CHECK = (
    Example("orq-schema schema check user.schema.json", "Check a schema of your own."),
    Example("orq-schema schema check", "Check all those that come with this tool."),
)


@click.group(
    cls=Group,
    examples=(*_LIST, *_SHOW[:1], *_CHECK[:1]),
    short_help="list, show and check the schemas that come with this tool",
)
def command() -> None:
    """List, show and check schemas."""


@command.command("list", cls=Command, examples=_LIST, short_help="list our schemas and the revisions")
def list_() -> None:
    """List our own schemas: name, URI and title; then the revisions of the orq object: id, URI and what is new."""
    for name, path in _ours().items():
        schema = load_file(str(path))
        click.echo(f"{name}\t{schema.uri}\t{schema.contents['title']}")
    for each in revisions():
        click.echo(f"{each.id}\t{load_file(each.path).uri}\t{each.change}")


@command.command(
    cls=Command,
    examples=_SHOW,
    short_help="print one of our schemas",
    epilog="Exit codes: 0 all good, 2 wrong usage or no such schema.",
)
@click.argument("name", default="orq", shell_complete=completion.one_of(_names))
@click.option("--bundle", "bundled", is_flag=True, help="As one document that refers to no other file.")
def show(name: str, *, bundled: bool) -> None:
    """Print one of our own schemas, `orq` unless NAME, which may be a revision, says otherwise."""
    path = _path(name)
    if bundled:
        text = json.dumps(bundle(load_file(str(path))), indent=2, ensure_ascii=False) + "\n"
    else:
        text = path.read_text(encoding="utf-8")
    click.echo(text, nl=False)


def _path(name: str) -> Path:
    if name in _ours():
        return _ours()[name]
    try:
        return Path(find(name).path)
    except UnknownRevisionError as error:
        names = f"there is no schema {name!r}; there are {', '.join(_ours())}"
        raise click.BadParameter(
            f"{names}; of the revisions, {error.problem.hint}", param_hint="NAME"
        ) from None


@command.command(
    cls=Command,
    examples=_CHECK,
    short_help="check schemas, yours or ours",
    epilog="Exit codes: 0 all good, 1 a rule is broken, 2 wrong usage, 3 something that is no schema or could not be "
    "read.",
)
@click.argument("files", nargs=-1, metavar="[FILE...]", shell_complete=completion.files)
def check(files: tuple[str, ...]) -> None:
    """
    Check schemas against the metaschema and our authoring rules: ours, unless FILEs are given.

    The rules: a description of one sentence everywhere, PascalCase names, no shape written twice, examples that
    are valid against their own subschema.
    """
    code = 0
    paths = files or tuple(dict.fromkeys([*map(str, _ours().values()), *(each.path for each in revisions())]))
    for path in paths:
        found, worst = _check(path)
        for problem in found:
            sys.stdout.write(line(problem))
        code = max(code, worst)
        if not found and not files:
            click.echo(f"{Path(path).name}: good", err=True)
    sys.exit(code)


def _check(path: str) -> tuple[list[Problem], int]:
    try:
        found = check_authoring(load_file(path))
    except OrqSchemaError as error:
        return [error.problem], UNREADABLE
    return found, FOUND if any(each.severity == "error" for each in found) else 0
