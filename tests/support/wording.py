"""Whether descriptions are in words of our own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# a shorter sentence, such as "Name of the model.", can hardly be said otherwise
SHORTEST_SENTENCE = 5
LONGEST_RUN = 7


def repeated(ours: Any, theirs: Sequence[Any]) -> list[str]:
    """Return the descriptions in the schema `ours` that hold a sentence, or many words in a row, of `theirs`."""
    texts = [text for schema in theirs for text in descriptions(schema)]
    sentences = {words(each) for text in texts for each in re.split(r"(?<=[.!?])\s", text)}
    long = [each for each in sentences if len(each.split()) >= SHORTEST_SENTENCE]
    runs = {run for text in texts for run in runs_of(words(text))}
    return [
        text
        for text in descriptions(ours)
        if any(f" {each} " in f" {words(text)} " for each in long) or runs & set(runs_of(words(text)))
    ]


def descriptions(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in cast("dict[str, Any]", value).items():
            if key == "description" and isinstance(each, str):
                yield each
            yield from descriptions(each)
    elif isinstance(value, list):
        for each in cast("Sequence[Any]", value):
            yield from descriptions(each)


def words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def runs_of(text: str) -> Iterator[str]:
    """Yield each run of words that is one longer than two texts may share."""
    each = text.split()
    for start in range(len(each) - LONGEST_RUN):
        yield " ".join(each[start : start + LONGEST_RUN + 1])
