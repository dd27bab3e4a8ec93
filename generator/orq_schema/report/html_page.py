"""What was gathered for the page, as its template wants it: texts, figures, and the geometry of the charts."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from orq_schema import rules
from orq_schema.report.groups_text import place
from orq_schema.report.html_time import SEVERITIES
from orq_schema.report.paths import relative
from orq_schema.report.printable import printable
from orq_schema.report.text import counted
from orq_schema.rules.pages import caption, facts, shown
from orq_schema.templating import Code, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from orq_schema.errors import Severity
    from orq_schema.report.groups import Group, Tally
    from orq_schema.report.html_report import Gathered, OfFile
    from orq_schema.report.html_time import Step
    from orq_schema.report.summary import Summary
    from orq_schema.rules import Rule

# of lines in a table; the others are counted in its last one
_ROWS = 40
# a chart's columns, in units of its view box
_COLUMN, _GAP, _HEIGHT = 10, 1.5, 100


class Bar(NamedTuple):
    """A part of a bar or column: the class of its colour, and its box."""

    kind: str
    x: str
    y: str
    width: str
    height: str


class Row(NamedTuple):
    """A line of a table of counts; `severity` and `rule` are empty where it is not about one."""

    severity: str
    rule: str
    name: str
    bars: list[Bar]
    counts: list[str]


class Table(NamedTuple):
    """The first lines of a table, and what the others come to."""

    rows: list[Row]
    more: str


class Chart(NamedTuple):
    """Problems over time; each column is its bars with what is said of it, `figures` the same as a table."""

    unit: str
    first: str
    last: str
    peak: str
    undated: str
    width: str
    columns: list[tuple[str, list[Bar]]]
    figures: list[list[str]]


class Block(NamedTuple):
    """A text of an example, line by line, under its title."""

    title: str
    lines: list[str]


class Explained(NamedTuple):
    """What a rule means: sentences, and an example."""

    id: str
    summary: str
    sentences: list[str]
    blocks: list[Block]


def page(gathered: Gathered, summary: Summary) -> str:
    """The page of what was `gathered`."""
    style, script = [Code(render(f"html/report.{kind}")) for kind in ("css", "js")]
    total = sum(each.problems for each in gathered.rules.values())
    return render(
        "html/report.html.jinja",
        style=style,
        script=script,
        style_digest=_digest(style),
        script_digest=_digest(script),
        verdict=_verdict(summary, total),
        tiles=_tiles(gathered, summary),
        remarks=_remarks(summary),
        rules=_of_rules(gathered.rules),
        places=_of_places(gathered.groups.sorted()),
        files=_of_files(gathered.files),
        chart=_chart(gathered),
        problems=gathered.listed,
        listed=f"{len(gathered.listed):,} of {counted(total, 'problem')}",
        is_partial=len(gathered.listed) < total,
        severities=[each for each in SEVERITIES if any(key[0] == each for key in gathered.rules)],
        explained=[_explained(each) for each in sorted({rule for _, rule in gathered.rules})],
    )


def _digest(text: str) -> str:
    """What a content security policy allows an inline `text` by (CSP level 3, section 2.3.1)."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _verdict(summary: Summary, total: int) -> tuple[str, str]:
    """The class of the colour, and the words."""
    if summary.errors:
        also = f" and {counted(summary.warnings, 'warning')}" if summary.warnings else ""
        return "error", f"{counted(summary.errors, 'error')}{also}"
    if summary.warnings:
        return "warning", f"No errors, {counted(summary.warnings, 'warning')}"
    return ("note", f"No errors, {counted(total, 'note')}") if total else ("good", "No problems found")


def _tiles(gathered: Gathered, summary: Summary) -> list[tuple[str, str, str]]:
    """Term, figure, and class of the colour."""
    return [
        ("Files", f"{summary.files:,}", ""),
        ("Documents", f"{summary.documents:,}", ""),
        ("Documents with problems", f"{gathered.affected.documents:,}", ""),
        ("Errors", f"{summary.errors:,}", "error" if summary.errors else ""),
        ("Warnings", f"{summary.warnings:,}", "warning" if summary.warnings else ""),
    ]


def _remarks(summary: Summary) -> list[str]:
    found = [f"`--fix` mends up to {summary.fixable:,} of them."] if summary.fixable else []
    if summary.known:
        found.append(f"{counted(summary.known, 'problem')} of the baseline left out.")
    return found


def _of_rules(tallies: Mapping[tuple[Severity, str], Tally]) -> Table:
    found = sorted(tallies.items(), key=lambda each: -each[1].problems)
    most = max((each.problems for each in tallies.values()), default=1)
    return _table([
        Row(severity, rule, rule, _bars([(severity, each.problems)], most), _counts(each))
        for (severity, rule), each in found
    ], [])  # fmt: skip


def _of_places(groups: list[Group]) -> Table:
    most = max((each.problems for each in groups), default=1)
    rows = [
        Row(
            each.severity,
            each.rule,
            place(each),
            _bars([(each.severity, each.problems)], most),
            _counts(each),
        )
        for each in groups[:_ROWS]
    ]
    return _table(rows, [each.problems for each in groups[_ROWS:]])


def _of_files(files: Mapping[str | None, OfFile]) -> Table:
    # those that are not told apart come last, however many they are
    found = sorted(files.items(), key=lambda each: (each[0] is None, -each[1].tally.problems))
    most = max((each.tally.problems for each in files.values()), default=1)
    rows = [
        Row(
            "", "", "all other files" if name is None else printable(relative(name)),
            _bars(each.counts.items(), most),
            [*[f"{each.counts[severity]:,}" for severity in SEVERITIES[:2]], f"{each.tally.documents:,}"],
        )
        for name, each in found[:_ROWS]
    ]  # fmt: skip
    return _table(rows, [each.tally.problems for _, each in found[_ROWS:]])


def _table(rows: list[Row], others: list[int]) -> Table:
    return Table(rows, f"and {len(others):,} more with {counted(sum(others), 'problem')}" if others else "")


def _counts(tally: Tally) -> list[str]:
    return [f"{tally.problems:,}", f"{tally.documents:,}"]


def _bars(parts: Iterable[tuple[str, int]], most: int) -> list[Bar]:
    """Parts of one bar side by side; `most` is 100 units wide."""
    found: list[Bar] = []
    x = 0.0
    for kind, count in parts:
        width = 100 * count / most
        if count:
            # what is rare is seen all the same
            found.append(Bar(kind, f"{x:.2f}", "0", f"{max(width, 0.6):.2f}", "8"))
        x += width
    return found


def _chart(gathered: Gathered) -> Chart | None:
    steps = gathered.times.steps()
    if not steps:
        return None
    peak = max(steps, key=lambda each: sum(each.counts))
    most = sum(peak.counts)
    return Chart(
        gathered.times.unit(),
        steps[0].begin,
        steps[-1].begin,
        f"{counted(most, 'problem')} from {peak.begin} on",
        f"{counted(gathered.undated, 'problem')} in lines without a time" if gathered.undated else "",
        str(_COLUMN * len(steps)),
        [(_said(each), _column(at, each, most)) for at, each in enumerate(steps)],
        [[each.begin, *[f"{count:,}" for count in each.counts]] for each in steps if any(each.counts)],
    )


def _said(step: Step) -> str:
    found = [
        counted(count, severity) for severity, count in zip(SEVERITIES, step.counts, strict=True) if count
    ]
    return f"{step.begin}: {', '.join(found) or 'none'}"


def _column(at: int, step: Step, most: int) -> list[Bar]:
    found: list[Bar] = []
    y = float(_HEIGHT)
    for kind, count in zip(SEVERITIES, step.counts, strict=True):
        height = _HEIGHT * count / most
        y -= height
        if count:
            found.append(Bar(kind, f"{at * _COLUMN:g}", f"{y:.2f}", f"{_COLUMN - _GAP:g}", f"{height:.2f}"))
    return found


def _explained(name: str) -> Explained:
    rule = rules.find(name)
    if rule is None:
        # such as a keyword of a user's own vocabulary
        return Explained(name, "", [], [])
    return Explained(name, rule.summary, [rule.why, *facts(rule)], _blocks(rule))


def _blocks(rule: Rule) -> list[Block]:
    example = rule.example
    if example is None:
        return []
    how = caption(example)
    schema = [] if example.schema is None else [Block("Schema", shown(example.schema).split("\n"))]
    wrong = Block(f"Wrong, {how}" if how else "Wrong", shown(example.bad).split("\n"))
    return [*schema, wrong, Block("Right", shown(example.good).split("\n"))]
