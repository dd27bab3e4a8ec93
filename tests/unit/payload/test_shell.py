"""The words of shells against a shell itself, and what in them is a payload."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orq_schema.payload.document import Document
from orq_schema.payload.read import read_bytes
from orq_schema.payload.shell_words import words

if TYPE_CHECKING:
    from orq_schema.payload.unknown import Unknown

BASH = shutil.which("bash")
PRINT = "printf '%s\\0' "

quoted = st.one_of(
    st.text(st.sampled_from('ab{}":, \\$`\n#&|;<>é'), max_size=6).map(lambda text: f"'{text}'"),
    st.text(st.sampled_from("ab{}:', \n#&|;<>é"), max_size=6).map(lambda text: f'"{text}"'),
    st.sampled_from(['"\\""', '"\\\\"', '"\\$a"', '"\\a"', '"\\\n"', "\\'", "\\ ", '\\"', "ab",
                     "{}", "$'\\n\\'x'", "$'\\x41\\u00e9\\101'"]),
)  # fmt: skip


@pytest.mark.skipif(BASH is None, reason="there is no bash to compare with")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(quoted, min_size=1, max_size=4).map("".join), min_size=1, max_size=3))
def test_words_are_those_of_bash(arguments: list[str]) -> None:
    script = PRINT + " ".join(arguments)
    done = subprocess.run(
        [str(BASH), "-c", script], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"}
    )
    found = [each.known() for each in words(script)]
    assert found[:2] == ["printf", "%s\\0"]
    assert found[2:] == done.stdout.decode().split("\0")[:-1]


@pytest.mark.skipif(BASH is None, reason="there is no bash to compare with")
@pytest.mark.parametrize(
    "script",
    [
        "cat <<EOF\na \\$b \\\\ \\` \\x \"q\" 'r'\n c\\\nd\nEOF\n",
        "cat <<'EOF'\na $b \\$ `x`\nEOF\n",
        'cat <<"E F"\n$(x)\nE F\n',
        'printf \'%s\' "$(cat <<\'EOF\'\nit\'s {"a": "b"}\nEOF\n)"\n',
    ],
)
def test_here_documents_are_those_of_bash(script: str) -> None:
    done = subprocess.run([str(BASH), "-c", script], capture_output=True, check=True)
    assert words(script)[-1].known().rstrip("\n") == done.stdout.decode().rstrip("\n")


def read(script: str, name: str = "a.sh") -> list[object]:
    found = list(read_bytes(name, script.encode()))
    return [each.value if isinstance(each, Document) else each.problem.rule for each in found]


def unknown(script: str, name: str = "a.sh") -> Unknown:
    (found,) = read_bytes(name, script.encode())
    assert isinstance(found, Document)
    assert found.origin is not None
    return found.origin.unknown


@pytest.mark.parametrize(
    "option",
    ["-d ", "-d", "-sSd ", "--data ", "--data=", "--data-raw ", "--data-binary=", "--json ", "-F orq=", "X=",
     "http POST x "],
)  # fmt: skip
def test_where_a_payload_may_be(option: str) -> None:
    is_field = option.endswith("orq=")
    text = '{"retry": {}}' if is_field else '{"orq": {"retry": {}}}'
    assert read(f"curl x {option}'{text}'\n") == [{"orq": {"retry": {}}}]


@pytest.mark.parametrize(
    "script",
    [
        "echo 'orq' \"it's\" # '{\"orq\": {}}'\n",
        'curl -d \'{"a": "orq"}\'\n',
        "curl -d @orq.json --data '[{\"orq\": {}}]'\n",
        "jq '{\"orq\": .a}'\n",
        'curl -d "$BODY_OF_orq"\n',
    ],
)
def test_what_is_none(script: str) -> None:
    assert read(script) == []


def test_what_the_shell_puts_in_is_not_known() -> None:
    inner = '{"orq": {"retry": {"count": $COUNT}, "thread": {"id": "t-${ID:-x}"}}, $REST: 1}'
    script = 'curl -d "' + inner.replace('"', '\\"') + '"\n'
    found = unknown(script)
    assert found.values == {("orq", "retry", "count")}
    assert found.texts == {("orq", "thread", "id")}
    assert found.open == {()}
    assert unknown('curl -d \'{"orq": {"a": [\'"$A"\', 1]}}\'').open == {("orq", "a")}
    assert unknown('curl -d @- <<E\n{"orq": {"$K": 1, "b": $(date +"%s")}}\nE\n').open == {("orq",)}


def test_variables_of_http_files() -> None:
    found = unknown('POST x\n\n{"orq": {"a": {{n}}, "b": "x{{n}}"}}\n', "a.http")
    assert found.values == {("orq", "a")}
    assert found.texts == {("orq", "b")}


def test_quotes_that_are_never_closed_hide_only_their_own_line() -> None:
    body = 'curl -d \'{"orq": {"retry": {}}}\'\n'
    assert read(f'{body}{body}say "what\n') == [{"orq": {"retry": {}}}] * 2
    assert read(f"{body}$(\n{body}") == [{"orq": {"retry": {}}}] * 2
    assert read(f"{body}cat <<EOF\n{body}") == [{"orq": {"retry": {}}}] * 2


@settings(max_examples=300)
@given(st.text(st.sampled_from("orq{}\":'$(`)\\<EOF\n #;|-d@é"), max_size=60))
def test_nothing_crashes(text: str) -> None:
    list(read_bytes("a.sh", f"{text}orq".encode()))
    list(read_bytes("a.http", f'POST x\n\n{text}"orq":{text}'.encode()))
    list(read_bytes("a.md", f'```json\n{text}"orq":{text}\n```\n> ```sh\n> {text} orq'.encode()))
    for each in words(text):
        for piece in each.pieces:
            assert 0 <= piece.start <= piece.end <= len(text)


def test_hostile_nesting_is_quick_and_does_not_crash() -> None:
    for text in ("$(" * 20_000, "$(\n" * 5_000, "`" * 20_001, '"$(' * 20_000, "<<A " * 20_000, "${" * 20_000):
        assert read(f"orq {text}") == []
