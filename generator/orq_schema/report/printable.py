"""Make text from files and file names harmless on a terminal and in a log."""

from __future__ import annotations

import re

# printable for Python, and yet nothing to see: Default_Ignorable_Code_Point of the Unicode character database
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# what the logs of Azure Pipelines, of older GitHub runners and of TeamCity take for a command, anywhere in a line
_COMMAND = re.compile(r"#(?=#(?:\[|vso\[|teamcity\[))")


def printable(text: str) -> str:
    """
    `text` with everything that is not printable as an escape.

    That is control characters, line ends, terminal escapes, lone surrogates, what changes the direction of text
    and invisible characters: a key cannot start a line of its own in the report. What a build server would take for
    a command is escaped too.
    """
    return "".join(escapes(text))


def escapes(text: str) -> list[str]:
    """As `printable`, what is shown for each code point of `text`."""
    shown = list(text)
    if text.isascii() and text.isprintable():
        unsafe = set[int]()
    else:
        unsafe = {at for at, char in enumerate(text) if not char.isprintable()}
        unsafe |= {found.start() for found in _INVISIBLE.finditer(text)}
    for at in unsafe.union(found.start() for found in _COMMAND.finditer(text)):
        shown[at] = _escaped(text[at])
    return shown


def _escaped(char: str) -> str:
    # the codec leaves printable ASCII as it is
    return (
        f"\\x{ord(char):02x}"
        if char == "#"
        else char.encode("unicode_escape", "surrogatepass").decode("ascii")
    )


def cells(text: str) -> int:
    """How many columns printable `text` takes on a terminal: two for a wide character, none for a combining mark."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.category(char) in ("Mn", "Me") else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )
