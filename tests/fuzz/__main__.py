"""`python -m tests.fuzz [--inputs N] [--seed FIRST] [--keep DIR]`: many hostile inputs, on all processors."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_A_WORKER = 2_000


def _worker(seed: int, count: int, keep: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.fuzz.worker", str(seed), str(count), folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print((done.stdout + done.stderr).strip(), flush=True)
        for kept in Path(folder).glob("seed-*"):
            keep.mkdir(parents=True, exist_ok=True)
            kept.rename(keep / kept.name)
    return done.returncode


def main() -> int:
    """Exit with 1 where any input broke a promise."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1_000)
    parser.add_argument("--keep", type=Path, default=Path("out/fuzz"))
    given = parser.parse_args()
    sizes = [min(_A_WORKER, given.inputs - done) for done in range(0, given.inputs, _A_WORKER)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        seeds = range(given.seed, given.seed + len(sizes))
        codes = list(pool.map(_worker, seeds, sizes, [given.keep] * len(sizes)))
    print(f"{sum(sizes)} inputs, {sum(map(bool, codes))} workers of {len(codes)} found something")
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
