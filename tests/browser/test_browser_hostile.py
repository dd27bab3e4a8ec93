"""Nothing in a payload runs on the page, or asks for anything."""

# the driver is no part of what `make types` has
# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUnknownLambdaType=false
from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.browser.pages import listed, opened, run

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

HOSTILE = (
    "<script>window.hit=1</script>", '"><img src=x onerror="window.hit=1">', "</style></pre></table>",
    "<svg onload=window.hit=1>",
    "<img src=http://evil.example/a.png>", "javascript:window.hit=1", "\u202e<b>\u2066", "\x00<i>\x1b[31m",
    "</script><script>window.hit=1</script>", "{{7*7}}", "&lt;u&gt;",
)  # fmt: skip


def test_nothing_in_a_payload_is_run_or_fetched(browser: Browser, tmp_path: Path) -> None:
    names = [f"{each.replace('/', '_')}.json" for each in HOSTILE if "\x00" not in each]
    retry = {each: each for each in HOSTILE}
    for name in names:
        orq = {"retry": {**retry, "count": HOSTILE[0]}, "cache": {"type": HOSTILE[1]}, **retry}
        (tmp_path / name).write_text(json.dumps({"timestamp": HOSTILE[0], "orq": orq}), "utf-8")
    run(
        tmp_path,
        "--show-values",
        "--strict",
        "--output",
        "html:page.html",
        "--",
        *[f"./{each}" for each in names],
    )
    with opened(browser, tmp_path / "page.html") as page:
        assert page.evaluate("window.hit") is None
        assert page.locator("img, i, u, svg:not(.chart):not(td svg)").count() == 0
        assert page.locator("b:not(.hint b)").count() == 0
        assert "<script>window.hit=1</script>" in page.locator("main").inner_text()
        assert "\\u202e<b>\\u2066" in page.locator("main").inner_text()
        # each of them is a text that can be filtered by
        page.get_by_label("Text").fill("<script>window.hit=1")
        assert len(listed(page)) > 0
        assert page.evaluate("window.hit") is None


def test_the_policy_stops_what_would_slip_through(browser: Browser, folder: Path) -> None:
    text = (folder / "page.html").read_text("utf-8")
    planted = (
        '<script>window.hit=1</script><img src="http://127.0.0.1:9/a.png" onerror="window.hit=1">'
        '<link rel="stylesheet" href="http://127.0.0.1:9/a.css"><p id="own" style="color: red">x</p>'
    )
    file = folder / "planted.html"
    file.write_text(text.replace("<main>", f"<main>{planted}"), "utf-8")
    context = browser.new_context()
    page = context.new_page()
    sent: list[str] = []
    page.on("requestfinished", lambda request: sent.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("window.hit") is None
    assert page.locator("#own").evaluate("each => getComputedStyle(each).color") != "rgb(255, 0, 0)"
    assert sent == [file.as_uri()]
    # and what is ours still runs
    assert page.get_by_role("status").inner_text()
    context.close()
