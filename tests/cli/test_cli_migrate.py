"""`migrate` shows what takes payloads to another revision, does it when asked, and tells what is left."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.cli.runs import Run, write

from orq_schema.cli.migrate import command

OLD = '{"orq": {"contact": {"id": "c"}, "load_balancer": [{"model": "a/b"}]}}\n'
NEW = '{"orq": {"identity": {"id": "c"}, "load_balancer": {"type": "weight_based", "models": [{"model": "a/b"}]}}}\n'
COUNTS = "1 balancer-object, 1 contact-to-identity, 1 typed-models"


def migrate(*args: str) -> Run:
    result = CliRunner().invoke(command, args)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Run(result.exit_code, result.stdout, result.stderr)


def from_december(*args: str) -> Run:
    return migrate("--from", "2025-12-05", *args)


def test_without_write_it_is_only_shown(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", OLD)
    run = from_december(path)
    assert run.code == 1
    assert run.lines == [f"--- {path}", f"+++ {path}", "@@ -1 +1 @@", f"-{OLD[:-1]}", f"+{NEW[:-1]}"]
    assert run.err.splitlines()[0] == f"would migrate {path}: {COUNTS}"
    assert Path(path).read_text("utf-8") == OLD


def test_written_it_fits_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", OLD)
    run = from_december("--write", path)
    assert (run.code, Path(path).read_text("utf-8")) == (0, NEW)
    # the object as a whole is deprecated by then
    assert run.lines[0] == f"{path}:1:9: note: the orq object is deprecated (/orq)"
    assert run.err.splitlines() == [f"migrated {path}: {COUNTS}", "1 file, 1 document: 0 errors, 0 warnings"]
    os.utime(path, ns=(1, 1))
    again = from_december("--write", path)
    assert again.code == 0
    # what a run wrote itself is nothing to warn of
    assert again.out == run.out
    assert again.err.splitlines() == ["1 file, 1 document: 0 errors, 0 warnings"]
    assert Path(path).stat().st_mtime_ns == 1


def test_write_and_diff(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", OLD)
    run = from_december("--write", "--diff", path)
    assert (run.code, Path(path).read_text("utf-8")) == (0, NEW)
    assert f"+{NEW[:-1]}" in run.lines
    assert "note: the orq object is deprecated" in run.err


LEFT: list[tuple[Any, str, str]] = [
    ({"knowledge_bases": [{"knowledge_id": "k", "rerank_config": None}]}, "type", "error"),
    (
        {
            "knowledge_bases": [
                {"knowledge_id": "k", "agentic_rag_config": {"model_db_id": "m", "provider": "openai"}}
            ]
        },
        "unknown-key",
        "error",
    ),
    (
        {"knowledge_bases": [{"knowledge_id": "k", "filter_by": {"f": {"exists": True}}}]},
        "unknown-key",
        "error",
    ),
    ({"retry": {"on_codes": [99]}}, "minimum", "error"),
    ({"inputs": {"a": 1}}, "deprecated", "note"),
    (
        {"knowledge_bases": [{"knowledge_id": "k", "rerank_config": {"model": "m", "enabled": True}}]},
        "no-longer-read",
        "error",
    ),
    ({"load_balancer": {"type": "weight_based", "models": [{"model": "a/b"}]}}, "newly-read", "warning"),
    ({"contact": {"id": "c"}, "identity": {"id": "d"}}, "newly-read", "warning"),
    ({"contact": {"id": "c"}, "identity": {"id": "d"}}, "renamed-twice", "error"),
    ({"retries": {}}, "unknown-key", "warning"),
]


@pytest.mark.parametrize(("orq", "rule", "severity"), LEFT)
def test_what_a_person_must_decide(orq: object, rule: str, severity: str, tmp_path: Path) -> None:
    from orq_schema.load.revisions import find
    from orq_schema.migrate.remaining import Remaining
    from orq_schema.payload.document import Document
    from orq_schema.payload.read import read_file

    path = write(tmp_path, "a.json", {"orq": orq})
    (document,) = [each for each in read_file(path) if isinstance(each, Document)]
    found = Remaining(find("2025-09-04"), find("latest")).problems(document, document, named=True)
    assert (rule, severity) in {(each.rule, each.severity) for each in found}
    assert all(each.line is not None for each in found)
    run = migrate("--write", path)
    assert run.code == int(any(each.severity == "error" for each in found))
    assert f"{severity}: " in run.out
    assert json.loads(Path(path).read_text("utf-8")) == {"orq": orq}


def test_places_are_those_of_the_new_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", "load_balancer:\n  - model: a/b\nretry: {on_codes: [99]}\n")
    run = from_december("--write", path)
    assert f"{path}:5:20: error:" in run.out


def test_going_back_loses_nothing_without_saying_so(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", NEW)
    run = migrate("--from", "latest", "--to", "2025-09-04", "--write", path)
    assert run.code == 1
    assert '"load_balancer" is read under 2026-08-20, and ignored under 2025-09-04' in run.out
    assert json.loads(Path(path).read_text("utf-8")) == json.loads(OLD)


def test_in_a_folder_other_files_are_left_alone(tmp_path: Path) -> None:
    other = '{"contacts": {"id": "c"}, "version": 1}'
    write(tmp_path, "package.json", other)
    write(tmp_path, "a.json", '{"contact": {"id": "c", "metadata": {}}}')
    run = migrate("--to", "2025-12-17", "--write", str(tmp_path))
    assert (run.code, run.out) == (0, "")
    assert (tmp_path / "package.json").read_text("utf-8") == other
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == {"contact": {"id": "c", "metadata": [{}]}}


def test_what_cannot_be_read_or_written(tmp_path: Path) -> None:
    bad = write(tmp_path, "bad.json", '{"orq": ')
    lines = write(tmp_path, "a.jsonl", 'no json\n{"orq": {"contact": {"id": "c"}}}\n')
    run = migrate("--write", bad, lines, str(tmp_path / "none.json"))
    assert run.code == 3
    assert [line.split(" error:")[0] for line in run.lines if " error:" in line] == [
        f"{bad}:1:1:", f"{lines}:1:1:", f"{tmp_path / 'none.json'}:",
    ]  # fmt: skip
    assert '"identity"' in Path(lines).read_text("utf-8")
    assert Path(bad).read_text("utf-8") == '{"orq": '


@pytest.mark.parametrize(
    "args",
    [["-"], [], ["--to", "2025-09-05", "a.json"], ["--from", "auto", "a.json"], ["--to", "", "a.json"]],
)
def test_wrong_usage(args: list[str]) -> None:
    run = migrate(*args)
    assert (run.code, run.out) == (2, "")
    assert "Error: " in run.err


def test_a_change_that_only_is_to_be_made_is_told_by_the_exit_code(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", {"contact": {"id": "c"}})
    assert migrate(path).code == 1
    assert migrate("--write", path).code == 0
    assert migrate(path).code == 0


def test_the_old_key_is_renamed_wherever_it_is_deprecated(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '{"orq":{"contact":{"id":"a"}}}')
    assert migrate("--from", "2026-01-12", "--to", "latest", "--write", path).code == 0
    assert Path(path).read_text("utf-8") == '{"orq":{"identity":{"id":"a"}}}'
    path = write(tmp_path, "a.json", '{"orq":{"contact":{"id":"a"}}}')
    assert migrate("--from", "2025-09-04", "--to", "2025-12-17", "--write", path).code == 0
    assert Path(path).read_text("utf-8") == '{"orq":{"contact":{"id":"a"}}}'


def test_which_of_two_keys_counts_is_left_to_a_person(tmp_path: Path) -> None:
    both = '{"orq":{"contact":{"id":"x"},"identity":{"id":"y"}}}'
    path = write(tmp_path, "a.json", both)
    run = from_december("--write", path)
    assert run.code == 1
    assert f'{path}:1:9: error: "contact" is not renamed: "identity" is there too' in run.out
    assert Path(path).read_text("utf-8") == both


def test_a_new_key_that_is_wrong_is_told_as_newly_read(tmp_path: Path) -> None:
    run = from_december("--write", write(tmp_path, "a.json", {"orq": {"identity": {"id": 5}}}))
    assert run.code == 1
    assert '"identity" was ignored under 2025-12-05' in run.out


@pytest.mark.parametrize(
    ("args", "old", "new"),
    [
        (["migrate", "--write"], {"contact": {"id": "c"}, "retry": {"on_codes": [99]}}, "identity"),
        (["migrate", "--write", "--diff"], {"contact": {"id": "c"}, "retry": {"on_codes": [99]}}, "identity"),
        (["validate", "--fix"], {"retyr": {"count": 1}, "inputs": 5}, "retry"),
    ],
)
@pytest.mark.parametrize("both", [False, True])
def test_every_file_is_written_though_nobody_reads_on(
    args: list[str], old: Any, new: str, tmp_path: Path, *, both: bool
) -> None:
    for number in range(300):
        write(tmp_path, f"{number}.json", {"orq": old})
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stream:
        code = subprocess.run(
            [sys.executable, "-m", "orq_schema", *args, str(tmp_path)],
            check=False, stdout=stream, stderr=stream if both else subprocess.DEVNULL,
        ).returncode  # fmt: skip
    assert code != 0
    assert all(new in json.loads(each.read_text("utf-8"))["orq"] for each in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.toml",
            '[[orq.load_balancer]]\nmodel = "a"\n[orq.contact]\nid = "c"\n[orq.contact.metadata]\nk = 1\n',
            {
                "load_balancer": 'write {"type": "weight_based", "models": [...]}, no model with a "type"',
                "contact": 'rename it to "identity"',
                "metadata": "put the object into a list",
            },
        ),
        (
            "a.yaml",
            "base: &b\n  contact: {id: c}\norq:\n  <<: *b\n  name: n\n",
            {"contact": 'rename it to "identity"'},
        ),
        ("a.yaml", "base: &b {id: c}\norq:\n  contact: *b\n  name: n\n", {}),
        (
            "a.jsonl.gz",
            gzip.compress(b'{"orq": {"contact": {"id": "c"}}}\n', mtime=0),
            {"contact": "unpack the file: what is compressed is not rewritten"},
        ),
    ],
)
def test_what_cannot_be_rewritten_as_it_is_written_is_told_to_a_person(
    name: str, text: str | bytes, expected: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = path.read_bytes()
    result = from_december("--write", str(path))
    said = r'"(\w+)" could not be rewritten in the form that the text has here.*?hint: (.*?)\n'
    told = dict(re.findall(said, result.out, re.DOTALL))
    assert told == expected
    if expected:
        assert path.read_bytes() == before
    else:
        assert b"identity: *b" in path.read_bytes()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_comments_and_line_ends_stay(end: str, tmp_path: Path) -> None:
    before = "# top\norq:\n  contact: # who\n    id: c\n  load_balancer:\n  # one\n  - model: a\n    weight: 1 # w\n"
    after = (
        "# top\norq:\n  identity: # who\n    id: c\n  load_balancer:\n  # one\n    type: weight_based\n    models:\n"
        "    - model: a\n      weight: 1 # w\n"
    )
    path = tmp_path / "a.yaml"
    path.write_bytes(before.replace("\n", end).encode())
    assert from_december("--write", str(path)).code == 0
    assert path.read_bytes().decode() == after.replace("\n", end)
