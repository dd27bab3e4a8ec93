"""JSON names -> identifiers."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_schema.emit.python_names import attribute_names, class_names, is_plain_key, snake, stem
from orq_schema.templating import code


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("in", "in_"),
        ("displayName", "display_name"),
        ("HTTPServer", "http_server"),
        ("a-b", "a_b"),
        ("1st", "field_1st"),
        ("", "empty_key"),
        ("$ref", "ref"),
        ("__class__", "class__"),
        ("_id", "id"),
        ("extra", "extra_"),
        ("to_dict", "to_dict_"),
        ("list", "list_"),
        ("None", "none"),
        ("!!!", "field"),
        ("größe", "größe"),
        ("match", "match"),
        ("id", "id"),
    ],
)
def test_attributes(key: str, expected: str) -> None:
    assert attribute_names([key]) == {key: expected}


def test_no_two_keys_share_an_attribute() -> None:
    assert attribute_names(["a-b", "a_b", "aB"]) == {"a-b": "a_b_", "a_b": "a_b", "aB": "a_b__"}


def test_no_two_definitions_share_a_class() -> None:
    assert class_names(["Any", "Foo", "FooDict"], ["Foo"], "Dict") == {
        "Any": "Any_",
        "Foo": "FooDict",
        "FooDict": "FooDict_",
    }


@given(st.lists(st.text(max_size=8), unique=True, max_size=8))
def test_attributes_are_unique_identifiers(keys: list[str]) -> None:
    names = attribute_names(keys)
    assert len(set(names.values())) == len(keys)
    for name in [*names.values(), *class_names(keys).values()]:
        assert code.ident(name) == name


@given(st.text(max_size=8))
def test_stems_can_be_imported(name: str) -> None:
    assert f"{stem(name)}_models".isidentifier()
    assert not keyword.iskeyword(stem(name))
    assert snake(name)


@pytest.mark.parametrize("key", ["in", "__x", "a-b", "", "str", "ﬁ"])
def test_keys_that_need_functional_syntax(key: str) -> None:
    assert not is_plain_key(key)
    assert is_plain_key("retry")
