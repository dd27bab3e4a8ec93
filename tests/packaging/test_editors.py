"""The schemas in editors: what they have for them, and what the servers that editors ask make of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from tests.support.language_server import LanguageServer

from orq_schema.cli.schema import command
from orq_schema.load.revisions import revisions

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent / "editors"
SCHEMAS = ROOT / "schemas"
INSTALLED = ROOT / "out" / "editors"
CANONICAL = [SCHEMAS / "orq.schema.json", SCHEMAS / "completions-request.schema.json"]
ALL = [*CANONICAL, *sorted((SCHEMAS / "history").glob("*.schema.json"))]
PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
SETTINGS, TASKS = [
    json.loads(each) for each in re.findall(r"^```json\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
]
(MODELINE,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
# `count` is bounded and `cache.type` demanded in every revision
BAD = '{\n  "retry": { "count": 9, "on_codes": [429] },\n  "cache": { "ttl": 60 }\n}\n'
WRONG = {(1, 22, "Value is above the maximum of 5."), (2, 2, 'Missing property "type".')}


def contents(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_bytes())
    return read


def bad(path: Path) -> str:
    """A payload with two mistakes, for the schema at `path`; the lines are those of BAD."""
    if "completions" not in path.name:
        return BAD
    return BAD.replace("{\n", '{ "model": "m", "prompt": "p", "orq": {\n', 1).rstrip() + "}\n"


# -- what the schemas have for editors ----------------------------------------------------------------------


def properties(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each property, with what it refers to in the same file."""
    for holder in (schema, *schema["$defs"].values()):
        for each in holder.get("properties", {}).values():
            name = re.fullmatch(r"#/\$defs/(\w+)", each.get("$ref", ""))
            yield {**(schema["$defs"][name[1]] if name else {}), "markdownDescription": None, **each}


@pytest.mark.parametrize("path", CANONICAL, ids=lambda path: path.name)
def test_what_an_editor_shows_has_the_bounds_and_the_default(path: Path) -> None:
    seen = 0
    for each in properties(contents(path)):
        described = each["description"]
        facts: list[str] = []
        if "minimum" in each:
            unit = f" {each['x-unit']}" if "x-unit" in each else ""
            facts.append(f"From `{each['minimum']}` to `{each['maximum']}`{unit}")
        # where a default is not applied, the description says so
        if "default" in each and "default" not in described:
            facts.append(f"`{json.dumps(each['default'])}` by default")
        expected = f"{described}\n\n{'; '.join(facts)}." if facts else described
        assert each["markdownDescription"] == (expected if facts or "`" in described else None)
        seen += bool(facts)
    assert seen > 5


def filled(body: Any) -> Any:
    """`body` of a snippet as an editor inserts it if nobody types anything else."""
    return json.loads(re.sub(r"\$\{\d+:([^}]*)\}", r"\1", json.dumps(body)))


def test_a_snippet_is_valid_where_it_is_offered(tmp_path: Path) -> None:
    schema = contents(SCHEMAS / "orq.schema.json")
    offered = {
        name: each["defaultSnippets"] for name, each in schema["$defs"].items() if "defaultSnippets" in each
    }
    assert {"Retry", "Cache", "Filter", "KnowledgeBase"} <= set(offered)
    for name, snippets in offered.items():
        there = tmp_path / f"{name}.schema.json"
        there.write_text(json.dumps({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}), encoding="utf-8")
        for each in snippets:
            assert "$" not in json.dumps(filled(each["body"]))
            payload = tmp_path / "payload.json"
            payload.write_text(json.dumps(filled(each["body"])), encoding="utf-8")
            tool = [
                sys.executable,
                "-m",
                "orq_schema",
                "validate",
                "--strict",
                "--schema",
                str(there),
                str(payload),
            ]
            done = subprocess.run(tool, capture_output=True, text=True, check=False)
            assert (done.returncode, done.stdout) == (0, "")


# -- what the page shows ------------------------------------------------------------------------------------


def test_the_page_names_files_that_exist() -> None:
    named = set(re.findall(r"path/to/orq-schema/(schemas/[\w./-]+)", PAGE))
    assert named == {"schemas/orq.schema.json", "schemas/completions-request.schema.json"}
    assert all((ROOT / each).is_file() for each in named)


def test_the_task_understands_the_report(tmp_path: Path) -> None:
    (tmp_path / "payloads").mkdir()
    (tmp_path / "payloads" / "a b.json").write_text(
        '{"retries": {},\n "retry": {"count": 9}}', encoding="utf-8"
    )
    (task,) = TASKS["tasks"]
    tool = task["command"].split()
    assert tool.pop(0) == "orq-schema"
    done = subprocess.run(
        [sys.executable, "-m", "orq_schema", *tool], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    pattern = task["problemMatcher"]["pattern"]
    found = [match for line in done.stdout.splitlines() if (match := re.match(pattern["regexp"], line))]
    places = [tuple(each[pattern[key]] for key in ("file", "line", "column", "severity")) for each in found]
    assert places == [("payloads/a b.json", "1", "2", "warning"), ("payloads/a b.json", "2", "21", "error")]
    assert 'unknown key "retries"' in found[0][pattern["message"]]


def test_a_schema_key_is_unknown(tmp_path: Path) -> None:
    payload = tmp_path / "payload.json"
    payload.write_text('{"$schema": "orq.schema.json", "retry": {"count": 3}}', encoding="utf-8")
    tool = [sys.executable, "-m", "orq_schema", "validate", "--format", "json", str(payload)]
    done = subprocess.run(tool, capture_output=True, check=False)
    assert [each["pointer"] for each in json.loads(done.stdout)["problems"]] == ["/$schema"]


# -- what the servers say -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def modules() -> Path:
    """The folder with the servers."""
    if "TEST_EDITORS" not in os.environ:
        pytest.skip("`make test-editors` runs this")
    missing = [each for each in ("node", "npm") if shutil.which(each) is None]
    if missing and "CI" in os.environ:
        pytest.fail(f"no {' and no '.join(missing)}")
    if missing:
        pytest.skip(f"no {' and no '.join(missing)}")
    lock = (HERE / "package-lock.json").read_bytes()
    done = INSTALLED / "installed.json"
    if not done.exists() or done.read_bytes() != lock:
        INSTALLED.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, INSTALLED)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=INSTALLED, check=True
        )
        done.write_bytes(lock)
    return INSTALLED


def ask_vscode(modules: Path, *questions: tuple[Path, str, int]) -> list[dict[str, Any]]:
    """What VS Code says of JSON texts: for each its schema, the text, and an offset to hover and complete at."""
    asked = [{"schema": path.as_uri(), "text": text, "offset": at} for path, text, at in questions]
    done = subprocess.run(
        ["node", str(HERE / "json_service.mjs"), str(modules)],
        input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def yaml_server(modules: Path, folder: Path, schemas: dict[str, Any]) -> LanguageServer:
    """The server of Red Hat for an editor in which `folder` is open; it fetches nothing."""
    program = modules / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    offline = {"schemaStore": {"enable": False}, "kubernetesCRDStore": {"enable": False}}
    settings = {"validate": True, "hover": True, "completion": True, "schemas": schemas, **offline}
    return LanguageServer(["node", str(program), "--stdio"], {"yaml": settings}, folder.as_uri())


def places(diagnostics: list[dict[str, Any]]) -> set[tuple[int, int, str]]:
    """Line, column and message of each, but that a schema is deprecated."""
    return {
        (each["range"]["start"]["line"], each["range"]["start"]["character"], each["message"])
        for each in diagnostics
        if each["message"] != "Value is deprecated"
    }


def test_every_schema_loads_in_vscode(modules: Path) -> None:
    goods = [(path, json.dumps(contents(path)["examples"][0]), 0) for path in ALL]
    bads = [(path, bad(path), 0) for path in ALL]
    answers = ask_vscode(modules, *goods, *bads)
    said = [places(each["problems"]) for each in answers]
    assert said == [set[Any]()] * len(ALL) + [WRONG] * len(ALL)


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(SCHEMAS)))
def test_every_schema_loads_in_the_yaml_server(path: Path, modules: Path, tmp_path: Path) -> None:
    with yaml_server(modules, tmp_path, {str(path): "*.yaml"}) as server:
        good = json.dumps(contents(path)["examples"][0])
        assert server.opened((tmp_path / "good.yaml").as_uri(), "yaml", good) == []
        said = server.opened((tmp_path / "bad.yaml").as_uri(), "yaml", bad(path))
        assert places(said) == WRONG


def test_bundles_need_no_other_file(modules: Path, tmp_path: Path) -> None:
    names = [
        *dict.fromkeys(Path(each.path).name.partition(".")[0] for each in revisions()),
        "completions-request",
    ]
    paths = [tmp_path / f"{name}.schema.json" for name in names]
    for name, path in zip(names, paths, strict=True):
        path.write_text(CliRunner().invoke(command, ["show", "--bundle", name]).stdout, encoding="utf-8")
    answers = ask_vscode(modules, *((path, bad(path), 0) for path in paths))
    assert [places(each["problems"]) for each in answers] == [WRONG] * len(paths)
    with yaml_server(modules, tmp_path, {str(paths[-2]): "*.yaml"}) as server:
        assert places(server.opened((tmp_path / "bad.yaml").as_uri(), "yaml", bad(paths[-2]))) == WRONG


def test_vscode_shows_and_completes(modules: Path) -> None:
    orq = SCHEMAS / "orq.schema.json"
    text = '{ "cache": { "ttl": 60, "type": "exact_match" }, "retry": }'
    hovered, completed = ask_vscode(
        modules, (orq, text, text.index("ttl")), (orq, text, text.index(" }", 50))
    )
    assert "From `1` to `259200` seconds" in hovered["hover"]["contents"][0]
    snippets = [each["insertText"] for each in completed["completions"] if each["label"] == "retry"]
    assert json.loads(snippets[0])["on_codes"] == [429, 500, 502, 503, 504]


def test_the_yaml_server_shows_and_completes(modules: Path, tmp_path: Path) -> None:
    with yaml_server(modules, tmp_path, {str(SCHEMAS / "orq.schema.json"): "*.yaml"}) as server:
        uri = (tmp_path / "a.yaml").as_uri()
        server.opened(uri, "yaml", "cache:\n  type: exact_match\n  ttl: 60\nretry:\n  \n")
        assert "From `1` to `259200` seconds" in server.at("hover", uri, 2, 3)["contents"]["value"]
        offered = {each["label"]: each for each in server.at("completion", uri, 4, 2)["items"]}
        assert {"count", "on_codes"} <= set(offered)
        assert offered["count"]["documentation"] == "Largest number of further attempts."
        assert any("503" in json.dumps(each) for each in offered.values())


def test_the_settings_of_the_page(modules: Path, tmp_path: Path) -> None:
    (tmp_path / "path" / "to").mkdir(parents=True)
    (tmp_path / "path" / "to" / "orq-schema").symlink_to(ROOT)
    for number, each in enumerate(SETTINGS["json.schemas"]):
        path = tmp_path / each["url"]
        (answer,) = ask_vscode(modules, (path, bad(path), 0))
        assert places(answer["problems"]) == WRONG, number
    with yaml_server(modules, tmp_path, SETTINGS["yaml.schemas"]) as server:
        for name, schema in (("payloads/a.yaml", CANONICAL[1]), ("a.orq.yaml", CANONICAL[0])):
            assert places(server.opened((tmp_path / name).as_uri(), "yaml", bad(schema))) == WRONG
    with yaml_server(modules, tmp_path, {}) as server:
        text = MODELINE.replace("count: 3", "count: 9")
        said = server.opened((tmp_path / "b.yaml").as_uri(), "yaml", text)
        assert places(said) == {(2, 9, "Value is above the maximum of 5.")}
