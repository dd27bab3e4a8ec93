from __future__ import annotations

import contextlib
import gc
import json
import math
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from orq_schema.errors import Problem
from orq_schema.payload.document import Document, Limits, Node, Unread
from orq_schema.payload.json_scan import scan
from orq_schema.payload.json_text import parse
from orq_schema.payload.read import read_bytes
from orq_schema.payload.text import ReadError

if TYPE_CHECKING:
    from orq_schema.pointer import Steps

LIMITS = Limits()


def only(data: bytes | str, kind: str = "json", limits: Limits = LIMITS) -> Document | Problem:
    (found,) = read_bytes("x", data if isinstance(data, bytes) else data.encode(), limits, kind=kind)
    return found.problem if isinstance(found, Unread) else found


def the_problem(data: bytes | str, kind: str = "json", limits: Limits = LIMITS) -> Problem:
    found = only(data, kind, limits)
    assert isinstance(found, Problem)
    assert found.severity == "error"
    assert not found.pointer
    return found


def the_document(data: bytes | str, kind: str = "json", limits: Limits = LIMITS) -> Document:
    found = only(data, kind, limits)
    assert isinstance(found, Document)
    return found


SYNTAX = [
    ('{"a": 1,\n "b": 2,\n}', 2, 8, "a trailing comma"),
    ("[1, 2, ]", 1, 6, "a trailing comma"),
    ('{"a": 1} // x', 1, 10, "a comment"),
    ('{"a": /* x */ 1}', 1, 7, "a comment"),
    ('{\n# x\n"a": 1}', 2, 1, "a comment"),
    ('{"a" /**/: 1}', 1, 6, "a comment"),
    ("{'a': 1}", 1, 2, "a key in single quotes"),
    ("['a']", 1, 2, "a string in single quotes"),
    ("{a: 1}", 1, 2, "a key without quotes"),
    ("{1: 1}", 1, 2, "a key must be a string in double quotes"),
    ('{"a": b}', 1, 7, "a word that is no JSON value"),
    ('{"a" 1}', 1, 6, "a colon is missing after the key"),
    ('{"a": 1 "b": 2}', 1, 9, "a comma is missing before this"),
    ("[1 2]", 1, 4, "a comma is missing before this"),
    ("[1 : 2]", 1, 4, "a colon in an array"),
    ("[1 ; 2]", 1, 4, "a character where a comma or the end of the container must be"),
    ("[True]", 1, 2, "True is no JSON value"),
    ("[None]", 1, 2, "None is no JSON value"),
    ("[01]", 1, 2, "a number with a leading zero"),
    ("[1.]", 1, 2, "a number without a digit after its point"),
    ("[.5]", 1, 2, "a number without a digit before its point"),
    ("[+5]", 1, 2, "a number with a plus sign"),
    ("[-]", 1, 2, "a minus sign without a number"),
    ("[1e]", 1, 2, "a number that is not written as JSON has it"),
    ("[0x10]", 1, 2, "a number that is not written as JSON has it"),
    ("[trueish]", 1, 2, "a word that is no JSON value"),
    ("[,1]", 1, 2, 'a value is missing before ","'),
    ("{,}", 1, 2, "a comma without a member before it"),
    ('{"a":}', 1, 6, 'a value is missing before "}"'),
    ('["a\nb"]', 1, 4, "a line break inside a string"),
    ('["a\tb"]', 1, 4, "a tab inside a string"),
    ('["a\x00b"]', 1, 4, "a control character inside a string"),
    (r'["a\qb"]', 1, 4, "a backslash that starts no escape"),
    (r'["a\u12"]', 1, 4, r"\u without four hexadecimal digits"),
    (r'["a\u 123"]', 1, 4, r"\u without four hexadecimal digits"),
    ('["abc', 1, 2, "a string that is never closed"),
    ('["abc\\', 1, 2, "a string that is never closed"),
    ('{"a": [1, 2', 1, 7, "an array that is never closed"),
    ('{"a": 1', 1, 1, "an object that is never closed"),
    ('{"a"', 1, 1, "an object that is never closed"),
    ('{"a":', 1, 1, "an object that is never closed"),
    ("{", 1, 1, "an object that is never closed"),
    ('{"a": [1}', 1, 9, '"}" where an array is open'),
    ('{"a": 1]', 1, 8, '"]" where an object is open'),
    ("{}}", 1, 3, '"}" closes nothing'),
    ("1 2", 1, 3, "more text after the end of the JSON value"),
    ("@", 1, 1, "a character that cannot start a value"),
    ("[\x0c1]", 1, 2, "a character that cannot start a value"),
    ("[\x001]", 1, 2, "a NUL character"),
    ("[1\x00]", 1, 3, "a NUL character"),
    ("{}\x00", 1, 3, "a NUL character"),
    ("[1,\ufeff2]", 1, 4, "a byte order mark that is not at the start of the file"),
    ('{\ufeff"a": 1}', 1, 2, "a byte order mark that is not at the start of the file"),
    ("[\xa01]", 1, 2, "a character that cannot start a value"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), SYNTAX)
def test_syntax_errors_have_their_words_and_their_place(
    text: str, line: int, column: int, message: str
) -> None:
    found = the_problem(text)
    assert (found.rule, found.line, found.column, found.message) == ("json-syntax", line, column, message)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[1,]", "remove it"),
        ("[1] // x", "JSON has no comments: remove it"),
        ("['x']", "use double quotes"),
        ("[False]", "write false"),
        ('{"a":1}\n{"a":2}\n', "one value a line is JSON Lines: name it .jsonl"),
        ('{"a":\n1}\n{"a":2}\n', None),
        ("[\x01]", None),
        ('["\x01"]', r"write it as \u0001"),
    ],
)
def test_hints_say_what_mends_it(text: str, hint: str | None) -> None:
    assert the_problem(text).hint == hint


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "-NaN"])
def test_numbers_that_are_not_finite(number: str) -> None:
    found = the_problem(f'{{"seed": {number}}}')
    assert (found.rule, found.line, found.column) == ("non-finite-number", 1, 10)
    assert found.hint == (
        "the largest is 1.7976931348623157e308" if "e" in number else "write a number, or leave it out"
    )


def test_integers_are_exact_and_tiny_floats_are_zero() -> None:
    assert the_document(b"[18446744073709551619, -0, -1e-400]").value == [2**64 + 3, 0, 0.0]


def test_a_duplicate_key_is_at_the_second_and_names_the_first() -> None:
    found = the_problem('{"x": {"a": 1,\n  "\\u0061": 2}}')
    assert (found.rule, found.line, found.column) == ("duplicate-key", 2, 3)
    assert found.message == 'duplicate key "a"'
    assert found.hint == "the first one is at line 1, column 8"


def test_a_key_in_a_message_forges_no_line_and_has_an_end() -> None:
    key = "\n::error::\x1b[31m" + "x" * 10_000
    found = the_problem(json.dumps({key: 1})[:-1] + ", " + json.dumps({key: 2})[1:])
    assert found.rule == "duplicate-key"
    assert found.message.isprintable()
    assert len(found.message) < 120


@pytest.mark.parametrize(
    "text", [r'["\ud800"]', r'["\udc00"]', r'["\ud800\ud800"]', r'["\\\udc00"]', r'["\\ud83d\udc00"]']
)
def test_lone_surrogates(text: str) -> None:
    assert the_problem(text).rule == "lone-surrogate"


@pytest.mark.parametrize(
    ("text", "value"), [(r'["\ud83d\ude00"]', "😀"), (r'["\\ud83d"]', "\\ud83d"), (r'["\u00e9"]', "é")]
)
def test_pairs_and_escaped_backslashes_are_no_lone_surrogates(text: str, value: str) -> None:
    assert the_document(text).value == [value]


@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize("depth", [1, 5, 900, 1000, 1200])
def test_the_depth_limit_is_exact(opening: str, depth: int) -> None:
    closing = "]" if opening == "[" else "}"
    text = opening * depth + "1" + closing * depth
    assert isinstance(only(text, limits=Limits(depth=depth)), Document)
    found = the_problem(text, limits=Limits(depth=depth - 1))
    assert (found.rule, found.column) == ("too-deep", len(opening) * (depth - 1) + 1)


def test_brackets_in_strings_are_no_depth() -> None:
    assert isinstance(only(json.dumps(["[" * 5000])), Document)


def test_many_brackets_side_by_side_are_no_depth() -> None:
    assert isinstance(only(json.dumps([[]] * 5000)), Document)


def test_100_000_nested_arrays_take_milliseconds() -> None:
    start = time.perf_counter()
    assert the_problem(b"[" * 100_000 + b"]" * 100_000).rule == "too-deep"
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize("text", ["[1]", "[1"])
def test_the_scanner_leaves_the_garbage_collector_as_it_was(text: str) -> None:
    for before in (False, True):
        if before:
            gc.enable()
        else:
            gc.disable()
        with contextlib.suppress(ReadError):
            scan(text, LIMITS)
        assert gc.isenabled() is before


def test_the_node_limit_is_exact() -> None:
    assert isinstance(only("[1, 2, {}]", limits=Limits(nodes=4)), Document)
    found = the_problem("[1, 2, {}]", limits=Limits(nodes=3))
    assert (found.rule, found.column) == ("too-many-nodes", 8)
    assert "3" in found.message


@pytest.mark.parametrize("digits", [5, 640, 4300, 9000])
@pytest.mark.parametrize("form", ["{}", "-{}", "0.{}", "1e{}"])
def test_the_digit_limit_is_exact(digits: int, form: str) -> None:
    room = digits - sum(char.isdigit() for char in form)
    fits = form.format("0" * room if form == "1e{}" else "7" * room)
    assert the_document(f"[{fits}]", limits=Limits(digits=digits)).value
    found = the_problem(f"[ {fits}1]", limits=Limits(digits=digits))
    assert (found.rule, found.column) == ("too-many-digits", 3)


def test_the_digit_limit_is_ours_and_not_the_interpreters() -> None:
    before = sys.get_int_max_str_digits()
    try:
        sys.set_int_max_str_digits(640)
        assert the_document("[" + "1" * 4300 + "]").value[0] % 10**9 == 111_111_111
        sys.set_int_max_str_digits(0)
        assert the_problem("[" + "1" * 4301 + "]").rule == "too-many-digits"
    finally:
        sys.set_int_max_str_digits(before)


def test_a_problem_echoes_no_value() -> None:
    found = the_problem('{"prompt": "top secret" "key": "sk-123"}')
    assert "secret" not in str(found)
    assert "sk-" not in str(found)


def test_places_of_values_and_keys() -> None:
    text = '\n {"é": [1, {"b": null}],\r\n"😀😀": "x",\r "c": 3}'
    document = the_document(text)
    assert document.place(()) == (2, 2)
    assert document.place(("é",)) == (2, 8)
    assert document.key_place(("é",)) == (2, 3)
    assert document.place(("é", 1, "b")) == (2, 18)
    assert document.key_place(("😀😀",)) == (3, 1)
    assert document.place(("😀😀",)) == (3, 7)
    assert document.key_place(("c",)) == (4, 2)


@pytest.mark.parametrize("steps", [("x",), (0,), ("a", 1), ("a", "0"), ("a", -1), ("a", 0, "b")])
def test_what_is_not_there_has_no_place(steps: Steps) -> None:
    document = the_document('{"a": [1]}')
    assert document.place(steps) == (None, None)
    assert document.key_place(steps) == (None, None)


def test_the_root_and_items_have_no_key() -> None:
    document = the_document('{"a": [1]}')
    assert document.key_place(()) == (None, None)
    assert document.key_place(("a", 0)) == (None, None)


# -- properties ---------------------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=30,
)
spaces = st.text(" \t\n\r", max_size=3)
POOL = [
    *"{}[]\",:'\\/#-+.eE019 \t\n\r\x00u",
    "true",
    "false",
    "null",
    "NaN",
    '"a"',
    "\\ud83d",
    "\\ude00",
    "é",
]
soups = st.lists(st.sampled_from(POOL), max_size=25).map("".join)


@st.composite
def spaced(draw: st.DrawFn, value: Any, at: int = 0) -> tuple[str, Node]:
    """JSON text of `value` with random white space, and where everything in it is, known from the writing."""
    before = draw(spaces)
    start = at + len(before)
    if not isinstance(value, (dict, list)):
        written = json.dumps(value, ensure_ascii=draw(st.booleans()))
        return before + written + draw(spaces), Node(start, start + len(written))
    is_dict = isinstance(value, dict)
    node = Node(start, start, {} if is_dict else [])
    text = before + ("{" if is_dict else "[")
    for number, item in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        text += "," if number else draw(spaces) if is_dict else ""
        if is_dict:
            text += draw(spaces)
            key = json.dumps(item)
            node.keys[item] = (at + len(text), at + len(text) + len(key))
            text += key + draw(spaces) + ":"
        part, child = draw(spaced(value[item] if is_dict else item, at + len(text)))  # pyright: ignore[reportUnknownArgumentType]
        text += part
        if isinstance(node.members, dict):
            node.members[item] = child
        elif node.members is not None:
            node.members.append(child)
    text += "}" if is_dict else "]"
    node.end = at + len(text)
    return text + draw(spaces), node


def flat(node: Node) -> Any:
    if isinstance(node.members, dict):
        return node.start, node.end, node.keys, {key: flat(child) for key, child in node.members.items()}
    return node.start, node.end, [flat(child) for child in node.members or []]


@given(st.data(), values)
def test_the_scanner_knows_where_everything_is(data: st.DataObject, value: Any) -> None:
    text, expected = data.draw(spaced(value))
    scanned, node = scan(text, LIMITS)
    assert repr(scanned) == repr(value)
    assert flat(node) == flat(expected)


def outcome(text: str, limits: Limits, *, fast: bool) -> str:
    try:
        return repr(parse(text, limits) if fast else scan(text, limits)[0])
    except ReadError as error:
        return f"{error.rule} at {error.offset}"


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = json.dumps(draw(values), ensure_ascii=draw(st.booleans()))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["", *POOL])) + text[at + draw(st.integers(0, 2)) :]
    return text


@given(mutated() | soups, st.sampled_from([LIMITS, Limits(2, 5, 3)]))
@example('"\\ud83d\\ude00"', LIMITS)
@example('{"a":1,"a":2}', LIMITS)
@example("1.0E+2 ", LIMITS)
def test_fast_path_and_scanner_agree(text: str, limits: Limits) -> None:
    assert outcome(text, limits, fast=True) == outcome(text, limits, fast=False)


def refuse(_name: str) -> float:
    raise ValueError


def no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


def finite(text: str) -> float:
    if math.isinf(float(text)):
        raise ValueError
    return float(text)


@given(mutated() | soups)
def test_the_scanner_accepts_what_the_standard_library_does(text: str) -> None:
    try:
        value = json.loads(text, parse_constant=refuse, parse_float=finite, object_pairs_hook=no_twice)
        json.dumps(value, ensure_ascii=False).encode()
        expected = repr(value)
    except ValueError:
        expected = "refused"
    found = outcome(text, LIMITS, fast=False)
    assert (found if " at " not in found or expected == found else "refused") == expected
