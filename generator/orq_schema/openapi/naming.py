"""Which shapes become definitions, and what each of them is called: never numbered, rather refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.errors import Problem
from orq_schema.openapi.document import RefusedError
from orq_schema.openapi.known import places
from orq_schema.openapi.shapes import is_chance, is_name, is_shape, references, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from orq_schema.openapi.known import Known
    from orq_schema.openapi.taking import Shape


class Naming:
    """
    The definitions that `shapes`, the first of which is the root, come down to.

    `first` gives for each pointer the one that stands for all of the same shape; `names` has the names of those that
    become definitions, in the order in which they are met.
    """

    def __init__(
        self,
        file: str,
        shapes: Mapping[str, Shape],
        known: Known,
        given: Mapping[str, str],
        *,
        prefer_known: bool,
    ) -> None:
        self._file = file
        self._shapes = shapes
        self._given = self._checked(given)
        plain = [at for at, shape in shapes.items() if not is_shape(shape.body)]
        self.first = same({at: shape.body for at, shape in shapes.items()}, plain)
        self._root = next(iter(shapes))
        self._members: dict[str, list[str]] = {}
        for each, at in self.first.items():
            self._members.setdefault(at, []).append(each)
        self._met = self._in_order()
        self._known = self._known_names(known)
        self._prefer_known = prefer_known
        self.names = self._named()

    def _checked(self, given: Mapping[str, str]) -> dict[str, str]:
        """`given` without what nobody can be called, or that is nowhere."""
        for at, name in given.items():
            if at not in self._shapes:
                hint = "it names a shape by the pointer that a refusal has given for it"
                self._refuse([(at, f"no definition is made of what stands at {at!r}", hint)])
            if not is_name(name):
                self._refuse([(at, f"{name!r} is not in PascalCase", None)])
        return dict(given)

    def _in_order(self) -> dict[str, int]:
        """How often each shape that stands for others is referred to, in the order in which one meets them."""
        met: dict[str, int] = {self.first[self._root]: 1}
        pending = [iter(references(self._shapes[self._root].body))]
        while pending:
            reference = next(pending[-1], None)
            if reference is None:
                pending.pop()
                continue
            at = self.first[reference]
            met[at] = met.get(at, 0) + 1
            if met[at] == 1:
                pending.append(iter(references(self._shapes[at].body)))
        return met

    def _known_names(self, known: Known) -> dict[str, str]:
        found: dict[str, str] = {}
        for place in places(
            self._shapes[self._root].body, lambda at: (self.first[at], self._shapes[self.first[at]].body)
        ):
            if place.name and place.name not in found:
                name = known.name(place)
                found |= {} if name is None else {place.name: name}
        return found

    def _named(self) -> dict[str, str]:
        wanted = {at: self._wanted(at) for at in self._met if at != self._root and self._is_definition(at)}
        for at in _clashing(wanted):
            wanted[at] = self._explicit(at) or next(
                (each for each in self._choices(at) if each != wanted[at]), wanted[at]
            )
        clashing = _clashing(wanted)
        wanted = {at: name for at, name in wanted.items() if at not in clashing or not self._is_chance(at)}
        for at, name in wanted.items():
            inner = self._shapes[at].null_or
            if not name and inner is not None and wanted.get(self.first[inner]):
                wanted[at] = f"{wanted[self.first[inner]]}OrNull"
        self._check(wanted)
        return wanted

    def _explicit(self, at: str) -> str:
        return next((self._given[each] for each in self._members[at] if each in self._given), "")

    def _is_optional(self, at: str) -> bool:
        return all(self._shapes[each].is_optional for each in self._members[at]) and not self._explicit(at)

    def _is_definition(self, at: str) -> bool:
        if not self._is_optional(at) or (self._prefer_known and at in self._known):
            return True
        return self._met[at] > 1 and (bool(self._wanted(at)) or not self._is_chance(at))

    def _is_chance(self, at: str) -> bool:
        """Whether the shape may be written twice: what fields share by chance has no name of its own."""
        return self._is_optional(at) and is_chance(self._shapes[at].body)

    def _choices(self, at: str) -> list[str]:
        """What the shape may be called, the best first: by itself, or as it is known."""
        names = {self._shapes[each].name: None for each in self._members[at] if self._shapes[each].name}
        # a union with null is called after what it is a union with, a range by the name that all fields have
        unfit = self._shapes[at].null_or is not None or (self._is_chance(at) and len(names) > 1)
        own = [] if unfit else list(names)[:1]
        known = [self._known[at]] if at in self._known else []
        return [*known, *own] if self._prefer_known else [*own, *known]

    def _wanted(self, at: str) -> str:
        return self._explicit(at) or next(iter(self._choices(at)), "")

    def _check(self, wanted: Mapping[str, str]) -> None:
        """Raise RefusedError for every shape without a name, and for every name that several shapes want."""
        found: list[tuple[str, str, str | None]] = [
            (at, "nothing here says what this shape is called", f'give it a name: --name "{at}=Name"')
            for at, name in wanted.items()
            if not name
        ]
        for at in sorted(_clashing(wanted), key=list(wanted).index):
            others = [each for each, name in wanted.items() if name == wanted[at] and each != at]
            message = f"another shape wants the name {wanted[at]!r} too, that at {others[0]}"
            found.append((at, message, f'give one of them another: --name "{at}=Name"'))
        if found:
            self._refuse(found)

    def _refuse(self, found: Iterable[tuple[str, str, str | None]]) -> None:
        raise RefusedError(
            *(
                Problem(self._file, None, None, at, "definition-unnamed", "error", said, hint)
                for at, said, hint in found
            )
        )


def _clashing(wanted: Mapping[str, str]) -> set[str]:
    """The shapes whose names others want too."""
    names: dict[str, list[Any]] = {}
    for at, name in wanted.items():
        names.setdefault(name, []).append(at)
    return {at for name, at_all in names.items() if name and len(at_all) > 1 for at in at_all}
