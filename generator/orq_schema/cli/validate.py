"""`orq-schema validate`: its options."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Literal

import click

from orq_schema.cli import completion, options
from orq_schema.cli.help import Example
from orq_schema.cli.revision import checked
from orq_schema.cli.run import Settings, refuse, run
from orq_schema.config.error import ConfigError
from orq_schema.payload.document import Limits
from orq_schema.report.sink import FORMATS, GROUPED
from orq_schema.resources import REVISION
from orq_schema.validation.check import Options
from orq_schema.validation.judge import Judging

if TYPE_CHECKING:
    from orq_schema.cli.baseline import Baseline
    from orq_schema.cli.outputs import Output

_EXAMPLES = (
    Example("orq-schema validate payloads", "Check all payload files in a folder and below."),
    Example(
        "orq-schema validate --strict request.yaml 'payloads/**/*.jsonl'",
        "Check some of them; unknown keys are errors.",
    ),
    Example(
        "orq-schema validate --stdin-filename request.yaml - < request.yaml",
        "Check what an editor holds.",
    ),
    Example(
        "orq-schema validate --format github --output sarif:orq.sarif payloads",
        "Annotate a pull request, and write a report for code scanning besides.",
    ),
    Example(
        "orq-schema validate --summary --output html:report.html payloads",
        "Tell what is wrong how often, and write a page about it.",
    ),
    Example("orq-schema validate --fix --diff payloads", "Show what --fix would mend, and change nothing."),
    Example(
        "orq-schema validate --jobs auto --split sorted 'payloads/**/*.jsonl'",
        "Check many lines in several processes, and write valid and invalid ones apart.",
    ),
    Example(
        "orq-schema validate", "Check all that the configuration says, from any folder of the repository."
    ),
)

_checked = partial(click.option, cls=options.Option, heading="What is checked")
_told = partial(click.option, cls=options.Option, heading="What is told")
_reports = partial(click.option, cls=options.Option, heading="Reports")
_mends = partial(click.option, cls=options.Option, heading="Mending")
_limits = partial(click.option, cls=options.Option, heading="Limits")


@click.command(
    cls=options.Command,
    examples=_EXAMPLES,
    short_help="check payload files",
    epilog="Exit codes: 0 all good, 1 errors found, 2 wrong usage, 3 something could not be read, 130 interrupted: "
    "the report has what was found until then.",
)
@click.argument("paths", nargs=-1, metavar="[PATH...|-]", shell_complete=completion.files)
@_checked(
    "--as", "kind", type=click.Choice(["auto", "orq", "request"]), default="auto",
    help="What a document is: the orq object itself, or a whole request body. By default it is found out.",
)  # fmt: skip
@_checked(
    "--at", metavar="POINTER", multiple=True, callback=options.parse_pointers,
    help="JSON Pointer of the value to check. Repeatable: the first one that leads anywhere counts. A # in it goes "
    "into JSON that is written as a string: /record/body#/orq, or /record/body# to look for the orq object there.",
)  # fmt: skip
@_checked(
    "--schema", metavar="FILE", shell_complete=completion.files,
    help="Check whole documents against this schema instead of ours.",
)  # fmt: skip
@_checked(
    "--revision", metavar="DATE|ID|latest|auto", callback=checked,
    shell_complete=completion.one_of(lambda: ["auto", *completion.revisions()]),
    help=f"Which revision of the orq object; {REVISION} by default. With auto it is told which ones fit.",
)  # fmt: skip
@_checked(
    "--engine", type=click.Choice(["compiled", "jsonschema"]), default="compiled",
    help="What decides: our compiled validator, or the jsonschema library, to check one against the other.",
)  # fmt: skip
@_checked(
    "--skip-foreign", is_flag=True,
    help="Of a file that is named, too, leave alone what nothing in it says to be an orq object, as in folders.",
)  # fmt: skip
@_checked("--assert-formats", is_flag=True, help="A string must be of the `format` that the schema says.")
@_checked(
    "--stdin-filename", metavar="NAME", default="-",
    help="What standard input is called in reports; its extension says what language it is in.",
)  # fmt: skip
@_checked(
    "--config", metavar="FILE", shell_complete=completion.files,
    help="Configuration to go by, in place of the nearest pyproject.toml with a table [tool.orq-schema].",
)  # fmt: skip
@_checked("--no-config", is_flag=True, help="Go by no configuration.")
@_told("--strict/--no-strict", help="Unknown keys are errors, not warnings.")
@_told(
    "--ignore", "ignored", metavar="RULE[,RULE]", multiple=True, callback=options.parse_rules,
    shell_complete=completion.several_of(completion.warnings),
    help="Switch off a rule that gives warnings. Repeatable.",
)  # fmt: skip
@_told(
    "--baseline", metavar="FILE", callback=options.load_baseline, shell_complete=completion.files,
    help="Leave out the problems of a report that was saved with --output json:FILE.",
)  # fmt: skip
@_told("--max-errors", metavar="N", type=click.IntRange(1), help="Stop at so many errors.")
@_told(
    "--quiet", "-q", is_flag=True,
    help="Only errors in the formats text and github, and no last line. Other formats are complete.",
)  # fmt: skip
@_told("--show-values", is_flag=True, help="Show the values that are wrong; payloads may hold secrets.")
@_reports(
    "--format", "layout", metavar="|".join(FORMATS), default="text", callback=options.parse_format,
    shell_complete=completion.one_of(lambda: FORMATS),
    help="Format of the report on standard output.",
)  # fmt: skip
@_reports(
    "--summary", is_flag=True,
    help=f"Tell groups of problems on standard output, by rule and place, with counts and the first ones of each: in "
    f"the formats {', '.join(GROUPED[:-1])} and {GROUPED[-1]}. What --output writes is complete all the same.",
)  # fmt: skip
@_reports(
    "--output", "outputs", metavar="FORMAT:FILE", multiple=True, callback=options.parse_outputs,
    help="Write a report into a file besides. Repeatable.",
)  # fmt: skip
@_reports(
    "--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto",
    help="Colours in the text report; by default on a terminal, as NO_COLOR and FORCE_COLOR say.",
)  # fmt: skip
@_reports(
    "--split", metavar="DIR", shell_complete=completion.folders,
    help="Write the lines of JSON Lines files apart besides, byte for byte: into DIR/valid/PATH and "
    "DIR/invalid/PATH, where a .. in PATH is written __. "
    "Invalid are lines with errors, known ones too, or without a verdict. The "
    "files appear at the end; of a run that was stopped they have what was checked.",
)  # fmt: skip
@_mends(
    "--fix", is_flag=True,
    help="First mend what can be mended safely: near-miss keys, quoted numbers, lone items of lists, a byte order "
    "mark.",
)  # fmt: skip
@_mends(
    "--diff", is_flag=True,
    help="With --fix: change nothing, write a patch to standard output, values and all, and the report to standard "
    "error.",
)  # fmt: skip
@_limits(
    "--jobs", "-j", metavar="N|auto", default="1", callback=options.parse_jobs,
    help="Check in so many processes, auto: as many as there are cores. The report is the same. With --fix there is "
    "one.",
)  # fmt: skip
@_limits(
    "--max-depth", metavar="N", type=click.IntRange(1, 100_000), default=Limits().depth, help="Deepest nesting read."
)  # fmt: skip
@_limits(
    "--max-nodes", metavar="N", type=click.IntRange(1), default=Limits().nodes, help="Most values in one document."
)  # fmt: skip
@_limits(
    "--max-digits", metavar="N", type=click.IntRange(1, 4300), default=Limits().digits,
    help="Most digits in a number.",
)  # fmt: skip
@_limits(
    "--max-bytes", metavar="N", type=click.IntRange(1), default=Limits().bytes,
    help="Longest file, or line of JSON Lines.",
)  # fmt: skip
def command(  # noqa: PLR0913 - one parameter for each option
    paths: tuple[str, ...],
    kind: Literal["auto", "orq", "request"],
    at: tuple[str, ...],
    schema: str | None,
    revision: str | None,
    engine: Literal["compiled", "jsonschema"],
    stdin_filename: str,
    config: str | None,
    ignored: frozenset[str],
    baseline: Baseline | None,
    max_errors: int | None,
    layout: str,
    outputs: tuple[Output, ...],
    colour: Literal["auto", "always", "never"],
    split: str | None,
    jobs: int,
    max_depth: int,
    max_nodes: int,
    max_digits: int,
    max_bytes: int,
    *,
    skip_foreign: bool,
    assert_formats: bool,
    no_config: bool,
    strict: bool,
    quiet: bool,
    show_values: bool,
    summary: bool,
    fix: bool,
    diff: bool,
) -> None:
    """
    Check the orq objects in JSON, YAML, TOML and JSON Lines files, in source code and in documentation.

    A PATH is a file, a directory, a glob, or - for standard input. In each document the orq object is found by
    itself: under `orq`, in `extra_body`, in the `body` of a batch line, or bare. Unknown keys are warnings
    unless --strict is given. Without PATH the files are checked that the configuration has patterns for.
    """
    if schema is not None and revision is not None:
        raise click.UsageError("--schema and --revision exclude each other")
    options.check_summary(layout, summary=summary)
    fixing = options.check_fix(paths, fix=fix, diff=diff)
    limits = Limits(max_depth, max_nodes, max_digits, max_bytes)
    how = Options(strict=strict, show_values=show_values, ignored=ignored)
    judging = Judging(kind, at, schema, engine, assert_formats, how, limits, revision)
    settings = Settings(
        judging, layout, outputs, baseline, quiet, max_errors, colour, stdin_filename, fixing, grouped=summary,
        jobs=1 if fix else jobs, split=split, skip_foreign=skip_foreign,
    )  # fmt: skip
    try:
        found = options.configuration(config, none=no_config)
        if found is not None:
            from orq_schema.cli.plan import configured

            settings = configured(settings, found, options.given())
    except ConfigError as error:
        sys.exit(refuse(error.problems, settings))
    if not paths and (settings.plan is None or not settings.plan.has_files):
        raise click.UsageError("Missing argument 'PATH...|-', and no configuration has patterns for files.")
    baseline = settings.baseline
    read = [*paths, *([schema] if schema else []), *([baseline.file] if baseline else [])]
    options.check_outputs(outputs, read)
    if split is not None:
        options.check_split(split, paths, stdin_filename, [*read, *[each.file for each in outputs]], fix=fix)
    sys.exit(run(paths, settings))
