"""`orq-schema schema`: list, show and check the schemas that come with this tool."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from orq_schema import resources
from orq_schema.errors import OrqSchemaError, Problem
from orq_schema.load.authoring import check as check_authoring
from orq_schema.load.schema import load_file
from orq_schema.report.summary import FOUND, UNREADABLE
from orq_schema.report.text import line


def _ours() -> dict[str, Path]:
    """The path of each of our own schemas, by its name."""
    return {
        path.name.removesuffix(".schema.json"): path
        for path in sorted(Path(resources.schemas()).glob("*.json"))
    }


@click.group(short_help="list, show and check the schemas that come with this tool")
def command() -> None:
    """List, show and check schemas."""


@command.command("list")
def list_() -> None:
    """List our own schemas: name, URI and title."""
    for name, path in _ours().items():
        schema = load_file(str(path))
        click.echo(f"{name}\t{schema.uri}\t{schema.contents['title']}")


@command.command()
@click.argument("name", default="orq")
def show(name: str) -> None:
    """Print one of our own schemas, `orq` unless NAME says otherwise."""
    path = _ours().get(name)
    if path is None:
        raise click.BadParameter(
            f"there is no schema {name!r}; there are {', '.join(_ours())}", param_hint="NAME"
        )
    click.echo(path.read_text(encoding="utf-8"), nl=False)


@command.command()
@click.argument("files", nargs=-1, metavar="[FILE...]")
def check(files: tuple[str, ...]) -> None:
    """
    Check schemas against the metaschema and our authoring rules: ours, unless FILEs are given.

    The rules: a description of one sentence everywhere, PascalCase names, no shape written twice, examples that
    are valid against their own subschema.
    """
    code = 0
    paths = files or tuple(str(path) for path in _ours().values())
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
