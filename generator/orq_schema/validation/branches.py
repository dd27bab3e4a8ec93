"""The errors of a value as findings: of a failed union only what the branch says that the author meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema import pointer
from orq_schema.jsonvalue import is_array
from orq_schema.validation.choice import Branch, Said, choose, undecided
from orq_schema.validation.hints import quoted
from orq_schema.validation.placeholders import HINT, RULE, Placeholders, is_placeholder, sentence
from orq_schema.validation.reasons import reason
from orq_schema.validation.tree import Found, Node, Tree, branches, find, in_place, names
from orq_schema.validation.values import Advice, advice, example, example_member, spelling

if TYPE_CHECKING:
    from orq_schema.errors import Mend
    from orq_schema.pointer import Steps
    from orq_schema.validation.values import Fits

# what these say no to is a key, not the value under it
_ON_KEYS = ("additionalProperties", "unevaluatedProperties")


class Finding(NamedTuple):
    """
    One thing that is wrong: where, what is said of it, and what would mend it.

    `missing` has the keys of which one would have mended it; `at_key` says that the key is to blame and not its
    value. `why` says by which alternative of a union the value was judged.
    """

    pointer: str
    keyword: str
    message: str
    missing: tuple[str, ...] = ()
    hint: str | None = None
    at_key: bool = False
    mend: Mend | None = None
    why: str | None = None


class _Decision(NamedTuple):
    """The branches of a failed union that were meant, by their numbers, and why, if there was a choice."""

    numbers: tuple[int, ...]
    why: str | None


class Explanation:
    """The errors of `value`, each failed union among them decided once."""

    def __init__(self, tree: Tree, fits: Fits, value: Any, errors: list[Any]) -> None:
        self._tree = tree
        self._fits = fits
        self._value = value
        self._errors = errors
        self._root = Found(tree.root, tree.root, of_name=False)
        self._last = "", self._root
        self._failed = _unions(errors)
        self._decided: dict[int, _Decision | Finding] = {}
        self._holders = Placeholders(value, errors)

    def meant(self, node: Node, steps: Steps) -> tuple[int, ...]:
        """The indices of the branches of `node` that the value at `steps` was meant for; none if that is open."""
        error = self._failed.get((pointer.join(steps), node.location))
        decided = None if error is None else self._decide(error)
        return decided.numbers if isinstance(decided, _Decision) else ()

    def findings(self) -> list[Finding]:
        """What to report, each thing once, in the order of the errors."""
        found: list[Finding] = []
        pending: list[tuple[Any, str | None]] = [(each, None) for each in reversed(self._errors)]
        while pending:
            error, why = pending.pop()
            decided = self._decide(error) if error.branches else self._plain(error)
            if isinstance(decided, Finding):
                # what is said of a key names the alternatives already; a placeholder is no mistake
                plain = decided.missing or decided.at_key or decided.keyword == RULE
                found.append(decided if plain else decided._replace(why=why))
            else:
                # of nested unions the innermost one is the news
                inner = why if decided.why is None and len(decided.numbers) == 1 else decided.why
                pending.extend(
                    (each, inner)
                    for index in reversed(decided.numbers)
                    for each in reversed(error.branches[index])
                )
        return list(dict.fromkeys(found))

    def _decide(self, error: Any) -> _Decision | Finding:
        if id(error) not in self._decided:
            self._decided[id(error)] = self._decision(error)
        return self._decided[id(error)]

    def _decision(self, error: Any) -> _Decision | Finding:
        instance = self._at(error.instance_pointer)
        if is_placeholder(instance):
            return self._open(error, undecided(error, self._branches(error)))
        candidates = [
            each._replace(errors=self._holders.without(each.errors)) for each in self._branches(error)
        ]
        near, were_meant = choose(self._tree, candidates, instance, error.instance_pointer)
        if not were_meant:
            return self._open(error, undecided(error, near))
        numbers = tuple([each.number for each in near])
        return _Decision(numbers, reason(candidates, near, instance, error.instance_pointer))

    def _at(self, at: str) -> Any:
        return pointer.resolve(self._value, at)[0]

    def _branches(self, error: Any) -> list[Branch]:
        located = self._located(error)
        nodes = [] if located is None else branches(self._tree, located.node, error.keyword)
        return [
            Branch(
                index,
                errors,
                names(self._tree, nodes[index]) if nodes else {},
                _title(self._tree, nodes[index]) if nodes else None,
            )
            for index, errors in enumerate(error.branches)
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
            return self._of_value(at, error.keyword, error.message, Advice(None))
        if located.of_name:
            key = quoted(pointer.split(at)[-1])
            return Finding(at, "propertyNames", f"the key {key}: {error.message}", at_key=True)
        if error.keyword == "required":
            hint = example_member(self._tree, located.node, error.expected)
            return Finding(at, error.keyword, error.message, (error.expected,), hint)
        if error.keyword in _ON_KEYS:
            return Finding(at, error.keyword, error.message, at_key=True)
        return self._of_value(at, error.keyword, error.message, self._advice(error, located))

    def _advice(self, error: Any, located: Found) -> Advice:
        instance = self._at(error.instance_pointer)
        spare = self._spare(error) if instance is None else None
        if spare is not None:
            return Advice(f"leave the {spare} out")
        return advice(self._tree, self._fits, located, error.keyword, instance)

    def _spare(self, error: Any) -> str | None:
        """What could be left out so that the value is gone: an `item`, or a `key` that is not required."""
        at, _, last = error.instance_pointer.rpartition("/")
        if not error.instance_pointer or is_array(self._at(at)):
            return "item" if error.instance_pointer else None
        outer, _, rest = error.schema_pointer.rpartition("/properties/")
        parent = find(self._tree, outer, self._root) if rest.split("/")[0] == last else None
        if parent is None:
            return None
        demands = [each.says("required") or () for each in in_place(self._tree, parent.node)]
        return None if any(pointer.split(f"/{last}")[0] in each for each in demands) else "key"

    def _open(self, error: Any, said: Said) -> Finding:
        located = self._located(error)
        hint = spelling(self._at(said.pointer), said.choices)
        found = Advice(hint)
        if hint is None and located is not None and said.pointer == error.instance_pointer:
            found = Advice(example(self._tree, located.use)) if said.missing else self._advice(error, located)
        return self._of_value(said.pointer, said.keyword, said.message, found, said.missing)

    def _of_value(
        self, at: str, keyword: str, message: str, found: Advice, missing: tuple[str, ...] = ()
    ) -> Finding:
        """What is wrong with a value; a placeholder is not, if what is put in later can be right."""
        if is_placeholder(self._at(at)):
            words = sentence(message)
            if words is not None:
                return Finding(at, RULE, words, hint=HINT)
        return Finding(at, keyword, message, missing, found.hint, mend=found.mend)


def _title(tree: Tree, node: Node) -> str | None:
    return next(
        (each.schema["title"] for each in in_place(tree, node) if each.says("title") is not None), None
    )


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
