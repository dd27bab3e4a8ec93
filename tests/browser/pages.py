"""Pages in a browser, and what tests ask of them."""

# the driver is no part of what `make types` has
# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUnknownLambdaType=false
from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "orq_schema", "validate", "--no-config", *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (1, 3), done.stderr
    return done.stdout


@contextmanager
def opened(browser: Browser, file: Path, **settings: Any) -> Generator[Page]:
    """Open `file`; nothing may be asked for but the file itself, and nothing may be complained about."""
    context = browser.new_context(**settings)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file.as_uri())
    yield page
    assert asked == [file.as_uri()]
    assert said == []
    context.close()


def listed(page: Page) -> list[tuple[str, str]]:
    rows = page.locator("#list tbody tr:visible")
    found = rows.evaluate_all("rows => rows.map(row => [row.dataset.severity, row.dataset.rule])")
    return [(severity, rule) for severity, rule in found]


def status(page: Page) -> str:
    said: str = page.get_by_role("status").inner_text()
    return said
