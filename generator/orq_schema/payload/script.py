"""Object literals of TypeScript and JavaScript that are orq objects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from orq_schema.payload.document import Comments, Origin, Unread
from orq_schema.payload.embedded import Embedded, Run
from orq_schema.payload.locate import BODY_KEYS
from orq_schema.payload.parts import Doubt, Object, Part, at, documents, is_presumed
from orq_schema.payload.script_shade import shaded
from orq_schema.payload.script_tree import Script, broken_in
from orq_schema.payload.script_values import Builder
from orq_schema.payload.text import ReadError, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from orq_schema.errors import Problem
    from orq_schema.payload.document import Document, Limits, Span
    from orq_schema.payload.text import Lines
    from orq_schema.pointer import Steps

_NAME = r"(?<![\w$])orq(?![\w$])"
_TYPE = r"(?<![\w$])Orq(?:Config|Dict|Options|Params)?(?![\w$])"
# what an object is handed over in, with the rest of the body beside it
_CARRIERS = ("extra_body", "body")
_BODY = BODY_KEYS | {"orq", *_CARRIERS}
# between a literal and what it is the value of
_AROUND = frozenset((
    "as_expression", "satisfies_expression", "parenthesized_expression", "non_null_expression", "type_assertion",
    "ternary_expression", "binary_expression",
))  # fmt: skip
# what a name in the form of a string is in
_KEYS = frozenset(("string", "computed_property_name"))
_ASSIGNING = frozenset((
    "variable_declarator", "assignment_expression", "public_field_definition", "field_definition",
    "required_parameter", "optional_parameter",
))  # fmt: skip
_TYPES = frozenset(
    ("type_annotation", "union_type", "nested_type_identifier", "parenthesized_type", "readonly_type")
)
_PAYLOAD = re.compile(r"(?<![\w$])orq[\"'`]?\]?\s*[:=]\s*\{")


class _Found(NamedTuple):
    """
    A literal, and the steps to the orq object in it; none where it is that itself.

    With a `key`, which is written elsewhere, it is what is at the first of the steps. `presumed`: nothing but the
    name of a type says what it is.
    """

    syntax: Node
    sits: Steps = ()
    key: Node | None = None
    presumed: bool = False


def read_script(file: str, kind: str, lines: Lines, limits: Limits) -> Iterator[Document | Unread]:
    """
    The documents that the literals in a script make, in order; `kind` is `javascript`, `typescript` or `tsx`.

    A text that nowhere says `orq` is not parsed. Without the extra `[typescript]` there is a problem `needs-extra`.
    """
    if re.search(f"{_NAME}|{_TYPE}", lines.content) is None:
        return
    try:
        script = Script(lines.content, kind)
    except ImportError:
        yield Unread(_needs_extra(file), kind)
        return
    reader = _Reader(script, limits)
    read = list(reader.all())
    shown = Embedded(lines, [Run(reader.shown(), 0, len(lines.content))])
    for each in read:
        if isinstance(each, ReadError):
            yield each.unread(file, kind, shown)
        else:
            root, found = each
            presumed = found.presumed or is_presumed(root, found.sits)
            origin = Origin(found.sits, comments=(Comments(shown),), presumed=presumed)
            yield from documents(file, kind, shown, root, origin, sure=False)


def _needs_extra(file: str) -> Problem:
    message = "TypeScript and JavaScript need a parser that is not installed; nothing was checked"
    return problem(file, "needs-extra", message, 'pip install "orq-schema[typescript]"')


class _Reader:
    def __init__(self, script: Script, limits: Limits) -> None:
        self._script = script
        self._limits = limits
        # where the orq objects are that were read
        self._done: list[Span] = []
        self._roots: list[Part] = []
        self._passed: list[Span] = []
        self._faults: list[Span] = []

    def all(self) -> Iterator[tuple[Part, _Found] | ReadError]:
        """The literals to check, in order, as they were found; and what is at fault."""
        places = [*self._script.named(_NAME), *self._script.named(_TYPE)]
        for node in sorted(places, key=lambda each: each.start_byte):
            found = None if self._is_done(self._script.span(node)[0]) else _found(self._script, node)
            if found is not None:
                yield from self._read(found)
        yield from self._lost()

    def shown(self) -> str:
        """What a report may show of the script."""
        return shaded(self._script.text, self._roots, self._passed, self._faults)

    def _is_done(self, offset: int) -> bool:
        return any(start <= offset < end for start, end in self._done)

    def _read(self, found: _Found) -> Iterator[tuple[Part, _Found] | ReadError]:
        """The literal, if what sits in it may be an orq object and was not read yet."""
        builder = Builder(self._script, self._limits)
        try:
            root = self._root(builder.part(found.syntax), found)
        except ReadError as error:
            self._faults.append(self._script.span(found.syntax))
            self._done.append(self._script.span(found.syntax))
            yield error
            return
        target = at(root, found.sits)
        if not isinstance(target, Object) or self._is_done(target.node.start):
            return
        if found.presumed and not _BODY.isdisjoint(target.members):
            # a body that says itself where its orq object is
            return
        self._roots.append(root)
        self._passed += builder.passed
        self._done.append((target.node.start, target.node.end))
        yield self._fault(target) or (root, found)

    def _root(self, part: Part, found: _Found) -> Part:
        if found.key is None:
            return part
        root = Object((part.node.start, part.node.end))
        root.put("orq", self._script.span(found.key), part)
        # more may be put in before it is sent
        root.doubt = Doubt.OPEN
        return root

    def _fault(self, target: Part) -> ReadError | None:
        """The first place in an orq object where the parser lost its way."""
        syntax = self._script.at(target.node.start, target.node.end)
        broken = broken_in(syntax) if syntax is not None else None
        if broken is None:
            return None
        start, end = self._script.span(broken)
        message = (
            f'"{broken.type}" is missing here' if broken.is_missing else "text that does not belong here"
        )
        return ReadError(start, "script-syntax", message, end=max(end, start + 1))

    def _lost(self) -> Iterator[ReadError]:
        """What looks like an orq object, and is in a part of the script that is beyond the parser."""
        if not self._script.root.has_error:
            return
        for found in _PAYLOAD.finditer(self._script.text):
            if not self._is_done(found.end() - 1) and self._script.is_lost(*found.span()):
                self._faults.append(found.span())
                message = "an orq object in code that has a mistake in it; it was not checked"
                yield ReadError(found.start(), "script-syntax", message, end=found.end())


def _found(script: Script, node: Node) -> _Found | None:
    """The literal that what stands at `node`, a name or a type, is about."""
    while node.parent is not None and node.parent.type in _KEYS:
        node = node.parent
    outer = node.parent
    if outer is None:
        return None
    if node.type == "type_identifier":
        return _typed(node)
    if outer.type == "pair":
        is_key = outer.child_by_field_name("key") == node and script.key(node) == "orq"
        return _member(script, outer.parent) if is_key else None
    if outer.type == "jsx_attribute":
        value = outer.named_children[-1]
        is_value = value.type == "jsx_expression" and value.named_children
        return _Found(value.named_children[0], ("orq",), node) if is_value else None
    if node.type == "shorthand_property_identifier":
        return _member(script, outer)
    if outer.type in ("member_expression", "subscript_expression"):
        is_last = node in (outer.child_by_field_name("property"), outer.child_by_field_name("index"))
        if not is_last or (node.type == "string" and script.key(node) != "orq") or outer.parent is None:
            return None
        return _assigned(node, outer, outer.parent)
    return _assigned(node, node, outer)


def _assigned(key: Node, node: Node, outer: Node) -> _Found | None:
    """What `node`, the name `key` or a member of that name, is given as its value by `outer`."""
    names = [outer.child_by_field_name(field) for field in ("name", "property", "left")]
    value = outer.child_by_field_name("value") or outer.child_by_field_name("right")
    if outer.type not in _ASSIGNING or node not in names or value is None:
        return None
    return _Found(value, ("orq",), key)


def _typed(node: Node) -> _Found | None:
    """What is declared to be of the type `node`."""
    # others may as well be what a client or a whole body is made of
    presumed = node.text not in {b"Orq", b"OrqDict"}
    outer = node.parent
    while outer is not None and outer.type in _TYPES:
        node, outer = outer, outer.parent
    if outer is None:
        return None
    if outer.type in ("as_expression", "satisfies_expression"):
        return _Found(outer.named_children[0], presumed=presumed)
    value = outer.child_by_field_name("value")
    is_given = outer.type in _ASSIGNING and value is not None and value != node
    return _Found(value, presumed=presumed) if is_given and value is not None else None


def _member(script: Script, literal: Node | None) -> _Found | None:
    """The object `literal`, which has a member `orq`; or the one around it, that has it as `extra_body`."""
    if literal is None or literal.type != "object":
        return None
    node, outer = literal, literal.parent
    while outer is not None and outer.type in _AROUND:
        node, outer = outer, outer.parent
    if outer is not None and outer.type == "pair" and outer.child_by_field_name("value") == node:
        key = outer.child_by_field_name("key")
        name = None if key is None else script.key(key)
        if name in _CARRIERS and outer.parent is not None and outer.parent.type == "object":
            return _Found(outer.parent, (name, "orq"))
    return _Found(literal, ("orq",))
