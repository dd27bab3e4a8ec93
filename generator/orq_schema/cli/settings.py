"""What the options of `orq-schema validate` say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from orq_schema.validation.judge import Judging

if TYPE_CHECKING:
    from orq_schema.cli.baseline import Baseline
    from orq_schema.cli.fix import Fix
    from orq_schema.cli.outputs import Output
    from orq_schema.cli.plan import Plan


class Settings(NamedTuple):
    """
    What the options say; the defaults are those of the command.

    `layout` is that of standard output, which tells groups of problems if it is `grouped`; `outputs` are the files.
    The problems of the `baseline` are not reported. With the error of the number `max_errors` the run ends.
    `stdin_filename` is what standard input is taken for. With `fix` files are mended before they are checked; `diff`
    only shows how, and then the report goes to standard error. `plan` is None where there is no configuration.
    So many `jobs` are done at a time; the lines go apart into the folder `split`. With `skip_foreign` files that are
    named are as those that are found in a folder.
    """

    judging: Judging = Judging()
    layout: str = "text"
    outputs: tuple[Output, ...] = ()
    baseline: Baseline | None = None
    quiet: bool = False
    max_errors: int | None = None
    colour: Literal["auto", "always", "never"] = "auto"
    stdin_filename: str = "-"
    fix: Fix = "no"
    plan: Plan | None = None
    grouped: bool = False
    jobs: int = 1
    split: str | None = None
    skip_foreign: bool = False
