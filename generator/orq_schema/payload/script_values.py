"""Expressions of TypeScript and JavaScript to their values, as far as these can be seen: nothing is run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orq_schema.payload.json_faults import lone_surrogate
from orq_schema.payload.parts import Array, Doubt, Object, Part, choice, opened, unknown
from orq_schema.payload.script_scalars import Open, scalar
from orq_schema.payload.text import duplicate_key, too_deep, too_many_nodes
from orq_schema.payload.unknown import text

if TYPE_CHECKING:
    from tree_sitter import Node

    from orq_schema.payload.document import Limits, Span
    from orq_schema.payload.script_tree import Script

# what says something of the type only; the expression comes first
_WRAPPERS = frozenset(
    ("as_expression", "satisfies_expression", "non_null_expression", "parenthesized_expression")
)
_FREEZE = re.compile(r"Object\s*\.\s*freeze")
_HOLE = re.compile(r"[,\[]\s*,")
_DEEPEST = 60


class Builder:
    """
    Builds the parts of one payload after the other; ReadError where a literal is at fault, or passes a limit.

    `passed` is the code in what was read that is no key and no value.
    """

    def __init__(self, script: Script, limits: Limits) -> None:
        self._script = script
        self._limits = limits
        self._left = limits.nodes
        self._within = 0
        self.passed: list[Span] = []

    def part(self, syntax: Node) -> Part:
        """What `syntax` is known to be."""
        span = self._script.span(syntax)
        if not self._left:
            raise too_many_nodes(span[0], self._limits.nodes)
        self._left -= 1
        if self._within >= _DEEPEST:
            raise too_deep(span[0], _DEEPEST)
        self._within += 1
        found = self._part(syntax, span)
        self._within -= 1
        return found

    def _part(self, syntax: Node, span: Span) -> Part:
        if syntax.type in _WRAPPERS and syntax.named_children:
            return self.part(syntax.named_children[0])
        if syntax.type == "type_assertion":
            return self.part(syntax.named_children[-1])
        if syntax.type == "object":
            return self.object(syntax, span)
        if syntax.type == "array":
            return self._array(syntax, span)
        if syntax.type == "ternary_expression":
            return choice(span, [self.part(each) for each in _fields(syntax, "consequence", "alternative")])
        operator = syntax.child_by_field_name("operator")
        if (
            syntax.type == "binary_expression"
            and operator is not None
            and operator.type in ("&&", "||", "??")
        ):
            left, right = [self.part(each) for each in _fields(syntax, "left", "right")]
            # of `flag && {...}` the value is what comes last, or one that is as good as nothing
            return choice(span, [unknown(span) if operator.type == "&&" else left, right])
        if syntax.type == "call_expression":
            return self._call(syntax, span)
        found = self._scalar(syntax, span)
        return found if found.is_known else self._name(syntax, span)

    def object(self, syntax: Node, span: Span) -> Object:
        """The object that a literal makes."""
        found = Object(span)
        written: dict[str, Span] = {}
        for child in syntax.named_children:
            if child.type == "spread_element" and child.named_children:
                self._spread(child, found)
                # what is spread may be meant to stand between a key and its other value
                written.clear()
            elif child.type == "shorthand_property_identifier":
                self._put(found, self._script.written(child), child, child, written)
            elif child.type == "pair":
                self._pair(child, found, written)
            elif child.type != "comment":
                self._pass(child, found)
        return found

    def _pair(self, child: Node, found: Object, written: dict[str, Span]) -> None:
        key, value = _fields(child, "key", "value")
        name = self._script.key(key)
        if name is None:
            self._pass(child, found)
        elif self._script.written(value) != "undefined":
            # a member that is undefined is not sent
            self._put(found, name, key, value, written)

    def _put(self, found: Object, name: str, key: Node, value: Node, written: dict[str, Span]) -> None:
        span = self._script.span(key)
        if name in written:
            raise duplicate_key(span, name, written[name])
        written[name] = span
        found.put(name, span, self.part(value))

    def _spread(self, child: Node, found: Object) -> None:
        inner = self.part(child.named_children[0])
        found.spread(inner)
        if not any(isinstance(each, Object) for each in (inner, *inner.others)):
            self._pass(child, found)

    def _pass(self, child: Node, found: Object) -> None:
        found.doubt = Doubt.OPEN
        self.passed.append(self._script.span(child))

    def _array(self, syntax: Node, span: Span) -> Array:
        found = Array(span)
        for child in syntax.named_children:
            if child.type == "spread_element" and child.named_children:
                found.spread(self.part(child.named_children[0]))
            elif child.type != "comment":
                found.add(self.part(child))
        if _HOLE.search(self._script.written(syntax)):
            found.doubt = Doubt.OPEN
        return found

    def _call(self, syntax: Node, span: Span) -> Part:
        """`Object.freeze` gives back what it gets; what `map` gives is judged by the one item that is written."""
        called, arguments = _fields(syntax, "function", "arguments")
        item = _mapped(called, arguments)
        if item is not None:
            found = Array(span)
            found.doubt = Doubt.OPEN
            found.add(self.part(item))
            start, end = self._script.span(item)
            self.passed += [(span[0], start), (end, span[1])]
            return found
        is_freeze = _FREEZE.fullmatch(self._script.written(called)) and arguments.named_children
        return self.part(arguments.named_children[0]) if is_freeze else unknown(span)

    def _name(self, syntax: Node, span: Span) -> Part:
        if syntax.type not in ("identifier", "shorthand_property_identifier"):
            return unknown(span)
        meant = self._script.constant(self._script.written(syntax))
        if meant is None:
            return unknown(span)
        found = self.part(meant)
        if self._script.is_changed(self._script.written(syntax)):
            opened(found)
        return found

    def _scalar(self, syntax: Node, span: Span) -> Part:
        value = scalar(self._script, syntax)
        if not isinstance(value, Open):
            return Part(span, value)
        if syntax.type == "string":
            # of a string that is written out only half a pair is not known
            raise lone_surrogate(span[0])
        return Part(span, text(value.parts), Doubt.TEXT) if value.parts else unknown(span)


def _mapped(called: Node, arguments: Node) -> Node | None:
    """The object that `map` is told to make of each item by an arrow function; None for any other call."""
    name = called.child_by_field_name("property")
    if name is None or name.text != b"map" or not arguments.named_children:
        return None
    made = arguments.named_children[0].child_by_field_name("body")
    is_object = made is not None and made.type == "parenthesized_expression" and made.named_children
    return made.named_children[0] if made is not None and is_object else None


def _fields(syntax: Node, *names: str) -> list[Node]:
    """The children under these names; an expression with a mistake in it stands for one that is not there."""
    return [syntax.child_by_field_name(name) or syntax for name in names]
