"""Payloads in documentation, scripts and logs: the same is said of them as of the plain file, at the right place."""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runs import brief, problems, report, spot, validate, write
from tests.support.forms import ALL, Form
from tests.support.shared import require_shared

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = ("rule", "severity", "message", "hint")


@cache
def carriers() -> dict[str, str]:
    """Give the real payloads with an orq object as indented JSON, a bare object as a member of a body."""
    index = json.loads(require_shared("payloads/index.json").read_text("utf-8"))
    found: dict[str, str] = {}
    for name in [each["file"] for each in index if each["carries_orq"]]:
        document = json.loads(require_shared(f"payloads/{name}").read_text("utf-8"))
        body = document if "orq" in document or "extra_body" in document else {"orq": document}
        found[name] = json.dumps(body, indent=2, ensure_ascii=False)
    assert len(found) == 38
    return found


def offset(text: str, line: int, column: int) -> int:
    return sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1


def place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


@pytest.mark.parametrize("form", ALL, ids=lambda each: each.name)
def test_the_real_payloads(form: Form, tmp_path: Path) -> None:
    told = 0
    for name, text in carriers().items():
        plain = problems(write(tmp_path, "plain.json", text))
        whole = form.embed(text)
        # the first line of a log is another one
        found = [
            each for each in problems(*form.arguments, write(tmp_path, form.file, whole)) if each["pointer"]
        ]
        assert [[each[field] for field in FIELDS] for each in found] == [
            [each[field] for field in FIELDS] for each in plain
        ], name
        for ours, expected in zip(found, plain, strict=True):
            assert ours["pointer"] == form.way + expected["pointer"], name
            at = form.offset(text, offset(text, expected["line"], expected["column"]))
            assert (ours["line"], ours["column"]) == place(whole, at), (name, expected["pointer"])
        told += len(found)
    assert told > 20


def javascript(text: str) -> str:
    """Keys without quotes, as people write them."""
    return re.sub(r'^( *)"([A-Za-z_]\w*)": ', r"\1\2: ", text, flags=re.MULTILINE)


def test_the_real_payloads_as_people_write_them_in_typescript(tmp_path: Path) -> None:
    for name, text in carriers().items():
        plain = problems(write(tmp_path, "plain.json", text))
        body = javascript(text)
        assert body != text
        found = problems(write(tmp_path, "a.ts", f"x({body} satisfies T)\n"))
        assert [[each[field] for field in (*FIELDS, "pointer", "line")] for each in found] == [
            [each[field] for field in (*FIELDS, "pointer", "line")] for each in plain
        ], name
        for ours, expected in zip(found, plain, strict=True):
            line = text.split("\n")[int(expected["line"]) - 1]
            rest = line[int(expected["column"]) - 1 :]
            shown = body.split("\n")[int(ours["line"]) - 1]
            at = int(ours["column"]) - 1 - (2 if ours["line"] == 1 else 0)
            # from there on both lines are the same but for the quotes of keys
            assert javascript(shown[at:]).replace('"', "") == rest.replace('"', ""), name


# -- what is left alone, and what is not ----------------------------------------------------------------------


def test_texts_without_an_orq_object_are_silent_even_when_named(tmp_path: Path) -> None:
    texts = {
        "a.md": '```json\n{"retries": 1}\n```\n```json\n{"a": \n```\n```yaml\na: [\n```\n',
        "b.md": 'the orq object\n```json\n{"model": "orq", }\n```\n```text\n{"orq": {"retries": 1}}\n```\n',
        "a.sh": "curl -d '{\"model\": 1' x # orq\n",
        "a.ts": "const orqClient = new Orq(); interface A { orq?: { retries: number } } // orq: {retries: 1}\n",
        "b.ts": "const names = { orq: 'Orq.ai' }; const { orq: { retries } } = load();\n",
        "empty.md": "",
        "latin.js": b"// caf\xe9\n",
    }
    files = [write(tmp_path, name, text) for name, text in texts.items()]
    run = validate("--format", "json", *files)
    assert (run.code, report(run)["problems"]) == (0, [])


def test_a_block_that_cannot_be_read_is_a_warning(tmp_path: Path) -> None:
    text = 'x\n```json\n{"orq": {"retry": {"count": 3}\n```\n```json\n{"orq": {"retries": {}}}\n```\n'
    file = write(tmp_path, "a.md", text)
    assert brief(file) == [(3, 9, "", "json-syntax"), (6, 10, "/orq/retries", "unknown-key")]
    assert validate(file).code == 0


def test_data_that_cannot_be_read_is_an_error_in_a_script(tmp_path: Path) -> None:
    file = write(tmp_path, "a.sh", "curl x -d '{\"orq\": {,}}'\njq '{\"orq\": .x}' y\n")
    assert brief(file) == [(1, 21, "", "json-syntax")]
    assert validate(file).code == 3


def test_a_directory(tmp_path: Path) -> None:
    write(tmp_path, "docs/a.md", '```json\n{"orq": {"retries": {}}}\n```\n')
    write(tmp_path, "src/a.ts", "x({ orq: { retries: {} } })\n")
    write(tmp_path, "src/node_modules/b.ts", "x({ orq: { retries: {} } })\n")
    write(tmp_path, "run.sh", "echo nothing\n")
    parsed = report(validate("--format", "json", str(tmp_path)))
    assert [each["rule"] for each in parsed["problems"]] == ["unknown-key"] * 2
    assert parsed["summary"]["files"] == 3
    assert parsed["summary"]["documents"] == 2


def test_fix_leaves_them_alone(tmp_path: Path) -> None:
    for name, text in {
        "a.md": '```json\n{"orq": {"retries": {"count": 1}}}\n```\n',
        "a.ts": "x({ orq: { retries: { count: 1 } } })\n",
        "a.sh": 'curl -d \'{"orq": {"retries": {"count": 1}}}\'\n',
    }.items():
        file = write(tmp_path, name, text)
        assert "fixable" not in validate(file).out
        run = validate("--fix", file)
        assert "did you mean" in run.out
        assert (tmp_path / name).read_text() == text


# -- comments that switch rules off ---------------------------------------------------------------------------


def test_comments_before_and_in_blocks(tmp_path: Path) -> None:
    text = """
<!-- orq-schema: ignore -->
```json
{"orq": {"retries": 1}
```
<!-- orq-schema: ignore[unknown-key] the mistake of the day -->

```json
{"orq": {"retries": 2, "cache": 1}}
```
```jsonc
{"orq": {
  // orq-schema: ignore[unknown-key]
  "retries": 3,
  "retris": 4
}}
```
```ts
x({ orq: { retries: 5 } }) // orq-schema: ignore[unknown-key]
x({ orq: { retries: 6 } })
```
```bash
# orq-schema: ignore[unknown-key]
curl x \\
  -d '{"orq": {"retries": 7}}'
curl x -d '{"orq": {"retries": 8}}'
```
```yaml
orq:
  retries: 9 # orq-schema: ignore[unknown-key]
```
"""
    found = brief(write(tmp_path, "a.md", text))
    assert [(line, rule) for line, _, _, rule in found] == [
        (spot(text, '"cache": 1')[0], "type"),
        (spot(text, '"retris"')[0], "unknown-key"),
        (spot(text, "retries: 6")[0], "unknown-key"),
        (spot(text, '"retries": 8')[0], "unknown-key"),
    ]


def test_comments_that_do_nothing(tmp_path: Path) -> None:
    text = (
        '<!-- orq-schema: ignore[unknown-key] -->\n```json\n{"orq": {"retry": {"count": 1}}}\n```\n'
        "```ts\nx({ orq: { retry: {} } }) // orq-schema: ignore[typ]\n```\n"
    )
    found = problems(write(tmp_path, "a.md", text))
    assert [(each["line"], each["rule"], each["hint"]) for each in found] == [
        (1, "unused-ignore", "remove it from the comment"),
        (6, "unused-ignore", 'did you mean "type"?'),
    ]
    assert problems("--ignore", "unknown-key", write(tmp_path, "b.md", text.partition("```ts")[0])) == []


# -- secrets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.sh", """curl -H "Authorization: Bearer s3cret" -d '{"key": "s3cret", "orq": {"retries": 1}}' s3cret\n"""),
        ("a.ts", "x('s3cret', `s3cret`, { key: f('s3cret'), orq: { retries: g(`s3cret`), ...h('s3cret') } })\n"),
        ("b.ts", "x({ orq: { retries: 1, a: c('s3cret') ? { b: 's3cret' } : /s3cret/ } }) // s3cret\n"),
        ("c.ts", "x({ key: 's3cret', orq: { retries: 1, count 3, a: `s3cret ${'s3cret'}` } })\n"),
        ("a.md", '> ```json\n> {"key": "s3cret", "orq": {"retries": 1}} // s3cret\n'),
        ("a.http", 'POST x\nAuthorization: s3cret\n\n{"orq": {"retries": 1, "a": "s3cret"}}\n'),
    ],
)  # fmt: skip
def test_nothing_around_a_payload_is_shown(name: str, text: str, tmp_path: Path) -> None:
    run = validate(write(tmp_path, name, text))
    assert "retries" in run.out
    assert "s3cret" not in run.out + run.err


# -- the extra ---------------------------------------------------------------------------------------------------


@pytest.fixture
def _no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    from orq_schema.payload import script_tree

    script_tree.parser.cache_clear()


@pytest.mark.usefixtures("_no_parser")
def test_without_the_parser(tmp_path: Path) -> None:
    file = write(tmp_path, "a.ts", "x({ orq: { retries: 1 } })\n")
    write(tmp_path, "b.js", "x({ orq: { retries: 1 } })\n")
    write(tmp_path, "c.js", "nothing\n")
    (found,) = problems(file)
    assert (found["rule"], found["hint"]) == ("needs-extra", 'pip install "orq-schema[typescript]"')
    assert validate(file).code == 3
    run = validate(str(tmp_path))
    assert run.code == 0
    (line,) = [each for each in run.err.splitlines() if "orq-schema[typescript]" in each]
    assert line.startswith(file)
    assert problems(str(tmp_path / "c.js")) == []


# -- logs ----------------------------------------------------------------------------------------------------------


def test_pointers_are_tried_in_turn(tmp_path: Path) -> None:
    lines: list[Any] = [
        {"record": {"body": json.dumps({"orq": {"retries": 1}})}},
        {"request": {"body": {"orq": {"retris": 1}}}},
        {"neither": 1},
        {"record": {"body": '{"orq": '}},
        {"record": {"body": 3}},
    ]
    file = write(tmp_path, "a.jsonl", "".join(json.dumps(each) + "\n" for each in lines))
    run = validate("--format", "json", "--at", "/record/body#/orq", "--at", "/request/body/orq", file)
    assert run.code == 3
    assert [(each["line"], each["pointer"], each["rule"]) for each in report(run)["problems"]] == [
        (1, "/record/body#/orq/retries", "unknown-key"),
        (2, "/request/body/orq/retris", "unknown-key"),
        (3, "", "pointer-not-found"),
        (4, "/record/body", "json-syntax"),
        (5, "", "pointer-not-found"),
    ]


def test_a_key_that_ends_with_the_mark(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", {"a#": {"retries": 1}, "a": '{"retris": 1}'})
    assert [each[2] for each in brief("--at", "/a#", file)] == ["/a#/retries"]


def test_what_is_no_pointer_behind_the_mark(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", {})
    assert validate("--at", "/a#/~2", file).code == 2
    assert validate("--at", "a#/b", file).code == 2


def test_the_batch_format(tmp_path: Path) -> None:
    line = {
        "custom_id": "1",
        "method": "POST",
        "url": "/v1/chat",
        "body": {"model": "m", "orq": {"retries": 1}},
    }
    assert [each[2] for each in brief(write(tmp_path, "a.jsonl", json.dumps(line)))] == ["/body/orq/retries"]


def test_fix_leaves_json_in_strings_alone(tmp_path: Path) -> None:
    text = json.dumps({"body": '{"orq": {"retries": {"count": 1}}}'})
    file = write(tmp_path, "a.json", text)
    assert "did you mean" in validate("--fix", "--at", "/body#/orq", file).out
    assert (tmp_path / "a.json").read_text() == text
