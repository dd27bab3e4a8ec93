"""Payloads in the cells of Jupyter notebooks: placed in the file itself, with the name of the cell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runs import problems, report, spot, validate, write
from tests.cli.test_cli_python import WHAT, carriers, plain, sits
from tests.support.python_source import Style, Writer, place

if TYPE_CHECKING:
    from pathlib import Path

BAD = "f(orq={'retry': {'count': 9}})"


def code(source: Any, count: int | None = None) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": count, "metadata": {}, "outputs": [], "source": source}


def notebook(*cells: Any, language: str = "python", **more: Any) -> dict[str, Any]:
    metadata = {"kernelspec": {"name": "k", "language": language}, "language_info": {"name": language}}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5} | more


def lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)


def escaped(source: str, offset: int, *, ascii_only: bool) -> int:
    """Give how far into the JSON string for `source` the character at `offset` stands."""
    return len(json.dumps(source[:offset], ensure_ascii=ascii_only)) - 2


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_real_payloads(indent: int | None, ascii_only: bool, tmp_path: Path) -> None:  # noqa: FBT001 - pytest's
    seen = 0
    assert len(carriers()) == 38
    for _, payload in carriers():
        # code names a bare object by what it is sent as
        body = payload if sits(payload) else {"orq": payload}
        writer = Writer(Style(indent=True), start='# \t"ünï\U0001d518"\nx = send(json=')
        writer.write(body)
        source = f"{writer.text})\n"
        book = notebook({"cell_type": "raw", "source": "orq"}, code("y = 1"), code(lines(source), 5))
        text = json.dumps(book, indent=indent, ensure_ascii=ascii_only)
        found = problems(write(tmp_path, "a.ipynb", text))
        # where each line of the cell starts in the file
        starts = [0]
        for each in lines(source):
            starts.append(text.index(json.dumps(each, ensure_ascii=ascii_only), starts[-1] + 1) + 1)
        wanted: set[tuple[Any, ...]] = set()
        for (rule, severity, message, hint), at, at_key in plain(body, tmp_path):
            line, column = place(source, (writer.keys if at_key else writer.values)[at])
            inside = escaped(lines(source)[line - 1], column - 1, ascii_only=ascii_only)
            where = place(text, starts[line] + inside)
            wanted.add((rule, severity, f"{message}; in cell 3 (In [5])", hint, *where))
        assert {(*(each[field] for field in WHAT), each["line"], each["column"]) for each in found} == wanted
        assert len(found) == len(wanted)
        seen += len(wanted)
    assert seen > 10


def test_the_cell_has_a_name(tmp_path: Path) -> None:
    book = notebook(code(BAD), code([]), code(lines(f"\n{BAD}"), 12))
    found = problems(write(tmp_path, "a.ipynb", json.dumps(book)))
    assert [each["message"].rpartition("; ")[2] for each in found] == ["in cell 1", "in cell 3 (In [12])"]


def test_the_excerpt_is_the_line_of_the_cell(tmp_path: Path) -> None:
    for source in (
        lines(f'a = "hush"\n{BAD}  # hush\n\tb = 1'.replace("\t", "")),
        f"a = 'hush'\n{BAD}  # hush\nb = 1",
    ):
        out = validate(write(tmp_path, "a.ipynb", json.dumps(notebook(code(source))))).out
        assert f"| {BAD}  <comment>\n" in out
        shown, marks = out.splitlines()[2:4]
        assert marks.index("^") == shown.index("9")
        assert "hush" not in out


@pytest.mark.parametrize(
    "source",
    [
        "%load_ext x\n!pip install y\n",
        "!pip install \\\n   z (\n",
        "files = !ls (\n",
        "a = %timeit (\n",
        "?f\nf?\nf.g??\n",
        "if x:\n    %time y(\n",
        "%%time\n",
        "%%capture out --no-stderr\n",
        "await g()\n",
        "x = '''\n%no magic\n'''\n",
    ],
)
def test_commands_of_the_notebook(source: str, tmp_path: Path) -> None:
    text = json.dumps(notebook(code(lines(f"{source}{BAD}\n"))), indent=1)
    (told,) = problems(write(tmp_path, "a.ipynb", text))
    assert (told["line"], told["column"], told["rule"]) == (*spot(text, "9}})"), "maximum")


@pytest.mark.parametrize(
    "book",
    [
        notebook(code(f"%%bash\n{BAD} (\n")),
        notebook(code(f"%%javascript\n{BAD} (\n")),
        notebook(code(BAD), language="R"),
        notebook({"cell_type": "raw", "source": BAD}, {"cell_type": "markdown", "source": BAD}),
        notebook(code(None), code([1, None]), 5, {"cell_type": "code"}, name="orq"),
        notebook({"cell_type": "code", "outputs": [{"text": [BAD]}], "source": []}),
    ],
)
def test_what_is_no_python(book: Any, tmp_path: Path) -> None:
    run = validate(write(tmp_path, "a.ipynb", json.dumps(book)))
    assert (run.code, run.out) == (0, "")


def test_the_format_before_this_one(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "input": [BAD], "language": "python", "prompt_number": 7}
    text = json.dumps({"worksheets": [{"cells": []}, {"cells": [cell]}], "metadata": {}, "nbformat": 3})
    (told,) = problems(write(tmp_path, "a.ipynb", text))
    assert (told["line"], told["column"]) == spot(text, "9}})")
    assert told["message"].endswith("in cell 1 (In [7])")


def test_cells_in_markdown(tmp_path: Path) -> None:
    source = '# A\n```json\n{"orq": {"retry": {"count": 9}}}\n```\n'
    text = json.dumps(notebook({"cell_type": "markdown", "source": lines(source)}))
    (told,) = problems(write(tmp_path, "a.ipynb", text))
    assert (told["line"], told["column"]) == spot(text, "9}}}")
    assert told["message"].endswith("in cell 1")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("{orq", "json-syntax"),
        ('{"orq": 1}', "notebook-syntax"),
        ('["orq"]', "notebook-syntax"),
        (
            json.dumps(
                notebook(code("orq = (")),
            ),
            "python-syntax",
        ),
        ('{"a": 1, "a": "orq"}', "duplicate-key"),
    ],
)
def test_what_cannot_be_read(text: str, rule: str, tmp_path: Path) -> None:
    run = validate("--format", "json", write(tmp_path, "a.ipynb", text))
    assert run.code == 3
    assert [each["rule"] for each in report(run)["problems"]] == [rule]
    other = text.replace("orq", "abc")
    is_json = rule != "python-syntax"
    # cells without a payload are not read; what is no notebook is told of one that was named
    assert validate(write(tmp_path, "b.ipynb", other)).code == (3 if is_json else 0)
    write(tmp_path, "sub/c.ipynb", other)
    assert validate(str(tmp_path / "sub")).code == 0


def test_one_cell_that_is_no_python_hides_no_other(tmp_path: Path) -> None:
    text = json.dumps(notebook(code("orq = ("), code(BAD)))
    found = problems(write(tmp_path, "a.ipynb", text))
    assert [each["rule"] for each in found] == ["python-syntax", "maximum"]


def test_comments_that_switch_rules_off(tmp_path: Path) -> None:
    ignored = f"{BAD}  # orq-schema: ignore[maximum]\n"
    above = f"# orq-schema: ignore[maximum]\n{BAD}\n"
    idle = "f(orq={})  # orq-schema: ignore[maximum]\n"
    cells = [
        code(lines(ignored)),
        code(lines(above)),
        code(lines(idle)),
        code(lines(ignored + BAD)),
        code(above),
    ]
    found = problems(write(tmp_path, "a.ipynb", json.dumps(notebook(*cells), indent=1)))
    assert [each["rule"] for each in found] == ["unused-ignore", "maximum"]
    assert found[1]["message"].endswith("in cell 4")


CURL = """curl https://a -d '{"orq": {"retry": {"count": 9}}}'"""


@pytest.mark.parametrize(
    "source",
    [
        f"%%bash\n{CURL}\n",
        f"%%sh --out x\n# orq\n{CURL} | jq .\n",
        f"x = 1\n!{CURL}\ny = 2\n",
        f"out = !{CURL}\n",
        f"if x:\n    !{CURL.replace(' -d', ' ' + chr(92) + chr(10) + '      -d')}\n",
    ],
)
def test_commands_of_the_shell(source: str, tmp_path: Path) -> None:
    text = json.dumps(notebook(code(lines(source))), indent=1)
    (told,) = problems(write(tmp_path, "a.ipynb", text))
    assert (told["line"], told["column"], told["rule"]) == (*spot(text, "9}}"), "maximum")
    assert told["message"].endswith("; in cell 1")


def test_commands_of_the_shell_and_python_in_one_cell(tmp_path: Path) -> None:
    text = json.dumps(notebook(code(lines(f"!{CURL}\n{BAD}\n"))), indent=1)
    found = problems(write(tmp_path, "a.ipynb", text))
    assert [(each["line"], each["column"]) for each in found] == [spot(text, "9}}}'"), spot(text, "9}})")]
