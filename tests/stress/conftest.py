"""What the stress tests share as fixtures."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.stress.harness import LONG, Driver, tables_of, write_raw


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"))
            item.add_marker(pytest.mark.timeout(7200 if LONG else 120))


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """The library that makes calls fail; None where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = tmp_path_factory.mktemp("shim") / "faults.so"
    source = Path(__file__).parent / "faults.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory, shim: Path | None) -> Iterator[Driver]:
    """The process that runs are forked from."""
    started = Driver(tmp_path_factory.mktemp("driver"), shim)
    yield started
    started.close()


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles as they are now."""
    return write_raw(tmp_path_factory.mktemp("now") / "raw", "ten")


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory, driver: Driver) -> Path:
    """Outputs of the articles as they were before; to be copied."""
    folder = tmp_path_factory.mktemp("before")
    driver.run("run", "--raw", write_raw(folder / "raw", "five"), "--out", folder / "out")
    return folder / "out"


@pytest.fixture(scope="session")
def old(before: Path) -> dict[str, str]:
    """The tables of the articles as they were before."""
    return tables_of(before)


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory, driver: Driver, raw: Path) -> dict[str, str]:
    """The tables of the articles as they are now, by a run that nothing disturbed."""
    out = tmp_path_factory.mktemp("undisturbed")
    driver.run("run", "--raw", raw, "--out", out)
    return tables_of(out)


@pytest.fixture
def fresh(before: Path, tmp_path: Path) -> Callable[[], Path]:
    """Gives an outputs folder that holds the tables from before, anew at each call."""

    def copy() -> Path:
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(before, out, symlinks=True)
        return out

    return copy
