"""Reading what people marked as claims, and scoring claims against it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("sklearn")

from tests.parsed import parse
from training.propsegment import read_propsegment
from training.segmentation import figures, matched

TEXT = "Rosa signed pacts in May"
STARTS = (0, 5, 12, 18, 21)


def written(folder: Path) -> Path:
    tokens = [{"character_offset_of_token_in_sentence": start} for start in STARTS]
    sentence = {"sentence_text": TEXT, "tokens": tokens}
    document = {"document_id": "d", "sentences": [sentence]}
    responses = [
        {
            "is_reference_response": True,
            "propositions": [{"token_indices": [0, 1, 2]}, {"token_indices": [0, 1, 3, 4]}],
        },
        {"is_reference_response": False},
    ]
    place = {"cluster_id": "c", "document_id": "d", "sentence_index": 0}
    clusters = [{"cluster_id": "c", "documents": [document]}]
    (folder / "document_clusters.dev.json").write_text(json.dumps(clusters), encoding="utf-8")
    rows = [{"sentence_id": place, "segmentation_responses": responses}]
    (folder / "propositions.dev.json").write_text(json.dumps(rows), encoding="utf-8")
    return folder


def test_what_raters_marked_is_read(tmp_path: Path) -> None:
    (marked,) = read_propsegment(written(tmp_path))
    assert (marked.text, marked.reference, marked.others) == (TEXT, (0b111, 0b11011), ((),))


def test_claims_are_scored_one_to_one(tmp_path: Path) -> None:
    marked = read_propsegment(written(tmp_path))
    doc = parse(
        "Rosa Rosa PROPN NNP nsubj 1\nsigned sign VERB VBD ROOT 1\npacts pact NOUN NNS dobj 1\n"
        "in in ADP IN prep 1\nMay May PROPN NNP pobj 3"
    )
    twice_the_core = [list(doc[:3]), list(doc[:3])]
    scored = figures([twice_the_core], marked)
    assert (scored.precision, scored.recall, scored.f1) == (0.5, 0.5, 0.5)


def test_a_proposition_is_matched_once() -> None:
    assert matched([0b11111, 0b1111, 0b1000000000], [0b11111, 0b10000000]) == 1


def test_nothing_matches_nothing() -> None:
    assert matched([], [0b1]) == matched([0b1], []) == 0
