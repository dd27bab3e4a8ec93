"""
What jsonschema-rs can prove by the canonical forms of two schemas, where it is installed.

Its `covers` says that one schema admits all that another does, and says so only where it has proven it. It is an
experimental part of that library: it is asked only where we have neither a proof nor a payload, and in a process of
its own, since there are schemas that end the process. That it never contradicts our own proof is tested.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orq_schema.load.schema import LoadedSchema

_SPECIFICATIONS = "json-schema.org"
_YES, _SECONDS = "yes", 10


def covers(new: LoadedSchema, old: LoadedSchema) -> bool:
    """Whether the library is there and has proven that `new` accepts all that `old` accepts, formats left aside."""
    if find_spec("jsonschema_rs") is None:
        return False
    # isolated: nothing in the current folder or the environment is taken for a module
    command = [sys.executable, "-I", "-m", "orq_schema.evolve.canonical"]
    asked = json.dumps([_written(each) for each in (new, old)])
    try:
        done = subprocess.run(  # noqa: S603 - this very module
            command, input=asked, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0 and done.stdout.strip() == _YES


def _written(schema: LoadedSchema) -> dict[str, Any]:
    """A schema and those that it may refer to, as JSON."""
    others = [
        (uri, found.contents) for uri, found in schema.registry.items() if uri and _SPECIFICATIONS not in uri
    ]
    return {"contents": schema.contents, "uri": schema.uri, "others": others}


def _answer(asked: str) -> str:
    """`yes` where it is proven that the first of two written schemas covers the second."""
    import jsonschema_rs

    def canonical(written: dict[str, Any]) -> jsonschema_rs.CanonicalSchema:
        draft = jsonschema_rs.Draft202012
        registry = jsonschema_rs.Registry(
            [(uri, contents) for uri, contents in written["others"]], draft=draft
        )
        return jsonschema_rs.canonicalize(
            written["contents"], draft=draft, registry=registry, base_uri=written["uri"], offline=True,
            validate_formats=False,
        )  # fmt: skip

    new, old = map(canonical, json.loads(asked))
    return _YES if new.covers(old) == jsonschema_rs.canonical.Containment.YES else "not proven"


if __name__ == "__main__":
    sys.stdout.write(_answer(sys.stdin.read()))
