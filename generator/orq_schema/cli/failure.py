"""The end of a command that cannot do what it was asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from orq_schema.errors import UnsupportedError
from orq_schema.report.sink import FORMATS, sink
from orq_schema.report.summary import UNREADABLE, USAGE, Summary
from orq_schema.report.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

    from orq_schema.errors import OrqSchemaError, Problem


def stop(problems: Iterable[Problem], code: int, layout: str = "text") -> NoReturn:
    """
    Tell `problems`, and exit with `code`.

    They stand on standard output as `validate --format` has them, in place of a result in the format `layout`. What
    has no place for problems, such as a schema, is not begun: then they are on standard error.
    """
    if layout in FORMATS:
        report, summary = sink(layout, sys.stdout.write), Summary()
        for each in problems:
            report.add(each)
            summary.add(each)
        report.close(summary)
    else:
        sys.stderr.write("".join(map(line, problems)))
    sys.exit(code)


def stop_for(error: OrqSchemaError, layout: str = "text") -> NoReturn:
    """Tell what `error` says, as `stop` does, and exit with the code that is meant for it."""
    stop([error.problem], USAGE if isinstance(error, UnsupportedError) else UNREADABLE, layout)
