"""Random texts with mistakes in them, each written twice at once: as it is damaged, and as it was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st
from tests.unit.fix.judges import LISTS, LITERALS, RENAMES

if TYPE_CHECKING:
    from random import Random


class Pair(NamedTuple):
    """A piece of text, with the mistakes and without."""

    before: str
    after: str

    def __add__(self, other: Pair | str) -> Pair:  # type: ignore[override]
        before, after = (other, other) if isinstance(other, str) else other
        return Pair(self.before + before, self.after + after)

    def behind(self, text: str) -> Pair:
        return Pair(text + self.before, text + self.after)


class Value(NamedTuple):
    """
    A scalar as JSON writes it, a list, or an object with the keys as they are and as they should be.

    `quoted` is a scalar that is written as a string by mistake, `lone` what should be in a list.
    """

    content: str | list[Value] | list[tuple[str, str, Value]]
    quoted: bool = False
    lone: bool = False

    @property
    def entries(self) -> list[tuple[str, str, Value]]:
        """The members, of an object that has any."""
        found = self.content if isinstance(self.content, list) else []
        return [each for each in found if not isinstance(each, Value)]


_LITERALS = st.sampled_from(["0", "3", "-17", "2.5", "true", "false", "null"])
_TEXTS = st.sampled_from(['"x"', '"3"', '"a, b: c # d"', '"日本 😀"', '"\\u00e9\\n"', '""', '"[{"'])
_KEYS = st.sampled_from(["k0", "k1", "k2", "k3", "retry", "on_codes", "bases", "count", "ttl"])


@st.composite
def _objects(draw: st.DrawFn, values: st.SearchStrategy[Value]) -> Value:
    entries: list[tuple[str, str, Value]] = []
    for key in draw(st.lists(_KEYS, max_size=5, unique=True)):
        wrong = draw(st.sampled_from([key, *(each for each, right in RENAMES.items() if right == key)]))
        if key in LITERALS:
            value = Value(draw(_LITERALS), quoted=draw(st.booleans()))
        elif key not in LISTS:
            value = draw(values)
        else:
            value = draw(values)
            # what is empty in a list of its own, or a list already, is no mistake to find
            fits = isinstance(value.content, str) or bool(value.entries)
            value = value._replace(lone=True) if fits and draw(st.booleans()) else Value([value])
        entries.append((wrong, key, value))
    return Value(entries)


VALUES = st.recursive(
    (_LITERALS | _TEXTS).map(Value),
    lambda inner: st.lists(inner, max_size=3).map(Value) | _objects(inner),
    max_leaves=12,
)
OBJECTS = _objects(VALUES)


class Flow:
    """JSON, or the flow style of YAML, where `yaml` says so: with blanks and quotes as they come."""

    def __init__(self, random: Random, *, yaml: bool, blanks: str) -> None:
        self.random = random
        self.yaml = yaml
        self.blanks = blanks

    def write(self, value: Value) -> Pair:
        if isinstance(value.content, str):
            written = self.scalar(value.content, quoted=value.quoted)
        elif value.entries:
            written = self.joined([self.member(*each) for each in value.entries]).behind("{") + "}"
        else:
            items = [self.write(each) for each in value.content if isinstance(each, Value)]
            written = self.joined(items).behind("[") + "]"
        return Pair(written.before, f"[{written.after}]") if value.lone else written

    def scalar(self, text: str, *, quoted: bool) -> Pair:
        if not quoted:
            return Pair(text, text)
        quote = self.random.choice("\"'") if self.yaml else '"'
        return Pair(quote + text + quote, text)

    def member(self, wrong: str, right: str, value: Value) -> Pair:
        return (
            self.key(wrong, right)
            + self.blank()
            + ":"
            + (" " if self.yaml else self.blank())
            + self.write(value)
        )

    def key(self, wrong: str, right: str) -> Pair:
        quote = self.random.choice(["", "'", '"']) if self.yaml else '"'
        return Pair(wrong, right).behind(quote) + quote

    def joined(self, parts: list[Pair]) -> Pair:
        whole = Pair("", "") + self.blank()
        for index, part in enumerate(parts):
            whole = whole + ("," if index else "") + self.blank() + part + self.blank()
        return whole

    def blank(self) -> str:
        blank: str = self.random.choice(("", "", " ", *self.blanks))
        return blank


class Block:
    """The block style of YAML: lines, each of them with and without mistakes."""

    def __init__(self, random: Random, *, indent: int, flush: bool) -> None:
        self.random = random
        self.indent = " " * indent
        self.flush = flush
        self.flow = Flow(random, yaml=True, blanks="")

    def document(self, value: Value) -> Pair:
        lines = self.members(value)
        if self.flush:
            lines = [Pair("first:", "first:"), Pair("- 1", "- 1"), *lines]
        return Pair("\n".join(each.before for each in lines), "\n".join(each.after for each in lines))

    def members(self, value: Value) -> list[Pair]:
        lines: list[Pair] = []
        for index, (wrong, right, member) in enumerate(value.entries):
            if index and self.random.random() < 0.2:
                lines.append(Pair("# said", "# said") if self.random.random() < 0.7 else Pair("", ""))
            lines += self.member(self.flow.key(wrong, right) + ":", member)
        return lines

    def member(self, key: Pair, value: Value) -> list[Pair]:
        in_flow = not isinstance(value.content, list) or not value.content or self.random.random() < 0.2
        if in_flow:
            return [key + " " + self.flow.write(value) + self.comment()]
        head = key + self.comment()
        if not value.entries:
            return [head, *self.shifted(self.items(value), "" if self.flush else self.indent)]
        inner = self.members(value)
        if not value.lone:
            return [head, *self.shifted(inner, self.indent)]
        before = [each.before for each in self.shifted(inner, self.indent)]
        in_list = self.as_item(inner)
        after = [each.after for each in self.shifted(in_list, "" if self.flush else self.indent)]
        return [head, *map(Pair, before, after)]

    def items(self, value: Value) -> list[Pair]:
        lines: list[Pair] = []
        for each in value.content:
            if isinstance(each, Value):
                lines += (
                    self.as_item(self.members(each)) if each.entries else [self.flow.write(each).behind("- ")]
                )
        return lines

    def as_item(self, lines: list[Pair]) -> list[Pair]:
        return [lines[0].behind("- "), *self.shifted(lines[1:], "  ")]

    def shifted(self, lines: list[Pair], indent: str) -> list[Pair]:
        return [each.behind(indent) if each.before else each for each in lines]

    def comment(self) -> str:
        return self.random.choice(["", "", ' # it\'s "3": retries'])
