"""
Read the rules from the TOML files beside this module: one file for each kind, one table for each rule.

A table has `severity`, `summary` and `why`, for a keyword its section of the specification as `spec`, and either
the two texts of an example, `bad` and `good`, or the reason for having none as `no_example`.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from orq_schema.errors import Severity

Kind = Literal[
    "reading", "keyword", "unknown", "lint", "revision", "portability", "schema", "generate", "mend", "import"
]
# in the order in which a payload meets them
KINDS: tuple[Kind, ...] = (
    "reading", "keyword", "unknown", "lint", "revision", "portability", "mend", "schema", "generate", "import",
)  # fmt: skip
_PAGES = "https://orq-schema.example/rules"


class Example(NamedTuple):
    """
    A text that the rule finds fault with, and one that it does not.

    `file` is the name they would have, `arguments` are those that the command needs besides. With `schema`, the
    text of one, the payload is checked against that instead of ours. `encoding` is how the texts become bytes.
    """

    bad: str
    good: str
    file: str = "payload.json"
    arguments: tuple[str, ...] = ()
    schema: str | None = None
    encoding: str = "utf-8"


class Rule(NamedTuple):
    """
    What there is to say of one rule.

    `severity` is the one that it has unless options say otherwise. `no_example` says why `example` is None.
    """

    id: str
    kind: Kind
    severity: Severity
    summary: str
    why: str
    spec: str | None = None
    example: Example | None = None
    no_example: str | None = None

    @property
    def can_be_ignored(self) -> bool:
        """Whether `--ignore` switches it off: what makes a payload wrong, or unreadable, cannot be."""
        return self.severity != "error"


@functools.cache
def load() -> dict[str, Rule]:
    """All rules by their ids, in the order of the ids."""
    found = {rule.id: rule for kind in KINDS for rule in _of_kind(kind)}
    return {name: found[name] for name in sorted(found)}


def find(name: str) -> Rule | None:
    """The rule with the id `name`; None where there is none."""
    return load().get(name)


def nearest(name: str) -> str | None:
    """The id that `name` was probably meant to be; None where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower().replace("_", "-"), load(), n=1)
    return near[0] if near else None


def refusal(name: str) -> tuple[str, str | None] | None:
    """Why `name` cannot be switched off, and what may help; None where it can."""
    rule = find(name)
    if rule is None:
        meant = nearest(name)
        hint = f'did you mean "{meant}"?' if meant else '"orq-schema rules" lists them all'
        return f'no rule "{name}"', hint
    if not rule.can_be_ignored:
        return f'"{name}" makes a payload wrong; only warnings can be switched off', None
    return None


def page(name: str) -> str:
    """
    The URI of what docs/rules.md says of the rule `name`.

    Its host is one that RFC 2606 reserves for examples, as in the `$id`s of our schemas: it names a page that is
    not served anywhere.
    """
    return f"{_PAGES}#{name}"


def _of_kind(kind: Kind) -> list[Rule]:
    import tomllib
    from importlib.resources import files

    text = (files("orq_schema.rules") / f"{kind}.toml").read_text(encoding="utf-8")
    return [_rule(name, kind, table) for name, table in tomllib.loads(text).items()]


def _rule(name: str, kind: Kind, table: dict[str, Any]) -> Rule:
    given: dict[str, Any] | None = table.get("example")
    if given is not None:
        given["arguments"] = tuple(given.get("arguments", ()))
    example = None if given is None else Example(**given)
    return Rule(
        name, kind, table["severity"], table["summary"], " ".join(table["why"].split()),
        table.get("spec"), example, table.get("no_example"),
    )  # fmt: skip
