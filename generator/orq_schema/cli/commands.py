"""The commands, one file for each, read when it is called."""

from __future__ import annotations

import importlib

import click

from orq_schema.cli.help import Example, Group
from orq_schema.version import __version__

_COMMANDS = {
    "diff": "say what a change of the schema breaks, with proof",
    "explain": "say what the schema has on one field",
    "generate": "write models, types, a validator and a reference from a schema",
    "import": "take a property of a request's body out of an OpenAPI document",
    "init": "write a first configuration",
    "migrate": "rewrite payload files for another revision",
    "rules": "list the rules, and explain one",
    "schema": "list, show and check the schemas that come with this tool",
    "validate": "check payload files",
}


_EXAMPLES = (
    Example("orq-schema validate payloads", "Check all payload files in a folder."),
    Example("orq-schema generate --out models", "Write models for the orq object into a folder."),
    Example("orq-schema explain retry.count", "Say what one field is for, and what it may be."),
)
# a module cannot be called by a keyword
_MODULES = {"import": "import_"}


class _Commands(Group):
    """Reads the module of a command only when that command is called: start-up time is for the others too."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(
            f"orq_schema.cli.{_MODULES.get(cmd_name, cmd_name)}"
        ).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Commands, examples=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="orq-schema")
def group() -> None:
    """Check and model the orq request object of orq.ai's LLM gateway."""
