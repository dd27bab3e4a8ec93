"""The page: all that it was told, as text and nothing else, and nothing that needs a network."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.report.problems import PROBLEM, PROBLEMS, written

from orq_schema import rules
from orq_schema.errors import Detail, Excerpt, Problem, Record
from orq_schema.report.html_listing import Listing
from orq_schema.report.printable import printable
from orq_schema.report.summary import Summary

SOME = st.lists(PROBLEMS, max_size=8)
# a Monday
START = 1_767_571_200
VOID = {"meta", "input"}
ALLOWED = {
    "!doctype", "html", "head", "meta", "title", "style", "body", "a", "header", "main", "footer", "section", "p",
    "span", "h1", "h2", "h3", "dl", "div", "dt", "dd", "figure", "figcaption", "svg", "path", "g", "rect", "details",
    "summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "code", "pre", "mark", "b", "form", "label",
    "input", "select", "option", "button", "script",
}  # fmt: skip


class Page(HTMLParser):
    """Elements with their attributes and all text in them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[int, str] = {}
        self._open: list[int] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        self.texts[len(self.elements) - 1] = ""
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for at in self._open:
            self.texts[at] += data

    def found(self, tag: str, kind: str | None = None) -> list[str]:
        return [
            self.texts[at]
            for at, (name, attributes) in enumerate(self.elements)
            if name == tag and (kind is None or attributes.get("class") == kind)
        ]

    def table(self, name: str) -> list[list[str]]:
        """Give the cells of the rows in the body of the table with the id `name`, without the charts."""
        (at,) = [at for at, (_, attributes) in enumerate(self.elements) if attributes.get("id") == name]
        rows: list[list[str]] = []
        for index, (tag, attributes) in list(enumerate(self.elements))[at + 1 :]:
            if tag in {"table", "section"}:
                break
            if tag == "tr":
                rows.append([])
            elif tag in {"th", "td"} and attributes.get("class") != "bar":
                rows[-1].append(self.texts[index])
        return rows[1:]


def dated(time: int | None, **changed: Any) -> Problem:
    return PROBLEM._replace(detail=Detail(record=Record(3, 1, time)))._replace(**changed)


# -- hostile text -------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "</style><style>*{display:none}", "-->",
    "<!--",
    '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", "javascript:alert(1)", "</title>", "</pre></table>",
    "{{ 7*7 }}", "{% raw %}", "&lt;b&gt;", "&#60;b>", "]]>", "<svg/onload=alert(1)>", "\x00<b>", "\u202e\u2066txt",
    "`<b>`", "\ud800", "http://evil.example/x.png", "url(//evil.example)", "\u2028\u2029", "\x1b[31m",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_anything_but_text(text: str) -> None:
    excerpt = Excerpt(3, f"a {text} b", 2, len(text))
    detail = Detail(excerpts=lambda: (excerpt,), about=text, record=Record(1, 1, START))
    problem = Problem(f"{text}.json", 3, 1, f"/{text}", "maximum", "error", text, text, detail)
    page = Page(made := written("html", [problem]))
    plain = Page(written("html", [problem._replace(file="a.json", pointer="/a", message="a", hint="a")]))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    assert page.found("p", "message") == [printable(text)]
    assert page.found("p", "hint") == [f"Hint: {printable(text)}"]
    assert page.found("p", "about") == [printable(text)]
    assert f"a {printable(text)} b".strip() in page.found("pre")[0]
    assert page.found("mark", "error")[0] == printable(text)
    assert made.isascii()


@given(SOME)
def test_the_elements_are_ours(problems: list[Problem]) -> None:
    text = written("html", problems, unread=problems)
    assert text.isascii()
    page = Page(text)
    assert {tag for tag, _ in page.elements} <= ALLOWED
    assert [tag for tag, _ in page.elements].count("script") == 1
    for _, attributes in page.elements:
        assert not {name for name in attributes if name.startswith("on")}
        assert not {"src", "style", "action", "srcset", "formaction"} & set(attributes)
        assert re.fullmatch(r"#[\w-]+", attributes.get("href") or "#x")
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    linked = {attributes["href"] for _, attributes in page.elements if "href" in attributes}
    assert {each.removeprefix("#") for each in linked if each} <= {*ids, "problems"}


# -- no network ---------------------------------------------------------------------------------------------


def test_the_policy_allows_our_own_style_and_script_and_nothing_else() -> None:
    text = written("html", [PROBLEM])
    (policy,) = [
        attributes["content"] or ""
        for tag, attributes in Page(text).elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    allowed = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    assert allowed.pop("default-src") == allowed.pop("base-uri") == allowed.pop("form-action") == "'none'"
    for name in ("style", "script"):
        (content,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert allowed.pop(f"{name}-src") == f"'sha256-{digest}'"
    assert allowed == {}
    # the policy comes before all that it is about
    assert text.index("Content-Security-Policy") < text.index("<style")


def test_no_address_is_in_the_page() -> None:
    text = written("html", [PROBLEM._replace(rule=each) for each in rules.load()])
    shown = "".join(Page(text).found("style") + Page(text).found("script"))
    assert not re.search(r"url\(|@import|https?:|//[a-z]|fetch|XMLHttp|import\(", shown)


# -- what is in it ------------------------------------------------------------------------------------------


@given(st.lists(PROBLEMS, max_size=30))
def test_the_counts_are_those_of_the_problems(problems: list[Problem]) -> None:
    page = Page(written("html", problems))
    if not problems:
        return
    by_rule = Counter((each.severity, each.rule) for each in problems)
    told = {tuple(row[0].split()): int(row[1]) for row in page.table("rules")}
    assert told == by_rule
    assert sum(int(row[1]) for row in page.table("places")) == len(problems)
    by_file = Counter(each.file for each in problems if each.severity == "error")
    assert sum(int(row[1]) for row in page.table("files")) == sum(by_file.values())


def test_how_many_can_be_mended_is_no_promise() -> None:
    summary = Summary()
    summary.fixable = 2
    text = written("html", [PROBLEM], summary=summary)
    assert "mends up to 2 of them" in re.sub("<[^>]*>|`", "", text)


def test_each_rule_is_explained_once() -> None:
    names = sorted(rules.load())
    page = Page(written("html", [PROBLEM._replace(rule=each, pointer="/a") for each in names for _ in "ab"]))
    assert page.found("span", "name") == names
    for name in names:
        rule = rules.find(name)
        assert rule is not None
        assert any(rule.why.replace("`", "") in each for each in page.found("div", "explained"))


def test_a_rule_that_nobody_knows_is_no_fault() -> None:
    page = Page(written("html", [PROBLEM._replace(rule="of-my-own")]))
    assert page.found("span", "name") == ["of-my-own"]


def test_the_mark_is_under_what_is_to_blame_behind_wide_characters() -> None:
    text = "\u6a21\u578b: \t\u202egut"
    excerpt = Excerpt(7, text, text.index("\u202e"), 2)
    page = Page(written("html", [PROBLEM._replace(detail=Detail(excerpts=lambda: (excerpt,)))]))
    assert page.found("mark", "error") == ["\\u202eg"]
    assert page.found("pre")[0].startswith("7 \u6a21\u578b:     \\u202egut\n")


def test_the_page_is_bounded() -> None:
    long = "x" * 5_000
    problems = [
        PROBLEM._replace(
            file=f"{index}.json",
            pointer=f"/k{index}/{long}",
            rule=f"rule-{index % 60}",
            message=long,
            hint=long,
        )
        for index in range(5_000)
    ]
    text = written("html", problems)
    assert len(text) < 6 << 20
    page = Page(text)
    assert len(page.found("p", "message")) <= 1_000
    assert "of 5,000 problems: the first ones of each kind" in "".join(page.found("p", "more"))
    assert len(page.table("files")) == len(page.table("places")) == 40
    # 1,000 files are told apart, 40 shown, and what the others come to is said twice over
    assert "and 961 more with 4,960 problems" in page.found("p", "more")


def test_the_same_twice() -> None:
    problems = [dated(START + each * 977, pointer=f"/{each}") for each in range(50)]
    assert written("html", problems) == written("html", problems)


# -- the listing --------------------------------------------------------------------------------------------


@given(st.lists(PROBLEMS | st.sampled_from([PROBLEM, dated(None, pointer="/a/0")]), max_size=80), st.data())
def test_what_is_listed_of_all_is_listed_of_a_part(problems: list[Problem], data: st.DataObject) -> None:
    part = data.draw(st.lists(st.booleans(), min_size=len(problems), max_size=len(problems)))
    whole, some = Listing(), Listing()
    for problem, is_in in zip(problems, part, strict=True):
        of_all, of_part = whole.takes(problem), is_in and some.takes(problem)
        assert of_part or not (of_all and is_in)


def test_what_is_rare_is_listed_behind_what_is_not() -> None:
    listing = Listing()
    assert sum(listing.takes(PROBLEM) for _ in range(500)) == 10
    assert listing.takes(PROBLEM._replace(pointer="/other"))
    assert sum(listing.takes(PROBLEM._replace(pointer=f"/k{each}")) for each in range(500)) == 29
    assert listing.takes(PROBLEM._replace(rule="minimum"))


def test_the_chart_has_the_figures_beside_it() -> None:
    problems = [dated(START), dated(START + 90, severity="warning"), dated(START + 100), dated(None)]
    text = written("html", problems)
    page = Page(text)
    (caption,) = page.found("figcaption")
    assert caption == (
        "Problems per minute, by the time in the lines (UTC); most: 2 problems from 2026-01-05 00:01 on; "
        "1 problem in lines without a time."
    )
    said = [each for each in page.found("title") if "2026" in each and "none" not in each]
    assert said == ["2026-01-05 00:00: 1 error", "2026-01-05 00:01: 1 error, 1 warning"]
    assert "by the time" not in written("html", [dated(None)])
