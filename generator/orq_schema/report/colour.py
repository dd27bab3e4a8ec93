"""When a report has colours, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

# Select Graphic Rendition, ECMA-48 section 8.3.117
_CODES = {"error": "1;31", "warning": "1;33", "note": "1;36", "strong": "1", "frame": "36"}


def wanted(choice: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """
    Whether text on `stream` is to have colours: by `choice` (`always`, `never`, or `auto`).

    By itself it has some on a terminal that is not TERM=dumb. NO_COLOR (https://no-color.org) forbids them,
    FORCE_COLOR (https://force-color.org) asks for them, unless empty, and "0" for FORCE_COLOR.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def painted(style: str, text: str) -> str:
    """`text` in the colour of `style`, which is a severity, `strong` or `frame`; as it is for the style ``."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if style and text else text
