"""However the comparing of claims is spread, the rows are the same, and no death of a process loses any."""

from __future__ import annotations

import os
import signal
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.alignment import spread as module
from pipeline.alignment.library import ClaimRows, Entities, Library, Source
from pipeline.errors import UsageError
from pipeline.executors import Executor
from pipeline.packing import to_bytes, values_of
from pipeline.stages.align import STAGE, align_library
from tests.test_align import ENTITIES, LENIENT, NEWS, document, entities_of
from tests.test_alignment_memory import Kept
from tests.test_executors import RAY, make


def rows_by_document() -> dict[str, ClaimRows]:
    found: dict[str, ClaimRows] = defaultdict(lambda: ClaimRows([], [], [], [], []))
    for claim in NEWS:
        found[claim.doc_id].claims.append(claim)
    for row in entities_of(NEWS):
        found[row.claim_id.split(":")[0]].claim_entities.append(row)
    return dict(found)


ROWS = rows_by_document()


def aligned(
    executor: Executor | None, source: Callable[[str], Source] = ROWS.__getitem__, memory: Kept | None = None
) -> bytes:
    """The rows of all tables, sorted, as bytes."""
    library = Library([document(doc_id) for doc_id in ROWS], Entities.of(ENTITIES), source)
    for doc_id in sorted(ROWS):
        library.add(doc_id, ROWS[doc_id])
    parts = list(align_library(library, scorer=LENIENT, memory=memory, executor=executor))
    return to_bytes([sorted(str(values_of(row)) for one in parts for row in getattr(one, n)) for n in STAGE.writes])


@dataclass(frozen=True)
class Elsewhere:
    """Rows that something happens to wherever they are asked for in another process."""

    here: int
    rows_here: ClaimRows
    happens: Callable[[Path], None]
    path: Path

    def entity_ids(self) -> Iterable[str]:
        """As of the rows."""
        return self.rows_here.entity_ids()

    def rows(self) -> ClaimRows:
        """The rows."""
        if os.getpid() != self.here:
            self.happens(self.path)
        return self.rows_here


def die(_: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(path: Path) -> None:
    if not path.exists():
        path.touch()
        die(path)


def fail(_: Path) -> None:
    raise ZeroDivisionError


def where(happens: Callable[[Path], None], path: Path) -> Callable[[str], Source]:
    return lambda doc_id: Elsewhere(os.getpid(), ROWS[doc_id], happens, path)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have few documents spread as many are."""
    monkeypatch.setattr(module, "_WORTH", 1)
    monkeypatch.setattr(module, "_AT_ONCE", 1)


@pytest.fixture(params=["serial", "processes", RAY])
def executor(request: pytest.FixtureRequest) -> Executor | None:
    """Each executor; None for this process, as where no other is asked for."""
    return None if request.param == "serial" else make(request.param, request)


@pytest.fixture(params=["processes", RAY])
def team(request: pytest.FixtureRequest) -> Executor:
    """Each executor with processes of its own."""
    return make(request.param, request)


class TestEveryExecutor:
    """What holds however claims are compared."""

    def test_rows_are_the_same_to_the_byte(self, executor: Executor | None) -> None:
        kept = Kept()
        found = aligned(None, memory=kept)
        assert len(kept.values) > 1  # pairs of documents, and as many blocks
        assert len(found) > 1000
        assert aligned(executor) == found

    def test_what_was_joined_elsewhere_is_remembered(
        self, executor: Executor | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = Kept()
        found = aligned(executor, memory=kept)
        assert kept.values
        monkeypatch.setattr(module, "join_pair", fail)
        assert aligned(executor, where(fail, Path()), kept) == found


def test_a_process_that_dies_costs_no_row(team: Executor, tmp_path: Path) -> None:
    assert aligned(team, where(die_once, tmp_path / "tried")) == aligned(None)


@pytest.mark.slow
def test_where_all_processes_die_the_run_ends(team: Executor, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"each process that aligned \w with \w was killed; is memory short\?"):
        aligned(team, where(die, tmp_path))


def test_what_joining_raises_ends_the_run(team: Executor, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        aligned(team, where(fail, tmp_path))


def test_few_pairs_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    class Untouched:
        """What must not be used."""

    monkeypatch.setattr(module, "_WORTH", 1000)
    assert aligned(Untouched()) == aligned(None)  # type: ignore[arg-type]
