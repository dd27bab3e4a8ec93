"""Fenced blocks as CommonMark has them, literal blocks of reStructuredText, and JSON as documentation writes it."""

from __future__ import annotations

import json

import pytest

from orq_schema.payload.document import Document, Unread
from orq_schema.payload.jsonc import strict
from orq_schema.payload.markdown_fences import fences
from orq_schema.payload.markdown_literal import literals
from orq_schema.payload.read import read_bytes
from orq_schema.payload.text import Lines


def blocks(text: str, *, any_indent: bool = False) -> list[tuple[str, str]]:
    return [(each.info, each.lines.content) for each in fences(Lines(text), any_indent=any_indent)]


# the examples of the specification (CommonMark 0.31) that have fences in them, by their numbers
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\n<\n >\n```\n", [("", "<\n >\n")]),  # 119
        ("``\nfoo\n``\n", []),  # 121
        ("```\naaa\n~~~\n```\n", [("", "aaa\n~~~\n")]),  # 122
        ("~~~\naaa\n```\n~~~\n", [("", "aaa\n```\n")]),  # 123
        ("````\naaa\n```\n``````\n", [("", "aaa\n```\n")]),  # 124
        ("```\n", [("", "")]),  # 126
        ("`````\n\n```\naaa\n", [("", "\n```\naaa\n")]),  # 127
        ("> ```\n> aaa\n\nbbb\n", [("", "aaa\n")]),  # 128
        ("```\n\n  \n```\n", [("", "\n  \n")]),  # 129
        (" ```\n aaa\naaa\n```\n", [("", "aaa\naaa\n")]),  # 131
        ("   ```\n   aaa\n    aaa\n  aaa\n   ```\n", [("", "aaa\n aaa\naaa\n")]),  # 133
        ("    ```\n    aaa\n    ```\n", []),  # 134
        ("```\naaa\n  ```\n", [("", "aaa\n")]),  # 135
        ("   ```\naaa\n  ```\n", [("", "aaa\n")]),  # 136
        ("```\naaa\n    ```\n", [("", "aaa\n    ```\n")]),  # 137
        ("``` ```\naaa\n", []),  # 138
        ("~~~~~~\naaa\n~~~ ~~\n", [("", "aaa\n~~~ ~~\n")]),  # 139
        ("foo\n```\nbar\n```\nbaz\n", [("", "bar\n")]),  # 140
        ("~~~~    ruby startline=3 $%@#$\ndef\n~~~~~~~\n", [("ruby startline=3 $%@#$", "def\n")]),  # 143
        ("``` aa ```\nfoo\n", []),  # 145
        ("~~~ aa ``` ~~~\nfoo\n~~~\n", [("aa ``` ~~~", "foo\n")]),  # 146
        ("```\n``` aaa\n```\n", [("", "``` aaa\n")]),  # 147
        ("> ```\nfoo\n```\n", [("", ""), ("", "")]),  # 237
        ("1. ```\n   foo\n   ```\n\n   bar\n", [("", "foo\n")]),  # 318
        ("- a\n- ```\n  b\n\n\n  ```\n- c\n", [("", "b\n\n\n")]),  # 318
        ("* a\n  > b\n  ```\n  c\n  ```\n", [("", "c\n")]),  # 321
    ],
)  # fmt: skip
def test_the_examples_of_the_specification(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(text) == expected
    # line breaks of other systems change nothing but themselves
    assert blocks(text.replace("\n", "\r\n")) == [
        (info, content.replace("\n", "\r\n")) for info, content in expected
    ]


def test_tabs_count_as_columns() -> None:
    assert blocks("-\t```json\n\t{\n\t\t1}\n\t```\n") == [("json", "{\n\t1}\n")]
    assert blocks("\t```json\n\t{}\n\t```\n") == []


def test_comments_hold_no_blocks() -> None:
    text = "<!--\n```json\n{}\n```\n-->\n<!-- one -->\n\n```yaml\na\n```\n```toml\nb\n```\n"
    found = list(fences(Lines(text)))
    assert [(each.info, each.note and text[slice(*each.note)]) for each in found] == [
        ("yaml", "<!-- one -->\n"), ("toml", None),
    ]  # fmt: skip


def test_mdx_has_no_indented_code() -> None:
    text = "<Tabs>\n        ```json\n        {}\n        ```\n</Tabs>\n{/* x\n */}\n```js\n```\n"
    assert blocks(text) == [("js", "")]
    assert blocks(text, any_indent=True) == [("json", "{}\n"), ("js", "")]


def test_literal_blocks() -> None:
    text = (
        "Text::\n\n  {}\n\n.. highlight:: json\n\nMore::\n\n   {\n     1}\n\n   2\nend\n\n"
        ".. a comment\n\n.. code-block:: yaml\n   :caption: x\n\n   a: 1\n\n.. note::\n\n   b\n"
    )
    found = [(each.info, each.lines.content.strip("\n")) for each in literals(Lines(text))]
    assert found == [("", "{}"), ("json", "{\n  1}\n\n2"), ("yaml", "a: 1")]


# -- JSON as documentation writes it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1, // one\n "b": [1, 2,], /* , */ }', {"a": 1, "b": [1, 2]}),
        ('{"a": "// no", "b": "/* no */ ...", "c": "\\","}', {"a": "// no", "b": "/* no */ ...", "c": '",'}),
    ],
)  # fmt: skip
def test_comments_and_trailing_commas(text: str, expected: object) -> None:
    assert json.loads(strict(Lines(text)).content) == expected


def test_what_is_no_json_stays_as_it_is() -> None:
    for text in ("{'a': 1}", "{a: 1}", '{"a": 1,, "b"}', '{"a": tru}', '{"a" 1}', '"', "'"):
        assert strict(Lines(text)).content == text


def test_json5() -> None:
    text = "{a: 'it\\'s \"b\"', $c_1: [1,], 'd': 'e\\\nf', \"g\": {h: true}}"
    assert json.loads(strict(Lines(text), json5=True).content) == {
        "a": 'it\'s "b"', "$c_1": [1], "d": "ef", "g": {"h": True},
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        '{"orq": {"retry": {"count": 1}, ...}}',
        '{"orq": {..., "retry": {"count": 1}}, ...}',
        '{"orq": {"retry": {"count": 1}\n  ...\n}, "model": ...}',
        '{"orq": {"retry": {"count": 1} // ...\n}, "messages": [...]}',
        '{\n  "model": "m",\n  … \n  "orq": {"retry": {"count": 1}, /* ... more */ }}',
        '"orq": {"retry": {"count": 1}, ...},\n',
        '// in a request\n"orq": {"retry": {"count": 1}}, ...',
    ],
)
def test_elisions(text: str) -> None:
    (found,) = read_bytes("a.md", f"```json\n{text}\n```\n".encode())
    assert isinstance(found, Document)
    assert found.value["orq"] == {"retry": {"count": 1}}
    assert found.origin is not None
    assert found.origin.sits == ("orq",)
    line = text[: text.index('"retry"')].count("\n") + 2
    assert found.key_place(("orq", "retry")).line == line
    elided = found.origin.unknown
    assert bool(elided.open or elided.values) == ("..." in text or "…" in text)


def test_what_cannot_be_read_is_told_only_where_it_says_orq() -> None:
    said = list(read_bytes("a.md", b'```json\n{"orq": {,}}\n```\n```yaml\norq: [\n```\n'))
    assert [isinstance(each, Unread) and each.problem.severity for each in said] == ["warning", "warning"]
    assert list(read_bytes("a.md", b'```json\n{"a": "orq", }}\n```\n```yaml\n# orq\na: [\n```\n')) == []


def test_deep_blocks_do_not_crash() -> None:
    deep = '{"orq": {"inputs": ' + "[" * 900 + '"${known at run time}"' + "]" * 900 + "}}"
    (found,) = read_bytes("a.md", f"```json\n{deep}\n```\n".encode())
    assert isinstance(found, Unread)
    assert found.problem.rule == "too-deep"
    assert list(read_bytes("a.md", (">" * 5000 + " - " * 5000 + "orq\n```json\n").encode())) == []


def fenced(language: str, text: str) -> list[Document | Unread]:
    return list(read_bytes("a.md", f"```{language}\n{text}\n```\n".encode()))


def test_odd_keys_of_yaml_count_only_in_an_orq_object() -> None:
    assert fenced("yaml", "on: [push]\njobs:\n  orq:\n    runs-on: x") == []
    for text in ("orq:\n  inputs:\n    on: 1", "a:\n- orq:\n    1: x", "orq: {on: 1}"):
        (found,) = fenced("yaml", text)
        assert isinstance(found, Unread)
        assert found.problem.rule == "non-string-key"


@pytest.mark.parametrize("language", ["python", "pycon"])
def test_prompts_of_a_python_shell(language: str) -> None:
    text = ">>> f(\n...     orq={'retry': {'count': 9}},\n... )\n<Answer: 'no Python'>\n>>>\n"
    (found,) = fenced(language, text)
    assert isinstance(found, Document)
    assert found.value["orq"] == {"retry": {"count": 9}}
    place = found.key_place(("orq", "retry"))
    assert (place.line, place.column) == (3, 14)


def test_python_that_cannot_be_read_counts_only_with_an_orq_object() -> None:
    assert fenced("python", "import orq\nf(model=, ...") == []
    for text in ("f(orq={)", "x = {'orq': {1 2}", "x['orq'] = {1 2"):
        (found,) = fenced("python", text)
        assert isinstance(found, Unread)
        assert (found.problem.rule, found.problem.severity) == ("python-syntax", "warning")


@pytest.mark.parametrize(
    "info",
    ["{code-block} json", "{code} json", "{sourcecode}   json", "{code-block} json\n:linenos:\n:caption: a"],
)
def test_directives_of_myst(info: str) -> None:
    (found,) = fenced(info, '{"orq": {"cache": {}}}')
    assert isinstance(found, Document)
    assert found.value == {"orq": {"cache": {}}}
    (found,) = fenced(info.replace("json", "yaml"), "orq:\n  cache: {}")
    assert isinstance(found, Document)


def test_cells_of_myst() -> None:
    (found,) = fenced("{code-cell} ipython3\n---\ntags: [orq]\n---", "f(orq={'cache': {}})")
    assert isinstance(found, Document)
    assert found.place(("orq", "cache")).line == 5


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("f(\n  model=m,\n  orq={'cache': {}},\n", False),
        ("f(\n  orq={'cache': {}},\n  ...\n", False),
        ("f(model=m, ..., orq={'cache': {}})", False),
        ("f(orq={'cache': {}, ...})", True),
        ("f(orq={..., 'cache': {}})", True),
        ("x = {\n  'orq': {'cache': {},  # more\n  ...", True),
    ],
)
def test_python_with_parts_left_out(text: str, is_open: bool) -> None:  # noqa: FBT001 - pytest's
    (found,) = fenced("python", text)
    assert isinstance(found, Document)
    assert found.value["orq"] == {"cache": {}}
    assert found.origin is not None
    assert (("orq",) in found.origin.unknown.open) == is_open
    # behind the fence
    before = text[: text.index("'cache'")]
    place = found.key_place(("orq", "cache"))
    assert (place.line, place.column) == (before.count("\n") + 2, len(before) - before.rfind("\n"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("json", '{"orq": {"cache": {}},\n...'),
        ("json", '{"orq": {"cache": {}} ... ]'),
        ("python", "f(orq={'cache': ... {}})"),
    ],
)
def test_what_is_left_out_and_cannot_be_filled_in_is_no_problem(language: str, text: str) -> None:
    assert fenced(language, text) == []
    assert len(fenced(language, text.replace("...", "1 2"))) == 1


def test_a_key_that_is_no_text_hides_no_orq_object() -> None:
    text = "1: a\n? true\n: {null: b}\norq: {cache: {ttl: 3}}"
    (found,) = fenced("yaml", text)
    assert isinstance(found, Document)
    assert found.value["orq"] == {"cache": {"ttl": 3}}
    place = found.place(("orq", "cache", "ttl"))
    assert (place.line, place.column) == (5, 20)
    (wrong,) = fenced("yaml", "1: a\norq: {1: {}}")
    assert isinstance(wrong, Unread)
    assert (wrong.problem.rule, wrong.problem.line) == ("non-string-key", 3)
