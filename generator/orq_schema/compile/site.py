"""Site: one subschema at one variable of the function being written, in one of two modes."""

from __future__ import annotations

import builtins
import keyword
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from orq_schema import pointer
from orq_schema.compile.shapes import kinds_after
from orq_schema.compile.writer import CodeWriter, Expression, fstring, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

    from orq_schema.compile.program import Function, Program
    from orq_schema.compile.resolution import Location, Subschema
    from orq_schema.pointer import Step, Steps

_RESERVED = frozenset((*dir(builtins), *keyword.kwlist, *keyword.softkwlist, "at", "errors", "value", "via"))


# variables that hold no member of the value, and so have types of their own
_WORDS = frozenset(("branches", "evaluated", "fits", "index", "item", "key", "matching", "more", "settled"))


class Names:
    """The local variables of one function."""

    def __init__(self) -> None:
        self._taken = set(_RESERVED)
        self._lasting: set[str] = set()

    def fresh(self, word: str) -> str:
        """A variable called `word`, one of our own."""
        return self._untaken(word)

    def of_key(self, key: str) -> str:
        """A variable called after `key`, an arbitrary key of the schema."""
        base = re.sub(r"[^0-9A-Za-z]+", "_", key).strip("_").lower() or "member"
        if base[0].isdigit():
            base = f"member_{base}"
        return self._untaken(f"{base}_" if base in _RESERVED or base in _WORDS else base)

    def _untaken(self, base: str) -> str:
        name, number = base, 1
        while name in self._taken:
            number += 1
            name = f"{base}_{number}"
        self._taken.add(name)
        return name

    def lasting(self, word: str) -> str:
        """A fresh variable that no later one is called after, since it is declared with its type."""
        name = self.fresh(word)
        self._lasting.add(name)
        return name

    @contextmanager
    def scope(self) -> Generator[None]:
        """Give the names taken inside free again afterwards."""
        before = set(self._taken)
        yield
        self._taken = before | self._lasting


class Emitter(NamedTuple):
    """How code is written for a whole subschema: what the unit of one keyword asks for about those below it."""

    emit: Callable[[Site], None]
    accepts: Callable[[Site], str]
    rejections: Callable[[Site], list[str] | None]
    single_use: Callable[[Site], str | None]


class Site(NamedTuple):
    """
    Where code is being written.

    `value` is the variable that holds the instance, `at` the parts of its pointer, `path` the steps from the
    function's own subschema to this one. With `explain` each failure is appended to `sink` and checking goes
    on; without it the statement `reject` is written. `top` marks the body of a function, where explaining may
    return. `evaluated`, where there is one, is the variable that gathers which parts of the value are evaluated.
    `known` has the types that the value can still have by what is written above, None where it can have any.
    `once` asks for tests that look at the value once only, since `value` is no variable.
    """

    program: Program
    emitter: Emitter
    writer: CodeWriter
    names: Names
    subschema: Subschema
    value: str
    at: tuple[str | Expression, ...]
    path: Steps
    base: str
    explain: bool
    reject: str = "return False"
    sink: str = "errors"
    top: bool = False
    evaluated: str = ""
    known: frozenset[str] | None = None
    once: bool = False

    @property
    def schema(self) -> Any:
        """The subschema itself."""
        return self.subschema.contents

    @property
    def location(self) -> Location:
        """Where the subschema stands."""
        return self.subschema.location

    def at_keyword(self, *steps: Step) -> Site:
        """This value under the subschema that many steps below."""
        below = self.program.resolution.below(self.subschema, *steps)
        known = kinds_after(self.schema, self.known)
        return self._replace(subschema=below, path=self.path + steps, top=False, evaluated="", known=known)

    def member(self, value: str, key: str | Expression) -> Site:
        """The same subschema at a member of the value; `key` is its fixed key, or an expression of its token."""
        token = key if isinstance(key, Expression) else pointer.escape(key)
        return self._replace(value=value, at=(*self.at, "/", token), known=None)

    def target(self, keyword: str) -> Subschema:
        """What the reference `keyword` of the subschema leads to."""
        return self.program.resolution.follow(self.subschema, keyword)

    def is_trivial(self, schema: Any) -> bool:
        """Whether `schema` accepts every value, as can be seen without following references."""
        return self.program.shapes.is_trivial(schema)

    def only(self, keyword: str) -> bool:
        """Whether `keyword` is all that the subschema says about a value."""
        return self.program.shapes.only(self.schema, keyword)

    def emit(self) -> None:
        """Write the statements that check the value against the subschema, in the mode of the site."""
        self.emitter.emit(self)

    def accepts(self) -> str:
        """An expression that is true of a value that the subschema accepts."""
        return self.emitter.accepts(self)

    def block(self, head: str) -> AbstractContextManager[None]:
        """An indented block under `head`."""
        return self.writer.block(head)

    def helper(self, name: str) -> str:
        """Have the module define the helper `name`, which has a leading underscore there."""
        # what only explaining needs is not asked for by a decision
        if self.explain or name not in _SENTENCES:
            self.program.helpers.add(name)
        return f"_{name}"

    def fail(self, keyword: str, expected: Any, *sentence: str | Expression, branches: str = "") -> None:
        """State a failure of `keyword`: reject the value, or append an error with this sentence."""
        self._fail((*self.path, keyword), expected, sentence, [branches] if branches else [])

    def fail_here(self, sentence: str) -> None:
        """State that the subschema `false` was applied; the error is named after the keyword that applied it."""
        words = [step for step in self.path if isinstance(step, str)]
        # under `properties` and its like the last step is a key
        applied = words[-2:-1] if len(words) > 1 and words[-2] in _MAPS else words[-1:]
        named = "".join(applied) or "false"
        last = pointer.escape(self.path[-1]) if self.path else ""
        more = [] if last == named else [f"keyword={literal(named)}"]
        self._fail(self.path, False, (sentence,), more)  # noqa: FBT003 - the schema that is expected

    def _fail(
        self, path: Steps, expected: Any, sentence: tuple[str | Expression, ...], more: list[str]
    ) -> None:
        if not self.explain:
            self.writer.line(self.reject)
            return
        where = [self.sink, fstring(*self.at), "via", self.base, literal(pointer.join(path))]
        self.writer.call(self.helper("fail"), [*where, literal(expected), fstring(*sentence), *more])

    def call_decide(self, function: Function) -> str:
        """An expression that is true of a value that `function` accepts."""
        self.program.want(function, "decided")
        return f"_is_{function.name}({self.value})"

    def call_collect(self, function: Function) -> str:
        """An expression for the parts that `function` evaluates, None for a value that it rejects."""
        self.program.want(function, "collected")
        return f"_collect_{function.name}({self.value})"

    def call_explain(self, function: Function, *steps: Step) -> None:
        """Have the function of a subschema explain the same value; `steps` lead to the reference to it."""
        self.program.want(function, "decided", "explained")
        via = fstring(Expression("via"), pointer.join(self.path + steps))
        self.writer.call(f"_explain_{function.name}", [self.value, fstring(*self.at), via, self.sink])

    def found(self) -> Expression:
        """The words for what the value is; no string is echoed."""
        return Expression(f"{self.helper('found')}({self.value})")


_SENTENCES = frozenset(("fail", "found", "quoted"))
_MAPS = frozenset(("properties", "patternProperties", "dependentSchemas"))
