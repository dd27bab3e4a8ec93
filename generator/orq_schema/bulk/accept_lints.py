"""Whether a lint could have something to say of an orq object that is valid; see `validation.lints`."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from msgspec import UNSET, Struct, to_builtins

from orq_schema.generated.orq_lines import fits
from orq_schema.jsonvalue import elements, members
from orq_schema.validation.inputs import lint_inputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orq_schema.generated.orq_lines import Fallback, Orq

# the codes that an answer may have, and those of them after which a further attempt could help
_CODES = frozenset(range(100, 600))
_PASSING = frozenset((429, *range(500, 600)))
_MODEL = attrgetter("model")
# as `inputs` finds them
_NAMES = re.compile(r"\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}").findall


class Said(Struct, forbid_unknown_fields=True, gc=False):
    """A message as most are."""

    role: str
    content: str


def are_quiet(orqs: Sequence[Orq]) -> bool:
    """
    Whether all of `orqs` is valid and no lint says anything of one by itself; False where one perhaps would.

    That no filter and no condition is empty its type has said.
    """
    if not fits(orqs):
        return False
    for orq in orqs:
        if (retry := orq.retry) is not UNSET and (codes := retry.on_codes) is not UNSET and not _help(codes):
            return False
        if (contact := orq.contact) is not UNSET and "@" in contact.id:
            return False
        if (thread := orq.thread) is not UNSET and "@" in thread.id:
            return False
        if (fallbacks := orq.fallbacks) is not UNSET and len(fallbacks) > 1 and not _differ(fallbacks):
            return False
    return True


def suits(orq: Orq, model: Any, messages: Any, prompt: Any = None) -> bool:
    """
    Whether no lint says anything of `orq` for the sake of the body around it; False where one perhaps would.

    The others are members of that body: None where they are not there.
    """
    if orq.fallbacks is not UNSET and model in map(_MODEL, orq.fallbacks):
        return False
    # an empty text is a text
    if orq.inputs is UNSET or (prompt is None and not messages):
        return True
    return orq.inputs.keys() == _named(prompt, messages) or _fit(orq, prompt, messages)


def _help(codes: Sequence[float]) -> bool:
    """Whether an answer may have each of the codes, and one helps; 429.0 is 429 in a set as well."""
    if _PASSING.issuperset(codes):
        return bool(codes)
    return _CODES.issuperset(codes) and not _PASSING.isdisjoint(codes)


def _differ(fallbacks: Sequence[Fallback]) -> bool:
    """Whether each fallback names another model; placeholders may well be the same."""
    return len(set(map(_MODEL, fallbacks))) == len(fallbacks)


def _fit(orq: Orq, prompt: Any, messages: Any) -> bool:
    """Whether the inputs are those that the text asks for, by the lint itself."""
    bases = [] if orq.knowledge_bases is UNSET else orq.knowledge_bases
    plain = {
        "inputs": orq.inputs,
        "prompt": None if orq.prompt is UNSET else {},
        "knowledge_bases": [{"query": each.query} for each in bases],
    }
    return next(lint_inputs(plain, to_builtins({"prompt": prompt, "messages": messages})), None) is None


def _named(prompt: Any, messages: Any) -> set[str] | None:
    """
    The names in double braces where all text is of the usual kind, else None.

    Where just these are the inputs, none is lacking and none is without a use.
    """
    names: set[str] = set()
    if prompt is not None:
        if not isinstance(prompt, str):
            return None
        names.update(_NAMES(prompt))
    for each in elements(messages):
        text = each.content if type(each) is Said else members(each).get("content")
        if type(text) is not str:
            return None
        if "{{" in text:
            names.update(_NAMES(text))
    return names
