"""Each way by which a schema's text could become code, closed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateAssertionError, UndefinedError, nodes

from orq_schema import resources
from orq_schema.templating import code
from orq_schema.templating.code import Code
from orq_schema.templating.environment import environment

TEMPLATES = sorted(Path(resources.templates()).rglob("*.jinja"))
TEXT = st.text(st.characters(), max_size=60)


def flat(text: str) -> str:
    """What must survive of a text in a docstring."""
    shown = "".join([f"\\u{ord(char):x}" if "\ud800" <= char <= "\udfff" else char for char in text])
    return re.sub(r"\s", "", shown)


def rendered(source: str, **values: object) -> str:
    return environment().from_string(source).render(**values)


@pytest.mark.parametrize(
    "source",
    [
        "{{ x }}",
        "{{ 'constant' }}",
        "{{ 1 }}",
        "{{ none }}",
        "{{ code + x }}",
        "{{ code ~ x }}",
        "{{ code ~ code }}",
        "{{ code % x }}",
        "{{ code.join([x]) }}",
        "{{ code.replace('a', x) }}",
        "{{ code.format(x) }}",
        "{{ [x]|join(',') }}",
        "{% macro m() %}{{ x }}{% endmacro %}{{ m() }}",
    ],
)
def test_text_that_no_filter_made_safe_is_refused(source: str) -> None:
    with pytest.raises(TypeError):
        rendered(source, x="import os", code=Code("a{}%s"))


@pytest.mark.parametrize(
    "name", ["safe", "e", "escape", "forceescape", "tojson", "replace", "format", "indent", "upper"]
)
def test_no_filter_of_jinja_is_left(name: str) -> None:
    with pytest.raises(TemplateAssertionError):
        rendered(f"{{{{ x|{name} }}}}", x=Code("a"))


def test_what_is_undefined_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        rendered("{{ missing|ident }}")


def test_code_passes() -> None:
    assert rendered("{{ a }}{{ [a, a]|join(', ') }}\n", a=Code("<x>")) == "<x><x>, <x>\n"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_concatenates(template: Path) -> None:
    tree = environment().parse(template.read_text(encoding="utf-8"))
    assert not list(tree.find_all(nodes.Concat))
    assert not list(tree.find_all(nodes.Macro))


@pytest.mark.parametrize("name", ["", "a b", "class", "None", "1a", "a;b", "a\n", "ﬁ"])
def test_ident_refuses(name: str) -> None:
    with pytest.raises(ValueError, match="identifier"):
        code.ident(name)


@pytest.mark.parametrize("text", ["f()", "a.b", "a if b else c", "lambda: 0", "[a for a in b]", "a + b"])
def test_annotation_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="annotation"):
        code.annotation(text)


def test_annotation_refuses_statements() -> None:
    with pytest.raises(SyntaxError):
        code.annotation("a\nimport os")


@given(
    st.one_of(TEXT, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none())
)
def test_pyrepr_is_the_value(value: object) -> None:
    read = ast.literal_eval(code.pyrepr(value).encode().decode())
    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_pyrepr_refuses_what_has_no_literal(value: float) -> None:
    with pytest.raises(ValueError, match="literal"):
        code.pyrepr(value)


@given(TEXT, st.sampled_from([0, 4]))
def test_a_docstring_is_one_literal_whatever_it_holds(text: str, indent: int) -> None:
    made = code.docstring(text, indent)
    source = f"if True:\n{' ' * indent}{made}\n" if indent else str(made)
    tree = ast.parse(source.encode("utf-8"))
    literals = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value is not True
    ]
    assert len(literals) == 1
    assert flat(str(literals[0])) == flat(text)


@pytest.mark.parametrize(
    "text", ['"', '""', '"""', 'a"', 'a\\"', "\\", "a\\", '\\"""', '"""" + 1 + """"', "a\r\nb", "\x00\ud800"]
)
def test_docstrings_at_the_edges(text: str) -> None:
    tree = ast.parse(code.docstring(text).encode("utf-8"))
    value = ast.literal_eval(ast.unparse(tree.body[0]))
    assert flat(value) == flat(text)


@given(TEXT)
def test_a_comment_stays_on_its_line(text: str) -> None:
    assert len(code.comment(text).splitlines()) == 1


@given(TEXT)
def test_prose_and_code_spans_stay_in_their_cell(text: str) -> None:
    for made in (code.md(text), code.mdcode(text)):
        assert len(made.splitlines()) <= 1
        assert "{{" not in made
        assert not re.search(r"(?<!\\)\|", made)
    assert "<" not in re.sub(r"`[^`]*`|</?code>", "", code.md(text.replace("`", "")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see `a|b` and <b>", "see `a\\|b` and &#60;b&#62;"),
        ("{{ 7*7 }}", "&#123;&#123; 7\\*7 &#125;&#125;"),
        ("# no heading", "&#35; no heading"),
        ("1. no list", "&#49;. no list"),
        ("[x](http://y)", "\\[x\\](http://y)"),
        ("a\nb", "a b"),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert code.md(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("a`b", "``a`b``"), ("`", "`` ` ``"), ("", "` `"), ("a|b", "`a\\|b`")]
)
def test_code_spans(text: str, expected: str) -> None:
    assert code.mdcode(text) == expected
