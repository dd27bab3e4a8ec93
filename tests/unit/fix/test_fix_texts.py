"""What is made of a text, by each mend, in each format and style; written down by hand, byte for byte."""

from __future__ import annotations

import pytest
from tests.unit.fix.judges import mend

BOM = "\ufeff"

# name of the case, name of the file, text before, text after, number of mends
CHANGED = [
    ("json", "a.json", '{"retries": 1}', '{"retry": 1}', 1),
    ("json-blanks", "a.json", '\t{"retries"\n :\t1 , "x":[ ] }\n\n', '\t{"retry"\n :\t1 , "x":[ ] }\n\n', 1),
    ("json-minified", "a.json", '[{"retries":1},{"retries":2}]', '[{"retry":1},{"retry":2}]', 2),
    ("json-escapes", "a.json", '{"r\\u0065tries": "\\u0065\\/"}', '{"retry": "\\u0065\\/"}', 1),
    ("json-wide", "a.json", '{"😀é": "\u0301日本", "retries": 1}', '{"😀é": "\u0301日本", "retry": 1}', 1),
    ("json-crlf", "a.json", '{\r\n  "retries": 1\r\n}\r\n', '{\r\n  "retry": 1\r\n}\r\n', 1),
    ("json-numbers", "a.json", '{"a": 1.50e+3, "ttl": "1.50E+3"}', '{"a": 1.50e+3, "ttl": 1.50E+3}', 1),
    ("json-true", "a.json", '{"flag": "true"}', '{"flag": true}', 1),
    ("json-null", "a.json", '{"flag": "null"}', '{"flag": null}', 1),
    ("json-negative", "a.json", '{"count": "-3"}', '{"count": -3}', 1),
    ("json-wrap", "a.json", '{"bases": {"a": 1}}', '{"bases": [{"a": 1}]}', 1),
    (
        "json-wrap-lines",
        "a.json",
        '{\n\t"bases": {\n\t\t"a": 1\n\t}\n}',
        '{\n\t"bases": [{\n\t\t"a": 1\n\t}]\n}',
        1,
    ),
    ("json-wrap-string", "a.json", '{"bases": "x, y"}', '{"bases": ["x, y"]}', 1),
    ("json-wrap-null", "a.json", '{"bases":null}', '{"bases":[null]}', 1),
    (
        "json-inside-out",
        "a.json",
        '{"bases": {"ttl": "1", "bases": 2}}',
        '{"bases": [{"ttl": 1, "bases": [2]}]}',
        3,
    ),
    (
        "json-brought-to-light",
        "a.json",
        '{"retries": {"onCodes": {"retries": {"count": "3"}}}}',
        '{"retry": {"on_codes": [{"retry": {"count": 3}}]}}',
        5,
    ),
    ("json-bom", "a.json", BOM + '{"a": 1}\n', '{"a": 1}\n', 1),
    ("json-bom-and-more", "a.json", BOM + '{"count": "1"}\n', '{"count": 1}\n', 2),
    ("by-content", "payload", '{"count": "1"}', '{"count": 1}', 1),
    ("jsonl", "a.jsonl", '{"count": "1"}\n{"retries": 1}', '{"count": 1}\n{"retry": 1}', 2),
    ("jsonl-crlf", "a.ndjson", '{"count":"1"}\r\n\r\n  {}\r\n', '{"count":1}\r\n\r\n  {}\r\n', 1),
    ("jsonl-bad-line", "a.jsonl", '{"a": 1,}\n{"count": "1"}\n\n[', '{"a": 1,}\n{"count": 1}\n\n[', 1),
    ("jsonl-carriage-return", "a.jsonl", '{"count":\r"1"}\n', '{"count":\r1}\n', 1),
    ("jsonl-separators", "a.jsonl", '{"a":"\x85\u2028","count":"1"}', '{"a":"\x85\u2028","count":1}', 1),
    ("jsonl-bom", "a.jsonl", BOM + '{"count": "1"}\n[\n', '{"count": 1}\n[\n', 2),
    ("yaml-plain", "a.yaml", "retries : 1 # why\n", "retry : 1 # why\n", 1),
    ("yaml-single", "a.yaml", "'retries': 1\n", "'retry': 1\n", 1),
    ("yaml-double", "a.yaml", '"retries": 1\n', '"retry": 1\n', 1),
    ("yaml-flow", "a.yaml", "{retries: 1, x: {'retries':  2}}\n", "{retry: 1, x: {'retry':  2}}\n", 2),
    ("yaml-flow-json", "a.yml", '{"retries":1,"count":"2"}', '{"retry":1,"count":2}', 2),
    ("yaml-explicit", "a.yaml", "? retries\n: 1\n", "? retry\n: 1\n", 1),
    ("yaml-explicit-flow", "a.yaml", "{? retries : 1}\n", "{? retry : 1}\n", 1),
    ("yaml-key-anchor", "a.yaml", "&k retries: 1\n", "&k retry: 1\n", 1),
    ("yaml-key-tag", "a.yaml", "!!str 'retries': 1\n", "!!str 'retry': 1\n", 1),
    ("yaml-word", "a.yaml", "no-way: 1\n", '"yes": 1\n', 1),
    ("yaml-apostrophe", "a.yaml", "q: 1\n", '"it\'s": 1\n', 1),
    ("yaml-apostrophe-quoted", "a.yaml", "'q': 1\n", "'it''s': 1\n", 1),
    ("yaml-crlf", "a.yaml", "a: |\r\n  x\r\nretries: 1\r\n", "a: |\r\n  x\r\nretry: 1\r\n", 1),
    ("yaml-no-final-newline", "a.yaml", "retries: 1", "retry: 1", 1),
    ("yaml-wide", "a.yaml", "é: 😀\nretries: 日本\n", "é: 😀\nretry: 日本\n", 1),
    ("yaml-unquote", "a.yaml", "count: '3'  # three\n", "count: 3  # three\n", 1),
    (
        "yaml-unquote-item",
        "a.yaml",
        "- count: \"3\"\n- {count: '-1.5'}\n",
        "- count: 3\n- {count: -1.5}\n",
        2,
    ),
    ("yaml-unquote-anchor", "a.yaml", "count: &c '3'\n", "count: &c 3\n", 1),
    ("yaml-unquote-next-line", "a.yaml", "count:\n  '3'\n", "count:\n  3\n", 1),
    ("yaml-unquote-null", "a.yaml", "flag: 'null'\nx: ~\n", "flag: null\nx: ~\n", 1),
    (
        "yaml-documents",
        "a.yaml",
        "retries: 1\n---\n# c\ncount: '1'\n...\n",
        "retry: 1\n---\n# c\ncount: 1\n...\n",
        2,
    ),
    ("yaml-bom", "a.yaml", BOM + "# c\na: 1\n", "# c\na: 1\n", 1),
    ("yaml-wrap-flow", "a.yaml", "bases: {a: 1} # c\n", "bases: [{a: 1}] # c\n", 1),
    ("yaml-wrap-flow-lines", "a.yaml", "bases: {a: 1, # c\n  b: 2}\n", "bases: [{a: 1, # c\n  b: 2}]\n", 1),
    ("yaml-wrap-scalar", "a.yaml", "bases: some text # c\n", "bases: [some text] # c\n", 1),
    ("yaml-wrap-quoted", "a.yaml", "bases: 'a, b'\n", "bases: ['a, b']\n", 1),
    ("yaml-wrap-anchor", "a.yaml", "bases: &b {a: 1}\nx: *b\n", "bases: [&b {a: 1}]\nx: *b\n", 1),
    ("yaml-wrap-block", "a.yaml", "bases:\n  a: 1\n  b: 2\n", "bases:\n  - a: 1\n    b: 2\n", 1),
    ("yaml-wrap-one-line", "a.yaml", "x:\n    bases:\n        a: 1\n", "x:\n    bases:\n        - a: 1\n", 1),
    (
        "yaml-wrap-block-comments",
        "a.yaml",
        "bases: # of all\n  # first\n  a: 1 # one\n\n  \n  # second\n# far\n  b:\n    - x\n  # last\nc: 1\n",
        "bases: # of all\n  # first\n  - a: 1 # one\n\n  \n    # second\n# far\n    b:\n      - x\n  # last\nc: 1\n",
        1,
    ),
    (
        "yaml-wrap-block-scalar",
        "a.yaml",
        "bases:\n  a: |\n    one\n\n      \n      two\n  b: >-2\n      three\n     \n    four\n",
        "bases:\n  - a: |\n      one\n\n        \n        two\n    b: >-2\n        three\n       \n      four\n",
        1,
    ),
    (
        "yaml-wrap-block-folds",
        "a.yaml",
        'bases:\n  a: plain\n    text\n  b: "two\n    lines"\n  c: {x: 1,\n    y: 2}\n',
        'bases:\n  - a: plain\n      text\n    b: "two\n      lines"\n    c: {x: 1,\n      y: 2}\n',
        1,
    ),
    ("yaml-wrap-crlf", "a.yaml", "bases:\r\n  a: 1\r\n  b: 2\r\n", "bases:\r\n  - a: 1\r\n    b: 2\r\n", 1),
    (
        "yaml-wrap-as-the-file-does",
        "a.yaml",
        "x:\n- 1\nbases:\n  a: 1 # c\n  b: |\n    t\n",
        "x:\n- 1\nbases:\n- a: 1 # c\n  b: |\n    t\n",
        1,
    ),
    (
        "yaml-wrap-deeper-as-the-file-does",
        "a.yaml",
        "x:\n  - 1\nbases:\n  a: 1\n  b: 2\n",
        "x:\n  - 1\nbases:\n  - a: 1\n    b: 2\n",
        1,
    ),
    (
        "yaml-wrap-in-an-item",
        "a.yaml",
        "- bases:\n    a: 1\n    b: 2\n",
        "- bases:\n    - a: 1\n      b: 2\n",
        1,
    ),
    (
        "yaml-wrap-shared-items",
        "a.yaml",
        "x:\n  - &b\n    bases:\n      y: 1\n  - *b\n",
        "x:\n  - &b\n    bases:\n      - y: 1\n  - *b\n",
        1,
    ),
    ("yaml-wrap-explicit", "a.yaml", "? bases\n: a: 1\n  b: 2\n", "? bases\n: - a: 1\n    b: 2\n", 1),
    (
        "yaml-block-nested",
        "a.yaml",
        "retries:\n  onCodes:\n    count: '3' # c\n    bases:\n      x: 1\n",
        "retry:\n  on_codes:\n    - count: 3 # c\n      bases:\n        - x: 1\n",
        5,
    ),
    ("yaml-alias-all", "a.yaml", "a: &x {count: '3'}\nb: *x\n", "a: &x {count: 3}\nb: *x\n", 1),
    (
        "yaml-merge-all",
        "a.yaml",
        "a: &x\n  retries: 3\nb:\n  <<: *x\n",
        "a: &x\n  retry: 3\nb:\n  <<: *x\n",
        1,
    ),
    ("toml", "a.toml", 'retries = 1 # c\n[x]\ncount = "3"\n', "retry = 1 # c\n[x]\ncount = 3\n", 2),
    ("toml-header", "a.toml", "[ x . retries ] # c\na = 1\n", "[ x . retry ] # c\na = 1\n", 1),
    (
        "toml-quoted",
        "a.toml",
        "[x]\n'retries' = 1\n\"onCodes\" = []\n",
        "[x]\n'retry' = 1\n\"on_codes\" = []\n",
        2,
    ),
    ("toml-apostrophe", "a.toml", "'q' = 1\n", '"it\'s" = 1\n', 1),
    ("toml-wrap", "a.toml", "bases = { a = 1 } # c\r\n", "bases = [{ a = 1 }] # c\r\n", 1),
    ("toml-literal", "a.toml", "flag = 'true'\ncount = '-1'\n", "flag = true\ncount = -1\n", 2),
]

LEFT_ALONE = [
    ("nothing-wrong", "a.json", '{ "retry":{"count":3 } }'),
    ("key-there-already", "a.json", '{"retries": 1, "retry": 2}'),
    ("two-for-one-key", "a.json", '{"retries": 1, "retri": 2}'),
    ("from-bad-to-bad", "a.json", '{"ping": 1}'),
    ("yaml-wrap-brackets", "a.yaml", "bases: a]\n"),
    ("worse", "a.json", '{"retries": "bad"}'),
    ("worse-below", "a.json", '{"retries": {"retry": "bad", "count": "3"}}'),
    ("hexadecimal", "a.json", '{"count": "0x10"}'),
    ("blank-before", "a.json", '{"count": " 3"}'),
    ("blank-behind", "a.json", '{"count": "3 "}'),
    ("too-large", "a.json", '{"count": "1e999"}'),
    ("leading-zero", "a.json", '{"count": "03"}'),
    ("plus", "a.json", '{"count": "+3"}'),
    ("no-fraction", "a.json", '{"count": "3."}'),
    ("nan", "a.json", '{"count": "NaN"}'),
    ("other-digits", "a.json", '{"count": "٣"}'),
    ("python", "a.json", '{"flag": "True"}'),
    ("escaped-digit", "a.json", '{"count": "\\u0033"}'),
    ("empty", "a.json", '{"count": ""}'),
    ("unreadable", "a.json", '{"count": "3",}'),
    ("unreadable-with-bom", "a.json", BOM + '{"count": "3",}'),
    ("nothing-but-bom", "a.json", BOM),
    ("two-boms", "a.json", BOM + BOM + '{"count": "3"}'),
    ("duplicate-key", "a.json", '{"count": "3", "count": "3"}'),
    ("one-bad-document", "a.yaml", "count: '3'\n---\n[\n"),
    ("yaml-1.1-text", "a.yaml", "count: '1e5'\n"),
    ("yaml-tagged", "a.yaml", "count: !!str '3'\n"),
    ("yaml-block-scalar", "a.yaml", "count: |-\n  3\n"),
    ("yaml-yes", "a.yaml", "flag: 'yes'\n"),
    ("yaml-octal", "a.yaml", "count: '010'\n"),
    ("yaml-alias-elsewhere", "a.yaml", "count: &c '3'\nname: *c\n"),
    ("yaml-merge-elsewhere", "a.yaml", "a: &x {retries: 1}\nb: {<<: *x, retry: 2}\n"),
    ("yaml-alias-key", "a.yaml", "a: &k retries\n*k : 1\n"),
    ("yaml-wrap-alias", "a.yaml", "a: &b {x: 1}\nbases: *b\n"),
    ("yaml-wrap-block-scalar", "a.yaml", "bases: |\n  text\n"),
    ("yaml-wrap-commas", "a.yaml", "bases: a, b\n"),
    ("yaml-wrap-nothing", "a.yaml", "bases:\n"),
    ("yaml-wrap-anchored-block", "a.yaml", "bases: &b\n  x: 1\n"),
    ("yaml-block-key", "a.yaml", "? |-\n  retries\n: 1\n"),
    ("toml-null", "a.toml", 'flag = "null"\n'),
    ("toml-rivals", "a.toml", "'retries' = 1\n[\"Retry\"]\n"),
    ("toml-long-string", "a.toml", 'count = """3"""\n'),
    ("toml-table", "a.toml", "[bases]\na = 1\n"),
    ("toml-one-of-two-headers", "a.toml", "[retries.a]\nx = 1\n[retries.b]\nx = 2\n"),
    ("toml-dotted", "a.toml", "retries.a = 1\nretries.b = 2\n"),
]


@pytest.mark.parametrize(
    ("file", "before", "after", "count"), [each[1:] for each in CHANGED], ids=[each[0] for each in CHANGED]
)
def test_a_text_is_mended_and_what_is_around_is_kept(file: str, before: str, after: str, count: int) -> None:
    made = mend(file, before)
    assert made.data.decode() == after
    assert made.mends.total() == count
    again = mend(file, made.data)
    assert (again.data, again.mends.total()) == (made.data, 0)


@pytest.mark.parametrize(
    ("file", "text"), [each[1:] for each in LEFT_ALONE], ids=[each[0] for each in LEFT_ALONE]
)
def test_a_text_is_left_alone(file: str, text: str) -> None:
    made = mend(file, text)
    assert made.data.decode() == text
    assert not made.mends


def test_what_proves_wrong_keeps_nothing_else_from_being_mended() -> None:
    good, bad = '{"retries":{"count":"3"}}', '{"retries":{"retry":"bad"}}'
    made = mend("a.json", f"[{','.join([bad, good] * 1000)}]")
    right = '{"retry":{"count":3}}'
    assert made.data.decode() == f"[{','.join([bad, right] * 1000)}]"
    assert made.mends == {"rename-key": 1000, "unquote": 1000}


def test_mends_that_are_not_wanted_are_not_made() -> None:
    text = '\ufeff{"retry": 1, "onCodes": 2, "count": "3", "bases": 4}'
    assert mend("a.json", text, "rename-key", "unquote", "wrap-in-list", "remove-bom").data.decode() == text
    made = mend("a.json", text, "wrap-in-list", "bom")
    assert made.data.decode() == text.replace('"3"', "3")
    assert made.mends == {"unquote": 1}
