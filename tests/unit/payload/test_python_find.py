"""What the search and the arithmetic of Python payloads rest on."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.generated import orq_types
from orq_schema.jsonvalue import members
from orq_schema.load.schema import builtin
from orq_schema.payload.document import Document, Limits, Unread
from orq_schema.payload.python_fold import folded
from orq_schema.payload.python_offsets import Offsets
from orq_schema.payload.python_text import read_python
from orq_schema.payload.python_tokens import quiet
from orq_schema.payload.python_types import Types

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = Limits()


def read(text: str, limits: Limits = LIMITS) -> list[Document | Unread]:
    return list(read_python("a.py", text.encode(), limits))


def values(text: str) -> list[Any]:
    return [each.value for each in read(text) if isinstance(each, Document)]


def generated_types() -> Iterator[str]:
    """The TypedDicts of the generated module that are classes, which can be annotated with by name."""
    for node in ast.parse(Path(orq_types.__file__).read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield node.name


def test_every_generated_type_has_its_place_in_the_schema() -> None:
    schema: Any = builtin("orq").contents
    assert Types("x").names == {"OrqDict"}
    names = Types("from orq_types import x").names
    assert names == set(generated_types())
    for name in names - {"OrqDict"}:
        (document,) = read(f"import orq_types\nx: {name} = {{'orq': 1}}\n")
        assert isinstance(document, Document)
        assert document.origin is not None
        value: Any = document.value
        node = schema
        while "orq" not in value:
            step = next(iter(members(value)), 0)
            value = value[step]
            node = node["items"] if isinstance(step, int) else node["properties"][step]
            reference = node.get("$ref")
            node = node if reference is None else schema["$defs"][reference.rpartition("/")[2]]
        assert f"{node['title'].title().replace(' ', '')}Dict".lower() == name.lower()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("-(2 ** 3)", -8),
        ("60 * 60 * 24", 86400),
        ("7 // 2 + 7 % 4 - 0.5", 5.5),
        ("+1", 1),
        ("'a' 'b'", "ab"),
        ("'a' + 'b' + 'c'", "abc"),
        ("'ab' * 3", "ababab"),
        ("3 * 'ab'", "ababab"),
        ("f'a{1}{\"b\"}c'", "a1bc"),
        ("f'{N}-{S}'", "5-s"),
        ("(1, 2)", [1, 2]),
        ("[1] + [2]", [1, 2]),
        ("{1: 'a', True: 'b', None: 'c'}", {"true": "b", "null": "c"}),
        ("{2: 'a', 1.5: 'b'}", {"2": "a", "1.5": "b"}),
        ("{'a': 1, **{'a': 2, 'b': 3}}", {"a": 2, "b": 3}),
        ("dict({'a': 1}, b=2)", {"a": 1, "b": 2}),
        ("{'a': 1} | {'b': 2}", {"a": 1, "b": 2}),
        ("copy.deepcopy({'a': [None, True, 1e3]})", {"a": [None, True, 1000.0]}),
    ],
)  # fmt: skip
def test_constants(text: str, value: Any) -> None:
    (found,) = values(f"N = 5\nS = 's'\nf(orq={{'inputs': {text}}})\n")
    known = found["orq"]["inputs"]
    # of a key that is there under two spellings Python knows two
    expected = value if "1: 'a'" not in text or "True" not in text else {"1": "a", **value}
    assert known == expected


@given(
    st.sampled_from([ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow]),
    st.one_of(st.integers(), st.floats(), st.text(max_size=5), st.booleans(), st.none()),
    st.one_of(st.integers(-(10**30), 10**30), st.floats(), st.text(max_size=5), st.booleans(), st.none()),
)
def test_arithmetic_never_runs_away(kind: Any, left: Any, right: Any) -> None:
    found = folded(kind, left, right)
    assert found is None or isinstance(found, (int, float, str))
    assert not isinstance(found, str) or len(found) <= 100_000
    assert not isinstance(found, int) or found.bit_length() < 1_000_000
    assert not isinstance(found, float) or abs(found) < float("inf")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("f(orq={'inputs': {'a': {'b': 1}}})\n", "too-deep"),
        ("f(orq={'inputs': [1, 2, 3, 4, 5, 6, 7, 8]})\n", "too-many-nodes"),
    ],
)
def test_limits(text: str, rule: str) -> None:
    (found,) = read(text, Limits(depth=3, nodes=6))
    assert isinstance(found, Unread)
    assert found.problem.rule == rule
    assert isinstance(read(text)[0], Document)


@given(st.text(alphabet=st.sampled_from("a é𝔘\t'\"#\n\r\x0c(){}=f,\\"), max_size=40))
def test_places_of_random_source(text: str) -> None:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    offsets = Offsets(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.expr):
            start, end = offsets.span(node)
            # Python's own way from a node to its source; it takes line ends for line feeds
            expected = ast.get_source_segment(text.replace("\r\n", "\n").replace("\r", "\n"), node)
            assert text[start:end].replace("\r\n", "\n").replace("\r", "\n") == expected


@given(st.text(alphabet=st.sampled_from("aé\"'#\n\r orq=[]f{}\\:,1"), max_size=60))
def test_no_source_is_too_strange(text: str) -> None:
    for each in read(f"# orq\n{text}"):
        if isinstance(each, Document):
            assert each.root.end <= len(each.lines.content)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 'a' # b", ["'a'", "# b"]),
        ("f'a{x + \"b\"}c' + b'd'", ["f'a{x + \"b\"}c'", "b'd'"]),
        ('"""a\n\'b\n""" ; "c" \\\n "d"', ['"""a\n\'b\n"""', '"c"', '"d"']),
        ("é = 'a'\r\ny = 'b'\r", ["'a'", "'b'"]),
    ],
)
def test_strings_and_comments(text: str, expected: list[str]) -> None:
    found = quiet(text)
    assert found is not None
    assert [text[slice(*each.span)] for each in found] == expected


def test_no_tokens() -> None:
    assert quiet("'''") is None
