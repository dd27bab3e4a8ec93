"""What a key that nothing declares was probably meant to be."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.validation.facts import BESIDE
from orq_schema.validation.hints import (
    abbreviated,
    misspelt,
    normal,
    quoted,
    respelled,
    similar,
    singular,
)
from orq_schema.validation.places import Places
from orq_schema.validation.tree import Node, Tree, names, perhaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orq_schema.validation.history import History
    from orq_schema.validation.undeclared import Undeclared


class KeyAdvice(NamedTuple):
    """What to do about a key, in words, and the key of the same object that was meant, if it is one."""

    hint: str
    meant: str | None = None


@lru_cache(maxsize=100)
def hints(tree: Tree, history: History | None = None) -> Hints:
    """The hints on keys that the schema of `tree` does not declare; made once for all its values."""
    return Hints(tree, history)


class Hints:
    """
    Hints on undeclared keys; what the schema declares where is looked up once for all of them.

    `history` knows the other revisions of the schema, if it is one of the orq object.
    """

    def __init__(self, tree: Tree, history: History | None = None) -> None:
        self.tree = tree
        self._history = history
        self._names: dict[tuple[str, ...], dict[str, Node]] = {}
        self._places = Places(tree)

    def known(self, nodes: tuple[Node, ...]) -> dict[str, Node]:
        """The keys that the object declares to which `nodes` apply, each with its subschema."""
        place = tuple([node.location for node in nodes])
        if place not in self._names:
            found: dict[str, Node] = {}
            for node in nodes:
                for key, below in names(self.tree, node).items():
                    found.setdefault(key, below)
            self._names[place] = found
        return self._names[place]

    def advice(self, undeclared: Undeclared, around: dict[str, Any]) -> KeyAdvice | None:
        """The likely mend of a key of the object `around`; None if none is likely."""
        key = str(undeclared.steps[-1])
        known = self.known(undeclared.nodes)
        exact = respelled(key, known)
        if exact is not None and exact in around:
            return KeyAdvice(f"{quoted(exact)} is there already")
        free = [each for each in known if each not in around]
        hint = None
        meant = exact
        if meant is None:
            # before spellings: `thread_id` is no slip of `thread`
            hint = self.dated(undeclared) or self._joined(key, known)
        if meant is None and hint is None:
            meant = misspelt(key, free) or abbreviated(key, free)
        if meant is None and hint is None:
            hint = self._places.elsewhere(undeclared.steps, around.get(key)) or self._beside(undeclared)
        if meant is None and hint is None:
            meant = similar(key, free)
        if meant is not None:
            hint = f"did you mean {quoted(meant)}?"
        elif hint is None:
            twin = misspelt(key, [each for each in known if each in around])
            hint = self._around(undeclared) if twin is None else f"{quoted(twin)} is there already"
        return None if hint is None else KeyAdvice(hint, meant)

    def dated(self, undeclared: Undeclared) -> str | None:
        """When another revision had the key; None if none had."""
        return None if self._history is None else self._history.key(undeclared)

    def _around(self, undeclared: Undeclared) -> str | None:
        return None if self._history is None else self._history.around(undeclared.steps)

    def _joined(self, key: str, known: dict[str, Node]) -> str | None:
        """The path that `key` is in one word: `retry_count` or `retry.count`, `fallback_models`."""
        for outer, node in known.items():
            for start in (normal(outer), singular(normal(outer))):
                rest = normal(key).removeprefix(f"{start}_").lstrip("0123456789_")
                if rest and rest != normal(key):
                    items, below = self._below(node)
                    inner = misspelt(rest, below) or abbreviated(rest, below)
                    if inner is not None:
                        member = f"{{{quoted(inner)}: ...}}"
                        return f"write {quoted(outer)}: {f'[{member}]' if items else member}"
        return None

    def _below(self, node: Node) -> tuple[bool, Sequence[str]]:
        """Whether `node` is of an array, and the keys of the objects in it, or of the object itself."""
        for each in perhaps(self.tree, node):
            if each.says("items") is not None:
                return True, tuple(names(self.tree, self.tree.below(each, "items")))
        return False, tuple(names(self.tree, node))

    def _beside(self, undeclared: Undeclared) -> str | None:
        """That the key, which stands in the orq object itself, is read elsewhere."""
        steps = self._history and self._history.inside(undeclared.steps)
        if steps and len(steps) == 1 and steps[0] in BESIDE:
            return f'{quoted(steps[0])} belongs in the request body, beside "orq"'
        return None
