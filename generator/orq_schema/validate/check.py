"""Judge one value and state what is wrong with it, each mistake once, at the place that has to change."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema import pointer
from orq_schema.errors import Problem, Severity
from orq_schema.jsonvalue import is_object
from orq_schema.validate.undeclared import Undeclared, Walk

if TYPE_CHECKING:
    from orq_schema.payload.document import Document
    from orq_schema.payload.locate import Target
    from orq_schema.pointer import Steps
    from orq_schema.validate.branches import Finding
    from orq_schema.validate.engine import Engine
    from orq_schema.validate.tree import Node, Tree


class Options(NamedTuple):
    """How to judge: unknown keys as errors, and whether messages may show values of the payload."""

    strict: bool = False
    show_values: bool = False


class _Raw(NamedTuple):
    """A problem before its place is known; `at_key` where the key is to blame and not its value."""

    steps: Steps
    at_key: bool
    rule: str
    severity: Severity
    message: str
    hint: str | None = None


def check(document: Document, target: Target, engine: Engine, options: Options) -> list[Problem]:
    """The problems of `target`, which is in `document`, in the order of the document; none if all is well."""
    placed: list[Problem] = []
    for raw in problems(target.value, engine, strict=options.strict, bare=target.bare):
        steps = target.steps + raw.steps
        line, column = document.key_place(steps) if raw.at_key else document.place(steps)
        message = raw.message
        if options.show_values and not raw.at_key:
            message += f": {_shown(target.value, raw.steps)}"
        at = pointer.join(steps)
        placed.append(Problem(document.file, line, column, at, raw.rule, raw.severity, message, raw.hint))
    return sorted(placed, key=lambda each: (each.line or 0, each.column or 0))


def problems(value: Any, engine: Engine, *, strict: bool, bare: bool = False) -> list[_Raw]:
    """The problems of `value` itself, with steps in place of lines and columns."""
    errors = [] if engine.is_valid(value) else list(engine.iter_errors(value))
    tree = engine.tree()
    undeclared = list(_walk(engine, tree, value, errors).search(value))
    if not errors and not undeclared:
        return []
    from orq_schema.validate.branches import findings

    found = findings(tree, value, errors)
    blamed = _blame(found, undeclared)
    raws = [_said(value, finding) for finding in found if not _explained(finding, blamed)]
    # a bare object without one key that we know was perhaps never meant to be one
    mistaken = bare and is_object(value) and len(value) == sum(len(each.steps) == 1 for each in undeclared)
    for each in undeclared:
        if each.steps in blamed:
            raws.append(_blamed(each, *blamed[each.steps]))
        else:
            raws.append(_unknown(tree, each, "error" if strict else "warning", mistaken=mistaken))
    return raws


def _walk(engine: Engine, tree: Tree, value: Any, errors: list[Any]) -> Walk:
    failed = _unions(errors)

    def meant(node: Node, steps: Steps) -> int | None:
        from orq_schema.validate.branches import choose

        error = failed.get((pointer.join(steps), node.location))
        return None if error is None else choose(tree, value, error)

    def accepts(node: Node, instance: Any) -> bool:
        return _accepts(engine, tree, node, instance)

    return Walk(tree, accepts, meant)


def _unions(errors: list[Any]) -> dict[tuple[str, str], Any]:
    """All failed unions, nested ones too, by the instance and the subschema at which they failed."""
    found: dict[tuple[str, str], Any] = {}
    pending = list(errors)
    while pending:
        error = pending.pop()
        if error.branches:
            location = error.absolute_location.rpartition("/")[0]
            found[error.instance_pointer, location] = error
            pending.extend(each for branch in error.branches for each in branch)
    return found


def _accepts(engine: Engine, tree: Tree, node: Node, instance: Any) -> bool:
    """Whether the branch `node` accepts `instance`: by its function, which every branch with parts has."""
    while True:
        function = engine.definitions.get(node.location)
        if function is not None:
            return function(instance)
        if node.says("$ref") is None:
            break
        node = tree.follow(node)
    # a branch without a function looks at no parts of an object or array: its type tells
    names = node.says("type")
    if names is None:
        return node.schema is not False
    kind = "object" if isinstance(instance, dict) else "array"
    return kind in ([names] if isinstance(names, str) else names)


def _blame(found: list[Finding], undeclared: list[Undeclared]) -> dict[Steps, tuple[str, Finding]]:
    """The undeclared keys that explain a missing one, each with the key that was meant and its finding."""
    from orq_schema.validate.hints import similar

    blamed: dict[Steps, tuple[str, Finding]] = {}
    for finding in found:
        if not finding.missing:
            continue
        for each in undeclared:
            if pointer.join(each.steps[:-1]) != finding.pointer or each.steps in blamed:
                continue
            meant = similar(str(each.steps[-1]), finding.missing)
            if meant is not None or len(finding.missing) > 1:
                blamed[each.steps] = (meant or "", finding)
    return blamed


def _explained(finding: Finding, blamed: dict[Steps, tuple[str, Finding]]) -> bool:
    return any(cause == finding for _, cause in blamed.values())


def _blamed(each: Undeclared, meant: str, cause: Finding) -> _Raw:
    """An unknown key that explains `cause`: one problem, and an error since the value is not valid."""
    known = ", ".join(_quoted(name) for name in cause.missing)
    advice = f"did you mean {_quoted(meant)}?" if meant else f"known here: {known}"
    message = f"unknown key {_quoted(each.steps[-1])}; {cause.message}"
    return _Raw(each.steps, True, "unknown-key", "error", message, advice)  # noqa: FBT003


def _unknown(tree: Tree, each: Undeclared, severity: Severity, *, mistaken: bool) -> _Raw:
    from orq_schema.validate.hints import hint, siblings

    advice = hint(tree, each)
    if advice is None and mistaken:
        advice = "the document was taken for a bare object; --as and --at say otherwise"
    if advice is None:
        advice = f"known here: {', '.join(siblings(tree, each))}"
    return _Raw(each.steps, True, "unknown-key", severity, f"unknown key {_quoted(each.steps[-1])}", advice)  # noqa: FBT003


def _quoted(key: object) -> str:
    return json.dumps(key, ensure_ascii=False)


def _said(value: Any, finding: Finding) -> _Raw:
    _, steps = pointer.resolve(value, finding.pointer)
    rule = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", finding.keyword).lower().lstrip("$")
    at_key = finding.keyword in ("additionalProperties", "propertyNames", "unevaluatedProperties")
    return _Raw(steps, at_key, rule, "error", finding.message)


def _shown(value: Any, steps: Steps) -> str:
    for step in steps:
        value = value[step]
    text = json.dumps(value, ensure_ascii=False)
    limit = 60
    return text if len(text) <= limit else f"{text[:limit]}..."
