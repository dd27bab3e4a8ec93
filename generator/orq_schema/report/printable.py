"""Make text from files and file names harmless on a terminal and in a log."""

from __future__ import annotations


def printable(text: str) -> str:
    """
    `text` with everything that is not printable as an escape.

    That is control characters, line ends, terminal escapes, lone surrogates and invisible separators: a key
    cannot start a line of its own in the report.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")
