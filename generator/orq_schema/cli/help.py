"""What the help of every command has at its end: examples, which a test runs, and exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Sequence


class Example(NamedTuple):
    """A line for a shell, and what it does."""

    line: str
    purpose: str


class Command(click.Command):
    """A command with examples of its use."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples and the exit codes into the help."""
        with formatter.section("Examples"):
            for each in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{each.line}\n")
                with formatter.indentation():
                    formatter.write_text(each.purpose)
        super().format_epilog(ctx, formatter)


class Group(Command, click.Group):
    """A group of commands with examples of their use."""
