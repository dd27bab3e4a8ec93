"""No error comes of a value that may have been replaced by the time that it is sent; types have other names too."""

from __future__ import annotations

import pytest
from tests.unit.payload.test_python_unknown import errors, judged

BASE = 'b = {"retry": {"count": "x"}, "prompt": {"id": 5}}\n'


RETRY, PROMPT = {"/orq/retry/count"}, {"/orq/prompt/id"}


def places(text: str) -> set[str]:
    """The pointers of what has a wrong value; of a prompt without version nothing is asked here."""
    return {pointer for pointer, rule in errors(judged(text)) if rule != "required"}


@pytest.mark.parametrize(
    ("between", "left"),
    [
        ('b["retry"] = {"count": 3}; b["prompt"] = p', set[str]()),
        ('b.update(retry={"count": 3})', PROMPT),
        ('b.update({"retry": {"count": 3}})', PROMPT),
        ('b["retry"]["count"] = 3', PROMPT),
        ('b["retry"]["count"] += 3', PROMPT),
        ('b.get("retry").update(count=3)', PROMPT),
        ('b.setdefault("retry", {})["count"] = 3', PROMPT),
        ('b.pop("retry")', PROMPT),
        ('del b["retry"]', PROMPT),
        ("b.clear()", set[str]()),
        ('b["retry"].clear()', PROMPT),
        ('p = b["prompt"]; p["id"] = "a"', RETRY),
        ('p = b["prompt"]; q = p; fix(q)', RETRY),
        ('p, q = b["prompt"], 3; p["id"] = "a"', RETRY | PROMPT),
        ('for p in (b["retry"], b["prompt"]): p["count"] = 3; p["id"] = "a"', set[str]()),
        ('for p in b.values(): p["count"] = 3', PROMPT),
        ('for p in b["fallbacks"]: p["x"] = 3', RETRY | PROMPT),
        ('outer = {"orq": b}; outer["orq"]["retry"] = 3', PROMPT),
        ('outer = {"orq": b}; outer["orq"] = {}', RETRY | PROMPT),
        ('outer = dict(a=[1, b]); outer["a"][1]["prompt"]["id"] = "a"', RETRY),
        ('outer["orq"] = b; outer["orq"]["retry"] = 3', PROMPT),
        ("b[key] = 3", RETRY | PROMPT),
        ("b.update(more)", RETRY | PROMPT),
        ("fix(b)", set[str]()),
        ('fix(b["retry"])', PROMPT),
        ("self.b = b", set[str]()),
        ('def late():\n    b["retry"] = None', PROMPT),
        ('def other(b):\n    b["retry"] = None', PROMPT),
        ('c = b; d = c; c = d["x"]; b["retry"] = 3', PROMPT),
    ],
)
def test_what_may_have_been_replaced_is_no_error(between: str, left: set[str]) -> None:
    assert places(f"{BASE}{between}\nc(orq=b)\n") == left
    assert places(f"{BASE}{between}\nc(orq={{**b}})\n") == left


WHOLE = 'b = {"messages": [], "orq": {"retry": {"count": "x"}, "prompt": {"id": 5}}}\n'


@pytest.mark.parametrize("name", ["b", "self.b"])
@pytest.mark.parametrize(
    ("behind", "left"),
    [
        ("", RETRY | PROMPT),
        ('b["orq"]["retry"]["count"] = 3', PROMPT),
        ('b["orq"].update(retry=3)', PROMPT),
        ('b["orq"] |= {"retry": {"count": 3}}', PROMPT),
        ('b["orq"].pop("prompt")', RETRY),
        ('del b["orq"]["prompt"]["id"]', RETRY),
        ('o = b["orq"]\no["prompt"]["id"] = "a"', RETRY),
        ('b["orq"] = {"retry": {"count": 3}}', set[str]()),
        ('b["messages"].append(m)', RETRY | PROMPT),
        ("fix(b)", RETRY | PROMPT),
    ],
)
def test_a_literal_that_is_changed_later(name: str, behind: str, left: set[str]) -> None:
    text = (
        f"{WHOLE}{behind}\n"
        if name == "b"
        else f"{WHOLE}{behind}\n".replace("b", "self.b", 1)
        .replace('b["', 'self.b["')
        .replace("(b)", "(self.b)")
    )
    assert places(text) == left


def test_what_is_done_to_another_variable_of_the_same_name_does_not_count() -> None:
    other = 'def g():\n    b = {}\n    b["orq"]["retry"] = 3\n'
    inner = "".join(f"    {line}\n" for line in WHOLE.splitlines())
    assert places(f"def f():\n{inner}{other}") == RETRY | PROMPT


def test_items_of_a_list() -> None:
    text = 'b = {"orq": {"fallbacks": [{"model": 1}, {"model": 2}]}}\n'
    first, second = "/orq/fallbacks/0/model", "/orq/fallbacks/1/model"
    for behind, left in (
        ("", {first, second}),
        ('b["orq"]["fallbacks"][0]["model"] = m', {second}),
        ('b["orq"]["fallbacks"][-1]["model"] = m', {first}),
        ('b["orq"]["fallbacks"].pop()', {first}),
        ('b["orq"]["fallbacks"][i] = m', set[str]()),
        ('for f in b["orq"]["fallbacks"]:\n    f["model"] = m', set[str]()),
        ('b["orq"]["fallbacks"].append(m)', {first, second}),
        ('b["orq"]["fallbacks"] += [m]', {first, second}),
    ):
        assert places(f"{text}{behind}\n") == left


def test_branches_that_put_in_an_object_each_are_both_judged() -> None:
    text = 'if x:\n    b["orq"] = {"retry": {"count": 9}}\nelse:\n    b["orq"] = {"retry": {"count": 8}}\n'
    assert [each.line for each in judged(text)] == [2, 4]


@pytest.mark.parametrize(
    "between",
    [
        "",
        "other(a)",
        "print(b); x = json.dumps(b)",
        "log(model, orq=b)",
        'p = b["prompt"]',
        'for p in b["prompt"]: print(p)',
        "body = {'orq': b}; post(json=body)",
    ],
)
def test_what_nothing_changes_is_judged_by_its_name(between: str) -> None:
    found = errors(judged(f"{BASE}{between}\nc(orq=b)\n"))
    assert {each[0] for each in found} >= {"/orq/retry/count", "/orq/prompt/id"}


def test_a_literal_in_place_is_judged_whoever_gets_it() -> None:
    assert errors(judged('b = {"orq": {"retry": {"count": "x"}}, "messages": []}\npost(json=b)\n')) != []


def test_a_literal_that_is_annotated_behind_its_use_is_not_lost() -> None:
    text = 'def f():\n    c(orq=b)\nb: OrqDict = {"retry": {"count": "x"}}\nfix(b)\n'
    assert [each[0] for each in errors(judged(text))] == ["/retry/count"]


@pytest.mark.parametrize(
    "text",
    [
        "from models.orq_types import OrqDict as OD\ny: OD = {}\n",
        "from orq_types import (\n    A,\n    RetryDict as RD,\n    OrqDict as OD,\n)\ny: OD = {}\n",
        "from orq_types import OrqDict as OD\ny = cast(OD, {})\n",
        "from orq_types import OrqDict as OD\ny: dict[str, list[OD]] = {{'a': [{}]}}\n",
        "y: list[OrqDict] = [{}]\n",
        "y: Optional[list[OrqDict]] = [{}]\n",
        "y: None | list[OrqDict] = [{}]\n",
        "y: Sequence[OrqDict] = [{}]\n",
        "y: tuple[OrqDict, ...] = ({},)\n",
        "y: dict[str, OrqDict] = {{**x, 'a': {}}}\n",
    ],
)
def test_types_under_other_names_and_in_containers(text: str) -> None:
    wrong = text.replace("{{", "{").replace("}}", "}").replace("{}", '{"retry": {"count": "x"}}')
    assert [each[0] for each in errors(judged(wrong))] == ["/retry/count"]
    assert errors(judged(wrong.replace('"x"', "3"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "y: OrqDict\ny = {}\n",
        "def f():\n    y: 'OrqDict | None'\n    if x:\n        y = {}\n",
        "def f(y: OrqDict):\n    y = {}\n",
        "if (y := {}): pass\ny: OrqDict\n",
        "y: 'OrqDict' = {}\n",
        "y: 'list[OrqDict]' = [{}]\n",
        "y: list['OrqDict'] = [{}]\n",
        "def f(y: OrqDict = {}): pass\n",
        "def f(*, orq={}): pass\n",
        "f = lambda orq={}: 1\n",
        "def f() -> 'list[OrqDict]':\n    return [{}]\n",
        "def f() -> list['OrqDict']:\n    return [{}]\n",
        "class A:\n    y: OrqDict = field(default_factory=lambda: {})\n",
        "class A:\n    y: OrqDict = Field(default={}, description='a')\n",
        "orq = {}\n",
        "if (orq := {}): pass\n",
        "orq = dict([('cache', 1)], **{})\n",
    ],
)
def test_where_a_payload_may_be_written(text: str) -> None:
    wrong = text.replace("{}", '{"retry": {"count": "x"}}')
    assert "/retry/count" in {each[0] for each in errors(judged(wrong))}
    assert "/retry/count" not in {each[0] for each in errors(judged(wrong.replace('"x"', "3")))}


@pytest.mark.parametrize(
    "text",
    [
        "x = {'loggers': {'orq': {'level': 'INFO', 'handlers': [], 'propagate': 0}}}\n",
        "orq = {'host': 'a', 'name': 'b'}\n",
        "def f(orq={'host': 'a'}): pass\n",
        "d['orq'] = {'version': 1, 'type': 'a'}\n",
        "class A:\n    orq: dict = {'host': 1}\n",
    ],
)
def test_many_a_thing_is_called_orq(text: str) -> None:
    assert judged(text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("x = {'a': {'orq': {'retrys': 1}}}\n", "retrys"),
        ("x = {'a': {'orq': {'fallback_models': 1}}}\n", "fallback_models"),
        ("x = {'a': {'orq': {'tags': 1}}}\n", "tags"),
        ("x = {'messages': [], 'orq': {'level': 1}}\n", "level"),
        ("f(extra_body={'orq': {'level': 1}})\n", "level"),
        ("x: OrqDict = {'level': 1}\n", "level"),
        ("orq = {'retries': 1}\n", "retries"),
    ],
)
def test_a_slip_or_what_is_around_speaks_for_a_payload(text: str, key: str) -> None:
    assert [(each.pointer.rpartition("/")[2], each.rule) for each in judged(text)] == [(key, "unknown-key")]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ('orq["retry"]["count"] = @', "/retry/count"),
        ('b["orq"]["retry"] = {"count": @}', "/retry/count"),
        ('b.setdefault("orq", {})["retry"] = {"count": @}', "/retry/count"),
        ('self.orq["retry"]["count"] = @', "/retry/count"),
        ('self.orq = {"retry": {"count": @}}', "/retry/count"),
        ('orq.update({"retry": {"count": @}})', "/retry/count"),
        ('b["orq"]["retry"].update({"count": @})', "/retry/count"),
        ('orq |= {"retry": {"count": @}}', "/retry/count"),
        ('b["orq"]["fallbacks"].append({"model": @})', "/fallbacks/0/model"),
        ('b["orq"]["fallbacks"] = [{"model": @}]', "/fallbacks/0/model"),
        # of another variable with that name
        ('class A:\n    orq = {"retry": {"count": @}}\ndef f():\n    del orq["retry"]', "/retry/count"),
    ],
)
def test_what_is_put_into_an_orq_object(text: str, at: str) -> None:
    right = "3" if "count" in at else '"m"'
    assert [each.pointer for each in judged(f"{text.replace('@', 'True')}\n")] == [at]
    for good in (right, "f()"):
        assert judged(f"{text.replace('@', good)}\n") == []


def test_a_key_that_is_put_in_is_at_its_place() -> None:
    (found,) = judged('a = 1\nb["orq"]["retries"] = {"count": 3}\n')
    assert (found.line, found.column, found.pointer) == (2, 10, "/retries")


@pytest.mark.parametrize(
    "text",
    [
        # counts of what was sent
        'stats["orq"]["cache"] = 5\n',
        'stats["orq"]["latency"]["p99"] = 3\n',
        'd["orq"]["status"] = {"a": 1}\n',
        "orq.update({'status': 1})\n",
        "orq.append({'retries': 1})\n",
        "b['orq']['knowledge_bases'][i]['top_k'] = 'x'\n",
        "b['orq']['retry'] -= {'count': 9}\n",
        # what is missing may be put in by another line
        "orq['prompt'] = {'id': 'a'}\norq['prompt']['version'] = 'latest'\n",
        # a row of a table
        "LIMITS = {'orq': {'retry': 3}, 'openai': {'retry': 5}}\n",
        "USED = {'orq': {'prompt': 3, 'x': 1}, 'openai': {'prompt': 5}}\n",
        "orq = {'api_key': 'a', 'timeout': 30}\n",
    ],
)
def test_what_is_near_an_orq_object_is_none(text: str) -> None:
    assert judged(text) == []


def test_what_is_beside_an_orq_object_makes_no_table_of_it() -> None:
    beside = "'metadata': {'plan': 'a'}, 'tool_choice': {'name': 'f'}, 'n': 1"
    (found,) = judged(f"x = {{'orq': {{'name': 'a', 'retries': 1}}, {beside}}}\n")
    assert found.pointer == "/orq/retries"


def test_an_alias_of_something_else_is_not_ours() -> None:
    assert (
        judged("from orq import Dict as OD\ny: OD = {'retry': 5}\nz: dict[OrqDict, str] = {'a': {'b': 1}}\n")
        == []
    )
