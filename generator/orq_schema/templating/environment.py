"""
The Jinja environment, in which a schema's text can never become code.

`finalize` sees the value of each `{{ }}` and passes nothing but Code, which only our filters make. Jinja's
own filters are taken out: some of them (`safe`, `tojson`, `replace`) turn text into markup.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from orq_schema import resources
from orq_schema.templating import code
from orq_schema.templating.code import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FILTERS: dict[str, Callable[..., Code]] = {
    "annotation": code.annotation,
    "comment": code.comment,
    "docstring": code.docstring,
    "html": code.html,
    "htmlprose": code.htmlprose,
    "ident": code.ident,
    "md": code.md,
    "mdcode": code.mdcode,
    "pyrepr": code.pyrepr,
}


def render(template: str, **values: Any) -> str:
    """The text of `template`, such as `python/dataclasses.py.jinja`; it ends with one newline."""
    return environment().get_template(template).render(**values).rstrip("\n") + "\n"


@functools.cache
def environment() -> Environment:
    """The environment of all templates."""
    made = Environment(
        loader=FunctionLoader(_load),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.clear()
    made.filters.update(FILTERS)
    made.filters["join"] = _join
    made.globals.clear()
    return made


def only_code(value: object) -> Code:
    """`value` if it is Code; TypeError otherwise."""
    return Code.escape(value)


def _join(pieces: Iterable[Code], between: str = "") -> Code:
    """Pieces of Code, with text of the template's own between them."""
    return Code(between).join(pieces)


def _load(name: str) -> tuple[str, str, Callable[[], bool]]:
    path = Path(resources.templates(), *name.split("/"))
    return path.read_text(encoding="utf-8"), str(path), lambda: True
