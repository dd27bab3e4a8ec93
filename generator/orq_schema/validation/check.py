"""Judge one document: what is wrong with the value that it carries, each mistake at the place that has to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.payload.unknown import KNOWN
from orq_schema.validation.review import review

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orq_schema.errors import Problem
    from orq_schema.payload.document import Document
    from orq_schema.payload.locate import Target
    from orq_schema.validation.engine import Engine
    from orq_schema.validation.mistake import Mistake


class Options(NamedTuple):
    """
    How to judge: with unknown keys as errors, and without the rules in `ignored`.

    With `show_values` those values of the payload are shown too that may be secret.
    """

    strict: bool = False
    show_values: bool = False
    ignored: frozenset[str] = frozenset()


def check(
    document: Document, target: Target, engine: Engine, options: Options, notes: Sequence[Mistake] = ()
) -> list[Problem]:
    """
    The problems of `target`, which is in `document`, in the order of the document; none if all is well.

    `notes` are what there is to say of it besides. Raises DepthError where it is nested too deeply to be checked.
    """
    mistakes = [*notes, *mistakes_of(document, target, engine, options)]
    oddities = document.oddities()
    if not mistakes and not oddities:
        return []
    from orq_schema.validation.placing import Placing

    placing = Placing(document, target, engine.tree(), show_values=options.show_values)
    found = [placing.problem(each) for each in mistakes if each.rule not in options.ignored]
    if oddities:
        # a value that is wrong is to be changed anyway, however it is read
        told = {(each.line, each.column) for each in found}
        odd = [each for each in placing.odd(oddities) if each.rule not in options.ignored]
        found += [each for each in odd if (each.line, each.column) not in told]
    return sorted(found, key=lambda each: (each.line or 0, each.column or 0))


def mistakes_of(document: Document, target: Target, engine: Engine, options: Options) -> list[Mistake]:
    """What is wrong with `target`, which is in `document`, in no order. DepthError as above."""
    unknown = KNOWN if document.origin is None else document.origin.unknown.below(target.steps)
    mistakes = review(
        target.value,
        engine,
        strict=options.strict,
        bare=target.bare,
        request=target.request,
        unknown=unknown,
    )
    if not any(unknown):
        return mistakes
    from orq_schema.validation.possible import without_doubtful

    return without_doubtful(mistakes, unknown)
