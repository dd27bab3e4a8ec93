"""The function that Spark sends to its executors."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orq_schema.spark.archive import Archive


class Settings(TypedDict):
    """What an executor is to do, in nothing but what any Python has: the rest is in the archive."""

    form: str
    strict: bool
    revision: str
    at: tuple[str, ...]
    ignored: tuple[str, ...]


def judging_array(archive: Archive, settings: Settings) -> Callable[[Any], Any]:
    """What makes an Arrow array of problems out of one of texts, wherever there is a Python with pyarrow."""
    arrow: Any = import_module("pyarrow")
    executor = _executor(archive)

    def problems(texts: Any) -> Any:
        return executor().judged(texts, settings)

    # Spark takes the kind of a function from its types
    problems.__annotations__ = {"texts": arrow.Array, "return": arrow.Array}
    return problems


def grouping_batches(archive: Archive) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """What makes record batches of groups out of those of rows that are alike."""
    executor = _executor(archive)

    def groups(batches: Any) -> Any:
        return executor().grouped(batches)

    return groups


def _executor(archive: Archive) -> Callable[[], Any]:
    """
    What gives the module for executors.

    It is pickled by value, as a function inside of a function is, and so may name nothing of this package. That comes
    with it in `archive`, under a name of its own: what an executor has installed is neither needed nor in the way.
    """
    data, package = archive.data, archive.package

    def executor() -> Any:
        import importlib
        import sys

        if package not in sys.modules:
            import os
            import shutil
            import tempfile
            from io import BytesIO
            from zipfile import ZipFile

            spark: Any = importlib.import_module("pyspark")
            # it belongs to the application, and goes with it
            root: str = os.path.abspath(spark.SparkFiles.getRootDirectory())  # noqa: PTH100 - as in resources
            folder = os.path.join(root, package)  # noqa: PTH118
            if not os.path.isdir(folder):  # noqa: PTH112
                fresh: str = tempfile.mkdtemp(dir=root)
                ZipFile(BytesIO(data)).extractall(fresh)
                try:
                    os.rename(fresh, folder)  # noqa: PTH104
                except OSError:
                    # another worker of this executor was first
                    shutil.rmtree(fresh)
            sys.path.append(folder)
        return importlib.import_module(f"{package}.spark.executor")

    return executor
