"""The page of `--format html` in a real Chromium; `make test-browser` runs this."""

# the driver is no part of what `make types` has
# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUnknownLambdaType=false
from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.pages import listed, opened, status

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCREENSHOTS = Path(__file__).parent.parent.parent / "out" / "browser" / "screenshots"


def cells(page: Page, table: str) -> list[list[str]]:
    rows = page.locator(f"#{table} tbody tr")
    return [row.locator("th, td:not(.bar)").all_inner_texts() for row in rows.all()]


# -- what it tells ------------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_json_report(
    browser: Browser, folder: Path, problems: list[dict[str, Any]]
) -> None:
    with opened(browser, folder / "page.html") as page:
        by_rule = Counter(f"{each['severity']} {each['rule']}" for each in problems)
        assert {row[0]: int(row[1]) for row in cells(page, "rules")} == by_rule
        # no index and no key of a user's own is in these
        by_place = Counter(
            (each["pointer"].replace("/0", "/*") or "the whole document", each["rule"]) for each in problems
        )
        told = {
            (place.split()[0], place.split()[-1]): int(count) for place, count, _ in cells(page, "places")
        }
        assert told == {(place.split()[0], rule): count for (place, rule), count in by_place.items()}
        for severity, column in (("error", 1), ("warning", 2)):
            by_file = Counter(each["file"] for each in problems if each["severity"] == severity)
            assert {row[0]: int(row[column]) for row in cells(page, "files")} == by_file
        assert (
            f"{sum(each['severity'] == 'error' for each in problems):,} errors"
            in page.locator("h1").inner_text()
        )
        assert set(listed(page)) == {(each["severity"], each["rule"]) for each in problems}


def test_the_charts_have_the_figures_of_the_tables(
    browser: Browser, folder: Path, problems: list[dict[str, Any]]
) -> None:
    with opened(browser, folder / "page.html") as page:
        widths = page.locator("#rules rect").evaluate_all(
            "all => all.map(each => +each.getAttribute('width'))"
        )
        counts = [int(row[1]) for row in cells(page, "rules")]
        assert widths == pytest.approx([100 * each / counts[0] for each in counts], abs=0.6)
        dated = [each for each in problems if each["rule"] != "json-syntax"]
        heights = page.locator(".chart rect").evaluate_all(
            "all => all.map(each => +each.getAttribute('height'))"
        )
        page.get_by_text("The figures").click()
        rows = [[int(each) for each in row[1:]] for row in cells_of_figures(page)]
        assert sum(map(sum, rows)) == len(dated)
        most = max(map(sum, rows))
        assert sorted(heights) == pytest.approx(
            sorted(100 * each / most for row in rows for each in row if each), abs=0.01
        )


def cells_of_figures(page: Page) -> list[list[str]]:
    return [row.locator("th, td").all_inner_texts() for row in page.locator(".figures tbody tr").all()]


def test_a_rule_leads_to_its_explanation(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "page.html") as page:
        why = page.locator("#rule-maximum")
        assert not why.is_visible()
        page.locator("#rules").get_by_role("link", name="maximum").click()
        assert why.is_visible()
        assert "Wrong" in why.inner_text()


# -- the filter ---------------------------------------------------------------------------------------------


def test_the_filter(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "page.html") as page:
        every = listed(page)
        assert status(page) == f"{len(every)} of {len(every)} shown"
        page.get_by_label("Text").fill("ONCODES  gateway-1")
        assert set(listed(page)) == {("warning", "unknown-key")}
        assert status(page) == f"{len(listed(page))} of {len(every)} shown"
        page.get_by_label("Text").fill("no such thing")
        assert (listed(page), status(page)) == ([], f"0 of {len(every)} shown")
        page.get_by_role("button", name="Show all").click()
        page.get_by_label("Severity").select_option("warning")
        assert listed(page) == [each for each in every if each[0] == "warning"] != []
        page.get_by_label("Severity").select_option("all")
        page.get_by_role("combobox", name="Rule").select_option("maximum")
        assert listed(page) == [each for each in every if each[1] == "maximum"] != []
        page.get_by_label("Severity").select_option("warning")
        assert listed(page) == []


def test_the_filter_by_keyboard_alone(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "page.html") as page:
        every = listed(page)
        keys = page.keyboard
        keys.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the problems"
        keys.press("Enter")
        keys.press("Tab")
        focused = "document.activeElement.id"
        assert page.evaluate(focused) == "text"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        keys.type("seconds for which")
        assert {rule for _, rule in listed(page)} == {"minimum"}
        keys.press("Escape")
        page.get_by_text(f"{len(every)} of {len(every)} shown").wait_for()
        assert len(listed(page)) == len(every)
        keys.press("Tab")
        assert page.evaluate(focused) == "severity"
        keys.type("w")
        assert {severity for severity, _ in listed(page)} == {"warning"}
        keys.press("Tab")
        assert page.evaluate(focused) == "rule"
        keys.press("Tab")
        keys.press("Enter")
        page.get_by_text(f"{len(every)} of {len(every)} shown").wait_for()
        assert len(listed(page)) == len(every)
        keys.press("Shift+Tab")
        page.locator("h1").click()
        keys.press("/")
        assert page.evaluate(focused) == "text"
        assert page.get_by_label("Text").input_value() == ""


# -- without this and that ----------------------------------------------------------------------------------


def test_without_javascript_all_is_there(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "page.html") as page:
        every = len(listed(page))
    with opened(browser, folder / "page.html", java_script_enabled=False) as page:
        rows = page.locator("#list tbody tr")
        assert rows.count() == every
        assert all(each.is_visible() for each in rows.all())
        assert not page.locator("form").is_visible()
        page.locator("summary", has_text="maximum").click()
        assert page.locator("#rule-maximum").is_visible()


@pytest.mark.parametrize("width", [320, 600, 1200])
def test_it_fits_the_window(browser: Browser, folder: Path, width: int) -> None:
    with opened(browser, folder / "page.html", viewport={"width": width, "height": 800}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(browser: Browser, folder: Path, scheme: str) -> None:
    with opened(browser, folder / "page.html", color_scheme=scheme) as page:
        for each in (
            ".message",
            ".place",
            ".gutter",
            "mark",
            "h1",
            ".severity.error",
            ".severity.warning",
            "caption",
        ):
            pair = page.locator(each).first.evaluate(CONTRASTED)
            # WCAG 2.2, 1.4.3
            assert contrast(*pair) >= 4.5, (each, pair)
        dark = luminance(page.evaluate("getComputedStyle(document.body).backgroundColor")) < 0.2
        assert dark == (scheme == "dark")


# the colour of an element, and that of what is behind it
CONTRASTED = """each => {
  const colour = getComputedStyle(each).color;
  while (getComputedStyle(each).backgroundColor === "rgba(0, 0, 0, 0)") each = each.parentElement;
  return [colour, getComputedStyle(each).backgroundColor];
}"""


def luminance(colour: str) -> float:
    """Give the relative luminance of `rgb(r, g, b)`, WCAG 2.2."""
    parts = [int(each) / 255 for each in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_print_shows_what_is_folded(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "page.html", color_scheme="dark") as page:
        page.emulate_media(media="print")
        assert not page.locator("form").is_visible()
        assert page.locator("#rule-maximum").is_visible()
        assert luminance(page.evaluate("getComputedStyle(document.body).backgroundColor")) > 0.8


def test_headings_labels_and_captions(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "page.html") as page:
        levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(each => +each.tagName[1])")
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert page.locator("table").count() == page.locator("table > caption").count() == 5
        for each in page.locator("input, select").all():
            assert each.evaluate("each => each.labels.length") == 1
        assert page.get_by_role("status").get_attribute("aria-live") == "polite"
        assert page.locator("html").get_attribute("lang") == "en"


# -- for eyes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("light", {"color_scheme": "light", "viewport": {"width": 1200, "height": 1500}}),
        ("dark", {"color_scheme": "dark", "viewport": {"width": 1200, "height": 1500}}),
        ("narrow", {"viewport": {"width": 380, "height": 1400}}),
        ("no-javascript", {"java_script_enabled": False, "viewport": {"width": 1000, "height": 1400}}),
    ],
)
def test_screenshots(browser: Browser, folder: Path, name: str, settings: dict[str, Any]) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with opened(browser, folder / "page.html", **settings) as page:
        taken = page.screenshot(path=SCREENSHOTS / f"{name}.png")
        page.locator("#problems").scroll_into_view_if_needed()
        page.screenshot(path=SCREENSHOTS / f"{name}-problems.png")
    assert len(set(taken)) > 200
