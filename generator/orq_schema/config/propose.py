"""A first `[tool.orq-schema]` for a folder, by what was found in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from orq_schema.config.globs import patterns
from orq_schema.config.survey import best
from orq_schema.load import revisions

if TYPE_CHECKING:
    from collections.abc import Collection

    from orq_schema.config.survey import Survey


def table(found: Survey) -> str:
    """
    The text of the table, with one entry for all files, or one for each revision that fits some of them better.

    Unknown keys are errors by it where there are none.
    """
    entries = _entries(found)
    chosen = {file: revision for revision, files in entries.values() for file in files}
    strict = all(each.errors[chosen[each.file]] == 0 for each in found.payloads)
    lines = ["[tool.orq-schema]", *(["strict = true"] if strict and found.payloads else [])]
    by_revision: dict[str, list[str]] = {}
    for pattern, (revision, _) in entries.items():
        by_revision.setdefault(revision, []).append(pattern)
    for revision, match in by_revision.items():
        lines += [
            "",
            "[[tool.orq-schema.files]]",
            f"match = {_list(match)}",
            f"revision = {_text(short(revision))}",
        ]
    return "\n".join(lines) + "\n"


def _entries(found: Survey) -> dict[str, tuple[str, Collection[str]]]:
    """The revision of each pattern, and the files that it is for."""
    by_name = {each.file: each for each in found.payloads}
    made = patterns(by_name, found.others)
    each_best = {pattern: best(by_name[file] for file in files) for pattern, files in made.items()}
    one, mistakes = best(found.payloads)
    if mistakes <= sum(count for _, count in each_best.values()):
        return {pattern: (one, files) for pattern, files in made.items()}
    return {pattern: (each_best[pattern][0], files) for pattern, files in made.items()}


def short(revision: str) -> str:
    """The day of a revision if that means it, else its id."""
    day = revision[:10]
    return day if revisions.find(day).id == revision else revision


def _list(texts: list[str]) -> str:
    if len(texts) == 1:
        return f"[{_text(texts[0])}]"
    return "[\n" + "".join([f"  {_text(each)},\n" for each in texts]) + "]"


def _text(text: str) -> str:
    # a string of JSON is one of TOML but for this character (https://toml.io/en/v1.0.0#string)
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
