"""`# orq-schema: ignore[rule]` in YAML and TOML: what it switches off, and what is said of one that does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.runs import problems, spot, validate, write

from orq_schema.payload.document import Document
from orq_schema.payload.read import read_bytes
from orq_schema.validation.ignores import Ignores

if TYPE_CHECKING:
    from pathlib import Path

MAXIMUM = ("/retry/count", "maximum")


def found(text: str, folder: Path, *args: str, name: str = "a.yaml") -> list[tuple[str, str]]:
    return [(each["pointer"], each["rule"]) for each in problems(*args, write(folder, name, text))]


@pytest.mark.parametrize(
    "comment",
    [
        "# orq-schema: ignore",
        "# orq-schema: ignore[maximum]",
        "#orq-schema:ignore[maximum]",
        "#  orq-schema:  ignore [ maximum ] the API takes it by now",
        "# orq-schema: ignore five is not enough",
        "# see the wiki # orq-schema: ignore[maximum]",
        "# orq-schema: ignore[maximum",
    ],
)
def test_at_the_end_of_the_line_and_on_the_line_before(comment: str, tmp_path: Path) -> None:
    closed = comment.count("[") == comment.count("]")
    expected = [] if closed else [MAXIMUM, ("", "unused-ignore")]
    texts = {
        "a.yaml": (
            f"retry:\n  count: 9 {comment}\n",
            f"retry:\n{comment}\n  count: 9\n",
            f"retry:\n  {comment}\n  count: 9",
        ),
        "a.toml": (
            f"[retry]\ncount = 9 {comment}\n",
            f"[retry]\n{comment}\ncount = 9\n",
            f"retry.count = 9{comment}",
        ),
    }
    for name, each in ((name, each) for name, several in texts.items() for each in several):
        for line_end in ("\n", "\r\n"):
            assert sorted(found(each.replace("\n", line_end), tmp_path, name=name)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "retry:\n  count: 9\n# orq-schema: ignore[maximum]\n",
        "# orq-schema: ignore[maximum]\nretry:\n  count: 9\n",
        "retry: # orq-schema: ignore[maximum]\n  count: 9\n",
        "# orq-schema: ignore[maximum]\n\nretry: {count: 9}\n",
        "name: x # orq-schema: ignore[maximum]\nretry: {count: 9}\n",
        "retry: {count: 9} # orq-schema: ignore[type]\n",
    ],
)
def test_nowhere_else(text: str, tmp_path: Path) -> None:
    assert sorted(found(text, tmp_path)) == [("", "unused-ignore"), MAXIMUM]


def test_one_rule_and_no_other(tmp_path: Path) -> None:
    line = "retry: {count: 9, counts: 1, on_codes: [x]} # orq-schema: "
    assert found(line + "ignore[maximum]", tmp_path) == [
        ("/retry/counts", "unknown-key"),
        ("/retry/on_codes/0", "type"),
    ]
    assert found(line + "ignore[unknown-key, maximum]", tmp_path) == [("/retry/on_codes/0", "type")]
    assert found(line + "ignore[unknown-key maximum,type]", tmp_path) == []
    assert found(line + "ignore", tmp_path) == []


MARK = "# orq-schema: ignore[maximum]"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", f"name: |\n  {MARK}\nretry: {{count: 9}}\n"),
        ("a.yaml", f"name: >-\n  text\n  {MARK}\nretry: {{count: 9}}\n"),
        ("a.yaml", f"name: &a !!str |2\n  {MARK}\nretry: {{count: 9}}\n"),
        ("a.yaml", f'name: "\n  {MARK}"\nretry: {{count: 9}}\n'),
        ("a.yaml", f'"{MARK}": &a x\nretry: {{count: 9}}\n'),
        ("a.yaml", f"retry: {{count: 9, '{MARK}': 1}}\n"),
        ("a.yaml", "name: a#orq-schema:ignore\nretry: {count: 9}\n"),
        ("a.toml", f'name = """\n{MARK}"""\nretry = {{count = 9}}\n'),
        ("a.toml", f"retry = {{count = 9, '{MARK}' = 1}}\n"),
        ("a.json", f'{{"retry": {{"count": 9, "x": "{MARK}"}}}}'),
        ("a.jsonl", f'{{"retry": {{"count": 9, "x": "{MARK}"}}}}'),
    ],
)
def test_not_in_a_string(name: str, text: str, tmp_path: Path) -> None:
    assert found(text, tmp_path, "--ignore", "unknown-key", name=name) == [MAXIMUM]


@pytest.mark.parametrize("value", ["|", ">-", "&a |", "!!str |+"])
def test_behind_the_header_of_a_block_scalar(value: str, tmp_path: Path) -> None:
    text = f"cache:\n  type: {value} # orq-schema: ignore[enum]\n    exact\n  ttl: 0\n"
    assert found(text, tmp_path) == [("/cache/ttl", "minimum")]


def test_a_comment_behind_a_block_scalar(tmp_path: Path) -> None:
    text = f"name: |\n  text\n{MARK}\nretry: {{count: 9}}\n"
    assert found(text, tmp_path) == []


def test_the_documents_of_a_stream(tmp_path: Path) -> None:
    text = f"retry: {{count: 9}} {MARK}\n---\n{MARK}\nretry: {{count: 9}}\n---\nretry: {{count: 9}}\n"
    assert found(text, tmp_path) == [MAXIMUM]


def test_aliases(tmp_path: Path) -> None:
    text = (
        f"fallbacks:\n- &a {{model: 1}} # orq-schema: ignore[type]\n- *a\n- *a\nretry: {{count: 9}} {MARK}\n"
    )
    assert found(text, tmp_path) == []


def test_what_gives_no_verdict_is_told(tmp_path: Path) -> None:
    for text in (
        "a: 1\na: 2 # orq-schema: ignore\n",
        "a: [ # orq-schema: ignore\n",
        "# orq-schema: ignore\n",
    ):
        file = write(tmp_path, "a.yaml", text)
        assert validate(file).code == 3
        assert "unused-ignore" not in [each["rule"] for each in problems(file)]
    file = write(tmp_path, "a.yaml", "a: 1 # orq-schema: ignore\n")
    assert [each["rule"] for each in problems("--at", "/b", file)] == ["pointer-not-found", "unused-ignore"]


# -- comments that do nothing -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comment", "at", "said", "hint"),
    [
        ("ignore[type]", "type", 'the rule "type" finds no fault', "remove it from the comment"),
        ("ignore[maximum, minimum] why", "minimum", 'the rule "minimum" finds no fault', "remove"),
        ("ignore[maximum,maxmum]", "maxmum", 'unknown rule "maxmum"', 'did you mean "maximum"?'),
        ("ignore[maximum, zzzzzz]", "zzzzzz", 'unknown rule "zzzzzz"', '"orq-schema rules" lists them all'),
        ("ignore[]", "# orq", "names no rule", "ignore[rule]"),
        ("ignore-all", "# orq", "names no rule", "ignore[rule]"),
        ("ignore:maximum", "# orq", "names no rule", "ignore[rule]"),
    ],
)
def test_it_is_told_where_it_stands(comment: str, at: str, said: str, hint: str, tmp_path: Path) -> None:
    text = f"retry:\n  count: 9 # orq-schema: {comment}\n"
    (told,) = [each for each in problems(write(tmp_path, "a.yaml", text)) if each["rule"] == "unused-ignore"]
    assert (told["line"], told["column"]) == spot(text, at)
    assert (told["severity"], told["pointer"]) == ("warning", "")
    assert said in told["message"]
    assert hint in told["hint"]


def test_a_bare_one_that_does_nothing(tmp_path: Path) -> None:
    text = "name: x\n# orq-schema: ignore\nretry: {count: 3}\n# orq-schema: ignore\n"
    told = problems(write(tmp_path, "a.yaml", text))
    assert [(each["line"], each["rule"], each["hint"]) for each in told] == [
        (2, "unused-ignore", "remove the comment"),
        (4, "unused-ignore", "remove the comment"),
    ]


def test_problems_and_comments_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "# orq-schema: ignore\nname: x\nretry: {count: 9}\n---\n# orq-schema: ignore\nname: 3\nretry: {count: 9}\n"
    assert [each["line"] for each in problems(write(tmp_path, "a.yaml", text))] == [1, 3, 7]


def test_strict_makes_it_no_error(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yaml", "name: x # orq-schema: ignore[type]\n")
    assert validate("--strict", file).code == 0
    assert problems("--ignore", "unused-ignore", file) == []


def test_none_is_needed_for_a_rule_that_is_switched_off(tmp_path: Path) -> None:
    text = "retries: 1 # orq-schema: ignore[unknown-key]\n"
    assert found(text, tmp_path) == []
    assert found(text, tmp_path, "--ignore", "unknown-key") == []
    assert found("retries: 1 # orq-schema: ignore\n", tmp_path, "--ignore", "unknown-key") == []


@given(
    st.lists(
        st.sampled_from(
            [
                "# orq-schema: ignore",
                "[",
                "]",
                "maximum",
                "\n",
                " ",
                "  ",
                "a: ",
                "- ",
                "|",
                '"',
                "'",
                "x",
                "---\n",
                "&a ",
                "*a",
                "{",
                "}",
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_no_text_is_too_strange(text: str) -> None:
    ignores = Ignores()
    for each in read_bytes("a.yaml", text.encode()):
        if isinstance(each, Document):
            for told in ignores.applied(each, []):
                assert told.rule == "unused-ignore"
    for told in ignores.rest():
        assert told.line is not None
        line = text.split("\n")[told.line - 1]
        assert told.column is not None
        assert "orq-schema:" in line
        assert told.column <= len(line)


def test_a_mark_in_a_string_takes_nothing_from_the_comment_behind_it(tmp_path: Path) -> None:
    line = '{count: 9, x: "# orq-schema: ignore"} # orq-schema: ignore[maximum, unknown-key]'
    assert problems(write(tmp_path, "a.yaml", f"orq:\n  retry: {line}\n")) == []
