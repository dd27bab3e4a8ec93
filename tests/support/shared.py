"""The facts that lie beside the checkout, in ../shared; a stranger's clone has none."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


def require_shared(name: str) -> Path:
    """
    Return the path of `name` under SHARED.

    Skips the test that asks where there is no such folder at all. Fails it where the folder is there but
    lacks the file: a test must not fall silent because something was renamed.
    """
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there: this test compares with facts kept beside the checkout")
    path = SHARED / name
    if not path.exists():
        pytest.fail(f"{SHARED} lacks {name}")
    return path
