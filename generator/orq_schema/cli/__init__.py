"""The command line: the only package that joins the stages."""

from __future__ import annotations

import gc
import os
import sys

# the options of the hook, which its calls need no click for
_FLAGS = frozenset(("--strict", "--skip-foreign"))
_DIGITS = frozenset("123456789")
# so many new objects until the collector looks for circles: there are few, and each look costs
_SELDOM = 50_000


def main() -> None:
    """Run the command line. Exit codes: 0 all good, 1 problems or stale files, 2 usage, 3 something unreadable."""
    _prepare_streams()
    gc.set_threshold(_SELDOM)
    if sys.argv[1:2] == ["validate"]:
        from orq_schema.cli.interrupt import end_at_once

        end_at_once()
    try:
        try:
            sys.exit(_call(sys.argv[1:]))
        finally:
            sys.stdout.flush()
    except OSError as error:
        # the interpreter flushes once more when it ends, and must find nowhere to complain about
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"orq-schema: standard output: {error.strerror}\n")
        sys.exit(1 if isinstance(error, BrokenPipeError) else 3)


def _call(arguments: list[str]) -> int:
    jobs, others = _jobs(arguments)
    paths = _plain_validate(others)
    if paths is not None:
        flags = _FLAGS.intersection(others)
        strict, skip_foreign = "--strict" in flags, "--skip-foreign" in flags
        return _validate(paths, strict=strict, skip_foreign=skip_foreign, jobs=jobs)
    from orq_schema.cli.commands import group

    return int(group(arguments, prog_name="orq-schema") or 0)


def _validate(paths: list[str], *, strict: bool, skip_foreign: bool, jobs: int) -> int:
    from orq_schema.cli.run import Settings, refuse, run
    from orq_schema.config.find import candidates
    from orq_schema.validation.check import Options
    from orq_schema.validation.judge import Judging

    judging = Judging(options=Options(strict=strict))
    settings = Settings(judging, skip_foreign=skip_foreign, jobs=jobs)
    files = candidates()
    if files:
        from orq_schema.cli.plan import configured, nearest
        from orq_schema.config.error import ConfigError

        try:
            config = nearest(files)
            settings = (
                settings if config is None else configured(settings, config, {"strict"} if strict else ())
            )
        except ConfigError as error:
            return refuse(error.problems, settings)
    # what is imported by now stays: the collector need not look through it while files are read
    gc.freeze()
    return run(paths, settings)


def _jobs(arguments: list[str]) -> tuple[int, list[str]]:
    """What the only `--jobs` of a command says where it says a digit, and the other arguments; else 1, and all."""
    at = arguments.index("--jobs") if arguments.count("--jobs") == 1 else 0
    given = arguments[at + 1 : at + 2]
    if at and given and given[0] in _DIGITS:
        return int(given[0]), arguments[:at] + arguments[at + 2 :]
    return 1, arguments


def _plain_validate(arguments: list[str]) -> list[str] | None:
    """
    The paths of `validate [--strict] [--skip-foreign] PATH...`, the call of hooks and scripts; None for any other.

    `--jobs` has been taken out. Only those are taken that click would understand the same way, so that nothing
    depends on which way is gone.
    """
    if arguments[:1] != ["validate"]:
        return None
    paths = [each for each in arguments[1:] if each not in _FLAGS]
    return paths if paths and not any(each.startswith("-") and each != "-" for each in paths) else None


def _prepare_streams() -> None:
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # the process was started without one
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - for good
        else:
            # a terminal that cannot show a character gets an escape, not a traceback
            stream.reconfigure(errors="backslashreplace")
