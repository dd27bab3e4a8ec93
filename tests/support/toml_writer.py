"""Write a table as TOML, in any of the ways in which that can be done."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from orq_schema.jsonvalue import is_array, is_object

if TYPE_CHECKING:
    import random

    from orq_schema.pointer import Steps


def write(table: dict[str, Any], chance: random.Random) -> tuple[str, set[Steps]]:
    """Give the text, and the pointers of what is written in one piece behind an equals sign, or in such a piece."""
    writer = _Writer(chance)
    writer.table(table, (), "")
    return writer.text, writer.inline


class _Writer:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.text = chance.choice(["", "# é\n", "\n \t\n"])
        self.inline: set[Steps] = set()

    def table(self, table: dict[str, Any], steps: Steps, name: str) -> None:
        """Write the members of the table that has been opened; those with headers come last."""
        later: list[str] = []
        for key, value in table.items():
            has_header = is_object(value) or self._is_tables(value)
            if has_header and self.chance.random() < 0.5:
                later.append(key)
            else:
                self.pair(self.key(key), value, (*steps, key))
        for key in later:
            header = f"{name}{self.blank()}.{self.blank()}{self.key(key)}" if name else self.key(key)
            tables = table[key] if is_array(table[key]) else [table[key]]
            for at, each in enumerate(tables):
                is_list = is_array(table[key])
                opening, closing = ("[[", "]]") if is_list else ("[", "]")
                self.text += (
                    f"{self.blank()}{opening}{self.blank()}{header}{self.blank()}{closing}{self.end()}"
                )
                self.table(each, (*steps, key, at) if is_list else (*steps, key), header)

    def _is_tables(self, value: Any) -> bool:
        return is_array(value) and bool(value) and all(is_object(each) for each in value)

    def pair(self, key: str, value: Any, steps: Steps) -> None:
        """Write one member in one piece, or with dotted keys."""
        if is_object(value) and value and self.chance.random() < 0.5:
            for inner in value:
                dotted = f"{key}{self.blank()}.{self.blank()}{self.key(inner)}"
                self.pair(dotted, value[inner], (*steps, inner))
            return
        written = self.value(value, steps)
        self.text += f"{self.blank()}{key}{self.blank()}={self.blank()}{written}{self.end()}"

    def blank(self) -> str:
        return self.chance.choice(["", "", " ", "\t "])

    def end(self) -> str:
        return self.chance.choice(["\n", " \n", " # é \"'[]{}=\n\n", "\t#\n"])

    def key(self, key: str) -> str:
        bare = re.fullmatch("[A-Za-z0-9_-]+", key) is not None
        return key if bare and self.chance.random() < 0.8 else self.line(key)

    def value(self, value: Any, steps: Steps) -> str:
        self.inline.add(steps)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return self.integer(value)
        if isinstance(value, (dt.datetime, dt.date, dt.time)):
            text = value.isoformat()
            return text.replace("T", " ") if self.chance.random() < 0.5 else text
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, float):
            return repr(value)
        return self.container(value, steps)

    def integer(self, value: int) -> str:
        if value >= 0 and self.chance.random() < 0.3:
            return self.chance.choice([hex(value), oct(value), bin(value)])
        return f"{value:_}" if self.chance.random() < 0.3 else str(value)

    def container(self, value: Any, steps: Steps) -> str:
        if is_array(value):
            gap = self.chance.choice(["", " ", "\n", " # ]\n\t"])
            items = [gap + self.value(item, (*steps, at)) + gap for at, item in enumerate(value)]
            comma = "," if items and self.chance.random() < 0.3 else ""
            return "[" + ",".join(items) + comma + gap + "]"
        pairs = [f"{self.key(key)} = {self.value(value[key], (*steps, key))}" for key in value]
        return "{" + self.blank() + ", ".join(pairs) + self.blank() + "}"

    def string(self, text: str) -> str:
        ways = [self.line(text)]
        if "'" not in text and not re.search("[\x00-\x08\x0a-\x1f\x7f]", text):
            ways.append(f"'{text}'")
        if "'''" not in text and not text.endswith("'") and not re.search("[\x00-\x08\x0b-\x1f\x7f]", text):
            ways.append(f"'''\n{text}'''")
        ways.append('"""\n' + self.escaped(text).replace("\\n", "\n") + '"""')
        return self.chance.choice(ways)

    def line(self, text: str) -> str:
        return f'"{self.escaped(text)}"'

    def escaped(self, text: str) -> str:
        text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return re.sub("[\x00-\x08\x0b-\x1f\x7f]", lambda found: f"\\u{ord(found.group()):04x}", text)
