"""What is kept for later runs is given back whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.results import DocumentResult, pack, unpack
from pipeline.schema import Quarantined
from pipeline.store.cache import Cache, Shelves
from tests.samples import frames
from tests.samples import rows as sample_rows

ONE, TWO, THREE = ("a1" + "0" * 62, "a1" + "1" * 62, "b2" + "0" * 62)


@given(st.binary())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_put_in_comes_out(tmp_path: Path, value: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put(ONE, value)
    assert cache.has(ONE)
    assert cache.get(ONE) == value
    assert cache.get(TWO) is None
    assert not cache.has(TWO)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_entry_counts_as_not_there(tmp_path: Path, data: st.DataObject) -> None:
    cache, value = Cache(tmp_path), b"the rows of a document" * 9
    cache.put(ONE, value)
    file = tmp_path / "a1" / ONE
    whole = file.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        file.write_bytes(whole[:place])
    else:
        file.write_bytes(whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :])
    assert cache.get(ONE) in (None, value)  # zlib has bits that say nothing
    assert cache.get(ONE) is None or place > 0


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    cache = Cache(tmp_path)
    cache.put(ONE, b"before")
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        cache.put(ONE, b"after")
    assert cache.get(ONE) == b"before"
    assert [path.name for path in (tmp_path / "a1").iterdir()] == [ONE]


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number, key in enumerate((ONE, TWO, THREE)):
        cache.put(key, os.urandom(600_000))
        os.utime(tmp_path / key[:2] / key, (number, number))
    cache.touch(ONE)
    assert cache.size() == (3, sum(path.stat().st_size for path in tmp_path.glob("*/*")))
    assert cache.prune(2) == 0
    assert cache.prune(1, in_use={TWO}) == 2
    assert [cache.has(key) for key in (ONE, TWO, THREE)] == [False, True, False]
    assert cache.prune(0) == 1
    assert cache.size() == (0, 0)


def test_litter_of_a_killed_run_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(ONE, b"rows")
    (tmp_path / "a1" / ".new-x").write_bytes(b"half")
    assert cache.size()[0] == 1
    cache.prune(10)
    assert [path.name for path in tmp_path.glob("*/*")] == [ONE]


def test_a_result_comes_back_as_it_was() -> None:
    result = DocumentResult(sample_rows(), "raw text\r\n", "raw text", {"read": 1.0})
    assert unpack(pack(result)) == result
    assert "documents" in result.rows
    assert len(result.rows["documents"]) == 2
    assert pack(result) == pack(DocumentResult(result.rows, "raw text\r\n", "raw text"))  # times are no part of it
    row = Quarantined(raw_path="a.txt", stage="read", reason="empty", detail="nothing in it")
    assert unpack(pack(row)) == row
    assert set(result.rows) <= set(frames())


def shelves(folder: Path, *, empty: bool = False) -> Shelves:
    return Shelves(Cache(folder), lambda doc_id: f"{doc_id}{'0' * 63}", empty=empty)


@given(st.dictionaries(st.tuples(st.sampled_from("abc"), st.text(max_size=3)), st.binary(), max_size=9))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shelves_keep_what_is_put_there_whatever_the_turn(tmp_path: Path, values: dict[tuple[str, str], bytes]) -> None:
    kept = shelves(tmp_path, empty=True)
    for (doc_id, key), value in values.items():
        kept.put(doc_id, key, value)
    kept.save()
    assert kept.used == {f"{doc_id}{'0' * 63}" for doc_id, _ in values}
    again = shelves(tmp_path)
    assert all(again.get(*place) == values[place] for place in sorted(values))
    assert again.get("d", "none") is None


def test_what_a_run_does_not_ask_for_leaves_the_shelf(tmp_path: Path) -> None:
    kept = shelves(tmp_path)
    for key in "abc":
        kept.put("one", key, key.encode())
    kept.put("two", "a", b"a")
    kept.save()
    kept = shelves(tmp_path)
    assert kept.get("one", "b") == b"b"
    kept.put("one", "d", b"d")
    kept.save()
    assert [shelves(tmp_path).get("one", key) for key in "abcd"] == [None, b"b", None, b"d"]
    assert shelves(tmp_path).get("two", "a") == b"a"  # nobody asked about that document at all
    assert shelves(tmp_path, empty=True).get("one", "b") is None


def test_a_damaged_shelf_is_empty(tmp_path: Path) -> None:
    kept = shelves(tmp_path)
    kept.put("one", "b", b"b")
    kept.save()
    file = tmp_path / "on" / f"one{'0' * 63}"
    file.write_bytes(file.read_bytes()[:-3])
    assert shelves(tmp_path).get("one", "b") is None


def test_a_shelf_that_did_not_change_is_not_written(tmp_path: Path) -> None:
    kept = shelves(tmp_path)
    kept.put("one", "a", b"x")
    kept.save()
    before = (tmp_path / "on" / f"one{'0' * 63}").stat().st_ino
    kept = shelves(tmp_path)
    assert kept.get("one", "a") == b"x"
    kept.save()
    assert (tmp_path / "on" / f"one{'0' * 63}").stat().st_ino == before
