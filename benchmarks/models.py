"""Models made from the canonical schema: do they give a payload back, and how long does making them take."""

from __future__ import annotations

import importlib.util
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import Row, processes, row
from payloads import ROOT, SCHEMA

sys.path.insert(0, str(ROOT))

from tests.support.instances import valid

from orq_schema.load.schema import builtin

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

BIN = Path(sys.executable).parent
PAYLOADS = 300


def round_trips() -> dict[str, int]:
    """Of 300 random valid payloads, how many come back equal, integers and floats told apart."""
    schema = builtin("orq")
    randomness = random.Random(20250904)  # noqa: S311 - payloads, no secrets
    payloads = [valid(schema, randomness) for _ in range(PAYLOADS)]
    with tempfile.TemporaryDirectory() as folder:
        makers = {
            "orq-schema": _ours(folder),
            "datamodel-code-generator pydantic": _theirs(folder, "pydantic_v2.BaseModel"),
        }
        return {name: sum(_same(back, each) for each in payloads) for name, back in makers.items()}


def generation() -> dict[str, float]:
    """Seconds for a whole process that writes dataclasses."""
    with tempfile.TemporaryDirectory() as folder:
        return processes(
            {
                "orq-schema": [
                    str(BIN / "orq-schema"),
                    "generate",
                    "--out",
                    folder,
                    "--target",
                    "dataclasses",
                ],
                "datamodel-code-generator": _command(folder, "dataclasses.dataclass"),
            },
            rounds=7,
        )


def rows() -> list[Row]:
    """The comparison."""
    found = {name: str(each) for name, each in round_trips().items()}
    return [
        row("writing dataclasses, whole process, time", generation()),
        row(f"of {PAYLOADS} valid payloads: given back unchanged by the models", found),
    ]


def _same(back: Callable[[Any], Any], payload: Any) -> bool:
    try:
        return json.dumps(back(payload), sort_keys=True) == json.dumps(payload, sort_keys=True)
    except Exception:  # noqa: BLE001 - a peer's model may refuse a valid payload in any way
        return False


def _ours(folder: str) -> Callable[[Any], Any]:
    from orq_schema.cli.files import write
    from orq_schema.cli.jobs import render

    write(folder, render(builtin("orq"), ("dataclasses",)))
    module = _load(Path(folder, "orq_models.py"))
    return lambda payload: module.Orq.from_dict(payload).to_dict()


def _theirs(folder: str, kind: str) -> Callable[[Any], Any]:
    import subprocess

    subprocess.run(_command(folder, kind), check=True, capture_output=True)
    module = _load(Path(folder, "theirs.py"))
    return lambda payload: json.loads(
        module.Orq.model_validate(payload).model_dump_json(by_alias=True, exclude_unset=True)
    )


def _command(folder: str, kind: str) -> list[str]:
    # a schema without `$id`, which that tool would fetch
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    del schema["$id"]
    source = Path(folder, "schema.json")
    source.write_text(json.dumps(schema), encoding="utf-8")
    options = ["--input-file-type", "jsonschema", "--output-model-type", kind, "--disable-timestamp"]
    target = ["--formatters", "builtin", "--output", str(Path(folder, "theirs.py"))]
    return [str(BIN / "datamodel-codegen"), "--input", str(source), *options, *target]


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
