"""`--revision`: payloads are judged by the revision that is asked for, and told when another one fits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from tests.cli.runs import problems, report, validate, write
from tests.support.shared import require_shared

import orq_schema
from orq_schema.cli.explain import command as explain
from orq_schema.errors import OrqSchemaError
from orq_schema.load.revisions import UnknownRevisionError, revisions
from orq_schema.report.sink import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

IDS = [each.id for each in revisions()]


def told(*args: str) -> list[tuple[str, str, str, str | None]]:
    return [(each["pointer"], each["rule"], each["severity"], each["hint"]) for each in problems(*args)]


def matrix() -> dict[str, dict[str, str]]:
    """Give the cells of the compatibility matrix by payload and revision."""
    header, *lines = require_shared("upstream/compat-matrix.tsv").read_text("utf-8").splitlines()
    names = header.split("\t")[1:]
    rows = [line.split("\t") for line in lines]
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def lines_of_payloads() -> tuple[list[str], str]:
    payloads: dict[str, Any] = json.loads(require_shared("upstream/compat-payloads.json").read_text("utf-8"))
    return list(payloads), "".join(f"{json.dumps({'orq': each})}\n" for each in payloads.values())


@pytest.mark.parametrize("engine", ["compiled", "jsonschema"])
@pytest.mark.parametrize("formats", [False, True])
def test_the_compatibility_matrix(engine: str, tmp_path: Path, *, formats: bool) -> None:
    names, text = lines_of_payloads()
    path = write(tmp_path, "a.jsonl", text)
    good = {"ok"} if formats else {"ok", "FMT"}
    cells = matrix()
    for revision in IDS:
        found = problems("--revision", revision, "--engine", engine, *["--assert-formats"] * formats, path)
        wrong = {names[int(each["line"]) - 1] for each in found if each["severity"] == "error"}
        assert wrong == {name for name in names if cells[name][revision] not in good}


def test_auto_names_the_revisions_that_fit(tmp_path: Path) -> None:
    names, text = lines_of_payloads()
    path = write(tmp_path, "a.jsonl", text)
    found = problems("--revision", "auto", path)
    notes = {
        names[int(each["line"]) - 1]: each["message"] for each in found if each["rule"] == "revision-fit"
    }
    wrong = {names[int(each["line"]) - 1] for each in found if each["severity"] == "error"}
    assert notes.keys() == set(names)
    for name, row in matrix().items():
        fitting = [revision for revision in IDS if row[revision] in {"ok", "FMT"}]
        if not fitting:
            assert notes[name].startswith("fits no revision; the nearest is ")
        elif len(fitting) == len(IDS):
            assert notes[name] == f"fits all 16 revisions; the newest is {IDS[-1]}"
        else:
            assert notes[name].endswith(f"; the newest is {fitting[-1]}")
            # the ends of each run are named
            edges = {each for each in fitting if not {*_around(each)} <= set(fitting)} | {
                *fitting[:1],
                *fitting[-1:],
            }
            assert all(each in notes[name] for each in edges)
            assert not any(each in notes[name] for each in IDS if each not in fitting)
        assert (name in wrong) == (not fitting)


def _around(revision: str) -> list[str]:
    at = IDS.index(revision)
    return IDS[max(at - 1, 0) : at + 2]


def test_auto_by_the_nearest_of_those_that_do_not_fit(tmp_path: Path) -> None:
    # one error from 2026-01-23 on, two before; the newest of those with one
    orq: Any = {
        "load_balancer": {"type": "weight_based", "models": [{"model": "m", "weight": 7}]},
        "inputs": [],
    }
    path = write(tmp_path, "a.json", orq)
    run = validate("--revision", "auto", "--strict", path)
    assert run.code == 1
    assert "note: fits no revision; the nearest is 2026-08-20-b6c1c6a3b" in run.out
    assert run.out.count("error:") == 1


def test_auto_with_strict_wants_every_key_known(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", {"identity": {"id": "c"}, "contact": {"id": "c"}})
    (note, *_) = problems("--revision", "auto", path)
    assert note["message"] == "fits all 16 revisions; the newest is 2026-08-20-b6c1c6a3b"
    (note, *_) = problems("--revision", "auto", "--strict", path)
    assert note["message"] == (
        "fits the revisions 2026-01-12-f9e0bcf42 to 2026-08-20-b6c1c6a3b; the newest is 2026-08-20-b6c1c6a3b"
    )


@pytest.mark.parametrize("layout", FORMATS)
def test_auto_is_told_in_every_format(layout: str, tmp_path: Path) -> None:
    run = validate("--revision", "auto", "--format", layout, write(tmp_path, "a.json", {"name": "n"}))
    assert run.code == 0
    assert "fits all 16 revisions; the newest is 2026-08-20-b6c1c6a3b" in run.out


HINTS: list[tuple[str, Any, str]] = [
    (
        "2025-09-04",
        {"identity": {"id": "c"}},
        '"identity" exists from 2026-01-12 on; it is ignored under 2025-09-04',
    ),
    (
        "2025-09-04",
        {"inputs": []},
        '"inputs" as an array is valid from 2025-12-05 on',
    ),
    ("2025-09-04", {"cache": {"type": "exact_match", "ttl": 0}}, "this was valid until 2025-09-04"),
    (
        "2026-01-23",
        {"load_balancer": [{"model": "m"}]},
        '"load_balancer" as an array was valid until 2026-01-23',
    ),
    ("2025-12-17", {"load_balancer": [{"model": "m"}]}, "this was valid until 2025-12-17"),
    (
        "2025-12-17",
        {"load_balancer": {"type": "weight_based", "models": []}},
        '"load_balancer" as an object is valid from 2026-01-23 on',
    ),
    ("latest", {"retry": {"on_codes": [99]}}, "this was valid until 2025-12-17"),
    ("2025-12-05-34469f234", {"retry": {"on_codes": [99]}}, "this is valid from 2025-12-05 until 2025-12-17"),
    (
        "latest",
        {"knowledge_bases": [{"knowledge_id": "k", "rerank_config": {"model": "m", "enabled": True}}]},
        '"enabled" existed until 2025-12-05; it is ignored under 2026-08-20',
    ),
    (
        "latest",
        {"knowledge_bases": [{"knowledge_id": "k", "agentic_rag_config": {"model_db_id": "m"}}]},
        '"model_db_id" existed until 2025-12-05; it is ignored under 2026-08-20',
    ),
    (
        "2025-09-04",
        {"knowledge_bases": [{"knowledge_id": "k", "agentic_rag_config": {"provider": "aws", "model": "m"}}]},
        '"model" exists from 2025-12-05 on; it is ignored under 2025-09-04',
    ),
    (
        "latest",
        {"knowledge_bases": [{"knowledge_id": "k", "filter_by": {"f": {"exists": True}}}]},
        '"exists" existed until 2026-08-20; it is ignored under 2026-08-20',
    ),
    (
        "2026-06-03-5d024ca4a",
        {
            "cache": {"type": "exact_match"},
            "knowledge_bases": [{"knowledge_id": "k", "search_type": "vector_search"}],
        },
        '"search_type" exists from 2026-06-03 on; it is refused under 2026-06-03-5d024ca4a',
    ),
]


@pytest.mark.parametrize(("revision", "orq", "hint"), HINTS)
def test_what_fits_another_revision_says_so(revision: str, orq: Any, hint: str, tmp_path: Path) -> None:
    for kind, value in (("orq", orq), ("request", {"model": "m", "prompt": "p", "orq": orq})):
        found = told("--as", kind, "--revision", revision, write(tmp_path, "a.json", value))
        hints = [each for _, rule, _, each in found if rule != "deprecated"]
        assert len(hints) == 1
        assert hints[0] is not None
        assert hints[0].endswith(hint)


def test_what_never_fitted_says_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", {"retry": {"count": 9}, "fallbacks": None, "zzz": 1, "name": 3})
    for revision in IDS[:-5]:
        text = json.dumps(problems("--revision", revision, path))
        assert "valid" not in text
        assert "exist" not in text


def test_deprecations(tmp_path: Path) -> None:
    orq = {
        "contact": {"id": "c"},
        "inputs": {},
        "retry": {},
        "thread": {"id": "t"},
        "cache": {"type": "exact_match"},
    }
    path = write(tmp_path, "a.json", {"model": "m", "prompt": "p", "orq": orq})
    note = "deprecated", "note"
    contact = ("/orq/contact", *note, '"identity" replaces it')
    whole = ("/orq", *note, 'in the request body itself there are "retry", "cache"')
    inputs = ("/orq/inputs", *note, '"variables" in the request body replaces it, in chat completions only')
    by_revision = {
        "2025-12-17": [], "2026-01-12": [contact], "2026-01-22": [whole, contact],
        "2026-02-09": [whole, contact], "2026-03-03": [whole, contact, inputs], "latest": [whole, contact, inputs],
    }  # fmt: skip
    for revision, expected in by_revision.items():
        for more in ([], ["--strict"], ["--as", "request"]):
            assert told("--revision", revision, *more, path) == expected
    run = validate("--revision", "latest", path)
    assert run.code == 0
    assert validate("--revision", "latest", "--ignore", "deprecated", path).out == ""
    assert validate("--revision", "latest", "--quiet", path).out == ""


def test_an_object_of_no_members_or_of_another_type_has_nothing_deprecated(tmp_path: Path) -> None:
    assert told("--as", "orq", "--revision", "latest", write(tmp_path, "a.json", {})) == []
    found = told("--as", "orq", "--revision", "latest", write(tmp_path, "a.json", "[3]"))
    assert [rule for _, rule, _, _ in found] == ["type"]


def test_the_default_is_2025_09_04(tmp_path: Path) -> None:
    path = write(
        tmp_path, "a.json", {"cache": {"type": "exact_match", "ttl": 0}, "contact": {"id": "c"}, "zz": 1}
    )
    plain = validate(path)
    for name in ("2025-09-04", "2025-09-04-297ef24d4", "2025-09"):
        assert validate("--revision", name, path) == plain
    assert validate("--revision", "2025-08-26", path).code == 0


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["--revision", "2025-09-05"],
            "there is no revision '2025-09-05'; the one before is 2025-09-04-297ef24d4",
        ),
        (["--revision", "newest"], "there is no revision 'newest'"),
        (["--revision", "2026"], "begins several revisions"),
        (["--revision", ""], "there is no revision ''"),
        (["--revision", "latest", "--schema", "a.schema.json"], "--schema and --revision exclude each other"),
    ],
)
def test_wrong_usage(args: list[str], message: str, tmp_path: Path) -> None:
    run = validate(*args, write(tmp_path, "a.json", {}))
    assert (run.code, run.out) == (2, "")
    assert message in " ".join(run.err.replace("│", " ").split())


def test_a_fix_goes_by_the_revision(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '{"orq": {"Timeout": {"call_timeout": "5"}}}')
    assert validate("--fix", "--revision", "latest", path).code == 0
    assert (tmp_path / "a.json").read_text("utf-8") == '{"orq": {"timeout": {"call_timeout": 5}}}'


def test_a_report_with_lints_says_each_thing_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", {"retry": {"on_codes": [99]}, "name": "n"})
    assert [rule for _, rule, _, _ in told(path)] == ["retry-code-impossible"]
    assert [rule for _, rule, _, _ in told("--revision", "2025-12-17", path)] == ["minimum"]


def test_explain(tmp_path: Path) -> None:
    def said(*args: str) -> tuple[int, str]:
        result = CliRunner().invoke(explain, args)
        return result.exit_code, result.output

    assert said("load_balancer")[0] == 2
    assert said("--revision", "2025-12-05", "load_balancer")[1].startswith(
        "load_balancer: array of WeightedModel"
    )
    assert said("--revision", "latest", "load_balancer")[1].startswith("load_balancer: object")
    assert "note: deprecated" in said("--revision", "2026-01-12", "contact")[1]
    assert said("--revision", "2025-09-04", "cache.ttl") == said("cache.ttl")
    assert said("--revision", "auto", "cache")[0] == 2
    code, text = said("identity")
    assert code == 2
    where = "it is in the revisions 2026-01-12-f9e0bcf42 to 2026-08-20-b6c1c6a3b"
    assert f'there is no field "identity" here; {where}' in " ".join(text.split())
    assert "it is in the revision" not in said("identities")[1]
    code, text = said("--revision", "latest", "--schema", write(tmp_path, "a.json", {}), "cache")
    assert (code, "exclude each other" in text) == (2, True)


def test_from_python() -> None:
    balancer = {"load_balancer": {"type": "weight_based", "models": [{"model": "m", "weight": 0}]}}
    assert orq_schema.is_valid(balancer)
    assert orq_schema.is_valid(balancer, revision="2025-09-04")
    assert not orq_schema.is_valid(balancer, revision="latest")
    (unknown,) = orq_schema.validate(balancer)
    assert unknown.rule == "unknown-key"
    whole, bound = orq_schema.validate(balancer, revision="latest")
    assert (whole.rule, whole.severity, whole.pointer) == ("deprecated", "note", "")
    assert (bound.rule, bound.pointer) == ("minimum", "/load_balancer/models/0/weight")
    found = orq_schema.validate_text(json.dumps({"orq": {"name": "n"}}), revision="auto")
    assert [each.rule for each in found] == ["revision-fit", "deprecated"]
    for call in (orq_schema.is_valid, orq_schema.validate):
        with pytest.raises(UnknownRevisionError) as caught:
            call({}, revision="2024")
        assert isinstance(caught.value, OrqSchemaError)


def test_the_fitting_revisions_are_those_of_the_matrix() -> None:
    payloads: dict[str, Any] = json.loads(require_shared("upstream/compat-payloads.json").read_text("utf-8"))
    for name, row in matrix().items():
        fitting = [each for each in reversed(IDS) if row[each] in {"ok", "FMT"}]
        assert orq_schema.fitting_revisions(payloads[name]) == fitting


def test_what_fits_no_revision_or_all() -> None:
    assert orq_schema.fitting_revisions([]) == []
    assert orq_schema.fitting_revisions({}) == IDS[::-1]


@pytest.mark.parametrize("call", [orq_schema.is_valid, orq_schema.validate])
def test_auto_is_for_texts_and_says_what_to_call(call: Any) -> None:
    with pytest.raises(UnknownRevisionError) as caught:
        call({}, revision="auto")
    assert "fitting_revisions(value)" in (caught.value.problem.hint or "")


def test_a_body_whose_object_is_wrong_in_that_revision_only(tmp_path: Path) -> None:
    body: dict[str, Any] = {"model": "m", "prompt": "p", "orq": {"timeout": {}}}
    path = write(tmp_path, "a.json", body)
    assert validate("--as", "request", path).code == 0
    parsed = report(validate("--as", "request", "--revision", "latest", "--format", "json", path))
    assert [each["pointer"] for each in parsed["problems"] if each["severity"] == "error"] == ["/orq/timeout"]
    del body["model"]
    path = write(tmp_path, "a.json", body)
    errors = [
        each
        for each in problems("--as", "request", "--revision", "latest", path)
        if each["severity"] == "error"
    ]
    assert [(each["pointer"], each["rule"]) for each in errors] == [
        ("", "required"),
        ("/orq/timeout", "required"),
    ]


BODY = {"model": "m", "prompt": "p", "retry": {}, "variables": {}, "temprature": 1, "orq": {"zz": 1}}


def test_a_newer_body_may_have_more_and_has_what_moved_into_it(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", BODY)

    def hints(revision: str) -> dict[str, str | None]:
        return {
            at: hint
            for at, rule, _, hint in told("--as", "request", "--revision", revision, path)
            if rule == "unknown-key"
        }

    newer = '"variables" may be newer: the body around the orq object is known as of 2025-09-04 only'
    found = hints("latest")
    # since 2026-01-22 the settings of the orq object stand in the body itself
    assert "/retry" not in found
    assert found["/variables"] == newer
    assert found["/temprature"] == 'did you mean "temperature"?'
    assert found["/orq/zz"] is not None
    assert found["/orq/zz"].startswith("known here: ")
    found = hints("2025-12-05")
    assert (found["/retry"], found["/variables"]) == ('"retry" belongs under "orq"', newer)
    assert "newer" not in str(hints("2025-09-04"))


def test_what_moved_into_the_body_is_known_by_name_alone(tmp_path: Path) -> None:
    body: dict[str, Any] = {
        **BODY,
        "retry": 5,
        "cache": None,
        "load_balancer": [],
        "fallbacks": 1,
        "name": {},
    }
    path = write(tmp_path, "a.json", body)
    found = told("--as", "request", "--revision", "latest", path)
    assert {at for at, rule, _, _ in found if rule != "deprecated"} == {
        "/variables",
        "/temprature",
        "/orq/zz",
    }
