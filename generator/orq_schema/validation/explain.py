"""All that is wrong with one value, each mistake once: its errors, and the keys that nothing declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema import pointer
from orq_schema.jsonvalue import is_object
from orq_schema.payload.unknown import KNOWN
from orq_schema.validation.accepts import accepts
from orq_schema.validation.mistake import Mistake
from orq_schema.validation.placeholders import RULE as PLACEHOLDER
from orq_schema.validation.rules import rule
from orq_schema.validation.undeclared import Undeclared, Walk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from orq_schema.errors import Severity
    from orq_schema.payload.unknown import Unknown
    from orq_schema.pointer import Steps
    from orq_schema.validation.branches import Finding
    from orq_schema.validation.engine import Engine
    from orq_schema.validation.tree import Node
    from orq_schema.validation.undeclared import Meant
    from orq_schema.validation.unknown import Speaker


def explain(
    value: Any, engine: Engine, *, strict: bool, bare: bool = False, unknown: Unknown = KNOWN
) -> list[Mistake]:
    """
    What is wrong with `value`; nothing if it is valid and has no key that is unknown.

    `strict` makes errors of unknown keys. `bare` says that `value` is a whole document that was only supposed to
    be what it is checked as. `unknown` says what of it is not known: of that nothing is said. Raises DepthError where
    `value` is nested too deeply.
    """
    # as good as every value: worth a way of its own
    if engine.is_closed(value):
        return []
    errors = [] if engine.is_valid(value) else list(engine.iter_errors(value))
    tree = engine.tree()
    meant: Meant = _no_branch
    findings: list[Finding] = []

    def takes(node: Node, each: Any) -> bool:
        return accepts(tree, engine.definitions(), node, each)

    if errors and any(unknown):
        from orq_schema.validation.possible import Possible

        possible = Possible(value, unknown, errors)
        meant, errors = possible.meant, possible.sure
    if errors:
        from orq_schema.validation.branches import Explanation

        explanation = Explanation(tree, takes, value, errors)
        meant, findings = _either(explanation.meant, meant), explanation.findings()
    undeclared = list(Walk(tree, takes, meant).search(value))
    if not findings and not undeclared:
        return []
    from orq_schema.validation.history import history
    from orq_schema.validation.keys import hints
    from orq_schema.validation.unknown import Speaker

    # a bare object without one key that is known was perhaps never meant to be one
    mistaken = bare and is_object(value) and len(value) == sum(len(each.steps) == 1 for each in undeclared)
    speaker = Speaker(hints(tree, history(engine)), value, strict=strict, mistaken=mistaken)
    return _joined(value, findings, undeclared, speaker)


def _no_branch(_: Node, __: Steps) -> tuple[int, ...]:
    return ()


def _either(first: Meant, second: Meant) -> Meant:
    return lambda node, steps: first(node, steps) or second(node, steps)


def _joined(
    value: Any, findings: list[Finding], undeclared: list[Undeclared], said: Speaker
) -> list[Mistake]:
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
    severity: Severity = "warning" if finding.keyword == PLACEHOLDER else "error"
    return Mistake(
        steps,
        finding.at_key,
        rule(finding.keyword),
        severity,
        finding.message,
        finding.hint,
        finding.mend,
        finding.why,
    )


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
