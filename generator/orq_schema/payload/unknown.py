"""
What source code leaves open: parts of a payload that are known only when the program runs.

The rule: a mistake is told if it is there whatever the unknown parts turn out to be, and not otherwise. For that a
reader puts a stand-in, which is an ordinary JSON string, in the place of each such part, and says where they are:

- A value of which nothing is known (a name, a call) is STAND_IN, and its steps are in `values`. Nothing at or below
  it is a mistake.
- A string of which only a part is known (an f-string) is what is known of it, with STAND_IN for the rest, as `text`
  makes it, and its steps are in `texts`. It is no mistake either; lints may look at the part that is known.
- An object with members that are not known (`{**base}`, a computed key) has only those that are; an array with items
  that are not known (`[*models]`) has one unknown value in place of each such group. Their steps are in `open`.
  Nothing is a mistake in what they lack, nor in how many members they have.

What is written is meant: a constant that something unknown behind it might replace is judged all the same, and so is
each alternative of a condition, in a document of its own if need be: see `Unknown.beside`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.pointer import Steps

# in the form of a placeholder, which lints pass over
STAND_IN = "${known at run time}"
_NONE: frozenset[Steps] = frozenset()


class Unknown(NamedTuple):
    """The steps to what is not known in a document, from its root."""

    values: frozenset[Steps] = _NONE
    texts: frozenset[Steps] = _NONE
    open: frozenset[Steps] = _NONE

    def below(self, steps: Steps) -> Unknown:
        """The same for the value at `steps`, from there."""
        count = len(steps)
        if not count or self == KNOWN:
            return self
        return Unknown(*[frozenset(each[count:] for each in some if each[:count] == steps) for some in self])

    def beside(self, steps: Steps) -> Unknown:
        """
        The same for a document that has nothing but the way to the value at `steps`, in itself as it was.

        That is the way to judge an alternative: in a copy of the document where what is beside the way is left
        out of objects, and unknown in arrays.
        """
        inside = [frozenset(each for each in some if each[: len(steps)] == steps) for some in self]
        way = frozenset(steps[:count] for count in range(len(steps)))
        return Unknown(inside[0], inside[1], inside[2] | way)


KNOWN = Unknown()


def text(parts: Iterable[str | None]) -> str:
    """The stand-in for a string of these `parts`, None for one that is not known."""
    found = "".join([STAND_IN if part is None else part for part in parts])
    # a stand-in alone would be taken for one of another type
    return found if found != STAND_IN else STAND_IN * 2
