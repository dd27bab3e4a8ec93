"""JSON Pointer (RFC 6901) to steps and back: the only place that escapes `~0` and `~1`."""

from __future__ import annotations

from typing import Any

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
        step: Step = token
        if isinstance(value, list):
            # RFC 6901 section 4: no sign and no leading zeros
            if not (token.isascii() and token.isdigit()) or (token[0] == "0" and token != "0"):
                raise LookupError(join((*steps, token)))
            step = int(token)
        elif not isinstance(value, dict):
            raise LookupError(join((*steps, token)))
        try:
            value = value[step]
        except (KeyError, IndexError):
            raise LookupError(join((*steps, token))) from None
        steps.append(step)
    return value, tuple(steps)
