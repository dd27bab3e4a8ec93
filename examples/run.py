"""Show the tool at work on the payloads beside this file: `make run`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOOL = [sys.executable, "-m", "orq_schema"]


def show(title: str, *arguments: str) -> int:
    """Print the command, run it, and give its exit code."""
    print(f"\n# {title}\n$ orq-schema {' '.join(arguments)}", flush=True)
    code = subprocess.run([*TOOL, *arguments], cwd=ROOT, check=False).returncode
    print(f"(exit code {code})", flush=True)
    return code


def main() -> int:
    """Validate good and bad payloads, generate models, and send a payload through them."""
    good = show(
        "Payloads that are right",
        "validate",
        "examples/support-chat.json",
        "examples/knowledge-search.yaml",
        "examples/nightly-batch.jsonl",
    )
    bad = show("The mistakes that people make", "validate", "examples/mistakes")
    made = show("Models, types, a validator and a reference", "generate", "--out", "out/models")

    print("\n# The generated dataclasses, on a real payload", flush=True)
    sys.path.insert(0, str(ROOT / "out" / "models"))
    from orq_models import Orq

    payload = json.loads((ROOT / "examples" / "support-chat.json").read_text(encoding="utf-8"))["orq"]
    orq = Orq.from_dict(payload)
    print(f"Orq.from_dict(payload).retry == {orq.retry}")
    print(f"to_dict() gives the payload back: {orq.to_dict() == payload}")
    # 3: one of the mistakes is a file that is no JSON
    return 0 if (good, bad, made) == (0, 3, 0) and orq.to_dict() == payload else 1


if __name__ == "__main__":
    sys.exit(main())
