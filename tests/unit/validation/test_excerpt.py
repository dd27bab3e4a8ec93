"""What an excerpt shows of a line, and what it marks: compared with the text itself."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.errors import Excerpt, Problem
from orq_schema.payload.document import Document, Node, Unread
from orq_schema.payload.read import read_bytes
from orq_schema.validation.engine import own
from orq_schema.validation.excerpt import of_document, of_unread
from orq_schema.validation.redaction import Redaction

KINDS = ("json", "yaml", "toml")


def document(text: str, kind: str = "json") -> Document:
    (found,) = read_bytes(f"a.{kind}", text.encode())
    assert isinstance(found, Document)
    return found


def redaction(*, show_values: bool = False) -> Redaction:
    return Redaction(own("orq").tree(), (), show_values=show_values)


def marked(excerpt: Excerpt) -> str:
    return excerpt.text[excerpt.start : excerpt.start + excerpt.width]


def at_value(found: Document, *steps: str | int, show_values: bool = False) -> Excerpt:
    span = found.span(steps)
    assert span is not None
    return of_document(found, span, redaction(show_values=show_values))


def of_text(text: str, kind: str, *, show_values: bool = False) -> list[Excerpt]:
    """Give the excerpts of the first thing for which the text cannot be read."""
    found = next(each for each in read_bytes(f"a.{kind}", text.encode()) if isinstance(each, Unread))
    return list(of_unread(found, show_values=show_values).detail.excerpts())


@pytest.mark.parametrize(
    ("text", "steps", "line", "mark"),
    [
        ('{"retry": {"count": 9}}', ("retry", "count"), '{"retry": {"count": 9}}', "9"),
        (
            '{"name": "x y", "inputs": {"a": "x y"}}',
            ("name",),
            '{"name": "x y", "inputs": {"a": <string of 3>}}',
            '"x y"',
        ),
        (
            '{"name": "x", "inputs": {"a": "x y", "b": 1}}',
            ("inputs", "b"),
            '{"name": "x", "inputs": {"a": <string of 3>, "b": 1}}',
            "1",
        ),
        (
            '{"contact": "x", "name": 1}',
            ("contact",),
            '{"contact": <string of 1>, "name": 1}',
            "<string of 1>",
        ),
        (
            '{"x": ["a", 1, null, true], "name": 1}',
            ("name",),
            '{"x": [<string of 1>, 1, null, true], "name": 1}',
            "1",
        ),
        (
            '{"inputs": {"a\\u00e9": "\\u00e9\\ud83d\\ude00", "b": 1}}',
            ("inputs", "b"),
            '{"inputs": {"a\\u00e9": <string of 2>, "b": 1}}',
            "1",
        ),
    ],
)
def test_strings_are_masked_and_the_mark_moves(text: str, steps: Any, line: str, mark: str) -> None:
    found = at_value(document(text), *steps)
    assert (found.text, marked(found)) == (line, mark)
    shown = at_value(document(text), *steps, show_values=True)
    assert shown.text == text


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        ("yaml", "retry: {count: 9} # a b\n", "retry: {count: 9} <comment>"),
        ("yaml", "x: &a !!map {b: c}\nretry: {<<: *a, count: 9}\n", "retry: {<<: *a, count: 9}"),
        (
            "yaml",
            "retry: {<<: {count: secret}, count: 9}\n",
            "retry: {<<: {<string of 5>: <string of 6>}, count: 9}",
        ),
        ("yaml", "? inputs\n: 'a # b'\n? retry\n: {'count': 9}\n", ": {'count': 9}"),
        (
            "yaml",
            "--- {retry: {count: 9}, contact: x} # y",
            "--- {retry: {count: 9}, contact: <string of 1>} <comment>",
        ),
        ("toml", 'retry.count = 9 # "a"', "retry.count = 9 <comment>"),
        (
            "toml",
            'inputs."a#b" = 1\nretry = {count = 9, x = "#"}#c',
            "retry = {count = 9, x = <string of 1>}<comment>",
        ),
    ],
)
def test_what_is_no_value_is_masked_too(kind: str, text: str, line: str) -> None:
    found = at_value(document(text, kind), "retry", "count")
    assert (found.text, marked(found)) == (line, "9")


def test_each_line_of_a_block_is_masked() -> None:
    found = document("inputs:\n  a: |\n    x: 1\n    y: 2\n  b: 1\n", "yaml")
    masked = at_value(found, "inputs", "a")
    assert (masked.line, masked.text, marked(masked)) == (2, "  a: <string of 10>", "<string of 10>")


def test_a_secret_is_hidden_wherever_an_alias_puts_it() -> None:
    text = "contact: {id: &a secret, tags: &b [x]}\nname: *a\nretry: {on_codes: *b}\n"
    found = document(text, "yaml")
    assert at_value(
        found, "name"
    ).text == "contact: {id: &a <string of 6>, tags: &b [<string of 1>]}".replace("&a ", "")
    assert at_value(found, "retry", "on_codes", 0).text.endswith("tags: &b [<string of 1>]}")


def test_what_is_around_the_checked_value_is_hidden() -> None:
    found = document('{"model": "m", "orq": {"name": "n"}, "x": {"name": "n"}}')
    span = found.span(("orq", "name"))
    assert span is not None
    shown = of_document(found, span, Redaction(own("orq").tree(), ("orq",)))
    assert shown.text == '{"model": <string of 1>, "orq": {"name": "n"}, "x": {"name": <string of 1>}}'
    assert marked(shown) == '"n"'


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
BODY = st.dictionaries(st.sampled_from(["name", "retry", "inputs", "contact", "fallbacks", "x"]), JSON)


def parts(node: Node, value: Any) -> list[tuple[tuple[int, int], Any, bool]]:
    """List the spans of all scalars and keys, with the value, and whether it is a key."""
    if isinstance(node.members, dict):
        found = [(span, key, True) for key, span in node.keys.items()]
        return found + [each for key, below in node.members.items() for each in parts(below, value[key])]
    if node.members is not None:
        return [each for index, below in enumerate(node.members) for each in parts(below, value[index])]
    return [((node.start, node.end), value, False)]


@given(BODY, st.booleans(), st.sampled_from([None, 1]))
def test_the_mark_is_under_what_is_meant(body: Any, ascii_only: bool, indent: int | None) -> None:  # noqa: FBT001
    text = json.dumps(body, ensure_ascii=ascii_only, indent=indent)
    found = document(text)
    for (start, end), value, is_key in parts(found.root, body):
        written = text[start:end]
        shown = of_document(found, (start, end), redaction(show_values=True))
        # no line of this many characters is cut right here
        assert marked(shown) == written[: len(marked(shown))]
        assert len(marked(shown)) == min(len(written), 400)
        masked = marked(of_document(found, (start, end), redaction()))
        if is_key or not isinstance(value, str):
            assert masked == written[: len(masked)]
        else:
            assert masked in (written, f"<string of {len(value)}>")


def test_a_long_line_is_cut_around_the_mark() -> None:
    text = json.dumps(
        {
            "inputs": {f"k{index}": "secret" for index in range(100_000)},
            "retry": {"count": 9},
            "x": "y" * 1000,
        }
    )
    found = at_value(document(text), "retry", "count")
    assert found.text.startswith("...")
    assert found.text.endswith("<string of 1000>...")
    assert len(found.text) < 1200
    assert marked(found) == "9"


@pytest.mark.parametrize(
    ("kind", "text", "line", "mark"),
    [
        ("json", '{"a": 1, "b": "c",}', '{"a": 1, "b": <string of 1>,}', ","),
        ("json", '{"a": "b" "c": "d"}', '{"a": <string of 1> "c": <string of 1>}', None),
        ("json", '{"a": "b', '{"a": <string of 1>', "<string of 1>"),
        ("json", "{'a': 'b', c: d}", "{'a': <string of 1>, c: <string of 1>}", None),
        ("json", '{"a": 1} // b', '{"a": 1} <comment>', None),
        (
            "json",
            '{"a": [1, -2.5e3, true, None, NaN, x]}',
            '{"a": [1, -2.5e3, true, None, NaN, <string of 1>]}',
            "None",
        ),
        ("yaml", "a: b\nc: - d: 12\n", "c: <string of 7>", None),
        ("yaml", "a: {b: c, 'd': e f, g: 1\nh: [", None, None),
        ("yaml", "a: [b, 1, ~ }\n", "a: [<string of 1>, 1, ~ }", "}"),
        ("yaml", "a: 1\n} x: y, 1 # z", "} <string of 1>: <string of 1>, 1 <comment>", "}"),
    ],
)
def test_what_cannot_be_read_is_masked_by_its_looks(
    kind: str, text: str, line: str | None, mark: str | None
) -> None:
    (found,) = of_text(text, kind)
    assert line is None or found.text == line
    assert mark is None or marked(found) == mark
    (shown,) = of_text(text, kind, show_values=True)
    assert shown.text in text


def test_a_long_line_that_cannot_be_read_is_masked_in_reasonable_time() -> None:
    inputs = ", ".join(f"k{index}: secret {index}" for index in range(100_000))
    (found,) = of_text(f"orq: {{inputs: {{{inputs}}}, retry: {{count: 9}}]", "yaml")
    assert found.text.endswith("k99999: <string of 12>}, retry: {count: 9}]")
    assert "secret" not in found.text


def test_after_a_quote_too_few_all_is_masked() -> None:
    (found,) = of_text('{"n": 1, "a": secret", "b": 123, "c": 4}', "json")
    assert found.text.startswith('{"n": 1, "a": <string of 6>')
    assert not {"secret", "b", "123", "c"} & set(re.findall(r"\w+", found.text.partition("<")[2]))


@pytest.mark.parametrize("kind", KINDS)
def test_both_places_of_a_key_that_is_there_twice(kind: str) -> None:
    text = {
        "json": '{"aa": 1,\n "b": 2,\n "aa": "x"}',
        "yaml": "aa: 1\nb: 2\naa: x\n",
        "toml": 'aa = 1\nb = 2\naa = "x"\n',
    }
    second, first = of_text(text[kind], kind)
    assert (second.line, first.line) == (3, 1)
    assert marked(second) == marked(first) == ('"aa"' if kind == "json" else "aa")
    assert "x" not in second.text


def test_what_has_no_text_has_no_excerpt() -> None:
    problem = Problem("a", None, None, "", "unreadable", "error", "no such file")
    assert of_unread(Unread(problem), show_values=False) == problem
    (bad,) = read_bytes("a.json", b'{"a": "\xff"}')
    assert isinstance(bad, Unread)
    assert of_unread(bad, show_values=False).message == bad.problem.message
