"""
A real Spark on this machine: one driver, a master and two workers, each executor a process of its own.

`make test-spark` runs what is here, with what it needs installed; `make test` passes it by.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

collect_ignore_glob = [] if "TEST_SPARK" in os.environ else ["test_*.py"]

ROOT = Path(__file__).parent.parent.parent
# what Spark itself needs on an executor, and nothing of ours: not even msgspec
NEEDED = ("pyarrow*", "numpy*", "pandas*", "dateutil", "six.py", "pytz", "tzdata")


@pytest.fixture(scope="session")
def bare_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python in which nothing of this package can be imported."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    source = Path(sysconfig.get_path("purelib"))
    (target,) = folder.glob("lib/python*/site-packages")
    for pattern in NEEDED:
        for path in source.glob(pattern):
            (target / path.name).symlink_to(path)
    python = folder / "bin" / "python"
    asked = subprocess.run([python, "-c", "import pyarrow, orq_schema"], capture_output=True, check=False)
    assert b"No module named 'orq_schema'" in asked.stderr
    return str(python)


@pytest.fixture(scope="session")
def spark(bare_python: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session with two workers, on loopback, which leaves nothing behind."""
    if shutil.which("java") is None:
        # never skipped: whoever asks for these tests is to have them
        pytest.fail("Spark needs Java 17: apt-get install openjdk-17-jre-headless")
    before = {path.name for path in ROOT.iterdir()}
    home = spark_home(tmp_path_factory.mktemp("spark"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_HOME", str(home))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", bare_python)
        patch.delenv("PYTHONPATH", raising=False)
        session = started(home)
        yield session
        stopped(session)
    assert running(str(home)) == []
    assert {path.name for path in ROOT.iterdir()} - before <= {".pytest_cache", "out"}


def spark_home(folder: Path) -> Path:
    """Spark as pip has it, in a folder where its workers may write."""
    source = Path(sysconfig.get_path("purelib")) / "pyspark"
    for name in ("bin", "jars", "python", "sbin"):
        (folder / name).symlink_to(source / name)
    return folder


def started(home: Path) -> Any:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={home} -Dderby.system.home={home}",
        "spark.local.dir": str(home / "local"),
        "spark.sql.warehouse.dir": str(home / "warehouse"),
        "spark.sql.shuffle.partitions": "4",
    }
    builder: Any = import_module("pyspark.sql").SparkSession.builder
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.master("local-cluster[2,1,1024]").appName("orq-schema").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def stopped(session: Any) -> None:
    """Stop Spark, and Java with it, which else lives as long as this process."""
    context: Any = import_module("pyspark").SparkContext
    gateway = context._gateway  # noqa: SLF001 - PySpark ends it in no other way
    session.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait(timeout=60)
    context._gateway = context._jvm = None  # noqa: SLF001 - for whoever starts another one


def running(text: str) -> list[str]:
    """The command lines with `text` in them, of processes that do not end within a while."""
    found: list[str] = []
    for _ in range(100):
        found = [line for line in command_lines() if text in line]
        if not found:
            break
        time.sleep(0.2)
    return found


def command_lines() -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            # it has ended in between
            continue
