"""What is taken over from the generation before is what would have been made, or it is not taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.schema import OF_DOCUMENTS, OF_GROUPS, TABLES, ClusterClaim, OnlyIn
from pipeline.stages import align, annotate, claims, clean, entities, link, quotes
from pipeline.store import trays
from pipeline.store.cache import Cache
from pipeline.store.earlier import Earlier, earlier, note
from pipeline.store.generation import drafted
from pipeline.store.trays import bounds_of
from pipeline.tablefiles import TableWriter, by_key, to_arrow
from tests.samples import TEXTS, document, rows

IDS = ("a", "a-b", "a-b-c", "ab", "b", "b-a", "c", "é")  # whose order is another one with a colon after them
Versions = Mapping[str, int]


def made(versions: Versions) -> dict[str, list[Any]]:
    """Rows of documents in the three forms that keys have."""
    sentence = rows()["sentences"][0]
    return {
        "documents": [replace(document("a"), doc_id=d, title=f"v{n}") for d, n in versions.items()],
        "sentences": [
            replace(sentence, doc_id=d, sentence_id=f"{d}:s{p}", position=p)
            for d, n in versions.items()
            for p in range(n)
        ],
        "mentions": [
            replace(rows()["mentions"][0], doc_id=d, mention_id=f"{d}:m{p}")
            for d, n in versions.items()
            for p in range(n)
        ],
        "only_in": [
            OnlyIn(doc_id=d, other_doc_id="z", claim_id=f"{d}:c", nearest=n / 4) for d, n in versions.items() if n
        ],
        "cluster_claims": [
            ClusterClaim(cluster_id=f"{d}:c{p}", claim_id=f"{d}:c{p}") for d, n in versions.items() for p in range(n)
        ],
    }


def written(folder: Path, versions: Versions) -> Earlier:
    """A generation of such rows."""
    bounds = [None, *bounds_of(versions), None]
    for name, of_table in made(versions).items():
        writer, first = TableWriter(folder, TABLES[name]), TABLES[name].key[0]
        for low, high in pairwise(bounds):
            own = [r for r in of_table if (low or "") <= getattr(r, first) and (not high or getattr(r, first) < high)]
            writer.append(by_key(TABLES[name], to_arrow(TABLES[name], own)))
        writer.close()
    made_from = {doc_id: str(version) for doc_id, version in versions.items()}
    return Earlier(folder, {}, made_from, {doc_id: told for doc_id, told in made_from.items() if versions[doc_id]}, {})


@given(
    st.dictionaries(st.sampled_from(IDS), st.integers(0, 3)), st.dictionaries(st.sampled_from(IDS), st.integers(0, 3))
)
@settings(max_examples=30, deadline=None)
def test_rows_taken_over_and_rows_added_are_the_rows_of_all(before: Versions, now: Versions) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(trays, "SIZE", 2)
        known = written(Path(folder), before)
        same = {doc_id for doc_id in now if before.get(doc_id) == now[doc_id]}
        for doc_id in same:
            assert known.documents.take([doc_id], str(now[doc_id]))
            assert known.groups.take([doc_id], str(now[doc_id])) == bool(now[doc_id])
        mixed, anew = trays.Trays(Path(folder), list(now), known), trays.Trays(Path(folder), list(now))
        mixed.add(made({doc_id: version for doc_id, version in now.items() if doc_id not in same}))
        anew.add(made(now))
        for name in made(now):
            for tray in range(len(anew)):
                assert mixed.take(tray, name).equals(anew.take(tray, name))


def test_the_tables_of_documents_are_those_that_their_stages_write() -> None:
    written = {name for stage in (clean, annotate, entities, quotes, claims, link) for name in stage.STAGE.writes}
    assert set(OF_DOCUMENTS) == {"furniture", *written & TABLES.keys()} - {"entities", "entity_aliases"}


def test_the_tables_of_groups_are_those_that_alignment_writes() -> None:
    assert set(OF_GROUPS) == set(align.STAGE.writes)


def commit(out: Path, before: Earlier | None = None) -> tuple[Path, list[str]]:
    """Commit the sample, and say which documents were taken over."""
    given = rows()
    with drafted(out, list(TEXTS), before) as draft:
        taken = [doc_id for doc_id in TEXTS if draft.take_over(doc_id, f"made of {doc_id}")]
        for doc_id in TEXTS.keys() - set(taken):
            draft.add_texts(doc_id, TEXTS[doc_id], TEXTS[doc_id])
        draft.add({name: found for name, found in given.items() if not taken or name not in OF_DOCUMENTS})
        assert draft.write_tables() == []
        draft.add_pages({"report.html": "front"})
        return draft.commit({}, {}, 5), taken


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Outputs with one generation, of which it is known what made it."""
    folder, _ = commit(tmp_path)
    made_from = {d: f"made of {d}" for d in TEXTS}
    note(Cache(tmp_path / "cache"), folder.name, made_from, {}, {"report.html": "made of both"})
    return tmp_path


def test_what_was_made_from_the_same_is_taken_over(out: Path) -> None:
    before = earlier(out, Cache(out / "cache"))
    assert before is not None
    assert before.page("report.html", "made of both") == "front"
    assert before.page("report.html", "made of others") is None
    folder, taken = commit(out, before)
    assert taken == list(TEXTS)
    assert folder == (out / "latest").resolve()


@pytest.mark.parametrize("file", ["claims.parquet", "manifest.json"])
def test_of_a_damaged_generation_nothing_is_taken(out: Path, file: str) -> None:
    with (out / "latest" / file).open("ab") as opened:
        opened.write(b" ")
    assert earlier(out, Cache(out / "cache")) is None


def test_a_text_or_page_that_somebody_edited_is_not_taken(out: Path) -> None:
    for file in ("clean/a.txt", "report.html"):
        (out / "latest" / file).write_text("mine")
    before = earlier(out, Cache(out / "cache"))
    assert before is not None
    assert before.page("report.html", "made of both") is None
    with drafted(out, list(TEXTS), before) as draft:
        assert [doc_id for doc_id in TEXTS if draft.take_over(doc_id, f"made of {doc_id}")] == ["b"]


def test_without_a_note_of_what_made_it_nothing_is_taken(out: Path) -> None:
    Cache(out / "cache").prune(0)
    assert earlier(out, Cache(out / "cache")) is None
    assert earlier(out / "nowhere", Cache(out / "cache")) is None
