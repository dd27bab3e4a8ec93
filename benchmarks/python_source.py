"""Reading the payloads in 10,000 lines of Python source, beside `ast.parse` alone on the same text."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from measure import Row, calls, row

from orq_schema.payload.document import Limits
from orq_schema.payload.python_text import read_python

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orq_schema.payload.document import Document, Unread

LINES = 10_000
GOAL = 3.0
PEER = "ast.parse"

HEAD = """import os
MODEL = "openai/gpt-4o"
RETRY = {"count": 3, "on_codes": [429]}
"""
# a call with a payload in place, and a body that is changed later
FUNCTIONS = (
    """
def ask_{number}(client, user, name, thread):
    total = 0
    for index, item in enumerate(items):
        total += item.value * {number} + index
    response = client.chat.completions.create(
        model=MODEL,
        messages=[{{"role": "user", "content": f"Hello {{name}}, {number}"}}],
        extra_body={{
            "orq": {{
                "retry": {{"count": 3, "on_codes": [429, 500, 502]}},
                "fallbacks": [{{"model": "openai/gpt-4o-mini"}}, {{"model": MODEL}}],
                "contact": {{"id": user, "display_name": f"user {{user}}"}},
                "thread": {{"id": f"thread-{{thread}}", "tags": ["a", "b"]}},
                "cache": {{"type": "exact_match", "ttl": 60 * 60}},
            }},
        }},
    )
    return response.choices[0].message.content
""",
    """
def send_{number}(session, user, url):
    body = {{
        "model": MODEL,
        "messages": [{{"role": "user", "content": os.environ["TEXT"]}}],
        "orq": {{"retry": RETRY, "cache": {{"type": "exact_match"}}, "contact": {{"id": user}}}},
    }}
    if user.startswith("test"):
        body["orq"]["cache"]["ttl"] = {number}
        body["orq"].pop("contact")
    answer = session.post(url, json=body)
    answer.raise_for_status()
    return [each for each in answer.json()["choices"] if each["index"] == {number}]
""",
    """
def count_{number}(rows):
    found = {{}}
    for row in rows:
        key = row.get("key", "none")
        if key not in found and row["value"] > {number}:
            found[key] = [row["value"], len(row)]
    return sorted(found.items(), key=lambda pair: pair[1][0])
""",
)


def source(functions: tuple[str, ...]) -> str:
    """As many of `functions` in turn as make up the lines."""
    return HEAD + "".join(_pieces(functions))


def _pieces(functions: tuple[str, ...]) -> Iterator[str]:
    left = LINES
    number = 0
    while left > 0:
        piece = functions[number % len(functions)].format(number=number)
        left -= piece.count("\n")
        number += 1
        yield piece


def _read(data: bytes) -> list[Document | Unread]:
    return list(read_python("a.py", data, Limits()))


def rows() -> list[Row]:
    """The comparison."""
    return [
        _row(name, source(functions))
        for name, functions in (("a payload in each function", FUNCTIONS[:1]), ("of all kinds", FUNCTIONS))
    ]


def _row(name: str, text: str) -> Row:
    data = text.encode()
    taken = calls({"orq-schema": partial(_read, data), PEER: partial(ast.parse, text)})
    what = f"finding {len(_read(data))} payloads in {LINES:,} lines of Python, {name} (the peer only parses), time"
    return row(what, taken, (PEER, GOAL))
