"""FIELD as a user writes it, to steps and back: `fallbacks[].model`, `/fallbacks/0/model`, `orq.retry.count`."""

from __future__ import annotations

import re

from orq_schema import pointer

# a key, any key for None inside a map is written `*`; an index, or None for each item of an array
Step = str | int | None
Steps = tuple[Step, ...]

ANY_KEY = "*"
_PART = re.compile(r"([^\[\]]*)((?:\[(?:\*|[0-9]{0,9})\])*)")
_BRACKETS = re.compile(r"\[(\*|[0-9]*)\]")
# a key that the dotted form cannot tell from something else
_PLAIN = re.compile(r"[^.\[\]/\s][^.\[\]\s]*")
# where documents carry the orq object, as payload/locate.py finds it
CARRIERS = (("orq",), ("extra_body", "orq"), ("body", "orq"))


def parse(field: str) -> Steps:
    """
    The steps of `field`, a JSON Pointer or keys joined by dots with `[]` or an index behind an array.

    Raises ValueError where it is neither.
    """
    if not field or field.startswith("/"):
        return pointer.split(field)
    steps: list[Step] = []
    for number, part in enumerate(field.split(".")):
        found = _PART.fullmatch(part)
        # only the root needs no key before its brackets
        if found is None or not (found[1] or (found[2] and number == 0)):
            raise ValueError("a field is written like retry.count, fallbacks[].model or /retry/count")
        steps += [found[1]] if found[1] else []
        steps += [int(index) if index.isdecimal() else None for index in _BRACKETS.findall(found[2])]
    return tuple(steps)


def shown(steps: Steps) -> str:
    """The dotted form of `steps`; a JSON Pointer where a key has a dot, a bracket or white space in it."""
    if not all(_PLAIN.fullmatch(each) for each in steps if isinstance(each, str)):
        return pointer.join(tuple(0 if each is None else each for each in steps))
    text = ""
    for each in steps:
        if isinstance(each, str):
            text += f".{each}" if text else each
        else:
            text += "[]" if each is None else f"[{each}]"
    return text
