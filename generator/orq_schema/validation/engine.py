"""The validators that the command runs: ours, generated beforehand, or one compiled on the spot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from orq_schema import pointer, resources
from orq_schema.validation.tree import Node, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.compile.resolution import Subschema
    from orq_schema.load.schema import LoadedSchema


class Engine(NamedTuple):
    """
    What decides and what explains.

    `definitions` gives the deciding function of each subschema that has one, by the subschema's URI; `tree` gives
    the schema itself, which is read only when it is asked for. `judges` says which of our own schemas it is: the one
    of the orq object, or of the request body around it; None for any other.
    """

    is_valid: Callable[[object], bool]
    iter_errors: Callable[[object], Iterator[Any]]
    definitions: Callable[[], dict[str, Callable[[Any], bool]]]
    tree: Callable[[], Tree]
    judges: Literal["orq", "request"] | None = None


class OwnTree(Tree):
    """One of our own schemas, which refer to definitions of their own and to whole files beside them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._read: dict[str, Node] = {}
        self.root = self._whole(f"{name}.schema.json")

    def follow(self, node: Node, keyword: str) -> Node:
        """What the reference under `keyword` leads to: a definition in this file or in one beside it."""
        file, _, fragment = node.schema[keyword].partition("#")
        whole: Node = self._whole(file) if file else node.scope
        return Node(pointer.resolve(whole.schema, fragment)[0], whole, f"{whole.location}{fragment}")

    def _whole(self, file: str) -> Node:
        if file not in self._read:
            path = resources.schema_path(file.removesuffix(".schema.json"))
            with open(path, encoding="utf-8") as stream:  # noqa: PTH123 - pathlib costs 8 ms at start-up
                contents = json.load(stream)
            location = f"{contents['$id']}#"
            # the scope of a subschema of ours is the file that it is in
            self._read[file] = Node(contents, Node(contents, None, location), location)
        return self._read[file]


class LoadedTree(Tree):
    """Any schema, its references resolved as the compiler resolves them."""

    def __init__(self, schema: LoadedSchema) -> None:
        super().__init__()
        from orq_schema.compile.resolution import Resolution

        self._resolution = Resolution(schema)
        self.root = self._node(self._resolution.root)

    def _node(self, found: Subschema) -> Node:
        return Node(found.contents, found, str(found.location))

    def follow(self, node: Node, keyword: str) -> Node:
        """What the `$ref` or `$dynamicRef` of `node` leads to."""
        return self._node(self._resolution.follow(node.scope, keyword))

    def below(self, node: Node, keyword: str, step: str | int | None = None) -> Node:
        """The subschema under `keyword`, or at `step` in the map or list there; it may have a URI of its own."""
        return self._node(
            self._resolution.below(node.scope, *((keyword,) if step is None else (keyword, step)))
        )


def _cached(make: Callable[[], Tree]) -> Callable[[], Tree]:
    kept: list[Tree] = []

    def tree() -> Tree:
        if not kept:
            kept.append(make())
        return kept[0]

    return tree


def own(kind: str) -> Engine:
    """The engine for the orq object ("orq") or for the request around it ("request")."""
    if kind == "orq":
        from orq_schema.generated import orq_validator as module

        tree = _cached(lambda: OwnTree("orq"))
        return Engine(module.is_valid, module.iter_errors, lambda: module.DEFINITIONS, tree, "orq")
    from orq_schema.generated import completions_request_validator as request

    tree = _cached(lambda: OwnTree("completions-request"))
    return Engine(request.is_valid, request.iter_errors, lambda: request.DEFINITIONS, tree, "request")


def compiled(schema: LoadedSchema, *, assert_formats: bool = False) -> Engine:
    """The engine for any schema. UnsupportedError where it cannot be compiled."""
    from orq_schema.compile.validator import Validator

    validator = Validator(schema, assert_formats=assert_formats)
    tree = _cached(lambda: LoadedTree(schema))
    return Engine(validator.is_valid, validator.iter_errors, lambda: validator.definitions, tree)
