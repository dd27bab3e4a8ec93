"""Hostile payload files: random bytes, damaged real ones, and texts that other parsers have died of."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml
from tests.support.mutations import mutate

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

_GOLDEN = Path(__file__).parents[1] / "cli" / "golden"
_SUFFIXES = (".json", ".yaml", ".jsonl", ".toml", ".txt", ".jsonl.gz")
# mutating a value takes Python's stack
_DEEPEST = 100
# pieces that mean something to one parser or another
_TOKENS = (
    b'"orq":', b"{", b"}", b"[", b"]", b",", b":", b'"', b"'", b"\\", b"\\u", b"\\ud800", b"\\x00", b"\x00",
    b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n", b"\r\n", b"\t", b"- ", b"? ", b"<<: *a", b"&a ",
    b"*a", b"!!python/object:os.system ", b"!!int ", b"!!binary ", b"---\n", b"...\n", b"%YAML 1.2\n",
    b"|\n", b">-\n", b"# orq-schema: ignore[type]\n", b"NaN", b"-Infinity", b"1e999", b"-0", b"0x1F",
    b"010", b"1_000", b"1:30", b"2020-01-01", b".inf", b"yes", b"null", b"true", b"[[a]]\n", b"a.b = 1\n",
    b'"""', b"'''", b"9" * 400, b"\xf0\x9f\x98\x80", b"\xe2\x80\xae", b"::error::", b"${X}", b"{{x}}",
    b"<string>", b"]]>", b"\x1b[31m",
)  # fmt: skip


class Input(NamedTuple):
    """A payload file: how its name ends, and what is in it."""

    suffix: str
    data: bytes


class Inputs:
    """An endless supply of inputs, the same ones for the same generator of random numbers."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._files = [(path.suffix, path.read_bytes()) for path in sorted(_GOLDEN.glob("*/input.*"))]
        self._values = [
            json.loads(data) for suffix, data in self._files if suffix == ".json" and _is_json(data)
        ]

    def __iter__(self) -> Iterator[Input]:
        makers: tuple[Callable[[], Input], ...] = (
            self._random, self._damaged, self._damaged, self._spliced, self._mutated, self._mutated, self._hostile,
        )  # fmt: skip
        while True:
            made = self._rng.choice(makers)()
            if made.suffix.endswith(".gz") and self._rng.random() < 0.9:
                made = Input(made.suffix, self._cut(gzip.compress(made.data, 1, mtime=0)))
            yield made

    def _random(self) -> Input:
        return Input(self._rng.choice(_SUFFIXES), self._rng.randbytes(self._rng.randrange(200)))

    def _damaged(self) -> Input:
        suffix, data = self._rng.choice(self._files)
        found = bytearray(data)
        for _ in range(self._rng.randrange(1, 6)):
            at = self._rng.randrange(len(found) + 1)
            cut = self._rng.choice((0, 0, 1, 1, 5, 40))
            found[at : at + cut] = self._rng.choice((*_TOKENS, b"", self._rng.randbytes(2)))
        return Input(self._rng.choice((suffix, suffix, self._rng.choice(_SUFFIXES))), bytes(found))

    def _spliced(self) -> Input:
        parts = [self._rng.choice(self._rng.choice(self._files)[1].splitlines() or [b""]) for _ in range(12)]
        return Input(self._rng.choice(_SUFFIXES), self._rng.choice((b"\n", b"\r\n", b" ")).join(parts))

    def _mutated(self) -> Input:
        value = mutate(self._rng.choice(self._values), self._rng)
        if self._rng.random() < 0.4:
            text = yaml.safe_dump(value, default_flow_style=self._rng.choice((None, True, False)))
            return Input(".yaml", text.encode("utf-8", "surrogatepass"))
        indent = self._rng.choice((None, 2, "\t"))
        text = json.dumps(value, indent=indent, ensure_ascii=self._rng.random() < 0.5)
        return Input(
            self._rng.choice((".json", ".jsonl", ".yaml", ".jsonl.gz")), text.encode("utf-8", "surrogatepass")
        )

    def _hostile(self) -> Input:
        size = self._rng.choice((3, 30, 300, 3_000))
        token = self._rng.choice(_TOKENS)
        anchors = b"".join(
            b"a%d: &a%d [%s]\n" % (n, n, b"*a%d," % max(n - 1, 0) * 9) for n in range(min(size, 40))
        )
        return self._rng.choice(
            (
                Input(self._rng.choice(_SUFFIXES), token * size),
                Input(".json", b'{"a":' * size + token + b"}" * size),
                Input(".json", b"[" * size),
                Input(".yaml", b"[" * size + token),
                Input(".yaml", b"- " * min(size, 300) + token),
                Input(".yaml", b"a0: &a0 1\n" + anchors),
                Input(".yaml", b"x: &x {<<: *x, " + token + b"}\n"),
                Input(".toml", b"a = " + b"[" * size + token),
                Input(".toml", b"a." * size + b"b = " + token),
                Input(".jsonl", (b'{"orq": ' + token + b"}\n") * size),
                Input(".json", b'{"retry": {"count": ' + b"1" * size + b"}}"),
                Input(".json", b'{"orq": {"' + token * size + b'": 1}}'),
            )
        )

    def _cut(self, data: bytes) -> bytes:
        return data if self._rng.random() < 0.8 else data[: self._rng.randrange(len(data))]


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return data.count(b"[") + data.count(b"{") < _DEEPEST
