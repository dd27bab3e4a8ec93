"""The validators that the command runs: ours, generated beforehand, or one compiled on the spot."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from orq_schema import pointer, resources
from orq_schema.validation.tree import Node, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from orq_schema.compile.resolution import Subschema
    from orq_schema.load.schema import LoadedSchema


def _never(_: object) -> bool:
    return False


class Engine(NamedTuple):
    """
    What decides and what explains.

    `definitions` gives the deciding function of each subschema that has one, by the subschema's URI; `tree` gives
    the schema itself, which is read only when it is asked for. `judges` says which of our own schemas it is: the one
    of the orq object, or of the request body around it; None for any other. `revision` is the id of the orq object's
    revision; None for the default one. `is_closed` tells of most values that are valid and have no unknown key that
    they are that; of the others it says no.
    """

    is_valid: Callable[[object], bool]
    iter_errors: Callable[[object], Iterator[Any]]
    definitions: Callable[[], dict[str, Callable[[Any], bool]]]
    tree: Callable[[], Tree]
    judges: Literal["orq", "request"] | None = None
    revision: str | None = None
    is_closed: Callable[[object], bool] = _never


class OwnTree(Tree):
    """
    The one of our own schemas in the file at `path`; they refer to their own definitions and to files around.

    `closed` is what Tree has under that name.
    """

    def __init__(self, path: str, closed: Mapping[str, Callable[[Any], bool]] | None = None) -> None:
        super().__init__()
        self.closed = closed or {}
        self._files: dict[str, Node] = {}
        whole = self._file(path)
        self.root = whole._replace(scope=whole)

    def _followed(self, node: Node, keyword: str) -> Node:
        """A definition in this file or in another one."""
        name, _, fragment = node.schema[keyword].partition("#")
        file: Node = node.scope
        if name:
            folder = os.path.dirname(str(file.scope))  # noqa: PTH120 - as below
            file = self._file(os.path.join(folder, name))  # noqa: PTH118 - as below
        return Node(pointer.resolve(file.schema, fragment)[0], file, f"{file.location}{fragment}")

    def _file(self, path: str) -> Node:
        """All of a file: the scope of what is in it. Its own is its path, for the references to other files."""
        path = os.path.normpath(path)
        if path not in self._files:
            with open(path, encoding="utf-8") as stream:  # noqa: PTH123 - pathlib costs 8 ms at start-up
                contents = json.load(stream)
            self._files[path] = Node(contents, path, f"{contents['$id']}#")
        return self._files[path]


class LoadedTree(Tree):
    """Any schema, its references resolved as the compiler resolves them."""

    def __init__(self, schema: LoadedSchema) -> None:
        super().__init__()
        from orq_schema.compile.resolution import Resolution

        self._resolution = Resolution(schema)
        self.root = self._node(self._resolution.root)

    def _node(self, found: Subschema) -> Node:
        return Node(found.contents, found, str(found.location))

    def _followed(self, node: Node, keyword: str) -> Node:
        return self._node(self._resolution.follow(node.scope, keyword))

    def _inner(self, node: Node, keyword: str, step: str | int | None) -> Node:
        """The subschema may have a URI of its own."""
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
        from orq_schema.generated import orq_closed
        from orq_schema.generated import orq_validator as module

        tree = _cached(lambda: OwnTree(resources.schema_path("orq"), orq_closed.DEFINITIONS))
        return Engine(
            module.is_valid, module.iter_errors, lambda: module.DEFINITIONS, tree, "orq",
            is_closed=orq_closed.is_valid,
        )  # fmt: skip
    from orq_schema.generated import completions_request_validator as request

    tree = _cached(lambda: OwnTree(resources.schema_path("completions-request")))
    return Engine(request.is_valid, request.iter_errors, lambda: request.DEFINITIONS, tree, "request")


def compiled(schema: LoadedSchema, *, assert_formats: bool = False) -> Engine:
    """The engine for any schema. UnsupportedError where it cannot be compiled."""
    from orq_schema.compile.validator import Validator

    validator = Validator(schema, assert_formats=assert_formats)
    tree = _cached(lambda: LoadedTree(schema))
    return Engine(validator.is_valid, validator.iter_errors, lambda: validator.definitions, tree)
