"""Say of a request body that it carries no orq object, and which of its members were perhaps meant to be in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.errors import Problem
from orq_schema.jsonvalue import members
from orq_schema.validation.tree import names

if TYPE_CHECKING:
    from orq_schema.payload.document import Document
    from orq_schema.validation.tree import Tree

# the body's own members that bear the name of a setting; of text completions, `prompt` is the text
_OF_THE_BODY = frozenset(("name", "prompt"))


def no_object(document: Document, orq: Tree, request: Tree, revision: str) -> Problem:
    """The warning `no-orq-object`; `orq` and `request` those of the object in `revision`, and of the body."""
    line, column = document.place(())
    message = "a request body without an orq object; nothing was checked"
    hint = _misplaced(document.value, orq, request, revision)
    hint = hint or "--as request checks the body itself, --at POINTER another value"
    return Problem(document.file, line, column, "", "no-orq-object", "warning", message, hint)


def _misplaced(document: Any, orq: Tree, request: Tree, revision: str) -> str | None:
    """Settings of the object that stand in the body itself, where the API of the revision does not read them."""
    from orq_schema.compile.words import all_of
    from orq_schema.validation.hints import quoted
    from orq_schema.validation.keys import Hints
    from orq_schema.validation.undeclared import Undeclared

    body = members(document)
    body = members(body.get("body")) or body
    settings, own = names(orq, orq.root), names(request, request.root)
    strangers = [key for key in body if key not in own and key not in _OF_THE_BODY]
    found = [key for key in strangers if key in settings]
    if found:
        verb = "belong" if len(found) > 1 else "belongs"
        return f'{all_of([quoted(key) for key in found])} {verb} under "orq" in {revision}'
    hints = Hints(orq)
    for key in strangers:
        advice = hints.advice(Undeclared((key,), (orq.root,)), body)
        if advice is not None and advice.hint.startswith(("did you mean", "write")):
            return f'{quoted(key)} is no setting; under "orq": {advice.hint}'
    return None
