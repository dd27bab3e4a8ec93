"""Assemble the module of a validator: its functions in order, their tables, and the shell around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orq_schema import templating
from orq_schema.compile import soundness
from orq_schema.compile.collecting import evaluated_type
from orq_schema.compile.emit import EMITTER, collect, decide, emit
from orq_schema.compile.program import Function, Kind, Program
from orq_schema.compile.site import Names, Site
from orq_schema.compile.writer import CodeWriter, Expression, identifier, literal
from orq_schema.errors import Problem, SchemaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.load.schema import LoadedSchema

# what a helper of the shell calls in its turn
_NEEDS = {"one_of": ("equal",), "matching_keys": ("matches",)}


def source(schema: LoadedSchema, *, assert_formats: bool = False, explains: bool = True) -> str:
    """
    The text of a Python module with `is_valid`, `iter_errors` and `check` for `schema`.

    With `assert_formats` a string must be of its `format`, and the module needs this package. A module that does
    not explain has `is_valid` alone, and takes a third of the time to make. Raises UnsupportedError, with keyword
    and pointer, for what cannot be compiled exactly, SchemaError for what is nested too deeply.
    """
    try:
        return _source(Program(schema, assert_formats=assert_formats), explains=explains)
    except RecursionError:
        problem = Problem(schema.file, None, None, "", "too-deep", "error", "the schema is nested too deeply")
        raise SchemaError(problem) from None


def _source(program: Program, *, explains: bool) -> str:
    soundness.check(program)
    root = program.function(program.resolution.root)
    program.want(root, "decided", *(("explained",) if explains else ()))
    functions = _functions(program)
    helpers = program.helpers | {each for helper in program.helpers for each in _NEEDS.get(helper, ())}
    body = "\n\n".join(part for part in (_constants(program), functions, _definitions(program)) if part)
    return templating.render(
        "python/validator.py.jinja",
        docstring=templating.Code(_docstring(program.schema)),
        helpers=helpers,
        explains=explains,
        root=templating.Code(identifier(root.name)),
        body=templating.Code(body.rstrip("\n")),
    )


def _docstring(schema: LoadedSchema) -> str:
    text = f"Validate instances of the schema {literal(schema.name)}: is_valid, iter_errors and check."
    return f'"""{text}"""' if text.isprintable() and "\\" not in text else literal(text)


def _functions(program: Program) -> str:
    """The source of all functions; writing one may call for further ones."""
    written: dict[tuple[str, Kind], str] = {}
    while program.pending:
        # in the order in which they were asked for
        todo, program.pending = program.pending, []
        for function, kind in todo:
            written[function.name, kind] = _WRITERS[kind](program, function)
    parts: list[str] = []
    for function in program.functions.values():
        parts += [
            _base_line(function),
            *(written[function.name, kind] for kind in _WRITERS if kind in function.kinds),
        ]
    return "\n\n".join(parts)


def _base_line(function: Function) -> str:
    return f"{_base(function)}: Final = {literal(str(function.schema.location))}\n"


def _deciding(program: Program, function: Function) -> str:
    writer = CodeWriter()
    with writer.block(f"def _is_{function.name}(value: Json) -> bool:"):
        decide(_site(program, function, writer, explain=False))
    return writer.text()


def _collecting(program: Program, function: Function) -> str:
    writer = CodeWriter()
    kinds = evaluated_type(program)
    with writer.block(f"def _collect_{function.name}(value: Json) -> {kinds} | None:"):
        collect(_site(program, function, writer, explain=False))
    return writer.text()


def _explaining(program: Program, function: Function) -> str:
    writer = CodeWriter()
    with writer.block(
        f"def _explain_{function.name}(value: Json, at: str, via: str, errors: list[Error]) -> None:"
    ):
        emit(_site(program, function, writer, explain=True))
        writer.line_if_empty("return")
    return writer.text()


_WRITERS: dict[Kind, Callable[[Program, Function], str]] = {
    "decided": _deciding,
    "collected": _collecting,
    "explained": _explaining,
}


def _base(function: Function) -> str:
    return f"_AT_{function.name.upper()}"


def _site(program: Program, function: Function, writer: CodeWriter, *, explain: bool) -> Site:
    return Site(
        program=program,
        emitter=EMITTER,
        writer=writer,
        names=Names(),
        subschema=function.schema,
        value="value",
        at=(Expression("at"),),
        path=(),
        base=_base(function),
        explain=explain,
        top=True,
    )


def _constants(program: Program) -> str:
    writer = CodeWriter()
    for name, table in program.constants.items():
        writer.table(f"{name}: {table.kind}", table)
    return writer.text()


def _definitions(program: Program) -> str:
    writer = CodeWriter()
    writer.line("# the functions above, by the location of their subschema")
    with writer.block("DEFINITIONS: Final[dict[str, Callable[[Any], bool]]] = {"):
        known: set[str] = set()
        for function in program.functions.values():
            location = str(function.schema.location)
            # the same subschema has a function for each dynamic scope that it is evaluated in
            if "decided" in function.kinds and location not in known:
                known.add(location)
                writer.line(f"{_base(function)}: _is_{function.name},")
    writer.line("}")
    return writer.text()
