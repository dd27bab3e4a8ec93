"""What a key that nothing declares was probably meant to be."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from orq_schema.validation.tree import Node, Tree, names

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from orq_schema.validation.undeclared import Undeclared

_SHORT = 3


@lru_cache(maxsize=10_000)
def normal(key: str) -> str:
    """`key` as it would be written here: `onCodes`, `on-codes`, `$on_codes` and `on_codes_` are `on_codes`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)
    return re.sub(r"[^0-9a-z]+", "_", spaced.lower()).strip("_")


def respelled(key: str, known: Collection[str]) -> str | None:
    """The one of `known` that is `key` but for case and separators."""
    wanted = normal(key)
    return next((each for each in known if wanted and normal(each) == wanted), None)


def similar(key: str, known: Sequence[str]) -> str | None:
    """The one of `known` that `key` is another spelling of, is nearest to, or has all the words of."""
    exact = respelled(key, known)
    if exact is not None:
        return exact
    from difflib import get_close_matches

    # short words resemble each other by chance: `min` is neither `in` nor `nin`
    words = [each for each in known if len(each) >= _SHORT and len(each) + len(key) > 2 * _SHORT]
    for spelling in dict.fromkeys((key, normal(key))):
        near = get_close_matches(spelling, words, n=1)
        if near:
            return near[0]
    longer = [each for each in known if _is_part(normal(each), normal(key))]
    # two would be a guess
    return longer[0] if len(longer) == 1 else None


def _is_part(known: str, key: str) -> bool:
    """`id` is a part of `thread_id`, and `eq` of `equals`; one letter says too little."""
    return len(known) > 1 and (set(known.split("_")) <= set(key.split("_")) or key.startswith(known))


def quoted(key: object) -> str:
    """`key` as a message shows it."""
    return json.dumps(key, ensure_ascii=False)


def listed(keys: Collection[str]) -> str:
    """`known here: "a", "b"`."""
    return f"known here: {', '.join(map(quoted, keys))}"


class Hints:
    """Hints on undeclared keys; what the schema declares where is looked up once for all of them."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._names: dict[tuple[str, ...], dict[str, Node]] = {}
        self._inside: dict[str, tuple[str, ...]] = {}

    def known(self, nodes: tuple[Node, ...]) -> dict[str, Node]:
        """The keys that the object declares to which `nodes` apply, each with its subschema."""
        place = tuple([node.location for node in nodes])
        if place not in self._names:
            found: dict[str, Node] = {}
            for node in nodes:
                for key, below in names(self._tree, node).items():
                    found.setdefault(key, below)
            self._names[place] = found
        return self._names[place]

    def mend(self, undeclared: Undeclared) -> str | None:
        """The likely mend: another spelling, or the object that the key belongs in; None if none is likely."""
        key = str(undeclared.steps[-1])
        known = self.known(undeclared.nodes)
        if respelled(key, known) is None:
            elsewhere = self._elsewhere(undeclared, key, known)
            if elsewhere:
                return elsewhere
        meant = similar(key, list(known))
        return None if meant is None else f"did you mean {quoted(meant)}?"

    def _elsewhere(self, undeclared: Undeclared, key: str, known: dict[str, Node]) -> str | None:
        """One level up or down, under the same name but for its spelling."""
        if undeclared.parents:
            found = respelled(key, self.known(undeclared.parents[-1]))
            if found is not None:
                return f"{quoted(found)} belongs one level up"
        inside = {outer: respelled(key, self._below(node)) for outer, node in known.items()}
        outers = [outer for outer, found in inside.items() if found is not None]
        if not outers:
            return None
        verb = "belongs under" if len(outers) == 1 else "is known under"
        return f"{quoted(inside[outers[0]])} {verb} {' and '.join(map(quoted, outers))}"

    def _below(self, node: Node) -> tuple[str, ...]:
        """The keys of the object at `node`, or of the objects in the array at `node`."""
        if node.location not in self._inside:
            items = self._tree.below(node, "items") if node.says("items") is not None else None
            found = names(self._tree, node) or (names(self._tree, items) if items is not None else {})
            self._inside[node.location] = tuple(found)
        return self._inside[node.location]
