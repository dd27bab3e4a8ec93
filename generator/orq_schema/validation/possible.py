"""
Of the errors of a value that is not known in full: those that it has whatever its unknown parts turn out to be.

The value was judged with stand-ins (payload/unknown.py). An error counts if no other content of the unknown parts
would take it away. Where a keyword looks at more than its own value and the names of its members, that is not asked:
it counts only where all that it looks at is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.payload.unknown import Unknown
    from orq_schema.pointer import Steps
    from orq_schema.validation.mistake import Mistake
    from orq_schema.validation.tree import Node

# what an object or array is accused of by these is so even if there is more in it, or other things; of `anyOf`
# without branches all that is said is types
_SURE = frozenset(("type", "anyOf", "additionalProperties", "propertyNames", "false"))
# and by these, if there is no more in it
_OF_NAMES = frozenset((
    "required", "dependentRequired", "minProperties", "maxProperties", "minItems", "maxItems", "dependentSchemas",
))  # fmt: skip
# errors below these come from a decision that was made on the content of the value where they stand
_DECIDED = frozenset(("then", "else", "unevaluatedProperties", "unevaluatedItems", "contains"))
# how many tokens of an evaluation path belong to a keyword, and whether they lead into the value
_TOKENS = {
    **dict.fromkeys(("properties", "patternProperties", "prefixItems"), (2, True)),
    **dict.fromkeys(
        ("additionalProperties", "unevaluatedProperties", "items", "unevaluatedItems", "contains"), (1, True)
    ),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "dependentSchemas"), (2, False)),
}
# a lint at an object or array that says what it lacks
_LACKING = frozenset(("empty-filter", "missing-input", "retry-codes-useless"))


class Possible:
    """
    Those `errors` of `value`, in which there is something `unknown`, that count.

    They are in `sure`. Where a union may be fulfilled, `meant` has the numbers of the branches that may
    take the value, as unions are decided in validation/undeclared.py.
    """

    def __init__(self, value: Any, unknown: Unknown, errors: Iterable[Any]) -> None:
        self._value = value
        self._unknown = unknown
        self._within = frozenset(
            steps[:count] for some in unknown for steps in some for count in range(len(steps) + 1)
        )
        self._steps: dict[str, Steps] = {}
        self._open: dict[tuple[str, str], tuple[int, ...]] = {}
        self.sure = self._kept(errors)

    def meant(self, node: Node, steps: Steps) -> tuple[int, ...]:
        """The branches of `node` that the value at `steps` may fulfil, though it was refused."""
        return self._open.get((pointer.join(steps), node.location), ())

    def _kept(self, errors: Iterable[Any]) -> list[Any]:
        return [kept for each in errors if (kept := self._reduced(each)) is not None]

    def _reduced(self, error: Any) -> Any:
        """`error` without what is open in its branches; None where it need not be one at all."""
        steps = self._at(error.instance_pointer)
        if self._is_open(steps) or self._is_undecided(error):
            return None
        if not error.branches:
            return error if self._is_sure(error.keyword, steps) else None
        branches = tuple([tuple(self._kept(branch)) for branch in error.branches])
        free = tuple([number for number, branch in enumerate(branches) if not branch])
        if free:
            self._open[error.instance_pointer, error.absolute_location.rpartition("/")[0]] = free
            return None
        return error._replace(branches=branches)

    def _is_open(self, steps: Steps) -> bool:
        """Whether the value at `steps` is not known, or only in part, as a string is that is made at run time."""
        return steps in self._unknown.texts or is_hidden(self._unknown, steps)

    def _is_sure(self, keyword: str, steps: Steps) -> bool:
        if keyword in _SURE or steps not in self._within:
            return True
        return keyword in _OF_NAMES and steps not in self._unknown.open

    def _is_undecided(self, error: Any) -> bool:
        """Whether some decision on the way to the error would be another one, if more were known."""
        steps = self._at(error.instance_pointer)
        tokens = pointer.split(error.schema_pointer)[:-1]
        at = depth = 0
        while at < len(tokens):
            keyword = tokens[at]
            count, leads_in = _TOKENS.get(keyword, (1, False))
            here = steps[:depth]
            if keyword in _DECIDED and here in self._within:
                return True
            if keyword == "prefixItems" and here in self._unknown.open:
                return True
            at += count
            depth += leads_in
        return False

    def _at(self, text: str) -> Steps:
        """The steps of a pointer, indices as numbers."""
        if text not in self._steps:
            self._steps[text] = pointer.resolve(self._value, text)[1]
        return self._steps[text]


def is_hidden(unknown: Unknown, steps: Steps) -> bool:
    """Whether the value at `steps` is not known at all."""
    return any(steps[:count] in unknown.values for count in range(len(steps) + 1))


def without_doubtful(mistakes: list[Mistake], unknown: Unknown) -> list[Mistake]:
    """`mistakes` but for those that some content of the `unknown` parts would take away, as lints cannot tell."""
    return [
        each
        for each in mistakes
        # a key is written, whatever its value is
        if not is_hidden(unknown, each.steps[:-1] if each.at_key else each.steps)
        and not (each.steps in unknown.open and each.rule in _LACKING and not each.at_key)
    ]
