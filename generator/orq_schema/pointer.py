"""JSON Pointer (RFC 6901) to steps and back: the only place that escapes `~0` and `~1`."""

from __future__ import annotations

import re
from typing import Any

from orq_schema.jsonvalue import is_array, is_object

Step = str | int
Steps = tuple[Step, ...]


def escape(step: Step) -> str:
    """One reference token: `a/b` becomes `a~1b` (RFC 6901 section 3)."""
    text = str(step)
    if "~" in text:
        text = text.replace("~", "~0")
    return text.replace("/", "~1")


def join(steps: Steps) -> str:
    """The pointer of `steps`; the empty string for no steps, which is the whole document."""
    return "".join(["/" + escape(step) for step in steps])


def split(pointer: str) -> tuple[str, ...]:
    """
    The unescaped reference tokens of `pointer`.

    Raises ValueError where it is no JSON Pointer: it must be empty or begin with `/`, and each `~` must be
    followed by 0 or 1 (RFC 6901 section 3).
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        raise ValueError('a JSON Pointer is empty or begins with "/"')
    if "~" not in pointer:
        return tuple(pointer[1:].split("/"))
    if "~" in pointer.replace("~0", "").replace("~1", ""):
        raise ValueError('in a JSON Pointer "~" is followed by 0 or 1')
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))


def resolve(document: Any, pointer: str) -> tuple[Any, Steps]:
    """
    The value at `pointer` in `document`, with the steps to it, array indices as int.

    Raises LookupError where there is no such value, ValueError where `pointer` is no JSON Pointer.
    """
    value = document
    steps: list[Step] = []
    for token in split(pointer):
        if is_object(value) and token in value:
            steps.append(token)
            value = value[token]
        elif is_array(value) and _is_index(token) and int(token) < len(value):
            steps.append(int(token))
            value = value[int(token)]
        else:
            raise LookupError(join((*steps, token)))
    return value, tuple(steps)


def _is_index(text: str) -> bool:
    # RFC 6901 section 4: no sign and no leading zeros; no array has an index of twenty digits
    return re.fullmatch(r"0|[1-9][0-9]{0,18}", text) is not None
