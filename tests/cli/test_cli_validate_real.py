"""The payloads that people really wrote, and the small ones that mark what a revision accepts."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.cli.runs import problems, report, validate
from tests.support.shared import require_shared

if TYPE_CHECKING:
    from pathlib import Path

REVISION = "2025-09-04-297ef24d4"


def index() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(require_shared("payloads/index.json").read_text("utf-8"))
    return found


@cache
def found_in(name: str) -> list[dict[str, Any]]:
    return problems(str(require_shared(f"payloads/{name}")))


def pointer(path: str, document: Any) -> str:
    """`$.orq.contact[0]` as a pointer; a bare fragment has no `orq` of its own."""
    steps = re.findall(r"[^.\[\]]+", path.removeprefix("$"))
    if steps and steps[0] == "orq" and "orq" not in document:
        steps = (["extra_body", "orq"] if "orq" in document.get("extra_body", {}) else []) + steps[1:]
    return "".join(f"/{step}" for step in steps)


def test_the_real_payloads() -> None:
    carriers = [each for each in index() if each["carries_orq"]]
    assert len(carriers) == 38
    hints = 0
    for each in carriers:
        document = json.loads(require_shared(f"payloads/{each['file']}").read_text("utf-8"))
        verdict = each["verdicts"]["2025-09"]
        found = found_in(each["file"])
        wrong = [one["pointer"] for one in found if one["severity"] == "error"]
        unknown = {one["pointer"]: one["hint"] for one in found if one["rule"] == "unknown-key"}
        assert wrong == [pointer(path, document) for path, *_ in verdict["errors"]], each["file"]
        expected = {pointer(path, document): close for path, close in verdict["unknown"]}
        assert unknown.keys() == expected.keys(), each["file"]
        for at, close in expected.items():
            assert close is None or f'"{close}"' in unknown[at], (each["file"], at)
            hints += close is not None
        assert len(found) == len(wrong) + len(unknown), each["file"]
    assert hints > 5


def test_the_payloads_without_an_orq_object() -> None:
    others = [each["file"] for each in index() if not each["carries_orq"]]
    assert len(others) == 6
    rules = {file: {each["rule"] for each in found_in(file)} for file in others}
    # this one shows two members of a body only: nothing tells it from a bare orq object
    assert rules.pop("084-toplevel-workshop-trace.json") == {"unknown-key"}
    assert all(each == {"no-orq-object"} for each in rules.values())
    run = validate("--format", "json", str(require_shared("payloads/README.md").parent))
    assert run.code == 1
    assert "no-orq-object" not in {each["rule"] for each in report(run)["problems"]}


def verdicts() -> dict[str, bool]:
    lines = require_shared("upstream/compat-matrix.tsv").read_text("utf-8").splitlines()
    column = lines[0].split("\t").index(REVISION)
    # FMT fails only where formats are asserted, which they are not
    return {line.split("\t")[0]: line.split("\t")[column] in {"ok", "FMT"} for line in lines[1:]}


def test_the_payloads_of_the_compatibility_matrix(tmp_path: Path) -> None:
    payloads = json.loads(require_shared("upstream/compat-payloads.json").read_text("utf-8"))
    expected = verdicts()
    assert len(expected) == len(payloads) == 77
    codes: dict[str, bool] = {}
    for name, payload in payloads.items():
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(payload))
        codes[name] = validate("--as", "orq", str(file)).code == 0
    assert codes == expected


def test_an_object_for_a_list_of_objects() -> None:
    (found,) = found_in("011-docs-contact-quickstart.json")
    assert (found["pointer"], found["hint"]) == ("/orq/contact/metadata", "put it in a list")
