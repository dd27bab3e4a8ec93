"""What is valid in an orq object and yet surely not meant: each a warning that can be switched off by its rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import elements, is_array, is_object, members
from orq_schema.validation.inputs import lint_inputs
from orq_schema.validation.mistake import Mistake
from orq_schema.validation.placeholders import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.pointer import Steps

RULES = (
    "retry-code-impossible",
    "retry-codes-useless",
    "duplicate-fallback",
    "fallback-is-model",
    "empty-filter",
    "mixed-filter",
    "missing-input",
    "unused-input",
    "personal-data",
)

_JOINING = ("and", "or")
_CODES = range(100, 600)
_TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500
# begins at the @, which few identifiers have: before it any character will do
_ADDRESS = r"[^\s@]@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![A-Za-z0-9])"


def lint(target: Any, request: Any | None) -> list[Mistake]:
    """
    What is likely a mistake in the orq object `target`, with steps from there.

    `request` is the body around it, None where there is none. Both may be of any type and have any mistakes: what
    is not as it should be is passed over, the validator speaks of that.
    """
    orq, body = members(target), members(request)
    return [
        *_retry_codes(members(orq.get("retry")).get("on_codes")),
        *_fallbacks(elements(orq.get("fallbacks")), body.get("model")),
        *(each for index, steps in _filters(orq) for each in _filter(index, steps)),
        *lint_inputs(orq, body),
        *_identifiers(orq),
    ]


def combined(found: list[Mistake], lints: list[Mistake]) -> list[Mistake]:
    """
    `found` by a schema, and `lints` of the same value, each thing once.

    Of fields beside `and` the lint says more than that they are unknown keys. What is an error by the schema needs
    no lint.
    """
    if not lints:
        return found
    wrong = {each.steps for each in found if each.severity == "error" and not each.at_key}
    lints = [each for each in lints if each.steps not in wrong]
    mixed = {each.steps[:-1] for each in lints if each.rule == "mixed-filter"}
    return [each for each in found if each.rule != "unknown-key" or each.steps[:-1] not in mixed] + lints


def _warning(
    steps: Steps, rule: str, message: str, hint: str | None = None, *, at_key: bool = False
) -> Mistake:
    return Mistake(steps, at_key, rule, "warning", message, hint)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _retry_codes(codes: Any) -> Iterator[Mistake]:
    """Codes that no answer has, or else none that a further attempt could change (RFC 9110 section 15)."""
    at: Steps = ("retry", "on_codes")
    if not is_array(codes) or not all(map(_is_number, codes)):
        return
    impossible = [index for index, code in enumerate(codes) if code not in _CODES]
    for index in impossible:
        yield _warning(
            (*at, index), "retry-code-impossible", "no answer has this status code",
            "status codes are whole numbers from 100 to 599",
        )  # fmt: skip
    if not codes:
        message = "without a status code no failed call is tried again"
        yield _warning(at, "retry-codes-useless", message, "leave the key out for the default")
    elif not impossible and not any(code == _TOO_MANY_REQUESTS or code >= _SERVER_ERROR for code in codes):
        message = "neither 429 nor a server error (500 to 599) is among the status codes to retry on"
        hint = "add 429 or codes from 500 to 599"
        yield _warning(at, "retry-codes-useless", message, hint)


def _fallbacks(fallbacks: Any, model: Any) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for index, fallback in enumerate(fallbacks):
        each = members(fallback).get("model")
        if not isinstance(each, str) or is_placeholder(each):
            continue
        at = ("fallbacks", index, "model")
        if each == model:
            message = "the model of the request itself, which has failed by then"
            yield _warning(at, "fallback-is-model", message, "take it out of the list, or name another model")
        elif each in first:
            message = f"the same model as in fallback {first[each] + 1} of the list"
            yield _warning(
                at, "duplicate-fallback", message, "take it out of the list, or name another model"
            )
        first.setdefault(each, index)


def _filters(orq: dict[str, Any]) -> Iterator[tuple[Any, Steps]]:
    for index, base in enumerate(elements(orq.get("knowledge_bases"))):
        if "filter_by" in members(base):
            yield base["filter_by"], ("knowledge_bases", index, "filter_by")


def _filter(value: Any, at: Steps) -> Iterator[Mistake]:
    if not is_object(value):
        return
    if not value:
        yield _empty(at, "an empty filter matches everything")
    # a metadata field may be called "and"; it has an object, not a list
    joining = [key for key in value if key in _JOINING and is_array(value[key])]
    for key in joining:
        if not value[key]:
            yield _empty((*at, key), "a filter without a condition matches everything")
        for index, each in enumerate(value[key]):
            if is_object(each) and not each:
                yield _empty((*at, key, index), "an empty condition matches everything")
    if joining and len(value) > 1:
        yield _mixed(value, joining, at)


def _empty(at: Steps, message: str) -> Mistake:
    return _warning(at, "empty-filter", message, "leave the filter out, or name a field")


def _mixed(value: dict[str, Any], joining: list[str], at: Steps) -> Mistake:
    """Of the alternatives of a filter only one is honoured."""
    from orq_schema.validation.hints import quoted

    if len(joining) > 1:
        message = '"and" beside "or": only one of them is honoured'
        hint = "keep one of them"
        return _warning((*at, joining[1]), "mixed-filter", message, hint, at_key=True)
    field = next(key for key in value if key not in joining)
    message = f"{quoted(field)} beside {quoted(joining[0])}: only one of them is honoured"
    hint = f"put {quoted(field)} into the list under {quoted(joining[0])}"
    return _warning((*at, field), "mixed-filter", message, hint, at_key=True)


def _identifiers(orq: dict[str, Any]) -> Iterator[Mistake]:
    for outer in ("contact", "thread"):
        text = members(orq.get(outer)).get("id")
        if isinstance(text, str) and "@" in text and re.search(_ADDRESS, text):
            message = "an e-mail address in an identifier, which is kept with every trace"
            yield _warning(
                (outer, "id"), "personal-data", message, "use an id that says nothing of the person"
            )
