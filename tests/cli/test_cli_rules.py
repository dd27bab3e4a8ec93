"""`orq-schema rules`: the list, the page of one rule, and what it says of one that does not exist."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from orq_schema import rules
from orq_schema.cli.rules import command


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_the_list_has_each_rule_on_a_line() -> None:
    result = run()
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(rules.load())
    assert "json-syntax             error    A text that is no JSON." in lines


def test_the_list_for_programs() -> None:
    listed = json.loads(run("--format", "json").stdout)["rules"]
    assert [each["id"] for each in listed] == list(rules.load())
    fields = "id kind severity summary why spec example no_example can_be_ignored page"
    assert {tuple(each) for each in listed} == {tuple(fields.split())}


def test_a_page() -> None:
    result = run("unknown-key")
    assert result.exit_code == 0
    assert result.stdout.startswith("unknown-key: warning\n\n  A key that the schema does not declare.\n")
    assert '  wrong:\n    { "retries": { "count": 3 } }\n' in result.stdout
    assert '  right:\n    { "retry": { "count": 3 } }\n' in result.stdout


def test_a_page_for_programs() -> None:
    (page,) = json.loads(run("maximum", "--format", "json").stdout)["rules"]
    assert page["page"] == "https://orq-schema.example/rules#maximum"
    assert page["example"]["bad"] == '{ "retry": { "count": 10 } }'
    assert page["spec"] == "validation 6.2.2"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "retry-code-imposible",
            'there is no rule "retry-code-imposible"; did you mean "retry-code-impossible"?',
        ),
        ("minLength", 'there is no rule "minLength"; did you mean "min-length"?'),
        ("zzz", 'there is no rule "zzz"; orq-schema rules lists them'),
        ("\x1b[31m\n::error::", r'there is no rule "\x1b[31m\n::error::"; orq-schema rules lists them'),
        ("", 'there is no rule ""; orq-schema rules lists them'),
    ],
)
def test_a_rule_that_does_not_exist_is_wrong_usage(name: str, said: str) -> None:
    result = run(name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_it_is_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "orq_schema", "rules", "bom"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("bom: warning\n")
