"""The lock of outputs at an address: an object that says who holds it, and that its holder renews.

No kernel lets go of it when a run is killed, so one that was not renewed for ten minutes counts as left behind, and is
taken over. Where the store can write an object only if there is none, two runs never hold it at once; where it cannot,
both may believe so for a moment, and the one that was overwritten finds out before it makes anything the latest.
"""

from __future__ import annotations

import json
import os
import platform
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.errors import Locked
from pipeline.store.remote import Remote

if TYPE_CHECKING:
    from pipeline.progress import Progress

LOCK = ".lock"
RENEWED_EVERY = 60.0
"""Seconds."""
STALE_AFTER = 600.0
"""Seconds; the clocks of the machines may differ by some minutes."""


@contextmanager
def lease(remote: Remote, progress: Progress) -> Iterator[Callable[[], None]]:
    """Hold the address for one run.

    Yields:
        What raises `Locked` if somebody else has taken it meanwhile.

    Raises:
        Locked: Another run holds it.
        OSError: The store cannot be reached.
    """
    owner = f"{platform.node()} process {os.getpid()} {secrets.token_hex(6)}"
    _take(remote, owner, progress)
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(remote, owner, ended), daemon=True)
    keeper.start()
    try:
        yield lambda: _must_be(owner, remote)
    finally:
        ended.set()
        keeper.join()
        with suppress(OSError):  # then it will be taken over
            if _holder(remote)[0] == owner:
                remote.remove([LOCK])


def _take(remote: Remote, owner: str, progress: Progress) -> None:
    """Write the lock, in place of one that was left behind."""
    holder, age = _holder(remote)
    if holder and age < STALE_AFTER:
        raise Locked(_held(remote, holder, age))
    if holder:
        progress.note("lock_taken_over", owner=holder, seconds_old=round(age))
        remote.remove([LOCK])
    with suppress(FileExistsError):  # another was quicker: the lock is not ours
        remote.write(LOCK, _written(owner), new=True)
    _must_be(owner, remote)


def _keep(remote: Remote, owner: str, ended: threading.Event) -> None:
    """Renew the lock until told to end, or until it is another's."""
    while not ended.wait(RENEWED_EVERY):
        with suppress(OSError):  # the store may be back the next time
            if _holder(remote)[0] != owner:
                return
            remote.write(LOCK, _written(owner))


def _must_be(owner: str, remote: Remote) -> None:
    holder, age = _holder(remote)
    if holder != owner:
        raise Locked(_held(remote, holder or "nobody", age))


def _held(remote: Remote, holder: str, age: float) -> str:
    told = f"another run is writing to {remote.address}: {holder}, heard of {age:.0f} seconds ago"
    return f"{told}; wait for it, or give another address with --out"


def _holder(remote: Remote) -> tuple[str | None, float]:
    """Who holds the lock, and the seconds since it was renewed; one that cannot be read is an old one."""
    found = remote.read(LOCK)
    if found is None:
        return None, 0.0
    try:
        lock = json.loads(found)
        renewed = datetime.fromisoformat(lock["renewed"])
        return str(lock["owner"]), (datetime.now(UTC) - renewed).total_seconds()
    except (ValueError, KeyError, TypeError):
        return "a lock of another kind", STALE_AFTER


def _written(owner: str) -> bytes:
    return json.dumps({"owner": owner, "renewed": datetime.now(UTC).isoformat()}).encode()
