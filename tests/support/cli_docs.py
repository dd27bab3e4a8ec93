"""docs/cli.md: a page like those of man, made of the help that the commands themselves print."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import click

from orq_schema.cli.commands import group
from orq_schema.cli.help import Command
from orq_schema.cli.options import Option
from orq_schema.emit.base import stamp
from orq_schema.ir.nodes import Model
from orq_schema.templating.code import md

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.cli.help import Example

_HEAD = """# The command line

This is what `orq-schema --help` and `orq-schema COMMAND --help` print, on one page.

Results are on standard output, everything else is on standard error. `python -m orq_schema` is the same command.
"""
_TAIL = """## Completion

Commands, options, formats, rules, fields and revisions are completed by the shell once it has been told how.

In bash 4.4 or newer, in `~/.bashrc`:

```bash
eval "$(_ORQ_SCHEMA_COMPLETE=bash_source orq-schema)"
```

In zsh, in `~/.zshrc`, after `compinit`:

```zsh
eval "$(_ORQ_SCHEMA_COMPLETE=zsh_source orq-schema)"
```

In fish, in `~/.config/fish/completions/orq-schema.fish`:

```fish
_ORQ_SCHEMA_COMPLETE=fish_source orq-schema | source
```
"""


def commands() -> Iterator[tuple[click.Context, click.Command]]:
    """Yield every command and group, each with the context that it would be called in."""
    yield from _below(click.Context(group, info_name="orq-schema", **group.context_settings))


def _below(context: click.Context) -> Iterator[tuple[click.Context, click.Command]]:
    command = context.command
    yield context, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _below(click.Context(inner, info_name=name, parent=context))


def page() -> dict[str, str]:
    """The file, under its stamp."""
    text = "\n".join([_HEAD, *(_section(context, command) for context, command in commands()), _TAIL])
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"cli.md": stamp(text, Model("", (), "generator/orq_schema/cli", digest), "markdown")}


def _section(context: click.Context, command: click.Command) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [f"## {context.command_path}", f"```text\n{usage}\n```"]
    parts += [md(each) for each in re.split(r"\n\s*\n", command.help or "")]
    if isinstance(command, click.Group):
        parts.append(_commands(context, command))
    parts += [f"**{heading}**\n\n" + "\n".join(each) for heading, each in _options(context).items()]
    if isinstance(command, Command):
        parts.append("**Examples**\n\n```sh\n" + "\n\n".join(map(_example, command.examples)) + "\n```")
    parts += [md(command.epilog)] if command.epilog else []
    return "\n\n".join(parts) + "\n"


def _commands(context: click.Context, command: click.Group) -> str:
    lines: list[str] = []
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        path = f"{context.command_path} {name}"
        lines.append(f"- [{path}](#{path.replace(' ', '-')}): {md(inner.get_short_help_str(200))}")
    return "\n".join(lines)


def _options(context: click.Context) -> dict[str, list[str]]:
    """The options of a command as items of a list, by the heading that they stand under."""
    found: dict[str, list[str]] = {}
    for each in context.command.get_params(context):
        record = each.get_help_record(context) if isinstance(each, click.Option) else None
        # the same in every command, and said at the head of the page
        if record is not None and "--help" not in each.opts:
            heading = each.heading if isinstance(each, Option) else "Options"
            found.setdefault(heading, []).append(f"- `{record[0]}`: {md(record[1])}")
    return found


def _example(example: Example) -> str:
    return f"# {example.purpose}\n{example.line}"
