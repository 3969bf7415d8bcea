"""The data that the component `quotes` goes by, and what it comes to on articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from benchmarks.polnear import read_polnear
from benchmarks.quotes import Score, gold_items, ours
from pipeline.language.lexicon import rows
from pipeline.quotation.direct import quotations

KINDS = {"speech", "writing", "thought", "document", "evidence", "semblance"}
STANCES = {"neutral", "claimed", "warned", "praised", "criticised", "denied", "confirmed", "promised", "urged"}
STANCES |= {"predicted", "refused", "apologised"}


def test_cues_are_listed_once_with_known_kinds_and_stances() -> None:
    keys = [(row["lemma"], row["pos"]) for row in rows("cues")]
    assert len(keys) == len(set(keys)) > 500
    assert {row["kind"] for row in rows("cues")} <= KINDS
    assert {row["stance"] for row in rows("cues")} <= STANCES
    assert {row["pos"] for row in rows("cues")} == {"verb", "noun", "adjective"}


def test_cues_are_counted_no_more_right_than_seen() -> None:
    assert all(0 <= int(row["right"]) <= int(row["n"]) for row in rows("cue_counts"))


def test_confidences_are_shares_of_many() -> None:
    assert all(0 < float(row["precision"]) <= 1 and int(row["n"]) >= 15 for row in rows("quote_rules"))


@pytest.mark.slow
def test_nothing_in_marks_is_lost_in_real_articles(nlp: Language, shared: Path) -> None:
    for path in sorted((shared / "raw").glob("*.txt")):
        doc = nlp(path.read_text(encoding="utf-8"))
        kept = [part for u in doc._.quotes for part in u.parts] + [term.span for term in doc._.quoted_terms]
        for quotation in quotations(doc):
            assert any(span.start <= quotation.first and quotation.end <= span.end for span in kept)


@pytest.mark.slow
def test_quotes_of_news_articles_are_found(nlp: Language, shared: Path) -> None:
    score = Score()
    for article in list(read_polnear(shared / "corpora", "dev"))[:12]:
        score.add(gold_items(article), ours(nlp(article.text)))
    assert score.figures("content >= .3")[2] > 0.55
    assert score.figures("speaker")[2] > 0.5
