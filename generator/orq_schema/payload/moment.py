"""When a line of a log was written, as far as its top says so."""

from __future__ import annotations

import re
from typing import Any

from orq_schema.jsonvalue import is_object

# what gateways, loggers and exporters call it; the first one that can be read counts
_KEYS = ("timestamp", "@timestamp", "time", "ts", "created_at", "created", "date")
# from 2000 to 2100: what is outside is an identifier, or a clock that was never set
_FIRST, _LAST = 946_684_800, 4_102_444_800
# parts of a second that moments are counted in
_UNITS = (1, 1_000, 1_000_000, 1_000_000_000)
_NUMBER = re.compile(r"[0-9]{10,19}(?:\.[0-9]{1,9})?")
_LONGEST = 40


def stamped(document: Any) -> int | None:
    """
    The moment that the members of `document` state, in seconds since 1970 UTC; None where there is none.

    Read are ISO 8601 and its profile RFC 3339, without an offset as UTC, and numbers, in strings too: seconds since
    1970, or thousandths, millionths, billionths of them, whichever falls between 2000 and 2100.
    """
    if not is_object(document):
        return None
    found = (_moment(document[key]) for key in _KEYS if key in document)
    return next((each for each in found if each is not None), None)


def _moment(value: Any) -> int | None:
    if isinstance(value, str):
        text = value.strip() if len(value) <= _LONGEST else ""
        return _of_number(float(text)) if _NUMBER.fullmatch(text) else _of_text(text)
    return _of_number(value) if isinstance(value, (int, float)) else None


def _of_number(value: float) -> int | None:
    return next((int(value // unit) for unit in _UNITS if _FIRST * unit <= value < _LAST * unit), None)


def _of_text(text: str) -> int | None:
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    seconds = int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
    return seconds if _FIRST <= seconds < _LAST else None
