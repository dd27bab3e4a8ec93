"""The published schema of SARIF 2.1.0, which lies beside the checkout."""

from __future__ import annotations

import functools
import json
from typing import Any

from jsonschema import Draft4Validator
from tests.support.shared import require_shared


def faults(log: Any) -> list[str]:
    """What is wrong with `log`, by the published schema; skips the test where that is not there."""
    return [f"{each.json_path}: {each.message}" for each in _validator().iter_errors(log)]


@functools.cache
def _validator() -> Any:
    return Draft4Validator(json.loads(require_shared("formats/sarif-schema-2.1.0.json").read_text("utf-8")))
