"""
Whether a string is of a format: validation section 7.3, where each format has its own standard.

Asked only by validators that were compiled to assert formats. A format that is not known holds of every string.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TIME = re.compile(
    r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:[zZ]|([+-])([01]\d|2[0-3]):([0-5]\d))", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DURATION = re.compile(
    r"P(?!\Z)(?:\d+W|(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)?"
    r"(?:T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?)",
    re.ASCII,
)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~{wide}-]+"
_QUOTED = r'"(?:[ !#-\[\]-~{wide}]|\\[ -~])*"'
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_POINTER = r"(?:/(?:[^~/]|~[01])*)*"
_RELATIVE_POINTER = re.compile(rf"(?:0|[1-9][0-9]*)(?:#|{_POINTER})", re.DOTALL)
_LONGEST_NAME = 253
_LONGEST_LABEL = 63
# RFC 3987 section 2.2
_UCS = "\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane * 0x10000)}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 15)
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
# RFC 6570 section 2
_VARIABLE = r"(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9]\d{0,3}|\*)?"
_TEMPLATE = re.compile(
    rf"(?:[!#$&-;=?-\[\]_a-z~{_UCS}{_PRIVATE}]|%[0-9A-Fa-f]{{2}}|\{{[+#./;?&=,!@|]?{_VARIABLE}(?:,{_VARIABLE})*\}})*"
)


def conforms(name: str, text: str) -> bool:
    """Whether `text` is of the format `name`."""
    check = _FORMATS.get(name)
    return check is None or check(text)


def _is_date(text: str) -> bool:
    if _DAY.fullmatch(text) is None:
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        # RFC 3339 has a year 0, which Python has not
        return text.startswith("0000-") and _is_date(f"0004{text[4:]}")
    return True


def _is_time(text: str) -> bool:
    found = _TIME.fullmatch(text)
    if found is None:
        return False
    hour, minute, second, sign, hours, minutes = found.groups()
    offset = (int(hours or 0) * 60 + int(minutes or 0)) * (-1 if sign == "-" else 1)
    # a leap second comes at the end of a day in UTC: RFC 3339 section 5.7
    return second != "60" or (int(hour) * 60 + int(minute) - offset) % 1440 == 1439  # noqa: PLR2004 - minutes


def _is_date_time(text: str) -> bool:
    return text[10:11] in tuple("tT") and _is_date(text[:10]) and _is_time(text[11:])


def _is_ipv4(text: str) -> bool:
    try:
        return str(ipaddress.IPv4Address(text)) == text
    except ValueError:
        return False


def _is_ipv6(text: str) -> bool:
    try:
        return "%" not in text and text.isascii() and bool(ipaddress.IPv6Address(text).version)
    except ValueError:
        return False


def _email(wide: str, is_host: Callable[[str], bool]) -> Callable[[str], bool]:
    atom, quoted = _ATOM.replace("{wide}", wide), _QUOTED.replace("{wide}", wide)
    local = re.compile(rf"(?:{atom}(?:\.{atom})*|{quoted})")

    def is_email(text: str) -> bool:
        name, _, host = text.rpartition("@")
        if local.fullmatch(name) is None:
            return False
        if host.startswith("[") and host.endswith("]"):
            address = host[1:-1]
            return _is_ipv6(address[5:]) if address.startswith("IPv6:") else _is_ipv4(address)
        return is_host(unicodedata.normalize("NFC", host))

    return is_email


def _is_hostname(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and all(map(_is_label, text.split(".")))


def _is_label(label: str) -> bool:
    if _LABEL.fullmatch(label) is None:
        return False
    if not label.lower().startswith("xn--"):
        # RFC 5891 section 4.2.3.1 keeps these two hyphens for encoded labels
        return label[2:4] != "--"
    try:
        decoded = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return False
    again = decoded.encode("punycode").decode("ascii")
    return not decoded.isascii() and again == label[4:].lower() and _is_unicode_label(decoded)


def _is_idn_hostname(text: str) -> bool:
    # RFC 3490 section 3.1: these are dots too
    labels = re.split("[.\u3002\uff0e\uff61]", text)
    encoded: list[str] = []
    for label in labels:
        if label.isascii():
            if not _is_label(label):
                return False
            encoded.append(label)
        elif not _is_unicode_label(label):
            return False
        else:
            encoded.append(f"xn--{label.encode('punycode').decode('ascii')}")
    lengths = len(".".join(encoded)) <= _LONGEST_NAME and all(len(each) <= _LONGEST_LABEL for each in encoded)
    return lengths and (all(map(_keeps_direction, labels)) or not any(map(_is_from_right, labels)))


def _is_unicode_label(label: str) -> bool:
    """Whether a label keeps the rules of RFC 5891 section 4.2.3 and RFC 5892."""
    if unicodedata.normalize("NFC", label) != label or label[2:4] == "--" or "-" in (label[:1], label[-1:]):
        return False
    if unicodedata.category(label[0]).startswith("M"):
        return False
    permitted = all(_is_permitted(label, at) for at in range(len(label)))
    return permitted and (not _is_from_right(label) or _keeps_direction(label))


_PERMITTED = frozenset(("Ll", "Lm", "Lo", "Mn", "Mc", "Nd"))
# RFC 5892 section 2.6
_EXCEPTIONS = dict.fromkeys("\xdf\u03c2\u06fd\u06fe\u0f0b\u3007", True) | dict.fromkeys(
    "\u0640\u07fa\u302e\u302f\u3031\u3032\u3033\u3034\u3035\u303b", False
)
_ARABIC_DIGITS = range(0x0660, 0x066A)
_EXTENDED_DIGITS = range(0x06F0, 0x06FA)
_VIRAMA = 9


def _is_permitted(label: str, at: int) -> bool:
    """Whether the character is valid where it stands: RFC 5892 section 3 and appendix A."""
    char, before, after = label[at], label[at - 1 : at], label[at + 1 : at + 2]
    if char in _EXCEPTIONS:
        return _EXCEPTIONS[char]
    if char == "\xb7":
        return before == "l" == after
    if char == "\u0375":
        return after != "" and "GREEK" in unicodedata.name(after, "")
    if char in "\u05f3\u05f4":
        return before != "" and "HEBREW" in unicodedata.name(before, "")
    if char in "\u200c\u200d":
        return before != "" and unicodedata.combining(before) == _VIRAMA
    if char == "\u30fb":
        return any(unicodedata.name(each, "").startswith(_JAPANESE) for each in label if each != char)
    if ord(char) in _ARABIC_DIGITS:
        return not any(ord(each) in _EXTENDED_DIGITS for each in label)
    return char == "-" or (unicodedata.category(char) in _PERMITTED and _is_stable(char))


_JAPANESE = ("HIRAGANA", "KATAKANA", "CJK UNIFIED")


def _is_stable(char: str) -> bool:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).casefold())
    return folded == char


def _is_from_right(label: str) -> bool:
    """Whether a character of `label` is written from right to left."""
    return any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in label)


def _keeps_direction(label: str) -> bool:
    """The rule of RFC 5893 section 2, which holds for all labels of a name once one is written from the right."""
    kinds = [unicodedata.bidirectional(char) for char in label]
    ends = [kind for kind in kinds if kind != "NSM"]
    if kinds[0] == "L":
        return set(kinds) <= {"L", "EN", "ES", "CS", "ET", "ON", "BN", "NSM"} and ends[-1] in ("L", "EN")
    allowed = {"R", "AL", "AN", "EN", "ES", "CS", "ET", "ON", "BN", "NSM"}
    both = "EN" in kinds and "AN" in kinds
    return (
        kinds[0] in ("R", "AL") and set(kinds) <= allowed and not both and ends[-1] in ("R", "AL", "EN", "AN")
    )


def _identifier(wide: str, private: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of a URI, and of what may stand in its place as a reference: RFC 3986 appendix A, RFC 3987."""
    escaped = "%[0-9A-Fa-f]{2}"
    plain = f"A-Za-z0-9._~!$&'()*+,;={wide}-"
    char = f"(?:[:@{plain}]|{escaped})"
    authority = (
        rf"(?:(?:[:{plain}]|{escaped})*@)?"
        rf"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|\[[vV][0-9A-Fa-f]+\.[:{plain}]+\]|(?:[{plain}]|{escaped})*)(?::\d*)?"
    )
    first = f"(?:[@{plain}]|{escaped})+"
    tail = rf"(?:\?(?:[/?{private}]|{char})*)?(?:\#(?:[/?]|{char})*)?"
    rooted = f"//{authority}(?:/{char}*)*|/(?:{char}+(?:/{char}*)*)?"
    absolute = rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{rooted}|{char}+(?:/{char}*)*|){tail}"
    relative = rf"(?:{rooted}|{first}(?:/{char}*)*|){tail}"
    return re.compile(absolute, re.ASCII), re.compile(relative, re.ASCII)


def _uri(wide: str, private: str, *, reference: bool) -> Callable[[str], bool]:
    # made when first asked for
    patterns: list[re.Pattern[str]] = []

    def is_uri(text: str) -> bool:
        if not patterns:
            patterns.extend(_identifier(wide, private)[: 2 if reference else 1])
        found = next((found for each in patterns if (found := each.fullmatch(text))), None)
        return found is not None and (found["six"] is None or _is_ipv6(found["six"]))

    return is_uri


def _is_regex(text: str) -> bool:
    from orq_schema.compile.regex import UntranslatableError, parse

    try:
        parse(text)
    except UntranslatableError:
        return False
    return True


def _full(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


_FORMATS: dict[str, Callable[[str], bool]] = {
    "date": _is_date,
    "date-time": _is_date_time,
    "duration": _full(_DURATION),
    "email": _email("", _is_hostname),
    "hostname": _is_hostname,
    "idn-email": _email("\x80-\U0010ffff", _is_idn_hostname),
    "idn-hostname": _is_idn_hostname,
    "ipv4": _is_ipv4,
    "ipv6": _is_ipv6,
    "iri": _uri(_UCS, _PRIVATE, reference=False),
    "iri-reference": _uri(_UCS, _PRIVATE, reference=True),
    "json-pointer": _full(re.compile(_POINTER, re.DOTALL)),
    "regex": _is_regex,
    "relative-json-pointer": _full(_RELATIVE_POINTER),
    "time": _is_time,
    "uri": _uri("", "", reference=False),
    "uri-reference": _uri("", "", reference=True),
    "uri-template": _full(_TEMPLATE),
    "uuid": _full(_UUID),
}
