"""Migrate the bytes of a file: JSON, YAML and TOML as a whole, JSON Lines line by line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from orq_schema.fix.data import Mended, reader, rewritten, texts_in
from orq_schema.migrate.migrator import Migrator
from orq_schema.payload.decode import UTF8_BOM
from orq_schema.payload.kinds import PLAIN, kind_of_content, kind_of_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.migrate.rules import Reshape
    from orq_schema.payload.document import Document, Limits


def migrate_data(
    file: str, data: bytes, reshapes: list[Reshape], wanted: Callable[[Document], bool], limits: Limits
) -> Mended:
    """
    `data`, the content of `file`, with `reshapes` made in those of its documents that are `wanted`.

    What cannot be read is left alone: a line of JSON Lines, or all of any other file. So is what is compressed, and
    what is more than payloads: source code and documentation.
    """
    body = data.removeprefix(UTF8_BOM)
    kind = kind_of_name(file) or kind_of_content(body, limits)
    if kind not in PLAIN:
        return Mended(data, Counter())
    migrator = Migrator(reader(file, kind, limits), reshapes, wanted)
    parts = texts_in(body, kind)
    made = [rewritten(part, migrator.migrate) for part in parts]
    counts = sum((each.mends for each in made if each is not None), Counter[str]())
    texts = [part if each is None else each.data for part, each in zip(parts, made, strict=True)]
    return Mended(data[: len(data) - len(body)] + b"\n".join(texts), counts)
