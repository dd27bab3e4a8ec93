"""Every snippet of docs/volume.md prints what stands below it, and has five lines."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "volume.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(
    r"^##+ (\w+)\n\n```python\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE
)
BODIES = [
    '{"orq": {"retry": {"count": 3}}}',
    '{"orq": {"retry": {"count": 9}, "cach": 1}}',
    None,
]


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    arrow: Any = import_module("pyarrow")
    table = arrow.table({"id": [1, 2, 3], "body": BODIES})
    import_module("pyarrow.parquet").write_table(table, tmp_path / "bodies.parquet")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_are_four() -> None:
    assert [name for name, _, _ in SNIPPETS] == ["DuckDB", "pandas", "Polars", "Spark"]
    assert PAGE.count("```python") == 4


@pytest.mark.parametrize(("name", "code", "printed"), SNIPPETS, ids=[name for name, _, _ in SNIPPETS])
def test_a_snippet_prints_what_stands_below_it(
    name: str,
    code: str,
    printed: str,
    lake: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert len([line for line in code.splitlines() if line]) == 5
    if name == "Spark":
        # its workers may not be where this process is
        session = request.getfixturevalue("spark")
        code = code.replace('"bodies.parquet"', f'"{lake}/bodies.parquet"')
        names = {"spark": session}
    else:
        names = dict[str, Any]()
    capsys.readouterr()
    exec(compile(code, f"<{name}>", "exec"), names)  # noqa: S102 - our own page
    assert capsys.readouterr().out == printed
