"""Which language a payload is written in: by the name's extension, else by the content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orq_schema.payload.json_text import parse
from orq_schema.payload.text import ReadError

if TYPE_CHECKING:
    from orq_schema.payload.document import Limits

# of one part or of two
EXTENSIONS = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonl.gz": "jsonl.gz",
    ".ndjson.gz": "jsonl.gz",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "toml",
    ".py": "python",
    ".ipynb": "notebook",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "mdx",
    ".rst": "rst",
    ".sh": "shell",
    ".bash": "shell",
    ".zsh": "shell",
    ".http": "http",
    ".rest": "http",
    ".ts": "typescript",
    ".mts": "typescript",
    ".cts": "typescript",
    ".tsx": "tsx",
    ".js": "javascript",
    ".jsx": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
}
# those that are nothing but payloads, which can be mended
PLAIN = frozenset({"json", "jsonl", "yaml", "toml"})
# those whose payloads are only parts of a text, see code.py
CODE = frozenset({"markdown", "mdx", "rst", "shell", "http", "typescript", "tsx", "javascript"})
# a YAML flow mapping may start with a brace too, but then seldom with a quote
_JSON_START = re.compile(rb'[ \t\r\n]*(?:\{[ \t\r\n]*["}]|\[|")')
# behind comments a header of a table, or a key and its sign; no colon, comma or quote as JSON and YAML have
_TOML_START = re.compile(
    rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*"
    rb"(?:\[\[?[ \t]*[A-Za-z_][\w. \t-]*\]\]?[ \t]*(?:#[^\n]*)?(?:\r?\n|$)|[A-Za-z_][\w. \t-]*=)"
)
_FIRST_LINE = re.compile(rb"\s*([^\n]*)")


def kind_of_name(file: str) -> str | None:
    """The language that the extension of `file` stands for; None where it says nothing."""
    name = file.lower()
    dot = name.rfind(".")
    return EXTENSIONS.get(name[dot:]) or EXTENSIONS.get(name[name.rfind(".", 0, dot) :])


def kind_of_content(data: bytes, limits: Limits) -> str:
    """
    `json`, `jsonl`, `toml` or `yaml`, whichever the first line looks like; `data` has no byte order mark.

    What is TOML by its first table or key is no payload as YAML: a list of one word, or a text.
    """
    if _TOML_START.match(data) and b"=" in data:
        return "toml"
    if not _JSON_START.match(data):
        return "yaml"
    first = _FIRST_LINE.match(data)
    if first is None or not data[first.end() :].strip():
        return "json"
    try:
        parse(first.group(1).decode(), limits)
    except (ReadError, UnicodeDecodeError):
        return "json"
    return "jsonl"
