"""An expression of Python to the value that it has whenever it runs, as far as that can be seen: nothing is run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from orq_schema.payload.json_faults import lone_surrogate
from orq_schema.payload.number import check_digits
from orq_schema.payload.parts import Array, Doubt, Object, Part, choice, joined, merged, paired, unknown
from orq_schema.payload.python_changes import apply
from orq_schema.payload.python_fold import folded, is_number
from orq_schema.payload.python_ways import last_name
from orq_schema.payload.text import duplicate_key, too_deep, too_many_nodes
from orq_schema.payload.unknown import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from orq_schema.payload.document import Limits, Span
    from orq_schema.payload.python_names import Scope
    from orq_schema.payload.python_offsets import Offsets
    from orq_schema.payload.text import ReadError

# what gives back its last argument, or a copy of it
_TRANSPARENT = frozenset(("cast", "copy", "deepcopy"))
# methods of strings, and functions, that give strings
_GIVE_TEXT = frozenset((
    "capitalize", "casefold", "dedent", "dumps", "format", "join", "lower", "lstrip", "removeprefix", "removesuffix",
    "replace", "repr", "rstrip", "str", "strip", "title", "upper",
))  # fmt: skip
# how deeply expressions are followed, and how often names, in one payload: names can refer to names
_DEEPEST = 200
_MOST_NAMES = 2_000


class Builder:
    """
    Builds the parts of payloads.

    `typed` has the names of classes that are called as `dict` is. What is wrong with a payload as such, such as a key
    that it has twice, is in `faults`: it counts only within an orq object.
    """

    def __init__(self, offsets: Offsets, limits: Limits, typed: frozenset[str]) -> None:
        self._offsets = offsets
        self._limits = limits
        self._objects = typed | {"dict"}
        self._left = limits.nodes
        self._names = _MOST_NAMES
        self._expressions = self._containers = 0
        self.faults: list[ReadError] = []
        self._readers: dict[type[ast.expr], Callable[[Any, Span, Scope], Part]] = {
            ast.Dict: self._dict,
            ast.List: self._list,
            ast.Tuple: self._list,
            ast.ListComp: self._comprehension,
            ast.DictComp: self._dict_comprehension,
            ast.Call: self._call,
            ast.Name: self._name,
            ast.Constant: self._constant,
            ast.JoinedStr: self._joined,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._binary,
            ast.IfExp: self._conditional,
            ast.BoolOp: self._boolean,
            ast.NamedExpr: self._walrus,
        }

    def restart(self) -> None:
        """Begin with another payload."""
        self._left, self._names = self._limits.nodes, _MOST_NAMES
        self._expressions = self._containers = 0
        self.faults.clear()

    def span(self, node: ast.expr) -> Span:
        """Where `node` is written."""
        return self._offsets.span(node)

    def part(self, node: ast.expr, scope: Scope) -> Part:
        """What `node`, which is evaluated in `scope`, is known to be. ReadError where a limit is passed."""
        span = self.span(node)
        if not self._left:
            raise too_many_nodes(span[0], self._limits.nodes)
        self._left -= 1
        read = self._readers.get(type(node))
        if read is None or self._expressions >= _DEEPEST:
            return unknown(span)
        self._expressions += 1
        try:
            return read(node, span, scope)
        finally:
            self._expressions -= 1

    # -- containers -----------------------------------------------------------------------------------------

    def _deeper(self, span: Span) -> None:
        self._containers += 1
        if self._containers > self._limits.depth:
            raise too_deep(span[0], self._limits.depth)

    def _dict(self, node: ast.Dict, span: Span, scope: Scope) -> Part:
        self._deeper(span)
        found = Object(span)
        seen: dict[str, Span] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            inner = self.part(value, scope)
            if key is None:
                # what is spread may be meant to stand between a key and its other value
                seen.clear()
                found.spread(inner)
                continue
            name, where = self._key(key, scope), self._offsets.span(key)
            if name is None:
                found.doubt = Doubt.OPEN
                continue
            if name in seen:
                self.faults.append(duplicate_key(where, name, seen[name]))
            seen.setdefault(name, where)
            found.put(name, where, inner)
        self._containers -= 1
        return found

    def _key(self, node: ast.expr, scope: Scope) -> str | None:
        """The key that JSON has for a key of Python; None where it is not known or not allowed."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isascii():
            return node.value
        part = self.part(node, scope)
        if part.doubt or part.others or part.members is not None:
            return None
        if isinstance(part.value, str):
            return part.value
        words = {None: "null", True: "true", False: "false"}
        is_word = part.value is None or isinstance(part.value, bool)
        return words[part.value] if is_word else repr(part.value)

    def arguments(self, node: ast.Call, scope: Scope, first: Part | None = None) -> Object:
        """The keyword arguments of a call as an object, behind the members of its `first` argument."""
        span = self.span(node)
        self._deeper(span)
        found = Object(span)
        if first is not None:
            found.spread(first)
        for each in node.keywords:
            inner = self.part(each.value, scope)
            if each.arg is None:
                found.spread(inner)
            else:
                found.put(each.arg, self._offsets.name(each), inner)
        self._containers -= 1
        return found

    def _list(self, node: ast.List | ast.Tuple, span: Span, scope: Scope) -> Part:
        self._deeper(span)
        found = Array(span)
        for each in node.elts:
            if isinstance(each, ast.Starred):
                found.spread(self.part(each.value, scope))
            else:
                found.add(self.part(each, scope))
        self._containers -= 1
        return found

    def _comprehension(self, node: ast.ListComp, span: Span, scope: Scope) -> Part:
        """A list of any length, judged by the one item that is written."""
        found = Array(span)
        found.doubt = Doubt.OPEN
        found.add(self.part(node.elt, scope))
        return found

    def _dict_comprehension(self, node: ast.DictComp, span: Span, scope: Scope) -> Part:  # noqa: ARG002 - a reader
        found = Object(span)
        found.doubt = Doubt.OPEN
        return found

    # -- calls and names ------------------------------------------------------------------------------------

    def _call(self, node: ast.Call, span: Span, scope: Scope) -> Part:
        name = last_name(node.func)
        plain = not any(isinstance(each, ast.Starred) for each in node.args)
        if name in self._objects and plain and len(node.args) <= 1:
            first = paired(self.part(node.args[0], scope)) if node.args else None
            return self.arguments(node, scope, first)
        if name in _TRANSPARENT and plain and node.args and not node.keywords:
            return self.part(node.args[-1], scope)
        is_method = isinstance(node.func, ast.Attribute) and name != "dumps"
        if name in _GIVE_TEXT and (not is_method or self._is_text(node.func, scope)):
            return Part(span, text([None]), Doubt.TEXT)
        return unknown(span)

    def _is_text(self, func: ast.expr, scope: Scope) -> bool:
        """Whether `func` is a method of a string."""
        if not isinstance(func, ast.Attribute):
            return False
        owner = self.part(func.value, scope)
        return owner.is_known and isinstance(owner.value, str)

    def _name(self, node: ast.Name, span: Span, scope: Scope) -> Part:
        bound = scope.lookup(node.id) if self._names else None
        if bound is None:
            return unknown(span)
        self._names -= 1
        found = self.part(bound.expression, bound.scope)
        if not found.is_known:
            return unknown(span)
        if found.members is None and not found.others:
            return found
        return apply(found, scope.module.changes(node.id, bound.scope))

    # -- scalars --------------------------------------------------------------------------------------------

    def _constant(self, node: ast.Constant, span: Span, scope: Scope) -> Part:  # noqa: ARG002 - a reader
        value = node.value
        if type(value) is int and value.bit_length() > self._limits.digits:
            # of base 2, 8 or 16: Python has a limit of its own on decimal ones
            written = self._offsets.text[slice(*span)]
            check_digits(written[2:], span[0], self._limits.digits, hexadecimal=True)
        if value is None or isinstance(value, bool) or is_number(value):
            return Part(span, value)
        if not isinstance(value, str):
            # JSON has no bytes and no ellipsis
            return unknown(span)
        if is_sound(value):
            return Part(span, value)
        self.faults.append(lone_surrogate(span[0]))
        return Part(span, text([None]), Doubt.TEXT)

    def _joined(self, node: ast.JoinedStr, span: Span, scope: Scope) -> Part:
        return joined(span, [self._piece(each, scope) for each in node.values])

    def _piece(self, node: ast.expr, scope: Scope) -> str | None:
        """What a part of an f-string comes to."""
        if isinstance(node, ast.FormattedValue):
            if node.conversion != -1 or node.format_spec is not None:
                return None
            node = node.value
        part = self.part(node, scope)
        is_scalar = part.members is None and not part.others
        return str(part.value) if is_scalar and part.doubt in {Doubt.NONE, Doubt.TEXT} else None

    def _unary(self, node: ast.UnaryOp, span: Span, scope: Scope) -> Part:
        part = self.part(node.operand, scope)
        if part.doubt or part.others or not is_number(part.value):
            return unknown(span)
        if isinstance(node.op, ast.USub):
            return Part(span, -part.value)
        return Part(span, part.value) if isinstance(node.op, ast.UAdd) else unknown(span)

    def _binary(self, node: ast.BinOp, span: Span, scope: Scope) -> Part:
        operands, left = [node.right], node.left
        # a long sum is deep, and no more than a list of what is added
        while isinstance(node.op, ast.Add) and isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
            operands.append(left.right)
            left = left.left
        found = self.part(left, scope)
        while operands:
            found = self._combined(type(node.op), span, found, self.part(operands.pop(), scope))
        return found

    def _combined(self, kind: type[ast.operator], span: Span, left: Part, right: Part) -> Part:
        sides = left, right
        if kind is ast.BitOr and any(isinstance(each, Object) for each in sides):
            return merged(Object(span), sides)
        if kind is ast.Add and any(isinstance(each, Array) for each in sides):
            return merged(Array(span), sides)
        sure = not any(each.doubt or each.others or each.members is not None for each in sides)
        starts, ends = (each.is_known and isinstance(each.value, str) for each in sides)
        is_text = starts or (ends and kind is ast.Add)
        if is_text and kind is ast.Add:
            return joined(
                span,
                [each.value if isinstance(each.value, str) and not each.others else None for each in sides],
            )
        value = folded(kind, left.value, right.value) if sure else None
        if value is not None:
            return Part(span, value)
        return Part(span, text([None]), Doubt.TEXT) if is_text and kind is ast.Mod else unknown(span)

    # -- choices --------------------------------------------------------------------------------------------

    def _conditional(self, node: ast.IfExp, span: Span, scope: Scope) -> Part:
        return choice(span, [self.part(node.body, scope), self.part(node.orelse, scope)])

    def _boolean(self, node: ast.BoolOp, span: Span, scope: Scope) -> Part:
        parts = [self.part(each, scope) for each in node.values]
        # of `flag and {...}` the value is what comes last, or one that is as good as nothing
        return choice(span, [unknown(span), parts[-1]] if isinstance(node.op, ast.And) else parts)

    def _walrus(self, node: ast.NamedExpr, span: Span, scope: Scope) -> Part:  # noqa: ARG002 - a reader
        return self.part(node.value, scope)


def is_sound(value: str) -> bool:
    """Whether `value` has no half of a surrogate pair, which no UTF-8 has."""
    return value.isascii() or not any("\ud800" <= each <= "\udfff" for each in value)
