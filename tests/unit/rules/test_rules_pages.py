"""docs/rules.md, and what a terminal shows."""

from __future__ import annotations

import re
from pathlib import Path

from orq_schema import rules
from orq_schema.rules.markdown import document
from orq_schema.rules.pages import text

ROOT = Path(__file__).parent.parent.parent.parent


def test_each_rule_has_a_section_under_its_own_anchor() -> None:
    page = document()
    assert re.findall(r'^<a id="([^"]*)"></a>$', page, flags=re.MULTILINE) == [
        line.removeprefix("### ") for line in page.splitlines() if line.startswith("### ")
    ]
    anchors = re.findall(r'<a id="([^"]*)">', page)
    assert sorted(anchors) == list(rules.load())
    linked = re.findall(r"\]\(#([^)]*)\)", page)
    assert linked == sorted(anchors)


def test_code_is_fenced_in_pairs_and_templates_of_others_see_no_braces() -> None:
    outside = re.sub(r"^(`{3,})\w*\n.*?\n\1$", "", document(), flags=re.MULTILINE | re.DOTALL)
    assert "```" not in outside
    assert "{{" not in outside


def test_the_page_is_the_same_each_time() -> None:
    assert document() == document()


def test_links_to_the_page_lead_to_a_rule() -> None:
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"rules\.md#([^)\s]+)\)", path.read_text(encoding="utf-8")):
            assert rules.find(target) is not None, (path.name, target)


def test_the_text_of_a_page() -> None:
    rule = rules.find("empty-filter")
    assert rule is not None
    lines = text(rule).splitlines()
    assert lines[0] == "empty-filter: warning"
    assert lines[2] == "  A filter without a condition, which matches everything."
    assert '    { "knowledge_bases": [{ "knowledge_id": "manual", "filter_by": {} }] }' in lines
    assert lines[-1] == "  `--ignore empty-filter` switches it off."


def test_the_text_of_every_page_is_harmless() -> None:
    for rule in rules.load().values():
        shown = text(rule)
        assert shown.endswith("\n")
        assert all(line.isprintable() and line == line.rstrip() for line in shown.splitlines())
        assert rule.summary.split()[0] in shown
