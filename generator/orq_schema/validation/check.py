"""Judge one document: what is wrong with the value that it carries, each mistake at the place that has to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orq_schema.validation.review import review

if TYPE_CHECKING:
    from orq_schema.errors import Problem
    from orq_schema.payload.document import Document
    from orq_schema.payload.locate import Target
    from orq_schema.validation.engine import Engine


class Options(NamedTuple):
    """
    How to judge: with unknown keys as errors, and without the rules in `ignored`.

    With `show_values` those values of the payload are shown too that may be secret.
    """

    strict: bool = False
    show_values: bool = False
    ignored: frozenset[str] = frozenset()


def check(document: Document, target: Target, engine: Engine, options: Options) -> list[Problem]:
    """
    The problems of `target`, which is in `document`, in the order of the document; none if all is well.

    Raises DepthError where it is nested too deeply to be checked.
    """
    mistakes = review(target.value, engine, strict=options.strict, bare=target.bare, request=target.request)
    oddities = document.oddities()
    if not mistakes and not oddities:
        return []
    from orq_schema.validation.placing import Placing

    placing = Placing(document, target, engine.tree(), show_values=options.show_values)
    found = [placing.problem(each) for each in mistakes if each.rule not in options.ignored]
    # a value that is wrong is to be changed anyway, however it is read
    told = {(each.line, each.column) for each in found}
    odd = [each for each in placing.odd(oddities) if each.rule not in options.ignored]
    found += [each for each in odd if (each.line, each.column) not in told]
    return sorted(found, key=lambda each: (each.line or 0, each.column or 0))
