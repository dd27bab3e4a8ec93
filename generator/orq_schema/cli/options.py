"""What the options of `orq-schema validate` take, and how its help is laid out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from orq_schema.cli import help as help_
from orq_schema.cli.outputs import Output
from orq_schema.report.sink import FORMATS, GROUPED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.cli.baseline import Baseline
    from orq_schema.cli.fix import Fix
    from orq_schema.config.model import Config


# more than that would not even start on most machines
_MOST_JOBS = 256


class Option(click.Option):
    """An option with the heading that it stands under in the help."""

    def __init__(self, *names: Any, heading: str, **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.heading = heading


class Command(help_.Command):
    """A command whose help has its options under headings, in the order of their declaration."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options into the help."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for each in sorted(self.get_params(ctx), key=lambda each: not isinstance(each, Option)):
            record = each.get_help_record(ctx) if isinstance(each, click.Option) else None
            if record is not None:
                sections.setdefault(each.heading if isinstance(each, Option) else "Other", []).append(record)
        for heading, records in sections.items():
            with formatter.section(heading):
                formatter.write_dl(records)


def parse_format(_: click.Context, __: click.Parameter, value: str) -> str:
    """`value` if it is the name of a report's format."""
    if value in FORMATS:
        return value
    from orq_schema.validation.hints import similar

    meant = similar(value, FORMATS)
    hint = f'did you mean "{meant}"?' if meant else f"there are {', '.join(FORMATS)}"
    raise click.BadParameter(f'no format "{value}"; {hint}')


def parse_outputs(
    context: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[Output, ...]:
    """What the texts `FORMAT:FILE` in `value` stand for."""
    return tuple([_output(context, parameter, each) for each in value])


def _output(context: click.Context, parameter: click.Parameter, value: str) -> Output:
    name, colon, file = value.partition(":")
    if not colon or not file:
        raise click.BadParameter(f'"{value}" is not FORMAT:FILE, such as sarif:report.sarif')
    layout = parse_format(context, parameter, name)
    if file == "-":
        raise click.BadParameter(f"the report on standard output is chosen by --format {layout}")
    return Output(layout, file)


def parse_pointers(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """`value` if each in it is a JSON Pointer, or several with `#` between them."""
    from orq_schema.payload.logs import check

    for each in value:
        try:
            check(each)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
    return value


def parse_rules(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> frozenset[str]:
    """The ids in `value`, each some with commas between, if they are of rules that may be switched off."""
    from orq_schema import rules

    found = [part.strip() for each in value for part in each.split(",")]
    for each in found:
        refused = rules.refusal(each)
        if refused is not None:
            raise click.BadParameter("; ".join([said for said in refused if said]))
    return frozenset(found)


def load_baseline(_: click.Context, __: click.Parameter, value: str | None) -> Baseline | None:
    """The baseline in the file `value`."""
    if value is None:
        return None
    from orq_schema.cli.baseline import load

    try:
        return load(value)
    except ValueError as error:
        raise click.BadParameter(f"{value}: {error}") from None


def configuration(file: str | None, *, none: bool) -> Config | None:
    """The configuration to go by: that in `file` if one was asked for, else the nearest one. Raises ConfigError."""
    if none and file is not None:
        raise click.UsageError("--config and --no-config exclude each other")
    if none:
        return None
    from orq_schema.cli.plan import nearest, warn
    from orq_schema.config.find import candidates
    from orq_schema.config.read import read

    return read(file, warn) if file is not None else nearest(candidates())


def given() -> frozenset[str]:
    """The names of the parameters that were given on the command line."""
    context = click.get_current_context()
    sources = {name: context.get_parameter_source(name) for name in context.params}
    return frozenset(name for name, source in sources.items() if source is ParameterSource.COMMANDLINE)


def check_outputs(outputs: Iterable[Output], inputs: Iterable[str]) -> None:
    """Raise UsageError where one of `outputs` would overwrite another, or one of the `inputs`."""
    taken = {os.path.realpath(each) for each in inputs if each != "-"}
    for each in outputs:
        path = os.path.realpath(each.file)
        if path in taken:
            raise click.UsageError(f"--output would overwrite {each.file}, which this run reads or writes")
        if not _is_device(path):
            taken.add(path)


def check_summary(layout: str, *, summary: bool) -> None:
    """Raise UsageError where groups are asked for in a format that has none."""
    if summary and layout not in GROUPED:
        raise click.UsageError(f"--summary is for the formats {', '.join(GROUPED)}, and not for {layout}")


def parse_jobs(_: click.Context, __: click.Parameter, value: str) -> int:
    """How many processes `value` stands for."""
    if value == "auto":
        from orq_schema.bulk.pool import cores

        return cores()
    if value.isascii() and value.isdigit() and 0 < int(value) <= _MOST_JOBS:
        return int(value)
    raise click.BadParameter(f'"{value}" is neither auto nor a number from 1 to {_MOST_JOBS}')


def check_split(
    folder: str, paths: Iterable[str], stdin_filename: str, others: Iterable[str], *, fix: bool
) -> None:
    """
    Raise UsageError where --split would write over an input or an output, or has nothing to split.

    Files that were not named are passed over if they have no lines.
    """
    from pathlib import Path

    from orq_schema.cli.split import LINES, is_below
    from orq_schema.payload.kinds import kind_of_name

    if fix:
        raise click.UsageError("--split and --fix exclude each other")
    if not folder:
        # a variable that is not set would have lines in the working directory
        raise click.UsageError("--split needs the name of a folder")
    for each in paths:
        name = stdin_filename if each == "-" else each
        may_hold_lines = Path(name).is_dir() or any(mark in name for mark in "*?[")
        if kind_of_name(name) not in LINES and not may_hold_lines:
            hint = "; give --stdin-filename NAME.jsonl" if name == "-" else ""
            raise click.UsageError(f"--split is for JSON Lines, and {name} is none by its name{hint}")
    for each in others:
        if each != "-" and is_below(folder, each):
            raise click.UsageError(f"--split would write over {each}, which this run reads or writes")


def check_fix(paths: Iterable[str], *, fix: bool, diff: bool) -> Fix:
    """What is to be done about mends; raise UsageError where that makes no sense."""
    if diff and not fix:
        raise click.UsageError("--diff goes with --fix")
    if fix and "-" in paths:
        raise click.UsageError("--fix changes files, and standard input is none")
    return "diff" if diff else "write" if fix else "no"


def _is_device(name: str) -> bool:
    from pathlib import Path

    path = Path(name)
    return path.exists() and not path.is_file()
