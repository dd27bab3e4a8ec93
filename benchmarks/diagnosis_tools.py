"""The tools that are compared: how each is installed and called."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
HERE = Path(__file__).parent
OURS = (str(BIN / "orq-schema"), "validate")
SCHEMA = "schema.json"
_SOURCEMETA = ("sourcemeta-jsonschema", "17.3.0")
_NPM = {
    "ajv": "8.20.0",
    "ajv-cli": "5.0.0",
    "ajv-formats": "3.0.1",
    "@jirutka/ajv-cli": "6.0.0",
    "better-ajv-errors": "2.0.3",
    "v8r": "5.1.0",
    "vscode-json-languageservice": "5.7.2",
}
_JSON = (".json",)
_YAML = (".json", ".yaml")
_ALL = (".json", ".yaml", ".jsonl")


class Tool(NamedTuple):
    """A command, to which the payload is added, and the file name endings that the tool claims to read."""

    name: str
    version: str
    command: tuple[str, ...]
    suffixes: tuple[str, ...]


def peers(folder: Path) -> list[Tool]:
    """The others; those that are not in our own environment are in `folder`. They read the schema from SCHEMA."""
    modules = folder / "node_modules"
    rs = str(HERE / "diagnosis_jsonschema_rs.py")
    ajv = ("--spec=draft2020", "--all-errors", "-c", "ajv-formats", "-s", SCHEMA)

    def python(name: str, suffixes: tuple[str, ...], *command: str) -> Tool:
        return Tool(name, version(name), command, suffixes)

    def node(name: str, suffixes: tuple[str, ...], script: Path, *arguments: str) -> Tool:
        return Tool(name, _NPM[name], ("node", str(script), *arguments), suffixes)

    own = (str(folder), SCHEMA)
    return [
        python("check-jsonschema", _YAML, str(BIN / "check-jsonschema"), "--schemafile", SCHEMA),
        python("jsonschema", _JSON, sys.executable, "-W", "ignore", "-m", "jsonschema", SCHEMA, "-i"),
        python("jsonschema-rs", _JSON, sys.executable, rs, SCHEMA),
        Tool(*_SOURCEMETA, (_binary(folder), "validate", SCHEMA), _ALL),
        node(
            "ajv-cli",
            _YAML,
            modules / "ajv-cli/dist/index.js",
            "validate",
            "--strict=false",
            "--errors=text",
            *ajv,
            "-d",
        ),
        node("@jirutka/ajv-cli", _YAML, modules / "@jirutka/ajv-cli/lib/main.js", "validate", *ajv, "--"),
        node("better-ajv-errors", _JSON, HERE / "diagnosis_better_ajv.mjs", *own),
        node("v8r", _YAML, modules / "v8r/src/index.js", "--schema", SCHEMA),
        node("vscode-json-languageservice", _JSON, HERE / "diagnosis_vscode.mjs", *own),
    ]


def install(folder: Path) -> None:
    """Install into `folder`, from PyPI and npm, what is not there yet."""
    done = folder / "installed.json"
    wanted = {**_NPM, _SOURCEMETA[0]: _SOURCEMETA[1]}
    if done.exists() and json.loads(done.read_bytes()) == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    # without the installing scripts of strangers; none of these needs its own
    npm = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([*npm, *(f"{name}@{each}" for name, each in _NPM.items())], check=True)
    # in an environment of its own: its command is called `jsonschema`, as that of the Python library is
    subprocess.run([sys.executable, "-m", "venv", str(folder / "python")], check=True)
    subprocess.run(
        [folder / "python/bin/python", "-m", "pip", "install", "--quiet", "==".join(_SOURCEMETA)], check=True
    )
    done.write_text(json.dumps(wanted), encoding="utf-8")


def places(*peers: Path) -> dict[str, str]:
    """What stands in the page for the folders of this machine; `peers` is where the peers are, if they are run."""
    return {
        **{str(folder): "PEERS" for folder in peers},
        str(ROOT): "ORQ-SCHEMA",
        sys.prefix: "VENV",
        sysconfig.get_path("stdlib"): "PYTHON",
    }


def _binary(folder: Path) -> str:
    # what the wheel installs as a command is a Python script that hides the exit code
    name = f"jsonschema-{sys.platform}-{platform.machine().replace('aarch64', 'arm64')}"
    return str(next(folder.glob(f"python/lib/*/site-packages/sourcemeta_jsonschema/{name}")))
