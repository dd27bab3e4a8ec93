"""What can be read, and is read otherwise by other clients."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.payload.document import Document, Oddity
from orq_schema.payload.read import read_bytes


def odd(text: str, kind: str = "yaml") -> list[Oddity]:
    documents = [each for each in read_bytes("x", text.encode(), kind=kind) if isinstance(each, Document)]
    assert documents
    return [oddity for document in documents for oddity in document.oddities()]


def brief(text: str, kind: str = "yaml") -> list[tuple[str, str]]:
    """Give the rule and the text of each oddity; JSON Lines and streams have offsets of their own."""
    return [(oddity.rule, text[slice(*oddity.span)]) for oddity in odd(text, kind)]


LARGE = 2**53 + 1


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("json", f'{{"a": [{LARGE}, 1], "b": -{LARGE}}}', [f"{LARGE}", f"-{LARGE}"]),
        ("json", f"{LARGE}", [f"{LARGE}"]),
        ("json", f"[{LARGE - 1}, -{LARGE - 1}]", []),
        ("json", f'["{LARGE}", {{"{LARGE}": 1}}]', []),
        ("json", f"[{LARGE}.0, {LARGE}e0, 1e20, 0.12345678901234567890]", []),
        ("jsonl", f'{{"a": {LARGE}}}', [f"{LARGE}"]),
        ("yaml", f"a: {LARGE}\nb: '{LARGE}'\n{LARGE}x: 1\n", [f"{LARGE}"]),
        ("yaml", f"a: &x [{LARGE}]\nb: *x\n", [f"{LARGE}"]),
        ("yaml", "a: 0x20000000000001\n", ["0x20000000000001"]),
        ("toml", f"a = {LARGE}\nb = '{LARGE}'\n[c]\nd = [1, {{e = -{LARGE}}}]\n", [f"{LARGE}", f"-{LARGE}"]),
        ("toml", "a = 0x20000000000001\nb = 0x20000000000000\nc = 9_007_199_254_740_993\n", [
            "0x20000000000001", "9_007_199_254_740_993",
        ]),
    ],
)  # fmt: skip
def test_integers_that_a_double_cannot_keep(kind: str, text: str, expected: list[str]) -> None:
    assert brief(text, kind) == [("unsafe-integer", each) for each in expected]


@given(
    st.lists(st.integers(-(2**60), 2**60) | st.integers(2**53 - 2, 2**53 + 2) | st.floats(allow_nan=False))
)
def test_each_unsafe_integer_and_nothing_else(values: list[float]) -> None:
    finite = [value for value in values if isinstance(value, int) or abs(value) < 1e300]
    expected = [str(value) for value in finite if isinstance(value, int) and abs(value) > 2**53]
    for kind in ("json", "yaml"):
        assert [
            text for rule, text in brief(json.dumps(finite), kind) if rule == "unsafe-integer"
        ] == expected


READ_OTHERWISE = [
    ("no", "false", "text"),
    ("on", "true", "text"),
    ("Yes", "true", "text"),
    ("OFF", "false", "text"),
    ("010", "an octal number", "a decimal number"),
    ("-010", "an octal number", "a decimal number"),
    ("010_0", "a number", "text"),
    ("1_000", "a number", "text"),
    ("1_000.5", "a number", "text"),
    ("0b1", "a number", "text"),
    ("-0x1F", "a number", "text"),
    ("1:30", "a number", "text"),
    ("190:20:30.15", "a number", "text"),
    ("0o17", "text", "a number"),
    ("12e3", "text", "a number"),
    ("1.5e3", "text", "a number"),
    ("08", "text", "a number"),
    ("1e3", "text", "a number"),
    ("-.5", "text", "a number"),
    ("2020-01-31", "a date", "text"),
    ("2020-1-3 4:05:06", "a date", "text"),
    ("2020-01-31T04:05:06.7Z", "a date", "text"),
]
FORMS = ["{}", "a: {}", "[{}]", "a:\n- {} # c\n"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("text", "old", "new"), READ_OTHERWISE)
def test_scalars_that_two_versions_of_yaml_read_differently(text: str, old: str, new: str, form: str) -> None:
    (found,) = odd(form.format(text))
    assert found.rule == "yaml-version"
    assert found.message == f"read as {old} by YAML 1.1 and as {new} by YAML 1.2"
    assert "quotes" in (found.hint or "")
    assert form.format(text)[slice(*found.span)] == text


@pytest.mark.parametrize("text", [text for text, old, _ in READ_OTHERWISE if old in {"text", "a date"}])
def test_keys_too(text: str) -> None:
    assert brief(f"{text} : 1") == [("yaml-version", text)]


SAME = [
    "true", "True", "FALSE", "null", "~", "Null", "", "y", "n", "x", "12", "-12", "+12", "0", "00", "07", "-0",
    "0x1F", "1.5", "1.", ".5", "1.5e+3", "1.5E-3", "1.2.3", "10-20", "2020", "a1_000", "+", "1 2", "1,000", "<<",
    "=", "v1", "-no", "gpt-4o", "0.0.1", "1a", "0xG", "2020-01", "2020-01-31x",
]  # fmt: skip


@pytest.mark.parametrize("text", SAME)
def test_what_both_read_alike_is_not_odd(text: str) -> None:
    assert odd(f"a: {text}\n") == []


@pytest.mark.parametrize(("text", "old", "_new"), READ_OTHERWISE)
def test_quotes_and_tags_leave_no_doubt(text: str, old: str, _new: str) -> None:
    assert odd(f"- '{text}'\n- \"{text}\"\n- !!str {text}\n- >-\n  {text}\n") == []
    if old == "a number":
        assert odd(f"!!{'float' if '.' in text else 'int'} {text}") == []


def test_the_order_is_that_of_the_document() -> None:
    text = f"1e3: no\nb: [010, {LARGE}, 2020-01-01]\n"
    assert [part for _, part in brief(text)] == ["1e3", "no", "010", f"{LARGE}", "2020-01-01"]


def test_each_document_of_a_stream_has_its_own() -> None:
    documents = list(read_bytes("x.yaml", b"a: no\n---\nb: 1\n---\nc: on\n"))
    spans = [[item.span for item in each.oddities()] for each in documents if isinstance(each, Document)]
    assert spans == [[(3, 5)], [], [(22, 24)]]


def test_dates_of_toml() -> None:
    text = "a = [1979-05-27, '1979-05-27']\nb = 07:32:00\nc.d = 1979-05-27 07:32:00Z # x\n"
    assert brief(text, "toml") == [
        ("toml-date", "1979-05-27"), ("toml-date", "07:32:00"), ("toml-date", "1979-05-27 07:32:00Z"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["json", "jsonl", "yaml", "toml"])
def test_no_value_is_echoed(kind: str) -> None:
    texts = {"toml": f"a = {LARGE}\nb = 1979-05-27", "yaml": f"a: {LARGE}\nb: 1979-05-27\nc: 017"}
    for oddity in odd(texts.get(kind, f'{{"a": {LARGE}}}'), kind):
        for secret in (f"{LARGE}", "1979", "017"):
            assert secret not in oddity.message + (oddity.hint or "")
