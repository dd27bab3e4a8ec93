"""The `{{name}}` in the text of a request, held against the values in `inputs`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import elements, is_object, members
from orq_schema.validation.mistake import Mistake
from orq_schema.validation.placeholders import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAME = r"\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}"
# of templates with more than names in them: `{{ name | upper }}`, `{{#if name}}`, `{% if name %}`
_BRACES = r"\{\{[^{}]*\}\}|\{%[^%]*%\}"
_WORD = r"[\w.-]+"
_MOST_NAMED = 3


def lint_inputs(orq: dict[str, Any], body: dict[str, Any]) -> Iterator[Mistake]:
    """
    Names in the text of `body` that have no value, and values that no text uses.

    An orq object without `inputs` is passed over: its text may be a template of the user's own, filled in before
    the request is sent. So is a body without text.
    """
    values, texts = orq.get("inputs"), list(_texts(body))
    if not is_object(values) or not texts:
        return
    named = dict.fromkeys(name for text in texts for name in re.findall(_NAME, text))
    lacking = [name for name in named if name not in values and name.split(".")[0] not in values]
    idle = _idle(orq, values, texts)
    if lacking:
        from orq_schema.validation.hints import quoted, similar

        # of several names any could be the one
        meant = similar(lacking[0], idle) if len(lacking) == 1 else None
        hint = None if meant is None else f"is {quoted(meant)} meant, which is never used?"
        message = f'"inputs" has no value for {_listed(lacking)}'
        yield Mistake(
            ("inputs",), at_key=False, rule="missing-input", severity="warning", message=message, hint=hint
        )
        idle = [name for name in idle if name != meant]
    for name in idle:
        from orq_schema.validation.hints import quoted

        message = f"the input {quoted(name)} is not used: the text has no such name in double braces"
        yield Mistake(("inputs", name), at_key=True, rule="unused-input", severity="warning", message=message)


def _texts(body: dict[str, Any]) -> Iterator[str]:
    """The text of the prompt that is in the body itself, of a completion or of a chat."""
    prompt = body.get("prompt")
    if isinstance(prompt, str):
        yield prompt
    for message in elements(body.get("messages")):
        # a message may be a placeholder, and so may a part of its content
        content = message if isinstance(message, str) else members(message).get("content")
        parts = (
            [content]
            if isinstance(content, str)
            else [each if isinstance(each, str) else members(each).get("text") for each in elements(content)]
        )
        yield from (each for each in parts if isinstance(each, str))


def _idle(orq: dict[str, Any], values: dict[str, Any], texts: Sequence[str]) -> list[str]:
    """The inputs that are not used; none where some text is elsewhere, as with a stored prompt."""
    if orq.get("prompt") is not None or any(map(_is_open, texts)):
        return []
    queries = [members(each).get("query") for each in elements(orq.get("knowledge_bases"))]
    used: set[str] = set()
    for text in (*texts, *(each for each in queries if isinstance(each, str))):
        for braces in re.findall(_BRACES, text):
            words = re.findall(_WORD, braces)
            used.update(words, (word.split(".")[0] for word in words))
    return [name for name in values if name not in used]


def _is_open(text: str) -> bool:
    """Whether more text is put in before the request is sent."""
    return "${" in text or (is_placeholder(text) and not text.startswith("{{"))


def _listed(names: Sequence[str]) -> str:
    from orq_schema.compile.words import any_of

    shown = [f"{{{{{name}}}}}" for name in names[:_MOST_NAMED]]
    more = len(names) - len(shown)
    return any_of([*shown, f"{more} more"] if more else shown)
