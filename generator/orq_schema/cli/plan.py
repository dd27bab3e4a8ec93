"""What a run does with each file: as options say, and where they are silent, as the configuration does."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from orq_schema.config import select
from orq_schema.config.error import ConfigError
from orq_schema.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from orq_schema.cli.baseline import Baseline
    from orq_schema.cli.settings import Settings
    from orq_schema.config.model import Config, Entry
    from orq_schema.errors import Problem
    from orq_schema.payload.find import Source
    from orq_schema.validation.judge import Judging


class Plan:
    """Which files there are to check, and how each is judged; options that are `given`, by their names, win."""

    def __init__(self, config: Config, judging: Judging, given: Collection[str]) -> None:
        self._config = config
        self._judging = judging
        self._given = given

    def sources(self) -> Iterator[Source | Problem]:
        """The files to check where none are named; none where the configuration has no patterns for any."""
        return select.sources(self._config)

    @property
    def has_files(self) -> bool:
        """Whether the configuration says which files to check."""
        return bool(self._config.files)

    def skips(self, source: Source) -> bool:
        """Whether the configuration excludes the file; if it was named, that is said on standard error."""
        skipped = source.file != "-" and select.is_excluded(self._config, source.file)
        if skipped and source.named:
            sys.stderr.write(
                f"{printable(source.file)}: not checked: {printable(self._config.file)} excludes it\n"
            )
        return skipped

    def judging(self, file: str) -> Judging:
        """How `file` is judged."""
        entry = select.entry_of(self._config, file)
        return self._judging if entry is None else self._filled(entry)

    def _filled(self, entry: Entry) -> Judging:
        """How files are judged that `entry` is for: as it says where the options leave that open."""
        judging = self._judging
        if not {"schema", "revision"}.intersection(self._given):
            judging = judging._replace(schema=entry.schema, revision=entry.revision)
        if entry.kind is not None and "kind" not in self._given:
            judging = judging._replace(kind=entry.kind)
        return judging if not entry.at or "at" in self._given else judging._replace(at=entry.at)


def nearest(files: Sequence[str]) -> Config | None:
    """The configuration in the first of `files` that has one; ConfigError as `read` of it raises it."""
    from orq_schema.config.read import first

    return first(files, warn)


def warn(problem: Problem) -> None:
    """Say on standard error what is odd about a configuration, though it can be gone by."""
    from orq_schema.report.text import line

    sys.stderr.write(line(problem))


def configured(settings: Settings, config: Config, given: Collection[str]) -> Settings:
    """
    `settings` with what `config` says, but for the options that are `given`.

    Raises ConfigError where the baseline is none.
    """
    options = settings.judging.options
    if config.strict is not None and "strict" not in given:
        options = options._replace(strict=config.strict)
    if config.ignored is not None and "ignored" not in given:
        options = options._replace(ignored=config.ignored)
    judging = settings.judging._replace(options=options)
    baseline = settings.baseline
    if config.baseline is not None and "baseline" not in given:
        baseline = _baseline(config, config.baseline)
    return settings._replace(judging=judging, baseline=baseline, plan=Plan(config, judging, given))


def _baseline(config: Config, file: str) -> Baseline:
    from orq_schema.cli.baseline import load

    try:
        return load(file)
    except ValueError as error:
        raise ConfigError([config.problem(("baseline",), f"{file}: {error}")]) from None
