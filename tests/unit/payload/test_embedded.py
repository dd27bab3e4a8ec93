"""Texts inside texts: each value and key is where its token is in the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.support.forms import ALL, Form

from orq_schema.jsonvalue import is_array, is_object
from orq_schema.payload.document import Document, Limits
from orq_schema.payload.embedded import Embedded, Run, written
from orq_schema.payload.logs import Reached, reached
from orq_schema.payload.read import read_bytes
from orq_schema.payload.text import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.pointer import Steps

many = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
# what must be escaped in one language or another; YAML has no more than this in double quotes
texts = st.text(st.sampled_from("ab '\"\\`$<>#:-{}[],/é漢😀\n\tEOF"), max_size=6)
scalars = st.booleans() | st.none() | st.integers(0, 99) | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def marked(value: Any, count: Iterator[int]) -> Any:
    """Put a token that stands nowhere else into each key and string, and make one of each number."""
    if is_object(value):
        return {f"k{next(count)}k{key}": marked(each, count) for key, each in value.items()}
    if is_array(value):
        return [marked(each, count) for each in value]
    if isinstance(value, str):
        return f"v{next(count)}v{value}"
    return 1_000_000 + next(count) if type(value) is int else value


def tokens(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, bool, str]]:
    """Give the token of each key and scalar that has one."""
    if is_object(value):
        for key, each in value.items():
            if key != "orq":
                yield (*steps, key), True, key[: key.index("k", 1) + 1]
            yield from tokens(each, (*steps, key))
    elif is_array(value):
        for index, each in enumerate(value):
            yield from tokens(each, (*steps, index))
    elif isinstance(value, str):
        yield steps, False, value[: value.index("v", 1) + 1]
    elif type(value) is int:
        yield steps, False, str(value)


def place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def the_document(form: Form, whole: str) -> Document:
    found = [each for each in read_bytes(form.file, whole.encode()) if isinstance(each, Document)]
    document = found[-1]
    if not form.arguments:
        assert len(found) == 1
        return document
    way = reached(document, form.arguments[1::2], Limits())
    assert isinstance(way, Reached)
    assert way.way == form.way
    return way.document


@pytest.mark.parametrize("form", [each for each in ALL if each.name != "python"], ids=lambda each: each.name)
@many
@given(value=st.dictionaries(texts, values, max_size=4), indent=st.sampled_from([None, 1]))
def test_each_form_holds_the_value_at_its_places(form: Form, value: Any, indent: int | None) -> None:
    body = {"orq": marked(value, iter(range(100, 10_000)))}
    text = json.dumps(body, indent=indent, ensure_ascii=False)
    # there this is a variable
    assume(form.name != "http" or "{{" not in text)
    whole = form.embed(text)
    document = the_document(form, whole)
    assert repr(document.value) == repr(body)
    for steps, is_key, token in tokens(body):
        # the quote before it may be written with a backslash or more
        quote = "" if token.isdigit() else form.written('"')
        at = whole.index(token) - len(quote)
        assert whole[at:].startswith(quote + token)
        expected = place(whole, at)
        found = document.key_place(steps) if is_key else document.place(steps)
        assert found == expected, (steps, token)
        start, end = document.lines.line(expected[0])
        span = document.key_span(steps) if is_key else document.span(steps)
        assert span is not None
        assert start <= span[0] < end


# -- the mechanism -------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "a", "\n", "bc", "é\n漢"]), st.sampled_from(["same", "one", "gap"]))
    )
)
def test_offsets(pieces: list[tuple[str, str]]) -> None:
    outer, runs, expected = "", list[Run](), list[int]()
    for text, how in pieces:
        start = len(outer)
        outer += text if how == "same" else "\\xx\n" if how == "one" else "> "
        if how == "same":
            runs.append(Run(text, start, len(outer)))
            expected += range(start, len(outer))
        elif how == "one":
            runs.append(Run("Q", start, len(outer)))
            expected.append(start)
    lines = Embedded(Lines(outer), runs)
    assert [lines.outside(at) for at in range(len(lines.content))] == expected
    for at, out in enumerate(expected):
        assert lines.place(at) == place(outer, out)
    # every character is on exactly one line of the file
    parts = [lines.line(number + 1) for number in range(outer.count("\n") + 1)]
    assert "".join([lines.content[start:end] for start, end in parts]).replace(
        "\n", ""
    ) == lines.content.replace("\n", "")


def test_the_end_of_an_embedded_text_is_where_its_last_character_ends() -> None:
    outer = Lines('x "a\\"" y')
    lines = Embedded(outer, [written(outer, 3, 4), Run('"', 4, 6)])
    assert lines.content == 'a"'
    assert lines.place(2) == (1, 7)
    assert Embedded(outer, []).place(0) == (1, 1)


def test_a_line_that_the_file_does_not_have() -> None:
    with pytest.raises(IndexError):
        Embedded(Lines("a"), [Run("a", 0, 1)]).line(2)


# -- strings in JSON ------------------------------------------------------------------------------------------


@given(texts, st.booleans())
def test_a_string_in_a_string(value: str, ascii_only: bool) -> None:  # noqa: FBT001
    inner = json.dumps({"orq": [value]}, ensure_ascii=ascii_only)
    outer = json.dumps({"b": inner}, ensure_ascii=ascii_only)
    (document,) = read_bytes("a.json", outer.encode())
    assert isinstance(document, Document)
    found = reached(document, ["/b#/orq"], Limits())
    assert isinstance(found, Reached)
    assert (found.document.value, found.at, found.way) == ({"orq": [value]}, "/orq", "/b#")
    # what is before the value has no escapes but those of quotes
    assert found.document.place(("orq", 0)) == (1, len('{"b": "{\\"orq\\": [') + 1)


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("a.yaml", 'body: \'{"a": {"b": 1}}\'\n', (1, 14)),
        ("a.yaml", 'body: |\n  {"a":\n   {"b": 1}}\n', (1, 7)),
        ("a.toml", 'body = \'{"a": {"b": 1}}\'\n', (1, 15)),
    ],
)
def test_strings_of_other_languages(file: str, text: str, expected: tuple[int, int]) -> None:
    (document,) = read_bytes(file, text.encode())
    assert isinstance(document, Document)
    found = reached(document, ["/nothing", "/body#/a"], Limits())
    assert isinstance(found, Reached)
    assert found.document.value == {"a": {"b": 1}}
    assert found.document.place(("a",)) == expected
