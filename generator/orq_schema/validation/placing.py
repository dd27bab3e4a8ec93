"""Mistakes to Problems: where each is, what was found if that may be seen, and what a report shows beside it."""

from __future__ import annotations

import json
import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from orq_schema import pointer
from orq_schema.errors import Detail, Problem
from orq_schema.jsonvalue import is_array, is_object
from orq_schema.payload.document import NOWHERE
from orq_schema.validation.redaction import Redaction, part_at, value_at
from orq_schema.validation.tree import in_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.errors import Excerpt, Mend, Severity
    from orq_schema.payload.document import Document, Oddity, Span
    from orq_schema.payload.locate import Target
    from orq_schema.pointer import Steps
    from orq_schema.validation.mistake import Mistake
    from orq_schema.validation.tree import Tree

_LONGEST_STRING = 40
_LONGEST_VALUE = 60
_LONGEST_SENTENCE = 160
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


class Placing:
    """The places of `target` in `document`, and what `tree`, the schema that it is checked by, says there."""

    def __init__(self, document: Document, target: Target, tree: Tree, *, show_values: bool) -> None:
        self._document = document
        self._target = target
        self._tree = tree
        self._redaction = Redaction(tree, target.steps, show_values=show_values)

    def problem(self, mistake: Mistake) -> Problem:
        """The problem that `mistake` is in the document."""
        steps = self._target.steps + mistake.steps
        value = value_at(self._target.value, mistake.steps)
        span = self._document.key_span(steps) if mistake.at_key else self._document.span(steps)
        if span is not None and not mistake.at_key:
            span = self._blamed(span, value, is_missing=mistake.rule == "required")
        message = mistake.told("" if mistake.at_key else self._shown(value, steps))
        about = None if mistake.at_key else _about(self._tree, mistake.steps)
        # code is left to those who wrote it
        mend = mistake.mend if self._document.origin is None else None
        detail = self._detail(span, about, mend)
        return self._problem(span, steps, mistake.rule, mistake.severity, message, mistake.hint, detail)

    def odd(self, oddities: list[Oddity]) -> Iterator[Problem]:
        """Those of `oddities` that are in what is checked, as warnings."""
        places = self._steps({each.span[0] for each in oddities})
        for each in oddities:
            steps = places.get(each.span[0])
            if steps is not None:
                detail = self._detail(each.span)
                yield self._problem(each.span, steps, each.rule, "warning", each.message, each.hint, detail)

    def _problem(  # noqa: PLR0913 - what a problem has but for its place
        self,
        span: Span | None,
        steps: Steps,
        rule: str,
        severity: Severity,
        message: str,
        hint: str | None,
        detail: Detail,
    ) -> Problem:
        line, column = NOWHERE if span is None else self._document.lines.place(span[0])
        origin = self._document.origin
        if origin is not None and origin.part is not None:
            message = f"{message}; in {origin.part}"
        at = pointer.join(steps)
        return Problem(self._document.file, line, column, at, rule, severity, message, hint, detail)

    def _detail(self, span: Span | None, about: str | None = None, mend: Mend | None = None) -> Detail:
        if span is None:
            return Detail(about=about, mend=mend)
        end = self._document.lines.place(span[1])
        return Detail((end.line or 1, end.column or 1), partial(self._excerpts, span), about, mend)

    def _excerpts(self, span: Span) -> tuple[Excerpt, ...]:
        from orq_schema.validation.excerpt import of_document

        return (of_document(self._document, span, self._redaction),)

    def _blamed(self, span: Span, value: Any, *, is_missing: bool) -> Span:
        """Of an object or array the whole, or only its first character where a caret cannot be under the whole."""
        lines = self._document.lines
        if not (is_object(value) or is_array(value)):
            return span
        is_flow = lines.content.startswith(("{", "["), span[0])
        is_short = lines.place(span[0]).line == lines.place(span[1]).line
        return span if is_flow and is_short and not is_missing else (span[0], span[0] + 1)

    def _shown(self, value: Any, steps: Steps) -> str:
        """The value that is wrong, if it may be shown and is not in the message already."""
        if isinstance(value, str):
            may = self._redaction.shows(self._redaction.at(steps))
            cut = value if len(value) <= _LONGEST_STRING else f"{value[:_LONGEST_STRING]}..."
            return json.dumps(cut, ensure_ascii=False) if may else ""
        return _text(value) if self._redaction.show_values else ""

    def _steps(self, wanted: set[int]) -> dict[int, Steps]:
        """The steps to those keys and values of what is checked that start at an offset in `wanted`."""
        found: dict[int, Steps] = {}
        pending = [(part_at(self._document.root, self._target.steps), self._target.steps)]
        while pending:
            node, steps = pending.pop()
            if node.start in wanted:
                found[node.start] = steps
            if isinstance(node.members, dict):
                found |= {span[0]: (*steps, key) for key, span in node.keys.items() if span[0] in wanted}
                pending += [(each, (*steps, key)) for key, each in node.members.items()]
            else:
                pending += [(each, (*steps, index)) for index, each in enumerate(node.members or ())]
        return found


@lru_cache(maxsize=1000)
def _about(tree: Tree, steps: Steps) -> str | None:
    """The name of the field at `steps` from the root of `tree`, and the first sentence that the schema has on it."""
    for node in Redaction(tree, ()).at(steps).nodes:
        for part in in_place(tree, node):
            said = part.says("description")
            if isinstance(said, str) and said.strip() and steps:
                return f"{_name(steps)}: {_sentence(said)}"
    return None


def _text(value: Any) -> str:
    """The beginning of `value` as JSON; empty where Python does not write out an integer so long."""
    text = ""
    try:
        # piece by piece: the value may be large, or nested deeper than the encoder follows
        for piece in json.JSONEncoder(ensure_ascii=False).iterencode(value):
            text += piece
            if len(text) > _LONGEST_VALUE:
                return f"{text[:_LONGEST_VALUE]}..."
    except ValueError:
        # a hexadecimal one has fewer digits than it has in decimal
        return ""
    return text


def _name(steps: Steps) -> str:
    """`knowledge_bases[].top_k`."""
    return "".join(["[]" if isinstance(step, int) else f".{step}" for step in steps]).removeprefix(".")


def _sentence(text: str) -> str:
    first = " ".join(_SENTENCE_END.split(text.strip(), maxsplit=1)[0].split())
    return first if len(first) <= _LONGEST_SENTENCE else f"{first[:_LONGEST_SENTENCE]}..."
