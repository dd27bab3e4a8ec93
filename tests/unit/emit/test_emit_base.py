"""The stamp, and the reasons it gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orq_schema.emit import base
from orq_schema.emit.base import read_stamp, stale_reason, stamp
from orq_schema.ir.nodes import Model

MODEL = Model("Orq", (), "https://example.com/a--b.json", "a" * 64)


@pytest.mark.parametrize("style", ["python", "markdown"])
def test_a_stamp_can_be_read_back(style: base.CommentStyle) -> None:
    text = stamp("body\n", MODEL, style)
    read = read_stamp(text)
    assert read is not None
    assert (read.schema_sha256, read.edited) == ("a" * 64, False)
    assert text.count("\n") == 4
    edited = read_stamp(text + "more\n")
    assert edited is not None
    assert edited.edited


def test_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    old = stamp("body\n", MODEL, "python")
    new_schema = stamp("other\n", replace(MODEL, schema_sha256="b" * 64), "python")
    assert stale_reason(old, old) is None
    assert stale_reason(old, old.replace("\n", "\r\n")) is None
    assert stale_reason(old, None) == "missing"
    assert stale_reason(old, "x = 1\n") == "not a generated file"
    assert stale_reason(old, old + "x = 1\n") == "edited by hand"
    assert stale_reason(new_schema, old) == "the schema changed"
    assert stale_reason(new_schema, old + "x\n") == "the schema changed, and edited by hand"
    other_schema = stamp("other\n", replace(MODEL, schema_id="b.json", schema_sha256="b" * 64), "python")
    assert stale_reason(other_schema, old) == "made from https://example.com/a%2D%2Db.json"
    monkeypatch.setattr(base, "__version__", "9.0.0")
    newer = stamp("other\n", MODEL, "python")
    assert stale_reason(newer, old) == f"the tool changed ({read_version(old)} -> 9.0.0)"


def test_a_reason_has_no_control_characters() -> None:
    old = stamp("body\n", MODEL, "python").replace("example.com", "\x1b[31m").replace(" 0.", " \x1b0.", 1)
    reason = stale_reason(stamp("body\n", replace(MODEL, schema_id="b.json"), "python"), old)
    assert reason is not None
    assert r"made from https://\x1b[31m/a" in reason
    assert r"the tool changed (\x1b0." in reason
    assert "\x1b" not in reason


def read_version(text: str) -> str:
    read = read_stamp(text)
    assert read is not None
    return read.version


def test_an_identifier_cannot_end_its_comment() -> None:
    text = stamp("body\n", replace(MODEL, schema_id="a -->\n<script>"), "markdown")
    assert text.splitlines()[0].count("-->") == 1
    assert read_stamp(text) is not None
