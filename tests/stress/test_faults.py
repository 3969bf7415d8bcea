"""Every call that touches the outputs made to fail in turn: the tables stay whole, and the command says so."""

from __future__ import annotations

import errno
import random
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.stress.harness import LONG, Driver, Run, assert_repaired, assert_whole

EXIT_IO = 74
DISK = 8_000_000


def numbers(n_calls: int, seed: int) -> list[int]:
    """Which calls are to fail: all of them, or some for a quick look."""
    everyone = range(1, n_calls + 1)
    chance = random.Random(seed)  # noqa: S311  # a seed, so that a failure comes back
    return list(everyone) if LONG else sorted(chance.sample(everyone, 2))


def assert_told(run: Run, code: int, out: Path) -> None:
    """It failed with the code for input and output, in one line that names a place in the outputs."""
    assert code == EXIT_IO, run.told()
    last = run.told().splitlines()[-1]
    assert last.startswith("corroborate: ")
    assert str(out) in last
    assert "Traceback" not in run.told()


@pytest.mark.parametrize(("error", "full"), [(errno.EIO, 0), (errno.ENOSPC, 0), (errno.ENOSPC, 1)])
def test_each_call_that_fails(
    driver: Driver,
    shim: Path | None,
    raw: Path,
    fresh: Callable[[], Path],
    old: dict[str, str],
    new: dict[str, str],
    error: int,
    full: int,
) -> None:
    if shim is None:
        pytest.skip("needs a C compiler")
    out = fresh()
    n_calls = driver.run("run", "--raw", raw, "--out", out, fault=(str(out), 0, error, full)).calls()
    assert n_calls > 100
    failed = 0
    for number in numbers(n_calls, seed=error + full):
        out = fresh()
        run = driver.start("run", "--raw", raw, "--out", out, fault=(str(out), number, error, full))
        if code := run.wait():
            failed += 1
            assert_told(run, code, out)
        assert_whole(driver, out, [old, new] if code else [new])
        assert_repaired(driver, raw, out, new)
    assert failed  # a call may fail without harm, but not all of them


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB, where mounting is allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run([mount, "-t", "tmpfs", "-o", f"size={DISK}", "none", folder], check=False)
    if not made or made.returncode:
        pytest.skip("needs the right to mount")
    yield folder
    subprocess.run(["umount", folder], check=True)  # noqa: S607  # where mount is


def test_a_disk_that_is_really_full(
    driver: Driver, raw: Path, before: Path, old: dict[str, str], new: dict[str, str], small_disk: Path
) -> None:
    out = small_disk / "out"
    shutil.copytree(before, out, symlinks=True)
    ballast = small_disk / "ballast"
    for spare in (0, 20_000, 100_000):
        ballast.unlink(missing_ok=True)
        ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - spare))
        run = driver.start("run", "--raw", raw, "--out", out)
        assert_told(run, run.wait(), out)
        assert "No space left" in run.told()
        assert_whole(driver, out, [old])
    ballast.unlink()
    assert_repaired(driver, raw, out, new)


def test_a_limit_on_the_size_of_files(
    driver: Driver, raw: Path, fresh: Callable[[], Path], old: dict[str, str], new: dict[str, str]
) -> None:
    out = fresh()
    run = driver.start("run", "--quiet", "--raw", raw, "--out", out)
    resource.prlimit(run.process, resource.RLIMIT_FSIZE, (2000, 2000))
    assert_told(run, run.wait(), out)
    assert_whole(driver, out, [old])
    assert_repaired(driver, raw, out, new)
