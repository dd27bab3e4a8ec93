"""Changes laid out: text, JSON, Markdown, and annotations for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.evolve.values import text as written
from orq_schema.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from orq_schema.evolve.judging import Change


class Comparison(NamedTuple):
    """What was compared, as people named it, and the changes."""

    old: str
    new: str
    changes: list[Change]

    def breaks(self, audience: str) -> bool:
        """Whether something breaks for `writers`, `readers` or `both`."""
        return any(
            (each.writers == "breaking" and audience != "readers")
            or (each.readers == "breaking" and audience != "writers")
            for each in self.changes
        )


class Section(NamedTuple):
    """Changes of one class, under a heading."""

    title: str
    changes: list[Change]


def sections(changes: Iterable[Change]) -> list[Section]:
    """The changes by class, the worst first; none is in two sections, and no section is empty."""
    titles: dict[tuple[str, bool], str] = {
        ("breaking", True): "breaks payloads, and models",
        ("breaking", False): "breaks payloads",
        ("unknown", True): "not decided for payloads, breaks models",
        ("unknown", False): "not decided for payloads",
        ("new-name", True): "a name that was free has a meaning, and breaks models",
        ("new-name", False): "a name that was free has a meaning",
        ("compatible", True): "breaks models only",
        ("compatible", False): "compatible",
    }
    listed = list(changes)
    found = (
        Section(title, [each for each in listed if (each.writers, each.readers == "breaking") == key])
        for key, title in titles.items()
    )
    return [each for each in found if each.changes]


def place(change: Change) -> str:
    """The field of a change, in words where it is the whole object."""
    return change.pointer or "(the object)"


def counts(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """How many changes of each class there are, for writers and for readers."""
    listed = list(changes)
    writers, readers = Counter(each.writers for each in listed), Counter(each.readers for each in listed)
    return {
        "writers": {name: writers[name] for name in ("breaking", "unknown", "new-name", "compatible")},
        "readers": {name: readers[name] for name in ("breaking", "compatible")},
    }


def summary(changes: Iterable[Change]) -> str:
    """The counts on one line."""
    return "; ".join(
        f"for {audience}: "
        + ", ".join(f"{count} {name}" for name, count in each.items() if count or name == "breaking")
        for audience, each in counts(changes).items()
    )


def as_text(comparison: Comparison) -> str:
    """A line for each change under the heading of its class, its witness below it."""
    lines = [f"{comparison.old} -> {comparison.new}"]
    for section in sections(comparison.changes):
        lines += ["", f"{section.title}:"]
        for each in section.changes:
            first, *further = _lines(each)
            lines += [f"  {first}", f"    in {each.schema}", *(f"    {line}" for line in further)]
    if not comparison.changes:
        lines.append("nothing but words changed")
    return "".join(f"{printable(line)}\n" for line in [*lines, "", summary(comparison.changes)])


def _lines(change: Change) -> list[str]:
    """What changed where; the witness, or why there is neither one nor a proof."""
    lines = [f"{place(change)}: {change.sentence}"]
    if change.witness is not None:
        lines.append(f"was valid: {written(change.witness[0])}")
    if change.why is not None:
        lines.append(f"no proof: {change.why}")
    return lines


def as_json(comparison: Comparison) -> str:
    """One object, with all changes; `witness` is there where a change has one."""
    return (
        json.dumps(
            {
                "old": comparison.old,
                "new": comparison.new,
                "changes": [_object(each) for each in comparison.changes],
                "summary": counts(comparison.changes),
            },
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
    )


def _object(change: Change) -> dict[str, Any]:
    fields = {
        name: getattr(change, name) for name in ("pointer", "schema", "sentence", "writers", "readers", "why")
    }
    return fields if change.witness is None else fields | {"witness": change.witness[0]}


def as_markdown(comparison: Comparison) -> str:
    """The section of a page: a table of the changes."""
    from orq_schema.evolve.markdown import entry

    return entry(comparison)


_LEVELS = {"breaking": "error", "unknown": "warning", "new-name": "notice"}


def as_github(comparison: Comparison) -> str:
    """A workflow command for each change that is not compatible for writers, or breaks readers."""
    # first: the runner shows ten annotations of a level, and this is one
    lines = [f"::notice::{_escaped(summary(comparison.changes))}"]
    for each in comparison.changes:
        level = _LEVELS.get(each.writers) or ("warning" if each.readers == "breaking" else None)
        if level is not None:
            said = "\n".join(map(printable, _lines(each)))
            kind = each.writers if each.writers != "compatible" else "breaks models"
            lines.append(f"::{level} title={kind}::{_escaped(said)}")
    return "".join(f"{line}\n" for line in lines)


def _escaped(text: str) -> str:
    # what the runner unescapes
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


FORMATS: dict[str, Callable[[Comparison], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
    "github": as_github,
}
