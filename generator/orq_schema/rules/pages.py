"""What a terminal shows of the rules: one of them as a page, all of them as a table; or JSON for programs."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from orq_schema.rules.registry import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.rules.registry import Example, Rule

_WIDTH = 100


def table(rules: Iterable[Rule]) -> str:
    """One line for each rule: id, severity, summary."""
    rows = list(rules)
    widest = max(len(each.id) for each in rows)
    return "".join(f"{each.id:<{widest}}  {each.severity:<7}  {each.summary}\n" for each in rows)


def text(rule: Rule) -> str:
    """The page of `rule`."""
    paragraphs = [f"{rule.id}: {rule.severity}", *_filled(rule.summary, rule.why)]
    if rule.example is not None:
        paragraphs += list(_example(rule.example))
    paragraphs += _filled(*facts(rule))
    return "\n\n".join(paragraphs) + "\n"


def facts(rule: Rule) -> list[str]:
    """Sentences beside the explanation: where the rule is from, and what switches it off."""
    found: list[str] = []
    if rule.spec is not None:
        document, _, section = rule.spec.partition(" ")
        found.append(f"Specified in JSON Schema {document.capitalize()}, draft 2020-12, section {section}.")
    if rule.no_example is not None:
        found.append(f"There is no example: {rule.no_example}.")
    if rule.can_be_ignored:
        found.append(f"`--ignore {rule.id}` switches it off.")
    return found


def caption(example: Example) -> str:
    """How an example is checked, where the usual call of the command would not do; else the empty string."""
    said = [f"with {' '.join(example.arguments)}"] if example.arguments else []
    said += [f"saved as {example.encoding}"] if example.encoding != "utf-8" else []
    return ", ".join(said)


def shown(text: str) -> str:
    """The text of an example, a byte order mark in it made visible."""
    return text.strip("\n").replace("\ufeff", "\\ufeff")


def as_json(rules: Iterable[Rule]) -> str:
    """One JSON object with all that there is to say of `rules`."""
    return json.dumps({"rules": [_plain(each) for each in rules]}, indent=2) + "\n"


def _plain(rule: Rule) -> dict[str, Any]:
    example = None if rule.example is None else rule.example._asdict()
    return rule._asdict() | {"example": example, "can_be_ignored": rule.can_be_ignored, "page": page(rule.id)}


def _filled(*paragraphs: str) -> list[str]:
    return [
        textwrap.fill(each, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
        for each in paragraphs
    ]


def _example(example: Example) -> Iterator[str]:
    how = caption(example)
    if example.schema is not None:
        yield _block("schema", example.schema)
    yield _block(f"wrong ({how})" if how else "wrong", example.bad)
    yield _block("right", example.good)


def _block(title: str, text: str) -> str:
    return f"  {title}:\n{textwrap.indent(shown(text) or '(nothing)', '    ')}"
