"""What is written where: formatting and comments stay, and what has no safe form is left alone."""

from __future__ import annotations

import pytest

from orq_schema.load.revisions import find
from orq_schema.migrate.data import migrate_data
from orq_schema.migrate.rules import RULES, reshapes
from orq_schema.payload.document import Limits

LATEST = "2026-08-20"


def migrated(file: str, text: str, old: str = "2025-12-05", new: str = LATEST) -> tuple[str, dict[str, int]]:
    made = migrate_data(file, text.encode(), reshapes(find(old), find(new)), lambda _: True, Limits())
    return made.data.decode(), dict(made.mends)


FORMS = [
    pytest.param(
        "a.json",
        '{"orq":{"load_balancer":[{"model":"a/b","weight":1}],"name":"n"}}',
        '{"orq":{"load_balancer":{"type":"weight_based","models":[{"model":"a/b","weight":1}]},"name":"n"}}',
        id="compact json",
    ),
    pytest.param(
        "a.json",
        '{ "load_balancer" : [\r\n    {\r\n\t"model": "a/b"\r\n    }\r\n  ] }\r\n',
        '{ "load_balancer" : {"type" : "weight_based", "models" : [\r\n    {\r\n\t"model": "a/b"\r\n'
        "    }\r\n  ]} }\r\n",
        id="its own blanks and line ends",
    ),
    pytest.param(
        "a.yaml",
        "orq:\n  load_balancer:  # by weight\n    # the first\n    - model: a/b  # main\n      weight: 0.5\n\n"
        "    - {model: c/d}\n  name: n\n",
        "orq:\n  load_balancer:  # by weight\n    # the first\n    type: weight_based\n    models:\n"
        "    - model: a/b  # main\n      weight: 0.5\n\n    - {model: c/d}\n  name: n\n",
        id="a block",
    ),
    pytest.param(
        "a.yaml",
        "orq:\n  load_balancer:\n  - model: a/b\n    weight: 0.5\n  # c\n  - model: c/d\n  name: n\n",
        "orq:\n  load_balancer:\n    type: weight_based\n    models:\n    - model: a/b\n      weight: 0.5\n"
        "    # c\n    - model: c/d\n  name: n\n",
        id="a block as deep as its key",
    ),
    pytest.param(
        "a.yaml",
        'load_balancer: [{model: a/b}, {"model": c/d}] # two\n',
        'load_balancer: {type: weight_based, models: [{model: a/b}, {"model": c/d}]} # two\n',
        id="flow",
    ),
    pytest.param(
        "a.toml",
        'load_balancer = [{ model = "a/b" }]\n[contact] # who\nid = "c"\n',
        'load_balancer = { type = "weight_based", models = [{ model = "a/b" }] }\n[identity] # who\nid = "c"\n',
        id="inline tables",
    ),
    pytest.param(
        "a.jsonl",
        'no json\n{"orq": {"contact": {"id": "c"}}}\n\n{"orq": {"contact": {"id": "d"}}}',
        'no json\n{"orq": {"identity": {"id": "c"}}}\n\n{"orq": {"identity": {"id": "d"}}}',
        id="lines, one of them wrong",
    ),
    pytest.param(
        "a.yaml",
        "- &who {id: c}\n---\norq: {contact: {id: c, metadata: {plan: x}}}\n",
        "- &who {id: c}\n---\norq: {identity: {id: c, metadata: [{plan: x}]}}\n",
        id="a document of several",
    ),
]


@pytest.mark.parametrize(("file", "before", "after"), FORMS)
def test_forms(file: str, before: str, after: str) -> None:
    assert migrated(file, before)[0] == after


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (
            "a.json",
            '{"load_balancer": [{"type": "weight_based", "model": "a"}, {"type": "weight_based", "model": "c"}]}',
        ),
        (
            "a.json",
            '{\n  "load_balancer": [\n    {\n      "type": "weight_based",\n      "model": "a/b"\n    }\n  ]\n}',
        ),
        ("a.yaml", "load_balancer:\n  - type: weight_based\n    model: a/b  # c\n    weight: 1\n"),
        ("a.yaml", "contact:\n  id: c # d\nload_balancer: [{type: weight_based, model: a/b}]\n"),
    ],
)  # fmt: skip
def test_there_and_back_it_is_the_same_text(file: str, text: str) -> None:
    there, counts = migrated(file, text, "2025-12-17", LATEST)
    assert counts["balancer-object"] == 1
    assert there != text
    assert migrated(file, there, LATEST, "2025-12-17")[0] == text


@pytest.mark.parametrize(
    "text",
    [
        # which of the two counts is for a person to say
        '{"contact": {"id": "c"}, "identity": {"id": "d"}}',
        # what is no such object cannot be renamed as if it were
        '{"contact": "c"}',
        # no such way of balancing, something else among the models, not the old form
        '{"load_balancer": [{"type": "round_robin", "model": "a/b"}]}',
        '{"load_balancer": [{"model": "a/b"}, "c/d"]}',
        '{"load_balancer": {"models": []}}',
        '{"load_balancer": null}',
        '{"rerank_config": null, "inputs": {"contact": {"id": "c"}}}',
        "[]",
        '{"orq": ',
    ],
)
def test_what_is_not_safe_is_left_alone(text: str) -> None:
    assert migrated("a.json", text) == (text, {})


def test_a_comment_is_not_lost() -> None:
    text = "load_balancer:\n  type: weight_based\n  # by weight\n  models: # two\n    - model: a/b\n"
    assert migrated("a.yaml", text, LATEST, "2025-12-17") == (text, {})
    plain = "load_balancer:\n  type: weight_based\n  models:\n    - model: a/b\n"
    after = "load_balancer:\n    - type: weight_based\n      model: a/b\n"
    assert migrated("a.yaml", plain, LATEST, "2025-12-17") == (after, {"balancer-list": 1})


def test_an_anchor_outside_of_the_object_is_not_changed_for_its_sake() -> None:
    text = "base: &m {model: a/b}\norq:\n  load_balancer: [*m, *m]\n"
    assert migrated("a.yaml", text) == (text, {})
    inside = "orq:\n  load_balancer: [&m {model: a/b}, *m]\n"
    typed = "orq:\n  load_balancer: [&m {type: weight_based, model: a/b}, *m]\n"
    assert migrated("a.yaml", inside, new="2025-12-17") == (typed, {"typed-models": 1})


def test_a_reshape_that_fails_half_way_leaves_nothing_behind() -> None:
    """The types can be taken away, but an anchored block has no safe form around it."""
    text = "load_balancer: &all\n  - type: weight_based\n    model: a/b\nname: n\n"
    assert migrated("a.yaml", text, "2025-12-17", LATEST) == (text, {})


def test_of_several_documents_those_that_can_be_are_reshaped() -> None:
    bad = "load_balancer: &all\n  - type: weight_based\n    model: a/b\n"
    good = "load_balancer:\n  - type: weight_based\n    model: a/b\n"
    after = "load_balancer:\n  type: weight_based\n  models:\n  - model: a/b\n"
    text = f"{good}---\n{bad}---\n{good}---\n{good}"
    assert migrated("a.yaml", text, "2025-12-17", LATEST) == (
        f"{after}---\n{bad}---\n{after}---\n{after}",
        {"balancer-object": 3},
    )


def test_marks_and_other_files_are_left_alone() -> None:
    text = '\ufeff{"contact": {"id": "c"}}'
    assert migrated("a.json", text)[0] == '\ufeff{"identity": {"id": "c"}}'
    source = 'client.create(extra_body={"orq": {"contact": {"id": "c"}}})\n'
    assert migrated("a.py", source) == (source, {})
    assert migrate_data("a.json", b"\xff{}", [], lambda _: True, Limits()).data == b"\xff{}"


def test_the_way_is_made_of_steps() -> None:
    def way(old: str, new: str) -> list[str]:
        return [each.id for each in reshapes(find(old), find(new))]

    # the old key is read, as deprecated, by all that came after it
    assert way(LATEST, LATEST) == ["metadata-list", "contact-to-identity"]
    assert way(LATEST, "2026-01-12") == ["metadata-list", "contact-to-identity", "balancer-list"]
    assert way("2025-09-04", "2025-12-17") == ["metadata-list", "typed-models"]
    assert way("2025-12-17", "2026-01-23") == ["metadata-list", "contact-to-identity", "balancer-object"]
    assert way("2026-01-23", "2025-12-05") == [
        "metadata-list", "balancer-list", "identity-to-contact", "untyped-models",
    ]  # fmt: skip
    assert [find(each.since).id for each in RULES] == sorted(each.since for each in RULES)
