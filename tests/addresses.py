"""What tests of addresses share: outputs with a generation, and stores whose writes fail."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from pipeline.progress import Quiet
from pipeline.schema import TABLES
from pipeline.store.intact import damaged
from pipeline.store.lease import LOCK, lease
from pipeline.store.published import fetched, publish
from pipeline.store.remote import Remote
from tests.samples import commit, generation


def made(out: Path, note: str) -> Path:
    """A generation on this machine; another note makes another one."""
    return commit(out, generation(note), keep=9)


def publish_held(address: str, folder: Path, keep: int = 5) -> None:
    """Publish as a run does, with the lock held."""
    remote = Remote(address)
    with lease(remote, Quiet()) as still_ours:
        publish(remote, folder, keep, still_ours)


def whole(address: str) -> str:
    """The name of the latest generation, which is fetched, and whole."""
    folder = fetched(address, anew=True)
    assert damaged(folder) == []
    return folder.name


class FailingWrites:
    """Lets one of the calls that write fail, and counts them.

    Args:
        monkeypatch: Undoes it.
        kind: A class of file systems.
        names: Its methods that may write.
        writes: Whether a call of one with such arguments writes.
    """

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, kind: type, names: tuple[str, ...], writes: Callable[..., bool]
    ) -> None:
        self.n_calls, self.fails_at, self.writes = 0, 0, writes
        for name in names:
            monkeypatch.setattr(kind, name, self._guarded(getattr(kind, name)))

    def arm(self, fails_at: int) -> None:
        """Let the call of this number fail, counted from now; none for 0."""
        self.n_calls, self.fails_at = 0, fails_at

    def _guarded(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if self.writes(*args):
                self.n_calls += 1
                if self.n_calls == self.fails_at:
                    raise OSError(5, "the store is gone")
            return method(*args, **kwargs)

        return call


def assert_every_failure_leaves_a_whole_generation(
    address: str, writes: FailingWrites, tmp_path: Path, every: int = 1
) -> None:
    """Publish a generation over another, each write failing once in turn; a reader sees one or the other, whole.

    Args:
        address: Of outputs.
        writes: Lets them fail.
        tmp_path: For the generations.
        every: Of the writes of files, every so many fail; the last ones, which make them the latest, all do.
    """
    old, new = made(tmp_path / "old", "old"), made(tmp_path / "new", "new")
    start_anew(address, old)
    writes.arm(0)
    publish_held(address, new)
    n_writes, seen = writes.n_calls, []
    for number in sorted({*range(1, n_writes + 1, every), *range(n_writes - 5, n_writes + 1)}):
        start_anew(address, old)
        writes.arm(number)
        told = pytest.raises(OSError, match="the store is gone")
        with told if number < n_writes else nullcontext():  # the last one removes the lock: the run has done its work
            publish_held(address, new)
        writes.arm(0)
        seen.append(whole(address))
    assert n_writes > 2 * len(TABLES)
    assert sorted(seen, key=[old.name, new.name].index) == seen  # the old one up to a certain write
    assert set(seen) == {old.name, new.name}
    Remote(address).remove([LOCK])
    publish_held(address, new)
    assert whole(address) == new.name


def start_anew(address: str, folder: Path) -> None:
    """Leave one generation alone at an address."""
    remote = Remote(address)
    if there := list(remote.listed()):
        remote.remove(there)
    publish_held(address, folder)
