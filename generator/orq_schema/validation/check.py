"""Judge one document: what is wrong with the value that it carries, each mistake at the place that has to change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema import pointer
from orq_schema.errors import Problem
from orq_schema.validation.explain import explain

if TYPE_CHECKING:
    from orq_schema.payload.document import Document
    from orq_schema.payload.locate import Target
    from orq_schema.pointer import Steps
    from orq_schema.validation.engine import Engine

_LONGEST_VALUE = 60


class Options(NamedTuple):
    """How to judge: unknown keys as errors, and whether messages may show values of the payload."""

    strict: bool = False
    show_values: bool = False


def check(document: Document, target: Target, engine: Engine, options: Options) -> list[Problem]:
    """
    The problems of `target`, which is in `document`, in the order of the document; none if all is well.

    Raises DepthError where it is nested too deeply to be checked.
    """
    placed: list[Problem] = []
    for mistake in explain(target.value, engine, strict=options.strict, bare=target.bare):
        steps = target.steps + mistake.steps
        line, column = document.key_place(steps) if mistake.at_key else document.place(steps)
        message = mistake.message
        if options.show_values and not mistake.at_key and ", found " in message:
            message += f": {_shown(target.value, mistake.steps)}"
        placed.append(
            Problem(
                document.file, line, column, pointer.join(steps),
                mistake.rule, mistake.severity, message, mistake.hint,
            )
        )  # fmt: skip
    return sorted(placed, key=lambda each: (each.line or 0, each.column or 0))


def _shown(value: Any, steps: Steps) -> str:
    for step in steps:
        value = value[step]
    text = ""
    # piece by piece: the value may be large, or nested deeper than the encoder follows
    for piece in json.JSONEncoder(ensure_ascii=False).iterencode(value):
        text += piece
        if len(text) > _LONGEST_VALUE:
            return f"{text[:_LONGEST_VALUE]}..."
    return text
