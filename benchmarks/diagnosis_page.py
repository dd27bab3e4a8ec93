"""docs/diagnosis.md, out of what has been run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from diagnosis_cases import CASES, NESTED
from diagnosis_judge import CRASH, INJECTION, PLACE, Verdict
from diagnosis_run import MEMORY, SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from diagnosis_cases import Case
    from diagnosis_run import Run

LINES = 12
COLUMNS = 200
OURS = "orq-schema"


class Shown(NamedTuple):
    """A run as the page shows it: the exit code as in `Run`, the output cut to what fits, and the verdict."""

    code: int | None
    output: str
    verdict: Verdict


class Peer(NamedTuple):
    """Another tool: its version, its command, and what it did with each case, by file name."""

    version: str
    command: str
    runs: Mapping[str, Shown]


def shown(run: Run, verdict: Verdict) -> Shown:
    """Cut a run of a peer to size."""
    lines = [_cut(line) for line in visible(run.output).split("\n")]
    if len(lines) > LINES:
        # the last one, too: a stack trace of Python ends with what it is about
        lines[LINES - 2 : -1] = [f"… ({len(lines) - LINES + 1} more lines)"]
    return Shown(run.code, "\n".join(lines), verdict)


def visible(text: str) -> str:
    """Write what cannot be printed, and what a browser would not show, as escapes."""
    return "".join(
        each if each.isprintable() or each == "\n" else each.encode("unicode_escape").decode()
        for each in text
    )


def page(ours: Mapping[str, Shown], peers: Mapping[str, Peer]) -> str:
    """Give the whole page, from our runs by file name and the peers by name."""
    sections = "".join(_section(number, case, ours[case.file], peers) for number, case in enumerate(CASES, 1))
    rows = [(OURS, ours), *((f"{name} {peer.version}", peer.runs) for name, peer in peers.items())]
    return f"""# What we say, and what others say

Written by `make diagnosis`: {len(CASES)} payloads with something wrong, and what each tool prints of them.

## In short

{_table(_row(name, runs.values()) for name, runs in rows)}
A run that *rejects or warns* has an exit code other than 0, or the word "warning" in its output. It *gives line and
column* if it names every line that the payload's section lists, and *names the mend* if its output matches every
pattern listed there. A *crash* is a stack trace or a signal, a *hang* a run that had to be stopped after
{SECONDS} seconds; what such runs say of places and mends is not counted. A *leak* is the payload's secret in the
output, an *injection* a command to a terminal or a build that a key of the payload put there. What a tool does not
claim to read is not counted among its payloads.

{sections}{_method(peers)}"""


def _table(rows: Iterable[str]) -> str:
    head = "| tool | payloads | rejects or warns | gives line and column | names the mend | fails |\n"
    return head + "| --- | --: | --: | --: | --: | --- |\n" + "".join(rows)


def _row(name: str, runs: Iterable[Shown]) -> str:
    verdicts = [each.verdict for each in runs]
    counts = [sum(column) for column in list(zip(*verdicts, strict=True))[:3]]
    failures = Counter(each.failure for each in verdicts if each.failure)
    named = ", ".join(f"{kind}: {count}" for kind, count in sorted(failures.items()))
    return f"| {' | '.join([name, str(len(verdicts)), *map(str, counts), named or 'never'])} |\n"


def _section(number: int, case: Case, ours: Shown, peers: Mapping[str, Peer]) -> str:
    lines = ", ".join(" or ".join(map(str, each)) for each in case.lines)
    mends = ", ".join(f"`{each}`" for each in case.mends)
    runs = {name: peer.runs[case.file] for name, peer in peers.items() if case.file in peer.runs}
    silent = [name for name, each in runs.items() if not each.verdict.reported and not each.verdict.failure]
    loud = "".join(_output(name, each) for name, each in runs.items() if name not in silent)
    unread = [name for name in peers if name not in runs]
    return (
        f"## {number}. {case.title}\n\n`{case.file}`\n\n{_payload(case)}\n"
        f"Lines to name: {lines}. Mend: {mends}. {case.note}".rstrip()
        + "\n\n"
        f"{_output(OURS, ours)}"
        f"{loud}{_names('Accepted by', silent)}{_names('Not read by', unread)}"
    )


def _output(name: str, run: Shown) -> str:
    code = f"exit code {run.code}" if run.code is not None else f"stopped after {SECONDS} seconds"
    failure = f", {run.verdict.failure}" if run.verdict.failure else ""
    return f"**{name}**: {code}{failure}\n\n{_block(run.output)}\n"


def _names(what: str, names: list[str]) -> str:
    return f"{what}: {', '.join(names)}.\n\n" if names else ""


def _payload(case: Case) -> str:
    if case.file == NESTED:
        return "`[` 100,000 times and `]` as often, as the value of `fallbacks`, on one line.\n"
    text = case.payload.decode("utf-8", "backslashreplace")
    return _block(visible(text).rstrip("\n"), case.suffix[1:])


def _block(text: str, language: str = "text") -> str:
    return f"~~~{language}\n{text}\n~~~\n"


def _cut(line: str) -> str:
    more = len(line) - COLUMNS
    return line if more <= 0 else f"{line[:COLUMNS]}… ({more} more characters)"


def _method(peers: Mapping[str, Peer]) -> str:
    commands = "".join(f"- {name} {peer.version}: `{peer.command}`\n" for name, peer in peers.items())
    patterns = "\n".join(each.pattern.replace("\n", "\\n") for each in (PLACE, CRASH, INJECTION))
    return f"""## How

- The payloads are in `benchmarks/diagnosis`. Each is copied to `payload.json`, `payload.yaml` or `payload.jsonl` and
  given to the command as its last argument. Our command is `orq-schema validate`, without options.
- Peers get our schema as one file, without annotations that start with `x-` and without `additionalProperties: true`:
  neither means anything to a verdict, and some peers stumble over them. As ours, it lets unknown keys pass. Where an
  unknown key is the mistake, peers get the schema with `additionalProperties: false` in each object that is no branch
  of a union: {", ".join(f"`{case.file}`" for case in CASES if case.closed)}.
- Each tool is called as is best for it: all errors, formats and the current draft where these have to be asked for,
  and sourcemeta's own program in place of the script that its wheel puts in front of it. check-jsonschema is as pip
  installs it: with orjson beside it, which it does not ask for, it would judge some files otherwise.
- jsonschema-rs, better-ajv-errors and vscode-json-languageservice are libraries; the few lines around them are in
  `benchmarks`. The first two leave reading to their callers; the last is what VS Code asks.
- Each run has {SECONDS} seconds of processor time and {MEMORY >> 30} GB. Folders of the machine are replaced by
  names in capitals, characters that cannot be printed by escapes. Outputs are judged whole; of the peers' up to
  {LINES} lines of {COLUMNS} columns are shown, the last one among them.

The commands:

{commands}
The patterns of a place, of a stack trace and of an injection:

{_block(patterns)}"""
