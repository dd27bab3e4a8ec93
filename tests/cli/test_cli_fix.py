"""`validate --fix` writes what is safe to change, and nothing else; `--diff` writes nothing at all."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runs import Run, brief, process, report, spot, validate, write
from tests.support.shared import require_shared

from orq_schema.cli import fix as module
from orq_schema.fix import data
from orq_schema.jsonvalue import elements, members

if TYPE_CHECKING:
    from collections.abc import Generator

WRONG = '{ "orq": { "retries": {"count": "3"} ,"cache":{"type":"exact_match", "ttl" : "60"} } }\r\n'
RIGHT = '{ "orq": { "retry": {"count": 3} ,"cache":{"type":"exact_match", "ttl" : 60} } }\r\n'
SAID = "1 rename-key, 2 unquote"
CLOSING = "1 file, 1 document: 0 errors, 0 warnings"


def fix(*args: str) -> Run:
    return validate("--fix", *args)


def test_a_file_is_mended_and_then_checked(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", WRONG)
    run = fix(path)
    assert (run.code, run.out) == (0, "")
    assert run.err.splitlines() == [f"fixed {path}: {SAID}", CLOSING]
    assert Path(path).read_bytes() == RIGHT.encode()


def test_the_second_run_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", WRONG)
    fix(path)
    os.utime(path, ns=(1, 1))
    before = Path(path).stat()
    run = fix(path)
    assert (run.code, run.err.splitlines()) == (0, [CLOSING])
    after = Path(path).stat()
    assert (after.st_mtime_ns, after.st_ino) == (1, before.st_ino)


def test_what_remains_is_reported_where_it_is_now(tmp_path: Path) -> None:
    text = 'orq:\n  retries: {count: "3"} # three\n  cache: {type: other, ttl: "60"}\n'
    path = write(tmp_path, "a.yaml", text)
    run = fix("--format", "json", path)
    assert run.code == 1
    after = "orq:\n  retry: {count: 3} # three\n  cache: {type: other, ttl: 60}\n"
    assert Path(path).read_text() == after
    (left,) = report(run)["problems"]
    assert (left["line"], left["column"]) == spot(after, "other")
    assert run.err == f"fixed {path}: {SAID}\n"


def test_a_warning_that_is_mended_is_gone_under_strict(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", {"orq": {"retries": {"count": 3}}})
    assert validate("--strict", path).code == 1
    assert fix("--strict", path).code == 0


def test_a_diff_is_all_of_standard_output_and_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", "# c\norq:\n  retries: {count: 3}\n  name: x")
    before = Path(path).stat().st_mtime_ns
    run = fix("--diff", path)
    assert run.code == 1
    assert run.lines == [
        f"--- {path}", f"+++ {path}", "@@ -1,4 +1,4 @@",
        " # c", " orq:", "-  retries: {count: 3}", "+  retry: {count: 3}", "   name: x",
        "\\ No newline at end of file",
    ]  # fmt: skip
    said = run.err.splitlines()
    assert said[0] == f"would fix {path}: 1 rename-key"
    assert any(f'{path}:3:3: warning: unknown key "retries"' in line for line in said)
    assert said[-1] == "1 file, 1 document: 0 errors, 1 warning, up to 1 fixable with --fix"
    assert Path(path).read_text() == "# c\norq:\n  retries: {count: 3}\n  name: x"
    assert Path(path).stat().st_mtime_ns == before


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch program")
@pytest.mark.parametrize("text", [WRONG, WRONG.rstrip(), "orq:\n  a: 1\r\n  retries: {}\r\n  b: 2"])
def test_the_diff_is_a_patch(text: str, tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", text)
    run = process("--fix", "--diff", path)
    assert run.code == 1
    subprocess.run(
        ["patch", "--binary", "-s", path],
        input=run.out.encode(),
        check=True,
        cwd=tmp_path,
        capture_output=True,
    )
    patched = Path(path).read_bytes()
    write(tmp_path, "a.yaml", text)
    fix(path)
    assert Path(path).read_bytes() == patched != text.encode()


def test_a_diff_with_nothing_to_show(tmp_path: Path) -> None:
    run = fix("--diff", write(tmp_path, "a.json", RIGHT))
    assert (run.code, run.out, run.err.splitlines()) == (0, "", [CLOSING])


def test_a_diff_cannot_command_a_terminal_or_a_build_server(tmp_path: Path) -> None:
    text = 'orq:\n  ::error::x: 1\n  "a\u202e##[b": 2\n  retries: {}\n'
    run = fix("--diff", write(tmp_path, "a.yaml", text))
    assert not [line for line in (run.out + run.err).splitlines() if line.lstrip().startswith("::")]
    assert "##[" not in run.out
    assert "\u202e" not in run.out
    assert "-  retries: {}" in run.out


def test_no_fix_says_how_many_could_be_mended(tmp_path: Path) -> None:
    run = validate(write(tmp_path, "a.json", WRONG))
    # the quotes under the misspelt key are not known of yet
    assert run.err.splitlines()[-1] == "1 file, 1 document: 1 error, 1 warning, up to 2 fixable with --fix"
    run = validate("--ignore", "unquote", write(tmp_path, "a.json", WRONG))
    assert run.err.splitlines()[-1] == "1 file, 1 document: 1 error, 1 warning, up to 1 fixable with --fix"
    run = validate("-", stdin=WRONG.encode())
    assert run.err.splitlines()[-1] == "1 file, 1 document: 1 error, 1 warning"


def test_mends_that_are_not_wanted(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", b"\xef\xbb\xbf" + WRONG.encode())
    assert fix("--ignore", "unquote,remove-bom", path).code == 1
    # renaming alone would bring to light that the count is a string
    assert Path(path).read_bytes() == b"\xef\xbb\xbf" + WRONG.encode()
    fix("--ignore", "rename-key", path)
    assert Path(path).read_bytes() == WRONG.replace('"60"', "60").encode()


def test_a_mark_that_is_not_reported_is_not_removed(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", b"\xef\xbb\xbf" + RIGHT.encode())
    assert fix("--ignore", "bom", path).code == 0
    assert Path(path).read_bytes().startswith(b"\xef\xbb\xbf")
    assert fix(path).err.splitlines()[0] == f"fixed {path}: 1 remove-bom"
    assert Path(path).read_bytes() == RIGHT.encode()


def test_a_comment_keeps_a_problem_from_being_mended(tmp_path: Path) -> None:
    text = "orq:\n  retries: {count: 3} # orq-schema: ignore[unknown-key] theirs\n"
    path = write(tmp_path, "a.yaml", text)
    assert fix(path).code == 0
    assert Path(path).read_text() == text


def test_json_lines(tmp_path: Path) -> None:
    lines = [WRONG.encode(), b"\n", b'{"orq": \xff}\n', b'{"orq": {"retries": {}}}']
    path = write(tmp_path, "a.jsonl", b"".join(lines))
    run = fix(path)
    assert run.code == 3
    assert run.err.splitlines()[0] == f"fixed {path}: 2 rename-key, 2 unquote"
    assert Path(path).read_bytes() == b"".join([RIGHT.encode(), *lines[1:3], b'{"orq": {"retry": {}}}'])


@pytest.mark.parametrize("args", [["--fix", "-"], ["--diff", "a.json"], ["--fix", "--diff", "a.json", "-"]])
def test_wrong_usage(args: list[str]) -> None:
    assert validate(*args).code == 2


def test_what_is_compressed_is_left_alone(tmp_path: Path) -> None:
    data = gzip.compress(WRONG.encode())
    path = write(tmp_path, "a.jsonl.gz", data)
    run = fix(path)
    assert run.code == 1
    assert run.err.splitlines() == ["1 file, 1 document: 1 error, 1 warning"]
    assert Path(path).read_bytes() == data
    assert "fixable" not in validate(path).err


def test_what_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    bad = write(tmp_path, "a.json", WRONG[:-4])
    os.mkfifo(tmp_path / "pipe.json")
    run = process("--fix", bad, str(tmp_path / "pipe.json"), str(tmp_path / "none.json"), str(tmp_path))
    assert run.code == 3
    assert "fixed" not in run.err
    assert Path(bad).read_bytes() == WRONG[:-4].encode()


def test_the_mode_and_the_link_are_kept(tmp_path: Path) -> None:
    path = Path(write(tmp_path, "there/a.json", WRONG))
    path.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    assert fix(str(link)).code == 0
    assert link.is_symlink()
    assert path.read_bytes() == RIGHT.encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in path.parent.iterdir()] == ["a.json"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_is_kept(tmp_path: Path) -> None:
    path = Path(write(tmp_path, "a.json", WRONG))
    os.chown(path, 12345, 12346)
    assert fix(str(path)).code == 0
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12346)


@contextmanager
def without_rights() -> Generator[None]:
    """Be somebody who may not write just anywhere, as root may."""
    usual = os.geteuid()
    if usual == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(usual)


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o777, 0o444), (0o555, 0o666)])
def test_what_may_not_be_written_is_a_problem(folder_mode: int, file_mode: int, tmp_path: Path) -> None:
    # whatever is imported late is imported by now
    fix("--format", "json", write(tmp_path, "first.json", WRONG))
    fix("--format", "json", write(tmp_path, "second.json", {"orq": {"retries": 1, "retry": 1}}))
    with TemporaryDirectory() as folder:
        path = Path(write(Path(folder), "a.json", WRONG))
        path.chmod(file_mode)
        path.parent.chmod(folder_mode)
        with without_rights():
            run = fix("--format", "json", str(path))
        path.parent.chmod(0o755)
        assert run.code == 3
        found = report(run)["problems"]
        assert [each["rule"] for each in found] == ["unwritable", "unknown-key", "type"]
        assert found[0]["message"] == "it cannot be written: permission denied"
        assert "fixed" not in run.err
        assert path.read_bytes() == WRONG.encode()
        assert [each.name for each in path.parent.iterdir()] == ["a.json"]


def test_a_disk_that_is_full_leaves_the_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    path = write(tmp_path, "a.json", WRONG)
    monkeypatch.setattr(Path, "chmod", full)
    run = fix(path)
    assert run.code == 3
    assert "error: it cannot be written: no space left on device" in run.out
    assert Path(path).read_bytes() == WRONG.encode()
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


def test_a_file_that_another_program_changes_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(write(tmp_path, "a.json", WRONG))
    mend = data.mend_data

    def slow(*args: Any, **kwargs: Any) -> Any:
        made = mend(*args, **kwargs)
        path.write_bytes(RIGHT.encode() + b" ")
        return made

    monkeypatch.setattr(module, "mend_data", slow)
    run = fix(str(path))
    assert run.code == 3
    assert "it was changed by another program" in run.out
    assert path.read_bytes() == RIGHT.encode() + b" "


def test_a_file_of_another_kind_in_a_folder_is_left_alone(tmp_path: Path) -> None:
    other = '{"contacts": {"id": "x"}, "thread_": {"id": "y"}}'
    path = Path(write(tmp_path, "other.json", other))
    orq = Path(write(tmp_path, "orq.json", '{"contacts": {"id": "x"}, "thread": {"id": "y"}}'))
    fix(str(tmp_path))
    assert path.read_text() == other
    assert orq.read_text() == '{"contact": {"id": "x"}, "thread": {"id": "y"}}'
    # but whoever names it means it
    fix(str(path))
    assert path.read_text() == '{"contact": {"id": "x"}, "thread": {"id": "y"}}'


def test_a_schema_of_ones_own(tmp_path: Path) -> None:
    schema = {
        "properties": {"ports": {"type": "array", "items": {"type": "integer"}}},
        "additionalProperties": False,
    }
    path = write(tmp_path, "a.toml", 'Ports = ["80"] # http\n')
    run = fix("--schema", write(tmp_path, "schema.json", schema), path)
    assert run.code == 0, run.out
    assert Path(path).read_text() == "ports = [80] # http\n"


def test_a_document_that_should_be_a_list(tmp_path: Path) -> None:
    schema = write(tmp_path, "schema.json", {"type": "array", "items": {"type": "object"}})
    for name, before, after in [
        ("a.json", '{"a": 1}\n', '[{"a": 1}]\n'),
        ("a.yaml", "# c\na: 1\nb: 2\n", "# c\n- a: 1\n  b: 2\n"),
    ]:
        path = write(tmp_path, name, before)
        assert fix("--schema", schema, path).code == 0
        assert Path(path).read_text() == after


def test_quiet(tmp_path: Path) -> None:
    run = fix("--quiet", write(tmp_path, "a.json", WRONG))
    assert (run.code, run.out, run.err) == (0, "", "")


def test_a_line_of_five_megabytes(tmp_path: Path) -> None:
    items = ",".join(['{"role":"user","content":"%s"}' % ("x" * 1000)] * 5000)
    text = '{"model":"m","messages":[' + items + '],"orq":{"retries":{"count":"3"}}}'
    path = write(tmp_path, "a.json", text)
    assert process("--fix", path).code == 0
    assert Path(path).read_text() == text.replace('"retries":{"count":"3"}', '"retry":{"count":3}')


def test_the_real_payloads_come_out_mended_and_whole(tmp_path: Path) -> None:
    """Nothing is worse afterwards, nothing is lost, and once is enough."""
    folder = require_shared("payloads/README.md").parent
    mended = 0
    for source in sorted(folder.glob("0*.json")):
        path = str(shutil.copy(source, tmp_path / source.name))
        before = brief(path)
        run = fix(path)
        after = brief(path)
        old, new = source.read_bytes(), Path(path).read_bytes()
        if old == new:
            assert before == after
            continue
        mended += 1
        assert run.err.startswith(f"fixed {path}: ")
        assert len(after) < len(before)
        # keys that are declared are written otherwise, or brackets are put around a value: no value is lost
        assert sorted(scalars(json.loads(old))) == sorted(scalars(json.loads(new)))
        fix(path)
        assert Path(path).read_bytes() == new
    assert mended >= 2


def scalars(value: Any) -> list[str]:
    inner = [*members(value).values(), *elements(value)]
    return [each for part in inner for each in scalars(part)] if inner else [json.dumps(value)]
