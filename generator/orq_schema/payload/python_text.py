"""Python source to the payloads that are written in it; it is parsed, and never run or imported."""

from __future__ import annotations

import ast
import gc
import warnings
from io import BytesIO
from tokenize import detect_encoding
from typing import TYPE_CHECKING

from orq_schema.payload.code import mentions
from orq_schema.payload.document import Origin, Place, Unread
from orq_schema.payload.parts import Array, Doubt, Object, Part, at, documents, is_presumed
from orq_schema.payload.python_changes import Change, Fate, apply, remaining
from orq_schema.payload.python_find import find
from orq_schema.payload.python_offsets import Offsets
from orq_schema.payload.python_types import Types
from orq_schema.payload.python_value import Builder
from orq_schema.payload.python_ways import held, is_copy, reach
from orq_schema.payload.text import Lines, ReadError, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Document, Limits
    from orq_schema.payload.python_find import Found
    from orq_schema.pointer import Step

KIND = "python"
# one name for another, and so on
_MOST_NAMES = 20


def read_python(
    file: str, data: bytes, limits: Limits, *, named: bool = False
) -> Iterator[Document | Unread]:
    """
    The payloads in a file of Python source, in order, or why it cannot be read.

    A file without the letters `orq`, in small letters or capitals, has none: it is only parsed if it was `named`.
    """
    may_have = mentions(data)
    if not (may_have or named):
        return
    lines = _decoded(file, data)
    if isinstance(lines, Unread):
        yield lines
    elif may_have:
        yield from read_source(file, lines, limits)
    else:
        try:
            parse(lines.content)
        except ReadError as error:
            yield error.unread(file, KIND, lines)


def read_source(
    file: str, lines: Lines, limits: Limits, part: str | None = None
) -> Iterator[Document | Unread]:
    """The payloads in `lines` of Python source, in order; `part` names the part of the file that they are."""
    if not mentions(lines.content):
        return
    collecting = gc.isenabled()
    # nothing here is garbage, and the collector would go through all of it again and again
    gc.disable()
    try:
        found = _read_all(file, lines, limits, part)
    finally:
        if collecting:
            gc.enable()
    yield from found


def _read_all(file: str, lines: Lines, limits: Limits, part: str | None) -> list[Document | Unread]:
    try:
        tree = parse(lines.content)
    except ReadError as error:
        return [error.unread(file, KIND, lines)]
    offsets = Offsets(lines.content)
    types = Types(lines.content)
    builder = Builder(offsets, limits, types.names)
    told: set[int] = set()
    made: list[Document | Unread] = []
    for found in sorted(find(tree, lines.content, types), key=lambda each: _order(each, offsets)):
        # the literal behind a name is judged once, and where it is annotated it has been
        literal = _literal(found)
        if literal not in told:
            new = _read(file, lines, found, builder, part)
            told |= {literal} if new else set()
            made += new
    return made


def _order(found: Found, offsets: Offsets) -> int:
    return offsets.span(found.target)[0]


def parse(content: str) -> ast.Module:
    """The syntax tree of `content`; raises ReadError where the running Python does not take it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(content)
    except SyntaxError as error:
        raise _syntax_error(error, content) from None
    except (RecursionError, MemoryError):
        raise ReadError(0, "python-syntax", "source that is nested too deeply for Python") from None
    except ValueError:
        at = max(content.find("\0"), 0)
        raise ReadError(at, "python-syntax", "source that Python does not read, such as a NUL") from None


def _syntax_error(error: SyntaxError, content: str) -> ReadError:
    said = error.msg or "invalid syntax"
    starts = Offsets(content)
    line = max(error.lineno or 1, 1)
    at = starts.at(line, 0)
    if error.offset is not None and error.offset > 0:
        at = min(at + error.offset - 1, len(content))
    return ReadError(at, "python-syntax", f"Python cannot read this: {said[:1].lower()}{said[1:]}")


def _decoded(file: str, data: bytes) -> Lines | Unread:
    """`data` as text, by its encoding cookie (PEP 263); the problem where that cannot be."""
    try:
        encoding, _ = detect_encoding(BytesIO(data).readline)
        # a byte order mark is no part of the text
        text = data.decode(encoding)
    except SyntaxError:
        message = "an encoding declaration that Python does not know, or that the bytes are not in"
        return Unread(problem(file, "wrong-encoding", message, "save the file as UTF-8", Place(1, 1)), KIND)
    except (UnicodeDecodeError, LookupError, ValueError) as error:
        return _undecodable(file, data, error)
    return Lines(text)


def _undecodable(file: str, data: bytes, error: Exception) -> Unread:
    at = error.start if isinstance(error, UnicodeDecodeError) else 0
    before = data[:at].decode("latin-1")
    lines = Lines(before)
    message = f"a byte that is not in the file's encoding, at offset {at} from the start of the file"
    place = Place(lines.place(len(before)).line, None)
    return Unread(problem(file, "wrong-encoding", message, "save the file as UTF-8", place), KIND)


def _read(
    file: str, lines: Lines, found: Found, builder: Builder, part: str | None
) -> list[Document | Unread]:
    builder.restart()
    try:
        root = _root(found, builder)
    except ReadError as error:
        return [error.unread(file, KIND, lines)]
    origin = Origin(found.sits, part=part, presumed=found.presumed or is_presumed(root, found.sits))
    made = list(documents(file, KIND, lines, root, origin, sure=found.sure))
    target = at(root, found.sits)
    if made and target is not None:
        for fault in builder.faults:
            if target.node.start <= fault.offset < target.node.end:
                return [fault.unread(file, KIND, lines)]
    return [*made]


def _root(found: Found, builder: Builder) -> Part:
    """What the document of `found` is; ReadError where a limit is passed."""
    if isinstance(found.holder, ast.Call):
        # its other arguments may be of any kind
        root: Part = builder.arguments(found.holder, found.scope)
    else:
        root = builder.part(found.holder or found.target, found.scope)
    root = apply(root, _changes(found))
    key = found.key
    for step in reversed(found.place or found.sits if found.holder is None else ()):
        root, key = _around(root, step, builder, key), None
    if found.holder is not None:
        # more may be put in before it is sent
        root.doubt = Doubt.OPEN
    return root


def _changes(found: Found) -> list[Change]:
    """What is done later to parts of the literal, by a name that it is assigned to."""
    literal = found.holder or found.target
    value = None if found.owner is None else found.owner.value
    if found.owner is None or value is None or (isinstance(literal, ast.Call) and not is_copy(literal)):
        return []
    ways = [way for way, each in held(value) if each is literal]
    targets = found.owner.targets if isinstance(found.owner, ast.Assign) else [found.owner.target]
    return [
        change
        for to in map(reach, targets)
        if to is not None
        for way in ways
        for change in remaining(found.scope.module.changes(to.name, found.scope), to.way + way)
    ]


def _around(part: Part, step: Step, builder: Builder, key: ast.expr | None) -> Part:
    """An object or array that has `part` at `step`, and may have more."""
    span = part.node.start, part.node.end
    found: Array | Object
    if isinstance(step, int):
        found = Array(span)
        found.add(part)
    else:
        found = Object(span)
        # a key that is not written is nowhere
        found.put(step, (span[0], span[0]) if key is None else builder.span(key), part)
    found.doubt = Doubt.OPEN
    return found


def _literal(found: Found) -> int:
    """The identity of what the target is, behind all names for it."""
    node, scope = found.target, found.scope
    for _ in range(_MOST_NAMES):
        bound = scope.lookup(node.id) if isinstance(node, ast.Name) else None
        if bound is None or not isinstance(node, ast.Name):
            break
        if Change((), Fate.HANDED) in scope.module.changes(node.id, bound.scope):
            break
        node, scope = bound
    return id(node)
