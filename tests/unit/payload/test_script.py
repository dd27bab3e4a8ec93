"""TypeScript and JavaScript: what is a payload, what is known of it, and where it is."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cli.runs import spot

from orq_schema.payload.document import Document, Unread
from orq_schema.payload.read import read_bytes
from orq_schema.payload.unknown import STAND_IN, Unknown

NODE = shutil.which("node")


def read(text: str, name: str = "a.ts") -> list[Document]:
    found = list(read_bytes(name, text.encode()))
    documents = [each for each in found if isinstance(each, Document)]
    assert documents == found, found
    return documents


def orq(text: str, name: str = "a.ts") -> list[object]:
    """Give the orq objects in a script."""
    found: list[object] = []
    for each in read(text, name):
        assert each.origin is not None
        value = each.value
        for step in each.origin.sits:
            value = value[step]
        found.append(value)
    return found


def unknown(text: str) -> Unknown:
    (found,) = read(text)
    assert found.origin is not None
    return found.origin.unknown.below(found.origin.sits)


OBJECT = "{ retry: { count: 3 } }"


@pytest.mark.parametrize(
    "text",
    [
        f"x({{ orq: {OBJECT} }})",
        f"x({{ 'orq': {OBJECT}, model: m }})",
        f'x({{ ["orq"]: {OBJECT} as any }})',
        f"x({{ orq: <any>{OBJECT} }})",
        f"x({{ orq: ({OBJECT})! }})",
        f"x({{ orq: {OBJECT} satisfies T as const }})",
        f"x({{ extra_body: {{ orq: {OBJECT} }} }})",
        f"x({{ body: JSON.stringify({{ model: 'm', orq: {OBJECT} }}) }})",
        f"body.orq = {OBJECT}",
        f"body['orq'] = {OBJECT};",
        f"const orq = {OBJECT};",
        f"let orq: Whatever = {OBJECT};",
        f"const a: OrqConfig = {OBJECT};",
        f"const a: Partial<T> & x.OrqDict | undefined = {OBJECT};".replace("Partial<T> & ", ""),
        f"x({OBJECT} satisfies OrqDict)",
        f"class A {{ private orq = {OBJECT}; }}",
        f"function f(a: OrqOptions = {OBJECT}) {{}}",
        f"const o = {OBJECT}; x({{ orq: o }}); y({{ orq: o }})",
        f"x({{ orq: Object.freeze({OBJECT}) }})",
        f"x({{ orq: flag && {OBJECT} }})",
        f"x({{ orq: options.orq ?? {OBJECT} }})",
        f"x({{ orq: flag ? {OBJECT} : undefined }})",
        f"x({{ a: {{ b: [{{ orq: {OBJECT} }}] }} }})",
        f"x({{ orq: {OBJECT} }}, {{ orq: null }})",
        f"const orq = {OBJECT}; x({{ orq }})",
    ],
)
def test_what_is_a_payload(text: str) -> None:
    assert orq(text) == [{"retry": {"count": 3}}]


@pytest.mark.parametrize(
    "text",
    [
        "interface A { orq?: { retries: number } }",
        "type A = { orq: { retries: 1 } }",
        "const { orq: { retries } } = x;",
        "function f({ orq: { retries = 1 } }) {}",
        "const orq = new Orq({ retries: 1 });",
        "x({ orq: 'https://x.test' })",
        "x({ orq: client, b: f({}) })",
        "// orq: { retries: 1 }",
        "const a = 'orq: { retries: 1 }';",
        "const a = `{ orq: { retries: 1 } }`;",
        "x.orq({ retries: 1 })",
        "const a = { notorq: { a: 1 }, $orq: { a: 1 } };",
        "const a = <orq>{ b }</orq>;",
        "const a: OrqConfig[] = [];",
        "x({ model, messages } as OrqParams);",
    ],
)
def test_what_is_none(text: str) -> None:
    assert read(text, "a.tsx") == []


def test_a_body_of_a_type_with_our_name_is_a_body() -> None:
    (found,) = read(f"x({{ model: 'm', orq: {OBJECT} }} as OrqParams);")
    assert found.origin is not None
    assert found.origin.sits == ("orq",)
    assert not found.origin.presumed
    (guess,) = read("const a: OrqConfig = { apiKey: k };")
    assert guess.origin is not None
    assert guess.origin.presumed


@pytest.mark.parametrize("models", ["models", "['a', 'b']", "all.filter(f)"])
def test_items_that_map_makes(models: str) -> None:
    text = f"x({{ model, orq: {{ fallbacks: {models}.map((model) => ({{ modle: model }})) }} }})"
    assert orq(text) == [{"fallbacks": [{"modle": STAND_IN}]}]
    assert ("fallbacks",) in unknown(text).open
    for other in (
        "map((m) => { return { modle: m } })",
        "map(item)",
        "flatMap((m) => ({ modle: m }))",
        "map()",
    ):
        assert orq(f"x({{ model, orq: {{ fallbacks: {models}.{other} }} }})") == [{"fallbacks": STAND_IN}]


KNOWN: list[tuple[str, object]] = [
    ("1_000", 1000), ("0x1F", 31), ("0b11", 3), ("0o17", 15), ("-1.5e3", -1500.0), ("+2", 2),
    (".5", 0.5), ("5.", 5.0),
    ("60 * 60 - 1", 3599), ("(1 + 2) / 2", 1.5), ("6 / 2", 3), ("true", True), ("null", None),
    ("'a\\'\\n\\x41\\u00e9\\u{1F600}\\ud83d\\ude00\\\nb'", "a'\nA\u00e9\U0001f600\U0001f600b"),
    ('"a" + "b" + 1', "ab1"), ("`a`", "a"), ("`a${1}b${'c'}`", "a1bc"), ("[1, 'a', [],]", [1, "a", []]),
    ("{ a: 1, 'b-c': 2, 3: 4, ['d']: 5, undefinedToo: undefined }", {"a": 1, "b-c": 2, "3": 4, "d": 5}),
    ("N", 7), ("`${N}`", "7"), ("N * 2", 14), ("{ ...BASE, b: 2 }", {"a": 1, "b": 2}),
    ("{ b: 2, ...BASE, }", {"b": 2, "a": 1}), ("[...LIST, 3]", [1, 2, 3]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "value"),
    KNOWN,
)  # fmt: skip
def test_what_is_known(expression: str, value: object) -> None:
    text = f"const N = 7, BASE = {{ a: 1 }} as const, LIST = [1, 2];\nx({{ orq: {{ v: {expression} }} }})"
    (found,) = orq(text)
    assert repr(found) == repr({"v": value})
    assert not any(unknown(text))


@pytest.mark.skipif(NODE is None, reason="there is no node to compare with")
def test_strings_and_numbers_are_those_of_node() -> None:
    expressions = [
        "'\\0a\\v\\q\\u{41}'",
        "0.1 + 0.2",
        "`\\`${1 + 1}\\n`",
        "'a' + 1 + 2",
        "1 + 2 + 'a'",
        "-0x10",
        "'é\\\r\nb'",
        "012",
    ]
    script = "\n".join(f"console.log(JSON.stringify({each}))" for each in expressions)
    done = subprocess.run([str(NODE), "-e", script], capture_output=True, check=True)
    expected = [json.loads(line) for line in done.stdout.decode().splitlines()]
    found = [value for each in expressions for value in orq(f"x({{ orq: {{ v: {each} }} }})", "a.js")]
    assert found == [{"v": each} for each in expected]


NOT_KNOWN: list[tuple[str, set[tuple[str]], set[tuple[str]], bool]] = [
    ("{ a: b }", {("a",)}, set(), False),
    ("{ a }", {("a",)}, set(), False),
    ("{ a: f(), b: /x/, c: 1n, d: NaN, e: () => 1, f: new X(), g: b + c, h: await y }",
     {(each,) for each in "abcdefgh"}, set(), False),
    ("{ a: `x${b}`, c: 'x' + d }", set(), {("a",), ("c",)}, False),
    ("{ ...rest }", set(), set(), True),
    ("{ ...(flag && { b: 1 }) }", set(), set(), True),
    ("{ [key]: 1 }", set(), set(), True),
    ("{ get a() { return 1 }, m() {} }", set(), set(), True),
    ("{ a: LET }", {("a",)}, set(), False),
    ("{ a: TWICE }", {("a",)}, set(), False),
    ("{ a: PARAMETER }", {("a",)}, set(), False),
    ("{ ...CHANGED }", set(), set(), True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("literal", "values", "texts", "is_open"),
    NOT_KNOWN,
)  # fmt: skip
def test_what_is_not_known(
    literal: str,
    values: set[tuple[str]],
    texts: set[tuple[str]],
    is_open: bool,  # noqa: FBT001
) -> None:
    names = (
        "let LET = 1; const TWICE = 1; { const TWICE = 2 } const PARAMETER = 1; function f(PARAMETER) {}\n"
        "const CHANGED = { a: 1 }; CHANGED.b = 2;\n"
    )
    found = unknown(f"{names}x({{ orq: {literal} }})")
    assert (set(found.values), set(found.texts)) == (values, texts)
    assert (() in found.open) is is_open


def test_each_side_of_a_condition_is_a_document() -> None:
    text = "x({ model: 'm', orq: { a: f ? { b: 1 } : { c: 2 }, d: 3 } })"
    assert orq(text) == [{"a": {"b": 1}, "d": 3}, {"a": {"c": 2}}]
    text = "x({ orq: { a: 0, ...(f ? { b: 1 } : { c: 2 }), ...(g && { d: 4 }) } })"
    assert orq(text) == [{"a": 0, "b": 1, "c": 2, "d": 4}]


def test_places_are_code_points_of_the_file() -> None:
    text = (
        "\ufeffconst é = '漢😀'; x({ '😀': 1, orq: { é: `漢`, b: [C] } });\r\nconst C = {\r\n\tdeep: 1 };\r\n"
    )
    (found,) = read(text)
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    assert found.key_place(("orq",)) == spot(plain, "orq:")
    assert found.key_place(("orq", "é")) == spot(plain, "é: `")
    assert found.place(("orq", "é")) == spot(plain, "`漢`")
    assert found.key_place(("orq", "b", 0, "deep")) == spot(plain, "deep")


def test_mistakes_in_the_syntax() -> None:
    text = "x({ orq: { a b: 1 } });\ny({ orq: { retries: 2 } });\nz({ orq: { c: 1 ;\n"
    found = list(read_bytes("a.ts", text.encode()))
    assert [each.problem.rule for each in found if isinstance(each, Unread)] == ["script-syntax"] * 2
    assert [each.problem.line for each in found if isinstance(each, Unread)] == [1, 3]
    assert [each.value for each in found if isinstance(each, Document)] == [{"orq": {"retries": 2}}]


def test_a_key_that_is_there_twice() -> None:
    (found,) = read_bytes("a.ts", b"x({ orq: { a: 1, 'a': 2 } })")
    assert isinstance(found, Unread)
    assert (found.problem.rule, found.problem.column) == ("duplicate-key", 18)
    # an object that is spread may stand between the two on purpose
    assert orq("x({ orq: { a: 1, ...o, a: 2 } })") == [{"a": 2}]


def test_hostile_scripts() -> None:
    for text in (
        "orq: {" * 5000, "x({ orq: {" + "a: {" * 3000 + "}" * 3000 + "} })",
        "x({ orq: { a: " + "(" * 3000 + "1" + ")" * 3000 + "}})",
        "x({ orq: { a: '" + "b' + '" * 3000 + "' } })", "const a = b, b = a; x({ orq: { c: a } })",
        "x({ orq: { a: " + "[" * 3000 + "]" * 3000 + "} })",
        "const a = { ...b }, b = { ...a }; x({ orq: { ...a } })",
    ):  # fmt: skip
        for each in read_bytes("a.ts", text.encode()):
            assert isinstance(each, Document) or each.problem.rule in {"too-deep", "script-syntax"}


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("orq{}[]():;,.'`$\"/\\=?&|<>a1é😀\n "), max_size=40))
def test_nothing_crashes(text: str) -> None:
    for name in ("a.ts", "a.tsx", "a.js"):
        for each in read_bytes(name, f"x({{ orq: {{ {text} }} }})".encode()):
            lines = each.lines
            assert lines is not None
            assert len(lines.content) == len(f"x({{ orq: {{ {text} }} }})")


def test_names_of_many_payloads_are_found_quickly() -> None:
    text = "const BASE = { a: 1 };\n" + "x({ orq: { ...BASE, b: y } });\n" * 300
    found = orq(text)
    assert len(found) == 300
    assert found[-1] == {"a": 1, "b": STAND_IN}


@pytest.mark.parametrize("text", ["<B orq={{cache: {}}} />", "<B a='b' orq={{cache: {}} as const}>x</B>"])
def test_an_attribute_of_jsx(text: str) -> None:
    assert orq(f"const a = {text};", "a.tsx") == [{"cache": {}}]


@pytest.mark.parametrize("text", ["<B orq />", "<B orq='a' />", "<B orq={a} />", "<B x={orq} />"])
def test_an_attribute_of_jsx_that_is_no_literal(text: str) -> None:
    assert orq(f"const a = {text};", "a.tsx") == []


@pytest.mark.parametrize(
    "form", ["{}", "{} satisfies Orq", "{} as const", "({} as const) satisfies Orq", "<const>{}"]
)
def test_what_says_something_of_types_only(form: str) -> None:
    literal = form.replace("{}", "{cache: {}}")
    assert orq(f"const orq = {literal}; f({{orq: {literal}}});") == [{"cache": {}}, {"cache": {}}]


def test_half_a_surrogate_pair() -> None:
    (found,) = read_bytes("a.ts", rb"f({orq: {name: '\ud800'}})")
    assert isinstance(found, Unread)
    assert (found.problem.rule, found.problem.column) == ("lone-surrogate", 16)
    assert orq(r"f({orq: {name: '\ud835\udd18'}})") == [{"name": "\U0001d518"}]


def test_only_the_name_says_that_it_is_an_orq_object() -> None:
    presumed = [
        each.origin.presumed
        for each in read("a({b: {orq: {level: 1}}}); a({model: 'x', orq: {}}); const x: Orq = {};")
        if each.origin is not None
    ]
    assert presumed == [True, False, False]
