"""The payloads that are shown beside each other, and what a message about each must have."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "diagnosis"
SECRET = "sk-example-4f9d2c"  # noqa: S105 - stands in diagnosis/secret.json, where a secret would be
NESTED = "nested.json"
_DEPTH = 100_000


class Case(NamedTuple):
    """
    A payload file, and what counts as having said what is wrong with it.

    `lines` has the lines to name, each with its alternatives; `mends` are patterns that the output must all
    match, any case. `closed`: unknown keys are the mistake, so that peers get the closed schema. `note`: what speaks
    for a tool that accepts the payload.
    """

    file: str
    title: str
    lines: tuple[tuple[int, ...], ...]
    mends: tuple[str, ...]
    closed: bool = False
    note: str = ""

    @property
    def suffix(self) -> str:
        """The ending of its file name, by which tools know the format."""
        return Path(self.file).suffix

    @property
    def copy(self) -> str:
        """The name that tools get to see, which says nothing of the mistake."""
        return f"payload{self.suffix}"

    @property
    def payload(self) -> bytes:
        """The file's bytes. The one of 100,000 nested arrays is made here, being 200 kB."""
        if self.file == NESTED:
            return b'{ "fallbacks": ' + b"[" * _DEPTH + b"]" * _DEPTH + b" }\n"
        return (FOLDER / self.file).read_bytes()


def _said(words: str, key: str) -> str:
    """Match a line that has the key and, before or after it, what starts with one of the words."""
    return rf"^(?=.*\b({words})).*\b{key}\b"


def _advice(key: str) -> str:
    return _said("mean|rename|suggest|closest|expected|allowed|known", key)


def _bound(words: str, number: int) -> str:
    return rf"({words}).{{0,30}}\b{number}\b"


_AT_MOST = _bound("from 1 to|<=|at most|maximum( of)?|less than or equal to", 5)
_AT_LEAST = _bound("from|>=|at least|minimum( of)?|greater than or equal to", 1)
_NOT_FINITE = _said("no |not |invalid|unexpected", "NaN") + "|finite|infinity"

CASES = (
    Case("wrong-type.json", "A number in quotes", ((4,),), (r"\bnumber\b",)),
    Case(
        "missing-key.json",
        "A required key is missing",
        ((5,),),
        (_said("miss|requir|must|defin", "model"),),
    ),
    Case(
        "misspelt-keys.json",
        "Two misspelt keys",
        ((4,), (6,)),
        (_advice("count"), _advice("fallbacks")),
        closed=True,
    ),
    Case("wrong-branch.json", "A wrong value deep in one branch of nested unions", ((8,),), (r"\bnumber\b",)),
    Case("trailing-comma.json", "A trailing comma", ((4, 5),), ("trailing comma",)),
    Case(
        "bad-indentation.yaml",
        "Two colons on a line of YAML",
        ((4,),),
        (r"same line|own line|quot|nested|indentation",),
    ),
    Case(
        "duplicate-key.json",
        "A key twice, in JSON",
        ((2, 4),),
        ("duplicat",),
        note="RFC 8259 (section 4) only asks that keys be unique; programs differ in which one they keep.",
    ),
    Case("duplicate-key.yaml", "A key twice, in YAML", ((1, 4),), ("duplicat",)),
    Case(
        "byte-order-mark.json",
        "A byte order mark",
        ((1,),),
        (r"byte order mark|\bBOM\b",),
        note="RFC 8259 (section 8.1) lets a reader pass over the mark.",
    ),
    Case("utf-16.json", "A file in UTF-16", ((1,),), ("utf-?16|utf-?8",)),
    Case("latin-1.json", "A byte of Latin-1 in UTF-8", ((4,),), ("utf-?8",)),
    Case("nan.json", "`NaN` in JSON", ((5,),), (_NOT_FINITE,)),
    Case(
        "nan.yaml",
        "`.nan` in YAML",
        ((3,),),
        (_NOT_FINITE,),
        note="YAML has such a number; JSON, which is what is sent in the end, has none.",
    ),
    Case("comment.json", "A comment in JSON", ((2,),), ("comment",)),
    Case(
        "alias-bomb.yaml",
        "Aliases that stand for a thousand million values",
        (tuple(range(1, 11)),),
        (r"limit|exhaust|exceed|too many|\bobject\b",),
    ),
    Case("second-document.yaml", "The second YAML document is wrong", ((5,),), (_AT_MOST,)),
    Case(
        "batch.jsonl",
        "Three wrong lines of JSON Lines",
        ((2,), (3,), (4,)),
        (_AT_MOST, r"\bclos(e|ed|ing)\b|end of", _AT_LEAST),
    ),
    Case(
        "lone-surrogate.json",
        "Half of a surrogate pair",
        ((2,),),
        ("surrogate",),
        note="RFC 8259 (section 8.2) lets it pass, and calls what programs make of it unpredictable.",
    ),
    Case(NESTED, "100,000 nested arrays", ((1,),), (r"\b(depth|deep|deeper)\b|\bobject\b",)),
    Case("near-miss-enum.json", "Nearly a value of an enum", ((3,),), ("exact_match",)),
    Case(
        "dollar-operator.json",
        "`$gte` for `gte`",
        ((6,),),
        (_said("mean|must|requir|expected|miss|defin", r"(?<!\$)gte"),),
    ),
    Case(
        "camel-case.json",
        "Keys in camel case",
        ((3,), (5,)),
        (_advice("on_codes"), _advice("knowledge_bases")),
        closed=True,
    ),
    Case("object-for-list.json", "One object where a list of them belongs", ((2,),), (r"\b(array|list)\b",)),
    Case(
        "log-injection.json",
        "A key that would write a command into the log of a build",
        ((3,),),
        ("unknown|unexpected|not allowed|additional|not expected",),
        closed=True,
    ),
    Case("secret.json", "A secret in a value that fits no branch", ((7,),), (r"\bobject\b",)),
)
