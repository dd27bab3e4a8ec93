"""What to say of a key that nothing declares, and when it can be renamed without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.errors import Mend
from orq_schema.jsonvalue import members
from orq_schema.validation.hints import listed, misspelt, quoted
from orq_schema.validation.mistake import Mistake
from orq_schema.validation.rules import rule
from orq_schema.validation.tree import kinds, kinds_of

if TYPE_CHECKING:
    from orq_schema.errors import Severity
    from orq_schema.pointer import Steps
    from orq_schema.validation.branches import Finding
    from orq_schema.validation.keys import Hints
    from orq_schema.validation.tree import Node
    from orq_schema.validation.undeclared import Undeclared


class Speaker:
    """How to speak of the undeclared keys of `value`."""

    def __init__(self, hints: Hints, value: Any, *, strict: bool, mistaken: bool) -> None:
        self._hints = hints
        self._value = value
        self._severity: Severity = "error" if strict else "warning"
        self._mistaken = mistaken
        self._claimed: dict[Steps, dict[str | None, int]] = {}

    def unknown(self, each: Undeclared) -> Mistake:
        """The key is ignored."""
        message = _unknown(each)
        return self._advised(
            each,
            Mistake(each.steps, at_key=True, rule="unknown-key", severity=self._severity, message=message),
        )

    def refused(self, each: Undeclared, finding: Finding) -> Mistake:
        """An object that is closed refuses the key."""
        stated, message = rule(finding.keyword), finding.message
        return self._advised(
            each, Mistake(each.steps, at_key=True, rule=stated, severity="error", message=message)
        )

    def blamed(self, each: Undeclared, meant: str | None, finding: Finding) -> Mistake:
        """The key explains `finding`, so that it is an error."""
        message = f"{_unknown(each)}; {finding.message}"
        hints = [None if meant is None else f"did you mean {quoted(meant)}?", self._hints.dated(each)]
        # what another revision has is no slip, which could be mended, for what this one has
        mend = None if hints[1] else self._mend(each, meant)
        hint = " ".join(filter(None, hints)) or listed(finding.missing)
        return Mistake(
            each.steps,
            at_key=True,
            rule="unknown-key",
            severity="error",
            message=message,
            hint=hint,
            mend=mend,
        )

    def _advised(self, each: Undeclared, mistake: Mistake) -> Mistake:
        advice = self._hints.advice(each, self._around(each))
        if advice is not None:
            return mistake._replace(hint=advice.hint, mend=self._mend(each, advice.meant))
        known = self._hints.known(each.nodes)
        hint = listed(known) if known else None
        if self._mistaken:
            hint = "the document was taken for a bare object; --as and --at say otherwise"
        return mistake._replace(hint=hint)

    def _around(self, each: Undeclared) -> dict[str, Any]:
        """The object that has the key."""
        value = self._value
        for step in each.steps[:-1]:
            value = value[step]
        return members(value)

    def _mend(self, each: Undeclared, meant: str | None) -> Mend | None:
        """To rename the key, where it can only be `meant` and nothing else in the object can."""
        known, siblings, key = self._hints.known(each.nodes), self._around(each), str(each.steps[-1])
        if meant is None or meant in siblings or misspelt(key, list(known)) != meant:
            return None
        allowed = kinds(self._hints.tree, known[meant])
        fits = allowed is None or not allowed.isdisjoint(kinds_of(siblings.get(key)))
        is_only = fits and self._claims(each, known, siblings)[meant] == 1
        return Mend("rename-key", meant) if is_only else None

    def _claims(
        self, each: Undeclared, known: dict[str, Node], siblings: dict[str, Any]
    ) -> dict[str | None, int]:
        """How many undeclared keys of the object can be each declared one."""
        at = each.steps[:-1]
        if at not in self._claimed:
            claims = self._claimed[at] = dict[str | None, int]()
            for key in siblings:
                if key not in known:
                    claim = misspelt(str(key), list(known))
                    claims[claim] = claims.get(claim, 0) + 1
        return self._claimed[at]


def _unknown(each: Undeclared) -> str:
    return f"unknown key {quoted(each.steps[-1])}"
