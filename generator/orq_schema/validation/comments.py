"""Comments in YAML, TOML and Python that switch rules off: `# orq-schema: ignore[rule, other-rule] reason`."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.errors import Problem
from orq_schema.validation.judge import NO_VERDICT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orq_schema.payload.document import Comments, Document, Node, Span
    from orq_schema.payload.text import Lines

# what is behind is looked at, not taken: the first mark of a line may be in a string
_COMMENT = re.compile(r"#[ \t]*orq-schema:[ \t]*ignore(?=([^\r\n]*))")
_NOTE = re.compile(r"(?:#|//|/\*|<!--|\{/\*|\.\.[ \t])[ \t]*orq-schema:[ \t]*ignore(?=([^\r\n]*))")
_LIST = re.compile(r"[ \t]*\[([^\]]*)\]")
_RULE = re.compile(r"[^\s,]+")
_REASON = re.compile(r"[ \t]+[^\[]|[ \t]*$")
# the line that a YAML block scalar begins with, behind which there may be a comment
_HEADER = re.compile(r"(?:[&!]\S*\s+)*[|>][^\r\n]*")
_NO_RULE = ""
_BREAK = re.compile(r"\r\n?|\n")


class Part(NamedTuple):
    """What a comment says of one `rule` (None: all of them), where it says so, and the line that it holds for."""

    rule: str | None
    at: int
    line: int


def parts(lines: Lines) -> Iterator[Part]:
    """What the comments in a text say, in their order; some may be in strings."""
    for found in _COMMENT.finditer(lines.content):
        number = lines.place(found.start()).line or 1
        start, _ = lines.line(number)
        # a cell of a notebook may be written on one line of the file
        start = max(start, lines.content.rfind("\n", start, found.start()) + 1)
        before = lines.content[start : found.start()].lstrip()
        alone = not before or before.startswith("#")
        yield from _said(found, _next(lines, found.end(1)) if alone else number)


def noted(comments: Comments) -> Iterator[Part]:
    """What comments say that are not in the text of a document; those for all of it with the line 0."""
    content = comments.lines.content
    for found in _NOTE.finditer(content, *(comments.span or ())):
        number = comments.lines.place(found.start()).line or 1
        start, _ = comments.lines.line(number)
        alone = not content[start : found.start()].strip()
        line = _next(comments.lines, found.end(1)) if alone else number
        yield from _said(found, 0 if comments.span else line)


def _said(found: re.Match[str], line: int) -> Iterator[Part]:
    """What one comment says."""
    listed = _LIST.match(found[1])
    if listed:
        rules = list(_RULE.finditer(listed[1]))
        first = found.start(1) + listed.start(1)
        for rule in rules:
            yield Part(rule[0], first + rule.start(), line)
        if rules:
            return
    bare = listed is None and _REASON.match(found[1])
    yield Part(None if bare else _NO_RULE, found.start(), line)


def _next(lines: Lines, end: int) -> int:
    """The number of the line behind the one that ends at `end`."""
    found = _BREAK.match(lines.content, end)
    return (lines.place(found.end()).line or 1) if found else (lines.place(end).line or 1) + 1


def kept(problems: Iterable[Problem], found: list[Part], used: set[Part]) -> list[Problem]:
    """
    Those of `problems` that none of `found` switches off; what switches one off is put into `used`.

    What gave no verdict cannot be switched off.
    """
    left: list[Problem] = []
    for problem in problems:
        matching = [
            each for each in found if each.line in (0, problem.line) and each.rule in (None, problem.rule)
        ]
        if matching and problem.rule not in NO_VERDICT:
            used.update(matching)
        else:
            left.append(problem)
    return left


def unused(file: str, lines: Lines, part: Part) -> Problem:
    """What there is to say of a comment that does nothing."""
    line, column = lines.place(part.at)
    return Problem(file, line, column, "", "unused-ignore", "warning", *_idle(part.rule))


def _idle(rule: str | None) -> tuple[str, str]:
    """The message and the hint for a comment that does nothing."""
    from orq_schema import rules
    from orq_schema.payload.text import shown

    if rule is None:
        return "nothing to ignore here", "remove the comment"
    if rule == _NO_RULE:
        return "a comment that names no rule", 'write "# orq-schema: ignore[rule] reason"'
    if rules.find(rule):
        return f"nothing to ignore here: the rule {shown(rule)} finds no fault", "remove it from the comment"
    meant = rules.nearest(rule)
    return (
        f"unknown rule {shown(rule)}",
        f'did you mean "{meant}"?' if meant else '"orq-schema rules" lists them all',
    )


def outside(found: Iterable[Part], document: Document) -> list[Part]:
    """Those of `found` that are not in a key or a scalar of `document`: a comment mark in there is none."""
    strings = sorted(_strings(document))
    return [each for each in found if not _inside(each.at, strings)]


def in_source(found: Iterable[Part], document: Document) -> list[Part]:
    """Those of `found` that are in a comment of Python."""
    from orq_schema.payload.python_tokens import quiet

    spans = [each.span for each in quiet(document.lines.content) or () if each.is_comment]
    return [each for each in found if _inside(each.at, spans)]


def _strings(document: Document) -> Iterator[Span]:
    """Where the keys and scalars of `document` are."""
    text = document.lines.content
    waiting = [document.root]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue  # what aliases stand for
        seen.add(id(node))
        yield from node.keys.values()
        if node.members is None:
            header = _HEADER.match(text, node.start)
            yield header.end() if header else node.start, node.end
        else:
            waiting += _members(node)


def _members(node: Node) -> Iterable[Node]:
    return node.members.values() if isinstance(node.members, dict) else node.members or ()


def _inside(at: int, spans: list[Span]) -> bool:
    """Whether `at` is in one of `spans`, which are sorted and apart."""
    index = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return index >= 0 and at < spans[index][1]
