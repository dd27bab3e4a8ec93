"""docs/benchmarks.svg: one dot for each peer, on a logarithmic scale, readable on light and on dark."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from page import factor, ratios

if TYPE_CHECKING:
    from measure import Row

_WIDTH, _LEFT, _RIGHT = 960, 420, 40
_TOP, _STEP = 64, 22
_LEAST, _MOST = 0.1, 1000.0
_STYLE = """text { font: 13px sans-serif; fill: #24292f }
.quiet { fill: #57606a } .grid { stroke: #d0d7de } .one { stroke: #24292f } .less { fill: #bc4c00 }
.more { fill: #0969da }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .quiet { fill: #9198a1 } .grid { stroke: #3d444d } .one { stroke: #e6edf3 }
.less { fill: #ffa657 } .more { fill: #58a6ff } }"""


def plot(rows: list[Row]) -> str:
    """The ratios of all times in `rows`, as an SVG image."""
    lines = [
        (row.what.removesuffix(", time"), name, ratio) for row in rows for name, ratio in ratios(row).items()
    ]
    height = _TOP + _STEP * len(lines) + 44
    body = [_grid(height - 36), *_marks(lines)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">\n'
        "<title>Time that peers take, as a multiple of what orq-schema takes</title>\n"
        f"<style>\n{_STYLE}\n</style>\n"
        '<text x="12" y="24">Time of each peer as a multiple of the time of orq-schema (logarithmic)</text>\n'
        f'<text x="{_at(1) - 8:.0f}" y="46" class="quiet" text-anchor="end">← the peer is faster</text>\n'
        f'<text x="{_at(1) + 8:.0f}" y="46" class="quiet">orq-schema is faster →</text>\n'
        + "".join(body)
        + "</svg>\n"
    )


def _at(ratio: float) -> float:
    share = math.log(min(max(ratio, _LEAST), _MOST) / _LEAST) / math.log(_MOST / _LEAST)
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _grid(bottom: int) -> str:
    made: list[str] = []
    for tick in (0.1, 1, 10, 100, 1000):
        x, kind = _at(tick), "one" if tick == 1 else "grid"
        made.append(f'<line x1="{x:.1f}" y1="54" x2="{x:.1f}" y2="{bottom}" class="{kind}"/>\n')
        made.append(
            f'<text x="{x:.1f}" y="{bottom + 18}" class="quiet" text-anchor="middle">{tick:g}&#215;</text>\n'
        )
    return "".join(made)


def _marks(lines: list[tuple[str, str, float]]) -> list[str]:
    made: list[str] = []
    before = ""
    for number, (what, name, ratio) in enumerate(lines):
        y, x = _TOP + _STEP * number + 8, _at(ratio)
        kind = "less" if ratio < 1 else "more"
        if what != before:
            made.append(f'<line x1="12" y1="{y - 11}" x2="{_WIDTH - 12}" y2="{y - 11}" class="grid"/>\n')
            made.append(f'<text x="12" y="{y + 4}">{escape(_short(what))}</text>\n')
        before = what
        # the label stands where the scale has room
        side, anchor = (-9, "end") if x > _WIDTH - 260 else (9, "start")
        made.append(f'<circle cx="{x:.1f}" cy="{y}" r="4.5" class="{kind}"/>\n')
        made.append(
            f'<text x="{x + side:.1f}" y="{y + 4}" text-anchor="{anchor}">'
            f'{escape(name)} <tspan class="quiet">{factor(ratio)}&#215;</tspan></text>\n'
        )
    return made


def _short(what: str) -> str:
    return what.replace("`", "") if len(what) <= 60 else what.replace("`", "")[:57] + "…"
