"""A document is taken in as it was in a run before, as long as all that is looked at in it is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.alignment.library import Entities, Library
from pipeline.schema import Document, Entity
from tests.test_align import ENTITIES, NEWS, document
from tests.test_alignment_memory import Kept
from tests.test_alignment_spread import ROWS

NAMED = {doc_id: rows.entity_ids() for doc_id, rows in ROWS.items()}


def library(kept: Kept | None, entities: Sequence[Entity] = ENTITIES, **documents: Document) -> Library:
    found = {doc_id: document(doc_id) for doc_id in ROWS} | documents
    return Library(found.values(), Entities.of(entities), ROWS.__getitem__, kept)


def full(kept: Kept) -> Library:
    """A library with all documents, which are made from what their ids name."""
    made = library(kept)
    for doc_id, rows in ROWS.items():
        made.add(doc_id, rows, made.key(doc_id, doc_id, NAMED[doc_id]))
    return made


def test_what_is_recalled_is_what_was_added() -> None:
    kept = Kept()
    made, again = full(kept), library(kept)
    assert all(again.recall(doc_id, again.key(doc_id, doc_id, NAMED[doc_id])) for doc_id in ROWS)
    assert again.digests == made.digests
    assert dict(again.outlines) == dict(made.outlines)
    assert len(made.digests) == len({claim.doc_id for claim in NEWS})


def test_a_document_without_claims_is_recalled_too() -> None:
    kept = Kept()
    library(kept).add("a", ROWS["a"]._replace(claims=[]), "key")
    again = library(kept)
    assert again.recall("a", "key")
    assert not again.outlines


@pytest.mark.parametrize("kept", [Kept(), None])
def test_what_was_not_kept_is_not_recalled(kept: Kept | None) -> None:
    made = library(kept)
    made.add("a", ROWS["a"])
    assert not made.recall("a", "key")
    assert not made.recall("a", made.key("a", None, NAMED["a"]))


def test_whatever_is_looked_at_counts() -> None:
    kept, entity = Kept(), min(NAMED["a"])
    full(kept)
    renamed = [replace(e, name=f"{e.name} the Elder") if e.entity_id == entity else e for e in ENTITIES]
    other = replace(document("a"), source="Another")
    for changed, made_from in (
        (library(kept), "other rows"),
        (library(kept, renamed), "a"),
        (library(kept, a=other), "a"),
    ):
        assert not changed.recall("a", changed.key("a", made_from, NAMED["a"]))


def test_entities_that_a_document_does_not_name_do_not_count() -> None:
    kept = Kept()
    full(kept)
    fewer = library(kept, [e for e in ENTITIES if e.entity_id in NAMED["a"]])
    assert fewer.recall("a", fewer.key("a", "a", NAMED["a"]))
