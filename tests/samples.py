"""A small consistent generation for tests of what comes after the stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.schema import (
    TABLES,
    Alignment,
    Claim,
    ClaimCluster,
    Document,
    Entity,
    Mention,
    Quote,
    QuoteSpeaker,
    Sentence,
)
from pipeline.store.generation import drafted
from pipeline.tables import Tables, to_frame

TEXTS = {"a": "Oslo signed the accord.", "b": "“Oslo signed nothing,” Rome said."}


def document(doc_id: str) -> Document:
    """A document row."""
    return Document(
        doc_id=doc_id,
        source=f"Paper {doc_id}",
        title=None,
        authors=None,
        published=None,
        url=None,
        lang="en",
        raw_path=f"{doc_id}.txt",
        raw_sha256=doc_id * 64,
        clean_sha256=doc_id * 64,
        encoding="utf-8",
        encoding_source="utf8",
        n_chars=len(TEXTS[doc_id]),
        n_sentences=1,
        n_tokens=5,
    )


def span(doc_id: str, text: str) -> dict[str, Any]:
    """Text and offsets of its first occurrence; the raw text is the clean one here."""
    start = TEXTS[doc_id].index(text)
    end = start + len(text)
    return {"text": text, "start": start, "end": end, "raw_start": start, "raw_end": end}


def claim(doc_id: str, text: str, polarity: str) -> Claim:
    """A claim row about Oslo's signing."""
    return Claim(
        claim_id=f"{doc_id}:c",
        doc_id=doc_id,
        sentence_id=f"{doc_id}:s",
        subject="Oslo",
        predicate="signed",
        object=None,
        subject_entity_id="gpe:oslo",
        object_entity_id=None,
        subject_mention_id=None,
        object_mention_id=None,
        predicate_lemma="sign",
        polarity=polarity,  # type: ignore[arg-type]
        modality="asserted",
        attributed_to=None,
        attributed_entity_id=None,
        quote_id="b:q" if doc_id == "b" else None,
        terms="oslo sign",
        confidence=None,
        statement=text,
        **span(doc_id, text),
    )


def quote() -> Quote:
    """The quote of document b."""
    nothing = dict.fromkeys(
        [f"{who}{side}" for who in ("speaker", "cue") for side in ("_start", "_end", "_raw_start", "_raw_end")]
    )
    return Quote(
        quote_id="b:q",
        utterance_id="b:u",
        doc_id="b",
        sentence_id="b:s",
        kind="direct",
        verbatim="Oslo signed nothing,",
        speaker_text="Rome",
        speaker_name="Rome",
        speaker_entity_id=None,
        speaker_mention_id=None,
        cue_text="said",
        cue_lemma="say",
        cue_kind="speech",
        polarity="affirmed",
        stance="neutral",
        rule="clause",
        confidence=None,
        **span("b", "“Oslo signed nothing,”"),
        **nothing,
    )


def named(doc_id: str, name: str, country: str) -> tuple[Mention, Entity]:
    """A place that a document names once."""
    entity = Entity(
        entity_id=f"gpe:{name.lower()}",
        name=name,
        label="GPE",
        country_code=country,
        wikidata_id=None,
        n_mentions=1,
        n_documents=1,
    )
    mention = Mention(
        mention_id=f"{doc_id}:m",
        doc_id=doc_id,
        sentence_id=f"{doc_id}:s",
        label="GPE",
        name=name,
        entity_id=entity.entity_id,
        method="lexicon",
        **span(doc_id, name),
    )
    return mention, entity


def rows() -> dict[str, list[Any]]:
    """The rows of two documents that contradict each other."""
    alignment = Alignment(
        alignment_id="a:c~b:c",
        claim_a="a:c",
        claim_b="b:c",
        doc_a="a",
        doc_b="b",
        source_a="Paper a",
        source_b="Paper b",
        relation="conflicts",
        direction=None,
        score=0.9,
        similarity=0.8,
        shared_entities="Oslo",
        conflict="signed against signed nothing",
        conflict_kind="polarity",
        shared_origin=None,
        verbatim=None,
        cluster_id="x",
    )
    cluster = ClaimCluster(
        cluster_id="x", label="Oslo signed", n_claims=2, n_sources=2, n_origins=2, first_published=None, agreement=0.0
    )
    return {
        "documents": [document("a"), document("b")],
        "sentences": [Sentence(sentence_id=f"{d}:s", doc_id=d, position=0, **span(d, TEXTS[d])) for d in ("a", "b")],
        "mentions": [named("a", "Oslo", "NOR")[0], named("b", "Rome", "ITA")[0]],
        "entities": [named("a", "Oslo", "NOR")[1], named("b", "Rome", "ITA")[1]],
        "quotes": [quote()],
        "quote_speakers": [QuoteSpeaker(quote_id="b:q", entity_id="gpe:rome", mention_id="b:m")],
        "claims": [claim("a", "Oslo signed the accord", "affirmed"), claim("b", "Oslo signed nothing", "negated")],
        "alignments": [alignment],
        "claim_clusters": [cluster],
    }


def frames(given: Mapping[str, list[Any]] | None = None) -> dict[str, pd.DataFrame]:
    """A frame for every table."""
    found = rows() if given is None else given
    return {name: to_frame(table, found.get(name, [])) for name, table in TABLES.items()}


def tables(given: Mapping[str, list[Any]] | None = None) -> Tables:
    """The same as a generation's, in memory."""
    return Tables(Path(), frames(given))


@dataclass(frozen=True)
class Generation:
    """What a generation is made of, when no stage makes it."""

    rows: Mapping[str, list[Any]]
    clean_texts: Mapping[str, str]
    pages: Mapping[str, str]
    manifest: Mapping[str, Any]


def generation(note: str = "") -> Generation:
    """A generation; another note makes another one."""
    return Generation(rows(), TEXTS, {"report.html": note}, {"rows": 2})


def commit(out: Path, given: Generation, keep: int) -> Path:
    """Commit a generation."""
    with drafted(out, list(TEXTS)) as draft:
        draft.add(given.rows)
        for doc_id, text in TEXTS.items():
            draft.add_texts(doc_id, text, given.clean_texts[doc_id])
        draft.write_tables()
        draft.add_pages(given.pages)
        return draft.commit(given.manifest, {"read": 0.1}, keep)
