"""JSON as our own schemas are laid out: two spaces, and what is short on one line."""

from __future__ import annotations

import json
from typing import Any

from orq_schema.jsonvalue import is_array, is_object

_WIDTH = 110
# their members have a line each
_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})
# their values are data, whatever keys are in them
_DATA = frozenset({"const", "default", "enum", "examples"})
_MOST_ON_A_LINE = 2


def render(schema: Any) -> str:
    """`schema` as the text of a file."""
    return _text(schema, "", 0, "") + "\n"


def _text(value: Any, indent: str, used: int, keyword: str) -> str:
    """`value`, which is that of `keyword`, where `used` columns of the line are taken and one is needed behind."""
    flat = _flat(value)
    if _is_short(value, keyword) and len(indent) + used + len(flat) + 1 <= _WIDTH:
        return flat
    deeper = indent + "  "
    if is_object(value) and value:
        keys = [(f"{json.dumps(key, ensure_ascii=False)}: ", key) for key in value]
        parts = [head + _text(value[key], deeper, len(head), _below(keyword, key)) for head, key in keys]
        return "{\n" + ",\n".join(deeper + part for part in parts) + f"\n{indent}}}"
    if is_array(value) and value:
        parts = [_text(each, deeper, 0, keyword) for each in value]
        return "[\n" + ",\n".join(deeper + part for part in parts) + f"\n{indent}]"
    return flat


def _below(keyword: str, key: str) -> str:
    """The keyword that the value of `key` is of: in data, and in a map of schemas, a key is none."""
    return keyword if keyword in _DATA else "" if keyword in _MAPS else key


def _is_short(value: Any, keyword: str) -> bool:
    """Whether `value` is on one line if there is room."""
    if keyword in _DATA or not is_object(value):
        return keyword not in {"anyOf", "oneOf", "allOf"} or not is_array(value) or _is_bare(value)
    few = keyword not in _MAPS and len(value) <= _MOST_ON_A_LINE and "description" not in value
    return few or "$ref" in value


def _is_bare(branches: list[Any]) -> bool:
    return all(is_object(each) and "$ref" not in each for each in branches)


def _flat(value: Any) -> str:
    if is_object(value):
        parts = [f"{json.dumps(key, ensure_ascii=False)}: {_flat(each)}" for key, each in value.items()]
        return f"{{ {', '.join(parts)} }}" if parts else "{}"
    if is_array(value):
        return f"[{', '.join(map(_flat, value))}]"
    return json.dumps(value, ensure_ascii=False)
