"""What stands in an embedded text for a part that is known only later."""

from __future__ import annotations

# a noncharacter of Unicode, which no text that is to be read has in it (The Unicode Standard, section 23.7)
MARK = "\ufdd0"
