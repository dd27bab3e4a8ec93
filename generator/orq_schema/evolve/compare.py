"""Two schemas in; each change out, with its class for writers and for readers and a proof of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.evolve import difference
from orq_schema.evolve.branches import called, match
from orq_schema.evolve.canonical import covers
from orq_schema.evolve.difference import Difference
from orq_schema.evolve.judging import Change, Judge, Place
from orq_schema.evolve.nodes import ASSERTING
from orq_schema.evolve.same import Same
from orq_schema.evolve.side import Side
from orq_schema.evolve.view import View

if TYPE_CHECKING:
    from orq_schema.compile.resolution import Location
    from orq_schema.load.schema import LoadedSchema

_ANNOTATIONS = frozenset(("default", "deprecated", "readOnly", "writeOnly"))
# pairs of places that are walked through: schemas that refer to one another could have any number
_MOST_PAIRS = 5_000


def compare(old: LoadedSchema, new: LoadedSchema) -> list[Change]:
    """
    All changes from `old` to `new`, in the order of the properties of `new`.

    Raises UnsupportedError for a schema that cannot be compiled.
    """
    before, after = Side(old), Side(new)
    judge = Judge(before, after)
    root = Place(
        View(before, (before.root,)), View(after, (after.root,)), (), (), safe=False, turning=_turning(after)
    )
    why = judge.free.why_not(root.old, root.new)
    root = root._replace(safe=why is None)
    _Walk(before, after, judge).walk(root)
    _account(judge, root, why)
    judge.look_around()
    classes = {each.writers for each in judge.found}
    if (
        "unknown" in classes
        and not classes & {"breaking", "new-name"}
        and not after.asserts_formats
        and covers(after.schema, before.schema)
    ):
        return [each._replace(writers="compatible", why=None) for each in judge.found]
    return judge.found


def _turning(new: Side) -> str | None:
    counting = sorted({"unevaluatedProperties", "unevaluatedItems"} & new.resolution.keywords)
    return f"`{counting[0]}` counts what is gone too" if counting else None


def _account(judge: Judge, root: Place, why: str | None) -> None:
    """Say that there is no proof of the whole, where no single change says so."""
    classes = {each.writers for each in judge.found}
    if not root.safe and not classes & {"breaking", "unknown"}:
        judge.unproven(root, "not proven to accept all that was valid", why)
    elif root.safe and not classes & {"new-name", "unknown"}:
        # what no walk came by: names may have been passed over by the proof
        strictly = judge.strict.why_not(root.old, root.new)
        if strictly is not None:
            judge.unproven(root, "names that were free have a meaning", strictly)


class _Walk:
    """Goes through all places of which both sides speak, and has each difference judged."""

    def __init__(self, old: Side, new: Side, judge: Judge) -> None:
        self._judge = judge
        self._unchanged = Same(old, new, also=_ANNOTATIONS)
        self._pairs = 0

    def walk(self, place: Place) -> None:
        """Judge all that is at `place` or below it."""
        self._walk(place, frozenset())

    def _walk(self, place: Place, above: frozenset[Any]) -> None:
        old, new = place.old, place.new
        key = (old.key, new.key)
        self._pairs += 1
        if key in above or self._pairs > _MOST_PAIRS or self._is_unchanged(old, new):
            return
        above |= {key}
        # to accept more is safe here, and yet not as a whole where something turns it round
        safe = place.safe or (place.turning is None and self._judge.free.why_not(old, new) is None)
        place = place._replace(safe=safe)
        for found in (
            *difference.of_any(old, new),
            *difference.of_limits(old, new),
            *difference.of_others(old, new, self._differing(old, new)),
        ):
            self._judge.judge(place, found)
        common = old.stated_types & new.stated_types
        if "object" in common:
            self._walk_object(place, above)
        if "array" in common:
            self._walk_array(place, above)
        self._walk_unions(place, above)

    def _is_unchanged(self, old: View, new: View) -> bool:
        return len(old.tops) == len(new.tops) and all(map(self._unchanged, old.tops, new.tops))

    def _differing(self, old: View, new: View) -> frozenset[str]:
        """The keywords of which one side says something that no node of the other does."""
        found: set[str] = set()
        for keyword in ASSERTING:
            mine, theirs = list(old.having(keyword)), list(new.having(keyword))
            if not (
                len(mine) == len(theirs)
                and all(self._alike(keyword, *each) for each in zip(mine, theirs, strict=True))
            ):
                found.add(keyword)
        return frozenset(found)

    def _alike(self, keyword: str, mine: Any, theirs: Any) -> bool:
        group = {"if": ("if", "then", "else"), "contains": ("contains", "minContains", "maxContains")}
        return self._judge.strict.same.keywords(mine, theirs, group.get(keyword, (keyword,)))

    def _walk_object(self, place: Place, above: frozenset[Any]) -> None:
        old, new = place.old, place.new
        for found in difference.of_required(old, new):
            self._judge.judge(place, found)
        for name in dict.fromkeys([*new.declared, *old.declared]):
            inner = place.within(old.property(name), new.property(name), name, name)
            if name in old.declared and name in new.declared:
                self._walk(inner, above)
            elif name in new.declared:
                self._judge_added(place, inner, name)
            else:
                gone = Difference(
                    "property removed",
                    ("properties",),
                    "breaking",
                    None,
                    inner.old,
                    old.declared[name].location,
                )
                self._judge.judge(inner, gone)
        mine, theirs = old.further, new.further
        inner = place.within(mine, theirs, None, "*")
        if mine.is_empty is theirs.is_empty:
            self._walk(inner, above)
            return
        at = difference.place_of(old, new, ("additionalProperties",))
        if theirs.is_empty:
            self._judge.judge(inner, Difference("unknown keys no longer allowed", refused=mine, location=at))
        else:
            self._judge.judge(inner, Difference("unknown keys allowed", location=at))

    def _judge_added(self, place: Place, inner: Place, name: str) -> None:
        at = inner.new.tops[0].location if inner.new.tops else place.new.declared[name].location
        if name in place.new.required:
            if name in place.old.required:
                said = "new property, required before"
                found = Difference(said, (), "breaking", refused=inner.old, location=at)
                self._judge.judge(inner, found)
            else:
                found = Difference("new required property", ("required",), "breaking", name, location=at)
                self._judge.judge(place, found)
            return
        added = Difference("new optional property", refused=inner.old, location=at)
        if not inner.old.is_anything or name in place.old.names:
            self._judge.judge(inner, added)
        else:
            self._judge.added(inner, added)

    def _walk_array(self, place: Place, above: frozenset[Any]) -> None:
        old, new = place.old, place.new
        prefix = max(old.prefix, new.prefix)
        for index in range(prefix + 1):
            shown = str(index) if index < prefix else "*"
            self._walk(place.within(old.item(index), new.item(index), index, shown), above)

    def _walk_unions(self, place: Place, above: frozenset[Any]) -> None:
        old, new = place.old, place.new
        if not old.unions and not new.unions:
            return
        if len(old.unions) > 1 or len(new.unions) > 1:
            if self._differing(old, new) & {"anyOf", "oneOf"}:
                found = Difference("alternatives changed", ("anyOf", "oneOf"), "breaking", hidden=True)
                self._judge.judge(place, found)
            return
        keyword = (new.unions or old.unions)[0].keyword
        if old.unions and new.unions and old.unions[0].keyword != keyword:
            at = new.unions[0].node.location.below(keyword)
            self._judge.judge(
                place, Difference(f"{old.unions[0].keyword} -> {keyword}", (keyword,), location=at)
            )
        both = bool(old.unions and new.unions)
        mine, theirs = _branches(old, alone=both), _branches(new, alone=both)
        one_too_many = "an alternative of `oneOf` that accepts more may be one too many"
        inside = place._replace(turning=place.turning or (one_too_many if keyword == "oneOf" else None))
        if not both and (parted := _parted(mine, theirs)):
            for one, other in parted:
                self._walk(inside._replace(old=one, new=other), above)
        else:
            self._walk_branches(place, inside, (mine, theirs), above)

    def _walk_branches(
        self, place: Place, inside: Place, branches: tuple[list[View], list[View]], above: frozenset[Any]
    ) -> None:
        mine, theirs = branches
        matching = match(self._judge.strict, mine, theirs)
        for one, other in matching.pairs:
            self._walk(inside._replace(old=mine[one], new=theirs[other]), above)
        for one in matching.removed:
            if mine[one].stated_types & place.new.stated_types:
                self._judge.judge(place, _gone(place, mine[one], one))
        keyword = (place.new.unions or place.old.unions)[0].keyword
        for other in matching.added:
            if theirs[other].stated_types & place.old.stated_types:
                keywords = ("oneOf",) if keyword == "oneOf" else ()
                at = _location(place, theirs[other])
                said = f"alternative {called(theirs[other])} added"
                self._judge.judge(place, Difference(said, keywords, "breaking", location=at))


def _gone(place: Place, branch: View, index: int) -> Difference:
    """That `branch`, the one at `index` of the old side, is no longer there."""
    old = place.old
    whole = old.branches(old.unions[0])[index] if old.unions else branch
    readers: difference.Readers = "breaking" if branch.declared else "compatible"
    said = f"alternative {called(branch)} removed"
    return Difference(said, ("anyOf", "oneOf"), readers, None, whole, _location(place, branch))


def _location(place: Place, branch: View) -> Location | None:
    """Where `branch` is written; where the union is, for the side that says nothing at all of the place."""
    if branch.tops:
        return branch.tops[-1].location
    return difference.place_of(place.old, place.new, ("anyOf", "oneOf"))


def _branches(view: View, *, alone: bool) -> list[View]:
    """The branches of the only union of `view`, `alone` or with what is around them; `view` where it has none."""
    if not view.unions:
        return [view]
    (union,) = view.unions
    return [View(view.side, (each,)) for each in union.branches] if alone else view.branches(union)


def _parted(old: list[View], new: list[View]) -> list[tuple[View, View]]:
    """
    The pairs of a view and of the branches that another one has for it, where each kind of value has one branch.

    None are given where two branches share a kind: which of them the view became is then a question of likeness.
    """
    kinds = [kind for each in max(old, new, key=len) for kind in each.stated_types]
    if len(kinds) > len(set(kinds)):
        return []
    pairs = [(one, other, one.stated_types & other.stated_types) for one in old for other in new]
    return [(one.restricted(common), other.restricted(common)) for one, other, common in pairs if common]
