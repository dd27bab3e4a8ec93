"""What no code can be written for: references that lead in circles, values nested too deeply for Python's parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.compile.resolution import Subschema, in_place, into_parts
from orq_schema.jsonvalue import elements, is_object, members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.compile.program import Program
    from orq_schema.compile.resolution import Scope
    from orq_schema.pointer import Steps

# Python's parser gives up at two hundred brackets
_DEEPEST_LITERAL = 60


def check(program: Program) -> None:
    """Raise UnsupportedError, with keyword and pointer, for the first part that no code can be written for."""
    _Check(program).run()


class _Check:
    def __init__(self, program: Program) -> None:
        self._program = program
        self._pending = [program.resolution.root]
        # False while what applies in place is being followed, True afterwards
        self._done: dict[tuple[int, Scope], bool] = {}

    def run(self) -> None:
        while self._pending:
            self._follow(self._pending.pop())

    def _follow(self, start: Subschema) -> None:
        """Go from `start` through all that applies to the same value, depth before breadth."""
        path: list[tuple[Subschema, Iterator[tuple[Steps, Subschema]]]] = []
        self._open(start, path)
        while path:
            schema, following = path[-1]
            found = next(following, None)
            if found is None:
                self._done[schema.key] = True
                path.pop()
                continue
            steps, target = found
            if self._done.get(target.key) is False:
                why = "the reference leads back to itself without going into the value"
                raise self._program.refuse(schema.location.below(*steps[:-1]), str(steps[-1]), why)
            self._open(target, path)

    def _open(
        self, schema: Subschema, path: list[tuple[Subschema, Iterator[tuple[Steps, Subschema]]]]
    ) -> None:
        if not is_object(schema.contents) or schema.key in self._done:
            return
        self._done[schema.key] = False
        self._check_literals(schema)
        resolution = self._program.resolution
        self._pending.extend(into_parts(resolution, schema))
        path.append((schema, in_place(resolution, schema)))

    def _check_literals(self, schema: Subschema) -> None:
        for keyword in ("const", "enum"):
            if _depth(schema.contents.get(keyword)) > _DEEPEST_LITERAL:
                why = f"nested more than {_DEEPEST_LITERAL} deep, which Python cannot parse"
                raise self._program.refuse(schema.location, keyword, why)


def _depth(value: Any) -> int:
    depth = 0
    level = [value]
    while level:
        level = [inner for each in level for inner in (*members(each).values(), *elements(each))]
        depth += 1
    return depth
