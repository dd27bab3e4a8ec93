"""What executors are sent: judges as the driver does, where there is nothing but the standard library."""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from tests.fuzz.inputs import Inputs
from tests.support.mutations import mutate

from orq_schema.bulk.values import Values, judging_of
from orq_schema.load.revisions import DEFAULT, find, revisions
from orq_schema.spark.archive import Archive, archive

if TYPE_CHECKING:
    from pathlib import Path

    from orq_schema.errors import Problem

SEED = 20_261_123
# one revision for each schema
PATHS = sorted({each.path: each.id for each in revisions()}.values())
BODY = {
    "model": "openai/gpt-4o",
    "messages": [{"role": "user", "content": "hello"}],
    "prompt": "hello",
    "orq": {
        "retry": {"count": 3, "on_codes": [429, 500]},
        "fallbacks": [{"model": "openai/gpt-4o-mini"}],
        "cache": {"type": "exact_match", "ttl": 60},
        "contact": {"id": "c-1", "email": "a@example.com", "tags": ["a"]},
        "identity": {"id": "c-1"},
        "thread": {"id": "t-1"},
        "inputs": {"name": "x", "1": 2},
        "knowledge_bases": [{"knowledge_id": "k", "top_k": 3}],
        "load_balancer": [{"model": "openai/gpt-4o", "weight": 0.5}],
        "timeout": {"call_timeout": 1000},
    },
}
# what an executor does, without Arrow: the same judge, the same engines
PROGRAM = """
import base64, json, sys
package, revision, source = sys.argv[1:]
sys.path.insert(0, ".")
import importlib
values = importlib.import_module(package + ".bulk.values")
executor = importlib.import_module(package + ".spark.executor")
judge = values.Values(
    values.judging_of(strict=True, revision=revision, at=["/orq", ""], ignored=[]), executor.engine
)
texts = [base64.b64decode(line) for line in open(source)]
print(json.dumps([[list(each[3:8]) for each in found] for found in judge.problems(texts)]))
assert not {name for name in sys.modules if name.split(".")[0] == "orq_schema"}
third = {"click", "jinja2", "jsonschema", "referencing", "yaml", "msgspec", "pyarrow", "pyspark"}
assert not third & set(sys.modules), third & set(sys.modules)
"""


def texts() -> list[bytes]:
    rng = random.Random(SEED)  # noqa: S311 - the same every time
    bodies = [json.dumps(mutate(BODY, rng)).encode() for _ in range(80)]
    objects = [json.dumps(mutate(BODY["orq"], rng)).encode() for _ in range(30)]
    hostile = [each.data for each in islice(Inputs(rng), 60)]
    return [*bodies, *objects, *hostile, json.dumps(BODY).encode(), b"", b"\xef\xbb\xbf{}"]


def told(problems: list[Problem] | None) -> list[Any]:
    return [list(each[3:8]) for each in problems or []]


def there(made: Archive, revision: str, folder: Path) -> list[Any]:
    """What a Python says that has no other package, and of this one only what `made` has."""
    archived = folder / "archive.zip"
    archived.write_bytes(made.data)
    with ZipFile(archived) as opened:
        opened.extractall(folder)
    source = folder / "texts"
    source.write_bytes(b"\n".join(base64.b64encode(each) for each in texts()))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PROGRAM, made.package, revision, str(source)],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("revision", [*PATHS, "auto"])
def test_an_executor_says_what_the_driver_says(revision: str, tmp_path: Path) -> None:
    here = Values(judging_of(strict=True, revision=revision, at=["/orq", ""], ignored=[]))
    expected = [told(each) for each in here.problems(texts())]
    assert there(archive(revision), revision, tmp_path) == expected
    assert sum(map(bool, expected)) > 90
    assert any(rule == "unknown-key" for found in expected for _, rule, *_ in found)


def test_it_is_the_same_for_the_same_sources() -> None:
    default = find(DEFAULT).id
    assert archive.__wrapped__(default) == archive.__wrapped__(default)
    assert archive(default).package != archive(revisions()[-1].id).package


def test_it_has_only_what_judges() -> None:
    made = archive(find(DEFAULT).id)
    with ZipFile(BytesIO(made.data)) as opened:
        names = opened.namelist()
        texts_ = b"".join(opened.read(name) for name in names if name.endswith(".py"))
    assert {name.split("/")[0] for name in names} == {made.package}
    rooms = {name.split("/")[1] for name in names}
    assert {"bulk", "generated", "payload", "schemas", "validation"} <= rooms
    assert not {"cli", "emit", "openapi", "report", "templates"} & rooms
    # no name in it leads to a package of the machine that it comes to
    assert b"import orq_schema\n" not in texts_
    assert b"from orq_schema." not in texts_
    assert len(made.data) < 1_000_000
