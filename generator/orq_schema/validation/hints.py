"""Which of several names a word is, or was meant to be."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from orq_schema.validation.facts import SYNONYMS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_SHORT = 3
_written = json.JSONEncoder(ensure_ascii=False).encode
# nearer than this a word is taken for a slip of the pen
_SURE = 0.8


@lru_cache(maxsize=10_000)
def normal(key: str) -> str:
    """`key` as it would be written here: `onCodes`, `on-codes`, `$on_codes` and `on_codes_` are `on_codes`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)
    return re.sub(r"[^0-9a-z]+", "_", spaced.lower()).strip("_")


def singular(word: str) -> str:
    """`retry` for `retries`, `fallback` for `fallbacks`; the word need not be an English one."""
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def respelled(key: str, known: Collection[str]) -> str | None:
    """The one of `known` that `key` is but for case and separators."""
    wanted = normal(key)
    return next((each for each in known if wanted and normal(each) == wanted), None)


def misspelt(key: str, known: Sequence[str]) -> str | None:
    """The one of `known` that `key` surely stands for: but for case, separators, number or a slip of the pen."""
    for form in (normal, _singular):
        same = [each for each in known if form(key) and form(each) == form(key)]
        if same:
            return same[0] if len(same) == 1 else None
    near = _near(normal(key), known, 2, _SURE)
    return near[0] if len(near) == 1 else None


def _singular(key: str) -> str:
    return singular(normal(key))


def _near(key: str, known: Sequence[str], most: int, least: float) -> Sequence[str]:
    # short words resemble each other by chance: `min` is neither `in` nor `nin`
    words = [each for each in known if len(each) >= _SHORT and len(each) + len(key) > 2 * _SHORT]
    return _close(key, tuple(words), most, least) if words else ()


@lru_cache(maxsize=1000)
def _close(key: str, words: tuple[str, ...], most: int, least: float) -> tuple[str, ...]:
    from difflib import get_close_matches

    return tuple(get_close_matches(key, words, n=most, cutoff=least))


def similar(key: str, known: Sequence[str]) -> str | None:
    """The one of `known` that `key` is another spelling of, a word for, is nearest to, or has all the words of."""
    exact = respelled(key, known)
    if exact is not None:
        return exact
    meant = SYNONYMS.get(normal(key) or key)
    if meant in known:
        return meant
    for spelling in dict.fromkeys((key, normal(key))):
        near = _near(spelling, known, 1, 0.6)
        if near:
            return near[0]
    longer = [each for each in known if _is_part(normal(each), normal(key))]
    # two would be a guess
    return longer[0] if len(longer) == 1 else None


def _is_part(known: str, key: str) -> bool:
    """`id` is a part of `thread_id`, and `eq` of `equals`; one letter says too little."""
    return len(known) > 1 and (set(known.split("_")) <= set(key.split("_")) or key.startswith(known))


def abbreviated(key: str, known: Sequence[str]) -> str | None:
    """The one of `known` that has all the words of `key` and more: `display_name` for `name`."""
    wanted = set(normal(key).split("_"))
    longer = [each for each in known if wanted < set(normal(each).split("_"))] if len(key) > 1 else []
    return longer[0] if len(longer) == 1 else None


def quoted(key: object) -> str:
    """`key` as a message shows it."""
    return _written(key)


def listed(keys: Collection[str]) -> str:
    """`known here: "a", "b"`."""
    return f"known here: {', '.join(map(quoted, keys))}"
