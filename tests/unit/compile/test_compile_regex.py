"""Patterns in the words of Python mean what they mean in ECMA-262 with the flag u, or are refused."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest

from orq_schema.compile.formats import conforms
from orq_schema.compile.regex import UntranslatableError, translate
from orq_schema.compile.regex_classes import complement, property_ranges


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        (r"^a$", ["a"], ["a\n", "A"]),
        (r"^.$", ["a", "\x85", "\U0001f600", "\x0b"], ["\n", "\r", "\u2028", "\u2029", ""]),
        (r"^\d$", ["5"], ["٣", "\u07c0"]),
        (r"^\D$", ["٣", "\U0001f600"], ["5"]),
        (r"^\w$", ["_", "A"], ["é"]),
        (r"^\W$", ["é"], ["_"]),
        (r"^\s$", ["\ufeff", "\u2029", "\xa0", "\x0b"], ["\x1c", "\x85", "\u180e", "\u200b"]),
        (r"^\S$", ["\x1c", "a"], ["\u3000"]),
        (r"^[\D]$", ["a", "٣"], ["1"]),
        (r"^[^\W_]$", ["a", "1"], ["_", "é"]),
        (r"^[\s\S]$", ["\n", "a"], [""]),
        (r"^[^\S\n]$", [" ", "\t"], ["\n", "a"]),
        (r"\bb\b", ["a b", "éb"], ["ab", "b_"]),
        (r"^\B", ["", " "], ["a"]),
        (r"^[]$", [], ["", "a"]),
        (r"^[^]$", ["\n", "a"], [""]),
        (r"^[[]$", ["["], ["]"]),
        (r"^[a&&b]$", ["a", "&", "b"], ["c"]),
        (r"^[a||b]$", ["|"], ["c"]),
        (r"^[~~]$", ["~"], ["a"]),
        (r"^[+--]$", ["+", ",", "-"], ["."]),
        (r"^[--/]$", ["-", ".", "/"], ["0"]),
        (r"^[a\-z]$", ["a", "-", "z"], ["b"]),
        (r"^[\b]$", ["\b"], ["b"]),
        (r"^[\d-]$", ["1", "-"], ["a"]),
        (r"^[^^]$", ["a"], ["^"]),
        (r"^\cJ\cj$", ["\n\n"], ["cJ"]),
        (r"^\0$", ["\0"], ["0"]),
        (r"^\x41\u0042\u{43}\u{1F600}$", ["ABC\U0001f600"], ["abc"]),
        (r"^\ud83d\ude00$", ["\U0001f600"], ["\ud83d"]),
        (r"^[\ud83d\ude00-\ud83d\ude02]$", ["\U0001f601"], ["\ude00"]),
        (r"^\ud83d$", ["\ud83d"], ["\U0001f600"]),
        ("^[\U0001f600-\U0001f602]{2}$", ["\U0001f600\U0001f602"], ["\U0001f600"]),
        (r"^(?<year>\d+)-\k<year>$", ["12-12"], ["12-13"]),
        (r"^(a|b)\1$", ["aa", "bb"], ["ab"]),
        (r"^(?:(a)(?:b\1))$", ["aba"], ["abb"]),
        (r"^(a)\1{2}0$", ["aaa0"], ["aa0"]),
        (r"(?<=a|bc)x", ["ax", "bcx"], ["cx"]),
        (r"(?<!a|bc)x", ["cx", "x"], ["ax", "bcx"]),
        (r"^(?=a)(?!ab)", ["ac"], ["ab", "b"]),
        (r"^a{2,}b{0}c{1,2}?$", ["aac", "aaacc"], ["ac"]),
        (r"^a?b*?c+?$", ["c", "abbc"], ["ab"]),
        (r"^\/\.\-\_$", ["/.-_"], [""]),
        (r"^\#\,x$", ["#,x"], ["x"]),
        (r"^\p{Lu}\p{Letter}\p{gc=Nd}$", ["Éé٣"], ["éé3"]),
        (r"^[^\p{L}\d]$", ["-"], ["é", "1"]),
        (r"^\P{L}[\P{L}]$", ["11"], ["a1"]),
        (r"^\p{Any}\p{ASCII}\p{Assigned}\p{LC}$", ["\u0378aaA"], ["aéaa", "aa\u0378a"]),
        ("", ["", "a"], []),
        ("a|", ["", "b"], []),
    ],
)
def test_a_pattern(pattern: str, matching: list[str], other: list[str]) -> None:
    compiled = re.compile(translate(pattern))
    assert [text for text in matching if compiled.search(text) is None] == []
    assert [text for text in other if compiled.search(text) is not None] == []


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "a++",
            "a*+",
            "a?+",
            "a{2}+",
            "(?>a)",
            "(?i)a",
            "(?i:a)",
            "(?P<n>a)",
            "(?P=n)",
            "(?#x)",
            "(?",
            "(?<a",
            "(?<1>a)",
        ),
        *(
            r"\a",
            r"\Z",
            r"\A",
            r"\z",
            r"\e",
            r"\G",
            r"\Q",
            r"\01",
            r"\1",
            r"(a)\2",
            r"\8",
            r"\u",
            r"\u12",
            r"\x1",
            r"\c",
            r"\c1",
        ),
        *(
            "{",
            "}",
            "]",
            "a{",
            "a{,3}",
            "a{2,1}",
            "x{a}",
            "*",
            "+a",
            "a**",
            "^*",
            "(?=a)*",
            "(?<=a)+",
            r"\b?",
            "(",
            ")",
            "[",
            "[a",
        ),
        *("[b-a]", r"[a-\d]", r"[\d-a]", r"[\w-\s]", "\\", r"[\u{110000}]", r"\u{110000}"),
        *(
            r"(?<=a*)b",
            r"(?<!a+|b)c",
            r"(a)?\1",
            r"(?:(a)|b)\1",
            r"(a)*\1",
            r"(?:(a)b)?\1",
            r"(?!(a))\1",
            r"\1(a)",
            r"(a\1)",
        ),
        *(r"\k<n>(?<n>a)", r"\k<n>", r"\k", r"(?<n>a)(?<n>b)", r"(?<=(a)\1)b", r"(?<=(a))\1"),
        *(
            r"\p{Script=Greek}",
            r"\p{Alphabetic}",
            r"\p{L",
            r"\pL",
            r"\p{lu}",
            r"\p{Foo}",
            "a{99999999999999999999}",
        ),
    ],
)
def test_what_is_refused(pattern: str) -> None:
    with pytest.raises(UntranslatableError):
        translate(pattern)


def test_a_category_is_that_of_unicode() -> None:
    for name in ("L", "Lu", "Nd", "Zs", "C", "Cs"):
        inside = {point for low, high in property_ranges(name) for point in range(low, high + 1)}
        assert all(
            (point in inside) == unicodedata.category(chr(point)).startswith(name) for point in range(0x3000)
        )
        assert complement(complement(property_ranges(name))) == property_ranges(name)


def test_deeply_nested_groups() -> None:
    with pytest.raises(UntranslatableError, match="deep"):
        translate("(" * 5000 + ")" * 5000)


PARTS = [
    *(
        "a",
        "b",
        ".",
        r"\d",
        r"\D",
        r"\w",
        r"\W",
        r"\s",
        r"\S",
        r"\b",
        r"\B",
        "^",
        "$",
        "[ab]",
        "[^a]",
        "[]",
        "[^]",
        r"[\d-]",
    ),
    *(
        r"[a-b\W]",
        r"[^\S]",
        "[[]",
        "[a&&b]",
        "[a--b]",
        "(a)",
        "(?:a|b)",
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        "(?<!b)",
        "(?<=a|bb)",
    ),
    *(
        "(?<n>a)",
        r"\k<n>",
        r"\1",
        r"\2",
        "a*",
        "b+",
        "a?",
        "a{2}",
        "a{1,}",
        "a{0,2}",
        "a*?",
        "a++",
        "{",
        "}",
        "]",
        "a{,3}",
        "|",
    ),
    *(
        r"[\-a]",
        r"\u0061",
        r"\u{1F600}",
        r"\ud83d\ude00",
        r"\cA",
        r"\0",
        r"\01",
        r"\a",
        r"\Z",
        "(?i)",
        "(?P<n>a)",
        "é",
        "\n",
    ),
    *(
        "(",
        ")",
        r"[b-a]",
        r"[a-\d]",
        r"\/",
        r"[\b]",
        "[+--]",
        "\\",
        "(a|(b))",
        "(b)?",
        "(?:(a)|b)",
        r"\p{L}",
        r"[^\P{L}]",
    ),
]
ALPHABET = "ab1é\U0001f600_- \n\u2028AZ\0\x01\x08&|[#٣"


@pytest.mark.parametrize("seed", range(4))
def test_random_patterns_against_an_engine_for_ecma_262(seed: int) -> None:
    regress = pytest.importorskip("regress")
    rng = random.Random(seed)  # noqa: S311 - a repeatable test, no secret
    compared = 0
    for _ in range(2000):
        pattern = "".join(rng.choice(PARTS) for _ in range(rng.randint(1, 5)))
        try:
            ours = re.compile(translate(pattern))
        except UntranslatableError:
            continue
        theirs = regress.Regex(pattern, "u")
        for _ in range(8):
            text = "".join(rng.choice(ALPHABET) for _ in range(rng.randint(0, 5)))
            assert (ours.search(text) is None) is (theirs.find(text) is None), (
                f"seed {seed}: {pattern!r} {text!r}"
            )
            compared += 1
    assert compared > 2000


@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        ("date-time", "1998-12-31T23:59:60Z", True),
        ("date-time", "1998-12-31T22:59:60Z", False),
        ("date", "0000-02-29", True),
        ("uri", "http://[::1]:80/a?b#c", True),
        ("uri", "http://[:::1]/", False),
        ("regex", "(?<=a*)b", True),
        ("regex", "a++", False),
        ("hostname", "xn--", False),
        ("idn-hostname", "\u00fcber.example", True),
        ("no-such-format", "\0", True),
    ],
)
def test_formats_beyond_those_of_the_suite(name: str, text: str, right: bool) -> None:  # noqa: FBT001 - a verdict
    assert conforms(name, text) is right
