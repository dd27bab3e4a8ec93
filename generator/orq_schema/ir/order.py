"""The order of definitions: those that others need first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.ir.nodes import Array, Definition, Mapping, Record, Ref, Type, Union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as MappingType


def references(shape: Record | Type) -> Iterator[str]:
    """The names that `shape` uses, in order, with repetitions."""
    if isinstance(shape, Ref):
        yield shape.name
    elif isinstance(shape, Array):
        yield from references(shape.item)
    elif isinstance(shape, Mapping):
        yield from references(shape.value)
    elif isinstance(shape, Union):
        for option in shape.options:
            yield from references(option)
    elif isinstance(shape, Record):
        for field in shape.fields:
            yield from references(field.type)
        if shape.rest is not None:
            yield from references(shape.rest)


def bare_references(shape: Record | Type) -> Iterator[str]:
    """The names that a value of `shape` is itself one of, without a step into a list or an object."""
    if isinstance(shape, Ref):
        yield shape.name
    elif isinstance(shape, Union):
        for option in shape.options:
            yield from bare_references(option)


def ordered(definitions: Iterable[Definition]) -> tuple[Definition, ...]:
    """
    `definitions`, those that others use first; the order given decides where nothing else does.

    Where types use each other in a circle, records come before the aliases that name them: in most languages
    a record may name what follows it, and an alias may not.
    """
    table = {each.name: each for each in definitions}
    waiting = _depth_first(table)
    done: dict[str, Definition] = {}
    while waiting:
        left = [each for each in waiting if not _placed(each, references, done)]
        if len(left) == len(waiting):  # aliases in a circle through lists or objects
            left = [each for each in waiting if not _placed(each, bare_references, done)]
        waiting = left
    return tuple(done.values())


def _placed(
    each: Definition, needs: Callable[[Record | Type], Iterator[str]], done: dict[str, Definition]
) -> bool:
    """Put `each` into `done` if all that it needs is there."""
    ready = isinstance(each.shape, Record) or all(name in done for name in needs(each.shape))
    if ready:
        done[each.name] = each
    return ready


def _depth_first(table: MappingType[str, Definition]) -> list[Definition]:
    """All definitions, each after those that it uses, but for the use that closes a circle."""
    found: dict[str, Definition] = {}
    entered: set[str] = set()
    for start in table:
        if start in entered:
            continue
        entered.add(start)
        path = [(start, references(table[start].shape))]
        while path:
            name, pending = path[-1]
            following = next((each for each in pending if each not in entered), None)
            if following is None:
                path.pop()
                found[name] = table[name]
            else:
                entered.add(following)
                path.append((following, references(table[following].shape)))
    return list(found.values())
