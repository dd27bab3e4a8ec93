"""All that is wrong with one value, each mistake once: its errors, and the keys that nothing declares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema import pointer
from orq_schema.jsonvalue import is_object
from orq_schema.validation.accepts import accepts
from orq_schema.validation.undeclared import Undeclared, Walk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from orq_schema.errors import Severity
    from orq_schema.pointer import Steps
    from orq_schema.validation.branches import Finding
    from orq_schema.validation.engine import Engine
    from orq_schema.validation.hints import Hints
    from orq_schema.validation.tree import Node
    from orq_schema.validation.undeclared import Meant


class Mistake(NamedTuple):
    """A problem before its place is known; `at_key` where the key is to blame, not its value."""

    steps: Steps
    at_key: bool
    rule: str
    severity: Severity
    message: str
    hint: str | None = None


def explain(value: Any, engine: Engine, *, strict: bool, bare: bool = False) -> list[Mistake]:
    """
    What is wrong with `value`; nothing if it is valid and has no key that is unknown.

    `strict` makes errors of unknown keys. `bare` says that `value` is a whole document that was only supposed to
    be what it is checked as. Raises DepthError where `value` is nested too deeply.
    """
    errors = [] if engine.is_valid(value) else list(engine.iter_errors(value))
    tree = engine.tree()
    meant: Meant = _no_branch
    findings: list[Finding] = []
    if errors:
        from orq_schema.validation.branches import Explanation

        explanation = Explanation(tree, value, errors)
        meant, findings = explanation.meant, explanation.findings()

    def takes(node: Node, each: Any) -> bool:
        return accepts(tree, engine.definitions(), node, each)

    undeclared = list(Walk(tree, takes, meant).search(value))
    if not findings and not undeclared:
        return []
    from orq_schema.validation.hints import Hints

    # a bare object without one key that is known was perhaps never meant to be one
    mistaken = bare and is_object(value) and len(value) == sum(len(each.steps) == 1 for each in undeclared)
    return _joined(value, findings, undeclared, _Words(Hints(tree), strict=strict, mistaken=mistaken))


def _no_branch(_: Node, __: Steps) -> tuple[int, ...]:
    return ()


class _Words:
    """How to speak of keys that nothing declares."""

    def __init__(self, hints: Hints, *, strict: bool, mistaken: bool) -> None:
        self._hints = hints
        self._severity: Severity = "error" if strict else "warning"
        self._mistaken = mistaken

    def unknown(self, each: Undeclared) -> Mistake:
        return Mistake(each.steps, True, "unknown-key", self._severity, _unknown(each), self._hint(each))  # noqa: FBT003

    def refused(self, each: Undeclared, finding: Finding) -> Mistake:
        """An object that is closed refuses the key."""
        return Mistake(each.steps, True, rule(finding.keyword), "error", finding.message, self._hint(each))  # noqa: FBT003

    def blamed(self, each: Undeclared, meant: str | None, finding: Finding) -> Mistake:
        """The key explains `finding`, so that it is an error."""
        from orq_schema.validation.hints import listed, quoted

        hint = listed(finding.missing) if meant is None else f"did you mean {quoted(meant)}?"
        return Mistake(each.steps, True, "unknown-key", "error", f"{_unknown(each)}; {finding.message}", hint)  # noqa: FBT003

    def _hint(self, each: Undeclared) -> str | None:
        from orq_schema.validation.hints import listed

        found = self._hints.mend(each)
        if found is None and self._mistaken:
            return "the document was taken for a bare object; --as and --at say otherwise"
        known = self._hints.known(each.nodes)
        return found or (listed(known) if known else None)


def _unknown(each: Undeclared) -> str:
    from orq_schema.validation.hints import quoted

    return f"unknown key {quoted(each.steps[-1])}"


def _joined(value: Any, findings: list[Finding], undeclared: list[Undeclared], said: _Words) -> list[Mistake]:
    """One mistake for each finding and each undeclared key, or for both where one explains the other."""
    keys = {pointer.join(each.steps): each for each in undeclared}
    blamed = _blame(findings, keys)
    found: list[Mistake] = []
    for finding in findings:
        if finding in blamed:
            at, meant = blamed[finding]
            found.append(said.blamed(keys[at], meant, finding))
        elif finding.at_key and finding.pointer in keys:
            if all(finding.pointer != at for at, _ in blamed.values()):
                found.append(said.refused(keys[finding.pointer], finding))
        else:
            found.append(_plain(value, finding))
    told = {at for at, _ in blamed.values()} | {finding.pointer for finding in findings if finding.at_key}
    return found + [said.unknown(each) for at, each in keys.items() if at not in told]


def _plain(value: Any, finding: Finding) -> Mistake:
    _, steps = pointer.resolve(value, finding.pointer)
    return Mistake(steps, finding.at_key, rule(finding.keyword), "error", finding.message, finding.hint)


def rule(keyword: str) -> str:
    """The id of the rule that `keyword` states: `additionalProperties` is `additional-properties`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", keyword).lower().lstrip("$")


def _blame(
    findings: Sequence[Finding], keys: Mapping[str, Undeclared]
) -> dict[Finding, tuple[str, str | None]]:
    """
    The undeclared key, by its pointer, that explains each finding of a missing one, and the key that was meant.

    Where one of several keys is missing, the first undeclared one explains it even if it resembles none.
    """
    from orq_schema.validation.hints import similar

    siblings: dict[str, list[str]] = {}
    for at in keys:
        siblings.setdefault(at.rpartition("/")[0], []).append(at)
    blamed: dict[Finding, tuple[str, str | None]] = {}
    for finding in findings:
        free = siblings.get(finding.pointer, []) if finding.missing else []
        chosen = [(at, similar(str(keys[at].steps[-1]), finding.missing)) for at in free]
        best = next((each for each in chosen if each[1] is not None), None)
        if best is None and len(finding.missing) > 1:
            best = next(iter(chosen), None)
        if best is not None:
            blamed[finding] = best
            free.remove(best[0])
    return blamed
