"""The errors of a value as findings: of a failed union only what the branch says that the author meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema import pointer
from orq_schema.validation.choice import Branch, Said, choose, undecided
from orq_schema.validation.hints import quoted
from orq_schema.validation.tree import Found, Node, Tree, branches, find, names
from orq_schema.validation.values import advice, example, example_member, spelling

if TYPE_CHECKING:
    from orq_schema.pointer import Steps

# what these say no to is a key, not the value under it
_ON_KEYS = ("additionalProperties", "unevaluatedProperties")


class Finding(NamedTuple):
    """
    One thing that is wrong: where, what is said of it, and what would mend it.

    `missing` has the keys of which one would have mended it; `at_key` says that the key is to blame and not its
    value.
    """

    pointer: str
    keyword: str
    message: str
    missing: tuple[str, ...] = ()
    hint: str | None = None
    at_key: bool = False


class Explanation:
    """The errors of `value`, each failed union among them decided once."""

    def __init__(self, tree: Tree, value: Any, errors: list[Any]) -> None:
        self._tree = tree
        self._value = value
        self._errors = errors
        self._root = Found(tree.root, tree.root, of_name=False)
        self._last = "", self._root
        self._failed = _unions(errors)
        self._decided: dict[int, tuple[int, ...] | Finding] = {}

    def meant(self, node: Node, steps: Steps) -> tuple[int, ...]:
        """The indices of the branches of `node` that the value at `steps` was meant for; none if that is open."""
        error = self._failed.get((pointer.join(steps), node.location))
        decided = () if error is None else self._decide(error)
        return () if isinstance(decided, Finding) else decided

    def findings(self) -> list[Finding]:
        """What to report, each thing once, in the order of the errors."""
        found: list[Finding] = []
        pending = list(reversed(self._errors))
        while pending:
            error = pending.pop()
            decided = self._decide(error) if error.branches else self._plain(error)
            if isinstance(decided, Finding):
                found.append(decided)
            else:
                pending.extend(
                    each for index in reversed(decided) for each in reversed(error.branches[index])
                )
        return list(dict.fromkeys(found))

    def _decide(self, error: Any) -> tuple[int, ...] | Finding:
        if id(error) not in self._decided:
            instance, _ = pointer.resolve(self._value, error.instance_pointer)
            near, were_meant = choose(self._tree, self._branches(error), instance, error.instance_pointer)
            self._decided[id(error)] = (
                tuple([each.number for each in near])
                if were_meant
                else self._open(error, undecided(error, near))
            )
        return self._decided[id(error)]

    def _branches(self, error: Any) -> list[Branch]:
        located = self._located(error)
        nodes = [] if located is None else branches(self._tree, located.node, error.keyword)
        declared = [names(self._tree, each) for each in nodes] or [{} for _ in error.branches]
        return [
            Branch(index, errors, keys)
            for index, (errors, keys) in enumerate(zip(error.branches, declared, strict=True))
        ]

    def _located(self, error: Any) -> Found | None:
        path: str = error.schema_pointer.rpartition("/")[0]
        # most errors are below the union that was looked at before: from the root it would be quadratic in the depth
        before, start = self._last if path.startswith(f"{self._last[0]}/") else ("", self._root)
        found = find(self._tree, path.removeprefix(before), start)
        if found is not None and error.branches:
            self._last = path, found
        return found

    def _plain(self, error: Any) -> Finding:
        at: str = error.instance_pointer
        located = self._located(error)
        if located is None:
            return Finding(at, error.keyword, error.message)
        if located.of_name:
            key = quoted(pointer.split(at)[-1])
            return Finding(at, "propertyNames", f"the key {key}: {error.message}", at_key=True)
        if error.keyword == "required":
            hint = example_member(self._tree, located.node, error.expected)
            return Finding(at, error.keyword, error.message, (error.expected,), hint)
        if error.keyword in _ON_KEYS:
            return Finding(at, error.keyword, error.message, at_key=True)
        instance, _ = pointer.resolve(self._value, at)
        hint = advice(self._tree, located, error.keyword, instance)
        return Finding(at, error.keyword, error.message, hint=hint)

    def _open(self, error: Any, said: Said) -> Finding:
        instance, _ = pointer.resolve(self._value, said.pointer)
        located = self._located(error)
        hint = spelling(instance, said.choices)
        if hint is None and located is not None and said.pointer == error.instance_pointer:
            hint = (
                example(self._tree, located.use)
                if said.missing
                else advice(self._tree, located, error.keyword, instance)
            )
        return Finding(said.pointer, said.keyword, said.message, said.missing, hint)


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
