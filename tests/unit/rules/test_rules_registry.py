"""The source of the rules: whole, well formed, and of no rule that does not exist."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.support.json_schema_suite import files, remotes
from tests.unit.rules.stated import KEBAB, constants, stated, trees

from orq_schema import rules
from orq_schema.compile.keywords import UNITS
from orq_schema.compile.validator import compile_schema
from orq_schema.errors import SchemaError, UnsupportedError
from orq_schema.load.authoring import check
from orq_schema.load.schema import from_contents
from orq_schema.validation.lints import RULES as LINTS
from orq_schema.validation.rules import KEYWORD_RULES
from orq_schema.validation.rules import rule as rule_of

ROOT = Path(__file__).parent.parent.parent.parent
GOLDEN = ROOT / "tests" / "cli" / "golden"
# its rules are neither arguments nor fields, and these three are put together
AUTHORING = "load/authoring.py"
PUT_TOGETHER = {"missing-dialect", "missing-id", "missing-title"}


def test_each_rule_is_whole() -> None:
    assert len(rules.load()) > 100
    assert list(rules.load()) == sorted(rules.load())
    for name, rule in rules.load().items():
        assert re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)*", name)
        assert rule.id == name
        assert rule.severity in {"error", "warning", "note"}
        for text in (rule.summary, rule.why):
            assert text.endswith(".")
            assert text == " ".join(text.split())
        assert (rule.example is None) != (rule.no_example is None)
        assert (rule.kind == "keyword") == (rule.spec is not None)
        assert rule.spec is None or re.fullmatch(r"(?:core|validation) \d+(?:\.\d+)*", rule.spec)


def test_what_is_valid_is_no_error() -> None:
    severities = {(rule.kind, rule.severity) for rule in rules.load().values()}
    assert {kind for kind, severity in severities if severity == "error"} == {
        "reading",
        "keyword",
        "schema",
        "generate",
        "import",
        "revision",
    }
    assert {kind for kind, severity in severities if severity == "note"} == {"mend", "revision"}


def test_no_id_is_in_two_files() -> None:
    tables = [
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in (ROOT / "generator" / "orq_schema" / "rules").glob("*.toml")
    ]
    assert sorted(name for table in tables for name in table) == list(rules.load())


def found_in(module: str) -> set[str]:
    named = {each for each in constants(trees()[module]) if KEBAB.fullmatch(each)}
    return stated(module) | (named | PUT_TOGETHER if module == AUTHORING else set())


@pytest.mark.parametrize("module", sorted(trees()))
def test_each_rule_that_a_module_states_has_a_page(module: str) -> None:
    assert found_in(module) <= set(rules.load())


def test_each_page_is_of_a_rule_that_some_module_states() -> None:
    """And so nothing of the kind escapes the search above."""
    found = {name for module in trees() for name in found_in(module)}
    keywords = {rule.id for rule in rules.load().values() if rule.kind == "keyword"}
    assert set(rules.load()) - keywords == found - keywords


def test_each_rule_of_a_lint_has_a_page() -> None:
    assert {rule.id for rule in rules.load().values() if rule.kind == "lint"} == set(LINTS)


def test_each_keyword_has_a_page() -> None:
    pages = {rule.id for rule in rules.load().values() if rule.kind == "keyword"}
    assert pages == set(KEYWORD_RULES)
    silent = {"if"}  # decides which of two others applies
    assert {rule_of(keyword) for keyword in UNITS} - silent <= pages


def test_each_keyword_that_the_official_suite_makes_fail_has_a_page() -> None:
    failed: set[str] = set()
    for path in (each for optional in (False, True) for each in files(optional=optional)):
        for group in json.loads(path.read_bytes()):
            try:
                validator = compile_schema(group["schema"], remotes(), assert_formats=True)
            except (SchemaError, UnsupportedError):
                continue
            for case in group["tests"]:
                pending = list(validator.iter_errors(case["data"]))
                while pending:
                    error = pending.pop()
                    failed.add(rule_of(error.keyword))
                    pending += [each for branch in error.branches for each in branch]
    pages = {rule.id for rule in rules.load().values() if rule.kind == "keyword"}
    assert failed <= pages
    # and all of them can be seen
    assert pages - failed == set()


def test_each_authoring_rule_has_a_page() -> None:
    # all that goes missing has a rule whose id is put together
    found = {each.rule for each in check(from_contents({}))}
    assert PUT_TOGETHER <= found <= set(rules.load())


def test_each_rule_in_a_golden_report_has_a_page() -> None:
    reports = [json.loads(path.read_text("utf-8")) for path in GOLDEN.glob("*/expected.json")]
    assert len(reports) > 40
    for problem in (problem for report in reports for problem in report["problems"]):
        rule = rules.find(problem["rule"])
        assert rule is not None, problem["rule"]
        # a wrong key may be what an error comes from
        assert problem["severity"] == rule.severity or rule.id == "unknown-key"


def test_find_and_nearest() -> None:
    found = rules.find("bom")
    assert found is not None
    assert (found.id, found.kind, found.severity) == ("bom", "reading", "warning")
    assert rules.find("BOM") is None
    assert rules.nearest("BOM") == "bom"
    assert rules.nearest("additional_property") == "additional-properties"
    assert rules.nearest("zzzz") is None


def test_the_page_of_a_rule_has_a_uri() -> None:
    parts = urlsplit(rules.page("bom"))
    assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "orq-schema.example", "bom")
