"""What is raised where a configuration cannot be gone by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema.errors import OrqSchemaError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orq_schema.errors import Problem


class ConfigError(OrqSchemaError):
    """A configuration that is wrong, or cannot be read: exit code 2; `problems` is all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0])
        self.problems = tuple(problems)
