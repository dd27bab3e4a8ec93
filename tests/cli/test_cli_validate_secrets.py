"""
Payloads hold secrets: no string of theirs is shown but for settings, and what is shown cannot forge a line.

What is hidden is said in validation/redaction.py; all of it is tested here by what the command prints.
"""

from __future__ import annotations

import html
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cli.runs import problems, process, report, validate, write

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "sk-secret-0123"  # noqa: S105 - stands for one
# the secret wherever a payload may have it that is not the place of a setting
DOCUMENTS: list[Any] = [
    SECRET,
    [SECRET],
    {"orq": SECRET},
    {"model": SECRET, "messages": [{"content": SECRET}], "metadata": {"a": SECRET}, "orq": {"retry": 1}},
    dict.fromkeys(("retry", "prompt", "contact", "thread", "inputs", "cache"), SECRET),
    {"knowledge_bases": SECRET, "fallbacks": SECRET},
    {"knowledge_bases": [SECRET]},
    {"retry": {"count": 9, "other": SECRET}},
    {"cache": {"ttl": 0}, "unknown": {"a": SECRET}, "tags": [SECRET]},
    {"thread": {"id": [SECRET], "tags": SECRET}},
    {
        "contact": {
            "id": [SECRET],
            "email": SECRET,
            "display_name": {"a": SECRET},
            "metadata": [{"a": SECRET}],
        }
    },
    {"contact": {"metadata": {"a": SECRET}}},
    {"inputs": [{"a": SECRET}]},
    {"knowledge_bases": [{"knowledge_id": 1, "query": SECRET}]},
    {"knowledge_bases": [{"knowledge_id": "k", "filter_by": {"a": {"$eq": SECRET}}}]},
    {
        "knowledge_bases": [
            {"knowledge_id": "k", "rerank_config": SECRET, "agentic_rag_config": {"a": SECRET}}
        ]
    },
]
# a string of digits is no less secret for being quoted
NUMERIC = "4111111111111111"


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
@pytest.mark.parametrize("args", [[], ["--format", "json"], ["--strict"], ["--color", "always"]], ids=str)
def test_no_secret_is_shown(document: Any, args: list[str], tmp_path: Path) -> None:
    for secret in (SECRET, NUMERIC):
        value = json.loads(json.dumps(document).replace(SECRET, secret))
        texts = {
            "a.json": json.dumps(value, indent=1),
            "b.json": json.dumps(value),
            "a.jsonl": json.dumps(value) + "\n",
            "a.yaml": yaml.safe_dump(value),
        }
        for name, text in texts.items():
            run = validate(*args, write(tmp_path, name, text))
            assert secret not in run.out + run.err
            assert run.out


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_as_a_request_nothing_more_is_shown(document: Any, tmp_path: Path) -> None:
    run = validate("--as", "request", write(tmp_path, "a.json", document))
    assert run.out
    assert SECRET not in run.out


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"retry": {"count": "many"}}, 'expected a number from 1 to 5, found "many"'),
        ({"cache": {"type": "semantic"}}, 'expected "exact_match", found "semantic"'),
        ({"fallbacks": ["openai/gpt-4o"]}, 'expected an object, found "openai/gpt-4o"'),
        ({"prompt": {"id": "p", "version": "x" * 50}}, f'expected "latest", found "{"x" * 40}..."'),
        ({"contact": "ada@example.com"}, "expected an object, found a string of 15 characters"),
        ({"contact": {"id": "a", "tags": "vip"}}, "expected an array, found a string of 3 characters"),
    ],
)
def test_settings_are_shown_and_people_are_not(document: Any, message: str, tmp_path: Path) -> None:
    (problem,) = problems(write(tmp_path, "a.json", document))
    assert problem["message"] == message


SCHEMA: dict[str, Any] = {
    "properties": {
        "mode": {"enum": ["fast", "slow"]},
        "either": {"anyOf": [{"const": "a"}, {"type": "integer"}]},
        "level": {"type": "integer"},
        "open": {"type": "integer", "x-sensitive": False},
        "closed": {"enum": ["a"], "x-sensitive": True},
        # an annotation of somebody else's
        "odd": {"type": "integer", "x-sensitive": [{}]},
    }
}


def test_of_a_foreign_schema_only_what_has_choices_is_shown(tmp_path: Path) -> None:
    schema = write(tmp_path, "schema.json", SCHEMA)
    payload = {
        "mode": "quick",
        "either": "b7",
        "level": "low",
        "open": "some",
        "closed": "shut",
        "odd": "even",
    }
    run = validate("--schema", schema, write(tmp_path, "a.json", payload))
    assert len(run.lines) > len(payload)
    assert {word for word in payload.values() if f'"{word}"' in run.out} == {"quick", "some"}
    shown = validate("--show-values", "--schema", schema, write(tmp_path, "a.json", payload))
    assert all(f'found "{word}"' in shown.out for word in payload.values())


# letters that are in no message and no key
LETTERS = st.text("\u03b1\u03b2\u03b3\u03b4\u03b5", min_size=1, max_size=6)
HIDDEN = st.lists(LETTERS | st.text(" :,#{}[]\"'\\\n-|&*!?1", max_size=3), min_size=2, max_size=6).map(
    "\u03c9".join
)
SETTINGS = st.sampled_from([1, 9, True, None, "x", "many", [], ["a"], {}, {"a": "x"}])


def has_secret(text: str) -> bool:
    # as it is, as JSON escapes it, and as HTML does
    return (
        any(mark in html.unescape(text) for mark in "\u03b1\u03b2\u03b3\u03b4\u03b5\u03c9") or "\\u03" in text
    )


@st.composite
def payloads(draw: st.DrawFn, hidden: st.SearchStrategy[str]) -> dict[str, Any]:
    orq: dict[str, Any] = {
        "inputs": draw(st.dictionaries(st.sampled_from("abc"), hidden | st.lists(hidden))),
        "contact": {
            "id": draw(hidden | SETTINGS),
            "email": draw(hidden),
            "tags": draw(hidden | st.lists(hidden)),
        },
        "thread": draw(hidden | st.fixed_dictionaries({"id": hidden | SETTINGS})),
        "retries": draw(hidden | st.dictionaries(st.sampled_from("ab"), hidden)),
        "retry": {"count": draw(SETTINGS), "on_code": draw(hidden)},
        "cache": {"type": draw(SETTINGS), "ttl": draw(SETTINGS)},
        "knowledge_bases": [{"query": draw(hidden), "knowledge_id": draw(SETTINGS)}],
    }
    kept = draw(st.lists(st.sampled_from(sorted(orq)), min_size=1, unique=True))
    order = draw(st.permutations(["messages", "orq", "user"]))
    body = {
        "messages": [{"content": draw(hidden)}],
        "user": draw(hidden),
        "orq": {key: orq[key] for key in kept},
    }
    return {key: body[key] for key in order}


STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.booleans(),
        "default_style": st.sampled_from([None, '"', "'", "|", ">"]),
        "width": st.sampled_from([20, 1000]),
    }
)
FORMATS = [["--format", name] for name in ("github", "sarif", "junit", "gitlab", "html")]
OPTIONS = st.sampled_from([[], ["--strict"], ["--as", "request"], ["--color", "always"], *FORMATS])
QUICK = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@QUICK
@given(payloads(HIDDEN), STYLES, OPTIONS)
def test_no_letter_of_a_secret_is_shown(
    tmp_path: Path, payload: dict[str, Any], style: dict[str, Any], options: list[str]
) -> None:
    with io.StringIO() as stream:
        yaml.dump(payload, stream, sort_keys=False, allow_unicode=True, **style)
        plain = stream.getvalue()
    texts = {
        "a.json": json.dumps(payload, ensure_ascii=False, indent=1),
        "b.json": json.dumps(payload),
        "a.yaml": plain,
        "b.yaml": "# \u03b1\n" + plain.replace("\norq:", "\norq: # \u03b2"),
    }
    for name, text in texts.items():
        run = validate(*options, write(tmp_path, name, text))
        assert run.code in (0, 1)
        assert not has_secret(run.out)


@QUICK
@given(payloads(st.lists(LETTERS, min_size=1).map(" 12, ".join)), st.data())
def test_no_letter_of_a_secret_is_shown_of_broken_json(
    tmp_path: Path, payload: dict[str, Any], data: st.DataObject
) -> None:
    indent = data.draw(st.sampled_from([None, 1]))
    text = json.dumps(payload, ensure_ascii=False, indent=indent)
    at = data.draw(st.integers(0, len(text) - 1))
    inserted = data.draw(st.sampled_from(["", "x", ",", '"', "]", "}", "{", "\n"]))
    run = validate(write(tmp_path, "a.json", text[:at] + inserted + text[at + 1 :]))
    assert not has_secret(run.out)


@pytest.mark.parametrize(
    "text",
    [
        f"orq:\n  prompt: |\n    {SECRET}: 1\n    a\n   b: {SECRET}\n",
        f"orq:\n  prompt: {SECRET}, {{a}}: [\n",
        f"orq: {{inputs: {{a: {SECRET}, b: '{SECRET}'}}, c: ]\n",
        f'orq: "a\n  {SECRET}: 1\n',
        f"- {SECRET}\n- ? {SECRET} b\n-: - {SECRET} d\n x",
        f"a: 1 # {SECRET}\n b: 2\n",
    ],
)
def test_no_string_is_shown_of_broken_yaml(text: str, tmp_path: Path) -> None:
    run = validate(write(tmp_path, "a.yaml", text))
    assert run.code == 3
    assert SECRET not in run.out


@pytest.mark.parametrize(
    "text",
    [
        f'{{"name": "{SECRET}" "retry": 1}}',
        f'{{"name": "{SECRET}',
        f'{{"name": {SECRET}}}',
        f'{{"name": "\\x{SECRET}"}}',
        f"{{'name': '{SECRET}'}}",
        f'{{}} "{SECRET}"',
        f'{{"name": "{SECRET}\n"}}',
    ],
)
def test_no_string_is_shown_of_what_cannot_be_read(text: str, tmp_path: Path) -> None:
    for name in ("a.json", "a.jsonl", "a.yaml"):
        for args in ([], ["--format", "json"]):
            run = validate(*args, write(tmp_path, name, text))
            assert SECRET not in run.out + run.err


def test_show_values(tmp_path: Path) -> None:
    document = {"retry": {"count": SECRET}, "cache": {"type": "x" * 500}, "prompt": {"id": 1}, "zzz": SECRET}
    shown = validate("--show-values", write(tmp_path, "a.json", document))
    assert f'  "zzz": "{SECRET}"' in shown.out
    assert max(map(len, shown.lines)) < 300
    found = {
        each["pointer"]: each["message"]
        for each in problems("--show-values", write(tmp_path, "a.json", document))
    }
    assert found["/retry/count"] == f'expected a number from 1 to 5, found "{SECRET}"'
    assert found["/cache/type"].endswith('x..."')
    assert len(found["/cache/type"]) < 200
    # a missing or an unknown key is no value
    assert SECRET not in found["/zzz"]
    assert found["/prompt"] == 'missing key "version"'


def test_show_values_of_a_deep_value(tmp_path: Path) -> None:
    text = '{"retry": ' + "[" * 990 + "1" + "]" * 990 + "}"
    run = process("--show-values", write(tmp_path, "a.json", text))
    assert run.code == 1
    assert len(run.lines[0]) < 300


FORGED = "x\n::error file=evil.py,line=1::pwned\x1b[31m\r\u2028\u202e\x00\x07"


def test_a_key_cannot_forge_a_line(tmp_path: Path) -> None:
    document = {"orq": {FORGED: 1, "retry": {FORGED: 1}, "fallbacks": [{"model\n": "x"}]}}
    file = write(tmp_path, "a.json", document)
    run = process(file)
    assert not [line for line in run.lines if line.startswith("::")]
    assert all(
        line.startswith((f"{file}:", "  hint: ", "  = ")) or line[2:4] in ("|", "| ") for line in run.lines
    )
    assert all(char.isprintable() for char in run.out.replace("\n", ""))
    # for a program the names are exact
    assert FORGED in {each["pointer"].rpartition("/")[2] for each in problems(file)}
    assert report(process("--format", "json", file))


def test_a_file_name_cannot_forge_a_line(tmp_path: Path) -> None:
    file = write(tmp_path, "a\n::error::pwned\x1b[31m.json", {"retry": 1})
    for args in ([file], [file + ".json"]):
        run = process(*args)
        assert not [line for line in run.lines if line.startswith("::")]
        assert "\x1b" not in run.out + run.err
    assert problems(file)[0]["file"] == file


def test_a_pointer_cannot_forge_a_line(tmp_path: Path) -> None:
    run = process("--at", f"/{FORGED.replace(chr(0), '')}", write(tmp_path, "a.json", {}))
    assert run.code == 3
    assert len(run.lines) == 1
    assert "\x1b" not in run.out + run.err


def test_a_yaml_key_cannot_forge_a_line(tmp_path: Path) -> None:
    run = process(
        write(tmp_path, "a.yaml", '"x\\n::error::pwned\\e[31m": 1\n"x\\n::error::pwned\\e[31m": 1\n')
    )
    assert [line for line in run.lines if line[1:3] != " |" and line[2:3] != "|"] == [
        run.lines[0],
        run.lines[-1],
    ]
    assert "\x1b" not in run.out


def test_a_file_name_that_is_not_text(tmp_path: Path) -> None:
    import os

    file = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.json")
    write(tmp_path, os.path.basename(file), {"retry": 1})  # noqa: PTH119 - a name that is not text
    run = process(file)
    assert run.code == 1
    assert r"caf\udce9.json:2:12: error: expected an object" in run.out
    assert report(process("--format", "json", file))["problems"][0]["file"] == file


@pytest.mark.parametrize(
    "text", ["!hunter2word", "*hunter2word", "*hunter2word* and more", "!!hunter2word x", "&hunter2word *x"]
)
@pytest.mark.parametrize("layout", ["text", "json", "sarif", "github"])
def test_text_without_quotes_that_yaml_takes_for_a_tag_or_an_alias(
    text: str, layout: str, tmp_path: Path
) -> None:
    run = validate("--format", layout, write(tmp_path, "a.yaml", f"orq:\n  inputs:\n    pw: {text}\n"))
    assert run.code == 3
    assert "hunter2word" not in run.out + run.err
