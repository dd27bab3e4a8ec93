"""Validate one file by jsonschema-rs as its README shows it: `SCHEMA PAYLOAD`; exit code 1 if it is invalid."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema_rs


def main(schema: str, path: str) -> int:
    """Print each error as the library words it."""
    validator = jsonschema_rs.validator_for(json.loads(Path(schema).read_bytes()))
    try:
        instance = json.loads(Path(path).read_bytes())
    except (
        ValueError,
        RecursionError,
    ) as error:  # what the library leaves to its caller is not held against it
        print(f"{path}: {error}")
        return 1
    found = list(validator.iter_errors(instance))
    print(*found, sep="\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
