"""The command line: the only package that joins the stages."""

from __future__ import annotations

import gc
import os
import sys

# the options of the hook, which its calls need no click for
_FLAGS = frozenset(("--strict", "--skip-foreign"))


def main() -> None:
    """Run the command line. Exit codes: 0 all good, 1 problems or stale files, 2 usage, 3 something unreadable."""
    _prepare_streams()
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
    paths = _plain_validate(arguments)
    if paths is not None:
        flags = _FLAGS.intersection(arguments)
        return _validate(paths, strict="--strict" in flags, skip_foreign="--skip-foreign" in flags)
    from orq_schema.cli.commands import group

    return int(group(arguments, prog_name="orq-schema") or 0)


def _validate(paths: list[str], *, strict: bool, skip_foreign: bool) -> int:
    from orq_schema.cli.run import Settings, refuse, run
    from orq_schema.config.find import candidates
    from orq_schema.validation.check import Options
    from orq_schema.validation.judge import Judging

    settings = Settings(Judging(options=Options(strict=strict)), skip_foreign=skip_foreign)
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


def _plain_validate(arguments: list[str]) -> list[str] | None:
    """
    The paths of `validate [--strict] [--skip-foreign] PATH...`, the call of hooks and scripts; None for any other.

    Only those are taken that click would understand the same way, so that nothing depends on which way is gone.
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
