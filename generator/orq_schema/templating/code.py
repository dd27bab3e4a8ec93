"""Text that may become output: made only from checked identifiers, literals, and escaped prose."""

from __future__ import annotations

import ast
import keyword
import math
import re
import unicodedata
from typing import TYPE_CHECKING, Any, NoReturn, SupportsIndex

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

_ANNOTATION_NODES = (
    ast.Expression,
    ast.Name,
    ast.Load,
    ast.Subscript,
    ast.Tuple,
    ast.BinOp,
    ast.BitOr,
    ast.Constant,
    ast.UnaryOp,
    ast.USub,
)
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$&])")
_CODE_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_WIDTH = 100


class Code(Markup):
    """
    Text that is output as it is.

    Whoever makes one vouches for it: from a schema's text only the functions of this module make it.
    """

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> Code:
        """`s` itself if it is Code; TypeError for any other text, which has no one right escape."""
        if isinstance(s, Code):
            return s
        return _refuse(s)

    def join(self, iterable: Iterable[Any], /) -> Code:
        """The pieces, each of which must be Code, with this text between them."""
        return Code(str.join(self, [Code.escape(each) for each in iterable]))

    def __mod__(self, value: object, /) -> NoReturn:
        _refuse(value)

    def __mul__(self, value: SupportsIndex, /) -> Code:
        return Code(str.__mul__(self, value))


def _refuse(value: object) -> NoReturn:
    raise TypeError(f"text that no filter has made safe cannot be output: {value!r:.80}")


def ident(name: str) -> Code:
    """`name` as a Python identifier; ValueError if it is none, or is a keyword."""
    if not name.isidentifier() or keyword.iskeyword(name) or unicodedata.normalize("NFKC", name) != name:
        raise ValueError(f"not an identifier: {name!r}")
    return Code(name)


def pyrepr(value: Any) -> Code:
    """The Python literal of a str, int, float, bool or None; ValueError for a float that has none."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"no literal: {value!r}")
    if not isinstance(value, (str, int, float, bool, type(None))):
        raise TypeError(f"no literal: {type(value).__name__}")
    text = repr(str(value)) if isinstance(value, str) else repr(value)
    if text.startswith("'") and '"' not in text:
        text = f'"{text[1:-1]}"'
    return Code(text)


def annotation(text: str) -> Code:
    """`text` if it is made of names, subscripts, `|` and literals only; ValueError otherwise."""
    for node in ast.walk(ast.parse(text, mode="eval")):
        if not isinstance(node, _ANNOTATION_NODES):
            raise ValueError(f"not an annotation: {text!r}")  # noqa: TRY004 - its text is wrong, not its type
    return Code(text)


def comment(text: str) -> Code:
    """`text` on one line behind `# `, with what could end the line escaped."""
    return Code(f"# {visible(text)}")


def visible(text: str) -> str:
    r"""`text` with each character that cannot be seen, or would end a line, as an escape such as `\x00`."""
    return "".join([char if char.isprintable() else _escape(char) for char in text])


def _escape(char: str) -> str:
    code = ord(char)
    if code <= 0xFF:  # noqa: PLR2004 - the escapes of Python, by length
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


def wrapped(text: str, width: int) -> list[str]:
    """The lines of `text`, broken at spaces where they are longer than `width`; blank lines are kept."""
    lines: list[str] = []
    for paragraph in text.replace("\r\n", "\n").split("\n"):
        line = ""
        hanging = "  " if paragraph.startswith("- ") else ""
        for word in paragraph.rstrip(" ").split(" "):
            if line.strip() and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = hanging + word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def docstring(text: str, indent: int = 0) -> Code:
    """
    A triple-quoted literal of `text`, laid out for a column of `indent`, whatever the text holds.

    The literal's value is `text`, but for white space, and lone surrogates, which show as escapes.
    """
    margin = " " * indent
    first, *others = wrapped(text.strip(" \n"), _WIDTH - indent)
    if not others:
        return Code(f'"""{_literal_line(first, closing=True)}"""')
    lines = [f"{margin}{_literal_line(line)}".rstrip(" ") for line in others]
    return Code("\n".join([f'"""{_literal_line(first)}', *lines, f'{margin}"""']))


def _literal_line(line: str, *, closing: bool = False) -> str:
    """`line` as it is written between triple quotes; `closing` if they follow it at once."""
    # a class whose docstring holds a lone surrogate cannot be created: it shows as its escape
    shown = "".join([visible(char) if "\ud800" <= char <= "\udfff" else char for char in line])
    escaped = "".join([r"\\" if char == "\\" else visible(char) for char in shown])
    escaped = re.sub('"{2,}', lambda run: r"\"" * len(run[0]), escaped)
    if closing and line.endswith('"') and not line.endswith('""'):
        escaped = escaped[:-1] + r"\""
    return escaped


def md(text: str) -> Code:
    """
    `text` as Markdown prose on one line: nothing in it is markup, a cell's end, or a line's end.

    Only what it sets between single backticks becomes a code span.
    """
    parts = _CODE_SPAN.split(" ".join(text.split()))
    prose = [mdcode(part) if index % 2 else _prose(part) for index, part in enumerate(parts)]
    # what would begin a heading, a list or a quotation
    return Code(re.sub(r"^([#+=-]|\d+(?=[.)]))", _first, "".join(prose)))


def _prose(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(_markdown_escape, visible(text))


def _first(match: re.Match[str]) -> str:
    return f"&#{ord(match[1][0])};{match[1][1:]}"


def _markdown_escape(match: re.Match[str]) -> str:
    # an escaped brace would still open a placeholder for the tools that render pages
    return _entity(match[1]) if match[1] in "<>&{}" else f"\\{match[1]}"


def _entity(char: str) -> str:
    return f"&#{ord(char)};"


def html(text: str | int) -> Code:
    """
    `text` as the content of an HTML element or of a quoted attribute, whatever it holds.

    All of it is ASCII, so that no reader has to know the encoding.
    """
    return Code(escape(visible(str(text))).encode("ascii", "xmlcharrefreplace").decode("ascii"))


def htmlprose(text: str) -> Code:
    """`text` as HTML; only what it sets between single backticks becomes code."""
    parts = [html(part) for part in _CODE_SPAN.split(text)]
    return Code("").join([Code(f"<code>{part}</code>") if at % 2 else part for at, part in enumerate(parts)])


def mdcode(text: str) -> Code:
    """`text` as a code span that may stand in a table's cell, whatever it holds."""
    line = visible(text)
    if "{{" in line or "{%" in line or "{#" in line:
        return Code(
            "<code>" + "".join([char if char.isalnum() else _entity(char) for char in line]) + "</code>"
        )
    fence = "`" * (max([len(run) for run in re.findall("`+", line)], default=0) + 1)
    pad = " " if line[:1] in ("`", " ") or line[-1:] in ("`", " ") else ""
    return Code(f"{fence}{pad}{line.replace('|', chr(92) + '|') or ' '}{pad}{fence}")
