"""What a shell offers where a value of an option or an argument begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def files(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and directories, which the shell itself knows best."""
    return [CompletionItem(incomplete, type="file")]


def folders(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Directories."""
    return [CompletionItem(incomplete, type="dir")]


def one_of(names: Callable[[], Iterable[str]]) -> Completer:
    """One of `names`, which are only asked for when somebody completes."""

    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(each) for each in names() if each.startswith(incomplete)]

    return complete


def several_of(names: Callable[[], Iterable[str]]) -> Completer:
    """Some of `names` with commas between, each once."""

    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
        before, comma, last = incomplete.rpartition(",")
        taken = before.split(",")
        found = [each for each in names() if each.startswith(last) and each not in taken]
        return [CompletionItem(f"{before}{comma}{each}") for each in found]

    return complete


def rules() -> Iterable[str]:
    """The ids of all rules."""
    from orq_schema.rules import load

    return load()


def warnings() -> Iterable[str]:
    """The ids of the rules that can be switched off."""
    from orq_schema.rules import load

    return [id_ for id_, rule in load().items() if rule.can_be_ignored]


def revisions() -> Iterable[str]:
    """The ids of the revisions of the orq object, and the word for the newest."""
    from orq_schema.load.revisions import LATEST, revisions

    return [LATEST, *(each.id for each in revisions())]


def fields() -> Iterable[str]:
    """The fields of the orq object, as `explain` names them."""
    from orq_schema.explain.path import shown
    from orq_schema.explain.tree import tree_of
    from orq_schema.explain.walk import everything

    return [shown(each.steps) for each in everything(tree_of(None)) if each.steps]
