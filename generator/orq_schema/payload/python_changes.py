"""
What is done to a container after it was written: parts are replaced, deleted, added to, or handed to other code.

It is followed by name: through other names for the container, for parts of it, and for what it is a part of. The
order of statements is not looked at.
"""

from __future__ import annotations

import ast
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema.payload.parts import Array, Doubt, Object, Part, below, unknown
from orq_schema.payload.python_ways import held, reach, step_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from orq_schema.payload.python_mentions import Mentions
    from orq_schema.payload.python_ways import Reach, Way

# calls with one of these arguments are requests, which carry the payload as it is
_CARRIES = frozenset(("orq", "extra_body"))
# what changes nothing in its arguments
_HARMLESS = frozenset((
    "bool", "cast", "copy", "deepcopy", "dict", "dumps", "from_dict", "isinstance", "len", "list", "pprint", "print",
    "repr", "sorted", "str", "tuple", "type",
))  # fmt: skip
# methods that change what is in a container, though not what its members are
_ADDERS = frozenset(("append", "extend", "insert", "popitem", "remove", "reverse", "setdefault", "sort"))
# names for names, and so on; beyond this anything may have happened
_MOST = 200
# no payload is deeper
_DEEPEST = 20


class Fate(IntEnum):
    """Of a part: it may have more members; it is another one; it is in the hands of other code."""

    OPEN = 0
    LOST = 1
    HANDED = 2


class Change(NamedTuple):
    """What becomes of what is at `way` of that which a name stands for."""

    way: Way
    fate: Fate


class _Link(NamedTuple):
    """What is at `cut` of what `name` stands for is at `way` of another thing."""

    name: str
    cut: Way
    way: Way


class Changes:
    """The changes to what names stand for in the syntax tree that `mentions` is of."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._found: dict[tuple[int, str], frozenset[Change]] = {}
        self._facts: dict[tuple[int, str], tuple[list[Change], list[_Link]]] = {}

    def to(self, name: str, root: ast.AST) -> frozenset[Change]:
        """The changes, below the node `root`, to what `name` stands for."""
        key = id(root), name
        if key not in self._found:
            self._found[key] = self._search(name, root)
        return self._found[key]

    def _search(self, name: str, root: ast.AST) -> frozenset[Change]:
        found: set[Change] = set()
        seen = {_Link(name, (), ())}
        waiting = [*seen]
        while waiting:
            link = waiting.pop()
            changes, links = self._of(link.name, root)
            found.update(filter(None, (_through(link, each) for each in changes)))
            new = {joined for each in links if (joined := _joined(link, each)) is not None} - seen
            new = {each for each in new if len(each.way) < _DEEPEST and len(each.cut) < _DEEPEST}
            seen |= new
            waiting += new
            if len(seen) > _MOST:
                return frozenset({Change((), Fate.HANDED)})
        return frozenset(found)

    def _of(self, name: str, root: ast.AST) -> tuple[list[Change], list[_Link]]:
        key = id(root), name
        if key not in self._facts:
            facts = [
                fact
                for node in self._mentions.all(root, name.rpartition(".")[2])
                for owner, fact in _facts(node)
                if owner == name
            ]
            self._facts[key] = (
                [each for each in facts if isinstance(each, Change)],
                [each for each in facts if isinstance(each, _Link)],
            )
        return self._facts[key]


def _through(link: _Link, change: Change) -> Change | None:
    """`change` to what the name of `link` stands for as one to what the link leads from; None where it is beside."""
    # a member of the same object is another one then, and the object itself is as it was
    is_beside = change.fate is Fate.LOST and len(change.way) == len(link.cut)
    if is_beside or not starts(change.way, link.cut):
        return None
    return Change(link.way + change.way[len(link.cut) :], change.fate)


def _joined(first: _Link, second: _Link) -> _Link | None:
    """What `second`, which leads from the name of `first`, is to what `first` leads from; None where it is beside."""
    shorter = min(len(first.cut), len(second.way))
    if not starts(second.way[:shorter], first.cut[:shorter]):
        return None
    return _Link(second.name, second.cut + first.cut[shorter:], first.way + second.way[shorter:])


def starts(way: Way, start: Way) -> bool:
    """Whether `way` may go through the end of `start`."""
    return len(way) >= len(start) and all(
        one == other or one is None or other is None for one, other in zip(way, start, strict=False)
    )


# -- what a node does ---------------------------------------------------------------------------------------


def _facts(node: ast.AST) -> Iterable[tuple[str, Change | _Link]]:
    """What `node` itself does to what names stand for."""
    look = _LOOKS.get(type(node))
    return () if look is None else look(node)


def _assigned(node: ast.Assign) -> Iterator[tuple[str, Change | _Link]]:
    for each in node.targets:
        yield from _given(each, node.value)


def _stated(node: ast.AnnAssign | ast.NamedExpr) -> Iterator[tuple[str, Change | _Link]]:
    if node.value is not None:
        yield from _given(node.target, node.value)


def _deleted(node: ast.Delete) -> Iterator[tuple[str, Change]]:
    for each in node.targets:
        yield from _lost(each)


def _called(node: ast.Call) -> Iterator[tuple[str, Change]]:
    yield from _handed(node)
    if isinstance(node.func, ast.Attribute):
        yield from _mutated(node, node.func)


def _given(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, Change | _Link]]:
    """`value` is assigned to `target`, which may be part of a container; names in it have another name then."""
    yield from _lost(target)
    to = reach(target)
    for inside, each in held(value):
        source = reach(each)
        if source is None or to is None:
            continue
        if inside or isinstance(target, ast.Name) or to.way[-1:] in {(key,) for key in _CARRIES}:
            yield source.name, _Link(to.name, to.way + inside, source.way)
        else:
            # in an attribute, or a container of any kind, anybody may get it
            yield source.name, Change(source.way, Fate.HANDED)


def _iterated(node: ast.For | ast.AsyncFor) -> Iterator[tuple[str, Change | _Link]]:
    """The loop's variables stand for the items."""
    targets = node.target.elts if isinstance(node.target, ast.Tuple) else [node.target]
    items = node.iter.elts if isinstance(node.iter, (ast.Tuple, ast.List)) else None
    for source in map(reach, [node.iter] if items is None else items):
        for target in targets:
            if source is not None and isinstance(target, ast.Name):
                way = (*source.way, None) if items is None else source.way
                yield source.name, _Link(target.id, (), way)


def _augmented(node: ast.AugAssign) -> Iterator[tuple[str, Change]]:
    target = reach(node.target)
    if target is not None and isinstance(node.op, ast.BitOr):
        yield from _updated(target, [node.value], [])
    elif (
        target is not None and isinstance(node.op, ast.Add) and isinstance(node.value, (ast.List, ast.Tuple))
    ):
        yield target.name, Change(target.way, Fate.OPEN)
    else:
        yield from _lost(node.target)


def _lost(target: ast.expr) -> Iterator[tuple[str, Change]]:
    """What is at `target`, if that is part of a container, is another value, or none."""
    each = reach(target) if isinstance(target, ast.Subscript) else None
    if each is not None:
        yield each.name, Change(each.way, Fate.LOST)


def _handed(node: ast.Call) -> Iterator[tuple[str, Change]]:
    """What a call may change what it stands for."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in _HARMLESS or name.endswith("Dict") or any(each.arg in _CARRIES for each in node.keywords):
        return
    for each in [*node.args, *[each.value for each in node.keywords if each.arg is not None]]:
        given = reach(each) if isinstance(each, (ast.Name, ast.Subscript, ast.Attribute)) else None
        if given is not None:
            yield given.name, Change(given.way, Fate.HANDED)


def _mutated(node: ast.Call, func: ast.Attribute) -> Iterator[tuple[str, Change]]:
    """What a method of a container changes in it."""
    owner = reach(func.value)
    if owner is None:
        return
    if func.attr == "update":
        yield from _updated(owner, node.args, node.keywords)
    elif func.attr == "pop":
        way = (*owner.way, step_of(node.args[0]) if node.args else -1)
        yield owner.name, Change(way, Fate.LOST)
    elif func.attr == "clear":
        yield owner.name, Change(owner.way, Fate.HANDED)
    elif func.attr in _ADDERS:
        yield owner.name, Change(owner.way, Fate.OPEN)


def _updated(
    owner: Reach, values: Sequence[ast.expr], keywords: Sequence[ast.keyword]
) -> Iterator[tuple[str, Change]]:
    """The members that `values` and `keywords` have are replaced; what is not known may be added."""
    keys = [each.arg for each in keywords]
    keys += [
        step if isinstance(step := step_of(key), str) else None
        for value in values
        for key in (value.keys if isinstance(value, ast.Dict) else [None])
    ]
    yield owner.name, Change(owner.way, Fate.OPEN)
    yield from ((owner.name, Change((*owner.way, key), Fate.LOST)) for key in keys if key is not None)


_LOOKS: dict[type[ast.AST], Callable[[Any], Iterator[tuple[str, Change | _Link]]]] = {
    ast.Assign: _assigned,
    ast.AnnAssign: _stated,
    ast.NamedExpr: _stated,
    ast.For: _iterated,
    ast.AsyncFor: _iterated,
    ast.AugAssign: _augmented,
    ast.Delete: _deleted,
    ast.Call: _called,
}


# -- what becomes of a part ---------------------------------------------------------------------------------


def remaining(changes: Iterable[Change], way: Way) -> Iterator[Change]:
    """Those of `changes` to a thing that are to what is in the literal at `way` of it; what is written is meant."""
    for each in changes:
        is_inside = len(each.way) > len(way) or each.fate is Fate.OPEN
        if each.fate is not Fate.HANDED and is_inside and starts(each.way, way):
            yield Change(each.way[len(way) :], each.fate)


def apply(part: Part, changes: Collection[Change]) -> Part:
    """What is known of `part` after `changes` to it."""
    if any(not each.way and each.fate is not Fate.OPEN for each in changes):
        return unknown((part.node.start, part.node.end))
    for each in changes:
        _apply(part, each.way, each.fate)
    return part


def _apply(part: Part, way: Way, fate: Fate) -> None:
    for each in (part, *part.others):
        if not isinstance(each, (Object, Array)):
            continue
        if (fate is Fate.OPEN and not way) or (fate is Fate.LOST and len(way) == 1):
            each.doubt = max(each.doubt, Doubt.OPEN)
        for step in _meant(each, way[0]) if way else ():
            inner = each.at(step)
            if way[1:] or fate is Fate.OPEN:
                _apply(inner, way[1:], fate)
            elif way[0] is not None or isinstance(each, Array):
                # of a key that is not known it is likelier that it is added
                each.replace(step, unknown((inner.node.start, inner.node.end)))


def _meant(part: Object | Array, step: str | int | None) -> list[str | int]:
    """The steps to members of `part` that `step` may be."""
    steps = [each for each, _ in below(part)]
    if step is None:
        return steps
    if isinstance(step, int) and step < 0:
        step += len(steps)
    return [step] if step in steps else []
