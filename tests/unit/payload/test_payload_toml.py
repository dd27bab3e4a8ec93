from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orq_schema.errors import Problem
from orq_schema.jsonvalue import is_array, is_object
from orq_schema.payload.document import Document, Limits, Unread
from orq_schema.payload.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = Limits()


def found(text: str, limits: Limits = LIMITS) -> Document | Problem:
    (item,) = read_bytes("x.toml", text.encode(), limits)
    return item.problem if isinstance(item, Unread) else item


def the_value(text: str, limits: Limits = LIMITS) -> Any:
    item = found(text, limits)
    assert isinstance(item, Document), item
    return item.value


def the_problem(text: str, limits: Limits = LIMITS) -> Problem:
    item = found(text, limits)
    assert isinstance(item, Problem)
    assert item.severity == "error"
    return item


VALUES: list[tuple[str, Any]] = [
    ("a = 1 # c\n'b c'.\"d\" = 'x'", {"a": 1, "b c": {"d": "x"}}),
    ("[a.b]\nc = [1, [2.5, ], ]\n[a]\nd = {e.f = true}", {"a": {"b": {"c": [1, [2.5]]}, "d": {"e": {"f": True}}}}),
    ("[[a]]\nb = 1\n[[a]]\n[a.c]\n[[a.c.d]]\ne = 2", {"a": [{"b": 1}, {"c": {"d": [{"e": 2}]}}]}),
    ("a = 0x1F\nb = 0o17\nc = 0b1_1\nd = 1_000\ne = +1e3", {"a": 31, "b": 15, "c": 3, "d": 1000, "e": 1000.0}),
    ("a = \"\"\"\nx \\\n   y\"\"\"\"\"\nb = '''\nz\\'''", {"a": 'x y""', "b": "z\\"}),
    ('"\\u00e9 \\"" = ""\n\'\' = 1', {'é "': "", "": 1}),
    ("a = 1979-05-27\nb = 07:32:00.5\nc = 1979-05-27 07:32:00-07:00", {
        "a": "1979-05-27", "b": "07:32:00.5", "c": "1979-05-27 07:32:00-07:00",
    }),
    ("a = [1979-05-27, {b = 1979-05-27T07:32:00Z}]", {"a": ["1979-05-27", {"b": "1979-05-27T07:32:00Z"}]}),
    ("a.b = 1\r\na.c = 2\r\n", {"a": {"b": 1, "c": 2}}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_values(text: str, expected: Any) -> None:
    assert the_value(text) == expected


PROBLEMS: list[tuple[str, str, int, int, str]] = [
    ("a = 1\na = 2", "duplicate-key", 2, 1, 'duplicate key "a"'),
    ("a = 1\n[b]\n[a.c]", "duplicate-key", 3, 2, 'duplicate key "a"'),
    ("[a]\n[b]\n[a]", "duplicate-key", 3, 2, 'duplicate key "a"'),
    ("a = {b = 1, b = 2}", "duplicate-key", 1, 13, 'duplicate key "b"'),
    ("a = {}\na.b = 1", "duplicate-key", 2, 1, 'duplicate key "a"'),
    ("a = []\n[[a]]", "duplicate-key", 2, 3, 'duplicate key "a"'),
    ("a.b = 1\n[a]\n", "toml-syntax", 2, 3, "a key or table that is defined already, or closed"),
    ("[a.b]\n[a]\nb.c = 1", "toml-syntax", 3, 8, "a key or table that is defined already, or closed"),
    ("a = 1\nb = [1,\n 2", "toml-syntax", 2, 5, "an array that is never closed"),
    ("b = {c = 1", "toml-syntax", 1, 5, "an inline table that is never closed"),
    ("a = [1 2]", "toml-syntax", 1, 8, 'a comma or "]" is missing before this'),
    ("a = {b = 1,\nc = 2}", "toml-syntax", 1, 12, "a key is missing, or not written as TOML has it"),
    ("a = 'x\n", "toml-syntax", 1, 5, "a string that is never closed"),
    ('a = """x"" \n', "toml-syntax", 1, 5, "a string that is never closed"),
    ("[a\nb = 1", "toml-syntax", 1, 1, "a table header that is never closed"),
    ("a\n", "toml-syntax", 1, 2, "an equals sign is missing after the key"),
    ("a = \n", "toml-syntax", 1, 5, "a value is missing"),
    ("a = yes", "toml-syntax", 1, 5, "a value that TOML has not"),
    ("a = 1 b = 2", "toml-syntax", 1, 7, "more text after the value on the same line"),
    ("é = 1", "toml-syntax", 1, 1, "a key is missing, or not written as TOML has it"),
    ("// c\n", "toml-syntax", 1, 1, "a key is missing, or not written as TOML has it"),
    ('e = "\\q"', "toml-syntax", 1, 6, "a backslash that starts no escape"),
    ('a = "\\u12"', "toml-syntax", 1, 6, r"\u or \U without its hexadecimal digits"),
    ('"\\q" = 1', "toml-syntax", 1, 1, "a key with an escape that TOML has not"),
    ('a = "x \\ud800"', "lone-surrogate", 1, 8, "half of a surrogate pair is no character"),
    ('a = "x\x00"', "toml-syntax", 1, 7, "a control character or line break that must not stand here"),
    ("a = 'x\x01'", "toml-syntax", 1, 7, "a control character or line break that must not stand here"),
    ("a = 1 # \x01", "toml-syntax", 1, 9, "a control character or line break that must not stand here"),
    ("a = 2000-02-30", "toml-syntax", 1, 5, "a date or time that does not exist"),
    ("a = nan", "non-finite-number", 1, 5, "NaN and infinity are no JSON numbers"),
    ("[a]\nb = [{c = -inf}]", "non-finite-number", 2, 11, "NaN and infinity are no JSON numbers"),
    ("a = 1e999", "non-finite-number", 1, 5, "a number beyond the range of a double"),
    ("[a.b]\n" * 2, "duplicate-key", 2, 4, 'duplicate key "b"'),
    (" \n\t", "empty-document", 1, 1, "nothing in it but white space"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "line", "column", "message"), PROBLEMS)
def test_problems(text: str, rule: str, line: int, column: int, message: str) -> None:
    item = the_problem(text)
    assert (item.rule, item.line, item.column, item.message) == (rule, line, column, message)
    for line_break in ("\r\n", "\n\n"):
        moved = the_problem(text.replace("\n", line_break))
        assert (moved.rule, moved.message) == (rule, message) or rule == "empty-document"


def test_only_comments_are_an_empty_table() -> None:
    assert the_value("# nothing\n") == {}


@pytest.mark.parametrize(
    "form", ["a = {}", "a = -{}", "a = 0x{}", "a = 1.{}", "a = 1_{}", "a = [{{b = {}}}]"]
)
def test_the_digit_limit_is_exact(form: str) -> None:
    room = 4300 - sum(char.isdigit() for char in form)
    assert the_value(form.format("1" * room))
    item = the_problem(form.format("1" * (room + 1)))
    assert item.rule == "too-many-digits"


DEEP: list[Callable[[int], str]] = [
    lambda depth: "a = " + "[" * depth + "]" * depth,
    lambda depth: "a = " + "{a = " * depth + "1" + "}" * depth,
    lambda depth: ".".join("a" * (depth + 1)) + " = 1",
    lambda depth: "[" + ".".join("a" * depth) + "]",
    lambda depth: "[" + ".".join("a" * (depth - 1)) + "]\na = []",
    lambda depth: "a = {" + ".".join("a" * depth) + " = 1}",
]  # fmt: skip


@pytest.mark.parametrize("form", DEEP)
@pytest.mark.parametrize("depth", [2, 50, 999])
def test_the_depth_limit_is_exact(form: Callable[[int], str], depth: int) -> None:
    # the root is a container too
    assert the_value(form(depth), Limits(depth=depth + 1))
    assert the_problem(form(depth), Limits(depth=depth)).rule == "too-deep"


def test_arrays_of_tables_are_two_levels() -> None:
    assert the_value("[[a]]\nb = 1", Limits(depth=3))
    assert the_problem("[[a]]\nb = 1", Limits(depth=2)).rule == "too-deep"


@pytest.mark.parametrize("form", DEEP)
def test_a_hundred_thousand_levels(form: Callable[[int], str]) -> None:
    assert the_problem(form(100_000)).rule == "too-deep"
    # tomllib follows dotted keys as far as they go, and brackets as far as Python's stack does
    item = found(form(20_000), Limits(depth=100_000))
    assert isinstance(item, Document) or item.rule == "too-deep"


def test_the_node_limit_is_exact() -> None:
    text = "[a]\nb.c = [1, {}]\n[[d]]"
    # the root, a, b, c, 1, {}, d and the table in it
    assert the_value(text, Limits(nodes=8))
    assert the_problem(text, Limits(nodes=7)).rule == "too-many-nodes"


def test_a_problem_echoes_no_value() -> None:
    assert "secret" not in str(the_problem("a = 'secret' secret"))
    assert "secret" not in str(the_problem("[secret]\n[secret.a]\n[secret"))


# -- against tomllib ----------------------------------------------------------------------------------------

POOL = [
    *"ab.=[]{}\",'\\# \t\n\r0123456789_-+:eTZ\x00é",
    '"""', "'''", "[[", "]]", "true", "nan", "inf", "0x", "1979-05-27", "07:32:00", "\\u00e9", "\\ud800", "\r\n",
    "a = 1\n", "[a]\n", "[[a]]\n", "a.b = 2\n", "a = {b = 1}\n", "[a.b]\n",
]  # fmt: skip
GOOD = '# é\na = "x\\n"\n[b."c d"]\ne.f = [1, 2.5, # ]\n {g = \'h\'}]\n[[i]]\nj = """k\n"""\n[[i]]\n[i.l]\nm = 7\n'
soups = st.lists(st.sampled_from(POOL), max_size=20).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = GOOD
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["", *POOL])) + text[at + draw(st.integers(0, 3)) :]
    return text


def plain(value: Any) -> Any:
    if is_object(value):
        return {key: plain(item) for key, item in value.items()}
    if is_array(value):
        return [plain(item) for item in value]
    return value if isinstance(value, (bool, int, float, str)) else "a date"


def same(ours: Any, theirs: Any) -> bool:
    if theirs == "a date":
        return isinstance(ours, str)
    if is_object(theirs):
        return list(ours) == list(theirs) and all(same(ours[key], theirs[key]) for key in theirs)
    if is_array(theirs):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return repr(ours) == repr(theirs)


@settings(max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
@given(soups | mutated())
def test_the_verdict_is_tomllibs(text: str) -> None:
    item = found(text)
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert isinstance(item, Problem)
        assert item.rule in {
            "toml-syntax",
            "duplicate-key",
            "lone-surrogate",
            "empty-document",
            "wrong-encoding",
        }
        assert item.line is not None
        return
    if isinstance(item, Problem):
        assert item.rule == ("empty-document" if not text.strip() else "non-finite-number")
    else:
        assert same(item.value, plain(expected))
