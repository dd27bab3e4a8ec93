"""Whether a lint could have something to say of an orq object that is valid; see `validation.lints`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import UNSET, Struct, to_builtins

from orq_schema.generated.orq_lines import fits
from orq_schema.jsonvalue import elements, is_array, is_object, members
from orq_schema.validation.inputs import lint_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from orq_schema.generated.orq_lines import Fallback, Orq

# the codes that an answer may have, and those of them after which a further attempt could help
_CODES = frozenset(range(100, 600))
_PASSING = frozenset((429, *range(500, 600)))
# as `inputs` finds them
_NAMES = re.compile(r"\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}").findall


class Said(Struct, forbid_unknown_fields=True, gc=False):
    """A message as most are."""

    role: str
    content: str


def is_quiet(orq: Orq, request: Any = None) -> bool:
    """
    Whether all of `orq` is valid and no lint says anything of it; False where one perhaps would.

    `request` is the body around it, a dict or a Struct of its known members; None where there is none.
    """
    if not fits(orq):
        return False
    if (retry := orq.retry) is not UNSET and (codes := retry.on_codes) is not UNSET and not _help(codes):
        return False
    if (contact := orq.contact) is not UNSET and "@" in contact.id:
        return False
    if (thread := orq.thread) is not UNSET and "@" in thread.id:
        return False
    # one alone differs from all others
    if (
        (fallbacks := orq.fallbacks) is not UNSET
        and not (request is None and len(fallbacks) == 1)
        and not _differ(fallbacks, request)
    ):
        return False
    if (bases := orq.knowledge_bases) is not UNSET:
        for base in bases:
            if (condition := base.filter_by) is not UNSET and not (condition and _restricts(condition)):
                return False
    return request is None or orq.inputs is UNSET or _fit(orq, request)


def _help(codes: Sequence[float]) -> bool:
    """Whether an answer may have each of the codes, and one helps; 429.0 is 429 in a set as well."""
    if _PASSING.issuperset(codes):
        return bool(codes)
    return _CODES.issuperset(codes) and not _PASSING.isdisjoint(codes)


def _differ(fallbacks: Sequence[Fallback], request: Any) -> bool:
    """Whether each fallback names another model, none that of `request`; placeholders may well be the same."""
    asked = None if request is None else _of(request, "model")
    # what is no string is no model's name
    seen = {asked if isinstance(asked, str) else None}
    for each in fallbacks:
        if (model := each.model) in seen:
            return False
        seen.add(model)
    return True


def _restricts(condition: Mapping[str, Any]) -> bool:
    """Whether there is something in each list of conditions, and in each condition there."""
    if "and" in condition or "or" in condition:
        for each in condition.values():
            if is_array(each) and not (each and all(each)):
                return False
    return True


def _fit(orq: Orq, request: Any) -> bool:
    """Whether the inputs are those that the text asks for."""
    prompt, messages = _of(request, "prompt"), _of(request, "messages")
    # an empty text is a text
    if prompt is None and not messages:
        return True
    if orq.inputs is not UNSET and orq.inputs.keys() == _named(prompt, messages):
        return True
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
        if not isinstance(text, str):
            return None
        if "{{" in text:
            names.update(_NAMES(text))
    return names


def _of(request: Any, key: str) -> Any:
    """A member of a body; None where it is not there."""
    found = request.get(key) if is_object(request) else getattr(request, key, None)
    return None if found is UNSET else found
