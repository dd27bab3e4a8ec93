"""`orq-schema migrate`: payload files from one revision of the orq object to another."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from orq_schema.cli import completion
from orq_schema.cli.help import Command, Example
from orq_schema.cli.outputs import Outputs
from orq_schema.cli.revision import chosen
from orq_schema.cli.rewriting import content, diff, lasting, save, say
from orq_schema.cli.steps import Finding
from orq_schema.errors import Problem
from orq_schema.load.revisions import DEFAULT, LATEST
from orq_schema.migrate.data import migrate_data
from orq_schema.migrate.remaining import Remaining
from orq_schema.migrate.rules import reshapes
from orq_schema.payload.document import Document, Limits, Unread
from orq_schema.payload.find import find
from orq_schema.payload.read import read_bytes, read_file
from orq_schema.report.colour import wanted
from orq_schema.report.summary import FOUND, UNREADABLE, Summary
from orq_schema.validation.excerpt import of_unread
from orq_schema.validation.judge import NO_VERDICT
from orq_schema.validation.relevance import is_certain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.fix.data import Mended
    from orq_schema.load.revisions import Revision
    from orq_schema.payload.find import Source

_EXAMPLES = (
    Example(
        "orq-schema migrate payloads", f"Show what takes payloads from {DEFAULT} to the newest revision."
    ),
    Example("orq-schema migrate --write request.yaml", "Do it."),
    Example(
        "orq-schema migrate --from 2025-12-05 --to 2026-01-23 --write --diff payloads",
        "Do it for two other revisions, and show what was done.",
    ),
)


_LIMITS = Limits()


class _How(NamedTuple):
    """What the options say."""

    old: Revision
    new: Revision
    write: bool
    shows: bool


@click.command(
    cls=Command,
    examples=_EXAMPLES,
    short_help="rewrite payload files for another revision",
    epilog="Exit codes: 0 all good, 1 something to write or for a person to decide, 2 wrong usage, 3 something could "
    "not be read.",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", shell_complete=completion.files)
@click.option(
    "--from", "old", metavar="DATE|ID", default=DEFAULT, show_default=True, callback=chosen,
    shell_complete=completion.one_of(completion.revisions), help="The revision that the payloads were written for.",
)  # fmt: skip
@click.option(
    "--to", "new", metavar="DATE|ID|latest", default=LATEST, show_default=True, callback=chosen,
    shell_complete=completion.one_of(completion.revisions), help="The revision that they are to fit.",
)  # fmt: skip
@click.option("--write", is_flag=True, help="Change the files; without it they are left as they are.")
@click.option(
    "--diff", "shows", is_flag=True,
    help="Write what changes to standard output as a patch, values and all, and the report to standard error; so it "
    "is without --write anyway.",
)  # fmt: skip
def command(paths: tuple[str, ...], old: Revision, new: Revision, *, write: bool, shows: bool) -> None:
    """
    Rewrite the orq objects in JSON, YAML, TOML and JSON Lines files from one revision to another.

    Only what can be done safely is done, step by step: keys are renamed and values take their new form. All else
    stays as it is written. What is left for a person to decide is told; the places are those in the new text.
    """
    if "-" in paths:
        raise click.UsageError("files are rewritten, and standard input is none")
    sys.exit(_run(paths, _How(old, new, write, shows or not write)))


def _run(paths: tuple[str, ...], how: _How) -> int:
    summary = Summary()
    # a patch is not to be mixed with anything
    stream = sys.stderr if how.shows else sys.stdout
    colour = wanted("auto", stream, os.environ)
    outputs = Outputs("text", (), quiet=False, colour=colour, write=lasting(stream))
    files = _Files(how, summary)
    for source in find(paths):
        outputs.source(source.file)
        if isinstance(source, Problem):
            found = iter([Finding(source, UNREADABLE)])
        else:
            summary.files += 1
            found = files.migrated(source)
        for problem, code in found:
            summary.add(problem, code=code)
            (outputs.add if code == FOUND else outputs.unread)(problem)
    return outputs.finish(summary)


class _Files:
    """Migrates one file after the other; `summary` hears of them."""

    def __init__(self, how: _How, summary: Summary) -> None:
        self._how = how
        self._summary = summary
        self._reshapes = reshapes(how.old, how.new)
        self._remaining = Remaining(how.old, how.new)

    def migrated(self, source: Source) -> Iterator[Finding]:
        """Rewrite the file `source`, or show how; what is left to say of it."""
        data = content(source.file, _LIMITS.bytes)
        if data is None:
            # why, those know who read it
            yield from (_unread(each) for each in read_file(source.file) if isinstance(each, Unread))
            return
        made = migrate_data(
            source.file, data, self._reshapes, lambda each: source.named or is_certain(each), _LIMITS
        )
        if made.mends:
            yield from self._rewritten(source.file, data, made)
        before = [each for each in read_bytes(source.file, data) if isinstance(each, Document)]
        after = list(read_bytes(source.file, made.data))
        yield from (_unread(each) for each in after if isinstance(each, Unread))
        documents = [each for each in after if isinstance(each, Document)]
        self._summary.documents += len(documents)
        for old, new in zip(before, documents, strict=True):
            if source.named or is_certain(new):
                for each in self._remaining.problems(old, new, named=source.named):
                    yield Finding(each, UNREADABLE if each.rule in NO_VERDICT else FOUND)

    def _rewritten(self, file: str, before: bytes, made: Mended) -> Iterator[Finding]:
        if self._how.shows:
            lasting(sys.stdout)(diff(file, before, made.data))
        if self._how.write:
            fault = save(file, before, made.data)
            if fault is not None:
                yield Finding(fault, UNREADABLE)
                return
        else:
            # as of `validate --fix --diff`: what is only shown is still to be done
            self._summary.exit_code = max(self._summary.exit_code, FOUND)
        say("migrated" if self._how.write else "would migrate", file, made.mends)


def _unread(found: Unread) -> Finding:
    problem = of_unread(found, show_values=False)
    return Finding(problem, UNREADABLE if problem.severity == "error" else FOUND)
