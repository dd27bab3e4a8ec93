"""A real Chromium, and the page of a real run over a few thousand lines with known mistakes."""

# the driver is no part of what `make types` has
# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUnknownLambdaType=false
from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.pages import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

# `make test-browser` runs what is here, with what it needs installed; `make test` passes it by
collect_ignore_glob = [] if "TEST_BROWSER" in os.environ else ["test_*.py"]

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
START = 1_767_225_600
# what is wrong with the line of that number, counted within 50
MISTAKES: dict[int, dict[str, Any]] = {
    3: {"retry": {"count": 9}},
    7: {"retries": {"count": 3}},
    11: {"cache": {"type": "exact_match", "ttl": 0}},
    17: {"retry": {"count": 3, "onCodes": [429]}},
    18: {"retry": {"count": 3, "onCodes": [500]}},
    23: {"cache": {"ttl": 60}},
    31: {"retry": {"count": 0, "on_codes": ["429"]}},
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("there is no chromium here; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # a new, empty profile each time
        made = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield made
        made.close()


def line(number: int) -> str:
    stamp = datetime.fromtimestamp(START + number * 61, UTC).isoformat()
    orq = MISTAKES.get(number % 50, {"retry": {"count": 3}})
    body = {"model": "openai/gpt-4o", "messages": [{"role": "user", "content": "Hello"}], "orq": orq}
    text = json.dumps({"timestamp": stamp, "custom_id": str(number), "body": body})
    return text if number % 977 else text[:-3]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("browser")
    for day in range(3):
        numbers = range(day * 1200, day * 1200 + 1200)
        (made / f"gateway-{day + 1}.jsonl").write_text(
            "".join(f"{line(each)}\n" for each in numbers), "utf-8"
        )
    files = [path.name for path in sorted(made.glob("*.jsonl"))]
    run(made, "--output", "html:page.html", "--output", "json:report.json", *files)
    assert run(made, "--format", "html", *files) == (made / "page.html").read_text("utf-8")
    return made


@pytest.fixture(scope="module")
def problems(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "report.json").read_bytes())["problems"]
    # 72 lines of each kind, with two problems in the last, less those that are cut off, with one problem each
    cut = [each for each in range(3600) if each % 977 == 0]
    wrong = sum(
        2 if each % 50 == 31 else 1 for each in range(3600) if each % 50 in MISTAKES and each not in cut
    )
    assert len(found) == wrong + len(cut)
    return found
