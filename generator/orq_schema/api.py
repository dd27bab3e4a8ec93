"""What `import orq_schema` offers: judge an orq object or the text of a payload, or compile a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from orq_schema import pointer
from orq_schema.compile.validator import Validator, compile_schema
from orq_schema.errors import Problem
from orq_schema.generated import orq_validator
from orq_schema.load.revisions import DEFAULT, revisions, unusual
from orq_schema.payload.kinds import PLAIN
from orq_schema.payload.read import read_bytes
from orq_schema.validation.check import Options
from orq_schema.validation.engine import own
from orq_schema.validation.files import judged
from orq_schema.validation.judge import Judge, Judging
from orq_schema.validation.review import review

if TYPE_CHECKING:
    from orq_schema.pointer import Steps
    from orq_schema.validation.engine import Engine

__all__ = ["Validator", "compile_schema", "fitting_revisions", "is_valid", "validate", "validate_text"]


def is_valid(value: object, *, revision: str = DEFAULT) -> bool:
    """
    Whether `value` is an orq object that the API accepts, unknown keys and all.

    `revision` is a date, an id, or "latest"; UnknownRevisionError if there is no such revision. Which ones fit,
    `fitting_revisions` says.
    """
    # the usual call pays for no more than this
    return orq_validator.is_valid(value) if revision == DEFAULT else _engine(revision).is_valid(value)


def fitting_revisions(value: object) -> list[str]:
    """
    The ids of the revisions whose API accepts the orq object `value`, unknown keys and all, the newest first.

    Empty where there is none. Raises DepthError where `value` is nested too deeply.
    """
    # those that differ in text alone share a file, and with it the verdict
    verdicts = {each.path: each.id for each in revisions()}
    fitting = {path for path, identifier in verdicts.items() if is_valid(value, revision=identifier)}
    return [each.id for each in reversed(revisions()) if each.path in fitting]


def validate(value: object, *, strict: bool = False, revision: str = DEFAULT) -> list[Problem]:
    """
    What is wrong with the orq object `value`, in the order of its keys; nothing if all is well.

    Unknown keys, which the API accepts, are problems of severity "warning", with `strict` "error". The problems
    have pointers from `value`, and no file, line or column. `revision` is as for `is_valid`.
    """
    mistakes = review(value, _engine(revision), strict=strict)
    ranks: dict[int, dict[str, int]] = {}
    mistakes.sort(key=lambda each: _order(value, each.steps, ranks))
    return [
        Problem("", None, None, pointer.join(each.steps), each.rule, each.severity, each.told(), each.hint)
        for each in mistakes
    ]


def validate_text(  # noqa: PLR0913 - one parameter for each option
    text: bytes | str,
    format: Literal["json", "jsonl", "yaml", "toml"] | None = None,  # noqa: A002 - as the command's option
    *,
    strict: bool = False,
    show_values: bool = False,
    file: str = "payload",
    revision: str = DEFAULT,
) -> list[Problem]:
    """
    What is wrong with a payload as it is written: what `orq-schema validate` says of a file with `text` in it.

    `format` is the language of `text`, found out from it where None; bytes are decoded as strictly as a file is.
    The orq object is found by itself. `file` is the name that the problems have; lines and columns count from 1.
    `strict` makes errors of unknown keys; with `show_values` messages may quote what could be secret. `revision` may
    also be "auto": the newest that fits, which a note tells. Nothing wrong with the text, its encoding and syntax
    included, is an exception; a `format` that there is not is a ValueError.
    """
    if format is not None and format not in PLAIN:
        raise ValueError(f"no format {format!r}; there are {', '.join(sorted(PLAIN))}")
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
    options = Options(strict=strict, show_values=show_values)
    found = read_bytes(file, data, kind=format)
    return [
        each.problem
        for each in judged(found, Judge(Judging(options=options, revision=revision)), options, named=True)
    ]


def _engine(revision: str) -> Engine:
    other = unusual(revision)
    if other is None:
        return own("orq")
    from orq_schema.validation.revisions import engine_of

    return engine_of(other, "orq", "compiled", assert_formats=False)


def _order(value: Any, steps: Steps, ranks: dict[int, dict[str, int]]) -> list[int]:
    """Where the value at `steps` stands among the others; `ranks` keeps the order of each object's keys."""
    found: list[int] = []
    for step in steps:
        if isinstance(step, int):
            found.append(step)
        else:
            if id(value) not in ranks:
                ranks[id(value)] = {key: rank for rank, key in enumerate(value)}
            found.append(ranks[id(value)][step])
        value = value[step]
    return found
