from __future__ import annotations

import json
import sys
import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.errors import Problem
from orq_schema.payload import yaml_text
from orq_schema.payload.document import Document, Limits, Unread
from orq_schema.payload.read import read_bytes

LIMITS = Limits()


@pytest.fixture(autouse=True, params=["c", "pure"], scope="module")
def parser(request: pytest.FixtureRequest) -> Any:
    """Both of PyYAML's parsers give the same."""
    before = yaml_text._LOADER  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    if request.param == "pure":
        yaml_text._LOADER = yaml.SafeLoader  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    yield request.param
    yaml_text._LOADER = before  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def found(text: str, limits: Limits = LIMITS) -> list[Document | Problem]:
    items = read_bytes("x.yaml", text.encode(), limits)
    return [item.problem if isinstance(item, Unread) else item for item in items]


def read_values(text: str, limits: Limits = LIMITS) -> list[Any]:
    return [item.value if isinstance(item, Document) else item.rule for item in found(text, limits)]


def the_problem(text: str, limits: Limits = LIMITS) -> Problem:
    (item,) = found(text, limits)
    assert isinstance(item, Problem)
    assert item.severity == "error"
    return item


def the_document(text: str) -> Document:
    (item,) = found(text)
    assert isinstance(item, Document)
    return item


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n---\nb: 2\n", [{"a": 1}, {"b": 2}]),
        ("---\na: 1\n---\n", [{"a": 1}]),
        ("---\n---\na: 1\n", [None, {"a": 1}]),
        ("a: 1\n---\n---\nb: 2\n---\n", [{"a": 1}, None, {"b": 2}]),
        ("a: 1\n---\n---\n", [{"a": 1}, None]),
        ("---\n", ["empty-document"]),
        ("---\n---\n", ["empty-document"]),
        ("# only a comment\n", ["empty-document"]),
        (" \n\t\n", ["empty-document"]),
        ("--- ~\n", [None]),
        ("a: 1\n---\n[\n---\nb: 2\n", [{"a": 1}, "yaml-syntax"]),
        ("a: 1\n---\na: 1\na: 2\n---\nb: 2\n", [{"a": 1}, "duplicate-key", {"b": 2}]),
        ("a: !x 1\n---\n[", ["yaml-tag", "yaml-syntax"]),
        ("a: !x 1\n--- @", ["yaml-tag", "yaml-syntax"]),
    ],
)
def test_every_document_of_a_stream(text: str, expected: list[Any]) -> None:
    assert read_values(text) == expected


VALUES: list[tuple[str, Any]] = [
    ("a: &x [1, 2]\nb: *x", {"a": [1, 2], "b": [1, 2]}),
    ("- &k key\n- *k : 1", ["key", {"key": 1}]),
    ("- &a [&a 1, *a]\n- *a", [[1, 1], 1]),
    ("b: &b {x: 1, y: 2}\na: {<<: *b, y: 3}", {"b": {"x": 1, "y": 2}, "a": {"x": 1, "y": 3}}),
    ("a: {<<: [{x: 1}, {x: 2, z: 3}], y: 1}", {"a": {"x": 1, "z": 3, "y": 1}}),
    ('a: {"<<": 1}', {"a": {"<<": 1}}),
    ("- 2020-01-01\n- 2020-01-01T00:00:00Z", ["2020-01-01", "2020-01-01T00:00:00Z"]),
    ("- =\n- <<\n- ! 12\n- !!str 12\n- !!float 3\n- !!float 1e5", ["=", "<<", 12, "12", 3.0, 100000.0]),
    ("- !!seq []\n- !!map {}\n- !!null ''\n- !!bool yes\n- !!int 0x10", [[], {}, None, True, 16]),
    ("- 0x1F\n- 0b11\n- 017\n- 1_000\n- 1:30\n- -1:30", [31, 3, 15, 1000, 90, -90]),
    ("- 1:30.5\n- -1:30.5\n- 1.5e+3\n- 1e5", [90.5, -90.5, 1500.0, "1e5"]),
    ("- [a, 'b', \"c\\n\", |\n  d]", "yaml-syntax"),
    ("- >\n  a\n  b\n- |\n  c\n", ["a b\n", "c\n"]),
    ("? a\n: 1\n? b\n", {"a": 1, "b": None}),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_values(text: str, expected: Any) -> None:
    assert read_values(text) == [expected]


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ("a: 1\nb:\n  c: 1\n  'c': 2\n", "duplicate-key", 4, 3),
        ("{<<: {a: 1}, <<: {b: 1}}", "duplicate-key", 1, 14),
        ("1: x", "non-string-key", 1, 1),
        ("a: 1\non: x", "non-string-key", 2, 1),
        ("~: x", "non-string-key", 1, 1),
        ("a: {[b]: 1}", "non-string-key", 1, 5),
        ("? {a: b}\n: 1", "non-string-key", 1, 3),
        ("- &x 1\n- {*x : 1}", "non-string-key", 2, 4),
        ("a: .nan", "non-finite-number", 1, 4),
        ("a: -.inf", "non-finite-number", 1, 4),
        ("a: 1.0e+400", "non-finite-number", 1, 4),
        ("a: !!binary aGk=", "yaml-tag", 1, 4),
        ("a: !!set {x}", "yaml-tag", 1, 4),
        ("a: !!map []", "yaml-tag", 1, 4),
        ("a: !!int x", "yaml-tag", 1, 4),
        ("a: !!python/object/apply:os.system [id]", "yaml-tag", 1, 4),
        ("a: *x", "yaml-syntax", 1, 4),
        ("a: &x [*x]", "yaml-syntax", 1, 8),
        ("a: {<<: 1}", "yaml-syntax", 1, 5),
        ("a: {<<: [{}, 1]}", "yaml-syntax", 1, 5),
        ("a: b\n\tc: d\n", "yaml-syntax", 2, 1),
        ("a: \x01", "yaml-syntax", 1, 4),
        ("a: \x00", "yaml-syntax", 1, 4),
        ("\ufeffa: 1", "bom", 1, 1),
        ("a: b: c", "yaml-syntax", 1, 5),
        ("a: [1, 2", "yaml-syntax", 1, 4),
        ("a:\n  b: {c: 1\n  d: 2\n", "yaml-syntax", 2, 6),
        ("a: {b: [1, {c: d}, ']']\n", "yaml-syntax", 1, 4),
        ("a: [x, # ]\n  don't, y\nb: ''\n", "yaml-syntax", 1, 4),
        ("a: &x [1, 2", "yaml-syntax", 1, 7),
        ('a: {b: "x" c: 2}', "yaml-syntax", 1, 12),
        ("a: [1, 2}\n", "yaml-syntax", 1, 9),
        ('a: "\\q"', "yaml-syntax", 1, 5),
        ('a: "\\UFFFFFFFF"', "yaml-syntax", None, None),
        ("- 😀\u2028\x85\n- *x", "yaml-syntax", 2, 3),
    ],
)
def test_problems_have_their_rule_and_their_place(
    text: str, rule: str, line: int | None, column: int | None
) -> None:
    item = found(text)[0]
    assert isinstance(item, Problem)
    assert item.rule == rule
    if line and not (item.rule == "yaml-syntax" and "\\" in text):
        assert (item.line, item.column) == (line, column)


def test_each_key_that_is_no_text_is_told() -> None:
    text = "1: a\nb:\n  yes: 1\n  yes: 2\n  '1': 3\n  &k ~: 4\n  *k : 5\n---\nc: 1\n---\n? {d: 1}\n: 2\n"
    items = found(text)
    told = [(each.rule, each.line, each.column) for each in items if isinstance(each, Problem)]
    places = [(1, 1), (3, 3), (4, 3), (6, 3), (7, 3), (11, 3)]
    assert told == [("non-string-key", *place) for place in places]
    assert [each.value for each in items if not isinstance(each, Problem)] == [{"c": 1}]


def test_keys_that_are_no_text_come_before_what_ends_the_reading() -> None:
    told = [(each.rule, each.line) for each in found("1: a\n2: b\nc: [\n") if isinstance(each, Problem)]
    assert told == [("non-string-key", 1), ("non-string-key", 2), ("yaml-syntax", 3)]


def test_half_a_surrogate_pair(parser: str) -> None:
    item = the_problem('a: "x\\ud800"')
    assert item.rule == "lone-surrogate"
    assert (item.line, item.column) == (1, 6 if parser == "c" else 4)


def test_tabs_get_a_hint() -> None:
    assert the_problem("a:\n\tb: 1").hint == "indent with spaces: YAML allows no tabs there"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("on: 1", "read as true, not as text"),
        ("No: 1", "read as false, not as text"),
        ("~: 1", "read as null, not as text"),
        ("1: 1", "read as a number, not as text"),
        ("0: 1", "read as a number, not as text"),
        ("1.5: 1", "read as a number, not as text"),
        ("? [a]\n: 1", "an array or object, not text"),
        ("- &x {a: 1}\n- ? *x\n  : 1", "an array or object, not text"),
    ],
)
def test_how_a_key_that_is_no_string_is_read(text: str, reading: str) -> None:
    item = the_problem(text)
    assert (item.rule, item.message.endswith(reading)) == ("non-string-key", True)
    assert item.hint == (None if "array" in reading else "put it in quotes")


def test_a_duplicate_key_names_the_first_one() -> None:
    item = the_problem("a: 1\nb: 2\na: 3\n")
    assert item.message == 'duplicate key "a"'
    assert item.hint == "the first one is at line 1, column 1"


def test_an_unknown_tag_is_named_in_printable_letters() -> None:
    item = the_problem("a: !<tag:x,%0A%1B> 1")
    assert item.rule == "yaml-tag"
    assert item.message.isprintable()
    assert '"!!binary"' in the_problem("a: !!binary aGk=").message


@pytest.mark.parametrize("digits", [10, 4300])
@pytest.mark.parametrize("form", ["{}", "-{}", "0.{}", "{}:1", "0x{}", "0{}"])
def test_the_digit_limit(digits: int, form: str) -> None:
    room = digits - sum(char.isdigit() for char in form)
    assert not isinstance(found("a: " + form.format("1" * room), Limits(digits=digits))[0], Problem)
    item = the_problem("a: " + form.format("1" * (room + 1)), Limits(digits=digits))
    assert (item.rule, item.column) == ("too-many-digits", 4)


def test_the_digit_limit_is_not_the_interpreters() -> None:
    before = sys.get_int_max_str_digits()
    try:
        sys.set_int_max_str_digits(640)
        assert (
            len(read_values("\n".join("- " + start + "7" * 4000 for start in ("", "0", "0x", "-")))[0]) == 4
        )
    finally:
        sys.set_int_max_str_digits(before)


def test_underscores_are_no_digits() -> None:
    assert read_values("a: 1" + "_" * 5000) == [{"a": 1}]


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_the_depth_limit_is_exact(opening: str, closing: str) -> None:
    assert isinstance(found(opening * 50 + closing * 50, Limits(depth=50))[0], Document)
    item = the_problem(opening * 50 + closing * 50, Limits(depth=49))
    assert (item.rule, item.column) == ("too-deep", len(opening) * 49 + 1)


def test_1000_levels_pass_and_1001_do_not() -> None:
    assert isinstance(found("[" * 1000 + "]" * 1000)[0], Document)
    assert the_problem("[" * 1001 + "]" * 1001).rule == "too-deep"
    assert the_problem("- " * 1001 + "x").rule == "too-deep"


def test_depth_through_aliases() -> None:
    text = "a: &a [[1]]\nb: &b [*a]\nc: [[*b]]"
    assert isinstance(found(text, Limits(depth=6))[0], Document)
    item = the_problem(text, Limits(depth=5))
    assert (item.rule, item.line, item.column) == ("too-deep", 3, 6)


def test_the_node_limit_counts_after_aliases() -> None:
    text = "a: &a [1, 2]\nb: *a"
    assert isinstance(found(text, Limits(nodes=7))[0], Document)
    item = the_problem(text, Limits(nodes=6))
    assert (item.rule, item.line, item.column) == ("too-many-nodes", 2, 4)
    assert the_problem(text, Limits(nodes=3)).line == 1


@pytest.mark.parametrize("form", ["a{}: &a{} [{}]", "a{}: &a{} {{x: [{}]}}"])
def test_billion_laughs_take_milliseconds(form: str) -> None:
    lines = ["a0: &a0 [" + ",".join("x" * 9) + "]"]
    lines += [form.format(n, n, ",".join([f"*a{n - 1}"] * 9)) for n in range(1, 30)]
    start = time.perf_counter()
    assert the_problem("\n".join(lines)).rule == "too-many-nodes"
    assert time.perf_counter() - start < 0.5


def test_merges_cannot_multiply_either() -> None:
    lines = ["a0: &a0 {" + ",".join(f"k{n}: 1" for n in range(99)) + "}"]
    lines += [f"a{n}: &a{n} {{<<: [{','.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 30)]
    assert the_problem("\n".join(lines)).rule == "too-many-nodes"


def test_places_of_values_and_keys() -> None:
    document = the_document("# é\na:\n  - 😀: x\n    b: &b {c: 1}\nd: *b\ne: {<<: *b}\n")
    assert document.place(()) == (2, 1)
    assert document.key_place(("a",)) == (2, 1)
    assert document.place(("a",)) == (3, 3)
    assert document.place(("a", 0)) == (3, 5)
    assert document.place(("a", 0, "😀")) == (3, 8)
    assert document.key_place(("a", 0, "b")) == (4, 5)
    # what an alias stands for is where the anchor is
    assert document.place(("d", "c")) == document.place(("e", "c")) == (4, 15)
    assert document.key_place(("e", "c")) == (4, 12)


def test_places_in_a_later_document() -> None:
    items = found("a: 1\n---\n  b: 2\n")
    assert isinstance(items[1], Document)
    assert items[1].place(()) == (3, 3)
    assert items[1].place(("b",)) == (3, 6)


scalars = st.text("0123456789+-_.:eExXabnyNYtTrRuUeEfFaAlLsSoO~ ", min_size=1, max_size=8)


@given(scalars)
def test_plain_scalars_are_what_pyyaml_says(text: str) -> None:
    try:
        expected = yaml.safe_load(f"[ {text} ]")
    except (yaml.YAMLError, ValueError, OverflowError):
        return
    got = read_values(f"[ {text} ]")
    if got in (["non-finite-number"], ["non-string-key"]):
        return
    if any(not isinstance(item, (str, int, float, bool, type(None))) for item in expected):
        return
    assert repr(got) == repr([expected])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner),
    max_leaves=20,
)


@given(json_values, st.sampled_from([None, True, False]), st.booleans())
def test_what_pyyaml_writes_is_read_back(value: Any, style: bool | None, unicode: bool) -> None:  # noqa: FBT001
    text: str = yaml.safe_dump({"k": value}, default_flow_style=style, allow_unicode=unicode, width=40)
    # not `value`: PyYAML does not write U+0085 in a way that it reads back
    assert read_values(text) == [yaml.safe_load(text)]


@given(json_values)
def test_json_is_yaml(value: Any) -> None:
    text = json.dumps({"k": value}, indent=1)
    if "\\ud" not in text and "\\u007f" not in text and "\x7f" not in text:
        assert read_values(text) == [{"k": value}]
