"""Each value and key is where it is written: against parsers that know nothing of ours."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support import toml_writer

from orq_schema.jsonvalue import is_array, is_object
from orq_schema.payload.document import Document, Node, Place, Unread
from orq_schema.payload.read import read_bytes
from orq_schema.payload.text import Lines

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from orq_schema.pointer import Steps

many = settings(max_examples=1000, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
# wide characters, quotes, tabs, and what needs an escape in one language or another
texts = st.text(
    st.sampled_from("ab z\"'\\/\t\n\r\x01é漢😀:#-[]{},=.~\u2028") | st.characters(codec="utf-8"), max_size=8
)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
breaks = st.sampled_from(["\n", "\r\n"])


def the_document(text: str, kind: str) -> Document:
    (document,) = read_bytes("x", text.encode(), kind=kind)
    assert isinstance(document, Document), document
    return document


def parts(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    yield steps, value
    if is_object(value):
        for key in value:
            yield from parts(value[key], (*steps, key))
    elif is_array(value):
        for at, item in enumerate(value):
            yield from parts(item, (*steps, at))


def counted(text: str, offset: int) -> Place:
    """Count lines and columns as an editor does."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return Place(before.count("\n") + 1, len(before) - before.rfind("\n"))


# -- JSON ---------------------------------------------------------------------------------------------------


@many
@given(values, st.sampled_from([None, 0, 2, "\t"]), st.booleans(), breaks)
def test_json(value: Any, indent: int | str | None, ascii_only: bool, line_break: str) -> None:  # noqa: FBT001
    text = " " + json.dumps(value, indent=indent, ensure_ascii=ascii_only) + "\n"
    # json.dumps writes no line break inside of a string
    text = text.replace("\n", line_break)
    document = the_document(text, "json")
    decoder = json.JSONDecoder()
    for steps, expected in parts(value):
        span = document.span(steps)
        assert span is not None
        found, end = decoder.raw_decode(text, span[0])
        assert (repr(found), end) == (repr(expected), span[1])
        assert document.place(steps) == counted(text, span[0])
        key = document.key_span(steps)
        if steps and isinstance(steps[-1], str):
            assert key is not None
            assert decoder.raw_decode(text, key[0]) == (steps[-1], key[1])
            assert document.key_place(steps) == counted(text, key[0])
        else:
            assert key is None


def test_minified_in_one_line_of_megabytes() -> None:
    items = [{"id": number, "é😀": "x" * 80} for number in range(40_000)]
    text = json.dumps({"inputs": items}, ensure_ascii=False, separators=(",", ":"))
    assert len(text) > 4_000_000
    document = the_document(text, "json")
    at = text.index('"id":39999') + len('"id":')
    assert document.span(("inputs", 39_999, "id")) == (at, at + 5)
    assert document.place(("inputs", 39_999, "id")) == (1, at + 1)
    assert document.lines.line(1) == (0, len(text))


def test_each_line_of_json_lines_is_a_text_of_its_own() -> None:
    first, second = read_bytes("x.jsonl", b'{"a": 1}\r\n\n  {"b": [2]}\n')
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.kind, second.kind) == ("jsonl", "jsonl")
    assert second.lines.content == '  {"b": [2]}'
    assert second.span(("b", 0)) == (9, 10)
    assert second.place(("b", 0)) == (3, 10)
    assert second.lines.line(3) == (0, 12)
    for number in (1, 2, 4):
        with pytest.raises(IndexError):
            second.lines.line(number)


# -- YAML ---------------------------------------------------------------------------------------------------


def composed(node: yaml.Node, ours: Node) -> int:
    """Compare `ours` with what yaml.compose marks; where the node ends, the last thing in a block collection."""
    assert node.start_mark is not None
    assert node.end_mark is not None
    ends = [node.start_mark.index]
    if isinstance(node, yaml.MappingNode):
        assert isinstance(ours.members, dict)
        for key, value in node.value:
            span = (key.start_mark.index, key.end_mark.index)
            assert ours.keys[key.value] == span
            ends += [span[1], composed(value, ours.members[key.value])]
    elif isinstance(node, yaml.SequenceNode):
        assert isinstance(ours.members, list)
        ends += [composed(item, our) for item, our in zip(node.value, ours.members, strict=True)]
    else:
        assert ours.members is None
    is_block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    end = max(ends) if is_block else node.end_mark.index
    assert (ours.start, ours.end) == (node.start_mark.index, end)
    return end


@many
@given(values, st.sampled_from([None, True, False]), st.booleans(), st.integers(2, 6), breaks)
def test_yaml(
    value: Any,
    flow: bool | None,  # noqa: FBT001
    unicode: bool,  # noqa: FBT001
    indent: int,
    line_break: str,
) -> None:
    text: str = yaml.safe_dump(
        {"k": value},
        default_flow_style=flow,
        allow_unicode=unicode,
        indent=indent,
        width=30,
        line_break=line_break,
    )
    document = the_document(text, "yaml")
    reference = yaml.compose(text, Loader=yaml.SafeLoader)
    assert reference is not None
    composed(reference, document.root)
    for steps, _ in parts(document.value):
        span = document.span(steps)
        assert span is not None
        # U+0085, U+2028 and U+2029 are line breaks for YAML, and none for an editor
        assert document.place(steps) == counted(text, span[0])


YAML_PARTS: list[tuple[str, Steps, str]] = [
    ("a: &x !!str foo bar\n  baz  # c\nb: 1\n", ("a",), "&x !!str foo bar\n  baz"),
    ("a:\n  - b\n  - c: d\n\n\n# x\nb: 1\n", ("a",), "- b\n  - c: d"),
    ("a:\n- b\n- {c: d , e}  # x\n\nb: 1\n", ("a",), "- b\n- {c: d , e}"),
    ("a:\n- b\n- {c: d , e}  # x\n\nb: 1\n", ("a", 1), "{c: d , e}"),
    ("a: [b: c , d]\n", ("a", 0), "b: c"),
    ("a:\n  b: &q [1]\n  c: *q\n\nd: *q\n", (), "a:\n  b: &q [1]\n  c: *q\n\nd: *q"),
    ("a:\n  b: &q [1]\n  c: *q\n\nd: *q\n", ("d",), "&q [1]"),
    ("a:\n  b:\n\nc: 1\n", ("a",), "b:"),
    ("a: |\n  x\n  y\n\nb: 1\n", ("b",), "1"),
    ("'k k': \"v\\\n  w\"\n", ("k k",), '"v\\\n  w"'),
    ("b: &b {x: 1}\na:\n  <<: *b\n  y: 2\n\n", ("a",), "<<: *b\n  y: 2"),
    ("b: &b {x: 1}\na:\n  y: 2\n  <<: *b\n\n", ("a", "x"), "1"),
]


@pytest.mark.parametrize(("text", "steps", "expected"), YAML_PARTS)
def test_parts_of_yaml(text: str, steps: Steps, expected: str) -> None:
    span = the_document(text, "yaml").span(steps)
    assert span is not None
    assert text[slice(*span)] == expected


def test_keys_of_yaml_have_their_quotes() -> None:
    text = "'k k': 1\n\"é\" : 2\n"
    document = the_document(text, "yaml")
    assert document.key_span(("k k",)) == (0, 5)
    assert document.key_span(("é",)) == (9, 12)


# -- TOML ---------------------------------------------------------------------------------------------------


toml_scalars = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
    | st.datetimes()
    | st.dates()
    | st.times()
)
toml_keys = st.text(st.sampled_from("ab-_1"), min_size=1, max_size=3) | texts
toml_values = st.recursive(
    toml_scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(toml_keys, inner, max_size=3),
    max_leaves=10,
)
toml_tables = st.dictionaries(toml_keys, toml_values, min_size=1, max_size=4)


@many
@given(toml_tables, st.randoms(use_true_random=False), breaks)
def test_toml(table: dict[str, Any], chance: random.Random, line_break: str) -> None:
    written, inline = toml_writer.write(table, chance)
    text = written.replace("\n", line_break)
    document = the_document(text, "toml")
    reference = tomllib.loads(text)
    for steps, value in parts(reference):
        span = document.span(steps)
        assert span is not None
        assert document.place(steps) == counted(text, span[0])
        if steps in inline:
            assert repr(tomllib.loads(f"x = {text[slice(*span)]}")["x"]) == repr(value)
        if steps and isinstance(steps[-1], str):
            key = document.key_span(steps)
            assert key is not None
            assert tomllib.loads(f"{text[slice(*key)]} = 1") == {steps[-1]: 1}
        for outer in (document.span(steps[:depth]) for depth in range(len(steps))):
            assert outer is not None
            assert outer[0] <= span[0] <= span[1] <= outer[1]
    assert len(inline) >= sum(1 for _, value in parts(reference) if not isinstance(value, (dict, list)))


TOML_PARTS: list[tuple[Steps, str, str]] = [
    ((), "", "# c\n[a.b] # d\nx = 1\n[[p]]\n[[p]]\n[p.q]\nr.s = 'é'\n[a]\ny.\"z z\" = [1, {t = 2}]"),
    (("a",), "a", "[a.b] # d\nx = 1\n[[p]]\n[[p]]\n[p.q]\nr.s = 'é'\n[a]\ny.\"z z\" = [1, {t = 2}]"),
    (("a", "b"), "b", "[a.b] # d\nx = 1"),
    (("p",), "p", "[[p]]\n[[p]]\n[p.q]\nr.s = 'é'"),
    (("p", 0), "", "[[p]]"),
    (("p", 1), "", "[[p]]\n[p.q]\nr.s = 'é'"),
    (("p", 1, "q", "r"), "r", "s = 'é'"),
    (("a", "y", "z z"), '"z z"', "[1, {t = 2}]"),
    (("a", "y", "z z", 1, "t"), "t", "2"),
]


@pytest.mark.parametrize(("steps", "key", "expected"), TOML_PARTS)
def test_parts_of_toml(steps: Steps, key: str, expected: str) -> None:
    text = TOML_PARTS[0][2] + "  # e\n\n"
    document = the_document(text, "toml")
    span, key_span = document.span(steps), document.key_span(steps)
    assert span is not None
    assert text[slice(*span)] == expected
    assert (text[slice(*key_span)] if key_span else "") == key


# -- lines --------------------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("ab\n\ré")))
def test_lines_are_without_their_breaks(text: str) -> None:
    lines = Lines(text)
    expected = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [text[slice(*lines.line(number + 1))] for number in range(len(expected))]
    assert found == expected
    for number in (0, len(expected) + 1):
        with pytest.raises(IndexError):
            lines.line(number)


# -- problems -----------------------------------------------------------------------------------------------

COLLISIONS = [
    ("json", '{"a": 1,\n "a" : 2}', '"a"', '"a"'),
    ("yaml", "a: 1\n'a': 2\n", "'a'", "a"),
    ("toml", 'a = 1\n"a" = 2\n', '"a"', "a"),
    ("toml", "[t]\n[u]\n[ t ]\n", "t", "t"),
    ("jsonl", '{"é": 1, "é": 2}\n', '"é"', '"é"'),
]


@pytest.mark.parametrize(("kind", "text", "second", "first"), COLLISIONS)
def test_a_duplicate_key_has_both_spans(kind: str, text: str, second: str, first: str) -> None:
    (found,) = read_bytes("x", text.encode(), kind=kind)
    assert isinstance(found, Unread)
    assert found.problem.rule == "duplicate-key"
    assert found.kind == kind
    assert found.lines is not None
    assert found.span is not None
    assert found.first is not None
    content = found.lines.content
    assert content[slice(*found.span)] == second
    assert content[slice(*found.first)] == first
    assert found.first[0] < found.span[0]
    assert (found.problem.line, found.problem.column) == counted(text, found.span[0])


FAULTS = [
    ("json", "[1, tru]", "tru"),
    ("json", "[1, 2", "["),
    ("json", "[1 2]", "2"),
    ("json", "[" + "7" * 5000 + "]", "7" * 5000),
    ("yaml", "a: " + "7" * 5000, "7" * 5000),
    ("yaml", "on: 1", "on"),
    ("toml", "a = 1 b", "b"),
    ("toml", "a =", ""),
    ("json", '["\\ud800"]', "\\"),
]


@pytest.mark.parametrize(("kind", "text", "expected"), FAULTS)
def test_a_fault_has_the_span_of_its_token(kind: str, text: str, expected: str) -> None:
    (found,) = read_bytes("x", text.encode(), kind=kind)
    assert isinstance(found, Unread)
    assert found.lines is not None
    assert found.span is not None
    assert found.lines.content[slice(*found.span)] == expected


def test_bytes_that_are_no_text_have_a_span_too() -> None:
    (found,) = read_bytes("x.json", '{"é": "'.encode() + b'\xe9"}')
    assert isinstance(found, Unread)
    assert found.lines is not None
    assert found.span == (7, 8)
    assert found.lines.content == '{"é": "\ufffd"}'
