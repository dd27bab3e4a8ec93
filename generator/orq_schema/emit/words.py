"""Limits, defaults and values in words, for docstrings and for the reference page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orq_schema.ir.nodes import Limits

_WIDTH = 88


def json_text(value: Any) -> str:
    """`value` as JSON on one line; characters that cannot be seen, or be stored, are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return (
        text
        if text.isprintable()
        else "".join([char if char.isprintable() else json.dumps(char)[1:-1] for char in text])
    )


def json_block(value: Any, indent: int = 0) -> str:
    """`value` as JSON, broken over several lines only where one would be too long."""
    text = json_text(value)
    if text[0] not in "[{" or len(text) == len("[]") or indent + len(text) <= _WIDTH:
        return text
    margin = " " * indent
    if text[0] == "[":
        parts = [json_block(each, indent + 2) for each in value]
    else:
        items = value.items()
        parts = [f"{json_text(key)}: {json_block(each, indent + 2)}" for key, each in items]
    opening, closing = text[0], text[-1]
    return opening + ",".join([f"\n{margin}  {part}" for part in parts]) + f"\n{margin}{closing}"


def limits_in_words(limits: Limits) -> list[str]:
    """One phrase for each limit, such as `from 1 to 5`; the pattern and the format last."""
    phrases = _range_in_words(limits)
    phrases += _count(limits.min_length, limits.max_length, "character")
    phrases += _count(limits.min_items, limits.max_items, "item")
    phrases += _count(limits.min_keys, limits.max_keys, "key")
    if limits.unique_items:
        phrases.append("no item twice")
    if limits.pattern is not None:
        phrases.append(f"matches {limits.pattern}")
    if limits.format is not None:
        phrases.append(f"format {limits.format}")
    if limits.also:
        phrases.append(f"further restricted by {', '.join(limits.also)}")
    return phrases


def _range_in_words(limits: Limits) -> list[str]:
    phrases: list[str] = []
    if limits.minimum is not None and limits.maximum is not None:
        phrases.append(f"from {limits.minimum} to {limits.maximum}")
    elif limits.minimum is not None:
        phrases.append(f"at least {limits.minimum}")
    elif limits.maximum is not None:
        phrases.append(f"at most {limits.maximum}")
    if limits.above is not None:
        phrases.append(f"more than {limits.above}")
    if limits.below is not None:
        phrases.append(f"less than {limits.below}")
    if limits.multiple_of is not None:
        phrases.append(f"a multiple of {limits.multiple_of}")
    return phrases


def _count(least: int | None, most: int | None, noun: str) -> list[str]:
    if least is not None and least == most:
        return [f"exactly {_counted(least, noun)}"]
    if least is not None and most is not None:
        return [f"from {least} to {_counted(most, noun)}"]
    if least is not None:
        return [f"at least {_counted(least, noun)}"]
    return [f"at most {_counted(most, noun)}"] if most is not None else []


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
