"""docs/rules.md: the pages of all rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.rules.pages import caption, facts, shown
from orq_schema.rules.registry import KINDS, Kind, load
from orq_schema.templating import Code, render
from orq_schema.templating.code import md

if TYPE_CHECKING:
    from orq_schema.rules.registry import Rule

_TITLES: dict[Kind, str] = {
    "reading": "Reading files",
    "keyword": "Keywords of the schema",
    "unknown": "Keys and values that have no effect",
    "lint": "Valid, and surely not meant",
    "revision": "From one revision to another",
    "portability": "Read differently elsewhere",
    "mend": "What `--fix` changes",
    "schema": "Schemas",
    "import": "Importing",
    "generate": "Generating code",
}


class _Block(NamedTuple):
    title: Code
    fenced: Code


class _Section(NamedTuple):
    rule: Rule
    facts: list[Code]
    blocks: list[_Block]


def document() -> str:
    """The text of the page, without a stamp."""
    rules = load().values()
    kinds = [(_TITLES[kind], [_section(each) for each in rules if each.kind == kind]) for kind in KINDS]
    return render("markdown/rules.md.jinja", rules=rules, kinds=kinds)


def _section(rule: Rule) -> _Section:
    return _Section(rule, [md(each) for each in facts(rule)], _blocks(rule))


def _blocks(rule: Rule) -> list[_Block]:
    example = rule.example
    if example is None:
        return []
    how = caption(example)
    language = example.file.rpartition(".")[2]
    schema = [] if example.schema is None else [_Block(md("Schema"), _fenced(example.schema, "json"))]
    wrong = _Block(md(f"Wrong, {how}" if how else "Wrong"), _fenced(example.bad, language))
    return [*schema, wrong, _Block(md("Right"), _fenced(example.good, language))]


def _fenced(text: str, language: str) -> Code:
    """A code block, the fence longer than any run of backticks in it."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return Code(f"{fence}{language}\n{shown(text)}\n{fence}")
