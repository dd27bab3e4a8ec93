"""Payloads in Python source: the same problems as in a file of their own, at their places in the source."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runs import brief, problems, process, report, spot, validate, write
from tests.support.python_source import Style, Writer, place
from tests.support.shared import require_shared

if TYPE_CHECKING:
    from pathlib import Path

WHAT = ("rule", "severity", "message", "hint")


@cache
def carriers() -> list[tuple[str, Any]]:
    """The real payloads that carry an orq object, by their names."""
    folder = require_shared("payloads/index.json").parent
    index = json.loads((folder / "index.json").read_text("utf-8"))
    return [
        (each["file"], json.loads((folder / each["file"]).read_text("utf-8")))
        for each in index
        if each["carries_orq"]
    ]


def sits(body: Any) -> tuple[str, ...]:
    """Give the way to the orq object; a bare one is the whole."""
    if "orq" in body:
        return ("orq",)
    return ("extra_body", "orq") if "orq" in body.get("extra_body", {}) else ()


def plain(body: Any, folder: Path) -> list[tuple[tuple[Any, ...], str, bool]]:
    """What is said of `body` in a file of its own, where by its pointer, and whether that is at the key."""
    writer = Writer(Style(indent=True, python=False))
    writer.write(body)
    found: list[tuple[tuple[Any, ...], str, bool]] = []
    for each in problems(write(folder, "plain.json", writer.text)):
        at = each["pointer"]
        at_key = at in writer.keys and writer.place(at, key=True) == (each["line"], each["column"])
        assert at_key or writer.place(at, key=False) == (each["line"], each["column"])
        found.append((tuple(each[field] for field in WHAT), at, at_key))
    return found


BLACK, ONE_LINE, CALLS, QUOTES = Style(indent=True), Style(), Style(calls=True), Style(quote="'")
# the source before and behind the body, which is written as keyword arguments or as a dict
FORMS = {
    "dict": ("# pä\nBODY = ", "\n", BLACK),
    "one line": ("x = 1; send(json=", ", y=2)\n", ONE_LINE),
    "dict calls": ("def outer():\n    def inner():\n        return ", "\n", CALLS),
    "attribute": ("class A:\n    payload = ", "\n", QUOTES),
    "default": ("async def f(*, body=", "): ...\n", ONE_LINE),
    "subscript": ("bodies[0] = [0, ", "]\r\n", ONE_LINE),
    "wide": ("x = '日本語\U0001d518'; y = f(", ")\n", QUOTES),
}


def same(
    found: list[dict[str, Any]], expected: list[tuple[tuple[Any, ...], str, bool]], writer: Writer, cut: int
) -> None:
    """Hold that `found` are the `expected` problems, their pointers without the first `cut` characters."""
    told = {(tuple(each[field] for field in WHAT), each["line"], each["column"]) for each in found}
    wanted = {(what, *writer.place(at[cut:], key=key)) for what, at, key in expected}
    assert told == wanted
    assert len(found) == len(expected)


@pytest.mark.parametrize("form", FORMS)
def test_real_payloads_as_bodies(form: str, tmp_path: Path) -> None:
    start, end, style = FORMS[form]
    seen = 0
    for name, body in carriers():
        if not sits(body):
            continue
        writer = Writer(style, start=start)
        writer.write(body)
        expected = plain(body, tmp_path)
        same(problems(write(tmp_path, "a.py", writer.text + end)), expected, writer, 0)
        seen += len(expected)
        assert name
    assert seen > 10


@pytest.mark.parametrize("style", [BLACK, ONE_LINE, CALLS])
def test_real_payloads_as_arguments(style: Style, tmp_path: Path) -> None:
    for _, body in carriers():
        if sits(body):
            writer = Writer(style, start="client.chat.completions.create(**more, ")
            for key, each in body.items():
                writer.keys[f"/{key}"] = len(writer.text)
                writer.text += f"{key}="
                writer.write(each, (key,))
                writer.text += ", "
            same(problems(write(tmp_path, "a.py", writer.text + ")\n")), plain(body, tmp_path), writer, 0)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("orq: OrqDict = ", ""),
        ("orq: 'models.OrqDict | None' = ", ""),
        ("class A:\n    orq: Final[Optional[t.OrqDict]] = ", ""),
        ("def f(a, b: int = 1, orq: OrqDict = ", "): pass"),
        ("def f(a) -> OrqDict | None:\n  if a:\n    return ", "\n  return None"),
        ("x = Orq.from_dict(", ")"),
        ("x = cast('OrqDict', ", ")"),
        ("x = OrqDict(", ")"),
        ("x = y if z else OrqDict(", ")"),
        ("send({'orq': json_or_(1)}, orq=", ")"),
        ("body['orq'] = ", ""),
        ("a.b.update(orq=", ")"),
        ("send(extra_body=base | {'orq': ", "})"),
        ("send(**{'a': [{'orq': ", "}]})"),
        ("send(orq=x or ", ")"),
        ("send(orq=None if a else (\n", "\n))"),
    ],
)
def test_real_orq_objects_alone(start: str, end: str, tmp_path: Path) -> None:
    seen = 0
    for _, body in carriers():
        way = sits(body)
        value = body
        for step in way:
            value = value[step]
        # what the rest of the body has to say about it is not told here
        expected = plain({"orq": value}, tmp_path)
        writer = Writer(ONE_LINE, start=start)
        writer.write(value)
        same(problems(write(tmp_path, "a.py", f"{writer.text}{end}\n")), expected, writer, len("/orq"))
        seen += len(expected)
    assert seen > 20


# -- what is found, and what is not -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x = 1\n",
        "import orq\n",
        "x = {'orq': 'https://example.com'}\n",
        "x = {'openai': OpenAI, 'orq': Orq(api_key='k')}\n",
        "f(orq=None)\nf(orq=True)\nf(orq=client)\nf(orq=[])\n",
        "x: OrqDict\ny: OrqDict | None = None\ndef f(x: OrqDict = ...) -> OrqDict: ...\n",
        "x: Literal['OrqDict'] = {'retry': {'count': 9}}\n",
        "x: dict[str, OrqDict] = {'retry': {'retry': {'count': 3}}}\n",
        "x = {'orqs': {'retry': {'count': 9}}}\n",
        "x: RetryDict = {'count': 9}  # no module of ours; orq\n",
        "'''{'orq': {'retry': {'count': 9}}}'''\n",
        "# x = {'orq': {'retry': {'count': 9}}}\n",
        "x = {'orq': {'inputs': {'orq': {'retry': {'count': 9}}}}}\n",
    ],
)
def test_nothing_is_wrong(text: str, tmp_path: Path) -> None:
    file = write(tmp_path, "a.py", text)
    run = validate("--strict", file)
    assert (run.code, run.out) == (0, "")


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("x = {'orq': {'retry': {'count': NINE}}}\nNINE = 9\n", "/orq/retry/count"),
        ("RETRY = {'count': 9}\nf(orq={'retry': RETRY})\n", "/orq/retry/count"),
        ("RETRY = {'count': 9}\nf(orq={'retry': {**RETRY, 'on_codes': [429]}})\n", "/orq/retry/count"),
        (
            "def f():\n    settings = {'retry': {'count': 9}}\n    g(extra_body={'orq': settings})\n",
            "/extra_body/orq/retry/count",
        ),
        ("f(orq=dict({'name': 'a'}, retry={'count': 3 * 3, **{}}, count=9))\n", "/orq/retry/count"),
        ("f(orq={'retry': {**(a and {'count': 9} or {})}})\n", "/orq/retry/count"),
        ("f(orq={'retry': {'count': a if b else 9}})\n", "/orq/retry/count"),
        ("f(orq={'retry': {'count': 3 if b else 9}})\n", "/orq/retry/count"),
        ("f(orq={**({'retry': {}} if x else {'retry': {'count': 9}})})\n", "/orq/retry/count"),
        ("f(orq={'retry': ({'count': 9} | more)})\n", "/orq/retry/count"),
        ("f(orq={'retry': (x := {'count': 9})})\n", "/orq/retry/count"),
        ("f(orq={'count': 1, **rest, 'retry': {'count': 9}})\n", "/orq/retry/count"),
        ("f(orq={'fallbacks': [*first, {'model': 9}]})\n", "/orq/fallbacks/1/model"),
        ("f(orq={'fallbacks': [{'model': 'a'}] + [{'model': 9}]})\n", "/orq/fallbacks/1/model"),
        ("f(orq={'fallbacks': ({'model': 9},)})\n", "/orq/fallbacks/0/model"),
        ("f(orq={'fallbacks': [{'model': 9} for _ in x]})\n", "/orq/fallbacks/0/model"),
        ("from orq_types import RetryDict\nx: RetryDict = {'count': 9}\n", "/retry/count"),
        (
            "from a.orq_types import FallbackDict as F, FallbackDict\nx: list[FallbackDict] = [{'model': 9}]\n",
            "/fallbacks/0/model",
        ),
        ("@deco(orq={'retry': {'count': 9}})\ndef f(): pass\n", "/orq/retry/count"),
        ("f(data={'orq': json.dumps({'retry': 1})}, orq={'retry': {'count': 9}})\n", "/orq/retry/count"),
        ("match x:\n    case {'orq': y}:\n        f(orq={'retry': {'count': 9}})\n", "/orq/retry/count"),
        ("f = lambda count, *a: g(orq={'retry': {'count': 9}})\n", "/orq/retry/count"),
        (
            "with a as b, c:\n    try:\n        d\n    except* E:\n        f(orq={'retry': {'count': 9}})\n",
            "/orq/retry/count",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_found_where_it_is_written(text: str, pointer: str, tmp_path: Path) -> None:
    found = [each for each in problems(write(tmp_path, "a.py", text)) if each["severity"] == "error"]
    (told,) = found
    assert told["pointer"] == pointer
    assert (told["line"], told["column"]) == spot(text, "3 * 3" if "3 * 3" in text else "9")


@pytest.mark.parametrize(
    "text",
    [
        # bound again, in whatever way
        "N = 9\nN = 3\nf(orq={'retry': {'count': N}})\n",
        "N = 9\nN += 1\nf(orq={'retry': {'count': N}})\n",
        "N = 9\nfor N in x: pass\nf(orq={'retry': {'count': N}})\n",
        "N = 9\nimport N\nf(orq={'retry': {'count': N}})\n",
        "N = 9\ndef N(): pass\nf(orq={'retry': {'count': N}})\n",
        "N = 9\ndel N\nf(orq={'retry': {'count': N}})\n",
        "N = 9\nwith a as N: pass\nf(orq={'retry': {'count': N}})\n",
        "N = 9\ntry: pass\nexcept E as N: pass\nf(orq={'retry': {'count': N}})\n",
        "N = 9\nmatch a:\n    case [N]: pass\nf(orq={'retry': {'count': N}})\n",
        "N = 9\n(N := 3)\nf(orq={'retry': {'count': N}})\n",
        "N = 9\ndef g():\n    global N\n    N = 3\nf(orq={'retry': {'count': N}})\n",
        "N = 9\ndef g(N): f(orq={'retry': {'count': N}})\n",
        "N = 9\ndef g(*N): f(orq={'retry': {'count': N}})\n",
        "N = 9\ndef g():\n    N = h()\n    f(orq={'retry': {'count': N}})\n",
        "N = 9\ng = lambda N: f(orq={'retry': {'count': N}})\n",
        "N = 9\n[f(orq={'retry': {'count': N}}) for N in x]\n",
        "class A:\n    N = 9\n    def g(self): f(orq={'retry': {'count': N}})\n",
        "M = N\nN = M\nf(orq={'retry': {'count': N}})\n",
        # known only at run time
        "f(orq={'retry': {'count': os.environ['N']}, 'name': g(9), **base, key: 9})\n",
        "f(orq={'retry': {'count': A.B, 'on_codes': [*codes, code]}, 'cache': {**base}})\n",
        "f(orq={'retry': {'count': 10 ** 10 ** 10, 'on_codes': [1 / 0, ~1, 10 ** 999]}, 'name': 'a' * 10 ** 9})\n",
        "f(orq={'name': f'a{b}', 'prompt': {'id': 'a' + b, 'version': f'{v}'}, 'thread': {'id': str(x)}})\n",
        "f(orq={'name': b'x', 'retry': ..., 'cache': {1, 2}, 'inputs': {'a': 1j}})\n",
        # changed later on
        "x = {'orq': {'cache': {}}}\nx['orq']['cache']['type'] = 'exact_match'\n",
        "BASE = {'ttl': 3}\nBASE.update(type='exact_match')\nf(orq={'cache': BASE})\n",
        # lints that what is not known may answer
        "f(messages=[m, {'content': 'x'}], orq={'inputs': {'a': 1}})\n",
        "f(messages=[{'content': '{{b}}'}], orq={'inputs': {**x}})\n",
        "f(orq={'retry': {'on_codes': [*x, 400]}, 'knowledge_bases': [{'knowledge_id': 'a', 'filter_by': {**x}}]})\n",
    ],
)  # fmt: skip
def test_of_what_is_not_known_nothing_is_said(text: str, tmp_path: Path) -> None:
    assert problems("--strict", write(tmp_path, "a.py", text)) == []


def test_a_string_that_is_made_at_run_time_is_no_error(tmp_path: Path) -> None:
    text = (
        "f(orq={'retry': {'count': f'{n}'}, 'cache': {'type': f'a{x}', 'ttl': str(n)}, 'thread': 'a' + x})\n"
    )
    assert problems(write(tmp_path, "a.py", text)) == []
    assert brief(write(tmp_path, "a.py", text.replace("{n}", "3"))) == [
        (*spot(text, "f'{n}'"), "/orq/retry/count", "type")
    ]


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("'\\ud800'", "lone-surrogate"),
        (f"0x{'f' * 4301}", "too-many-digits"),
        (f"0b{'1' * 4301}", "too-many-digits"),
    ],
)
def test_a_constant_that_json_has_not(value: str, rule: str, tmp_path: Path) -> None:
    text = f"f(messages=[], orq={{'inputs': {{'a': {value}}}}})\n"
    file = write(tmp_path, "a.py", text)
    assert validate(file).code == 3
    assert brief(file) == [(*spot(text, value), "", rule)]
    # beside the orq object it is no business of ours, if it is no number that takes for ever
    beside = f"f(messages=[{value}], orq={{'retry': {{'count': 3}}}})\n"
    assert validate(write(tmp_path, "b.py", beside)).code == (0 if rule == "lone-surrogate" else 3)


def test_a_huge_number_that_is_computed_is_not_known(tmp_path: Path) -> None:
    text = "f(orq={'name': f'{(2 ** 1000) ** 200}', 'inputs': {(2 ** 1000) ** 200: 1}})\n"
    assert problems(write(tmp_path, "a.py", text)) == []


def test_an_operator_that_is_not_known_hides_no_other_filter(tmp_path: Path) -> None:
    text = (
        "f(orq={'knowledge_bases': [{'knowledge_id': k, 'filter_by':"
        " {'price': {'gte': x, 'gtee': 1}, 'year': {'gt': '2020', 'lt': y}}}]})\n"
    )
    at = "/orq/knowledge_bases/0/filter_by"
    # an unknown `lt` could be right, and one right operator is enough
    assert brief(write(tmp_path, "a.py", text)) == [
        (*spot(text, "'gtee'"), f"{at}/price/gtee", "unknown-key")
    ]
    text = text.replace(", 'lt': y", "")
    assert brief(write(tmp_path, "a.py", text)) == [
        (*spot(text, "'gtee'"), f"{at}/price/gtee", "unknown-key"),
        (*spot(text, "'2020'"), f"{at}/year/gt", "type"),
    ]


def test_a_literal_is_judged_once(tmp_path: Path) -> None:
    text = "ORQ: OrqDict = {'retry': {'count': 9}}\nf(orq=ORQ)\ng(extra_body={'orq': ORQ})\n"
    assert brief(write(tmp_path, "a.py", text)) == [(*spot(text, "9"), "/retry/count", "maximum")]
    text = "f(orq=ORQ)\ng(extra_body={'orq': ORQ})\nORQ = {'retry': {'count': 9}}\n"
    assert brief(write(tmp_path, "a.py", text)) == [(*spot(text, "9"), "/orq/retry/count", "maximum")]


def test_a_key_twice(tmp_path: Path) -> None:
    text = (
        "a = {'orq': {'name': 'x', 'retry': {}, 'name': 'y'}}\n"
        "b = {'x': 1, 'x': 2, 'orq': {'retry': {'count': 9}}}\n"
    )
    file = write(tmp_path, "a.py", text)
    second = text.index("'name'", text.index("'name'") + 1)
    assert brief(file) == [
        (*place(text, second), "", "duplicate-key"), (*spot(text, "9"), "/orq/retry/count", "maximum"),
    ]  # fmt: skip
    assert validate(file).code == 3


# -- files that are no Python -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"f(orq={'a': 1)\n", 1),
        (b"x = 1\ndef orq(:\n", 2),
        (b"orq = 1\n  x = 2\n", 2),
        (b"orq = '''\n", 1),
        (b"orq = 1\n\0\n", None),
        (b"orq = " + b"(" * 5000 + b")" * 5000, 1),
        (b"orq = " + b"-" * 100_000 + b"1", None),
        (b"orq = " + b"[" * 150 + b"]" * 150 + b"(", 1),
        (b"# orq\nx = " + b"1" * 5000, None),
    ],
)
def test_what_python_does_not_take(text: bytes, line: int | None, tmp_path: Path) -> None:
    file = write(tmp_path, "a.py", text)
    run = process("--format", "json", file)
    (told,) = report(run)["problems"]
    assert (run.code, told["rule"]) == (3, "python-syntax")
    assert line in {None, told["line"]}
    # whoever names a file wants it read; in a folder what has no payload is passed over
    other = text.replace(b"orq", b"abc")
    assert process(write(tmp_path, "b.py", other)).code == 3
    write(tmp_path, "sub/c.py", other)
    assert process(str(tmp_path / "sub")).code == 0


def test_deep_and_long_literals(tmp_path: Path) -> None:
    for text in (
        "f(orq={'inputs': " + "{'a': " * 150 + "1" + "}" * 150 + "})\n",
        "f(orq={'name': " + " + ".join(["'a'"] * 900) + "})\n",
        "\n".join(f"A{n + 1} = [A{n}, A{n}]" for n in range(60)) + "\nf(orq={'inputs': {'a': A60}})\n",
        "\n".join(f"A{n + 1} = A{n}" for n in range(400)) + "\nf(orq=A400, x={'orq': {'inputs': A400}})\n",
    ):
        assert process(write(tmp_path, "a.py", text)).code == 0


@pytest.mark.parametrize(
    ("head", "encoding", "code"),
    [
        ("# coding: latin-1\n", "latin-1", 1),
        ("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n", "cp1252", 1),
        ("", "utf-8-sig", 1),
        ("# coding: utf-8\n", "utf-8", 1),
        ("# coding: no-such\n", "utf-8", 3),
        ("# coding: ascii\n", "utf-8", 3),
        ("", "latin-1", 3),
    ],
)
def test_encodings(head: str, encoding: str, code: int, tmp_path: Path) -> None:
    text = f"{head}x = 'é'; f(orq={{'retry': {{'count': 9}}}})\n"
    file = write(tmp_path, "a.py", text.encode(encoding))
    assert validate(file).code == code
    expected = [(*spot(text, "9}"), "maximum")] if code == 1 else ["wrong-encoding"]
    found = problems(file)
    assert [(each["line"], each["column"], each["rule"]) for each in found if code == 1] == (
        expected if code == 1 else []
    )
    assert code == 1 or [each["rule"] for each in found] == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_places_behind_strange_characters(line_end: str, tmp_path: Path) -> None:
    text = (
        "\x0cx = '日本\u2028語'\n\tif_ = 1\n".replace("\tif_", "if_")
        + "y = '\U0001d518\x0c'; f(\torq={'retry':\t{'count': 9}})\n"
    )
    line, column = spot(text, "9")
    file = write(tmp_path, "a.py", text.replace("\n", line_end))
    assert brief(file) == [(line, column, "/orq/retry/count", "maximum")]


# -- the command --------------------------------------------------------------------------------------------


def test_directories(tmp_path: Path) -> None:
    for name in ("a.py", "sub/b.py", "venv/c.py", "d.txt"):
        write(tmp_path, name, "f(orq={'retry': {'count': 9}})\n")
    write(tmp_path, "sub/none.py", "orq = 1\n")
    run = validate("--format", "json", str(tmp_path))
    assert [each["file"] for each in report(run)["problems"]] == [
        str(tmp_path / "a.py"),
        str(tmp_path / "sub" / "b.py"),
    ]
    assert report(run)["summary"]["files"] == 3


def test_standard_input(tmp_path: Path) -> None:
    text = "f(orq={'retry': {'count': 9}})\n"
    assert validate("--stdin-filename", str(tmp_path / "a.py"), "-", stdin=text.encode()).code == 1


def test_as_a_request(tmp_path: Path) -> None:
    file = write(tmp_path, "a.py", "f(model=3, orq={'retry': {'count': 9}})\n")
    assert [each["pointer"] for each in problems("--as", "request", file)] == ["/model", "/orq/retry/count"]


def test_secrets_around_a_payload_are_hidden(tmp_path: Path) -> None:
    text = (
        'D = """\nhush one""" ; c = Client(key="hush two", b=b\'hush three\') ; f(key=f"hush {4}", '
        "orq={'retry': {'count': 9}, 'name': g('hush five'), 'contact': {'id': 'hush six'}})  # hush seven\n"
    )
    run = validate(write(tmp_path, "a.py", text))
    assert run.code == 1
    assert "'count': 9" in run.out
    assert "hush" not in run.out
    assert "hush five" in validate("--show-values", str(tmp_path / "a.py")).out


def test_comments_that_switch_rules_off(tmp_path: Path) -> None:
    text = (
        "S = '# orq-schema: ignore[maximum]'\n"
        "f(orq={'retry': {'count': 9}})  # orq-schema: ignore[maximum] why\n"
        "# orq-schema: ignore[maximum]\n"
        "f(orq={'retry': {'count': 9 if x else 8}})\n"
        "f(orq={'retry': {'count': 9}}, x='# orq-schema: ignore')\n"
        "f(orq={'retry': {'count': 3}})  # orq-schema: ignore[maximum]\n"
    )
    found = problems(write(tmp_path, "a.py", text))
    assert [(each["line"], each["rule"]) for each in found] == [(5, "maximum"), (6, "unused-ignore")]


def test_code_is_not_mended(tmp_path: Path) -> None:
    text = "f(orq={'retry': {'count': '3'}})\n"
    file = write(tmp_path, "a.py", b"\xef\xbb\xbf" + text.encode())
    run = validate("--fix", file)
    assert run.code == 1
    assert "fix" not in run.err
    assert (tmp_path / "a.py").read_bytes() == b"\xef\xbb\xbf" + text.encode()
