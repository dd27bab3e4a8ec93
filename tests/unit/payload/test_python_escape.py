"""No error comes of a value that may have been replaced by the time that it is sent; types have other names too."""

from __future__ import annotations

import pytest
from tests.unit.payload.test_python_unknown import errors, judged

BASE = 'b = {"retry": {"count": "x"}, "prompt": {"id": 5}}\n'


@pytest.mark.parametrize(
    "between",
    [
        'b["retry"] = {"count": 3}; b["prompt"] = p',
        'b.update(retry={"count": 3})',
        'b["retry"]["count"] = 3',
        'b.get("retry").update(count=3)',
        'del b["retry"]',
        'p = b["prompt"]; p["version"] = "latest"',
        'p = b["prompt"]; q = p; fix(q)',
        'for p in (b["retry"], b["prompt"]): p["count"] = 3; fix(b)',
        'for p in b["fallbacks"]: p["x"] = 3',
        "fix(b)",
        'fix(b["retry"])',
        "self.b = b",
        'def late():\n    b["retry"] = None',
    ],
)
def test_what_may_have_been_replaced_is_no_error(between: str) -> None:
    assert errors(judged(f"{BASE}{between}\nc(orq=b)\n")) == []
    assert errors(judged(f"{BASE}{between}\nc(orq={{**b}})\n")) == []


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


def test_an_alias_of_something_else_is_not_ours() -> None:
    assert (
        judged("from orq import Dict as OD\ny: OD = {'retry': 5}\nz: dict[OrqDict, str] = {'a': {'b': 1}}\n")
        == []
    )
