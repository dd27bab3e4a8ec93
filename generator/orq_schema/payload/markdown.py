"""Code blocks of documentation that carry an orq object: Markdown, MDX and reStructuredText."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orq_schema.payload.code import read_text
from orq_schema.payload.document import Comments, Document, Unread
from orq_schema.payload.embedded import Embedded, Run, written
from orq_schema.payload.json_text import read_json
from orq_schema.payload.jsonc import strict
from orq_schema.payload.markdown_fences import fences
from orq_schema.payload.markdown_literal import literals
from orq_schema.payload.markdown_python import completed, is_elided
from orq_schema.payload.marks import limited, settled
from orq_schema.payload.text import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeGuard

    from orq_schema.payload.document import Limits
    from orq_schema.payload.markdown_fences import Block
    from orq_schema.payload.text import Lines

    Found = Iterable[Document | Unread]

# JSON, YAML and TOML, where this must be a key
_KEY = re.compile(r"(?:^|[\s{,\"'])orq[\"']?\s*[:=\]]")
# behind a directive of MyST the language is its argument, and its options come before the code
_LANGUAGE = re.compile(r"(?:\{(?:code(?:-block|-cell)?|sourcecode)\}\s*|[{.\s]*)([\w+-]*)")
_OPTIONS = re.compile(r"---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|\Z)|(?:[ \t]*:[\w-]+:[^\n]*(?:\n|\Z))+")
_MEMBER = re.compile(r'\s*"(?:[^"\\\r\n]|\\.)*"\s*:')
_LINE = re.compile(r"[^\r\n]+")
_INDENT = re.compile(r"[ ]*")
_ORQ_KEY = re.compile(r"[ \-{]*[\"']?orq[\"']?\s*:")
_PROMPT = re.compile(r"^[ \t]*>>>(?:[ \t]|$)", re.MULTILINE)
_TYPED = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(?:[ ]|(?=[\r\n]|\Z))([^\r\n]*(?:\r\n?|\n|\Z))", re.MULTILINE)
# in Python, where this must be a key or an argument
_ARGUMENT = re.compile(r"""["']orq["']\s*[:\]]|[(,]\s*orq\s*=(?!=)|\bOrqDict\b""")
# a key with one of these would need escapes; more keys than these are no example of a payload
_UNQUOTABLE = re.compile(r'["\\\r\n]')
_MOST_KEYS = 100
_IGNORE_ALL = re.compile(r"orq-schema:[ \t]*ignore\b(?![ \t]*\[)")


def read_markdown(file: str, kind: str, lines: Lines, limits: Limits) -> Iterator[Document | Unread]:
    """
    The documents with an orq object in the code blocks of a text, in order; `kind` is `markdown`, `mdx` or `rst`.

    A block that cannot be read and that says `orq` is a warning: documentation may leave out what it likes. A
    comment `orq-schema: ignore` right before a block has it passed over.
    """
    if "orq" not in lines.content:
        return
    blocks = literals(lines) if kind == "rst" else fences(lines, any_indent=kind == "mdx")
    for block in blocks:
        if "orq" in block.lines.content and not _is_ignored(block, lines):
            for each in _read(file, block, limits):
                if isinstance(each, Document):
                    if block.note is not None:
                        each.remark(Comments(lines, block.note))
                    yield each
                else:
                    yield each._replace(problem=each.problem._replace(severity="warning"))


def _is_ignored(block: Block, lines: Lines) -> bool:
    return block.note is not None and _IGNORE_ALL.search(lines.content, *block.note) is not None


def _read(file: str, block: Block, limits: Limits) -> Iterator[Document | Unread]:
    if block.info.startswith("{"):
        block = block._replace(lines=_without_options(block.lines))
    named = _LANGUAGE.match(block.info)
    language = named[1].lower() if named else ""
    kind = next((kind for kind, names in _KINDS.items() if language in names), None)
    if kind in _DATA:
        if not _KEY.search(block.lines.content):
            return
        for each in _DATA[kind](file, block.lines, limited(limits)):
            found = settled(each) if isinstance(each, Document) else each
            if isinstance(found, Document) and kind in ("json", "json5"):
                found.remark(Comments(block.lines))
            if found is not None:
                yield found
    elif kind == "python":
        yield from _python(file, block.lines, limits)
    elif kind is not None:
        yield from read_text(file, kind, block.lines, limits)


def _without_options(lines: Embedded) -> Embedded:
    found = _OPTIONS.match(lines.content)
    return lines if found is None else Embedded(lines, [written(lines, found.end(), len(lines.content))])


def _python(file: str, lines: Embedded, limits: Limits) -> Iterator[Document | Unread]:
    """Python, also as it is typed into a shell; what cannot be read counts only where it has an orq object."""
    if _PROMPT.search(lines.content):
        lines = Embedded(lines, [written(lines, *each.span(1)) for each in _TYPED.finditer(lines.content)])
    if not _is_python(lines):
        whole = completed(lines)
        if _is_python(whole):
            lines = whole
        elif is_elided(lines.content):
            return
    for each in read_text(file, "python", lines, limits):
        if isinstance(each, Document) or _ARGUMENT.search(lines.content):
            yield each


def _is_python(lines: Lines) -> bool:
    from orq_schema.payload.python_text import parse

    try:
        parse(lines.content)
    except ReadError:
        return False
    return True


def _json(file: str, lines: Embedded, limits: Limits) -> Found:
    read = read_json(file, "json", lines, limits)
    return [read] if isinstance(read, Document) else _relaxed(file, lines, limits)


def _relaxed(file: str, lines: Embedded, limits: Limits, *, json5: bool = False) -> Found:
    """JSON as people show it: with comments, with parts left out, or only some members of an object."""
    body = strict(lines, json5=json5)
    if _MEMBER.match(body.content):
        end = len(body.content)
        body = Embedded(body, [Run("{", 0, 0), written(body, 0, end), Run("}", end, end)])
        # a comma behind the last member
        body = strict(body)
    read = read_json(file, "json", body, limits)
    # what is left out may be what is missing
    return [] if isinstance(read, Unread) and is_elided(lines.content) else [read]


def _json5(file: str, lines: Embedded, limits: Limits) -> Found:
    return _relaxed(file, lines, limits, json5=True)


def _jsonl(file: str, lines: Embedded, limits: Limits) -> Iterator[Document | Unread]:
    for found in _LINE.finditer(lines.content):
        yield read_json(file, "jsonl", Embedded(lines, [written(lines, *found.span())]), limits)


def _yaml(file: str, lines: Embedded, limits: Limits) -> Iterator[Document | Unread]:
    from orq_schema.payload.yaml_text import read_yaml

    found = list(read_yaml(file, lines, limits))
    for _ in range(_MOST_KEYS):
        key = next((each.span for each in found if _is_foreign_key(each, lines)), None)
        if key is None or _UNQUOTABLE.search(lines.content, *key):
            break
        # outside of an orq object keys are none of our business; in quotes they hide nothing
        start, end = key
        pieces = [written(lines, 0, start), Run('"', start, start), written(lines, start, end)]
        lines = Embedded(lines, [*pieces, Run('"', end, end), written(lines, end, len(lines.content))])
        found = list(read_yaml(file, lines, limits))
    yield from (each for each in found if not _is_foreign_key(each, lines))


def _is_foreign_key(each: Document | Unread, lines: Embedded) -> TypeGuard[Unread]:
    """Whether a key that is no string is at fault, and outside of an orq object."""
    if not isinstance(each, Unread) or each.problem.rule != "non-string-key":
        return False
    return not _is_in_orq(each, lines)


def _is_in_orq(unread: Unread, lines: Embedded) -> bool:
    """Whether the place of the problem is below a key `orq` at the start of a line, or in braces behind one."""
    start, _ = lines.line(unread.problem.line or 1)
    indent = _INDENT.match(lines.content, start)
    least = len(indent[0]) if indent else 0
    for line in reversed(lines.content[:start].splitlines()):
        own = len(line) - len(line.lstrip())
        if line.strip() and own < least:
            least = own
            if _ORQ_KEY.match(line):
                return True
    return _ORQ_KEY.match(lines.content, start) is not None


def _toml(file: str, lines: Embedded, limits: Limits) -> Found:
    from orq_schema.payload.toml_text import read_toml

    return [read_toml(file, lines, limits)]


_DATA: dict[str | None, Callable[[str, Embedded, Limits], Found]] = {
    "json": _json,
    "json5": _json5,
    "jsonl": _jsonl,
    "yaml": _yaml,
    "toml": _toml,
}
# what the languages are called behind a fence
_KINDS = {
    "json": ("json", "jsonc"),
    "json5": ("json5",),
    "jsonl": ("jsonl", "ndjson"),
    "yaml": ("yaml", "yml"),
    "toml": ("toml",),
    "python": ("python", "py", "python3", "ipython3", "ipython", "pycon", "doctest"),
    "javascript": ("javascript", "js", "jsx", "mjs", "cjs", "node"),
    "typescript": ("typescript", "ts", "mts", "cts"),
    "tsx": ("tsx",),
    "shell": ("sh", "bash", "shell", "zsh", "console", "shell-session", "shellsession", "curl", "terminal"),
    "http": ("http", "rest"),
}
