"""Where the schemas and templates are: in the package when it is installed, in the checkout when editable."""

from __future__ import annotations

import os

# the revision of the orq object that our own schema of it states
REVISION = "2025-09-04"

_PACKAGE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs 8 ms at start-up
_CHECKOUT = os.path.dirname(os.path.dirname(_PACKAGE))  # noqa: PTH120


def _folder(name: str) -> str:
    packaged = os.path.join(_PACKAGE, name)  # noqa: PTH118
    return packaged if os.path.isdir(packaged) else os.path.join(_CHECKOUT, name)  # noqa: PTH112, PTH118


def schemas() -> str:
    """The folder of our own schemas."""
    return _folder("schemas")


def templates() -> str:
    """The folder of the Jinja templates."""
    return _folder("templates")


def schema_path(name: str) -> str:
    """The path of our own schema called `name`, such as `orq` for `orq.schema.json`."""
    return os.path.join(schemas(), f"{name}.schema.json")  # noqa: PTH118
