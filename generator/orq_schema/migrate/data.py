"""Migrate the bytes of a file: JSON, YAML and TOML as a whole, JSON Lines line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.fix.data import rewrite
from orq_schema.migrate.migrator import Migrator

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.fix.data import Mended
    from orq_schema.migrate.rules import Reshape
    from orq_schema.payload.document import Document, Limits


def migrate_data(
    file: str, data: bytes, reshapes: list[Reshape], wanted: Callable[[Document], bool], limits: Limits
) -> Mended:
    """
    `data`, the content of `file`, with `reshapes` made in those of its documents that are `wanted`.

    What is left alone is said at `rewrite`.
    """
    return rewrite(file, data, limits, lambda read: Migrator(read, reshapes, wanted).migrate)
