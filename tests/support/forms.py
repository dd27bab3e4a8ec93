"""
The forms that JSON is embedded in, each a text before it, one behind it, and what becomes of each character.

So where a character of the JSON ends up is known without reading anything back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Form(NamedTuple):
    """JSON `text` is `before + "".join(map(written, text)) + behind` in a file of that name."""

    name: str
    file: str
    before: str
    behind: str = ""
    written: Callable[[str], str] = str
    arguments: Sequence[str] = ()
    way: str = ""

    def embed(self, text: str) -> str:
        return self.before + "".join(map(self.written, text)) + self.behind

    def offset(self, text: str, offset: int) -> int:
        """Where the character at `offset` of `text` is in the file."""
        return len(self.before) + sum(len(self.written(each)) for each in text[:offset])

    def inside(self, name: str, file: str, before: str, behind: str, line: str) -> Form:
        """The same in another text, each line of which begins with `line`."""

        def written(character: str) -> str:
            return self.written(character).replace("\n", f"\n{line}")

        lead = (before + self.before).replace("\n", f"\n{line}")
        tail = (self.behind + behind).replace("\n", f"\n{line}")
        return Form(name, file, line + lead, tail, written, self.arguments, self.way)


def escaping(**pairs: str) -> Callable[[str], str]:
    table = {chr(int(code[1:], 16)): text for code, text in pairs.items()}
    return lambda character: table.get(character, character)


_SINGLE = escaping(x27="'\\''")
_DOUBLE = escaping(x22='\\"', x5c="\\\\", x24="\\$", x60="\\`")
_HEREDOC = escaping(x5c="\\\\", x24="\\$", x60="\\`")
_ANSI = escaping(x27="\\'", x5c="\\\\", x0a="\\n")


def _string(character: str) -> str:
    return json.dumps(character)[1:-1]


def _twice(character: str) -> str:
    return json.dumps(_string(character))[1:-1]


FENCE = Form("fence", "a.md", "# A\n\n```json\n", "\n```\n")
SHELL = [
    Form("single", "a.sh", "curl -sS https://x.test \\\n  -H 'A: b' \\\n  -d '", "' | jq .\n", _SINGLE),
    Form("double", "a.bash", 'x=1 curl --data-raw="', '" -o "$OUT"\n', _DOUBLE),
    Form("ansi", "a.sh", "curl --json $'", "'\n", _ANSI),
    Form("heredoc", "a.sh", "curl -d @- <<EOF -H 'it is'\n", "\nEOF\necho done\n", _HEREDOC),
    Form("quoted heredoc", "a.sh", "curl --data-binary @- <<-'END'\n", "\n\tEND\n"),
    Form("substituted", "a.sh", "BODY=\"$(cat <<'EOF'\n", '\nEOF\n)"\ncurl -d "$BODY"\n'),
    Form("http", "a.http", "### one\nPOST https://x.test\nA: b\n\n", "\n\n### two\nGET https://x.test\n"),
]
SCRIPTS = [
    Form("argument", "a.ts", "const é = '漢😀';\nawait c.create(", " as any);\n"),
    Form("stringified", "a.mjs", "fetch(u, { body: JSON.stringify(", ") });\n"),
    Form("jsx", "a.tsx", "export const A = () => <B c={", "}>don't</B>;\n"),
    Form("module", "a.cjs", "module.exports = Object.freeze(", ");\n"),
]
LOGS = [
    Form("body", "a.jsonl", '{"a": "é"}\n{"record": {"body": "', '"}}\n', _string, ("--at", "/record/body#"),
         "/record/body#"),
    Form("body in a message", "a.json", '{"message": "{\\"body\\": \\"', '\\"}"}', _twice,
         ("--at", "/none", "--at", "/message#/body#"), "/message#/body#"),
]  # fmt: skip
MARKDOWN = [
    FENCE,
    Form("yaml", "a.markdown", "~~~~ yaml title=x\n", "\n~~~~\n"),
    Form("typescript", "a.md", "```ts\nsend(", ");\n```\n"),
    Form("python", "a.md", "```python\nsend(", ")\n```\n"),
    Form("never closed", "a.md", "text\n```jsonc\n// a comment\n"),
    FENCE.inside("in a list", "a.md", "", "", "   ")._replace(before="1. one\n\n   ```json\n   "),
    FENCE.inside("in a quote", "a.md", "", "", "> "),
    FENCE.inside("in a quote in a list", "a.md", "", "", "  > ")._replace(before="- > a\n  > ```json\n  > "),
    FENCE.inside("in a tab", "a.mdx", "", "", "        ")._replace(before="<Tab>\n        ```json\n        "),
    SHELL[0].inside("curl", "a.md", "```bash\n", "```\n", ""),
    SHELL[1].inside("curl in a quote", "a.md", "```console\n$ ", "```\n", "> "),
    Form(
        "literal",
        "a.rst",
        "A\n=\n\n.. code-block:: json\n   :linenos:\n\n   ",
        "\n\nend\n",
        escaping(x0a="\n   "),
    ),
]
ALL = [*MARKDOWN, *SHELL, *SCRIPTS, *LOGS]
